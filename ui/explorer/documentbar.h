// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

// Names the document whose operations are shown, and holds what can be done with documents: open one
// from a file, go back to one, ask before writing. GUI thread; owned by the page.
class DocumentBar final : public QWidget {
    Q_OBJECT

public:
    // Files to go back to.
    static constexpr int KeptRecent = 6;

    explicit DocumentBar(const Theme &theme, QWidget *parent = nullptr);

    void setDocument(const LoadedDocument &document);
    // Empty: nothing is being loaded.
    void setLoading(const QString &path);

    // Files that were opened, the latest first.
    [[nodiscard]] const QStringList &recent() const { return m_recent; }
    void setRecent(const QStringList &paths);

    [[nodiscard]] bool asksBeforeWriting() const;
    // No signal.
    void setAsksBeforeWriting(bool asks);
    // The menu has an entry for Clockify's base URL, which is this one now. Empty: no entry.
    void setBaseUrl(const QString &url);

Q_SIGNALS:
    void openPressed();
    void baseUrlPressed();
    void documentChosen(const QString &path);
    void askToggled(bool asks);

private:
    void fillMenu();

    const Theme &m_theme;
    QString m_path;
    QString m_baseUrl;
    QStringList m_recent;
    QAbstractButton *m_button = nullptr;
    QMenu *m_menu = nullptr;
    QAction *m_ask = nullptr;
    QLabel *m_state = nullptr;
};

} // namespace uw::ui
