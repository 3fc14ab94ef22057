// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/shell/page.h"

#include <functional>
#include <memory>

namespace uw {

class CallHistory;
class HttpClient;
class SecretStore;
class Store;

} // namespace uw

namespace uw::ui {

class DialogService;
class Theme;

// What the page is built on. The services outlive the page and live in the GUI thread.
struct ExplorerContext {
    Theme &theme;
    DialogService &dialogs;
    HttpClient &http;
    SecretStore &secrets;
    // Clockify's base URL as set ("https://api.clockify.me/api"), asked each time it is needed. Without a
    // function, or when it answers nothing, the document's own servers count.
    std::function<QString()> baseUrl = {};
    // What it is while a person set none.
    std::function<QString()> startBaseUrl = {};
    // Sets another one, or with an empty text none; the page is told with refreshBaseUrl(). Without a function the page
    // offers no way to set it.
    std::function<Result<void>(const QString &)> setBaseUrl = {};
    // Keeps calls and saved requests; null: none are kept.
    CallHistory *history = nullptr;
    // Where bodies go that are too large for memory; a private folder of the profile. Empty: the system's own.
    QString spoolFolder = {};
    // Keeps documents; without one they are gone with the window.
    Store *store = nullptr;
    // Where the own listener is ("http://127.0.0.1:8001"): samples of webhooks go there. Empty: it does not listen.
    std::function<QString()> listener = {};
};

// The page that calls any operation of an OpenAPI document: tree and search at the left, the opened
// operation's form and its answer at the right. Loads Clockify's own description by itself, on a
// worker thread, as soon as it is made. GUI thread; owned by the main window.
class ExplorerPage final : public Page {
    Q_OBJECT

public:
    explicit ExplorerPage(const ExplorerContext &context, QWidget *parent = nullptr);
    ~ExplorerPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("explorer"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("explorer"); }
    [[nodiscard]] QList<ShortcutInfo> shortcuts() const override;
    [[nodiscard]] QList<Command> commands() const override;
    [[nodiscard]] QList<Command> find(const QString &text, int limit) const override;
    void saveState(QSettings &settings) const override;
    void restoreState(QSettings &settings) override;

    // Loads another document from a file; the present one stays until that one is read.
    void openDocument(const QString &path);
    // By operationId or "METHOD /path"; remembered until a document is there. Unknown ones do nothing.
    void openOperation(const QString &operation);
    // The base URL is another one now.
    void refreshBaseUrl();

Q_SIGNALS:
    // The tree shows a document (again).
    void documentShown();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace uw::ui
