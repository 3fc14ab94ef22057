// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/providers/providerservicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

// Settings, secrets and registry stay alike, and survive a restart.
class ProviderServiceTest final : public test::ProviderServiceFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        open();
        restart();
    }
    void cleanup() { close(); }

    void startsWithNothing()
    {
        QCOMPARE(m_registry->enabledNames(), QStringList{u"clockify"_s});
        QVERIFY(m_registry->snapshot()->sources().isEmpty());
    }
    void aSecretSwitchesOnAndSurvives()
    {
        QSignalSpy changed(m_service.get(), &ProviderService::changed);
        ProviderChange first;
        first.secrets.secret = "first-secret";
        QVERIFY(change(u"github"_s, first));
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_registry->snapshot()->isEnabled(u"github"_s));
        QCOMPARE(m_keychain->values.value(u"provider/github/secret"_s), "first-secret"_ba);

        ProviderChange second;
        second.secrets.secret = "second-secret";
        second.secrets.keepsCurrent = true;
        second.toleranceSeconds = 60;
        QVERIFY(change(u"github"_s, second));
        QCOMPARE(state(u"github"_s).secrets.current, (QList<QByteArray>{"second-secret", "first-secret"}));
        ProviderChange third;
        third.secrets.secret = "third-secret";
        QVERIFY(change(u"github"_s, third));

        restart();
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"third-secret"});
        QCOMPARE(state(u"github"_s).secrets.previous, (QList<QByteArray>{"second-secret", "first-secret"}));
        QCOMPARE(state(u"github"_s).settings.toleranceSeconds, 60);
        QVERIFY(!rows().contains(u"-secret"_s));

        ProviderChange off;
        off.enabled = false;
        QVERIFY(change(u"github"_s, off));
        restart();
        QVERIFY(!m_registry->snapshot()->isEnabled(u"github"_s));
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"third-secret"});
    }
    void resetForgetsEverything()
    {
        ProviderChange what;
        what.secrets.secret = "s";
        what.enabled = true;
        QVERIFY(change(u"stripe"_s, what));
        std::optional<Result<void>> outcome;
        m_service->resetProvider(u"stripe"_s, this, [&outcome](const Result<void> &result) { outcome = result; });
        QVERIFY(wait(outcome));
        QVERIFY(m_keychain->values.isEmpty());
        QCOMPARE(rows(), QString());
        QVERIFY(!m_registry->snapshot()->isEnabled(u"stripe"_s));
    }
    void withoutSecretIsOffAgain()
    {
        ProviderChange what;
        what.secrets.secret = "s";
        QVERIFY(change(u"stripe"_s, what));
        what.secrets.secret = "";
        QVERIFY(change(u"stripe"_s, what));
        QVERIFY(m_keychain->values.isEmpty());
        QVERIFY(!m_registry->snapshot()->isEnabled(u"stripe"_s));
    }
    void theEnvironmentWins()
    {
        m_environment->values.insert(u"provider/slack/secret"_s, "from-environment");
        m_environment->values.insert(u"provider/stripe/secret"_s, R"({"current":["a","b"],"previous":["c"]})");
        restart();
        QCOMPARE(state(u"slack"_s).secrets.current, QList<QByteArray>{"from-environment"});
        QCOMPARE(state(u"stripe"_s).secrets.current, (QList<QByteArray>{"a", "b"}));
        ProviderChange what;
        what.secrets.secret = "other";
        const Result<void> refused = change(u"slack"_s, what);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        ProviderChange off;
        off.enabled = false;
        QVERIFY(change(u"slack"_s, off));
        restart();
        QVERIFY(!m_registry->snapshot()->isEnabled(u"slack"_s));
        QVERIFY(state(u"slack"_s).fault.isEmpty());
    }
    void withoutKeychainNothingChanges()
    {
        m_keychain->failure = Error{ErrorCode::Unavailable, u"no keychain"_s};
        ProviderChange what;
        what.secrets.secret = "s";
        const Result<void> refused = change(u"github"_s, what);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);
        QVERIFY(!m_registry->snapshot()->isEnabled(u"github"_s));
        QCOMPARE(rows(), QString());
    }
    void sourcesHaveSchemesOfTheirOwn()
    {
        SourceChange what;
        what.settings = *json::parse(R"({"scheme":"stripe","answer":{"status":200,"body":"ok"}})");
        what.secrets.secret = "source-secret";
        QVERIFY(changeSource(u"shop"_s, what));
        restart();
        auto snapshot = m_registry->snapshot();
        QCOMPARE(snapshot->source(u"shop"_s).secrets.current, QList<QByteArray>{"source-secret"});
        QCOMPARE(snapshot->source(u"shop"_s).source.answer->status, 200);
        QVERIFY(!rows().contains(u"source-secret"_s));

        SourceChange off;
        off.enabled = false;
        QVERIFY(changeSource(u"shop"_s, off));
        QVERIFY(!m_registry->snapshot()->source(u"shop"_s).enabled);
        std::optional<Result<void>> outcome;
        m_service->removeSource(u"shop"_s, this, [&outcome](const Result<void> &result) { outcome = result; });
        QVERIFY(wait(outcome));
        QVERIFY(m_keychain->values.isEmpty());
        QCOMPARE(rows(), QString());
    }
    void refuses_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QByteArray>("settings");
        QTest::newRow("name") << u".."_s << "{}"_ba;
        QTest::newRow("scheme") << u"a"_s << R"({"scheme":"nobody"})"_ba;
        QTest::newRow("member") << u"a"_s << R"({"colour":"red"})"_ba;
        QTest::newRow("type") << u"a"_s << "[]"_ba;
    }
    void refuses()
    {
        QFETCH(QString, source);
        QFETCH(QByteArray, settings);
        SourceChange what;
        what.settings = *json::parse(settings);
        const Result<void> refused = changeSource(source, what);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        QCOMPARE(rows(), QString());
    }
    void unknownProvidersAreNotFound()
    {
        const Result<void> refused = change(u"nobody"_s, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotFound);
    }
    void tooManySecrets()
    {
        ProviderChange what;
        what.secrets.keepsCurrent = true;
        for (qsizetype i = 0; i < maximumSecrets; ++i) {
            what.secrets.secret = "secret " + QByteArray::number(i);
            QVERIFY(change(u"github"_s, what));
        }
        what.secrets.secret = "one more";
        QVERIFY(!change(u"github"_s, what));
        what.secrets.secret = QByteArray(maximumSecretBytes + 1, 'x');
        what.secrets.keepsCurrent = false;
        QVERIFY(!change(u"github"_s, what));
        QCOMPARE(state(u"github"_s).secrets.current.size(), maximumSecrets);
    }
    void learntKeysAreKept()
    {
        QVERIFY(m_registry->adoptSecret(u"asana"_s, "offered"));
        QSignalSpy changed(m_service.get(), &ProviderService::changed);
        m_service->keepLearnt(u"asana"_s);
        QTRY_COMPARE(changed.size(), 1);
        restart();
        QCOMPARE(state(u"asana"_s).secrets.current, QList<QByteArray>{"offered"});
    }
    void readsChanges_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("empty") << "{}"_ba << true;
        QTest::newRow("all")
            << R"({"enabled":true,"secret":"s","keepCurrentSecret":true,"verifyToken":null,"toleranceSeconds":5,"maximumBodyBytes":1024})"_ba
            << true;
        QTest::newRow("secret of another type") << R"({"secret":5})"_ba << false;
        QTest::newRow("unknown member") << R"({"secrets":"s"})"_ba << false;
        QTest::newRow("enabled as text") << R"({"enabled":"yes"})"_ba << false;
        QTest::newRow("negative") << R"({"toleranceSeconds":-1})"_ba << false;
        QTest::newRow("no object") << "[]"_ba << false;
        QTest::newRow("long secret") << QByteArray("{\"secret\":\"" + QByteArray(20'000, 'x') + "\"}") << false;
    }
    void readsChanges()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isGood);
        const Result<ProviderChange> read = providerChangeFromJson(*json::parse(text));
        QCOMPARE(bool(read), isGood);
        if (!read)
            QVERIFY(!read.error().text.contains(u"xxxx"_s));
    }
};

QTEST_GUILESS_MAIN(ProviderServiceTest)
#include "tst_providerservice.moc"
