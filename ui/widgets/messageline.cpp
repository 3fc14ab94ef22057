// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/messageline.h"

#include "ui/shell/theme.h"
#include "ui/widgets/severity.h"

#include <QAccessible>
#include <QBoxLayout>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace uw::ui {

MessageLine::MessageLine(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(u"messageLine"_qs);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Button);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_action->setObjectName(u"messageAction"_qs);
    m_action->setFlat(true);
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::StrongFocus);
    m_close->setIcon(theme.icon(u"close"));
    m_close->setAccessibleName(tr("Close the message"));
    m_close->setToolTip(m_close->accessibleName());

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Tiny, Spacing::Tiny);
    row->setSpacing(Spacing::Small);
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(m_close);
    hide();

    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &MessageLine::dismiss);
    connect(m_close, &QToolButton::clicked, this, &MessageLine::dismiss);
    connect(m_action, &QPushButton::clicked, this, &MessageLine::runAction);
    connect(&theme, &Theme::changed, this, [this] {
        if (m_showing)
            m_icon->setPixmap(severityPixmap(m_theme, m_current.severity, devicePixelRatioF()));
    });
}

void MessageLine::post(const Message &message)
{
    if (m_queue.size() >= MaximumWaiting) {
        const auto dropped = std::find_if(m_queue.begin(), m_queue.end(), [](const Message &m) { return !m.action; });
        m_queue.erase(dropped != m_queue.end() ? dropped : m_queue.begin());
    }
    m_queue.append(message);
    if (!m_showing)
        showNext();
}

void MessageLine::dismiss()
{
    m_timer.stop();
    m_showing = false;
    m_current = {};
    if (m_queue.isEmpty())
        hide();
    else
        showNext();
}

bool MessageLine::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Enter:
        m_timer.stop();
        break;
    case QEvent::Leave:
        restartTimer();
        break;
    case QEvent::KeyPress:
        if (static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            dismiss();
            return true;
        }
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

void MessageLine::showNext()
{
    m_current = m_queue.takeFirst();
    m_showing = true;
    m_icon->setPixmap(severityPixmap(m_theme, m_current.severity, devicePixelRatioF()));
    m_text->setText(m_current.text);
    m_action->setText(m_current.actionText);
    m_action->setVisible(!m_current.actionText.isEmpty());
    setAccessibleName(m_current.text);
    show();
    restartTimer();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageLine::restartTimer()
{
    if (m_showing && m_current.showMs > 0 && !underMouse())
        m_timer.start(m_current.showMs);
}

void MessageLine::runAction()
{
    const std::function<void()> action = m_current.action;
    // Gone first: what the action posts shall stand after it.
    dismiss();
    if (action)
        action();
}

} // namespace uw::ui
