// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sampleevent.h"

namespace uw::test {

Event sampleEvent(int number)
{
    Event event;
    event.id = QStringLiteral("01900000-0000-7000-8000-%1").arg(number, 12, 16, QLatin1Char('0'));
    event.receivedAtMs = 1'767'323'045'000 + number;
    event.source = QStringLiteral("CLOCKIFY");
    event.provider = QStringLiteral("clockify");
    event.eventType = QStringLiteral("NEW_TIME_ENTRY");
    event.normalizedType = QStringLiteral("time_entry.created");
    event.entityId = QStringLiteral("64c777ddd3fcab07cfbb210c");
    event.entityType = QStringLiteral("time_entry");
    event.workspaceId = QStringLiteral("64a687e29ae1f428e7ebe303");
    event.verdict = Verdict::Valid;
    event.verdictReason = QStringLiteral("the token is the one of this webhook");
    event.method = "POST";
    event.target = "/webhooks/clockify";
    event.httpVersion = "HTTP/1.1";
    event.publicUrl = QStringLiteral("https://hooks.example.test/webhooks/clockify");
    event.peer = QStringLiteral("127.0.0.1:53211");
    event.headers = {{"Host", "127.0.0.1:8001"},
                     {"Content-Type", "application/json"},
                     {"clockify-webhook-event-type", "NEW_TIME_ENTRY"},
                     {"Clockify-Signature", "c0ffee"}};
    event.body = "{\"id\":\"64c777ddd3fcab07cfbb210c\",\"number\":" + QByteArray::number(number) + '}';
    return event;
}

} // namespace uw::test
