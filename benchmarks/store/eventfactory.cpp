// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/store/eventfactory.h"

#include "core/base/clock.h"

#include <nlohmann/json.hpp>

using namespace Qt::StringLiterals;

namespace uw::bench {

namespace {

struct Kind {
    int weight;
    QLatin1StringView type;
    QLatin1StringView customSource;
};

// Of 1,000 events.
constexpr Kind kinds[] = {
    {330, QLatin1StringView("NEW_TIME_ENTRY"), {}},
    {240, QLatin1StringView("TIME_ENTRY_UPDATED"), {}},
    {120, QLatin1StringView("NEW_TIMER_STARTED"), {}},
    {110, QLatin1StringView("TIMER_STOPPED"), {}},
    {40, QLatin1StringView("TIME_ENTRY_DELETED"), {}},
    {30, QLatin1StringView("NEW_TASK"), {}},
    {20, QLatin1StringView("TASK_UPDATED"), {}},
    {15, QLatin1StringView("NEW_PROJECT"), {}},
    {8, QLatin1StringView("NEW_CLIENT"), {}},
    {5, QLatin1StringView("NEW_TAG"), {}},
    {1, QLatin1StringView("INVOICE_UPDATED"), {}},
    {1, QLatin1StringView("USER_JOINED_WORKSPACE"), {}},
    {50, QLatin1StringView("order.created"), QLatin1StringView("shop")},
    {20, QLatin1StringView("order.paid"), QLatin1StringView("shop")},
    {10, QLatin1StringView("ticket.opened"), QLatin1StringView("helpdesk")},
};

QString hexId(quint64 value)
{
    return u"64c777ddd3%1"_s.arg(value, 14, 16, QLatin1Char('0'));
}

} // namespace

EventFactory::EventFactory(quint32 seed, qint64 firstMs, qint64 stepMs)
    : m_random(seed)
    , m_nowMs(firstMs)
    , m_stepMs(stepMs)
{}

QByteArray EventFactory::timeEntry()
{
    const qint64 minutes = m_random.bounded(5, 480);
    const nlohmann::json body{
        {"id", hexId(m_number).toStdString()},
        {"description", u"Review of change %1 and answers to the team"_s.arg(m_random.bounded(100'000)).toStdString()},
        {"userId", hexId(m_random.bounded(200U)).toStdString()},
        {"billable", m_random.bounded(3) != 0},
        {"projectId", hexId(1000 + m_random.bounded(300U)).toStdString()},
        {"timeInterval",
         {{"start", toRfc3339(m_nowMs - minutes * 60'000).toStdString()},
          {"end", toRfc3339(m_nowMs).toStdString()},
          {"duration", u"PT%1M"_s.arg(minutes).toStdString()}}},
        {"workspaceId", hexId(7).toStdString()},
        {"isLocked", false},
        {"hourlyRate", {{"amount", m_random.bounded(2'000, 15'000)}, {"currency", "EUR"}}},
        {"tagIds", {hexId(m_random.bounded(40U)).toStdString(), hexId(m_random.bounded(40U)).toStdString()}},
        {"customFieldValues", nlohmann::json::array()},
    };
    return QByteArray::fromStdString(body.dump());
}

Event EventFactory::next()
{
    ++m_number;
    m_nowMs += m_random.bounded(m_stepMs * 2 + 1);
    int roll = m_random.bounded(1000);
    const Kind *kind = std::begin(kinds);
    while (kind != std::end(kinds) - 1 && roll >= kind->weight)
        roll -= (kind++)->weight;

    Event event;
    event.id = u"%1-%2-7%3-8%4-%5"_s.arg(m_nowMs >> 16, 8, 16, QLatin1Char('0'))
                   .arg(m_nowMs & 0xffff, 4, 16, QLatin1Char('0'))
                   .arg(m_number & 0xfff, 3, 16, QLatin1Char('0'))
                   .arg(m_random.bounded(0x1000), 3, 16, QLatin1Char('0'))
                   .arg(m_number, 12, 16, QLatin1Char('0'));
    event.receivedAtMs = m_nowMs;
    event.eventType = kind->type;
    const bool custom = !kind->customSource.isEmpty();
    event.source = custom ? u"CUSTOM"_s : u"CLOCKIFY"_s;
    event.customSource = kind->customSource;
    event.provider = custom ? u"custom"_s : u"clockify"_s;
    event.workspaceId = custom ? QString() : hexId(m_random.bounded(100) < 90 ? 7 : 8 + m_random.bounded(2U));
    event.verdict = custom ? Verdict::Unsigned : Verdict::Valid;
    if (m_random.bounded(2000) == 0) {
        event.verdict = Verdict::Invalid;
        event.rejected = true;
        event.verdictReason = u"the signature does not match the body"_s;
    }
    event.method = "POST"_ba;
    event.target = custom ? "/webhooks/custom/"_ba + kind->customSource.data() : "/webhooks/clockify"_ba;
    event.httpVersion = "HTTP/1.1"_ba;
    event.publicUrl = u"https://hooks.example.test"_s;
    event.peer = u"127.0.0.1:%1"_s.arg(m_random.bounded(32'768, 60'999));
    event.body = timeEntry();
    event.headers = {{"Host"_ba, "127.0.0.1:8001"_ba},
                     {"User-Agent"_ba, "Apache-HttpClient/5.2"_ba},
                     {"Accept"_ba, "*/*"_ba},
                     {"Content-Type"_ba, "application/json"_ba},
                     {"Content-Length"_ba, QByteArray::number(event.body.size())},
                     {"clockify-webhook-event-type"_ba, event.eventType.toLatin1()},
                     {"Clockify-Signature"_ba, "0123456789abcdef0123456789abcdef"_ba}};
    return event;
}

} // namespace uw::bench
