// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/responsewriter.h"
#include "core/listener/router.h"
#include "core/listener/sourcelimiter.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;

// The dispatch table and the small parts around it; how they answer is seen through a real server in tst_gate.
class RouterTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheHandler_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("handler");
        QTest::newRow("literal") << "GET"_ba
                                 << "/a/b"_ba
                                 << "get a/b"_ba;
        QTest::newRow("literal, encoded") << "GET"_ba
                                          << "/%61/b"_ba
                                          << "get a/b"_ba;
        QTest::newRow("literal wins") << "GET"_ba
                                      << "/a/list"_ba
                                      << "get a/list"_ba;
        QTest::newRow("name") << "GET"_ba
                              << "/a/other"_ba
                              << "get a/{x} x=other"_ba;
        QTest::newRow("name, decoded") << "GET"_ba
                                       << "/a/o%2Fh%20r"_ba
                                       << "get a/{x} x=o/h r"_ba;
        QTest::newRow("two names") << "GET"_ba
                                   << "/a/1/c/2"_ba
                                   << "get a/{x}/c/{y} x=1 y=2"_ba;
        QTest::newRow("another method") << "PUT"_ba
                                        << "/a/b"_ba
                                        << "put a/b"_ba;
        QTest::newRow("HEAD for GET") << "HEAD"_ba
                                      << "/a/b"_ba
                                      << "get a/b"_ba;
        QTest::newRow("any method") << "TRACE"_ba
                                    << "/any"_ba
                                    << "* any"_ba;
        QTest::newRow("own handler before any") << "GET"_ba
                                                << "/any"_ba
                                                << "get any"_ba;
        QTest::newRow("not offered") << "DELETE"_ba
                                     << "/a/b"_ba
                                     << ""_ba;
        QTest::newRow("empty name") << "GET"_ba
                                    << "/a/"_ba
                                    << ""_ba;
        QTest::newRow("longer") << "GET"_ba
                                << "/a/b/"_ba
                                << ""_ba;
        QTest::newRow("other case") << "GET"_ba
                                    << "/A/b"_ba
                                    << ""_ba;
        QTest::newRow("root") << "GET"_ba
                              << "/"_ba
                              << ""_ba;
    }
    void findsTheHandler()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, handler);
        QByteArray called;
        Router router;
        const auto add = [&](const QByteArray &verb, const QByteArray &pattern) {
            router.add(verb, pattern,
                       [&called, name = QByteArray(verb.toLower() + ' ' + pattern.sliced(1))](
                           const ServerRequest &request, const ResponseChannel &) {
                           called = name;
                           for (const auto &[key, value] : request.parameters)
                               called += ' ' + key + '=' + value;
                       });
        };
        add("GET", "/a/{x}");
        add("GET", "/a/b");
        add("GET", "/a/list");
        add("GET", "/a/{x}/c/{y}");
        add("PUT", "/a/b");
        add("*", "/any");
        add("GET", "/any");
        ServerRequest request{.method = method, .path = path};
        router.dispatch(request, {});
        QCOMPARE(called, handler);
    }

    void asksTheGuardFirst()
    {
        bool called = false;
        Router router;
        router.add("GET", "/a", [&called](const ServerRequest &, const ResponseChannel &) { called = true; });
        router.setGuard([](const ServerRequest &request) {
            return request.query == "x" ? std::optional<ServerResponse>(ServerResponse{.status = 403}) : std::nullopt;
        });
        ServerRequest refused{.method = "GET", .path = "/a", .query = "x"};
        router.dispatch(refused, {});
        QVERIFY(!called);
        ServerRequest taken{.method = "GET", .path = "/a"};
        router.dispatch(taken, {});
        QVERIFY(called);
    }

    void readsQueries()
    {
        const ServerRequest request{.query = "a=1&b=x%20y+z&&c&a=2&%C3%BC=%26"};
        const QList<std::pair<QString, QString>> wanted{
            {u"a"_s, u"1"_s}, {u"b"_s, u"x y z"_s}, {u"c"_s, QString()}, {u"a"_s, u"2"_s}, {u"ü"_s, u"&"_s}};
        QCOMPARE(request.queryItems(), wanted);
        QCOMPARE(request.queryValue(u"a"), u"1"_s);
        QVERIFY(!request.queryValue(u"d"));
        QVERIFY(request.queryValue(u"c")->isEmpty());
    }

    void framesAnswers()
    {
        using namespace responsewriter;
        const ServerResponse response{.status = 201,
                                      .contentType = "text/plain",
                                      .body = "hello",
                                      .headers = {{"X-A", "1"}, {"content-length", "9"}, {"Connection", "upgrade"}}};
        QCOMPARE(
            write(response, Connection::KeepAlive, Framing::Whole, "now"),
            "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nX-A: 1\r\n\r\nhello"_ba);
        QCOMPARE(write(response, Connection::Close, Framing::HeadOnly, "now"),
                 "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
                 "Connection: close\r\nX-A: 1\r\n\r\n"_ba);
        QCOMPARE(write({.status = 204, .body = "no"}, Connection::KeepAliveOld, Framing::Whole, "now"),
                 "HTTP/1.1 204 No Content\r\nDate: now\r\nConnection: keep-alive\r\n\r\n"_ba);
        QVERIFY(write(response, Connection::Close, Framing::Chunked, "now").contains("Transfer-Encoding: chunked\r\n"));
        QCOMPARE(chunk("0123456789abcdef"), "10\r\n0123456789abcdef\r\n"_ba);
    }

    void leavesOutFieldsThatWouldInject_data()
    {
        QTest::addColumn<HeaderField>("field");
        QTest::newRow("line end in value") << HeaderField{"X", "a\r\nSet-Cookie: b"};
        QTest::newRow("CR in value") << HeaderField{"X", "a\rb"};
        QTest::newRow("LF in value") << HeaderField{"X", "a\nb"};
        QTest::newRow("NUL in value") << HeaderField{"X", "a\0b"_ba};
        QTest::newRow("line end in name") << HeaderField{"X\r\nY", "a"};
        QTest::newRow("blank in name") << HeaderField{"X Y", "a"};
        QTest::newRow("colon in name") << HeaderField{"X:", "a"};
        QTest::newRow("no name") << HeaderField{"", "a"};
    }
    void leavesOutFieldsThatWouldInject()
    {
        QFETCH(HeaderField, field);
        QVERIFY(!isValidHeaderField(field));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a response header was left out"_s));
        QCOMPARE(responsewriter::write({.headers = {field, {"X-B", "tab\tand \xfc"}}},
                                       responsewriter::Connection::KeepAlive, responsewriter::Framing::Whole, "now"),
                 "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 0\r\nX-B: tab\tand \xfc\r\n\r\n"_ba);
    }

    void holdsEachSourceToItsRate()
    {
        constexpr qint64 second = 1'000'000'000;
        SourceLimiter limiter;
        for (int i = 0; i < 100; ++i)
            QVERIFY(limiter.admit(u"a"_s, 0)); // no limit
        limiter.setRate(2);
        QVERIFY(limiter.admit(u"a"_s, 0));
        QVERIFY(limiter.admit(u"a"_s, 0));
        QVERIFY(!limiter.admit(u"a"_s, 0));
        QVERIFY(limiter.admit(u"b"_s, 0));
        QVERIFY(!limiter.admit(u"a"_s, second / 2 - 1));
        QVERIFY(limiter.admit(u"a"_s, second / 2 + 1));
        QVERIFY(!limiter.admit(u"a"_s, second / 2 + 1));
        // It never holds more than a second's worth.
        QVERIFY(limiter.admit(u"a"_s, 100 * second));
        QVERIFY(limiter.admit(u"a"_s, 100 * second));
        QVERIFY(!limiter.admit(u"a"_s, 100 * second));
        limiter.setRate(0);
        QVERIFY(limiter.admit(u"a"_s, 100 * second));
    }
};

QTEST_GUILESS_MAIN(RouterTest)
#include "tst_router.moc"
