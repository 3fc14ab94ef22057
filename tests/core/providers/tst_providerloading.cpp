// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "tests/core/providers/providerservicefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using test::SlowSecretStore;

namespace {

const QString githubKey = u"provider/github/secret"_s;
const QString settingsTable = u"universal_webhook_setting"_s;

} // namespace

// What cannot be read, or comes late, neither opens a route nor destroys what is stored.
class ProviderLoadingTest final : public test::ProviderServiceFixture {
    Q_OBJECT

    [[nodiscard]] Result<void> rename(const QString &from, const QString &to)
    {
        return submit([from, to](Connection &connection) {
            return connection.execute(u"ALTER TABLE %1 RENAME TO %2"_s.arg(from, to));
        });
    }

private Q_SLOTS:
    void init()
    {
        open();
        restart();
    }
    void cleanup() { close(); }

    // A secret that is known to be there and cannot be read is no reason to take what nobody signed.
    void aLockedKeychainIsAFaultOfThatProviderAlone()
    {
        QVERIFY(store(u"github"_s, "s"));
        ProviderChange on;
        on.enabled = true;
        QVERIFY(change(u"slack"_s, on));
        m_keychain->failure = Error{ErrorCode::Unavailable, u"locked"_s};
        restart();
        QCOMPARE(state(u"github"_s).fault.secret, u"locked"_s);
        // Its senders are to come back, not to be told that there is no such route.
        QVERIFY(m_registry->snapshot()->isEnabled(u"github"_s));
        QVERIFY(state(u"slack"_s).fault.isEmpty());
        QVERIFY(m_registry->snapshot()->isEnabled(u"slack"_s));
        m_keychain->failure.reset();
        QVERIFY(store(u"github"_s, "new"));
        QVERIFY(state(u"github"_s).fault.isEmpty());
    }
    void aLostEntryIsAFault()
    {
        QVERIFY(store(u"github"_s, "s"));
        SourceChange what;
        what.settings = *json::parse(R"({"scheme":"stripe"})");
        what.secrets.secret = "s";
        QVERIFY(changeSource(u"shop"_s, what));
        m_keychain->values.clear();
        restart();
        QVERIFY(!state(u"github"_s).fault.secret.isEmpty());
        QVERIFY(!m_registry->snapshot()->source(u"shop"_s).fault.secret.isEmpty());
        QVERIFY(store(u"github"_s, ""));
        restart();
        QVERIFY(state(u"github"_s).fault.isEmpty());
    }
    void unreadableSettingsCloseEveryRouteUntilTheyCanBeRead()
    {
        SourceChange what;
        what.settings = *json::parse(R"({"scheme":"stripe"})");
        what.secrets.secret = "s";
        QVERIFY(changeSource(u"shop"_s, what));
        QVERIFY(rename(settingsTable, u"aside"_s));
        restart({.configured = {{u"github"_s, true, "from-file"}}});
        QCOMPARE(m_notices.size(), 1);
        auto snapshot = m_registry->snapshot();
        QVERIFY(!snapshot->source(u"shop"_s).fault.settings.isEmpty());
        QVERIFY(!snapshot->source(u"nobody knows"_s).fault.isEmpty());
        QVERIFY(!snapshot->state(u"github"_s).fault.isEmpty());
        QVERIFY(snapshot->isEnabled(u"github"_s));
        QVERIFY(!m_registry->adoptSecret(u"asana"_s, "offered"));
        const Result<void> refused = store(u"github"_s, "new");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unavailable);

        QSignalSpy changed(m_service.get(), &ProviderService::changed);
        QVERIFY(rename(u"aside"_s, settingsTable));
        QTRY_VERIFY(!changed.isEmpty());
        snapshot = m_registry->snapshot();
        QVERIFY(snapshot->source(u"nobody knows"_s).fault.isEmpty());
        QCOMPARE(snapshot->source(u"shop"_s).secrets.current, QList<QByteArray>{"s"});
        QCOMPARE(snapshot->state(u"github"_s).secrets.current, QList<QByteArray>{"from-file"});
        QTRY_COMPARE(m_keychain->values.value(githubKey), "from-file"_ba);
    }
    void damagedRowsHurtOnlyTheirOwn()
    {
        QVERIFY(putRow(u"provider/github"_s, u"{"_s));
        QVERIFY(putRow(u"source/shop"_s, u"{\"settings\":{\"scheme\":\"github\"}}"_s));
        QVERIFY(putRow(u"source/bad"_s, u"{"_s));
        restart();
        QVERIFY(!state(u"github"_s).fault.settings.isEmpty());
        QVERIFY(state(u"github"_s).fault.secret.isEmpty());
        QVERIFY(state(u"gitlab"_s).fault.isEmpty());
        const auto snapshot = m_registry->snapshot();
        QVERIFY(!snapshot->source(u"bad"_s).fault.isEmpty());
        QVERIFY(snapshot->source(u"shop"_s).fault.isEmpty());
        QCOMPARE(snapshot->source(u"shop"_s).source.definition.schemes.first().name, u"github"_s);
    }
    void damagedRowsAreRepairedByNewSettings()
    {
        QVERIFY(store(u"github"_s, "kept"));
        QVERIFY(putRow(u"provider/github"_s, u"{\"settings\":{\"colour\":\"red\"},\"secretStored\":true}"_s));
        QVERIFY(putRow(u"source/bad"_s, u"{"_s));
        SlowSecretStore slow;
        restart({.keychain = &slow, .patienceMs = 0});
        // What is said is why, and not only that the keychain is slow.
        QVERIFY2(state(u"github"_s).fault.text().contains(u"damaged"_s), qPrintable(state(u"github"_s).fault.text()));

        restart();
        ProviderChange what;
        what.toleranceSeconds = 60;
        QVERIFY(change(u"github"_s, what));
        QVERIFY(state(u"github"_s).fault.isEmpty());
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"kept"});
        // Without a scheme it would take what anybody sends.
        SourceChange on;
        on.enabled = true;
        const Result<void> refused = changeSource(u"bad"_s, on);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        on.settings = *json::parse(R"({"scheme":"stripe"})");
        QVERIFY(changeSource(u"bad"_s, on));
        QVERIFY(m_registry->snapshot()->source(u"bad"_s).fault.isEmpty());
        restart();
        QVERIFY(state(u"github"_s).fault.isEmpty());
        QCOMPARE(state(u"github"_s).settings.toleranceSeconds, 60);
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"kept"});
    }
    void aSlowKeychainDoesNotHoldTheStart()
    {
        QVERIFY(store(u"github"_s, "s"));
        SlowSecretStore slow;
        restart({.keychain = &slow, .patienceMs = 10});
        QVERIFY(!state(u"github"_s).fault.isEmpty());
        QCOMPARE(slow.waiting.size(), 1);
        QSignalSpy changed(m_service.get(), &ProviderService::changed);
        slow.answer(std::optional<QByteArray>("late"));
        QVERIFY(state(u"github"_s).fault.isEmpty());
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"late"});
        QCOMPARE(changed.size(), 1);
    }
    void aLateAnswerUndoesNoChange_data()
    {
        QTest::addColumn<bool>("replaced");
        QTest::newRow("settings") << false;
        QTest::newRow("secret") << true;
    }
    void aLateAnswerUndoesNoChange()
    {
        QFETCH(bool, replaced);
        QVERIFY(store(u"github"_s, "old"));
        SlowSecretStore slow;
        restart({.keychain = &slow, .patienceMs = 10});
        ProviderChange what;
        what.enabled = false;
        if (replaced)
            what.secrets.secret = "newer";
        QVERIFY(change(u"github"_s, what));
        QCOMPARE(state(u"github"_s).fault.isEmpty(), replaced);
        slow.answer(std::optional<QByteArray>("old"));
        QCOMPARE(state(u"github"_s).settings.enabled, std::optional(false));
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{replaced ? "newer" : "old"});
        QVERIFY(state(u"github"_s).fault.isEmpty());
    }
    void aLateAnswerBringsNoSourceBack()
    {
        SourceChange what;
        what.settings = *json::parse(R"({"scheme":"stripe"})");
        what.secrets.secret = "s";
        QVERIFY(changeSource(u"shop"_s, what));
        SlowSecretStore slow;
        restart({.keychain = &slow, .patienceMs = 10});
        std::optional<Result<void>> outcome;
        m_service->removeSource(u"shop"_s, this, [&outcome](const Result<void> &result) { outcome = result; });
        QVERIFY(wait(outcome));
        slow.answer(std::optional<QByteArray>("s"));
        QVERIFY(m_registry->snapshot()->sources().isEmpty());
    }
    // Only a replacement as a whole, or the deletion, loses nothing that a person does not mean to lose.
    void anUnreadSecretIsNotAddedTo_data()
    {
        QTest::addColumn<SecretChange>("secrets");
        QTest::addColumn<bool>("taken");
        QTest::newRow("verify token") << SecretChange{.verifyToken = "x"} << false;
        QTest::newRow("second secret") << SecretChange{.secret = "x", .keepsCurrent = true} << false;
        QTest::newRow("replaced") << SecretChange{.secret = "x"} << true;
        QTest::newRow("deleted") << SecretChange{.secret = ""} << true;
    }
    void anUnreadSecretIsNotAddedTo()
    {
        QFETCH(SecretChange, secrets);
        QFETCH(bool, taken);
        QVERIFY(store(u"meta"_s, "real"));
        SourceChange source;
        source.settings = *json::parse(R"({"scheme":"stripe"})");
        source.secrets.secret = "real";
        QVERIFY(changeSource(u"shop"_s, source));
        const QMap<QString, QByteArray> before = m_keychain->values;
        m_keychain->failure = Error{ErrorCode::Unavailable, u"locked"_s};
        restart();
        m_keychain->failure.reset();
        ProviderChange what;
        what.secrets = secrets;
        source = {.secrets = secrets};
        const Result<void> provider = change(u"meta"_s, what);
        const Result<void> custom = changeSource(u"shop"_s, source);
        QCOMPARE(bool(provider), taken);
        QCOMPARE(bool(custom), taken);
        QCOMPARE(state(u"meta"_s).fault.isEmpty(), taken);
        if (!taken) {
            QCOMPARE(provider.error().code, ErrorCode::Unavailable);
            QCOMPARE(m_keychain->values, before);
        }
    }
    void secretsOfAFileMoveToTheKeychain()
    {
        const QList<ConfiguredProvider> file{
            {u"github"_s, true, "from-file"}, {u"gitlab"_s, false, {}}, {u"nobody"_s, true, "x"}};
        restart({.configured = file});
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"from-file"});
        QTRY_COMPARE(m_notices.size(), 2);
        QVERIFY(m_notices.first().contains(u"nobody"_s));
        QVERIFY(m_notices.last().contains(u"old.yaml"_s) && m_notices.last().contains(u"GitHub"_s));
        QVERIFY(!m_notices.last().contains(u"from-file"_s) && !m_notices.last().contains(u"nobody"_s));
        QCOMPARE(m_keychain->values.value(githubKey), "from-file"_ba);
        QVERIFY(!rows().contains(u"from-file"_s));
        restart();
        QVERIFY(m_registry->snapshot()->isEnabled(u"github"_s));
        QCOMPARE(state(u"gitlab"_s).settings.enabled, std::optional(false));

        // Replaced since: the file's is only a former secret.
        QVERIFY(store(u"github"_s, "newer"));
        restart({.configured = file});
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"newer"});
    }
    // Nobody is told to remove from a file what stands nowhere else.
    void onlyWhatWasMovedIsCalledMoved()
    {
        m_environment->values.insert(u"provider/slack/secret"_s, "from-environment");
        restart({.configured = {{u"slack"_s, {}, "from-file"}, {u"nobody"_s, {}, "x"}}});
        QTRY_COMPARE(m_notices.size(), 2);
        for (const QString &notice : std::as_const(m_notices))
            QVERIFY2(!notice.contains(u"in the keychain now"_s), qPrintable(notice));
        QVERIFY2(m_notices.last().contains(u"Slack"_s), qPrintable(m_notices.last()));
        QVERIFY(m_keychain->values.isEmpty());
    }
    void anOldFileReplacesNothingUnread()
    {
        QVERIFY(store(u"github"_s, "former"));
        QVERIFY(store(u"github"_s, "rotated"));
        const QByteArray stored = m_keychain->values.value(githubKey);
        SlowSecretStore slow;
        restart({.keychain = &slow, .patienceMs = 10, .configured = {{u"github"_s, true, "former"}}});
        QVERIFY(!state(u"github"_s).fault.isEmpty());
        QCOMPARE(m_notices.size(), 1);
        slow.answer(std::optional<QByteArray>(stored));
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"rotated"});
        QCOMPARE(state(u"github"_s).settings.enabled, std::optional(true));
        QVERIFY(store(u"gitlab"_s, "s")); // everything before it is done
        QCOMPARE(slow.written.values.value(githubKey, stored), stored);
    }
    void withoutKeychainTheFileIsUsedAllTheSame()
    {
        m_keychain->failure = Error{ErrorCode::Unavailable, u"no keychain"_s};
        restart({.configured = {{u"github"_s, {}, "from-file"}}});
        QVERIFY(m_registry->snapshot()->isEnabled(u"github"_s));
        QTRY_COMPARE(m_notices.size(), 1);
        QVERIFY(m_notices.first().contains(u"no keychain"_s));
    }
    void learntKeysSurviveAChangeInBetween()
    {
        ProviderChange what;
        what.enabled = true;
        std::optional<Result<void>> outcome;
        m_service->changeProvider(u"asana"_s, what, this, [&outcome](const Result<void> &result) { outcome = result; });
        // The change has been prepared and is being stored.
        QVERIFY(m_registry->adoptSecret(u"asana"_s, "offered"));
        m_service->keepLearnt(u"asana"_s);
        QVERIFY(wait(outcome));
        QCOMPARE(state(u"asana"_s).secrets.current, QList<QByteArray>{"offered"});
        bool isFinished = false;
        m_service->finish(this, [&isFinished] { isFinished = true; });
        QTRY_VERIFY(isFinished);
        restart();
        QCOMPARE(state(u"asana"_s).secrets.current, QList<QByteArray>{"offered"});
        QCOMPARE(state(u"asana"_s).settings.enabled, std::optional(true));
    }
    void finishWaitsForWhatWasLearnt()
    {
        QVERIFY(m_registry->adoptSecret(u"asana"_s, "offered"));
        m_service->keepLearnt(u"asana"_s);
        QByteArray stored;
        m_service->finish(this, [&] { stored = m_keychain->values.value(u"provider/asana/secret"_s); });
        QTRY_COMPARE(stored, "offered"_ba);
    }
};

QTEST_GUILESS_MAIN(ProviderLoadingTest)
#include "tst_providerloading.moc"
