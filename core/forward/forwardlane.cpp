// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forward/forwardlane.h"

#include "core/http/retrypolicy.h"
#include "core/store/eventrepository.h"
#include "core/store/forwardrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr int batchEvents = 32;
// What is read ahead; one event may be larger.
constexpr qint64 batchBytes = 4 * limits::mebibyte;
constexpr int keepAgainMs = 1'000;
constexpr qsizetype longestError = 500;
constexpr const char *idHeader = "X-Universal-Webhook-Event-Id";

// A target that is not ready, as opposed to one that does not want the event.
bool isTemporary(int status)
{
    return status == 408 || status == 429 || status >= 500;
}

// Why an order can never be sent as it is; anything else is a matter of the target or the rule.
bool isFaultOfEvent(ErrorCode code)
{
    return code == ErrorCode::InvalidArgument || code == ErrorCode::LimitExceeded;
}

QString answerText(const HttpResponse &response)
{
    return u"%1 %2"_s.arg(QString::number(response.status), QString::fromLatin1(response.reason.left(100))).trimmed();
}

} // namespace

QLatin1StringView forwardStateWord(ForwardState state)
{
    switch (state) {
    case ForwardState::UpToDate:
        return QLatin1StringView("up_to_date");
    case ForwardState::Sending:
        return QLatin1StringView("sending");
    case ForwardState::Waiting:
        return QLatin1StringView("waiting");
    case ForwardState::Paused:
        return QLatin1StringView("paused");
    }
    Q_UNREACHABLE();
}

ForwardLane::ForwardLane(const ForwardRule &rule, const EventFilter &filter, Parts parts, QObject *parent)
    : QObject(parent)
    , m_rule(rule)
    , m_filter(filter)
    , m_parts(std::move(parts))
    , m_retry(this)
{
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &ForwardLane::goOn);
    QMetaObject::invokeMethod(this, &ForwardLane::goOn, Qt::QueuedConnection);
}

ForwardLane::~ForwardLane()
{
    if (!m_isChanged)
        return;
    m_parts.store.submit(
        [rule = m_rule](Connection &connection) { return forwardrepository::advance(connection, rule); }, nullptr, {});
}

ForwardState ForwardLane::state() const
{
    if (m_rule.isPaused)
        return ForwardState::Paused;
    if (m_retry.isActive())
        return ForwardState::Waiting;
    return m_isSending || !m_events.isEmpty() ? ForwardState::Sending : ForwardState::UpToDate;
}

void ForwardLane::wake()
{
    m_isBehind = true;
    if (!m_retry.isActive())
        goOn();
}

void ForwardLane::setRule(const ForwardRule &rule)
{
    m_rule.url = rule.url;
    m_rule.allowsPublic = rule.allowsPublic;
    m_rule.isPaused = rule.isPaused;
    m_failures = 0;
    m_retry.stop();
    goOn();
    Q_EMIT changed();
}

void ForwardLane::goOn()
{
    if (m_rule.isPaused || m_isSending || m_isReading)
        return;
    if (!m_events.isEmpty())
        send();
    else if (m_isBehind)
        read();
}

Result<ForwardLane::Batch> ForwardLane::readBatch(Connection &connection, const EventFilter &filter, qint64 after)
{
    const Result<QList<EventSummary>> rows =
        eventrepository::page(connection, filter, {.after = after, .limit = batchEvents, .fromOldest = true});
    if (!rows)
        return rows.error();
    Batch batch{.isLast = rows->size() < batchEvents};
    qint64 bytes = 0;
    for (auto row = rows->crbegin(); row != rows->crend(); ++row) {
        if (!batch.events.isEmpty() && bytes + row->bodySize > batchBytes) {
            batch.isLast = false;
            break;
        }
        Result<std::optional<Event>> event = eventrepository::find(connection, row->sequence);
        if (!event && event.error().code != ErrorCode::StoreCorrupt)
            return event.error();
        if (!event) {
            Event name;
            name.sequence = row->sequence;
            name.id = row->id;
            batch.events.append({std::make_shared<const Event>(std::move(name)), event.error()});
            continue;
        }
        // Deleted in between.
        if (!*event)
            continue;
        bytes += row->bodySize;
        batch.events.append({std::make_shared<const Event>(std::move(**event)), std::nullopt});
    }
    return batch;
}

void ForwardLane::read()
{
    m_isReading = true;
    m_isBehind = false;
    m_parts.store.readers().run<Batch>(
        this,
        [filter = m_filter, after = m_rule.cursor](Connection &connection) {
            return readBatch(connection, filter, after);
        },
        [this](const Result<Batch> &batch) {
            m_isReading = false;
            if (!batch) {
                m_isBehind = true;
                hold(batch.error().text, 0);
                return;
            }
            m_events = batch->events;
            m_isBehind = m_isBehind || !batch->isLast;
            goOn();
        });
}

// A fault of the address is nothing that one event has.
std::optional<Error> ForwardLane::faultOfRule() const
{
    const Result<ReplayTarget> target =
        parseReplayTarget(m_rule.url, m_rule.allowsPublic ? PublicTargets::Allowed : PublicTargets::Refused);
    if (!target)
        return target.error();
    if (m_parts.isOwnAddress && m_parts.isOwnAddress(target->parsed))
        return Error{ErrorCode::InvalidInput, u"The address is this program's own listener, so every event would come "
                                              "back for ever. Choose another address."_s};
    return std::nullopt;
}

// A header whose secret is only not known yet is worth waiting for: without it the target would refuse the event.
std::optional<QString> ForwardLane::missingSecret(const Event &event, const ReplayOrder &order) const
{
    const Result<PreparedReplay> prepared = m_parts.replayer.prepare(event, order);
    if (!prepared || prepared->withheld.isEmpty() || prepared->reach != TargetReach::Loopback)
        return std::nullopt;
    const QString names = prepared->withheld.join(u", ");
    if (m_parts.isKeychainSettled && !m_parts.isKeychainSettled())
        return u"The keychain has not answered yet, and the secret in %1 comes from there. Unlock it."_s.arg(names);
    const auto snapshot = m_parts.replayer.registry().snapshot();
    const QString fault = event.customSource.isEmpty() ? snapshot->state(event.provider).fault.secret
                                                       : snapshot->source(event.customSource).fault.secret;
    return fault.isEmpty() ? std::nullopt
                           : std::optional(u"The secret in %1 cannot be put back now. %2"_s.arg(names, fault));
}

void ForwardLane::send()
{
    const Entry entry = m_events.constFirst();
    if (entry.fault) {
        refused(*entry.event, u"Event %1 cannot be read. %2"_s.arg(entry.event->id, entry.fault->text));
        return;
    }
    if (const std::optional<Error> fault = faultOfRule()) {
        hold(fault->text, m_parts.longestDelayMs);
        return;
    }
    const ReplayOrder order{.to = m_rule.url,
                            .publicTargets = m_rule.allowsPublic ? PublicTargets::Allowed : PublicTargets::Refused,
                            .extraHeaders = {{idHeader, entry.event->id.toLatin1()}}};
    if (const std::optional<QString> missing = missingSecret(*entry.event, order)) {
        hold(*missing, 0);
        return;
    }
    m_isSending = true;
    m_parts.replayer.send(*entry.event, order, this, [this, event = entry.event](const Result<ReplayOutcome> &outcome) {
        answered(event, outcome);
    });
}

void ForwardLane::answered(const std::shared_ptr<const Event> &event, const Result<ReplayOutcome> &outcome)
{
    m_isSending = false;
    if (!outcome) {
        if (isFaultOfEvent(outcome.error().code))
            refused(*event, u"Event %1 cannot be sent. %2"_s.arg(event->id, outcome.error().text));
        else
            hold(outcome.error().text, 0);
        return;
    }
    const HttpResponse &response = outcome->response;
    if (response.status >= 200 && response.status < 300)
        delivered(*event);
    else if (response.status < 400)
        hold(u"The target answered %1 and wants the event elsewhere; that is not followed. Correct the address."_s.arg(
                 answerText(response)),
             0);
    else if (isTemporary(response.status))
        hold(u"The target answered %1."_s.arg(answerText(response)),
             parseRetryAfter(headerValue(response.headers, "Retry-After"), m_parts.clock.nowMs()).value_or(0));
    else
        refused(*event, u"The target refused event %1 with %2."_s.arg(event->id, answerText(response)));
}

void ForwardLane::delivered(const Event &event)
{
    ++m_rule.delivered;
    m_rule.lastDeliveredAtMs = m_parts.clock.nowMs();
    m_rule.lastError.clear();
    finish(event);
}

// One event that its target does not want does not hold up all that follow.
void ForwardLane::refused(const Event &event, const QString &why)
{
    ++m_rule.refused;
    m_rule.lastError = why.left(longestError);
    m_rule.lastErrorAtMs = m_parts.clock.nowMs();
    m_rule.lastRefusal = m_rule.lastError;
    m_rule.lastRefusedAtMs = m_rule.lastErrorAtMs;
    m_rule.lastRefusedId = event.id;
    finish(event);
}

void ForwardLane::finish(const Event &event)
{
    m_rule.cursor = event.sequence;
    m_failures = 0;
    m_events.removeFirst();
    m_isChanged = true;
    keep();
    Q_EMIT changed();
    goOn();
}

void ForwardLane::hold(const QString &why, qint64 wantedDelayMs)
{
    constexpr int largestExponent = 20;
    const qint64 usual = qint64(m_parts.firstDelayMs) << qMin(m_failures, largestExponent);
    const qint64 delay = qMin<qint64>(qMax(usual, wantedDelayMs), m_parts.longestDelayMs);
    ++m_failures;
    m_nextTryAtMs = m_parts.clock.nowMs() + delay;
    m_retry.start(int(delay));
    m_rule.lastError = why.left(longestError);
    m_rule.lastErrorAtMs = m_parts.clock.nowMs();
    m_isChanged = true;
    keep();
    Q_EMIT changed();
}

// One write at a time; what changes meanwhile goes with the next. The next event does not wait for it: after a crash
// those in between are sent again.
void ForwardLane::keep()
{
    if (m_isKeeping || !m_isChanged)
        return;
    m_isKeeping = true;
    m_isChanged = false;
    m_parts.store.submit(
        [rule = m_rule](Connection &connection) { return forwardrepository::advance(connection, rule); }, this,
        [this](const Result<void> &done) {
            m_isKeeping = false;
            if (done) {
                keep();
                return;
            }
            m_isChanged = true;
            QTimer::singleShot(keepAgainMs, this, &ForwardLane::keep);
        });
}

} // namespace uw
