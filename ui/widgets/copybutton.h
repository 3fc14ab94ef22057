// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QToolButton>

#include <functional>

namespace uw::ui {

class Theme;

// Copies a text to the clipboard and shows a check for a moment.
class CopyButton final : public QToolButton {
    Q_OBJECT

public:
    // `what` completes the accessible name and the tooltip: "Copy the address".
    CopyButton(const Theme &theme, const QString &what, QWidget *parent = nullptr);

    void setCopyText(const QString &text);
    // Asked at each press instead of a fixed text.
    void setSource(std::function<QString()> source);

Q_SIGNALS:
    void copied(const QString &text);

private:
    void copy();

    const Theme &m_theme;
    std::function<QString()> m_source;
    QTimer m_reset;
};

} // namespace uw::ui
