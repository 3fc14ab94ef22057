// SPDX-License-Identifier: GPL-3.0-or-later
// The verdict about webhooks of Clockify, by the verifier alone and through the judge of the public port.
#include "core/clockify/clockifyverifier.h"
#include "tests/core/clockify/addonkey.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;
using uw::test::AddonKey;

namespace {

Installation installation(const QString &workspaceId, const QString &addonId,
                          Installation::Status status = Installation::Status::Active, qint64 deletedAtMs = 0)
{
    return {.workspaceId = workspaceId, .addonId = addonId, .status = status, .deletedAtMs = deletedAtMs};
}

RegisteredWebhook webhook(const QString &workspaceId, RegisteredWebhook::Origin origin, const QByteArray &token,
                          const QString &path = u"/webhooks/clockify"_s, const QString &eventType = {})
{
    return {.workspaceId = workspaceId,
            .origin = origin,
            .webhookId = origin == RegisteredWebhook::Origin::Workspace ? u"hook"_s : QString(),
            .path = path,
            .eventType = eventType,
            .tokenDigest = tokenDigest(token)};
}

} // namespace

class ClockifyVerifierTest final : public QObject {
    Q_OBJECT

    using Origin = RegisteredWebhook::Origin;

    const AddonKey m_key;
    const AddonKey m_otherKey;
    const test::ManualClock m_clock;
    InstallationDirectory m_directory;
    std::unique_ptr<ClockifyVerifier> m_verifier;
    // Of the webhooks of the installation in w1, and of one before it.
    QByteArray m_first;
    QByteArray m_second;
    QByteArray m_earlier;

    static RequestView request(const std::optional<QByteArray> &signature, const QByteArray &body = "{}",
                               const QByteArray &event = "NEW_TASK",
                               const QByteArray &target = "/webhooks/clockify?a=/b")
    {
        HeaderList headers{{"Content-Type", "application/json"}};
        if (!event.isEmpty())
            headers.append({"clockify-webhook-event-type", event});
        if (signature)
            headers.append({"Clockify-Signature", *signature});
        return RequestView(
            {.method = "POST", .target = target, .headers = headers, .body = body, .receivedAtMs = 1'767'323'045'678});
    }
    static ProviderState secrets(const QList<QByteArray> &current, const QList<QByteArray> &previous = {})
    {
        return {.secrets = {.current = current, .previous = previous}};
    }
    QByteArray token(const QString &workspaceId, const QString &addonId, int number) const
    {
        json::Value claims = AddonKey::claims(workspaceId, addonId);
        claims["number"] = number;
        return m_key.token(claims);
    }
    void installInOne()
    {
        m_directory.replace({installation(u"w1"_s, u"a1"_s)},
                            {webhook(u"w1"_s, Origin::Addon, m_first), webhook(u"w1"_s, Origin::Addon, m_second)});
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto tokens = AddonTokenVerifier::make(m_key.publicPem(), u"universal-webhook"_s);
        QVERIFY(tokens);
        m_verifier = std::make_unique<ClockifyVerifier>(*tokens, m_directory);
        m_first = token(u"w1"_s, u"a1"_s, 1);
        m_second = token(u"w1"_s, u"a1"_s, 2);
        m_earlier = token(u"w1"_s, u"a0"_s, 1);
    }
    void init() { m_directory.replace({}, {}); }

    void knowsNobodyAtFirst_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("workspace");
        QTest::newRow("no header") << QByteArray() << Verdict::NotConfigured << QString();
        QTest::newRow("an opaque token") << "AbCdEfGhIjKlMnOpQrStUvWxYz012345"_ba << Verdict::NotConfigured
                                         << QString();
        QTest::newRow("signed by Clockify") << m_first << Verdict::Valid << u"w1"_s;
        QTest::newRow("signed by another") << m_otherKey.token(u"w1"_s, u"a1"_s) << Verdict::Invalid << QString();
        QTest::newRow("for another add-on")
            << m_key.token(AddonKey::claims(u"w1"_s, u"a1"_s, u"someone-else"_s)) << Verdict::Invalid << QString();
    }
    void knowsNobodyAtFirst()
    {
        QFETCH(QByteArray, signature);
        QFETCH(Verdict, verdict);
        QFETCH(QString, workspace);
        const auto found = m_verifier->verify(request(signature), {});
        QCOMPARE(found.verification.verdict, verdict);
        QCOMPARE(found.workspaceId, workspace);
        QVERIFY(!found.verification.reason.isEmpty());
    }

    void judgesTheAddonsWebhooks_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Verdict>("verdict");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const QByteArray &signature, const QByteArray &body, Verdict verdict,
                            const QString &reason) { QTest::newRow(name) << signature << body << verdict << reason; };
        row("first", m_first, "{}", Verdict::Valid, u"installation"_s);
        row("second", m_second, R"({"id":"1","workspaceId":"w1"})", Verdict::Valid, u"installation"_s);
        row("workspace null in the body", m_first, R"({"workspaceId":null})", Verdict::Valid, u"installation"_s);
        row("body no JSON, which is the judge's business", m_first, "{", Verdict::Valid, u"installation"_s);
        row("another workspace in the body", m_first, R"({"workspaceId":"w2"})", Verdict::Invalid, u"body"_s);
        row("a workspace that is no text", m_first, R"({"workspaceId":5})", Verdict::Invalid, u"body"_s);
        row("no header", {}, "{}", Verdict::Invalid, u"missing"_s);
        row("an opaque token", "AbCdEfGhIjKlMnOpQrStUvWxYz012345", "{}", Verdict::Invalid, u"none that Clockify"_s);
        row("not one of the installation's", token(u"w1"_s, u"a1"_s, 3), "{}", Verdict::Invalid, u"another one"_s);
        row("of an earlier installation", m_earlier, "{}", Verdict::Invalid, u"earlier"_s);
        row("signed by another", m_otherKey.token(u"w1"_s, u"a1"_s), "{}", Verdict::Invalid, u"Clockify's key"_s);
        row("two tokens in one", m_first + ", " + m_second, "{}", Verdict::Invalid, {});
        row("a blank behind", m_first + ' ', "{}", Verdict::Invalid, {});
        row("of a workspace that is not installed", token(u"w2"_s, u"a2"_s, 1), "{}", Verdict::Valid, u"Clockify"_s);
    }
    void judgesTheAddonsWebhooks()
    {
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, body);
        QFETCH(Verdict, verdict);
        QFETCH(QString, reason);
        installInOne();
        const auto found = m_verifier->verify(request(signature, body), {});
        QVERIFY2(found.verification.verdict == verdict, qPrintable(found.verification.reason));
        QVERIFY2(found.verification.reason.contains(reason), qPrintable(found.verification.reason));
        QCOMPARE(found.verification.cause.has_value(), verdict == Verdict::Invalid);
        // No sentence repeats a token.
        QVERIFY(signature.isEmpty() || !found.verification.reason.contains(QString::fromLatin1(signature)));
    }

    void looksAtThePath_data()
    {
        QTest::addColumn<QString>("registered");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<Verdict>("verdict");
        QTest::newRow("the same") << u"/webhooks/clockify"_s << "/webhooks/clockify"_ba << Verdict::Valid;
        QTest::newRow("absolute form") << u"/webhooks/clockify"_s << "http://h/webhooks/clockify?x"_ba
                                       << Verdict::Valid;
        QTest::newRow("behind a proxy's folder")
            << u"/in/webhooks/clockify"_s << "/webhooks/clockify"_ba << Verdict::Valid;
        QTest::newRow("not told") << QString() << "/webhooks/clockify"_ba << Verdict::Valid;
        QTest::newRow("another one") << u"/elsewhere"_s << "/webhooks/clockify"_ba << Verdict::Invalid;
    }
    void looksAtThePath()
    {
        QFETCH(QString, registered);
        QFETCH(QByteArray, target);
        QFETCH(Verdict, verdict);
        m_directory.replace({installation(u"w1"_s, u"a1"_s)}, {webhook(u"w1"_s, Origin::Addon, m_first, registered)});
        QCOMPARE(m_verifier->verify(request(m_first, "{}", "NEW_TASK", target), {}).verification.verdict, verdict);
    }

    void judgesTheWorkspacesOwnWebhooks_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("event");
        QTest::addColumn<Verdict>("verdict");
        const auto row = [](const char *name, const QByteArray &signature, const QByteArray &body,
                            const QByteArray &event,
                            Verdict verdict) { QTest::newRow(name) << signature << body << event << verdict; };
        row("its token", "token-of-w3", "{}", "NEW_TAG", Verdict::Valid);
        row("its token, its workspace", "token-of-w3", R"({"workspaceId":"w3"})", "NEW_TAG", Verdict::Valid);
        row("another workspace", "token-of-w3", R"({"workspaceId":"w1"})", "NEW_TAG", Verdict::Invalid);
        row("changed to another event since", "token-of-w3", "{}", "TAG_DELETED", Verdict::Valid);
        row("no event", "token-of-w3", "{}", {}, Verdict::Valid);
        row("another token", "token-of-w4", "{}", "NEW_TAG", Verdict::Invalid);
        row("a longer token", "token-of-w33", "{}", "NEW_TAG", Verdict::Invalid);
        row("other letters", "Token-of-w3", "{}", "NEW_TAG", Verdict::Invalid);
        row("none", {}, "{}", "NEW_TAG", Verdict::Invalid);
    }
    void judgesTheWorkspacesOwnWebhooks()
    {
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, event);
        QFETCH(Verdict, verdict);
        m_directory.replace(
            {}, {webhook(u"w3"_s, Origin::Workspace, "token-of-w3", u"/webhooks/clockify"_s, u"NEW_TAG"_s)});
        const auto found = m_verifier->verify(request(signature, body, event), {});
        QVERIFY2(found.verification.verdict == verdict, qPrintable(found.verification.reason));
        QCOMPARE(found.workspaceId, verdict == Verdict::Valid ? u"w3"_s : QString());
    }
    // Clockify's own document shows a token of a workspace webhook that is a JSON Web Token.
    void takesATokenOfAnyFormThatWasRegistered()
    {
        const QByteArray foreign = m_otherKey.token(u"w3"_s, u"x"_s);
        QCOMPARE(m_verifier->verify(request(foreign), {}).verification.verdict, Verdict::Invalid);
        m_directory.replace({}, {webhook(u"w3"_s, Origin::Workspace, foreign)});
        QCOMPARE(m_verifier->verify(request(foreign), {}).verification.verdict, Verdict::Valid);
        m_directory.replace({}, {});
        QCOMPARE(m_verifier->verify(request(foreign), secrets({foreign})).verification.verdict, Verdict::Valid);
    }

    void judgesByTheStoredSecret()
    {
        const ProviderState state = secrets({"one", "two"}, {"old"});
        for (const QByteArray &good : {"one"_ba, "two"_ba}) {
            const auto found = m_verifier->verify(request(good, R"({"workspaceId":"any"})"), state);
            QCOMPARE(found.verification.verdict, Verdict::Valid);
            QVERIFY(found.workspaceId.isEmpty());
        }
        const auto old = m_verifier->verify(request("old"_ba), state);
        QCOMPARE(old.verification.verdict, Verdict::Invalid);
        QVERIFY(old.verification.cause);
        QCOMPARE(old.verification.cause->code, VerdictCause::Code::OtherSecret);
        QCOMPARE(m_verifier->verify(request("three"_ba), state).verification.verdict, Verdict::Invalid);
        QCOMPARE(m_verifier->verify(request(std::nullopt), state).verification.verdict, Verdict::Invalid);
        QCOMPARE(m_verifier->verify(request(QByteArray()), state).verification.verdict, Verdict::Invalid);
        // The add-on's tokens count beside it.
        QCOMPARE(m_verifier->verify(request(m_first), state).verification.verdict, Verdict::Valid);
    }

    void sayWhichWorkspacesAreHeard_data()
    {
        QTest::addColumn<QString>("workspace");
        QTest::addColumn<bool>("isAnyInstalled");
        QTest::addColumn<QString>("refusal");
        QTest::addColumn<QString>("refusalOfOthers");
        QTest::newRow("active") << u"w1"_s << true << QString() << QString();
        QTest::newRow("switched off") << u"w2"_s << true << u"switched off"_s << u"switched off"_s;
        QTest::newRow("uninstalled") << u"w3"_s << true << u"uninstalled"_s << u"uninstalled"_s;
        QTest::newRow("uninstalled, and nothing is installed")
            << u"w3"_s << false << u"uninstalled"_s << u"uninstalled"_s;
        QTest::newRow("never installed") << u"w4"_s << true << u"not installed"_s << QString();
        QTest::newRow("never installed, and nothing is") << u"w4"_s << false << QString() << QString();
        QTest::newRow("with webhooks of its own") << u"w5"_s << true << QString() << QString();
    }
    void sayWhichWorkspacesAreHeard()
    {
        QFETCH(QString, workspace);
        QFETCH(bool, isAnyInstalled);
        QFETCH(QString, refusal);
        QList<Installation> all{installation(u"w3"_s, u"a3"_s, Installation::Status::Active, 77)};
        if (isAnyInstalled)
            all << installation(u"w1"_s, u"a1"_s) << installation(u"w2"_s, u"a2"_s, Installation::Status::Inactive);
        m_directory.replace(all, {webhook(u"w5"_s, Origin::Workspace, "t")});
        std::optional<Error> found = m_directory.refusal(workspace, WorkspaceGate::NamedBy::Owner);
        QCOMPARE(found.has_value(), !refusal.isEmpty());
        QVERIFY(!found || (found->code == ErrorCode::Forbidden && found->text.contains(refusal)));
        // Another sender's name for something of its own is no workspace; one that is known still is.
        QFETCH(QString, refusalOfOthers);
        found = m_directory.refusal(workspace, WorkspaceGate::NamedBy::Other);
        QCOMPARE(found.has_value(), !refusalOfOthers.isEmpty());
        QVERIFY(!found || found->text.contains(refusalOfOthers));
    }
    // What is not known lets nobody in, and turns nobody away for good.
    void letNobodyInWhileNothingIsKnown()
    {
        m_directory.setFault(u"It cannot be read."_s);
        for (const auto by : {WorkspaceGate::NamedBy::Owner, WorkspaceGate::NamedBy::Other}) {
            const std::optional<Error> refused = m_directory.refusal(u"w1"_s, by);
            QVERIFY(refused);
            QCOMPARE(refused->code, ErrorCode::Unavailable);
        }
        const RequestView request({.method = "POST", .target = "/webhooks/clockify", .headers = {}, .body = "{}"});
        QVERIFY(m_verifier->verify(request, {}).verification.isPassing);
        m_directory.replace({}, {});
        QVERIFY(!m_verifier->verify(request, {}).verification.isPassing);
        QVERIFY(!m_directory.refusal(u"w1"_s, WorkspaceGate::NamedBy::Owner));
    }

    void answersThroughTheJudge_data()
    {
        QTest::addColumn<QByteArray>("signature");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Judgement::Outcome>("outcome");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("workspace");
        using Outcome = Judgement::Outcome;
        const auto row = [](const char *name, const QByteArray &signature, const QByteArray &body, Outcome outcome,
                            int status, const QString &workspace) {
            QTest::newRow(name) << signature << body << outcome << status << workspace;
        };
        row("workspace from the claims", m_first, R"({"id":"1"})", Outcome::Accept, 0, u"w1"_s);
        row("the body agrees", m_first, R"({"id":"1","workspaceId":"w1"})", Outcome::Accept, 0, u"w1"_s);
        row("the body does not", m_first, R"({"id":"1","workspaceId":"w2"})", Outcome::RejectAndKeep, 401, u"w2"_s);
        row("no JSON", m_first, "x", Outcome::AnswerOnly, 400, {});
        row("switched off", token(u"w2"_s, u"a2"_s, 1), "{}", Outcome::AnswerOnly, 403, {});
        row("uninstalled", token(u"w3"_s, u"a3"_s, 1), "{}", Outcome::AnswerOnly, 403, {});
        row("never installed", token(u"w4"_s, u"a4"_s, 1), "{}", Outcome::AnswerOnly, 403, {});
        row("signed by another", m_otherKey.token(u"w1"_s, u"a1"_s), R"({"workspaceId":"w1"})", Outcome::RejectAndKeep,
            401, u"w1"_s);
        row("not signed", {}, "{}", Outcome::RejectAndKeep, 401, {});
    }
    void answersThroughTheJudge()
    {
        QFETCH(QByteArray, signature);
        QFETCH(QByteArray, body);
        QFETCH(Judgement::Outcome, outcome);
        QFETCH(int, status);
        QFETCH(QString, workspace);
        m_directory.replace({installation(u"w1"_s, u"a1"_s),
                             installation(u"w2"_s, u"a2"_s, Installation::Status::Inactive),
                             installation(u"w3"_s, u"a3"_s, Installation::Status::Active, 77)},
                            {webhook(u"w1"_s, Origin::Addon, m_first)});
        Result<ProviderTable> table = builtInProviders();
        QVERIFY(table);
        const ProviderRegistry registry(std::move(*table));
        const ProviderJudge judge({.registry = registry,
                                   .clock = m_clock,
                                   .digestKey = "digest-key",
                                   .workspaces = &m_directory,
                                   .verifiers = {{u"clockify"_s, m_verifier.get()}}});
        ReceivedRequest received{.route = u"clockify"_s};
        received.request = {.method = "POST",
                            .target = "/webhooks/clockify",
                            .path = "/webhooks/clockify",
                            .headers = {{"Content-Type", "application/json"},
                                        {"clockify-webhook-event-type", "NEW_TIME_ENTRY"},
                                        {"clockify-signature", signature}},
                            .body = body};
        const Judgement judgement = judge.judge(received);
        QCOMPARE(judgement.outcome, outcome);
        QCOMPARE(judgement.response.has_value(), status != 0);
        QVERIFY(!judgement.response || judgement.response->status == status);
        QCOMPARE(judgement.workspaceId, workspace);
        if (outcome == Judgement::Outcome::Accept) {
            QCOMPARE(judgement.verdict, Verdict::Valid);
            QCOMPARE(judgement.normalizedType, u"time_entry.created"_s);
            QVERIFY(judgement.storedHeaders);
            QCOMPARE(headerValue(*judgement.storedHeaders, "clockify-signature"), maskedValue.toByteArray());
        }
    }
};

QTEST_GUILESS_MAIN(ClockifyVerifierTest)
#include "tst_clockifyverifier.moc"
