// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/searchfield.h"

#include "ui/shell/theme.h"

#include <QAction>
#include <QKeyEvent>

namespace uw::ui {

SearchField::SearchField(const Theme &theme, const QString &placeholder, QWidget *parent, int delayMs)
    : QLineEdit(parent)
{
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setClearButtonEnabled(true);
    addAction(theme.icon(u"search", ColorRole::SecondaryText), QLineEdit::LeadingPosition);
    m_delay.setSingleShot(true);
    m_delay.setInterval(delayMs);
    connect(&m_delay, &QTimer::timeout, this, &SearchField::announce);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        // Emptied: there is nothing to wait for.
        if (text.isEmpty())
            announce();
        else
            m_delay.start();
    });
}

void SearchField::setQuietly(const QString &text)
{
    const QSignalBlocker blocker(this);
    setText(text);
    m_delay.stop();
    m_announced = text;
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        if (text().isEmpty())
            break;
        clear();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        announce();
        break;
    case Qt::Key_Down:
        announce();
        Q_EMIT moveDown();
        return;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::announce()
{
    m_delay.stop();
    if (text() == m_announced)
        return;
    m_announced = text();
    Q_EMIT searched(m_announced);
}

} // namespace uw::ui
