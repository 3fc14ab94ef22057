// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/http/httpcall.h"
#include "tests/support/scriptedserver.h"

#include <QTest>

using namespace uw;
using test::Call;
using test::ScriptedServer;
using test::waitMs;
using Script = ScriptedServer::Script;

class HttpClientCallsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hungCallsStallNobody()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &request) {
            return request.startsWith("GET /hang") ? Script().stall() : Script(ScriptedServer::ok("{}"));
        });
        HttpClient client;
        std::vector<std::unique_ptr<Call>> hung;
        for (int i = 0; i < 20; ++i)
            hung.push_back(std::make_unique<Call>(client, HttpRequest{.url = server.url("/hang")}));
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 20, waitMs);
        const Call quick(client, {.url = server.url("/quick")});
        QVERIFY(quick.wait());
        QVERIFY(*quick.outcome);
        for (const auto &call : hung)
            client.cancel(call->id);
        for (const auto &call : hung) {
            QVERIFY(call->wait());
            QVERIFY(call->failedWith(ErrorCode::Cancelled, u"cancelled"_qs));
        }
    }
    void carriesManyCallsAtOnce()
    {
        ScriptedServer server;
        server.answerBy(
            [](const QByteArray &request) { return ScriptedServer::ok(request.left(request.indexOf("\r\n"))); });
        HttpClient client;
        QHash<int, QByteArray> answers;
        for (int i = 0; i < 300; ++i) {
            client.send({.url = server.url("/" + QByteArray::number(i))}, this,
                        [&answers, i](Result<HttpResponse> result) {
                            answers.insert(i, result ? result->body : result.error().text.toUtf8());
                        });
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 300, waitMs);
        for (int i = 0; i < 300; ++i)
            QCOMPARE(answers.value(i), "GET /" + QByteArray::number(i) + " HTTP/1.1");
    }
    void usesAConnectionAgain()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        const Call first(client, {.url = server.url()});
        QVERIFY(first.wait() && *first.outcome);
        const HttpTiming cold = first.response().timing;
        QVERIFY(cold.connectedMs >= 0);
        QCOMPARE(cold.encryptedMs, -1.0);
        QVERIFY(cold.sentMs >= cold.connectedMs);
        QVERIFY(cold.firstByteMs > 0 && cold.totalMs >= cold.firstByteMs);

        const Call second(client, {.url = server.url()});
        QVERIFY(second.wait() && *second.outcome);
        QCOMPARE(server.connections(), 1);
        QCOMPARE(second.response().timing.connectedMs, -1.0);
        QVERIFY(second.response().timing.sentMs >= 0);
    }

    void tellsOfAnswersAndOfNothingElse()
    {
        ScriptedServer server;
        HttpClient client;
        QList<std::pair<QByteArray, int>> heard;
        QObject context;
        connect(&client, &HttpClient::answered, &context,
                [&heard](const HttpRequest &request, const HttpResponse &response) {
                    heard.append({request.url, response.status});
                });
        server.enqueue(ScriptedServer::ok("{}"));
        const Call good(client, {.url = server.url("/a")});
        QVERIFY(good.wait());
        QCOMPARE(heard, (QList<std::pair<QByteArray, int>>{{server.url("/a"), 200}}));
        server.enqueue(ScriptedServer::Script().reset());
        const Call lost(client, {.url = server.url("/b")});
        QVERIFY(lost.wait());
        QVERIFY(!*lost.outcome);
        QCOMPARE(heard.size(), 1);
    }
    void cancelsOnce()
    {
        ScriptedServer server;
        server.enqueue(Script("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf").stall());
        HttpClient client;
        const QSignalSpy gone(&server, &ScriptedServer::disconnected);
        const Call call(client, {.url = server.url()});
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, waitMs);
        client.cancel(call.id);
        QCOMPARE(call.count, 0); // never inside cancel()
        client.cancel(call.id);
        QVERIFY(call.wait());
        QVERIFY(call.failedWith(ErrorCode::Cancelled, u"the server may act on it"_qs));
        client.cancel(call.id);
        client.cancel(99);
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, waitMs);
        QCOMPARE(call.count, 1);

        const Call early(client, {.url = server.url()});
        client.cancel(early.id);
        QVERIFY(early.wait());
        QVERIFY(early.failedWith(ErrorCode::Cancelled, u"before it was sent"_qs));
    }
    void forgetsACallWhoseReceiverIsGone()
    {
        ScriptedServer server;
        server.enqueue(Script().stall());
        HttpClient client;
        const QSignalSpy gone(&server, &ScriptedServer::disconnected);
        bool called = false;
        auto receiver = std::make_unique<QObject>();
        client.send({.url = server.url()}, receiver.get(), [&called](const Result<HttpResponse> &) { called = true; });
        auto other = std::make_unique<QObject>();
        client.send({.url = "ftp://h/"}, other.get(), [&called](const Result<HttpResponse> &) { called = true; });
        other.reset();
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 1, waitMs);
        receiver.reset();
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 1, waitMs);
        QVERIFY(!called);
    }
    void canBeDeletedInAnAnswer()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &request) {
            return request.startsWith("GET /hang") ? Script().stall() : Script(ScriptedServer::ok("{}"));
        });
        auto client = std::make_unique<HttpClient>();
        bool answered = false;
        bool hungAnswered = false;
        client->send({.url = server.url("/hang")}, this, [&](const Result<HttpResponse> &) { hungAnswered = true; });
        client->send({.url = server.url("/quick")}, this, [&](const Result<HttpResponse> &) {
            answered = true;
            client.reset();
        });
        const QSignalSpy gone(&server, &ScriptedServer::disconnected);
        QTRY_VERIFY_WITH_TIMEOUT(answered, waitMs);
        QTRY_COMPARE_WITH_TIMEOUT(gone.size(), 2, waitMs);
        QVERIFY(!hungAnswered);
    }
    void sendsTheNextCallFromAnAnswer()
    {
        ScriptedServer server;
        server.enqueue(ScriptedServer::ok("{}"));
        HttpClient client;
        int answers = 0;
        std::function<void(const Result<HttpResponse> &)> next = [&](const Result<HttpResponse> &result) {
            QVERIFY(result);
            if (++answers < 5)
                client.send({.url = server.url()}, this, next);
        };
        client.send({.url = server.url()}, this, next);
        QTRY_COMPARE_WITH_TIMEOUT(answers, 5, waitMs);
    }
};

QTEST_GUILESS_MAIN(HttpClientCallsTest)
#include "tst_httpclientcalls.moc"
