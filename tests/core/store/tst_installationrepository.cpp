// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/installationrepository.h"
#include "tests/core/store/logfixture.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

Installation installed(const QString &workspaceId, const QString &addonId = u"addon-1"_s)
{
    return {.workspaceId = workspaceId,
            .addonId = addonId,
            .status = Installation::Status::Active,
            .installedAtMs = 1'000,
            .updatedAtMs = 1'000,
            .apiUrl = u"https://api.clockify.me/api"_s,
            .installedBy = u"user-1"_s,
            .addonUserId = u"user-2"_s};
}

RegisteredWebhook webhook(const QString &workspaceId, RegisteredWebhook::Origin origin, char digest,
                          const QString &webhookId = {})
{
    return {.workspaceId = workspaceId,
            .origin = origin,
            .webhookId = webhookId,
            .path = u"/webhooks/clockify"_s,
            .eventType = u"NEW_TASK"_s,
            .tokenDigest = QByteArray(32, digest)};
}

} // namespace

class InstallationRepositoryTest final : public test::LogFixture {
    Q_OBJECT

    using Origin = RegisteredWebhook::Origin;

    QList<RegisteredWebhook> webhooks()
    {
        const auto found = installationrepository::webhooks(*m_connection);
        return found ? *found : QList<RegisteredWebhook>();
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void keepsEveryMember()
    {
        Installation second = installed(u"w2"_s, u"addon-2"_s);
        second.status = Installation::Status::Inactive;
        second.deletedAtMs = 3'000;
        QVERIFY(installationrepository::put(*m_connection, second));
        QVERIFY(installationrepository::put(*m_connection, installed(u"w1"_s)));
        const auto all = installationrepository::all(*m_connection);
        QVERIFY(all);
        QCOMPARE(*all, (QList{installed(u"w1"_s), second}));
        const auto found = installationrepository::find(*m_connection, u"w2"_s);
        QVERIFY(found && found->has_value());
        QCOMPARE(**found, second);
        const auto missing = installationrepository::find(*m_connection, u"w3"_s);
        QVERIFY(missing && !missing->has_value());
    }
    void holdsOneInstallationOfAWorkspace()
    {
        QVERIFY(installationrepository::put(*m_connection, installed(u"w1"_s)));
        Installation again = installed(u"w1"_s, u"addon-9"_s);
        again.installedAtMs = 9'000;
        QVERIFY(installationrepository::put(*m_connection, again));
        const auto all = installationrepository::all(*m_connection);
        QVERIFY(all);
        QCOMPARE(*all, QList{again});
    }
    void keepsTheOldWebhooksWhenANewOneIsWrong()
    {
        namespace repository = installationrepository;
        const RegisteredWebhook addons = webhook(u"w1"_s, Origin::Addon, 'a');
        const RegisteredWebhook own = webhook(u"w1"_s, Origin::Workspace, 'b', u"h1"_s);
        QVERIFY(repository::replaceAddonWebhooks(*m_connection, u"w1"_s, {addons}));
        QVERIFY(repository::putWorkspaceWebhook(*m_connection, own));
        const QList<RegisteredWebhook> before = webhooks();
        QCOMPARE(before.size(), 2);
        RegisteredWebhook wrong = addons;
        wrong.tokenDigest = "short";
        QVERIFY(!repository::replaceAddonWebhooks(*m_connection, u"w1"_s, {addons, wrong}));
        wrong = addons;
        wrong.workspaceId = u"w2"_s;
        QVERIFY(!repository::replaceAddonWebhooks(*m_connection, u"w1"_s, {wrong}));
        wrong = own;
        wrong.tokenDigest = "short";
        QVERIFY(!repository::putWorkspaceWebhook(*m_connection, wrong));
        QVERIFY(webhooks() == before);
    }
    void refusesWhatHasNoIds()
    {
        const Result<void> noWorkspace = installationrepository::put(*m_connection, installed({}));
        QVERIFY(!noWorkspace);
        QCOMPARE(noWorkspace.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!installationrepository::put(*m_connection, installed(u"w1"_s, {})));
        RegisteredWebhook shortDigest = webhook(u"w1"_s, Origin::Addon, 'a');
        shortDigest.tokenDigest.chop(1);
        QVERIFY(!installationrepository::replaceAddonWebhooks(*m_connection, u"w1"_s, {shortDigest}));
        QVERIFY(!installationrepository::replaceAddonWebhooks(*m_connection, u"w1"_s,
                                                              {webhook(u"w2"_s, Origin::Addon, 'a')}));
        QVERIFY(!installationrepository::putWorkspaceWebhook(*m_connection, webhook(u"w1"_s, Origin::Workspace, 'a')));
    }
    void changesTheStatusOfWhatIsInstalled()
    {
        QVERIFY(installationrepository::put(*m_connection, installed(u"w1"_s)));
        QVERIFY(installationrepository::put(*m_connection, installed(u"w2"_s)));
        QVERIFY(installationrepository::setStatus(*m_connection, u"w1"_s, Installation::Status::Inactive, 2'000));
        Installation found = installationrepository::find(*m_connection, u"w1"_s).valueOr({}).value_or(Installation());
        QVERIFY(found.isInstalled() && !found.isActive());
        QCOMPARE(found.updatedAtMs, 2'000);
        found = installationrepository::find(*m_connection, u"w2"_s).valueOr({}).value_or(Installation());
        QVERIFY(found.isActive());

        QVERIFY(installationrepository::markUninstalled(*m_connection, u"w1"_s, 3'000));
        QVERIFY(installationrepository::setStatus(*m_connection, u"w1"_s, Installation::Status::Active, 4'000));
        found = installationrepository::find(*m_connection, u"w1"_s).valueOr({}).value_or(Installation());
        QCOMPARE(found.deletedAtMs, 3'000);
        QVERIFY(!found.isActive());
        QVERIFY(installationrepository::setStatus(*m_connection, u"nobody"_s, Installation::Status::Active, 4'000));
    }
    void uninstallsOneWorkspaceAlone()
    {
        for (const QString &workspace : {u"w1"_s, u"w2"_s}) {
            QVERIFY(installationrepository::put(*m_connection, installed(workspace)));
            QVERIFY(installationrepository::replaceAddonWebhooks(
                *m_connection, workspace, {webhook(workspace, Origin::Addon, workspace.back().toLatin1())}));
        }
        const RegisteredWebhook own = webhook(u"w1"_s, Origin::Workspace, 'x', u"hook-1"_s);
        QVERIFY(installationrepository::putWorkspaceWebhook(*m_connection, own));
        QVERIFY(installationrepository::markUninstalled(*m_connection, u"w1"_s, 5'000));
        QVERIFY(installationrepository::markUninstalled(*m_connection, u"w1"_s, 6'000));
        const auto first = installationrepository::find(*m_connection, u"w1"_s).valueOr({});
        QVERIFY(first);
        QCOMPARE(first->deletedAtMs, 5'000);
        QVERIFY(installationrepository::find(*m_connection, u"w2"_s).valueOr({})->isActive());
        QCOMPARE(webhooks(), (QList{own, webhook(u"w2"_s, Origin::Addon, '2')}));
    }
    void replacesWebhooks()
    {
        const QList<RegisteredWebhook> old{webhook(u"w1"_s, Origin::Addon, 'a'), webhook(u"w1"_s, Origin::Addon, 'b')};
        QVERIFY(installationrepository::replaceAddonWebhooks(*m_connection, u"w1"_s, old));
        QCOMPARE(webhooks(), old);
        // The same token twice is one row.
        const RegisteredWebhook fresh = webhook(u"w1"_s, Origin::Addon, 'c');
        QVERIFY(installationrepository::replaceAddonWebhooks(*m_connection, u"w1"_s, {fresh, fresh}));
        QCOMPARE(webhooks(), QList{fresh});
        QVERIFY(installationrepository::replaceAddonWebhooks(*m_connection, u"w1"_s, {}));
        QVERIFY(webhooks().isEmpty());
    }
    void forgetsTheTokenThatANewOneReplaces()
    {
        QVERIFY(installationrepository::putWorkspaceWebhook(*m_connection,
                                                            webhook(u"w1"_s, Origin::Workspace, 'a', u"h1"_s)));
        const RegisteredWebhook rotated = webhook(u"w1"_s, Origin::Workspace, 'b', u"h1"_s);
        const RegisteredWebhook other = webhook(u"w1"_s, Origin::Workspace, 'c', u"h2"_s);
        QVERIFY(installationrepository::putWorkspaceWebhook(*m_connection, rotated));
        QVERIFY(installationrepository::putWorkspaceWebhook(*m_connection, other));
        QCOMPARE(webhooks(), (QList{rotated, other}));
        QVERIFY(installationrepository::removeWorkspaceWebhook(*m_connection, u"w2"_s, u"h1"_s));
        QVERIFY(installationrepository::removeWorkspaceWebhook(*m_connection, u"w1"_s, u"h1"_s));
        QVERIFY(installationrepository::removeWorkspaceWebhook(*m_connection, u"w1"_s, u"h1"_s));
        QCOMPARE(webhooks(), QList{other});
    }
};

QTEST_GUILESS_MAIN(InstallationRepositoryTest)
#include "tst_installationrepository.moc"
