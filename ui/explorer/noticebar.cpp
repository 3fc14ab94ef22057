// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/noticebar.h"

#include "ui/shell/theme.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QToolButton>

namespace uw::ui {

NoticeBar::NoticeBar(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(new TextLabel(theme, TextRole::Body, ColorRole::Text, {}, this))
    , m_action(new QPushButton(this))
{
    setFrameShape(QFrame::StyledPanel);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *close = new QToolButton(this);
    close->setIcon(theme.icon(u"close"));
    close->setToolTip(tr("Close this notice"));
    close->setAccessibleName(close->toolTip());
    close->setAutoRaise(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Spacing::Medium, Spacing::Small, Spacing::Small, Spacing::Small);
    row->setSpacing(Spacing::Small);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addWidget(m_action);
    row->addWidget(close);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionPressed);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(&theme, &Theme::changed, this, &NoticeBar::refresh);
    hide();
}

void NoticeBar::show(Severity severity, const QString &text, const QString &actionText)
{
    m_severity = severity;
    m_text->setText(text);
    setAccessibleName(text);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
    refresh();
    setVisible(true);
}

QString NoticeBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void NoticeBar::refresh()
{
    m_icon->setPixmap(severityPixmap(m_theme, m_severity, devicePixelRatioF()));
}

} // namespace uw::ui
