// SPDX-License-Identifier: GPL-3.0-or-later
// What forward rules do with events: on a real store, over real sockets, across restarts.
#include "core/forward/forwardsource.h"
#include "core/providers/secretmask.h"
#include "core/store/connection.h"
#include "tests/core/forward/forwarderfixture.h"

#include <QTcpServer>

using namespace Qt::StringLiterals;
using namespace uw;
using test::answerOf;
using test::ScriptedServer;
using test::waitMs;
using Script = ScriptedServer::Script;

class ForwarderTest final : public test::ForwarderFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void passesOnWhatArrives()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QCOMPARE(store(3).size(), 3);
        const auto made = put(to(server.url("/hook")));
        QVERIFY2(made, made ? "" : qPrintable(made.error().text));
        QCOMPARE(made->held, 0);
        // What is newer, of this source, and accepted.
        QStringList ids = store(40);
        QVERIFY(!store(2, [](Event &event) { event.source = u"GITHUB"_s; }).isEmpty());
        const auto reject = [](Event &event) {
            event.verdict = Verdict::Invalid;
            event.rejected = true;
        };
        QVERIFY(!store(1, reject).isEmpty());
        ids += store(60);
        QTRY_COMPARE_WITH_TIMEOUT(server.requests().size(), 100, waitMs);
        QCOMPARE(idsOf(server), ids);
        const QByteArray first = server.requests().first();
        QVERIFY(first.startsWith("POST /hook HTTP/1.1\r\n"));
        QCOMPARE(ScriptedServer::body(first), test::sampleEvent(4).body);
        QCOMPARE(ScriptedServer::header(first, "clockify-webhook-event-type"), "NEW_TIME_ENTRY"_ba);
        QTRY_COMPARE(status().rule.delivered, 100);
        QCOMPARE(status().held, 0);
        QCOMPARE(status().state, ForwardState::UpToDate);
        QVERIFY(status().rule.lastDeliveredAtMs > 0);
        QVERIFY(status().rule.lastError.isEmpty());
    }
    void holdsWhileTheTargetIsDown_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("500") << answerOf(500);
        QTest::newRow("503") << answerOf(503, "Retry-After: 3600\r\n");
        QTest::newRow("429") << answerOf(429);
        QTest::newRow("408") << answerOf(408);
        QTest::newRow("redirect") << answerOf(308, "Location: /other\r\n");
        QTest::newRow("other redirect") << answerOf(302, "Location: /other\r\n");
        QTest::newRow("reset") << QByteArray();
    }
    void holdsWhileTheTargetIsDown()
    {
        QFETCH(QByteArray, answer);
        bool isDown = true;
        ScriptedServer server;
        server.answerBy([&](const QByteArray &) {
            if (!isDown)
                return Script(answerOf(200));
            return answer.isEmpty() ? Script().reset() : Script(answer);
        });
        QVERIFY(put(to(server.url())));
        const QStringList ids = store(5);
        // The same event again and again, and no other.
        QTRY_VERIFY_WITH_TIMEOUT(server.requests().size() >= 3, waitMs);
        const QStringList tried = idsOf(server);
        QCOMPARE(tried.count(ids.first()), tried.size());
        QCOMPARE(status().held, 5);
        QVERIFY(!status().rule.lastError.isEmpty());
        QVERIFY(status().rule.lastErrorAtMs > 0);
        isDown = false;
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 5, waitMs);
        QCOMPARE(idsOf(server).last(4), ids.last(4));
        QCOMPARE(status().held, 0);
        QVERIFY(status().rule.lastError.isEmpty());
    }
    void aTargetThatHangsIsGivenUp()
    {
        ScriptedServer server;
        server.enqueue(Script());
        QVERIFY(put(to(server.url())));
        QCOMPARE(store(1).size(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(!status().rule.lastError.isEmpty(), waitMs);
        answerWith(server, answerOf(200));
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 1, waitMs);
    }
    void whatTheTargetRefusesDoesNotHoldUpTheRest()
    {
        ScriptedServer server;
        server.answerBy([](const QByteArray &request) {
            const bool isSecond = ScriptedServer::body(request).contains("\"number\":2}");
            return Script(answerOf(isSecond ? 422 : 204));
        });
        QVERIFY(put(to(server.url())));
        const QStringList ids = store(3);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 2, waitMs);
        QCOMPARE(idsOf(server), ids);
        QCOMPARE(status().rule.refused, 1);
        QCOMPARE(status().held, 0);
        // The third went well, which does not make the second undone.
        QVERIFY(status().rule.lastError.isEmpty());
        QVERIFY(status().rule.lastRefusal.contains(u"422"));
        QCOMPARE(status().rule.lastRefusedId, ids[1]);
        QVERIFY(status().rule.lastRefusedAtMs > 0);
        answerWith(server, answerOf(404));
        const QStringList last = store(1);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.refused, 2, waitMs);
        QVERIFY(status().rule.lastError.contains(last.first()) && status().rule.lastError.contains(u"404"));
        QCOMPARE(status().rule.lastRefusal, status().rule.lastError);
        QCOMPARE(status().rule.lastRefusedId, last.first());
        QCOMPARE(status().state, ForwardState::UpToDate);
    }
    // The path is mistyped: nothing arrives, and a person finds out which events did not and why, also after a restart.
    void tellsOfAPathThatIsMistyped()
    {
        ScriptedServer server;
        answerWith(server, answerOf(404));
        QVERIFY(put(to(server.url("/hoook"))));
        const QStringList ids = store(3);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.refused, 3, waitMs);
        QTRY_COMPARE_WITH_TIMEOUT(kept().refused, 3, waitMs);
        QCOMPARE(kept().delivered, 0);
        QVERIFY(kept().lastRefusal.contains(u"404"));
        QCOMPARE(kept().lastRefusedId, ids.last());
    }
    void anEventThatCannotBeSentCountsAsRefused()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(to(server.url())));
        QCOMPARE(store(1, [](Event &event) { event.method = "HEAD"; }).size(), 1);
        const QStringList ids = store(1);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 1, waitMs);
        QCOMPARE(status().rule.refused, 1);
        QCOMPARE(idsOf(server), ids);
    }
    // Nobody can read it any more; those behind it are all right.
    void aDamagedEventCountsAsRefused()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(ForwardChange{.to = server.url(), .isPaused = true}));
        const QStringList ids = store(2);
        std::optional<Result<void>> damaged;
        m_store->submit(
            [](Connection &connection) {
                return connection.execute(u"UPDATE universal_webhook_log SET headers = x'FF01' WHERE seq = 1"_s);
            },
            this, [&damaged](const Result<void> &result) { damaged = result; });
        QVERIFY(wait(damaged));
        QVERIFY(put(ForwardChange{.isPaused = false}));
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 1, waitMs);
        QCOMPARE(status().rule.refused, 1);
        QCOMPARE(idsOf(server), QStringList{ids.last()});
    }
    // After a start whose keychain is slow: without its token the target would refuse every event.
    void holdsWhatNeedsASecretUntilItIsKnown()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        const auto masked =
            maskHeaders({{"X-Gitlab-Event", "Push Hook"}, {"X-Gitlab-Token", "token"}}, {}, {"token"}, "key");
        ProviderState unread;
        unread.fault.secret = u"The keychain is locked."_s;
        m_registry.setProvider(u"gitlab"_s, unread);
        m_isKeychainSettled = false;
        QVERIFY(put(to(server.url()), u"gitlab"_s));
        store(1, [&masked](Event &event) {
            event.source = u"GITLAB"_s;
            event.provider = u"gitlab"_s;
            event.headers = masked.headers;
            event.maskedHeaders = maskToJson(masked);
        });
        QTRY_VERIFY_WITH_TIMEOUT(status(u"gitlab"_s).rule.lastError.contains(u"has not answered yet"), waitMs);
        m_isKeychainSettled = true;
        QTRY_VERIFY_WITH_TIMEOUT(status(u"gitlab"_s).rule.lastError.contains(u"The keychain is locked."), waitMs);
        QVERIFY(server.requests().isEmpty());
        ProviderState known;
        known.secrets.current = {"token"_ba};
        m_registry.setProvider(u"gitlab"_s, known);
        QTRY_COMPARE_WITH_TIMEOUT(status(u"gitlab"_s).rule.delivered, 1, waitMs);
        QCOMPARE(ScriptedServer::header(server.requests().first(), "X-Gitlab-Token"), "token"_ba);
    }
    void goesOnAfterARestart()
    {
        bool isDown = false;
        ScriptedServer server;
        server.answerBy([&isDown](const QByteArray &) { return Script(answerOf(isDown ? 500 : 200)); });
        QVERIFY(put(to(server.url())));
        QStringList ids = store(10);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 10, waitMs);
        isDown = true;
        ids += store(5);
        QTRY_VERIFY_WITH_TIMEOUT(!status().rule.lastError.isEmpty(), waitMs);
        close();
        const qsizetype before = server.requests().size();
        isDown = false;
        open();
        ids += store(2);
        QTRY_COMPARE_WITH_TIMEOUT(status().rule.delivered, 17, waitMs);
        // What was on its way when it ended may come twice, but nothing comes out of turn.
        QStringList passed = idsOf(server).mid(before);
        passed.removeDuplicates();
        QCOMPARE(passed, ids.mid(10));
        close();
        open();
        QCOMPARE(status().rule.delivered, 17);
        QCOMPARE(status().held, 0);
    }
    void restsWhilePaused()
    {
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(to(server.url())));
        const auto paused = put({.isPaused = true});
        QVERIFY(paused);
        QCOMPARE(paused->state, ForwardState::Paused);
        QCOMPARE(paused->rule.url, server.url());
        const QStringList ids = store(4);
        QCOMPARE(status().held, 4);
        close();
        open();
        QCOMPARE(status().state, ForwardState::Paused);
        QCOMPARE(status().held, 4);
        QVERIFY(server.requests().isEmpty());
        QVERIFY(put({.isPaused = false}));
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(server), ids, waitMs);
    }
    void aNewAddressTakesWhatIsHeld()
    {
        QTcpServer holder;
        QVERIFY(holder.listen(QHostAddress::LocalHost));
        const QByteArray dead = "http://127.0.0.1:" + QByteArray::number(holder.serverPort()) + '/';
        holder.close();
        QVERIFY(put(to(dead)));
        const QStringList ids = store(3);
        QTRY_VERIFY_WITH_TIMEOUT(!status().rule.lastError.isEmpty(), waitMs);
        ScriptedServer server;
        answerWith(server, answerOf(200));
        QVERIFY(put(to(server.url())));
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(server), ids, waitMs);
    }
    void customSourcesHaveTheirOwn()
    {
        ScriptedServer shop;
        answerWith(shop, answerOf(200));
        QCOMPARE(forwardSourceOf(u"github"_s, false), u"github"_s);
        QVERIFY(put(to(shop.url()), forwardSourceOf(u"shop"_s, true)));
        const auto custom = [this](const QString &name) {
            return store(1, [&name](Event &event) {
                event.source = u"CUSTOM"_s;
                event.provider = u"custom"_s;
                event.customSource = name;
                event.verdict = Verdict::Unsigned;
            });
        };
        QVERIFY(!custom(u"other"_s).isEmpty());
        const QStringList ids = custom(u"shop"_s);
        QTRY_COMPARE_WITH_TIMEOUT(idsOf(shop), ids, waitMs);
    }
};

QTEST_GUILESS_MAIN(ForwarderTest)
#include "tst_forwarder.moc"
