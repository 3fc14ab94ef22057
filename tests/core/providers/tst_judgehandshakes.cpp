// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/certificatecache.h"
#include "core/providers/secretlearner.h"
#include "tests/core/providers/judgefixture.h"

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;
using crypto::Digest;

// What a sender asks before it sends, keys that it offers, certificates that are fetched.
class TestJudgeHandshakes final : public JudgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void handshakes_data();
    void handshakes();
    void asanaKey();
    void certificatesOnTheirWay();
    void certificatesAreNotFetchedForForgeries();
};

void TestJudgeHandshakes::handshakes_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status"); // 0: no handshake, an event; -401: kept as a rejected event
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("type");
    struct Row {
        QString provider;
        QByteArray method = "POST";
        QByteArray query = {};
        HeaderList headers = {};
        QByteArray body = {};
        int status = 200;
        QByteArray answer = {};
        QByteArray type = "text/plain";
    };
    const auto row = [](const char *name, const Row &r) {
        QTest::newRow(name) << r.provider << r.method << r.query << r.headers << r.body << r.status << r.answer
                            << r.type;
    };
    const QByteArray ts = "1767323045";
    const auto slack = [&ts](const QByteArray &key, const QByteArray &body) {
        return HeaderList{{"X-Slack-Request-Timestamp", ts},
                          {"X-Slack-Signature", "v0=" + hex(key, "v0:" + ts + ":" + body)}};
    };
    const QByteArray challenge = R"({"type":"url_verification","challenge":"3eZbrw1a-B.m_2~"})";
    row("slack",
        {.provider = u"slack"_s, .headers = slack("s", challenge), .body = challenge, .answer = "3eZbrw1a-B.m_2~"});
    row("slack unsigned", {.provider = u"slack"_s, .body = challenge, .status = -401});
    row("slack wrong", {.provider = u"slack"_s, .headers = slack("x", challenge), .body = challenge, .status = -401});
    const QByteArray script = R"({"type":"url_verification","challenge":"<script>"})";
    row("slack script", {.provider = u"slack"_s, .headers = slack("s", script), .body = script, .status = 400});
    const QByteArray longChallenge = R"({"type":"url_verification","challenge":")" + QByteArray(129, 'a') + "\"}";
    row("slack too long",
        {.provider = u"slack"_s, .headers = slack("s", longChallenge), .body = longChallenge, .status = 400});
    const QByteArray noChallenge = R"({"type":"url_verification"})";
    row("slack without",
        {.provider = u"slack"_s, .headers = slack("s", noChallenge), .body = noChallenge, .status = 400});
    const QByteArray zoom = R"({"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}})";
    const QByteArray zoomAnswer =
        R"({"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":")" + hex("s", "qgg8vlvZRS6UYooatFL8Aw") + "\"}";
    row("zoom", {.provider = u"zoom"_s, .body = zoom, .answer = zoomAnswer, .type = "application/json"});
    row("zoom signed",
        {.provider = u"zoom"_s,
         .headers = {{"x-zm-request-timestamp", ts}, {"x-zm-signature", "v0=" + hex("s", "v0:" + ts + ":" + zoom)}},
         .body = zoom,
         .answer = zoomAnswer,
         .type = "application/json"});
    row("zoom signed wrongly", {.provider = u"zoom"_s,
                                .headers = {{"x-zm-request-timestamp", ts}, {"x-zm-signature", "v0=00"}},
                                .body = zoom,
                                .status = -401});
    const QByteArray forged = R"({"event":"endpoint.url_validation","payload":{"plainToken":"v0:1:{}"}})";
    row("zoom is no oracle", {.provider = u"zoom"_s, .body = forged, .status = 400});
    row("meta", {.provider = u"meta"_s,
                 .method = "GET",
                 .query = "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=s",
                 .answer = "1158201444"});
    row("meta wrong token", {.provider = u"meta"_s,
                             .method = "GET",
                             .query = "hub.mode=subscribe&hub.challenge=1&hub.verify_token=x",
                             .status = 401});
    row("meta no token",
        {.provider = u"meta"_s, .method = "GET", .query = "hub.mode=subscribe&hub.challenge=1", .status = 401});
    row("meta script", {.provider = u"meta"_s,
                        .method = "GET",
                        .query = "hub.mode=subscribe&hub.challenge=%3Cb%3E&hub.verify_token=s",
                        .status = 400});
    row("meta other mode", {.provider = u"meta"_s, .method = "GET", .query = "hub.mode=x", .status = -401});
    row("whatsapp", {.provider = u"whatsapp"_s,
                     .method = "GET",
                     .query = "hub.mode=subscribe&hub.challenge=7&hub.verify_token=s",
                     .answer = "7"});
    row("twitch", {.provider = u"twitch"_s,
                   .headers = {{"Twitch-Eventsub-Message-Type", "webhook_callback_verification"}},
                   .body = R"({"challenge":"pogchamp-kappa-360noscope-vohiyo"})",
                   .answer = "pogchamp-kappa-360noscope-vohiyo"});
    row("twitch signed wrongly", {.provider = u"twitch"_s,
                                  .headers = {{"Twitch-Eventsub-Message-Type", "webhook_callback_verification"},
                                              {"Twitch-Eventsub-Message-Signature", "sha256=00"}},
                                  .body = R"({"challenge":"p"})",
                                  .status = -401});
    row("x", {.provider = u"x"_s,
              .method = "GET",
              .query = "crc_token=challenge",
              .answer =
                  "{\"response_token\":\"sha256=" + crypto::hmac(Digest::Sha256, "s", {"challenge"}).toBase64() + "\"}",
              .type = "application/json"});
    row("x is no oracle",
        {.provider = u"x"_s, .method = "GET", .query = "crc_token=%7B%22for_user_id%22%3A1%7D", .status = 400});
    row("graph", {.provider = u"graph"_s, .query = "validationToken=abc.DEF~1", .answer = "abc.DEF~1"});
    row("graph in words", {.provider = u"graph"_s,
                           .query = "validationToken=Validation%3A+Testing+client+application+reachability+for+"
                                    "subscription+Request-Id%3A+877cb92e-a60b-483b-8a39-79aa5f64f5a3",
                           .answer = "Validation: Testing client application reachability for subscription Request-Id: "
                                     "877cb92e-a60b-483b-8a39-79aa5f64f5a3"});
    row("graph in other words",
        {.provider = u"graph"_s, .query = "validationToken=Validation%3A+Hello", .status = 400});
    row("graph script", {.provider = u"graph"_s, .query = "validationToken=%3Cscript%3E", .status = 400});
    row("dropbox", {.provider = u"dropbox"_s, .method = "GET", .query = "challenge=Ab-1_2", .answer = "Ab-1_2"});
    row("dropbox without", {.provider = u"dropbox"_s, .method = "GET", .status = -401});
    row("monday", {.provider = u"monday"_s,
                   .body = R"({"challenge":"3eZbrw1a"})",
                   .answer = R"({"challenge":"3eZbrw1a"})",
                   .type = "application/json"});
    row("monday quote", {.provider = u"monday"_s, .body = R"({"challenge":"a\"b"})", .status = 400});
    row("trello", {.provider = u"trello"_s, .method = "HEAD", .type = ""});
    row("websub",
        {.provider = u"websub"_s,
         .method = "GET",
         .query = "hub.mode=subscribe&hub.topic=https%3A%2F%2Fexample.com%2Ffeed&hub.challenge=abc&hub.lease_seconds=1",
         .answer = "abc"});
    row("websub leaving", {.provider = u"websub"_s,
                           .method = "GET",
                           .query = "hub.mode=unsubscribe&hub.topic=t&hub.challenge=abc",
                           .answer = "abc"});
    row("websub denied",
        {.provider = u"websub"_s, .method = "GET", .query = "hub.mode=denied&hub.topic=t", .type = ""});
    row("cloudevents", {.provider = u"cloudevents"_s,
                        .method = "OPTIONS",
                        .headers = {{"WebHook-Request-Origin", "eventemitter.example.com"}},
                        .type = ""});
    row("cloudevents injection", {.provider = u"cloudevents"_s,
                                  .method = "OPTIONS",
                                  .headers = {{"WebHook-Request-Origin", "a b"}},
                                  .status = 400});
    row("cloudevents without origin", {.provider = u"cloudevents"_s, .method = "OPTIONS", .status = 400});
    row("woocommerce", {.provider = u"woocommerce"_s,
                        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                        .body = "webhook_id=12",
                        .type = ""});
    row("asana without window", {.provider = u"asana"_s,
                                 .headers = {{"X-Hook-Secret", "b537207f20cbfa02357cf448134da559"}},
                                 .body = "{}",
                                 .status = 403});
    row("asana with its own key",
        {.provider = u"asana"_s, .headers = {{"X-Hook-Secret", "s"}}, .body = "{}", .type = ""});
    row("no handshake", {.provider = u"zoom"_s,
                         .headers = {{"x-zm-request-timestamp", ts},
                                     {"x-zm-signature", "v0=" + hex("s", "v0:" + ts + ":{\"event\":\"a.b\"}")}},
                         .body = "{\"event\":\"a.b\"}",
                         .status = 0});
}

void TestJudgeHandshakes::handshakes()
{
    QFETCH(QString, provider);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, query);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, type);
    set(provider, {.current = {"s"}});
    m_clock.setNow(1'767'323'045'000);
    const Judgement judgement = judge().judge(request(provider, headers, body, method, query));
    if (status <= 0) {
        QCOMPARE(judgement.outcome, status == 0 ? Judgement::Outcome::Accept : Judgement::Outcome::RejectAndKeep);
        return;
    }
    QCOMPARE(judgement.outcome, Judgement::Outcome::AnswerOnly);
    QVERIFY(judgement.response);
    QVERIFY2(judgement.response->status == status, judgement.response->body.constData());
    if (status >= 400) {
        QCOMPARE(judgement.response->contentType, QByteArray("application/problem+json"));
        return;
    }
    QCOMPARE(judgement.response->body, answer);
    QCOMPARE(judgement.response->contentType, type);
    QCOMPARE(headerValue(judgement.response->headers, "X-Content-Type-Options"), QByteArray("nosniff"));
    if (provider == "cloudevents"_L1)
        QCOMPARE(headerValue(judgement.response->headers, "WebHook-Allowed-Origin"),
                 QByteArray("eventemitter.example.com"));
    if (provider == "asana"_L1)
        QCOMPARE(headerValue(judgement.response->headers, "X-Hook-Secret"), QByteArray("s"));
}

void TestJudgeHandshakes::asanaKey()
{
    QList<std::pair<QString, QByteArray>> learnt;
    SecretLearner learner(*m_registry, m_clock, [&learnt](const QString &provider, const QByteArray &secret) {
        learnt.append({provider, secret});
    });
    const ProviderJudge subject({.registry = *m_registry, .clock = m_clock, .learner = &learner});
    const ReceivedRequest offer = request(u"asana"_s, {{"X-Hook-Secret", "first"}}, {});
    set(u"asana"_s, {}, {.enabled = true});
    QCOMPARE(subject.judge(offer).response->status, 403);
    learner.open(u"asana"_s);
    QCOMPARE(learner.remainingMs(u"asana"_s), SecretLearner::windowMs);
    m_clock.advance(SecretLearner::windowMs);
    QCOMPARE(learner.remainingMs(u"asana"_s), 0);
    QCOMPARE(subject.judge(offer).response->status, 403);
    learner.open(u"asana"_s);
    QCOMPARE(subject.judge(request(u"asana"_s, {{"X-Hook-Secret", "not a token"}}, {})).response->status, 400);
    m_clock.advance(SecretLearner::windowMs - 1);
    const Judgement taken = subject.judge(offer);
    QCOMPARE(taken.response->status, 200);
    QCOMPARE(headerValue(taken.response->headers, "X-Hook-Secret"), QByteArray("first"));
    QCOMPARE(learnt.size(), 1);
    QCOMPARE(learnt.first(), std::pair(u"asana"_s, QByteArray("first")));
    QCOMPARE(learner.remainingMs(u"asana"_s), 0);
    // The window closed behind the first key, and an open one does not help against a key that is there.
    QCOMPARE(subject.judge(request(u"asana"_s, {{"X-Hook-Secret", "second"}}, {})).response->status, 403);
    learner.open(u"asana"_s);
    QCOMPARE(subject.judge(request(u"asana"_s, {{"X-Hook-Secret", "second"}}, {})).response->status, 403);
    QCOMPARE(learnt.size(), 1);
    const QByteArray body = R"({"events":[{"action":"changed","resource":{"gid":"12","resource_type":"task"}}]})";
    const Judgement event = subject.judge(request(u"asana"_s, {{"X-Hook-Signature", hex("first", body)}}, body));
    QCOMPARE(event.verdict, Verdict::Valid);
    QCOMPARE(event.normalizedType, u"task.changed"_s);
    QCOMPARE(event.entityId, u"12"_s);
}

void TestJudgeHandshakes::certificatesOnTheirWay()
{
    CertificateCache certificates(m_clock, [] { return QList<QByteArray>(); });
    QStringList wanted;
    const ProviderJudge subject({.registry = *m_registry, .clock = m_clock, .certificates = &certificates});
    set(u"paypal"_s, {.current = {"WH"}});
    const HeaderList headers{{"PAYPAL-TRANSMISSION-SIG", "AAAA"},
                             {"PAYPAL-TRANSMISSION-ID", "1"},
                             {"PAYPAL-TRANSMISSION-TIME", "2026-01-02T03:04:05Z"},
                             {"PAYPAL-CERT-URL", "https://api.paypal.com/cert"},
                             {"PAYPAL-AUTH-ALGO", "SHA256withRSA"}};
    const ReceivedRequest received = request(u"paypal"_s, headers, "{}");
    // A secret is stored, so what cannot be verified is never taken.
    QCOMPARE(subject.judge(received).response->status, 503);
    certificates.setFetcher([&wanted](const QString &url, const QByteArray &) { wanted << url; });
    const Judgement pending = subject.judge(received);
    QCOMPARE(pending.outcome, Judgement::Outcome::AnswerOnly);
    QCOMPARE(pending.response->status, 503);
    QCOMPARE(subject.judge(received).response->status, 503);
    QCOMPARE(wanted, QStringList{u"https://api.paypal.com/cert"_s});
    certificates.fail(wanted.first(), u"The network is down."_s);
    const Judgement failed = subject.judge(received);
    QCOMPARE(failed.outcome, Judgement::Outcome::AnswerOnly);
    QCOMPARE(failed.response->status, 503);
    certificates.refuse(wanted.first(), u"404"_s);
    const Judgement forged = subject.judge(received);
    QCOMPARE(forged.outcome, Judgement::Outcome::RejectAndKeep);
    QCOMPARE(forged.verdict, Verdict::Invalid);
    QCOMPARE(forged.response->status, 401);
    m_clock.advance(61'000);
    QCOMPARE(subject.judge(received).response->status, 503);
    QCOMPARE(wanted.size(), 2);
}

// Looking for the cause of a forgery, or at one that is malformed, sends nobody to the network.
void TestJudgeHandshakes::certificatesAreNotFetchedForForgeries()
{
    CertificateCache certificates(m_clock, [] { return QList<QByteArray>(); });
    int wanted = 0;
    certificates.setFetcher([&wanted](const QString &, const QByteArray &) { ++wanted; });
    const ProviderJudge subject({.registry = *m_registry, .clock = m_clock, .certificates = &certificates});
    set(u"paypal"_s, {.current = {"WH"}});
    set(u"github"_s, {.current = {"s"}});
    HeaderList headers{{"X-Hub-Signature-256", "sha256=" + QByteArray(64, '0')},
                       {"PAYPAL-TRANSMISSION-SIG", "AAAA"},
                       {"PAYPAL-TRANSMISSION-ID", "1"},
                       {"PAYPAL-TRANSMISSION-TIME", "2026-01-02T03:04:05Z"},
                       {"PAYPAL-CERT-URL", "https://api.paypal.com/cert"},
                       {"PAYPAL-AUTH-ALGO", "SHA256withRSA"}};
    QCOMPARE(subject.judge(request(u"github"_s, headers, "{}")).response->status, 401);
    headers[1].value = "no base64!";
    QCOMPARE(subject.judge(request(u"paypal"_s, headers, "{}")).response->status, 401);
    QCOMPARE(wanted, 0);
}

QTEST_GUILESS_MAIN(TestJudgeHandshakes)
#include "tst_judgehandshakes.moc"
