// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/forwardpanel.h"

#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

Badge badgeOf(ForwardState state)
{
    switch (state) {
    case ForwardState::UpToDate:
        return {.text = ForwardPanel::tr("up to date"), .role = ColorRole::Success, .iconName = u"check"_s};
    case ForwardState::Sending:
        return {.text = ForwardPanel::tr("passing on"), .role = ColorRole::Accent, .iconName = u"send"_s};
    case ForwardState::Waiting:
        return {.text = ForwardPanel::tr("target is down"), .role = ColorRole::Warning, .iconName = u"warning"_s};
    case ForwardState::Paused:
        return {.text = ForwardPanel::tr("paused"), .iconName = u"pause"_s};
    }
    Q_UNREACHABLE();
}

} // namespace

ForwardPanel::ForwardPanel(const Theme &theme, const Clock &clock, DialogService &dialogs, Forwarder &forwarder,
                           QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_dialogs(dialogs)
    , m_forwarder(forwarder)
{
    build();

    connect(m_url, &QLineEdit::textEdited, this, [this] {
        m_isTyping = true;
        showError({});
        showRule();
    });
    connect(m_url, &QLineEdit::returnPressed, this, &ForwardPanel::save);
    connect(m_save, &QPushButton::clicked, this, &ForwardPanel::save);
    connect(m_pause, &QPushButton::clicked, this, &ForwardPanel::togglePause);
    connect(m_tryNow, &QPushButton::clicked, this, [this] { put({}); });
    connect(m_remove, &QPushButton::clicked, this, &ForwardPanel::askToRemove);
    connect(&forwarder, &Forwarder::changed, this, &ForwardPanel::refresh);
    connect(&forwarder, &Forwarder::loaded, this, &ForwardPanel::refresh);
}

void ForwardPanel::build()
{
    m_badge = new BadgeLabel(m_theme);
    m_badge->setObjectName(u"forwardBadge"_s);
    m_state = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText);
    m_state->setObjectName(u"forwardState"_s);
    m_state->setWordWrap(true);
    m_url = new QLineEdit;
    m_url->setObjectName(u"forwardUrl"_s);
    m_url->setPlaceholderText(u"http://localhost:3000/hook"_s);
    m_url->setMaxLength(int(ReplayTarget::longestUrl));
    setRoles(m_url, m_theme, TextRole::Fixed);
    const auto button = [](const QString &objectName, const QString &text) {
        auto *made = new QPushButton(text);
        made->setObjectName(objectName);
        return made;
    };
    m_save = button(u"forwardSave"_s, tr("Forward"));
    m_tryNow = button(u"forwardTryNow"_s, tr("Try now"));
    m_tryNow->setToolTip(tr("Sends what is held at once instead of after the pause."));
    m_pause = button(u"forwardPause"_s, {});
    m_remove = button(u"forwardRemove"_s, tr("End…"));
    m_error = new TextLabel(m_theme, TextRole::Body, ColorRole::Error);
    m_error->setObjectName(u"forwardError"_s);
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *state = new QHBoxLayout;
    state->setSpacing(Spacing::Medium);
    state->addWidget(m_badge, 0, Qt::AlignTop);
    state->addWidget(m_state, 1);
    auto *address = new QHBoxLayout;
    address->setSpacing(Spacing::Small);
    address->addWidget(m_url, 1);
    address->addWidget(m_save);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(Spacing::Small);
    for (QPushButton *one : {m_tryNow, m_pause, m_remove})
        actions->addWidget(one);
    actions->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addLayout(state);
    column->addLayout(address);
    column->addWidget(m_error);
    column->addLayout(actions);
}

void ForwardPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    read();
}

void ForwardPanel::setSource(const QString &source, const QString &title)
{
    m_title = title;
    m_url->setAccessibleName(tr("Address that events of %1 are passed on to").arg(title));
    if (source == m_source)
        return;
    m_source = source;
    m_status.reset();
    m_isTyping = false;
    m_url->clear();
    showError({});
    showRule();
    read();
}

void ForwardPanel::refresh()
{
    if (isVisible())
        read();
}

void ForwardPanel::read()
{
    m_forwarder.read(this, [this, source = m_source](const Result<QList<ForwardStatus>> &statuses) {
        if (source != m_source)
            return;
        m_status.reset();
        // Without an answer the panel is as before the rules are read; loaded() asks again.
        for (const ForwardStatus &status : statuses.valueOr({})) {
            if (status.rule.source == m_source)
                m_status = status;
        }
        showRule();
        Q_EMIT refreshed();
    });
}

void ForwardPanel::save()
{
    const QByteArray url = m_url->text().trimmed().toUtf8();
    const Result<ReplayTarget> careful = parseReplayTarget(url, PublicTargets::Refused);
    if (!careful && parseReplayTarget(url, PublicTargets::Allowed))
        askToAllow(url);
    else
        put({.to = url, .allowsPublic = false});
}

void ForwardPanel::askToAllow(const QByteArray &url)
{
    const QString host = QUrl::fromEncoded(url).host();
    const Question question{
        .title = tr("Pass every event of %1 on to %2?").arg(m_title, host),
        .text =
            tr("The address may lie outside this computer and its private networks. Each event leaves with its body "
               "and its headers, which may hold personal data. Secrets that were hidden stay here."),
        .verb = tr("Forward"),
        .details = QString::fromUtf8(url),
        .destructive = true};
    m_dialogs.confirm(this, question, [this, url, source = m_source](bool yes) {
        if (yes && source == m_source)
            put({.to = url, .allowsPublic = true});
    });
}

void ForwardPanel::put(const ForwardChange &change)
{
    m_forwarder.put(m_source, change, this, [this, source = m_source](const Result<ForwardStatus> &status) {
        if (source != m_source)
            return;
        if (status) {
            m_status = *status;
            m_isTyping = false;
        }
        showRule();
        if (!status)
            showError(status.error().text);
        Q_EMIT refreshed();
    });
}

void ForwardPanel::togglePause()
{
    if (m_status)
        put({.isPaused = !m_status->rule.isPaused});
}

void ForwardPanel::askToRemove()
{
    if (!m_status)
        return;
    const Question question{
        .title = tr("End forwarding %1?").arg(m_title),
        .text = m_status->held > 0
                  ? tr("Its events are passed on no more. Those that are held stay in the log, and a rule that is made "
                       "later begins with what arrives then.")
                  : tr("Its events are passed on no more. A rule that is made later begins with what arrives then."),
        .verb = tr("End forwarding"),
        .destructive = true,
    };
    m_dialogs.confirm(this, question, [this, source = m_source](bool yes) {
        if (yes && source == m_source)
            remove();
    });
}

void ForwardPanel::remove()
{
    m_forwarder.remove(m_source, this, [this, source = m_source](const Result<void> &result) {
        if (source != m_source)
            return;
        if (result)
            read();
        else
            showError(result.error().text);
    });
}

QString ForwardPanel::stateText() const
{
    const QString held = m_status->held < Forwarder::heldMaximum
                           ? QLocale().toString(m_status->held)
                           : tr("%1 or more").arg(QLocale().toString(Forwarder::heldMaximum));
    switch (m_status->state) {
    case ForwardState::UpToDate:
        return tr("Everything is passed on.");
    case ForwardState::Sending:
        return tr("Held: %1.").arg(held);
    case ForwardState::Waiting:
        return tr("The target does not take events. Held: %1. Next try: %2.")
            .arg(held, QLocale().toString(QDateTime::fromMSecsSinceEpoch(m_status->nextTryAtMs).time(), u"HH:mm:ss"));
    case ForwardState::Paused:
        return tr("Nothing is sent until it goes on. Held: %1.").arg(held);
    }
    Q_UNREACHABLE();
}

QString ForwardPanel::countsText() const
{
    const ForwardRule &rule = m_status->rule;
    QStringList counts;
    if (rule.delivered > 0)
        counts << tr("Passed on: %1, the last one %2.")
                      .arg(QLocale().toString(rule.delivered), relativeTime(rule.lastDeliveredAtMs, m_clock.nowMs()));
    if (rule.refused > 0)
        counts << tr("Refused by the target: %1.").arg(QLocale().toString(rule.refused));
    return counts.join(u' ');
}

void ForwardPanel::showState()
{
    m_badge->setVisible(m_status.has_value());
    if (!m_status) {
        m_state->setText(tr("Accepted events can be passed on to another program, in their order. While it is down "
                            "they are held, and follow when it is back."));
        return;
    }
    m_badge->setBadge(badgeOf(m_status->state));
    m_state->setText(QStringList{stateText(), countsText()}.join(u' ').trimmed());
}

void ForwardPanel::showRule()
{
    const QString url = m_status ? QString::fromUtf8(m_status->rule.url) : QString();
    if (!m_isTyping && m_url->text() != url)
        m_url->setText(url);
    showState();
    m_save->setText(m_status ? tr("Change") : tr("Forward"));
    m_save->setEnabled(!m_url->text().trimmed().isEmpty() && m_url->text().trimmed() != url);
    m_tryNow->setVisible(m_status && m_status->state == ForwardState::Waiting);
    m_pause->setVisible(m_status.has_value());
    m_pause->setText(m_status && m_status->rule.isPaused ? tr("Go on") : tr("Pause"));
    m_remove->setVisible(m_status.has_value());
    if (!m_isTyping)
        showError(m_status ? m_status->rule.lastError : QString());
}

void ForwardPanel::showError(const QString &text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
}

} // namespace uw::ui
