// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventdetail.h"

#include "core/json/value.h"
#include "ui/log/bodypane.h"
#include "ui/log/eventtext.h"
#include "ui/log/searchmarks.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>

namespace uw::ui {

namespace {

// How often "12 s ago" is said anew.
constexpr int ageMs = 5000;
// Up to these widths one button and then the other has no word.
constexpr int narrowEm = 60;
constexpr int narrowestEm = 48;

} // namespace

EventDetail::EventDetail(const Theme &theme, const Clock &clock, Worker &worker, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_clock(clock)
    , m_stack(new QStackedWidget(this))
    , m_notice(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_tabs(new QTabWidget(this))
    , m_body(new BodyPane(theme, worker, this))
    , m_headers(new HeadersTable(theme, this))
    , m_request(new HeadersTable(theme, this))
{
    setObjectName(QStringLiteral("eventDetail"));
    m_headers->setObjectName(QStringLiteral("eventHeaders"));
    m_headers->setAccessibleName(tr("Headers"));
    m_request->setObjectName(QStringLiteral("eventRequest"));
    m_request->setAccessibleName(tr("Request"));
    m_notice->setObjectName(QStringLiteral("eventNotice"));
    m_notice->setAlignment(Qt::AlignCenter);
    m_notice->setWordWrap(true);
    m_notice->setMargin(Spacing::Huge);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_body, tr("Body"));
    m_tabs->addTab(m_headers, tr("Headers"));
    m_tabs->addTab(m_request, tr("Request"));

    auto *whole = new QWidget(this);
    auto *inner = new QVBoxLayout(whole);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(makeHeader());
    inner->addWidget(m_tabs, 1);
    m_stack->addWidget(m_notice);
    m_stack->addWidget(whole);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    connect(m_body, &BodyPane::saveRequested, this, &EventDetail::saveBodyRequested);
    connect(&theme, &Theme::changed, this, [this] {
        if (m_event)
            refreshMarks();
    });
    m_ageTimer.setInterval(ageMs);
    connect(&m_ageTimer, &QTimer::timeout, this, &EventDetail::refreshOrigin);
    m_ageTimer.start();
}

QWidget *EventDetail::makeHeader()
{
    auto *header = new QWidget(this);
    m_name = new ElidedLabel(header);
    m_name->setObjectName(QStringLiteral("eventName"));
    setRoles(m_name, m_theme, TextRole::Section);
    m_verdict = new BadgeLabel(m_theme, header);
    m_verdict->setFilled(true);
    m_origin = new ElidedLabel(header);
    m_origin->setObjectName(QStringLiteral("eventOrigin"));
    setRoles(m_origin, m_theme, TextRole::Body, ColorRole::SecondaryText);
    m_reason = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText, {}, header);
    m_reason->setObjectName(QStringLiteral("eventReason"));
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_note = new TextLabel(m_theme, TextRole::Body, ColorRole::Text, {}, header);
    m_note->setObjectName(QStringLiteral("eventNote"));
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *first = new QHBoxLayout;
    first->setSpacing(Spacing::Small);
    first->addWidget(m_name, 1);
    first->addWidget(m_verdict);
    for (QWidget *button : makeButtons(header))
        first->addWidget(button);
    auto *lines = new QVBoxLayout(header);
    lines->setContentsMargins(Spacing::Medium, Spacing::Small, Spacing::Small, Spacing::Small);
    lines->setSpacing(Spacing::Tiny);
    lines->addLayout(first);
    lines->addWidget(m_origin);
    lines->addWidget(m_reason);
    lines->addWidget(m_note);
    return header;
}

QList<QWidget *> EventDetail::makeButtons(QWidget *header)
{
    m_star = new QToolButton(header);
    m_star->setObjectName(QStringLiteral("starButton"));
    m_star->setAutoRaise(true);
    connect(m_star, &QToolButton::clicked, this, &EventDetail::starToggled);
    m_curl = new QPushButton(m_theme.icon(u"copy"), tr("Copy cURL"), header);
    m_curl->setAccessibleName(m_curl->text());
    m_curl->setObjectName(QStringLiteral("copyCurl"));
    m_curl->setAutoDefault(false);
    m_curl->setToolTip(tr("Copy a command that sends this request again (%1)")
                           .arg(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C).toString(QKeySequence::NativeText)));
    connect(m_curl, &QPushButton::clicked, this, &EventDetail::copyCurlRequested);
    m_replay = new QPushButton(m_theme.icon(u"replay"), tr("Replay"), header);
    m_replay->setAccessibleName(m_replay->text());
    m_replay->setObjectName(QStringLiteral("replayEvent"));
    m_replay->setAutoDefault(false);
    m_replay->setToolTip(tr("Send this event again (R)"));
    m_replay->hide();
    connect(m_replay, &QPushButton::clicked, this, &EventDetail::replayRequested);
    return {m_star, m_replay, m_curl, makeMore(header)};
}

QToolButton *EventDetail::makeMore(QWidget *header)
{
    auto *more = new QToolButton(header);
    more->setIcon(m_theme.icon(u"more"));
    more->setToolTip(tr("More actions"));
    more->setAccessibleName(tr("More actions"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setAutoRaise(true);
    auto *menu = new QMenu(more);
    addMarks(*menu);
    connect(menu->addAction(tr("Copy event id")), &QAction::triggered, this, &EventDetail::copyIdRequested);
    connect(menu->addAction(tr("Copy headers")), &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(m_headers->copyText()); });
    connect(menu->addAction(tr("Save body…")), &QAction::triggered, this, &EventDetail::saveBodyRequested);
    menu->addSeparator();
    connect(menu->addAction(tr("Delete…")), &QAction::triggered, this, &EventDetail::deleteRequested);
    more->setMenu(menu);
    return more;
}

void EventDetail::addMarks(QMenu &menu)
{
    QAction *note = menu.addAction(tr("Note…"));
    // The table has the key; here it is said.
    note->setShortcut(Qt::Key_N);
    note->setShortcutContext(Qt::WidgetShortcut);
    connect(note, &QAction::triggered, this, &EventDetail::noteRequested);
    menu.addSeparator();
}

void EventDetail::setEvent(const std::shared_ptr<const Event> &event)
{
    m_event = event;
    m_body->setBody(event);
    m_headers->setHeaders(event ? event->headers : HeaderList());
    m_stack->setCurrentIndex(event ? 1 : 0);
    if (!event) {
        m_request->setHeaders({});
        return;
    }
    m_tabs->setTabText(m_tabs->indexOf(m_headers), tr("Headers %1").arg(QLocale().toString(event->headers.size())));
    refreshHeader();
    refreshRequest();
}

void EventDetail::setMark(bool starred, const QString &note)
{
    if (!m_event)
        return;
    auto changed = std::make_shared<Event>(*m_event);
    changed->starred = starred;
    changed->note = note;
    m_event = std::move(changed);
    refreshMarks();
}

void EventDetail::refreshMarks()
{
    const Event &event = *m_event;
    m_star->setIcon(m_theme.icon(event.starred ? u"star-filled" : u"star",
                                 event.starred ? ColorRole::Warning : ColorRole::SecondaryText));
    const QString what = event.starred ? tr("Take the star away") : tr("Give it a star");
    m_star->setToolTip(tr("%1 (%2)", "what the button does, its key")
                           .arg(what, QKeySequence(Qt::Key_S).toString(QKeySequence::NativeText)));
    m_star->setAccessibleName(what);
    QStringList lines;
    if (!event.note.isEmpty())
        lines << tr("Note: %1").arg(event.note);
    if (!event.duplicateOf.isEmpty())
        lines << tr("Delivered before, as event %1").arg(event.duplicateOf);
    m_note->setText(lines.join(u'\n'));
    m_note->setVisible(!lines.isEmpty());
}

void EventDetail::setNotice(const QString &text)
{
    m_notice->setText(text);
    setEvent({});
}

void EventDetail::setSearch(const QString &text)
{
    const QRegularExpression marks = searchMarks(text);
    m_body->setMarks(marks);
    m_headers->setMarks(marks);
    m_request->setMarks(marks);
}

void EventDetail::offerReplay()
{
    m_replay->show();
}

void EventDetail::focusContent()
{
    if (m_event)
        m_tabs->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void EventDetail::setCurrentTab(int tab)
{
    if (tab >= 0 && tab < m_tabs->count())
        m_tabs->setCurrentIndex(tab);
}

int EventDetail::currentTab() const
{
    return m_tabs->currentIndex();
}

void EventDetail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier)
        Q_EMIT left();
    else
        QWidget::keyPressEvent(event);
}

// Where the buttons would leave the event's name no room, their icons have to do.
void EventDetail::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int em = fontMetrics().horizontalAdvance(u'n');
    m_curl->setText(width() < narrowEm * em ? QString() : m_curl->accessibleName());
    m_replay->setText(width() < narrowestEm * em ? QString() : m_replay->accessibleName());
}

void EventDetail::refreshHeader()
{
    const Event &event = *m_event;
    m_name->setText(event.eventType.isEmpty() ? wireText(event.method) + u' ' + shortened(wireText(event.target), 300)
                                              : shortened(event.eventType, 300));
    m_verdict->setBadge(verdictBadge(event.verdict));
    refreshOrigin();
    const QString reason = causeText();
    m_reason->setText(shortened(reason, 500));
    m_reason->setVisible(!reason.isEmpty());
    refreshMarks();
}

void EventDetail::refreshOrigin()
{
    if (!m_event)
        return;
    const Event &event = *m_event;
    const QString source = sourceText(event.source, event.customSource);
    const qint64 now = m_clock.nowMs();
    QStringList origin{source};
    if (!event.workspaceId.isEmpty())
        origin << tr("workspace %1").arg(event.workspaceId);
    origin << clockText(event.receivedAtMs, now) << ageText(event.receivedAtMs, now);
    m_origin->setText(origin.join(u" · "));
    m_origin->setToolTip(timeToolTip(event.receivedAtMs));
}

QString EventDetail::causeText() const
{
    if (m_event->cause.isEmpty())
        return m_event->verdictReason;
    const Result<json::Value> cause = json::parse(m_event->cause);
    const json::Value *message = cause ? json::member(*cause, "message") : nullptr;
    if (!message)
        return m_event->verdictReason;
    return m_event->verdictReason.isEmpty() ? json::toQString(*message)
                                            : m_event->verdictReason + u'\n' + json::toQString(*message);
}

void EventDetail::refreshRequest()
{
    const Event &event = *m_event;
    HeaderList rows;
    const auto add = [&rows](const QString &name, const QByteArray &value) {
        if (!value.isEmpty())
            rows.append({name.toUtf8(), value});
    };
    const QLocale locale;
    add(tr("Method"), event.method);
    add(tr("Target"), event.target);
    add(tr("Version"), event.httpVersion);
    add(tr("From"), event.peer.toUtf8());
    add(tr("Public URL"), event.publicUrl.toUtf8());
    add(tr("Received"),
        QString(clockText(event.receivedAtMs, 0) + u" (" + toRfc3339(event.receivedAtMs) + u')').toUtf8());
    add(tr("Size"),
        event.body.size() < 1000
            ? sizeText(event.body.size()).toUtf8()
            : tr("%1 (%2 bytes)").arg(sizeText(event.body.size()), locale.toString(event.body.size())).toUtf8());
    add(tr("Event id"), event.id.toUtf8());
    add(tr("Answer"), (event.rejected ? tr("401, kept but not passed on") : tr("202, accepted")).toUtf8());
    add(tr("Source"), event.source.toUtf8());
    add(tr("Custom source"), event.customSource.toUtf8());
    add(tr("Workspace"), event.workspaceId.toUtf8());
    add(tr("Event type"), event.eventType.toUtf8());
    add(tr("Normalized type"), event.normalizedType.toUtf8());
    add(tr("Entity"),
        event.entityId.isEmpty() ? QByteArray() : QString(event.entityType + u' ' + event.entityId).trimmed().toUtf8());
    m_request->setHeaders(rows);
}

} // namespace uw::ui
