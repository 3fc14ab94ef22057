// SPDX-License-Identifier: GPL-3.0-or-later
// Forward rules as people make, refuse and end them, also by way of the control API.
#include "core/control/controlserver.h"
#include "core/forward/forwardsource.h"
#include "tests/core/forward/forwarderfixture.h"

#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace uw;
using test::answerOf;
using test::ScriptedServer;
using test::waitMs;

class ForwardRulesTest final : public test::ForwarderFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void endsWithItsRule()
    {
        ScriptedServer server;
        answerWith(server, answerOf(500));
        QVERIFY(put(to(server.url())));
        QVERIFY(!store(1).isEmpty());
        QTRY_VERIFY(!server.requests().isEmpty());
        QVERIFY(remove(u"clockify"_s));
        QVERIFY(!remove(u"clockify"_s));
        close();
        open();
        QVERIFY(status().rule.source.isEmpty());
        // A rule made anew begins with what comes then.
        const auto anew = put(to(server.url()));
        QVERIFY(anew);
        QCOMPARE(anew->held, 0);
    }
    void refusesRules_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<ErrorCode>("code");
        const auto local = "http://127.0.0.1:3000/"_ba;
        QTest::newRow("unknown provider") << u"nobody"_s << local << ErrorCode::NotFound;
        QTest::newRow("bad name") << u"custom:a b"_s << local << ErrorCode::NotFound;
        QTest::newRow("no name") << u"custom:"_s << local << ErrorCode::NotFound;
        QTest::newRow("dots") << u"custom:.."_s << local << ErrorCode::NotFound;
        QTest::newRow("no address") << u"github"_s << ""_ba << ErrorCode::InvalidArgument;
        QTest::newRow("public") << u"github"_s << "https://example.com/"_ba << ErrorCode::AddressRefused;
        QTest::newRow("too long") << u"github"_s << QByteArray(local + QByteArray(3000, 'a'))
                                  << ErrorCode::InvalidArgument;
        QTest::newRow("our own listener")
            << u"github"_s << "http://localhost:8001/webhooks/custom/a"_ba << ErrorCode::InvalidInput;
    }
    void refusesRules()
    {
        QFETCH(QString, source);
        QFETCH(QByteArray, url);
        QFETCH(ErrorCode, code);
        m_ownPort = 8001;
        const auto made = put(to(url), source);
        QVERIFY(!made);
        QCOMPARE(made.error().code, code);
    }
    void aRuleNeedsAnAddress()
    {
        const auto made = put({.isPaused = true});
        QVERIFY(!made);
        QCOMPARE(made.error().code, ErrorCode::InvalidInput);
    }
    void takesSoManyRules()
    {
        const ForwardChange resting{.to = "http://127.0.0.1:1/", .isPaused = true};
        for (int i = 0; i < forwardrepository::maximumRules; ++i)
            QVERIFY(put(resting, u"custom:s%1"_s.arg(i)));
        const auto tooMany = put(resting, u"custom:more"_s);
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
        QVERIFY(put(resting, u"custom:s0"_s));
    }

    void answersTheControlApi()
    {
        ControlServer::Options options;
        options.address.port = 0;
        options.token = "secret-token";
        options.health = [] { return control::ComponentHealth{}; };
        options.forwarder = m_forwarder.get();
        ControlServer server(options, *m_store, m_clock);
        QSignalSpy listening(&server, &ControlServer::listening);
        server.start();
        QVERIFY(listening.wait());
        const QByteArray url = listening.first().first().toString().toLatin1() + "/ui/forwards";
        const auto call = [this](const QByteArray &method, const QByteArray &address, const QByteArray &body = {}) {
            std::optional<Result<HttpResponse>> answer;
            m_http.send(
                {.method = method, .url = address, .headers = {{"Authorization", "Bearer secret-token"}}, .body = body},
                this, [&answer](const Result<HttpResponse> &result) { answer = result; });
            const Result<HttpResponse> came = wait(answer);
            return came ? std::pair(came->status, json::parse(came->body).valueOr({})) : std::pair(0, json::Value());
        };
        const auto word = [](const json::Value &object, std::string_view name) {
            const json::Value *member = json::member(object, name);
            return member ? json::toQString(*member) : QString();
        };
        const QByteArray rule = "{\"to\":\"http://127.0.0.1:1/hook\",\"paused\":true}";
        const auto [status, made] = call("PUT", url + "/custom:shop", rule);
        QCOMPARE(status, 200);
        QCOMPARE(word(made, "source"), u"custom:shop"_s);
        QCOMPARE(word(made, "to"), u"http://127.0.0.1:1/hook"_s);
        QCOMPARE(word(made, "state"), u"paused"_s);
        QVERIFY(json::equal(*json::member(made, "held"), json::Value(0)));
        QVERIFY(json::member(made, "lastError")->is_null());
        QVERIFY(json::member(made, "lastRefusal")->is_null() && json::member(made, "lastRefusedAt")->is_null());
        const auto [listed, list] = call("GET", url);
        QCOMPARE(listed, 200);
        QCOMPARE(json::member(list, "items")->size(), std::size_t(1));
        QCOMPARE(word(call("GET", url + "/custom%3Ashop").second, "state"), u"paused"_s);
        QCOMPARE(call("GET", url + "/github").first, 404);
        QCOMPARE(call("PUT", url + "/github", "{}").first, 400);
        QCOMPARE(call("PUT", url + "/github", "{\"to\":17}").first, 400);
        QCOMPARE(call("PUT", url + "/github", "{\"to\":\"http://127.0.0.1:1/\",\"pause\":true}").first, 400);
        QCOMPARE(call("PUT", url + "/github", "{\"to\":\"https://example.com/\"}").first, 400);
        const QByteArray allowed = "{\"to\":\"https://example.com/\",\"allowPublic\":true,\"paused\":true}";
        QCOMPARE(call("PUT", url + "/github", allowed).first, 200);
        QCOMPARE(call("PUT", url + "/nobody", rule).first, 404);
        QCOMPARE(call("DELETE", url + "/custom:shop").first, 204);
        QCOMPARE(call("DELETE", url + "/custom:shop").first, 404);
    }
};

QTEST_GUILESS_MAIN(ForwardRulesTest)
#include "tst_forwardrules.moc"
