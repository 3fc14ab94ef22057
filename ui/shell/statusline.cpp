// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusline.h"

#include "ui/shell/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPainter>

namespace uw::ui {

StatusLine::StatusLine(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_copy(new CopyButton(theme, tr("Copy the address"), this))
{
    setObjectName(u"statusLine"_qs);
    setAccessibleName(tr("Status"));
    m_listener = addPart(u"listener"_qs, tr("Listener"));
    m_rate = addPart(u"rate"_qs, tr("Events received in the last minute"));
    m_store = addPart(u"store"_qs, tr("Size of the event store on disk"));
    m_rate->hide();
    m_store->hide();
    m_copy->setObjectName(u"copyAddress"_qs);
    connect(m_copy, &CopyButton::copied, this, &StatusLine::addressCopied);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Spacing::Tiny, 1 + Spacing::Tiny / 2, Spacing::Tiny, Spacing::Tiny / 2);
    row->setSpacing(Spacing::Tiny);
    row->addWidget(m_listener);
    row->addWidget(m_copy);
    row->addStretch();
    row->addWidget(m_rate);
    row->addWidget(m_store);
    setListenerState({});
}

QToolButton *StatusLine::addPart(const QString &name, const QString &toolTip)
{
    auto *part = new QToolButton(this);
    part->setObjectName(name);
    part->setAutoRaise(true);
    part->setFocusPolicy(Qt::StrongFocus);
    part->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    part->setToolTip(toolTip);
    setRoles(part, m_theme, TextRole::Body, ColorRole::SecondaryText);
    connect(part, &QToolButton::clicked, this, [this, name] { Q_EMIT partActivated(name); });
    return part;
}

void StatusLine::setListenerState(const ListenerState &state)
{
    switch (state.state) {
    case ListenerState::State::Starting:
        m_listener->setIcon(m_theme.icon(u"circle", ColorRole::SecondaryText));
        m_listener->setText(tr("Starting to listen…"));
        break;
    case ListenerState::State::Listening:
        m_listener->setIcon(m_theme.icon(u"dot", ColorRole::Success));
        m_listener->setText(tr("Listening on %1").arg(state.address));
        break;
    case ListenerState::State::Failed:
        m_listener->setIcon(m_theme.icon(u"error", ColorRole::Error));
        m_listener->setText(tr("Not listening"));
        break;
    case ListenerState::State::Stopped:
        m_listener->setIcon(m_theme.icon(u"circle-off", ColorRole::SecondaryText));
        m_listener->setText(tr("Listening is off"));
        break;
    }
    m_listener->setToolTip(state.problem.isEmpty() ? tr("Listener") : state.problem);
    m_listener->setAccessibleDescription(state.problem);
    m_copy->setCopyText(state.address);
    m_copy->setVisible(state.state == ListenerState::State::Listening && !state.address.isEmpty());
}

void StatusLine::setRate(int perMinute)
{
    m_rate->setVisible(perMinute >= 0);
    // English has no plural file; other languages get theirs through %n.
    m_rate->setText(perMinute == 1 ? tr("1 event/min") : tr("%n events/min", nullptr, perMinute));
}

void StatusLine::setStoreSize(qint64 bytes)
{
    m_store->setVisible(bytes >= 0);
    m_store->setText(tr("Store %1").arg(longSize(bytes)));
}

void StatusLine::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(0, 0, width(), 1, m_theme.color(ColorRole::Separator));
}

} // namespace uw::ui
