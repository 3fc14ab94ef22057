// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>
#include <QTimer>

namespace uw::ui {

class Theme;

// A line edit with a search icon and a clear button that waits until typing pauses. Escape clears;
// Enter searches at once; Down leaves it (moveDown) so that a list can take the focus.
class SearchField final : public QLineEdit {
    Q_OBJECT

public:
    // `delayMs`: how long typing must pause.
    SearchField(const Theme &theme, const QString &placeholder, QWidget *parent = nullptr, int delayMs = 150);

    // Sets the text without searched().
    void setQuietly(const QString &text);

Q_SIGNALS:
    void searched(const QString &text);
    void moveDown();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void announce();

    QTimer m_delay;
    QString m_announced;
};

} // namespace uw::ui
