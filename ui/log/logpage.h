// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/events/personaldata.h"
#include "core/http/httpclient.h"
#include "ui/shell/page.h"

#include <functional>
#include <memory>

namespace uw {
class Replayer;
class SearchIndexer;
class Store;
} // namespace uw

namespace uw::ui {

class DialogService;
class Theme;

// What the page is built on. Everything outlives the page; functions are called in the GUI thread.
struct LogPageContext {
    Theme &theme;
    DialogService &dialogs;
    Store &store;
    const Clock &clock;
    // Where the listener can be reached ("http://127.0.0.1:8001"); empty while it does not listen.
    std::function<QString()> listenerAddress;
    // Sends the sample event: HttpClient::send().
    std::function<void(const HttpRequest &request, QObject *context, HttpClient::Done done)> send;
    // Whether personal data of a workspace's events is masked; asked on any thread.
    PersonalDataRule masksPersonalData = {};
    // Null: events are not made searchable.
    SearchIndexer *search = nullptr;
    // Null: events are not sent again.
    Replayer *replayer = nullptr;
};

// The Webhooks page: the live table of events, filters above it, the selected event beside it. Reads the store
// on its reader threads and never waits for it. GUI thread; owned by the main window.
class LogPage final : public Page {
    Q_OBJECT

public:
    explicit LogPage(const LogPageContext &context, QWidget *parent = nullptr);
    ~LogPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("webhooks"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("webhooks"); }
    [[nodiscard]] QList<ShortcutInfo> shortcuts() const override;
    [[nodiscard]] QList<Command> commands() const override;
    [[nodiscard]] QList<Command> find(const QString &text, int limit) const override;
    void saveState(QSettings &settings) const override;
    void restoreState(QSettings &settings) override;
    void activated() override;

    // Shows one event by its id, also when the filter hides it; says so when there is none.
    void openEvent(const QString &id);
    // The listener's address is another one now.
    void refreshAddress();
    // What may be shown is something else now: reads the log anew.
    void refreshLog();

Q_SIGNALS:
    // Rows, or that there are none, are on the screen (again).
    void listShown();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace uw::ui
