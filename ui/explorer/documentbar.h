// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/parameterserializer.h"
#include "ui/explorer/documentloader.h"

#include <QStringList>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QAbstractButton;
class QAction;
class QLabel;
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// Names the document whose operations are shown, and holds what can be done with documents: open one from a file, an
// address or the clipboard, go back to one, fetch it anew, forget it, how it is called. GUI thread; owned by the page.
class DocumentBar final : public QWidget {
    Q_OBJECT

public:
    // Documents to go back to.
    static constexpr int KeptRecent = 12;

    explicit DocumentBar(const Theme &theme, QWidget *parent = nullptr);

    void setDocument(const LoadedDocument &document);
    // Empty: nothing is being loaded.
    void setLoading(const QString &path);

    // Documents that were opened, the latest first, besides Clockify's.
    [[nodiscard]] const QStringList &recent() const { return m_recent; }
    void setRecent(const QStringList &paths);
    void forget(const QString &path) { m_recent.removeAll(path); }
    // What the library knows of them, the one opened last first.
    void setDocuments(const QList<DocumentRecord> &documents);

    // How nested values are written; no signal.
    void setNesting(openapi::NestedStyle style) { m_nesting = style; }
    [[nodiscard]] bool hidesDeprecated() const { return m_hidesDeprecated; }
    // No signal.
    void setHidesDeprecated(bool hides) { m_hidesDeprecated = hides; }

    [[nodiscard]] bool asksBeforeWriting() const;
    // No signal.
    void setAsksBeforeWriting(bool asks);
    // The menu has an entry for Clockify's base URL, which is this one now. Empty: no entry.
    void setBaseUrl(const QString &url);

Q_SIGNALS:
    void openPressed();
    void addressPressed();
    void pastePressed();
    void refreshPressed();
    void removePressed();
    void nestingChosen(uw::openapi::NestedStyle style);
    void hidingDeprecatedToggled(bool hides);
    void baseUrlPressed();
    void documentChosen(const QString &path);
    void askToggled(bool asks);

private:
    void fillMenu();
    void addOpening();
    void addDocuments();
    void addActionsOfDocument();
    [[nodiscard]] QString placeOf(const QString &path) const;

    const Theme &m_theme;
    QString m_path;
    QString m_baseUrl;
    QStringList m_recent;
    QHash<QString, DocumentRecord> m_records;
    openapi::NestedStyle m_nesting = openapi::NestedStyle::BracketsIndexed;
    bool m_hidesDeprecated = false;
    QAbstractButton *m_button = nullptr;
    QMenu *m_menu = nullptr;
    QMenu *m_nestingMenu = nullptr;
    QAction *m_ask = nullptr;
    QLabel *m_state = nullptr;
};

} // namespace uw::ui
