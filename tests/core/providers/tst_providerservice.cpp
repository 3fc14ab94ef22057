// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerservice.h"
#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"
#include "tests/support/memorysecretstore.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

// Answers nothing until it is told to.
class SlowSecretStore final : public SecretStore {
public:
    void read(const QString &, QObject *, ReadDone done) override { waiting.append(std::move(done)); }
    void write(const QString &, const QByteArray &, QObject *, WriteDone) override {}
    void remove(const QString &, QObject *, WriteDone) override {}

    QList<ReadDone> waiting;
};

} // namespace

// Settings, secrets and registry stay alike, and survive a restart.
class ProviderServiceTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<test::MemorySecretStore> m_environment;
    std::unique_ptr<test::MemorySecretStore> m_keychain;
    std::unique_ptr<ProviderRegistry> m_registry;
    std::unique_ptr<ProviderService> m_service;

    // A start of the program with what is stored.
    void restart(SecretStore *keychain = nullptr, int patienceMs = 30'000,
                 const QList<ConfiguredProvider> &configured = {}, QStringList *notices = nullptr)
    {
        m_service.reset();
        m_registry = std::make_unique<ProviderRegistry>(builtInProviders());
        m_service = std::make_unique<ProviderService>(
            ProviderService::Parts{.registry = *m_registry,
                                   .store = *m_store,
                                   .environment = *m_environment,
                                   .secrets = keychain ? *keychain : static_cast<SecretStore &>(*m_keychain),
                                   .configured = configured,
                                   .configFile = u"old.yaml"_s,
                                   .patienceMs = patienceMs});
        if (notices)
            connect(m_service.get(), &ProviderService::notice, this,
                    [notices](const QString &text) { *notices << text; });
        QSignalSpy loaded(m_service.get(), &ProviderService::loaded);
        m_service->load();
        QTRY_COMPARE(loaded.size(), 1);
    }
    [[nodiscard]] ProviderState state(const QString &name) const { return m_registry->snapshot()->state(name); }
    [[nodiscard]] Result<void> change(const QString &name, const ProviderChange &what)
    {
        std::optional<Result<void>> outcome;
        m_service->changeProvider(name, what, this, [&outcome](const Result<void> &result) { outcome = result; });
        return wait(outcome);
    }
    [[nodiscard]] Result<void> changeSource(const QString &name, const SourceChange &what)
    {
        std::optional<Result<void>> outcome;
        m_service->changeSource(name, what, this, [&outcome](const Result<void> &result) { outcome = result; });
        return wait(outcome);
    }
    static Result<void> wait(const std::optional<Result<void>> &outcome)
    {
        if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 10'000))
            return Error{ErrorCode::Timeout, u"no answer"_s};
        return *outcome;
    }
    // Every text of the settings' table.
    [[nodiscard]] QString rows()
    {
        std::optional<QString> text;
        m_store->readers().run<QMap<QString, QString>>(
            this, [](Connection &connection) { return settingrepository::all(connection, {}); },
            [&text](const Result<QMap<QString, QString>> &all) {
                text = QString();
                const QMap<QString, QString> known = all.valueOr({});
                for (auto row = known.cbegin(); row != known.cend(); ++row)
                    *text += row.key() + u'=' + row.value() + u'\n';
            });
        return QTest::qWaitFor([&text] { return text.has_value(); }) ? *text : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Store::open({.databasePath = m_folder->filePath(u"x.db"_s)});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_store = std::move(*opened);
        m_environment = std::make_unique<test::MemorySecretStore>();
        m_keychain = std::make_unique<test::MemorySecretStore>();
        restart();
    }
    void cleanup()
    {
        m_service.reset();
        m_store->close();
        m_store.reset();
    }

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
    // A secret that is known to be there and cannot be read is no reason to take what nobody signed.
    void aLockedKeychainIsAFaultOfThatProviderAlone()
    {
        ProviderChange what;
        what.secrets.secret = "s";
        QVERIFY(change(u"github"_s, what));
        ProviderChange on;
        on.enabled = true;
        QVERIFY(change(u"slack"_s, on));
        m_keychain->failure = Error{ErrorCode::Unavailable, u"locked"_s};
        restart();
        QCOMPARE(state(u"github"_s).fault, u"locked"_s);
        QVERIFY(state(u"slack"_s).fault.isEmpty());
        QVERIFY(m_registry->snapshot()->isEnabled(u"slack"_s));
        m_keychain->failure.reset();
        what.secrets.secret = "new";
        QVERIFY(change(u"github"_s, what));
        QVERIFY(state(u"github"_s).fault.isEmpty());
    }
    void aSlowKeychainDoesNotHoldTheStart()
    {
        ProviderChange what;
        what.secrets.secret = "s";
        QVERIFY(change(u"github"_s, what));
        SlowSecretStore slow;
        restart(&slow, 10);
        QVERIFY(!state(u"github"_s).fault.isEmpty());
        QCOMPARE(slow.waiting.size(), 1);
        slow.waiting.first()(std::optional<QByteArray>("late"));
        QVERIFY(state(u"github"_s).fault.isEmpty());
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"late"});
    }
    void damagedRowsHurtOnlyTheirOwn()
    {
        std::optional<Result<void>> outcome;
        m_store->submit(
            [](Connection &connection) -> Result<void> {
                for (const QString &id : {u"provider/github"_s, u"source/shop"_s, u"source/bad"_s}) {
                    const QString row = id == u"source/shop"_s ? u"{\"settings\":{\"scheme\":\"github\"}}"_s : u"{"_s;
                    if (const Result<void> put = settingrepository::put(connection, {}, id, row); !put)
                        return put;
                }
                return {};
            },
            this, [&outcome](const Result<void> &result) { outcome = result; });
        QVERIFY(wait(outcome));
        restart();
        QVERIFY(!state(u"github"_s).fault.isEmpty());
        QVERIFY(state(u"gitlab"_s).fault.isEmpty());
        const auto snapshot = m_registry->snapshot();
        QVERIFY(!snapshot->source(u"bad"_s).fault.isEmpty());
        QVERIFY(snapshot->source(u"shop"_s).fault.isEmpty());
        QCOMPARE(snapshot->source(u"shop"_s).source.definition.schemes.first().name, u"github"_s);
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
    void secretsOfAFileMoveToTheKeychain()
    {
        const QList<ConfiguredProvider> file{
            {u"github"_s, true, "from-file"}, {u"gitlab"_s, false, {}}, {u"nobody"_s, true, "x"}};
        QStringList notices;
        restart(nullptr, 30'000, file, &notices);
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"from-file"});
        QTRY_COMPARE(notices.size(), 2);
        QVERIFY(notices.first().contains(u"nobody"_s));
        QVERIFY(notices.last().contains(u"old.yaml"_s) && !notices.last().contains(u"from-file"_s));
        QCOMPARE(m_keychain->values.value(u"provider/github/secret"_s), "from-file"_ba);
        QVERIFY(!rows().contains(u"from-file"_s));
        restart();
        QVERIFY(m_registry->snapshot()->isEnabled(u"github"_s));
        QCOMPARE(state(u"gitlab"_s).settings.enabled, std::optional(false));

        // Replaced since: the file's is only a former secret.
        ProviderChange what;
        what.secrets.secret = "newer";
        QVERIFY(change(u"github"_s, what));
        restart(nullptr, 30'000, file);
        QCOMPARE(state(u"github"_s).secrets.current, QList<QByteArray>{"newer"});
    }
    void withoutKeychainTheFileIsUsedAllTheSame()
    {
        m_keychain->failure = Error{ErrorCode::Unavailable, u"no keychain"_s};
        QStringList notices;
        restart(nullptr, 30'000, {{u"github"_s, {}, "from-file"}}, &notices);
        QVERIFY(m_registry->snapshot()->isEnabled(u"github"_s));
        QTRY_COMPARE(notices.size(), 1);
        QVERIFY(notices.first().contains(u"no keychain"_s));
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
