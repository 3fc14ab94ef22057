// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/eventjson.h"
#include "core/providers/secretmask.h"

#include <QTest>

using namespace uw;

namespace {

QByteArray expectedText()
{
    return "{\"id\":\"0190c5a0-7b3c-7def-8123-456789abcdef\",\"receivedAt\":\"2026-01-02T03:04:05.678Z\","
           "\"source\":\"CLOCKIFY\",\"customSource\":null,\"provider\":\"clockify\",\"eventType\":\"NEW_TASK\","
           "\"workspaceId\":null,\"verdict\":\"not_configured\",\"rejected\":false,\"method\":\"POST\","
           "\"target\":\"/webhooks/clockify?x=%2F\",\"duplicateOf\":null,\"starred\":true,\"note\":\"ask Ann\","
           "\"verdictReason\":null,\"cause\":null,"
           "\"normalizedType\":null,\"entityId\":null,\"entityType\":null,\"deliveryId\":\"d-1\","
           "\"publicUrl\":null,"
           "\"peer\":\"127.0.0.1:5000\",\"httpVersion\":\"HTTP/1.1\","
           "\"headers\":[[\"X-A\",\"1\"],[\"x-a\",\"caf"
           "\xC3\xA9"
           "\"],[\"X-Token\",\"\u2022\u2022\u2022\u2022\"]],"
           "\"maskedHeaders\":[{\"index\":2,\"name\":\"X-Token\",\"digest\":\"00ff\"}],\"bodySize\":7,\"bodyEncoding\":"
           "\"utf8\",\"body\":\"{\\\"a\\\":1}\",\"executions\":[]}";
}

} // namespace

class EventJsonTest final : public QObject {
    Q_OBJECT

    static Event sample()
    {
        Event event;
        event.sequence = 4;
        event.id = u"0190c5a0-7b3c-7def-8123-456789abcdef"_qs;
        event.receivedAtMs = 1767323045678;
        event.source = u"CLOCKIFY"_qs;
        event.provider = u"clockify"_qs;
        event.eventType = u"NEW_TASK"_qs;
        event.verdict = Verdict::NotConfigured;
        event.method = "POST";
        event.target = "/webhooks/clockify?x=%2F";
        event.httpVersion = "HTTP/1.1";
        event.peer = u"127.0.0.1:5000"_qs;
        event.deliveryId = u"d-1"_qs;
        event.headers = {{"X-A", "1"}, {"x-a", "caf\xE9"}, {"X-Token", QByteArray(maskedValue.toByteArray())}};
        event.maskedHeaders = R"([{"index":2,"name":"X-Token","digest":"00ff"}])";
        event.body = "{\"a\":1}";
        event.starred = true;
        event.note = u"ask Ann"_qs;
        return event;
    }

private Q_SLOTS:
    void showsAnEventWhole()
    {
        const json::Value object = toJson(sample());
        QCOMPARE(json::serialize(object), expectedText());
    }
    void bytesThatAreNoTextAreBase64()
    {
        Event event = sample();
        event.body = QByteArray("\xFF\x00\x01", 3);
        const json::Value object = toJson(event);
        QCOMPARE(json::toQString(*json::member(object, "bodyEncoding")), u"base64"_qs);
        QCOMPARE(json::toQString(*json::member(object, "body")), u"/wAB"_qs);
    }
    void aRowHasNoBody()
    {
        EventSummary summary;
        summary.verdict = Verdict::Valid;
        summary.bodySize = 12;
        const json::Value object = toJson(summary);
        QVERIFY(!json::member(object, "body"));
        QVERIFY(!json::member(object, "headers"));
        QCOMPARE(json::serialize(*json::member(object, "bodySize")), QByteArray("12"));
    }
};

QTEST_GUILESS_MAIN(EventJsonTest)
#include "tst_eventjson.moc"
