// SPDX-License-Identifier: GPL-3.0-or-later
// The add-on's life through its routes: a real server, a real store.
#include "core/store/installationrepository.h"
#include "core/store/readerpool.h"
#include "tests/core/clockify/addonfixture.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;
using namespace uw::test;

namespace {

// Single quotes for double ones, so that JSON can be read in the source.
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

} // namespace

class AddonTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<AddonFixture> m_fixture;

    // What the store holds for that workspace, read afresh.
    std::optional<Installation> stored(const QString &workspaceId)
    {
        std::optional<Result<std::optional<Installation>>> found;
        m_fixture->store->readers().run<std::optional<Installation>>(
            this,
            [workspaceId](Connection &connection) { return installationrepository::find(connection, workspaceId); },
            [&found](const Result<std::optional<Installation>> &result) { found = result; });
        [[maybe_unused]] const bool inTime = QTest::qWaitFor([&found] { return found.has_value(); });
        return found && *found ? **found : std::nullopt;
    }
    QByteArray token(const QString &workspaceId, const QString &addonId) const
    {
        return m_fixture->key().token(workspaceId, addonId);
    }
    static Addon::Done into(std::optional<Result<void>> &outcome)
    {
        return [&outcome](const Result<void> &result) { outcome = result; };
    }

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<AddonFixture>();
        QVERIFY(m_fixture->isReady());
    }
    void cleanup() { m_fixture.reset(); }

    void installs()
    {
        QSignalSpy installed(m_fixture->addon.get(), &Addon::installed);
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s, "a-very-secret-token"), 200);
        // The answer came after the commit: nothing has to be waited for.
        const std::optional<Installation> found = stored(u"w1"_s);
        QVERIFY(found && found->isActive());
        QCOMPARE(found->addonId, u"a1"_s);
        QCOMPARE(found->installedAtMs, m_fixture->clock.nowMs());
        QCOMPARE(found->apiUrl, u"https://api.clockify.me/api"_s);
        QCOMPARE(found->addonUserId, u"1a2b3c4d5e6f7g8h9i0j1k2l"_s);
        QCOMPARE(installed.size(), 1);
        QCOMPARE(m_fixture->secrets.values,
                 (QMap<QString, QByteArray>{{installationTokenKey(u"w1"_s, u"a1"_s), "a-very-secret-token"}}));
        const auto known = m_fixture->directory.snapshot();
        QVERIFY(known->installation(u"w1"_s));
        QCOMPARE(known->addonWebhooks(u"w1"_s).value(0).tokenDigest, tokenDigest("webhook-w1"));
        QCOMPARE(known->addonWebhooks(u"w1"_s).value(0).path, u"/webhooks/clockify"_s);

        std::optional<Result<std::optional<QByteArray>>> read;
        m_fixture->addon->readToken(u"w1"_s, this, [&read](const auto &result) { read = result; });
        QTRY_VERIFY(read.has_value());
        QCOMPARE(read->valueOr(std::nullopt), std::optional("a-very-secret-token"_ba));
        // Neither token is in the database, in no form that could be used.
        const QByteArray disk = m_fixture->bytesOnDisk();
        QVERIFY(disk.contains("1a2b3c4d5e6f7g8h9i0j1k2l"));
        QVERIFY(!disk.contains("a-very-secret-token"));
        QVERIFY(!disk.contains("webhook-w1"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<HeaderList>("headers");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const AddonKey other;
        const auto row = [](const char *name, const QByteArray &path, const HeaderList &headers, const QByteArray &body,
                            int status) { QTest::newRow(name) << path << headers << body << status; };
        const QByteArray installed = "/lifecycle/installed";
        const QByteArray body = quoted("{'authToken':'x'}");
        row("no token", installed, {}, body, 401);
        row("an empty token", installed, {{"X-Addon-Lifecycle-Token", ""}}, body, 401);
        row("a token that is none", installed, {{"X-Addon-Lifecycle-Token", "x.y.z"}}, body, 401);
        row("signed by another", installed, {{"X-Addon-Lifecycle-Token", other.token(u"w1"_s, u"a1"_s)}}, body, 401);
        row("in another header", installed, {{"Authorization", "Bearer x"}}, body, 401);
        for (const QByteArray &path :
             {"/lifecycle/uninstalled"_ba, "/lifecycle/settings-updated"_ba, "/lifecycle/status-changed"_ba})
            row(path.constData(), path, {}, quoted("{'workspaceId':'w1','status':'ACTIVE','settings':[]}"), 401);
        row("from a path that is none", "/lifecycle/deleted", {}, body, 404);
    }
    void refuses()
    {
        QFETCH(QByteArray, path);
        QFETCH(HeaderList, headers);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const PlainAnswer answer = m_fixture->ask("POST", path, headers, body);
        QCOMPARE(answer.status, status);
        QCOMPARE(headerValue(answer.headers, "Content-Type"), "application/problem+json"_ba);
        QVERIFY(m_fixture->secrets.values.isEmpty());
        QVERIFY(m_fixture->addon->installations().isEmpty());
    }
    void refusesBodies_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const QByteArray &path, const QByteArray &body, int status) {
            QTest::newRow(name) << "/lifecycle/" + path << body << status;
        };
        row("no JSON", "installed", "authToken=x", 400);
        row("nothing", "installed", {}, 400);
        row("deep", "installed", QByteArray(100, '[') + QByteArray(100, ']'), 400);
        row("large", "installed", quoted("{'authToken':'x','filler':'") + QByteArray(300'000, 'x') + "\"}", 413);
        row("no installation's token", "installed", quoted("{'workspaceId':'w1'}"), 400);
        row("another workspace", "installed", quoted("{'authToken':'x','workspaceId':'w2'}"), 401);
        row("another workspace to uninstall", "uninstalled", quoted("{'workspaceId':'w2'}"), 401);
        row("another workspace's settings", "settings-updated", quoted("{'workspaceId':'w2','settings':[]}"), 401);
        row("no status", "status-changed", quoted("{'workspaceId':'w1'}"), 400);
        row("no settings", "settings-updated", quoted("{'workspaceId':'w1'}"), 400);
        row("settings of what is not installed", "settings-updated", quoted("{'workspaceId':'w1','settings':[]}"), 403);
        row("status of what is not installed", "status-changed", quoted("{'status':'ACTIVE'}"), 403);
    }
    void refusesBodies()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const PlainAnswer answer = m_fixture->call(path, token(u"w1"_s, u"a1"_s), body);
        QVERIFY2(answer.status == status, answer.body.constData());
        QVERIFY(!answer.body.contains("filler"));
        QVERIFY(m_fixture->secrets.values.isEmpty());
        QVERIFY(m_fixture->addon->installations().isEmpty());
    }
    void refusesTwoTokens()
    {
        const QByteArray good = token(u"w1"_s, u"a1"_s);
        const PlainAnswer answer = m_fixture->ask(
            "POST", "/lifecycle/installed", {{"X-Addon-Lifecycle-Token", good}, {"X-Addon-Lifecycle-Token", good}},
            quoted("{'authToken':'x'}"));
        QCOMPARE(answer.status, 401);
    }
    void refusesAnExpiredToken()
    {
        json::Value claims = AddonKey::claims(u"w1"_s, u"a1"_s);
        claims["exp"] = m_fixture->clock.nowMs() / 1'000 + 30;
        const QByteArray aging = m_fixture->key().token(claims);
        QCOMPARE(m_fixture->call("/lifecycle/installed", aging, quoted("{'authToken':'x'}")).status, 200);
        m_fixture->clock.advance(3'600'000);
        QCOMPARE(m_fixture->call("/lifecycle/uninstalled", aging, {}).status, 401);
        QVERIFY(stored(u"w1"_s)->isInstalled());
    }

    void uninstalls()
    {
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QSignalSpy gone(m_fixture->addon.get(), &Addon::uninstalled);
        m_fixture->clock.advance(1'000);
        const QByteArray body = quoted("{'addonId':'a1','workspaceId':'w1','asUser':'u1'}");
        const PlainAnswer answer = m_fixture->call("/lifecycle/uninstalled", token(u"w1"_s, u"a1"_s), body);
        QCOMPARE(answer.status, 200);
        QCOMPARE(gone.size(), 1);
        // The row stays, with its time; the token and the add-on's webhooks do not.
        const std::optional<Installation> found = stored(u"w1"_s);
        QVERIFY(found);
        QCOMPARE(found->deletedAtMs, m_fixture->clock.nowMs());
        QTRY_VERIFY(!m_fixture->secrets.values.contains(installationTokenKey(u"w1"_s, u"a1"_s)));
        QVERIFY(m_fixture->directory.snapshot()->addonWebhooks(u"w1"_s).isEmpty());
        QVERIFY(m_fixture->directory.refusal(u"w1"_s, WorkspaceGate::NamedBy::Owner));
        // The other workspace is as before.
        QVERIFY(!m_fixture->directory.refusal(u"w2"_s, WorkspaceGate::NamedBy::Owner));
        QVERIFY(m_fixture->secrets.values.contains(installationTokenKey(u"w2"_s, u"a2"_s)));
        QCOMPARE(m_fixture->addon->installations().size(), 1);

        // Said again, and for one that never was: done already.
        QCOMPARE(m_fixture->call("/lifecycle/uninstalled", token(u"w1"_s, u"a1"_s), body).status, 200);
        QCOMPARE(m_fixture->call("/lifecycle/uninstalled", token(u"w9"_s, u"a9"_s), {}).status, 200);
        QCOMPARE(gone.size(), 1);
        QCOMPARE(
            m_fixture->call("/lifecycle/status-changed", token(u"w1"_s, u"a1"_s), quoted("{'status':'ACTIVE'}")).status,
            403);
    }
    void installsAnew()
    {
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s, "first"), 200);
        QCOMPARE(m_fixture->call("/lifecycle/status-changed", token(u"w1"_s, u"a1"_s), quoted("{'status':'INACTIVE'}"))
                     .status,
                 200);
        QCOMPARE(m_fixture->install(u"w1"_s, u"a2"_s, "second"), 200);
        QVERIFY(stored(u"w1"_s)->isActive());
        QTRY_COMPARE(m_fixture->secrets.values,
                     (QMap<QString, QByteArray>{{installationTokenKey(u"w1"_s, u"a2"_s), "second"}}));
        // The end of the first installation, told late, is not the end of the second.
        QCOMPARE(m_fixture->call("/lifecycle/uninstalled", token(u"w1"_s, u"a1"_s), {}).status, 200);
        QVERIFY(stored(u"w1"_s)->isActive());
        QCOMPARE(m_fixture->call("/lifecycle/status-changed", token(u"w1"_s, u"a1"_s), quoted("{'status':'INACTIVE'}"))
                     .status,
                 403);
        // After its own end it can come back.
        QCOMPARE(m_fixture->call("/lifecycle/uninstalled", token(u"w1"_s, u"a2"_s), {}).status, 200);
        QVERIFY(m_fixture->directory.refusal(u"w1"_s, WorkspaceGate::NamedBy::Owner));
        QCOMPARE(m_fixture->install(u"w1"_s, u"a2"_s, "third"), 200);
        QVERIFY(!m_fixture->directory.refusal(u"w1"_s, WorkspaceGate::NamedBy::Owner));
        QTRY_COMPARE(m_fixture->secrets.values,
                     (QMap<QString, QByteArray>{{installationTokenKey(u"w1"_s, u"a2"_s), "third"}}));
    }
    void switchesOffAndOn()
    {
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QSignalSpy changed(m_fixture->addon.get(), &Addon::statusChanged);
        for (const bool active : {false, true}) {
            const QByteArray body = active ? quoted("{'status':'ACTIVE'}") : quoted("{'status':'INACTIVE'}");
            QCOMPARE(m_fixture->call("/lifecycle/status-changed", token(u"w1"_s, u"a1"_s), body).status, 200);
            QCOMPARE(m_fixture->directory.refusal(u"w1"_s, WorkspaceGate::NamedBy::Owner).has_value(), !active);
            QCOMPARE(stored(u"w1"_s)->isActive(), active);
            QCOMPARE(changed.takeFirst().at(1).toBool(), active);
        }
    }

    void takesSettings()
    {
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QSignalSpy changed(m_fixture->addon.get(), &Addon::settingsChanged);
        const auto push = [this](const QByteArray &settings) {
            return m_fixture->call("/lifecycle/settings-updated", token(u"w1"_s, u"a1"_s),
                                   quoted("{'workspaceId':'w1','addonId':'a1','settings':") + settings + '}');
        };
        QCOMPARE(
            push(
                quoted("[{'id':'max_rps','name':'x','value':7},{'id':'redact_pii','value':true},{'id':'y','value':1}]"))
                .status,
            200);
        QCOMPARE(changed.size(), 1);
        SettingValues values = m_fixture->addon->settings(u"w1"_s);
        QCOMPARE(values.integer(SettingId::MaxRps), 7);
        QVERIFY(values.isOn(SettingId::RedactPii));
        QCOMPARE(values.source(SettingId::MaxRps), SettingSource::Workspace);
        QCOMPARE(values.source(SettingId::CacheTtlDays), SettingSource::Default);

        // One wrong value: none of them is taken.
        const PlainAnswer refused = push(quoted("[{'id':'max_rps','value':8},{'id':'cache_ttl_days','value':31}]"));
        QCOMPARE(refused.status, 400);
        QVERIFY(refused.body.contains("cache_ttl_days"));
        QCOMPARE(m_fixture->addon->settings(u"w1"_s).integer(SettingId::MaxRps), 7);

        // They are another workspace's business no more than they are the process's.
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(m_fixture->addon->settings(u"w2"_s).integer(SettingId::MaxRps), 25);
        QCOMPARE(m_fixture->addon->settings(u"w3"_s).integer(SettingId::MaxRps), 25);

        m_fixture->restart();
        values = m_fixture->addon->settings(u"w1"_s);
        QCOMPARE(values.integer(SettingId::MaxRps), 7);
    }
    void sharesThePortsSettings()
    {
        QCOMPARE(m_fixture->addon->portSettings().integer(SettingId::MaxBodyBytes), limits::bodyBytesDefault);
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        std::optional<Result<void>> outcome;
        m_fixture->addon->storeSettings(u"w1"_s, {{u"max_body_bytes"_s, 4096}}, into(outcome));
        QTRY_VERIFY(outcome.has_value());
        QVERIFY(*outcome);
        QCOMPARE(m_fixture->addon->portSettings().integer(SettingId::MaxBodyBytes), 4096);
        // Two workspaces, two opinions: the port follows neither.
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(m_fixture->addon->portSettings().integer(SettingId::MaxBodyBytes), limits::bodyBytesDefault);
        QCOMPARE(m_fixture->addon->settings(u"w1"_s).integer(SettingId::MaxBodyBytes), 4096);
    }
    void storesWhatAPersonSets()
    {
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        const auto store = [this](const QString &workspaceId, const SettingChanges &values) {
            std::optional<Result<void>> outcome;
            m_fixture->addon->storeSettings(workspaceId, values, into(outcome));
            [[maybe_unused]] const bool inTime = QTest::qWaitFor([&outcome] { return outcome.has_value(); });
            return outcome.value_or(Error{ErrorCode::Timeout, u"no answer"_s});
        };
        const QString httpActions = u"enable_generic_http_actions"_s;
        QVERIFY(store(u"w1"_s, {{httpActions, 1}}));
        QVERIFY(m_fixture->addon->settings(u"w1"_s).isOn(SettingId::EnableGenericHttpActions));
        // Clockify may forbid them, and take that back, but not allow them by itself.
        const auto push = [this](const QByteArray &value) {
            return m_fixture
                ->call("/lifecycle/settings-updated", token(u"w1"_s, u"a1"_s),
                       quoted("{'settings':[{'id':'enable_generic_http_actions','value':") + value + "}]}")
                .status;
        };
        QCOMPARE(push("false"), 200);
        QVERIFY(!m_fixture->addon->settings(u"w1"_s).isOn(SettingId::EnableGenericHttpActions));
        QCOMPARE(push("true"), 200);
        QVERIFY(m_fixture->addon->settings(u"w1"_s).isOn(SettingId::EnableGenericHttpActions));
        QVERIFY(store(u"w1"_s, {{httpActions, 0}}));
        QCOMPARE(push("true"), 200);
        QVERIFY(!m_fixture->addon->settings(u"w1"_s).isOn(SettingId::EnableGenericHttpActions));

        QCOMPARE(store(u"w1"_s, {{u"max_rps"_s, 51}}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(store(u"w1"_s, {{u"listen"_s, 1}}).error().code, ErrorCode::InvalidInput);
        QCOMPARE(store(u"w2"_s, {{u"max_rps"_s, 5}}).error().code, ErrorCode::NotFound);
    }

    void keepsNothingWithoutAPlaceForTheToken()
    {
        m_fixture->secrets.failure = Error{ErrorCode::Unavailable, u"No keychain: install gnome-keyring."_s};
        const PlainAnswer answer =
            m_fixture->call("/lifecycle/installed", token(u"w1"_s, u"a1"_s), quoted("{'authToken':'secret'}"));
        QCOMPARE(answer.status, 503);
        QCOMPARE(headerValue(answer.headers, "Retry-After"), "5"_ba);
        // How this computer is set up is nobody's business outside.
        QVERIFY(!answer.body.contains("gnome-keyring"));
        QVERIFY(!stored(u"w1"_s));
        QVERIFY(!m_fixture->directory.snapshot()->installation(u"w1"_s));
        m_fixture->secrets.failure.reset();
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
    }
    void keepsNoTokenWithoutItsInstallation()
    {
        m_fixture->closeStore();
        const PlainAnswer answer =
            m_fixture->call("/lifecycle/installed", token(u"w1"_s, u"a1"_s), quoted("{'authToken':'secret'}"));
        QCOMPARE(answer.status, 503);
        QVERIFY(findHeader(answer.headers, "Retry-After"));
        QTRY_VERIFY(m_fixture->secrets.values.isEmpty());
        QVERIFY(m_fixture->addon->installations().isEmpty());
    }
    void remembersAfterAStart()
    {
        QCOMPARE(m_fixture->install(u"w1"_s, u"a1"_s), 200);
        QCOMPARE(m_fixture->install(u"w2"_s, u"a2"_s), 200);
        QCOMPARE(m_fixture->install(u"w3"_s, u"a3"_s), 200);
        QCOMPARE(m_fixture->call("/lifecycle/uninstalled", token(u"w2"_s, u"a2"_s), {}).status, 200);
        QCOMPARE(m_fixture->call("/lifecycle/status-changed", token(u"w3"_s, u"a3"_s), quoted("{'status':'INACTIVE'}"))
                     .status,
                 200);
        m_fixture->restart();
        QCOMPARE(m_fixture->addon->installations().size(), 2);
        QVERIFY(!m_fixture->directory.refusal(u"w1"_s, WorkspaceGate::NamedBy::Owner));
        QVERIFY(m_fixture->directory.refusal(u"w2"_s, WorkspaceGate::NamedBy::Owner));
        QVERIFY(m_fixture->directory.refusal(u"w3"_s, WorkspaceGate::NamedBy::Owner));
        QVERIFY(m_fixture->directory.refusal(u"w4"_s, WorkspaceGate::NamedBy::Owner));
        QCOMPARE(m_fixture->directory.snapshot()->addonWebhooks(u"w1"_s).size(), 1);
    }
    // The keychain takes its time; what comes meanwhile waits.
    void changesOneAfterTheOther()
    {
        std::optional<Result<void>> first;
        std::optional<Result<void>> second;
        std::optional<Result<void>> third;
        const AddonClaims claims{u"w1"_s, u"a1"_s};
        m_fixture->addon->install({.claims = claims, .authToken = "t"}, into(first));
        m_fixture->addon->changeStatus(claims, Installation::Status::Inactive, into(second));
        m_fixture->addon->uninstall(claims, into(third));
        QVERIFY(!first && !second && !third);
        QTRY_VERIFY(third.has_value());
        QVERIFY(*first && *second && *third);
        const std::optional<Installation> found = stored(u"w1"_s);
        QVERIFY(found && !found->isInstalled());
        QTRY_VERIFY(m_fixture->secrets.values.isEmpty());
    }
    void answersWhatWaitsWhenItCloses()
    {
        std::optional<Result<void>> first;
        std::optional<Result<void>> second;
        std::optional<Result<void>> third;
        const AddonClaims claims{u"w1"_s, u"a1"_s};
        m_fixture->addon->install({.claims = claims, .authToken = "t"}, into(first));
        m_fixture->addon->uninstall(claims, into(second));
        m_fixture->addon->close();
        QVERIFY(first && second);
        QCOMPARE(first->error().code, ErrorCode::Unavailable);
        QCOMPARE(second->error().code, ErrorCode::Unavailable);
        m_fixture->addon->uninstall(claims, into(third));
        QVERIFY(third && !*third);
        // What had begun is finished in order.
        QTRY_VERIFY(m_fixture->directory.snapshot()->installation(u"w1"_s));
        QCOMPARE(first->error().code, ErrorCode::Unavailable);
    }
    // A caller that hangs up has made its change all the same.
    void finishesWhatACallerBegan()
    {
        const QByteArray body = quoted("{'authToken':'secret'}");
        QTcpSocket socket;
        const QList<QByteArray> address = m_fixture->url().split(':');
        socket.connectToHost(u"127.0.0.1"_s, address.last().toUShort());
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        socket.write("POST /lifecycle/installed HTTP/1.1\r\nHost: a\r\nX-Addon-Lifecycle-Token: "
                     + token(u"w1"_s, u"a1"_s) + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n"
                     + body);
        QTRY_COMPARE(socket.bytesToWrite(), 0);
        QTRY_VERIFY(!m_fixture->secrets.values.isEmpty());
        socket.abort();
        QTRY_VERIFY(m_fixture->directory.snapshot()->installation(u"w1"_s));
        QVERIFY(stored(u"w1"_s));
    }

    void learnsTheTokensOfAWorkspacesWebhooks()
    {
        const auto learn = [this](const QString &workspaceId, const QString &webhookId, const QByteArray &secret) {
            std::optional<Result<void>> outcome;
            m_fixture->addon->learnWebhook(workspaceId, webhookId, u"NEW_TAG"_s, secret, into(outcome));
            [[maybe_unused]] const bool inTime = QTest::qWaitFor([&outcome] { return outcome.has_value(); });
            return outcome.value_or(Error{ErrorCode::Timeout, u"no answer"_s});
        };
        const auto owner = [this](const QByteArray &secret) {
            const auto known = m_fixture->directory.snapshot();
            const RegisteredWebhook *webhook = known->ownWebhook(secret);
            return webhook ? webhook->workspaceId + u'/' + webhook->webhookId : QString();
        };
        QVERIFY(learn(u"w1"_s, u"h1"_s, "token-1"));
        QVERIFY(learn(u"w2"_s, u"h1"_s, "token-2"));
        QCOMPARE(owner("token-1"), u"w1/h1"_s);
        QCOMPARE(owner("token-2"), u"w2/h1"_s);
        // A new token of the same webhook: the old one is dead at once.
        QVERIFY(learn(u"w1"_s, u"h1"_s, "token-3"));
        QCOMPARE(owner("token-1"), QString());
        m_fixture->restart();
        QCOMPARE(owner("token-3"), u"w1/h1"_s);
        QVERIFY(!m_fixture->bytesOnDisk().contains("token-3"));

        std::optional<Result<void>> outcome;
        m_fixture->addon->forgetWebhook(u"w1"_s, u"h1"_s, into(outcome));
        QTRY_VERIFY(outcome.has_value());
        QVERIFY(*outcome);
        QCOMPARE(owner("token-3"), QString());
        QCOMPARE(owner("token-2"), u"w2/h1"_s);

        QCOMPARE(learn(u"w1"_s, u"h1"_s, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(learn(u"w/1"_s, u"h1"_s, "t").error().code, ErrorCode::InvalidArgument);
        QCOMPARE(learn(u"w1"_s, {}, "t").error().code, ErrorCode::InvalidArgument);
    }

    void servesTheManifest_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("version");
        QTest::addColumn<int>("events");
        QTest::newRow("newest") << QByteArray() << 200 << u"1.6"_s << 51;
        QTest::newRow("1.6") << "?version=1.6"_ba << 200 << u"1.6"_s << 51;
        QTest::newRow("1.3") << "?version=1.3"_ba << 200 << u"1.3"_s << 22;
        QTest::newRow("chosen") << "?events=NEW_TAG,NEW_TASK"_ba << 200 << u"1.6"_s << 2;
        QTest::newRow("unknown version") << "?version=2.0"_ba << 400 << QString() << 0;
        QTest::newRow("no version") << "?version="_ba << 400 << QString() << 0;
        QTest::newRow("unknown event") << "?events=NEW_TAG,NOTHING"_ba << 400 << QString() << 0;
        QTest::newRow("too new an event") << "?version=1.3&events=TAG_UPDATED"_ba << 400 << QString() << 0;
    }
    void servesTheManifest()
    {
        QFETCH(QByteArray, query);
        QFETCH(int, status);
        QFETCH(QString, version);
        QFETCH(int, events);
        m_fixture->setBaseUrl(u"https://tunnel.example/x"_s);
        const PlainAnswer answer = m_fixture->ask("GET", "/manifest" + query);
        QCOMPARE(answer.status, status);
        if (status != 200)
            return;
        QCOMPARE(headerValue(answer.headers, "Content-Type"), "application/json"_ba);
        QCOMPARE(json::toQString(*json::member(answer.json, "schemaVersion")), version);
        QCOMPARE(json::toQString(*json::member(answer.json, "baseUrl")), u"https://tunnel.example/x"_s);
        QCOMPARE(json::member(answer.json, "webhooks")->size(), std::size_t(events));
    }
    void offersOneMethodEach()
    {
        const PlainAnswer manifest = m_fixture->ask("POST", "/manifest", {}, "{}");
        QCOMPARE(manifest.status, 405);
        QCOMPARE(headerValue(manifest.headers, "Allow"), "GET, HEAD"_ba);
        const PlainAnswer lifecycle = m_fixture->ask("GET", "/lifecycle/installed");
        QCOMPARE(lifecycle.status, 405);
        QCOMPARE(headerValue(lifecycle.headers, "Allow"), "POST"_ba);
    }
};

QTEST_GUILESS_MAIN(AddonTest)
#include "tst_addon.moc"
