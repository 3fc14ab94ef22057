// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forward/forwarder.h"

#include "core/base/logging.h"
#include "core/forward/forwardsource.h"
#include "core/store/eventrepository.h"
#include "core/store/forwardrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Events come in commits; lanes look once for many, and the more of them there are, the more seldom: they share the
// readers with the window.
constexpr int wakeMs = 20;
constexpr int wakeMsPerLane = 2;
constexpr int announceMs = 100;
// What a target says is not kept, so it need not be read far.
constexpr qint64 answerBytes = 16 * limits::kibibyte;

void later(QObject *context, std::function<void()> call)
{
    QMetaObject::invokeMethod(context, std::move(call), Qt::QueuedConnection);
}

} // namespace

// What one reading of the held events is about.
struct Forwarder::Counting {
    ForwardStatus status;
    EventFilter filter;
};

Forwarder::Forwarder(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_replayer({.registry = parts.registry,
                  .http = parts.http,
                  .clock = parts.clock,
                  .digestKeys = parts.digestKeys,
                  .timeoutMs = parts.timeoutMs,
                  .maximumAnswerBytes = answerBytes,
                  .maximumAtOnce = forwardrepository::maximumRules})
    , m_wake(this)
    , m_announce(this)
{
    m_wake.setSingleShot(true);
    connect(&m_wake, &QTimer::timeout, this, &Forwarder::wakeLanes);
    m_announce.setSingleShot(true);
    m_announce.setInterval(announceMs);
    connect(&m_announce, &QTimer::timeout, this, &Forwarder::changed);
    connect(
        &parts.store, &Store::eventsStored, this,
        [this] {
            if (!m_lanes.empty() && !m_wake.isActive())
                m_wake.start(wakeMs + wakeMsPerLane * int(m_lanes.size()));
        },
        Qt::QueuedConnection);
}

Forwarder::~Forwarder() = default;

void Forwarder::load()
{
    m_parts.store.readers().run<QList<ForwardRule>>(
        this, [](Connection &connection) { return forwardrepository::all(connection); },
        [this](const Result<QList<ForwardRule>> &rules) {
            m_isLoaded = true;
            if (rules)
                begin(*rules);
            else
                m_loadError = rules.error();
            Q_EMIT loaded();
        });
}

void Forwarder::begin(const QList<ForwardRule> &rules)
{
    const QStringList providers = m_parts.registry.names();
    for (const ForwardRule &rule : rules) {
        const Result<EventFilter> filter = forwardFilter(rule.source, providers);
        if (filter)
            addLane(rule, *filter);
        else
            qCWarning(uwProviders).noquote() << "A forward rule rests:" << filter.error().text;
    }
}

void Forwarder::addLane(const ForwardRule &rule, const EventFilter &filter)
{
    ForwardLane::Parts parts{.store = m_parts.store,
                             .replayer = m_replayer,
                             .clock = m_parts.clock,
                             .isOwnAddress = m_parts.isOwnAddress,
                             .isKeychainSettled = m_parts.isKeychainSettled,
                             .firstDelayMs = m_parts.firstDelayMs,
                             .longestDelayMs = m_parts.longestDelayMs};
    auto lane = std::make_unique<ForwardLane>(rule, filter, std::move(parts), nullptr);
    connect(lane.get(), &ForwardLane::changed, this, &Forwarder::announce);
    m_lanes.insert_or_assign(rule.source, std::move(lane));
}

void Forwarder::wakeLanes()
{
    for (const auto &[source, lane] : m_lanes)
        lane->wake();
}

void Forwarder::announce()
{
    if (!m_announce.isActive())
        m_announce.start();
}

std::optional<Error> Forwarder::notReady() const
{
    if (m_loadError)
        return m_loadError;
    if (!m_isLoaded)
        return Error{ErrorCode::Unavailable, u"The forward rules are being read. Try again in a second."_s};
    return std::nullopt;
}

Result<ForwardRule> Forwarder::changedRule(const QString &source, const ForwardChange &change) const
{
    if (const std::optional<Error> error = notReady())
        return *error;
    if (const Result<EventFilter> filter = forwardFilter(source, m_parts.registry.names()); !filter)
        return filter.error();
    const auto lane = m_lanes.find(source);
    ForwardRule rule{.source = source, .createdAtMs = m_parts.clock.nowMs()};
    if (lane != m_lanes.end())
        rule = lane->second->rule();
    else if (!change.to)
        return Error{ErrorCode::InvalidInput, u"A forward rule needs an address: {\"to\":\"http://…\"}."_s};
    rule.allowsPublic = change.allowsPublic.value_or(rule.allowsPublic);
    rule.isPaused = change.isPaused.value_or(rule.isPaused);
    const Result<ReplayTarget> target = parseReplayTarget(
        change.to.value_or(rule.url), rule.allowsPublic ? PublicTargets::Allowed : PublicTargets::Refused);
    if (!target)
        return target.error();
    if (m_parts.isOwnAddress && m_parts.isOwnAddress(target->parsed))
        return Error{ErrorCode::InvalidInput, u"The address is this program's own listener, so every event would come "
                                              "back for ever. Choose another address."_s};
    rule.url = target->url;
    return rule;
}

void Forwarder::put(const QString &source, const ForwardChange &change, QObject *context, Done done)
{
    const Result<ForwardRule> rule = changedRule(source, change);
    if (!rule) {
        later(context, [error = rule.error(), done = std::move(done)] { done(error); });
        return;
    }
    const bool isNew = !m_lanes.contains(source);
    const auto stored = std::make_shared<ForwardRule>();
    m_parts.store.submit(
        [rule = *rule, stored](Connection &connection) -> Result<void> {
            Result<ForwardRule> result = forwardrepository::put(connection, rule);
            if (!result)
                return result.error();
            *stored = std::move(*result);
            return {};
        },
        this,
        [this, isNew, stored, context = QPointer(context), done = std::move(done)](const Result<void> &result) {
            if (result) {
                const auto lane = m_lanes.find(stored->source);
                if (lane != m_lanes.end())
                    lane->second->setRule(*stored);
                else if (const auto filter = forwardFilter(stored->source, m_parts.registry.names()); isNew && filter)
                    addLane(*stored, *filter);
                // Else the rule was removed meanwhile, and its row is gone or goes next.
                announce();
            }
            if (!context)
                return;
            if (!result) {
                done(result.error());
                return;
            }
            read(context, [source = stored->source, done](const Result<QList<ForwardStatus>> &all) {
                for (const ForwardStatus &status : all.valueOr({})) {
                    if (status.rule.source == source) {
                        done(status);
                        return;
                    }
                }
                done(all ? Error{ErrorCode::NotFound, u"The rule was removed meanwhile."_s} : all.error());
            });
        });
}

void Forwarder::remove(const QString &source, QObject *context, Removed done)
{
    std::optional<Error> error = notReady();
    if (!error && !m_lanes.contains(source))
        error = Error{ErrorCode::NotFound, u"There is no forward rule for \"%1\"."_s.arg(source.left(100))};
    if (error) {
        later(context, [error, done = std::move(done)] { done(*error); });
        return;
    }
    // At once: nothing more is sent, and no progress is stored behind the removal.
    m_lanes.erase(source);
    announce();
    m_parts.store.submit([source](Connection &connection) { return forwardrepository::remove(connection, source); },
                         context, std::move(done));
}

void Forwarder::read(QObject *context, Statuses done)
{
    if (const std::optional<Error> error = notReady()) {
        later(context, [error, done = std::move(done)] { done(*error); });
        return;
    }
    QList<Counting> wanted;
    for (const auto &[source, lane] : m_lanes)
        wanted.append(
            {{.rule = lane->rule(), .state = lane->state(), .nextTryAtMs = lane->nextTryAtMs()}, lane->filter()});
    m_parts.store.readers().run<QList<ForwardStatus>>(
        context,
        [wanted](Connection &connection) -> Result<QList<ForwardStatus>> {
            QList<ForwardStatus> statuses;
            for (const Counting &counting : wanted) {
                const Result<QList<SequenceRun>> runs =
                    eventrepository::runsAfter(connection, counting.filter, counting.status.rule.cursor, heldMaximum);
                if (!runs)
                    return runs.error();
                ForwardStatus status = counting.status;
                for (const SequenceRun &run : *runs)
                    status.held += run.count();
                statuses.append(status);
            }
            return statuses;
        },
        std::move(done));
}

} // namespace uw
