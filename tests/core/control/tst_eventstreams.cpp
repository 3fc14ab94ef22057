// SPDX-License-Identifier: GPL-3.0-or-later
// GET /ui/webhooks/stream over real sockets, on a real store.
#include "core/control/eventstreams.h"
#include "tests/core/control/controlfixture.h"
#include "tests/core/listener/rawclient.h"

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::RawClient;
using uw::test::RawResponse;

class EventStreamsTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<test::ControlFixture> m_control;
    quint16 m_port = 0;

    // HTTP/1.0, so that the stream comes without the framing of chunks.
    static QByteArray get(const QByteArray &query = {}, const QByteArray &fields = {})
    {
        return "GET /ui/webhooks/stream" + query
             + " HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer secret-token\r\n" + fields + "\r\n";
    }
    static QByteArray resume(const QString &id) { return "Last-Event-ID: " + id.toLatin1() + "\r\n"; }
    QStringList store(int first, int last, const std::function<void(Event &)> &change = {})
    {
        return m_control->add(first, last, change);
    }
    // Reads until that many events have come; their ids.
    static QStringList readIds(RawClient &client, qsizetype count)
    {
        QByteArray text;
        while (!text.endsWith("\n\n") || text.count("id: ") < count) {
            const QByteArray more = client.readSome();
            if (more.isEmpty())
                break;
            text += more;
        }
        QStringList ids;
        const QList<QByteArray> lines = text.split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("id: "))
                ids << QString::fromLatin1(line.sliced(4));
        }
        return ids;
    }
    // Opens a stream and waits until the server has it.
    void open(RawClient &client, const QByteArray &request)
    {
        client.send(request);
        const RawResponse head = client.readResponse();
        QCOMPARE(head.status, 200);
        QCOMPARE(head.field("Content-Type"), "text/event-stream"_ba);
        QCOMPARE(head.field("Cache-Control"), "no-store"_ba);
    }

private Q_SLOTS:
    void init()
    {
        m_control = std::make_unique<test::ControlFixture>();
        m_port = m_control->port();
        QVERIFY(m_port != 0);
    }
    void cleanup() { m_control.reset(); }

    void showsWhatASearchFindsOnceItIsIndexed()
    {
        m_control->startSearch();
        QCOMPARE(store(1, 1).size(), 1);
        QTRY_COMPARE(m_control->indexer().progress().indexed, 1);
        RawClient client(m_port);
        open(client, get("?q=wanted"));
        const QStringList ids = store(2, 40, [](Event &event) {
            event.body = event.id.endsWith(u'0') ? "{\"a\":\"wanted\"}" : "{\"a\":\"other\"}";
        });
        QCOMPARE(readIds(client, 2), QStringList({ids[14], ids[30]}));
    }

    void showsWhatComesAndNotWhatWas()
    {
        QCOMPARE(store(1, 3).size(), 3);
        RawClient client(m_port);
        open(client, get());
        const QStringList ids = store(4, 8);
        QCOMPARE(readIds(client, 5), ids);
        const QStringList more = store(9, 9);
        const QByteArray text = client.readSome();
        const qsizetype data = text.indexOf("data: ");
        QVERIFY2(text.startsWith(QByteArray("id: " + more.first().toLatin1() + "\n")), text.constData());
        QVERIFY(text.endsWith("\n\n"));
        const Result<json::Value> event = json::parse(text.sliced(data + 6));
        QVERIFY(event);
        QCOMPARE(json::toQString((*event)["id"]), more.first());
        QCOMPARE(json::toQString((*event)["source"]), u"CLOCKIFY"_s);
        QVERIFY(event->contains("verdict") && event->contains("receivedAt") && event->contains("eventType"));
    }

    void goesOnWhereTheClientWas()
    {
        const QStringList ids = store(1, 250);
        RawClient client(m_port);
        open(client, get({}, resume(ids[9])));
        QCOMPARE(readIds(client, 240), ids.sliced(10));
        // In capitals, and at the end: nothing is there until something comes.
        RawClient late(m_port);
        open(late, get({}, resume(ids.last().toUpper())));
        const QStringList more = store(251, 251);
        QCOMPARE(readIds(late, 1), more);
        QCOMPARE(readIds(client, 1), more);
    }

    void goesOnAfterAnEventThatIsGone()
    {
        const QStringList ids = store(1, 5);
        // The earliest id of all: older than every event that there is.
        RawClient client(m_port);
        open(client, get({}, resume(u"00000000-0000-7000-8000-000000000000"_s)));
        QCOMPARE(readIds(client, 5), ids);
    }

    void keepsToTheFilter()
    {
        RawClient client(m_port);
        open(client, get("?source=GITHUB&eventType=push"));
        const QStringList other = store(1, 150);
        const QStringList wanted = store(151, 153, [](Event &event) {
            event.source = u"GITHUB"_s;
            event.eventType = u"push"_s;
        });
        QVERIFY(!other.isEmpty());
        QCOMPARE(readIds(client, 3), wanted);
    }

    void aClientThatDoesNotReadMissesNothing()
    {
        // Rows of 15 KB: more than socket buffers and the backlog take.
        const QStringList ids = store(1, 1'000, [](Event &event) { event.target = "/" + QByteArray(15'000, 'a'); });
        QCOMPARE(ids.size(), 1'000);
        RawClient slow(m_port, 65'536);
        slow.send(get({}, resume(u"00000000-0000-7000-8000-000000000000"_s)));
        // Meanwhile another one is served.
        RawClient other(m_port);
        open(other, get());
        const QStringList more = store(1'001, 1'001);
        QCOMPARE(readIds(other, 1), more);
        QCOMPARE(slow.readResponse().status, 200);
        QCOMPARE(readIds(slow, 1'001), ids + more);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::newRow("no token") << "GET /ui/webhooks/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"_ba << 401;
        QTest::newRow("web page") << get({}, "Origin: http://localhost\r\n") << 403;
        QTest::newRow("filter") << get("?verdict=perhaps") << 400;
        QTest::newRow("last id") << get({}, "Last-Event-ID: 17\r\n") << 400;
        QTest::newRow("method") << get().replace("GET", "DELETE") << 405;
    }
    void refuses()
    {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        RawClient client(m_port);
        client.send(request);
        QCOMPARE(client.readResponse().status, status);
    }

    void boundsTheNumberOfClients()
    {
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int i = 0; i < control::EventStreams::maximumClients; ++i) {
            clients.push_back(std::make_unique<RawClient>(m_port));
            open(*clients.back(), get());
        }
        RawClient late(m_port);
        late.send(get());
        const RawResponse refused = late.readResponse();
        QCOMPARE(refused.status, 503);
        QVERIFY(!refused.field("Retry-After").isEmpty());
        clients.pop_back();
        QTRY_VERIFY(([this] {
            RawClient next(m_port);
            next.send(get());
            return next.readResponse().status == 200;
        })());
    }

    void endsWithTheServer()
    {
        RawClient client(m_port);
        open(client, get());
        m_control->server().stop();
        QVERIFY(client.readEnd());
    }
};

QTEST_GUILESS_MAIN(EventStreamsTest)
#include "tst_eventstreams.moc"
