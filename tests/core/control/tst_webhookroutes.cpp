// SPDX-License-Identifier: GPL-3.0-or-later
// The log on the control port: lists, events, stars and notes.
#include "core/json/value.h"
#include "tests/core/control/controlfixture.h"
#include "tests/core/listener/rawclient.h"

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::RawClient;
using uw::test::RawResponse;

class WebhookRoutesTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ControlFixture> m_control;

    RawResponse call(const QByteArray &method, const QByteArray &target, const QByteArray &body = {})
    {
        RawClient client(m_control->port());
        QByteArray request =
            method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret-token\r\n";
        if (!body.isEmpty())
            request += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
        client.send(request + "\r\n" + body);
        return client.readResponse();
    }
    static QByteArray target(const QString &id) { return "/ui/webhooks/" + id.toLatin1(); }
    // Of a list: the ids of its items.
    QStringList ids(const QByteArray &query)
    {
        const Result<json::Value> list = json::parse(call("GET", "/ui/webhooks" + query).body);
        QStringList found;
        if (list && json::member(*list, "items")) {
            for (const json::Value &item : *json::member(*list, "items"))
                found << json::toQString(*json::member(item, "id"));
        }
        return found;
    }

private Q_SLOTS:
    void init()
    {
        m_control = std::make_unique<test::ControlFixture>();
        QVERIFY(m_control->port() != 0);
    }
    void cleanup() { m_control.reset(); }

    void putsStarsAndNotesOnEvents()
    {
        const QStringList stored = m_control->add(1, 3);
        QSignalSpy marked(&m_control->store(), &Store::eventsMarked);
        const RawResponse answer =
            call("PATCH", target(stored[1]), "{\"starred\":true,\"note\":\"ask \xC3\x84nn\"}"_ba);
        QCOMPARE(answer.status, 200);
        const Result<json::Value> event = json::parse(answer.body);
        QVERIFY(event);
        QCOMPARE(json::toQString(*json::member(*event, "id")), stored[1]);
        QCOMPARE(*json::member(*event, "starred"), json::Value(true));
        QCOMPARE(json::toQString(*json::member(*event, "note")), u"ask \u00C4nn"_s);
        QTRY_COMPARE(marked.count(), 1);
        QCOMPARE(marked.first().first().value<QList<qint64>>(), QList<qint64>{2});
        QCOMPARE(ids("?starred=true"), QStringList{stored[1]});
        // What is left out stays.
        QCOMPARE(call("PATCH", target(stored[1]), "{\"note\":null}").status, 200);
        QCOMPARE(ids("?starred=true"), QStringList{stored[1]});
        QCOMPARE(call("PATCH", target(stored[1]), "{\"starred\":false}").status, 200);
        QCOMPARE(ids("?starred=true"), QStringList());
        QCOMPARE(ids({}).size(), 3);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("told");
        QTest::newRow("nothing") << ""_ba << u"JSON"_s;
        QTest::newRow("empty object") << "{}"_ba << u"starred"_s;
        QTest::newRow("list") << "[true]"_ba << u"starred"_s;
        QTest::newRow("star is a word") << "{\"starred\":\"yes\"}"_ba << u"true or false"_s;
        QTest::newRow("note is a number") << "{\"note\":7}"_ba << u"text"_s;
        QTest::newRow("another member") << "{\"starred\":true,\"verdict\":\"valid\"}"_ba << u"verdict"_s;
        QTest::newRow("note too long") << "{\"note\":\"" + QByteArray(2001, 'x') + "\"}" << u"2000"_s;
        QTest::newRow("too deep") << "{\"note\":[[[[[1]]]]]}"_ba << u""_s;
    }
    void refuses()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, told);
        const QStringList stored = m_control->add(1, 1);
        const RawResponse answer = call("PATCH", target(stored[0]), body);
        QCOMPARE(answer.status, 400);
        QVERIFY2(answer.body.contains(told.toUtf8()), answer.body.constData());
        QCOMPARE(ids("?starred=true"), QStringList());
    }

    void knowsNoOtherEvents()
    {
        const QStringList stored = m_control->add(1, 1);
        const QByteArray star = "{\"starred\":true}";
        QCOMPARE(call("PATCH", "/ui/webhooks/17", star).status, 404);
        QCOMPARE(call("PATCH", target(test::sampleEvent(9).id), star).status, 404);
        QCOMPARE(call("PATCH", target(stored[0]) + "?workspaceId=another", star).status, 404);
        QCOMPARE(call("GET", target(stored[0]) + "?workspaceId=another").status, 404);
        QCOMPARE(call("GET", target(stored[0])).status, 200);
        QCOMPARE(ids("?starred=true"), QStringList());
        QCOMPARE(call("PUT", target(stored[0]), star).field("Allow"), "GET, HEAD, PATCH"_ba);
    }

    void searches()
    {
        const QStringList stored = m_control->add(1, 3, [](Event &event) {
            event.body = event.id.endsWith(u'2') ? "{\"a\":\"M\\u00fcller\"}" : "{\"a\":\"website\"}";
        });
        const RawResponse early = call("GET", "/ui/webhooks?q=website");
        QCOMPARE(early.status, 503);
        QVERIFY(!early.field("Retry-After").isEmpty());
        m_control->startSearch();
        QTRY_COMPARE(m_control->indexer().progress().indexed, 3);
        QCOMPARE(ids("?q=webs"), QStringList({stored[2], stored[0]}));
        QCOMPARE(ids("?q=webs&limit=1"), QStringList({stored[2]}));
        QCOMPARE(ids("?q=webs&limit=1&before=3"), QStringList({stored[0]}));
        QCOMPARE(ids("?q=m%C3%BCller"), QStringList{stored[1]});
        QCOMPARE(ids("?q=website&provider=github"), QStringList());
        QCOMPARE(ids("?q=%22%27--;").size(), 0);
        QCOMPARE(ids("?q=%20").size(), 3);
        const Result<json::Value> list = json::parse(call("GET", "/ui/webhooks?q=absent").body);
        QVERIFY(list && json::member(*list, "indexBehind"));
        QCOMPARE(*json::member(*list, "indexBehind"), json::Value(0));
        const Result<json::Value> whole = json::parse(call("GET", "/ui/webhooks").body);
        QVERIFY(whole && !json::member(*whole, "indexBehind"));
    }

    void filtersByProvider()
    {
        const QStringList clockify = m_control->add(1, 2);
        const QStringList github = m_control->add(3, 3, [](Event &event) {
            event.source = u"GITHUB"_s;
            event.provider = u"github"_s;
        });
        QCOMPARE(ids("?provider=GitHub"), github);
        QCOMPARE(ids("?provider=github,clockify").size(), 3);
        QCOMPARE(ids("?provider=stripe"), QStringList());
    }
};

QTEST_GUILESS_MAIN(WebhookRoutesTest)
#include "tst_webhookroutes.moc"
