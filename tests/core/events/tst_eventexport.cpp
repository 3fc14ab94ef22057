// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/events/eventexport.h"
#include "core/json/value.h"
#include "tests/support/sampleevent.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class EventExportTest final : public QObject {
    Q_OBJECT

    static QByteArray exported(const QList<Event> &events, const ExportOptions &options)
    {
        const Result<QByteArray> file = exportEvents(events, options);
        return file ? *file : file.error().text.toUtf8();
    }

private Q_SLOTS:
    void masksSecrets_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        const QByteArray json = "application/json";
        const QByteArray form = "application/x-www-form-urlencoded; charset=utf-8";
        for (const char *name : {"Authorization", "X-Api-Key", "x_api_key", "Clockify-Signature", "X-Hub-Signature-256",
                                 "Cookie", "X-Gitlab-Token", "stripe-signature"})
            QTest::newRow(name) << QByteArray(name) << QByteArray("/a") << json << QByteArray("{}");
        QTest::newRow("query") << QByteArray() << QByteArray("/a?b=1&token=hunter2&c") << json << QByteArray("{}");
        QTest::newRow("query, encoded name")
            << QByteArray() << QByteArray("/a?%74oken=hunter2") << json << QByteArray("{}");
        QTest::newRow("form") << QByteArray() << QByteArray("/a") << form << QByteArray("a=1&password=hunter2");
        QTest::newRow("form, JSON in a field")
            << QByteArray() << QByteArray("/a") << form
            << QByteArray("a=1&payload=%7B%22token%22%3A%22hunter2%22%2C+%22b%22%3A1%7D");
        QTest::newRow("JSON, list") << QByteArray() << QByteArray("/a") << json
                                    << QByteArray("{\"tokens\":[\"hunter2\",[\"hunter2\"]]}");
        QTest::newRow("JSON, object") << QByteArray() << QByteArray("/a") << json
                                      << QByteArray("{\"secret\":{\"value\":\"hunter2\",\"n\":1}}");
        QTest::newRow("JSON in a text") << QByteArray() << QByteArray("/a") << json
                                        << QByteArray("{\"message\":\"{\\\"password\\\":\\\"hunter2\\\"}\"}");
        QTest::newRow("JSON") << QByteArray() << QByteArray("/a") << json
                              << QByteArray("{\"a\":[{\"client_secret\":\"hunter2\"}],\"key\":\"hunter2\"}");
    }
    void masksSecrets()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        Event event = test::sampleEvent(1);
        event.headers = {{"Content-Type", type}, {"X-Kept", "kept"}};
        if (!header.isEmpty())
            event.headers.append({header, "hunter2"});
        event.target = target;
        event.publicUrl = u"https://hooks.example.test"_s + QString::fromLatin1(target);
        event.body = body;
        for (const ExportFormat format :
             {ExportFormat::Json, ExportFormat::Har, ExportFormat::Curl, ExportFormat::RawHttp}) {
            const QByteArray hidden = exported({event}, {.format = format});
            QVERIFY2(!hidden.contains("hunter2"), hidden.constData());
            QVERIFY(hidden.contains("kept"));
            const QByteArray shown = exported({event}, {.format = format, .redacted = false});
            QVERIFY2(shown.contains("hunter2"), shown.constData());
        }
    }

    void keepsBytesWithoutSecrets()
    {
        Event event = test::sampleEvent(1);
        event.body = "{ \"a\" : 1.0,  \"a\": 1e400 }";
        QCOMPARE(redacted(event).body, event.body);
        event.body = QByteArray("\x00\xff\x80", 3);
        QCOMPARE(redacted(event).body, event.body);
        event.body = QByteArray(100'000, '[');
        QCOMPARE(redacted(event).body, event.body);
    }

    void writesRawRequests()
    {
        Event event = test::sampleEvent(1);
        event.headers = {{"Host", "a.example"}, {"content-length", "13"}, {"X-Two", "1"}, {"x-two", "2"}};
        event.body = "{\"number\": 1}";
        QCOMPARE(exported({event}, {.format = ExportFormat::RawHttp, .redacted = false}),
                 QByteArray("POST /webhooks/clockify HTTP/1.1\r\nHost: a.example\r\ncontent-length: 13\r\nX-Two: 1\r\n"
                            "x-two: 2\r\n\r\n{\"number\": 1}"));
        event.headers = {{"Host", "a.example"}, {"Transfer-Encoding", "chunked"}};
        event.body = "{\"token\": \"hunter2\"}";
        const QByteArray masked = exported({event}, {.format = ExportFormat::RawHttp});
        const qsizetype end = masked.indexOf("\r\n\r\n");
        const QByteArray length = "Content-Length: " + QByteArray::number(masked.size() - end - 4);
        QVERIFY2(masked.contains(length), masked.constData());
        QVERIFY(!masked.contains("chunked"));
        QVERIFY(!exportEvents({event, event}, {.format = ExportFormat::RawHttp}));
    }

    void writesHar()
    {
        Event event = test::sampleEvent(1);
        event.target = "/webhooks/clockify?a=1&b&c=d%20e";
        Event binary = test::sampleEvent(2);
        binary.body = QByteArray("\x00\xff", 2);
        binary.rejected = true;
        const auto har =
            json::parse(exported({event, binary}, {.format = ExportFormat::Har, .baseUrl = u"http://127.0.0.1:1/"_s}));
        QVERIFY(har);
        const json::Value &log = (*har)["log"];
        QCOMPARE(json::toQString(log["version"]), u"1.2"_s);
        QCOMPARE(log["entries"].size(), 2U);
        const json::Value &first = log["entries"][0];
        QCOMPARE(json::toQString(first["startedDateTime"]), u"2026-01-02T03:04:05.001Z"_s);
        QCOMPARE(json::toQString(first["request"]["url"]), u"http://127.0.0.1:1/webhooks/clockify?a=1&b&c=d%20e"_s);
        QCOMPARE(first["request"]["queryString"].size(), 3U);
        QCOMPARE(json::toQString(first["request"]["postData"]["text"]), QString::fromUtf8(event.body));
        const json::Value &second = log["entries"][1];
        QCOMPARE(json::toQString(second["request"]["postData"]["text"]), u"AP8="_s);
        QCOMPARE(second["response"]["status"].get<int>(), 401);
        // Sources have answers of their own, and they are not stored.
        QCOMPARE(first["response"]["status"].get<int>(), 0);
    }

    void writesJsonAndCurl()
    {
        const QList<Event> events{test::sampleEvent(1), test::sampleEvent(2)};
        const auto list = json::parse(exported(events, {.format = ExportFormat::Json}));
        QVERIFY(list);
        QCOMPARE(list->size(), 2U);
        QCOMPARE(json::toQString((*list)[1]["id"]), events[1].id);
        const QByteArray curl = exported(events, {.format = ExportFormat::Curl});
        QCOMPARE(curl.count("https://hooks.example.test/webhooks/clockify"), 2);
        QCOMPARE(curl.count("/webhooks/clockify"), 2);
        QVERIFY(!exportEvents({}, {}));
    }

    void sendsToWhereItCame_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QString>("publicUrl");
        QTest::addColumn<QString>("base");
        QTest::addColumn<QByteArray>("url");
        const QString url = u"https://hooks.example.test/in/a?b=1"_s;
        QTest::newRow("base") << "/a?b=1"_ba << url << u"http://127.0.0.1:1/"_s << "http://127.0.0.1:1/a?b=1"_ba;
        QTest::newRow("public") << "/a?b=1"_ba << url << QString() << url.toUtf8();
        QTest::newRow("neither") << "/a?b=1"_ba << QString() << QString() << "/a?b=1"_ba;
        QTest::newRow("absolute") << "http://x.example/a"_ba << url << u"http://127.0.0.1:1"_s
                                  << "http://x.example/a"_ba;
    }
    void sendsToWhereItCame()
    {
        QFETCH(QByteArray, target);
        QFETCH(QString, publicUrl);
        QFETCH(QString, base);
        Event event = test::sampleEvent(1);
        event.target = target;
        event.publicUrl = publicUrl;
        QTEST(sendingUrl(event, base), "url");
    }

    void knowsItsFormats()
    {
        for (const QString &word : {u"json"_s, u"har"_s, u"curl"_s, u"raw"_s}) {
            const auto format = exportFormatFromWord(word);
            QVERIFY(format);
            QVERIFY(!exportFileSuffix(*format).isEmpty());
        }
        QVERIFY(!exportFormatFromWord(u"xml"));
    }
};

QTEST_GUILESS_MAIN(EventExportTest)
#include "tst_eventexport.moc"
