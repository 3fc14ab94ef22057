// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/historydetail.h"

#include "core/store/event.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/timingview.h"
#include "ui/log/bodypane.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/format.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

namespace uw::ui {

namespace {

constexpr int headersShare = 2;
constexpr int bodyShare = 5;

QString originText(const QString &origin)
{
    if (origin == u"control")
        return HistoryDetail::tr("by the control API");
    if (origin == u"uwh")
        return HistoryDetail::tr("by uwh");
    if (origin == u"import")
        return HistoryDetail::tr("imported");
    return HistoryDetail::tr("from this window");
}

} // namespace

HistoryDetail::HistoryDetail(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_tabs(new QTabWidget(this))
    , m_timing(new TimingView(theme, this))
{
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the call"));
    m_tabs->addTab(makeSide(m_response), tr("Response"));
    m_tabs->addTab(makeSide(m_request), tr("Request"));
    m_tabs->addTab(m_timing, tr("Timing"));
    m_response.body->setObjectName(QStringLiteral("responseBody"));
    m_request.body->setObjectName(QStringLiteral("requestBody"));
    connect(m_response.body, &BodyPane::saveRequested, this,
            [this] { Q_EMIT saveBodyRequested(m_call->responseBody); });
    connect(m_request.body, &BodyPane::saveRequested, this, [this] { Q_EMIT saveBodyRequested(m_call->requestBody); });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addWidget(makeHead());
    column->addWidget(m_tabs, 1);
}

QWidget *HistoryDetail::makeHead()
{
    auto *head = new QWidget(this);
    m_method = new BadgeLabel(m_theme, head);
    m_status = new BadgeLabel(m_theme, head);
    m_url = new ElidedLabel(head);
    m_url->setElideMode(Qt::ElideMiddle);
    setRoles(m_url, m_theme, TextRole::Fixed);
    m_facts = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText, {}, head);
    m_error = new TextLabel(m_theme, TextRole::Body, ColorRole::Error, {}, head);
    m_error->setWordWrap(true);
    m_fill = new QPushButton(m_theme.icon(u"replay"), tr("Fill in again"), head);
    m_fill->setToolTip(tr("Opens the operation's form with what was sent (Enter in the list)"));
    auto *save = new QPushButton(m_theme.icon(u"save"), tr("Save…"), head);
    auto *copy = new QToolButton(head);
    copy->setIcon(m_theme.icon(u"copy"));
    copy->setText(tr("Copy as…"));
    copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    copy->setAccessibleName(tr("Copy the request as code"));
    auto *close = new QToolButton(head);
    close->setIcon(m_theme.icon(u"close"));
    close->setToolTip(tr("Back to the operation"));
    close->setAccessibleName(close->toolTip());
    close->setAutoRaise(true);

    auto *first = new QHBoxLayout;
    first->setSpacing(Spacing::Small);
    first->addWidget(m_method);
    first->addWidget(m_url, 1);
    first->addWidget(m_fill);
    first->addWidget(save);
    first->addWidget(copy);
    first->addWidget(close);
    auto *second = new QHBoxLayout;
    second->setSpacing(Spacing::Medium);
    second->addWidget(m_status);
    second->addWidget(m_facts, 1);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(Spacing::Medium, 0, Spacing::Medium, 0);
    column->setSpacing(Spacing::Small);
    column->addLayout(first);
    column->addLayout(second);
    column->addWidget(m_error);
    connect(m_fill, &QPushButton::clicked, this, &HistoryDetail::fillRequested);
    connect(save, &QPushButton::clicked, this, &HistoryDetail::saveRequested);
    connect(copy, &QToolButton::clicked, this,
            [this, copy] { Q_EMIT copyMenuRequested(copy->mapToGlobal(copy->rect().bottomLeft())); });
    connect(close, &QToolButton::clicked, this, &HistoryDetail::closed);
    return head;
}

QWidget *HistoryDetail::makeSide(Side &side)
{
    auto *splitter = new QSplitter(Qt::Vertical, m_tabs);
    side.headers = new HeadersTable(m_theme, splitter);
    side.headers->setFrameShape(QFrame::NoFrame);
    auto *lower = new QWidget(splitter);
    side.note = new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText, {}, lower);
    side.note->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Medium, Spacing::Tiny);
    side.body = new BodyPane(m_theme, side.worker, lower);
    auto *column = new QVBoxLayout(lower);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(side.note);
    column->addWidget(side.body, 1);
    splitter->addWidget(side.headers);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, headersShare);
    splitter->setStretchFactor(1, bodyShare);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

void HistoryDetail::showSide(Side &side, const HeaderList &headers, const QByteArray &body, bool isCut, qint64 size)
{
    side.headers->setHeaders(headers);
    side.note->setVisible(isCut);
    side.note->setText(tr("The first %1 of %2 were kept.").arg(longSize(body.size()), longSize(size)));
    // The pane shows bodies of events.
    const auto event = std::make_shared<Event>();
    event->headers = headers;
    event->body = body;
    side.body->setBody(event);
}

void HistoryDetail::setCall(std::shared_ptr<const CallRecord> call)
{
    m_call = std::move(call);
    if (!m_call)
        return;
    m_method->setBadge(methodBadge(QString::fromLatin1(m_call->method)));
    m_url->setText(QString::fromUtf8(m_call->url));
    m_status->setBadge(
        m_call->status == 0
            ? Badge{.text = callOutcome(*m_call), .role = ColorRole::Error, .iconName = QStringLiteral("cancel")}
            : statusBadge(m_call->status, QString::fromLatin1(m_call->reason)));
    QStringList facts;
    if (!m_call->operation.isEmpty())
        facts << m_call->operation;
    if (m_call->timing.totalMs >= 0)
        facts << durationText(m_call->timing.totalMs);
    if (m_call->status != 0)
        facts << longSize(m_call->responseSize);
    facts << QLocale().toString(QDateTime::fromMSecsSinceEpoch(m_call->startedAtMs), QLocale::ShortFormat);
    facts << originText(m_call->origin);
    if (!m_call->environment.isEmpty())
        facts << m_call->environment;
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setToolTip(exactTime(m_call->startedAtMs));
    m_error->setText(m_call->error);
    m_error->setVisible(!m_call->error.isEmpty());
    showSide(m_response, m_call->responseHeaders, m_call->responseBody, m_call->isResponseCut, m_call->responseSize);
    showSide(m_request, m_call->requestHeaders, m_call->requestBody, m_call->isRequestCut, m_call->requestSize);
    m_timing->setTiming(m_call->timing);
}

} // namespace uw::ui
