// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/certificatecache.h"
#include "core/providers/providerjudge.h"
#include "core/providers/secretlearner.h"
#include "tests/support/manualclock.h"

#include <QTest>

#include <thread>

using namespace uw;
using namespace Qt::StringLiterals;
using crypto::Digest;

namespace {

QByteArray hex(const QByteArray &key, const QByteArray &message)
{
    return crypto::hmac(Digest::Sha256, key, {message}).toHex();
}

HeaderList github(const QByteArray &key, const QByteArray &body, const QByteArray &mediaType = "application/json")
{
    return {
        {"Content-Type", mediaType}, {"X-GitHub-Event", "issues"}, {"X-Hub-Signature-256", "sha256=" + hex(key, body)}};
}

class FakeVerifier final : public ProviderVerifier {
public:
    Verdict verify(const RequestView &, const ProviderState &) const override
    {
        return {.verification = {.verdict = uw::Verdict::Valid, .scheme = u"own"_s, .reason = u"it is"_s},
                .workspaceId = u"w-claim"_s};
    }
};

class FakeGate final : public WorkspaceGate {
public:
    std::optional<Error> refusal(const QString &workspaceId, NamedBy) const override
    {
        if (workspaceId == "w-unknown"_L1)
            return Error{ErrorCode::Unavailable, u"The workspaces cannot be read now."_s};
        return workspaceId == "w-gone"_L1
                 ? std::optional(Error{ErrorCode::Forbidden, u"The workspace is uninstalled."_s})
                 : std::nullopt;
    }
};

} // namespace

class TestProviderJudge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void methods();
    void verdicts_data();
    void verdicts();
    void bodies_data();
    void bodies();
    void handshakes_data();
    void handshakes();
    void asanaKey();
    void normalized_data();
    void normalized();
    void maskedHeaders();
    void workspaces();
    void ownVerifier();
    void customSources();
    void customSchema();
    void customSettings_data();
    void customSettings();
    void faultStaysWithItsProvider();
    void certificatesOnTheirWay();
    void certificatesAreNotFetchedForForgeries();
    void causesAreRationed();
    void parallel();

private:
    void set(const QString &provider, const ProviderSecrets &secrets, const ProviderSettings &settings = {});
    [[nodiscard]] ReceivedRequest request(const QString &route, const HeaderList &headers, const QByteArray &body,
                                          const QByteArray &method = "POST", const QByteArray &query = {}) const;
    [[nodiscard]] ProviderJudge judge() const;

    test::ManualClock m_clock;
    std::unique_ptr<ProviderRegistry> m_registry;
};

void TestProviderJudge::init()
{
    m_registry = std::make_unique<ProviderRegistry>(builtInProviders());
}

void TestProviderJudge::set(const QString &provider, const ProviderSecrets &secrets, const ProviderSettings &settings)
{
    m_registry->setProvider(provider, {.settings = settings, .secrets = secrets});
}

ReceivedRequest TestProviderJudge::request(const QString &route, const HeaderList &headers, const QByteArray &body,
                                           const QByteArray &method, const QByteArray &query) const
{
    ReceivedRequest received;
    received.route = route.section(u'/', 0, 0);
    received.customSource = route.section(u'/', 1);
    received.request.method = method;
    received.request.path = "/webhooks/" + route.toLatin1();
    received.request.target = received.request.path + (query.isEmpty() ? QByteArray() : '?' + query);
    received.request.query = query;
    received.request.headers = headers;
    received.request.body = body;
    received.request.receivedAtMs = m_clock.nowMs();
    return received;
}

ProviderJudge TestProviderJudge::judge() const
{
    return ProviderJudge({.registry = *m_registry, .clock = m_clock, .digestKey = "digest key"});
}

void TestProviderJudge::methods()
{
    const ProviderJudge subject = judge();
    QVERIFY(subject.methods(u"github"_s, {}).isEmpty());
    QCOMPARE(subject.methods(u"clockify"_s, {}), QByteArrayList{"POST"});
    QCOMPARE(subject.methods(u"custom"_s, u"anything"_s), QByteArrayList{"POST"});
    QVERIFY(subject.methods(u"nobody"_s, {}).isEmpty());
    set(u"meta"_s, {.current = {"s"}});
    QCOMPARE(subject.methods(u"meta"_s, {}), QByteArrayList({"POST", "GET"}));
    set(u"meta"_s, {.current = {"s"}}, {.enabled = false});
    QVERIFY(subject.methods(u"meta"_s, {}).isEmpty());
    set(u"meta"_s, {}, {.enabled = true});
    QVERIFY(!subject.methods(u"meta"_s, {}).isEmpty());
    set(u"nobody"_s, {}, {.enabled = true});
    QVERIFY(subject.methods(u"nobody"_s, {}).isEmpty());
    QVERIFY(!subject.allowsBrowsers(u"github"_s, {}));
    QCOMPARE(m_registry->enabledNames(), QStringList({u"clockify"_s, u"meta"_s}));
    QCOMPARE(subject.judge(request(u"github"_s, {}, "{}")).response->status, 404);
}

void TestProviderJudge::verdicts_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("verdict");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("cause");
    const auto row = [](const char *name, const QString &provider, const QByteArray &secret, const HeaderList &headers,
                        const QByteArray &body, Verdict verdict, int status, const char *cause = "") {
        QTest::newRow(name) << provider << secret << headers << body << int(verdict) << status << QByteArray(cause);
    };
    const QByteArray body = "{\"action\":\"opened\",\"issue\":{\"id\":9007199254740993}}";
    row("valid", u"github"_s, "s", github("s", body), body, Verdict::Valid, 0);
    row("invalid", u"github"_s, "s", github("other", body), body, Verdict::Invalid, 401, "unknown");
    row("re-serialised", u"github"_s, "s", github("s", body),
        "{ \"action\": \"opened\", \"issue\": {\"id\": 9007199254740993} }", Verdict::Invalid, 401,
        "body_reserialized");
    row("missing", u"github"_s, "s", {}, body, Verdict::Invalid, 401, "unknown");
    row("not configured", u"github"_s, {}, github("s", body), body, Verdict::NotConfigured, 0);
    row("not configured, not signed", u"github"_s, {}, {}, body, Verdict::NotConfigured, 0);
    row("token matches", u"gitlab"_s, "t", {{"X-Gitlab-Token", "t"}}, "{}", Verdict::Unsigned, 0);
    row("token does not", u"gitlab"_s, "t", {{"X-Gitlab-Token", "u"}}, "{}", Verdict::Invalid, 401, "unknown");
    row("nothing is signed", u"cloudevents"_s, {}, {}, "{}", Verdict::Unsigned, 0);
    row("clockify token", u"clockify"_s, "t", {{"clockify-signature", "t"}}, "{}", Verdict::Valid, 0);
    row("clockify without secret", u"clockify"_s, {}, {{"clockify-signature", "t"}}, "{}", Verdict::NotConfigured, 0);
    const QByteArray old = "1";
    row("stale", u"slack"_s, "s",
        {{"X-Slack-Request-Timestamp", old}, {"X-Slack-Signature", "v0=" + hex("s", "v0:1:{}")}}, "{}", Verdict::Stale,
        401, "clock_skew");
}

void TestProviderJudge::verdicts()
{
    QFETCH(QString, provider);
    QFETCH(QByteArray, secret);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);
    QFETCH(int, verdict);
    QFETCH(int, status);
    QFETCH(QByteArray, cause);
    set(provider, secret.isEmpty() ? ProviderSecrets{} : ProviderSecrets{.current = {secret}}, {.enabled = true});
    const Judgement judgement = judge().judge(request(provider, headers, body));
    QCOMPARE(verdictWord(judgement.verdict), verdictWord(Verdict(verdict)));
    QCOMPARE(judgement.provider, provider);
    QCOMPARE(judgement.source, provider.toUpper());
    QVERIFY(!judgement.verdictReason.isEmpty());
    QCOMPARE(judgement.outcome, status == 0 ? Judgement::Outcome::Accept : Judgement::Outcome::RejectAndKeep);
    QCOMPARE(judgement.response.has_value(), status != 0);
    if (status == 0) {
        QVERIFY(judgement.cause.isEmpty());
        return;
    }
    QCOMPARE(judgement.response->status, status);
    QVERIFY2(judgement.cause.startsWith(QByteArray("{\"code\":\"" + cause + "\"")), judgement.cause.constData());
    // Whoever sends what is wrong is not told what would have been right.
    QVERIFY(!judgement.response->body.contains("cause"));
}

void TestProviderJudge::bodies_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("mediaType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QString &provider, const QByteArray &type, const QByteArray &body,
                        int status, const char *says = "") {
        QTest::newRow(name) << provider << type << body << status << QByteArray(says);
    };
    row("json", u"github"_s, "application/json; charset=utf-8", "{}", 0);
    row("no type", u"github"_s, "", "{}", 0);
    row("upper case", u"github"_s, "Application/JSON", "{}", 0);
    row("json by suffix", u"github"_s, "application/vnd.github+json", "{}", 0);
    row("form with payload", u"github"_s, "application/x-www-form-urlencoded",
        "payload=%7B%22action%22%3A%22opened%22%7D", 0);
    row("form at a JSON provider", u"stripe"_s, "application/x-www-form-urlencoded", "a=b", 415,
        "application/x-www-form-urlencoded");
    row("text", u"github"_s, "text/plain", "{}", 415, "text/plain");
    row("xml", u"github"_s, "application/xml", "<a/>", 415);
    row("no JSON", u"github"_s, "application/json", "Hello, World!", 400, "no JSON");
    row("empty", u"github"_s, "application/json", "", 400, "no JSON");
    row("deep", u"github"_s, "application/json", QByteArray(100'000, '['), 400, "no JSON");
    row("any body", u"standard"_s, "text/plain", "Hello", 0);
    row("member is missing", u"clickup"_s, "application/json", "{\"webhook_id\":\"1\"}", 400, "\"field\":\"/event\"");
    row("member is empty", u"clickup"_s, "application/json", "{\"event\":\"\"}", 400, "/event");
    row("member is an object", u"clickup"_s, "application/json", "{\"event\":{}}", 400, "/event");
    row("member is there", u"clickup"_s, "application/json", "{\"event\":\"taskCreated\"}", 0);
    row("too large", u"zoom"_s, "application/json", "{\"event\":\"" + QByteArray(2'000, 'x') + "\"}", 413,
        "at most 1024");
}

void TestProviderJudge::bodies()
{
    QFETCH(QString, provider);
    QFETCH(QByteArray, mediaType);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    set(provider, {}, {.enabled = true, .maximumBodyBytes = provider == "zoom"_L1 ? 1024 : 0});
    HeaderList headers;
    if (!mediaType.isEmpty())
        headers.append({"content-type", mediaType});
    const Judgement judgement = judge().judge(request(provider, headers, body));
    if (status == 0) {
        QCOMPARE(judgement.outcome, Judgement::Outcome::Accept);
        return;
    }
    QCOMPARE(judgement.outcome, Judgement::Outcome::AnswerOnly);
    QCOMPARE(judgement.response->status, status);
    QVERIFY2(judgement.response->body.contains(says), judgement.response->body.constData());
}

void TestProviderJudge::handshakes_data()
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

void TestProviderJudge::handshakes()
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

void TestProviderJudge::asanaKey()
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

void TestProviderJudge::normalized_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("eventType");
    QTest::addColumn<QString>("normalizedType");
    QTest::addColumn<QString>("entity"); // type and id
    QTest::addColumn<QString>("deliveryId");
    const auto row = [](const char *provider, const HeaderList &headers, const QByteArray &body, const char *type,
                        const char *normalized, const char *entity, const char *id = "") {
        QTest::newRow(qPrintable(QString::fromLatin1(provider) + u' ' + QString::fromLatin1(type)))
            << QString::fromLatin1(provider) << headers << body << QString::fromUtf8(type)
            << QString::fromUtf8(normalized) << QString::fromUtf8(entity) << QString::fromUtf8(id);
    };
    row("clickup", {}, R"({"event":"taskCreated","task_id":"1vj","history_items":[{"id":"88"}]})", "taskCreated",
        "task.created", "task 1vj", "88");
    row("clickup", {}, R"({"event":"taskStatusUpdated","task_id":"1vj"})", "taskStatusUpdated", "task.status_updated",
        "task 1vj");
    row("clickup", {}, R"({"event":"keyResultCreated","goal_id":"g","key_result_id":"k"})", "keyResultCreated",
        "key_result.created", "key_result k");
    row("github", {{"x-github-event", "issues"}, {"X-GitHub-Delivery", "72d3162e"}},
        R"({"action":"opened","issue":{"id":9007199254740993}})", "issues", "issues.opened", "issue 9007199254740993",
        "72d3162e");
    row("github", {{"X-GitHub-Event", "push"}}, R"({"head_commit":{"id":"abc"},"repository":{"id":1}})", "push", "push",
        "commit abc");
    row("bitbucket", {{"X-Event-Key", "repo:push"}}, R"({"repository":{"uuid":"{u}"}})", "repo:push", "repo.push",
        "repo {u}");
    row("jira", {}, R"({"webhookEvent":"jira:issue_created","issue":{"id":"10002"}})", "jira:issue_created",
        "issue.created", "issue 10002");
    row("gitlab", {{"X-Gitlab-Event", "Merge Request Hook"}},
        R"({"object_kind":"merge_request","object_attributes":{"id":99,"action":"open"}})", "Merge Request Hook",
        "merge_request.open", "merge_request 99");
    row("slack", {}, R"({"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","channel":"C1"}})",
        "app_mention", "app_mention", "channel C1", "Ev1");
    row("slack", {{"Content-Type", "application/x-www-form-urlencoded"}}, "command=%2Fhello&channel_id=C2&trigger_id=T",
        "/hello", "hello", "channel C2", "T");
    row("stripe", {},
        R"({"id":"evt_1","type":"customer.created","data":{"object":{"id":"cus_1","object":"customer"}}})",
        "customer.created", "customer.created", "customer cus_1", "evt_1");
    row("standard", {{"webhook-id", "msg_1"}}, R"({"type":"user.created","data":{"id":7}})", "user.created",
        "user.created", "user 7", "msg_1");
    row("shopify", {{"X-Shopify-Topic", "orders/create"}, {"X-Shopify-Webhook-Id", "w"}},
        R"({"id":820982911946154508})", "orders/create", "orders.created", "orders 820982911946154508", "w");
    row("linear", {{"Linear-Event", "Issue"}}, R"({"action":"create","data":{"id":"i"}})", "Issue", "issue.created",
        "issue i");
    row("hubspot", {}, R"([{"eventId":5,"subscriptionType":"contact.creation","objectId":123}])", "contact.creation",
        "contact.created", "contact 123", "5");
    row("twilio", {{"Content-Type", "application/x-www-form-urlencoded"}, {"I-Twilio-Idempotency-Token", "i"}},
        "MessageSid=SM1&MessageStatus=delivered", "delivered", "delivered", "message SM1", "i");
    row("paypal", {},
        R"({"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED","resource_type":"capture","resource":{"id":"42"}})",
        "PAYMENT.CAPTURE.COMPLETED", "payment.capture.completed", "capture 42", "WH-1");
    row("discord", {}, R"({"type":2,"id":"11","member":{"user":{"id":"22"}}})", "2", "interaction.application_command",
        "user 22", "11");
    row("x", {}, R"({"for_user_id":"2","tweet_create_events":[]})", "tweet_create_events", "tweet_create_events",
        "user 2");
    row("trello", {}, R"({"action":{"id":"a","type":"createCard","data":{"card":{"id":"c"}}}})", "createCard",
        "card.created", "card c", "a");
    row("monday", {}, R"({"event":{"type":"create_item","pulseId":9,"triggerUuid":"u"}})", "create_item",
        "item.created", "item 9", "u");
    row("chargebee", {}, R"({"id":"ev","event_type":"subscription_created","content":{"subscription":{"id":"s"}}})",
        "subscription_created", "subscription.created", "subscription s", "ev");
    row("clockify", {{"clockify-webhook-event-type", "NEW_TIME_ENTRY"}}, R"({"id":"5b"})", "NEW_TIME_ENTRY",
        "time_entry.created", "time_entry 5b");
    row("clockify", {{"clockify-webhook-event-type", "TIME_ENTRY_DELETED"}}, R"({"id":"5b"})", "TIME_ENTRY_DELETED",
        "time_entry.deleted", "time_entry 5b");
    row("clockify", {{"clockify-webhook-event-type", "EXPENSE_DELETED"}}, R"({"expenseId":"e"})", "EXPENSE_DELETED",
        "expense.deleted", "expense e");
    row("replicate", {}, R"({"id":"p","status":"succeeded"})", "succeeded", "prediction.succeeded", "prediction p");
    row("graph", {},
        R"({"value":[{"changeType":"updated","resourceData":{"id":"m","@odata.type":"#Microsoft.Graph.Message"}}]})",
        "updated", "updated", "#Microsoft.Graph.Message m");
    row("cloudevents", {{"ce-type", "com.example.order.created"}, {"ce-id", "A-1"}, {"ce-subject", "o1"}}, "not json",
        "com.example.order.created", "com.example.order.created", "com o1", "A-1");
    row("github", {{"X-GitHub-Event", QByteArray(300, 'x')}}, "{}", "", "", "");
    row("github", {{"X-GitHub-Event", "a\x01z"}}, "{}", "", "", "");
}

void TestProviderJudge::normalized()
{
    QFETCH(QString, provider);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);
    QFETCH(QString, eventType);
    QFETCH(QString, normalizedType);
    QFETCH(QString, entity);
    QFETCH(QString, deliveryId);
    set(provider, {}, {.enabled = true});
    const Judgement judgement = judge().judge(request(provider, headers, body));
    QCOMPARE(judgement.outcome, Judgement::Outcome::Accept);
    QCOMPARE(judgement.eventType, eventType);
    QCOMPARE(judgement.normalizedType, normalizedType);
    QCOMPARE(QString(judgement.entityType + u' ' + judgement.entityId).trimmed(), entity);
    QCOMPARE(judgement.deliveryId, deliveryId);
}

void TestProviderJudge::maskedHeaders()
{
    set(u"gitlab"_s, {.current = {"t0k3n"}});
    set(u"postmark"_s, {.current = {"user:pass"}});
    const QByteArray jwt = "eyJhbGciOiJIUzI1NiJ9.e30.AAAA";
    const HeaderList headers{
        {"X-GITLAB-TOKEN", "t0k3n"}, {"Authorization", "Basic dXNlcjpwYXNz"}, {"X-Same", "t0k3n"}, {"X-Jwt", jwt},
        {"Cookie", "a=b"},           {"X-Bearer", "Bearer " + jwt},           {"X-Other", "t0k3"}};
    const Judgement judgement = judge().judge(request(u"gitlab"_s, headers, "{}"));
    QVERIFY(judgement.storedHeaders);
    QByteArrayList values;
    for (const HeaderField &field : *judgement.storedHeaders)
        values << field.value;
    const QByteArray mask = maskedValue.toByteArray();
    QCOMPARE(values, QByteArrayList({mask, mask, mask, mask, "a=b", mask, "t0k3"}));
    QCOMPARE(judgement.storedHeaders->first().name, QByteArray("X-GITLAB-TOKEN"));
    QVERIFY(!judgement.maskedHeaders.contains("t0k3n"));

    const QList<MaskedHeader> masked = maskFromJson(judgement.maskedHeaders);
    QCOMPARE(masked.size(), 5);
    const HeaderList restored =
        unmaskHeaders({*judgement.storedHeaders, masked}, m_registry->snapshot()->knownSecrets(), {"digest key"});
    QCOMPARE(restored[0].value, QByteArray("t0k3n"));
    QCOMPARE(restored[1].value, QByteArray("Basic dXNlcjpwYXNz"));
    QCOMPARE(restored[3].value, mask);
    QCOMPARE(unmaskHeaders({*judgement.storedHeaders, masked}, m_registry->snapshot()->knownSecrets(), {"other key"})[0]
                 .value,
             mask);

    // The token headers of a route are hidden even when nothing is configured, a wrong token as well.
    set(u"gitlab"_s, {}, {.enabled = true});
    QCOMPARE(judge().judge(request(u"gitlab"_s, {{"X-Gitlab-Token", "theirs"}}, "{}")).storedHeaders->first().value,
             mask);
    set(u"gitlab"_s, {.current = {"t0k3n"}});
    const Judgement wrong = judge().judge(request(u"gitlab"_s, {{"X-Gitlab-Token", "wrong"}}, "{}"));
    QCOMPARE(wrong.outcome, Judgement::Outcome::RejectAndKeep);
    QCOMPARE(wrong.storedHeaders->first().value, mask);
    // Nothing to hide: as received.
    QVERIFY(!judge()
                 .judge(request(u"custom/x"_s, {{"Authorization", "Bearer abc"}, {"X-Gitlab-Token", "x"}}, "{}"))
                 .storedHeaders);
    QVERIFY(judge().judge(request(u"custom/x"_s, {{"X-Key", "t0k3n"}}, "{}")).storedHeaders);
    QVERIFY(maskFromJson("nonsense").isEmpty());
}

void TestProviderJudge::workspaces()
{
    const FakeGate gate;
    const ProviderJudge subject({.registry = *m_registry, .clock = m_clock, .workspaces = &gate});
    const auto workspaceOf = [&](const HeaderList &headers, const QByteArray &body) {
        return subject.judge(request(u"custom/a"_s, headers, body)).workspaceId;
    };
    QCOMPARE(workspaceOf({{"X-Workspace-Id", "w-header"}}, R"({"workspaceId":"w-body"})"), u"w-body"_s);
    QCOMPARE(workspaceOf({{"X-Workspace-Id", "w-header"}}, R"({"workspaceId":7})"), u"w-header"_s);
    QCOMPARE(workspaceOf({{"X-Workspace-Id", "w-header"}}, "text"), u"w-header"_s);
    QCOMPARE(workspaceOf({}, "{}"), QString());
    // What is no name is none, and whoever is named elsewhere counts.
    const auto named = [](const QByteArray &name) -> QByteArray { return R"({"workspaceId":")" + name + R"("})"; };
    QCOMPARE(workspaceOf({}, named(QByteArray(256, 'w'))), QString(256, u'w'));
    QCOMPARE(workspaceOf({}, named(QByteArray("\xc3\xa4").repeated(256))), QString(256, u'\u00e4'));
    QCOMPARE(workspaceOf({}, named(QByteArray(257, 'w'))), QString());
    QCOMPARE(workspaceOf({}, named(QByteArray(8 * 1024 * 1024, 'w'))), QString());
    QCOMPARE(workspaceOf({}, named("a\\nb")), QString());
    QCOMPARE(workspaceOf({{"X-Workspace-Id", "w-header"}}, named(QByteArray(257, 'w'))), u"w-header"_s);
    QCOMPARE(workspaceOf({{"X-Workspace-Id", QByteArray(257, 'w')}}, "{}"), QString());
    QCOMPARE(workspaceOf({{"X-Workspace-Id", "a\tb"}}, "{}"), QString());
    SourceState state;
    state.source.workspaceId = u"w-source"_s;
    m_registry->setSource(u"a"_s, state);
    QCOMPARE(workspaceOf({}, "[]"), u"w-source"_s);
    QCOMPARE(workspaceOf({{"X-Workspace-Id", "w-header"}}, "[]"), u"w-header"_s);
    const Judgement unknown = subject.judge(request(u"custom/a"_s, {}, R"({"workspaceId":"w-unknown"})"));
    QCOMPARE(unknown.outcome, Judgement::Outcome::AnswerOnly);
    QCOMPARE(unknown.response->status, 503);
    const Judgement refused = subject.judge(request(u"custom/a"_s, {}, R"({"workspaceId":"w-gone"})"));
    QCOMPARE(refused.outcome, Judgement::Outcome::AnswerOnly);
    QCOMPARE(refused.response->status, 403);
}

void TestProviderJudge::ownVerifier()
{
    const FakeVerifier verifier;
    const FakeGate gate;
    const ProviderJudge subject(
        {.registry = *m_registry, .clock = m_clock, .workspaces = &gate, .verifiers = {{u"clockify"_s, &verifier}}});
    const Judgement judgement = subject.judge(request(u"clockify"_s, {}, R"({"workspaceId":"w-gone"})"));
    QCOMPARE(judgement.verdict, Verdict::Valid);
    QCOMPARE(judgement.verdictReason, u"it is"_s);
    QCOMPARE(judgement.workspaceId, u"w-claim"_s);
}

void TestProviderJudge::customSources()
{
    const ProviderJudge subject = judge();
    const Judgement plain = subject.judge(request(u"custom/hello"_s, {}, "\x01\x02"));
    QCOMPARE(plain.outcome, Judgement::Outcome::Accept);
    QCOMPARE(plain.verdict, Verdict::Unsigned);
    QCOMPARE(plain.source, u"CUSTOM"_s);
    QCOMPARE(plain.provider, u"custom"_s);
    QVERIFY(!plain.response);
    QCOMPARE(subject.judge(request(u"custom/hello"_s, {}, R"({"type":"order.paid"})")).eventType, u"order.paid"_s);

    const auto settings = json::parse(
        R"({"scheme":{"name":"mine","algorithm":"hmac-sha512","signature":"header:X-Mine","encoding":"base64","signed":"{body}"},
        "methods":["POST","PUT"],"allowBrowsers":true,"answer":{"status":200,"type":"text/xml","body":"<ok/>"},"maximumBodyBytes":100,
        "event":{"type":"header:X-Kind","id":"body:/id","style":"camel"},"required":"body:/id","entities":[{"type":"order","id":"body:/order"}]})");
    const Result<CustomSource> source = customSourceFromJson(*settings, m_registry->snapshot()->table());
    QVERIFY2(source, source ? "" : qPrintable(source.error().text));
    m_registry->setSource(u"shop"_s, {.source = *source, .secrets = {.current = {"s"}}});
    QCOMPARE(subject.methods(u"custom"_s, u"shop"_s), QByteArrayList({"POST", "PUT"}));
    QVERIFY(subject.allowsBrowsers(u"custom"_s, u"shop"_s));
    QVERIFY(!subject.allowsBrowsers(u"custom"_s, u"hello"_s));
    const QByteArray body = R"({"id":1,"order":"o"})";
    const HeaderList headers{{"X-Kind", "orderPaid"}, {"X-Mine", crypto::hmac(Digest::Sha512, "s", {body}).toBase64()}};
    const Judgement accepted = subject.judge(request(u"custom/shop"_s, headers, body, "PUT"));
    QCOMPARE(accepted.outcome, Judgement::Outcome::Accept);
    QCOMPARE(accepted.verdict, Verdict::Valid);
    QCOMPARE(accepted.normalizedType, u"order.paid"_s);
    QCOMPARE(accepted.entityId, u"o"_s);
    QCOMPARE(accepted.deliveryId, u"1"_s);
    QCOMPARE(accepted.response->status, 200);
    QCOMPARE(accepted.response->body, QByteArray("<ok/>"));
    QCOMPARE(accepted.response->contentType, QByteArray("text/xml"));
    const Judgement refused = subject.judge(request(u"custom/shop"_s, {}, body));
    QCOMPARE(refused.outcome, Judgement::Outcome::RejectAndKeep);
    QCOMPARE(refused.response->status, 401);
    QCOMPARE(subject.judge(request(u"custom/shop"_s, {}, QByteArray(101, ' '))).response->status, 413);

    m_registry->setSource(u"shop"_s, {.enabled = false});
    QVERIFY(subject.methods(u"custom"_s, u"shop"_s).isEmpty());
    QCOMPARE(subject.judge(request(u"custom/shop"_s, {}, body)).response->status, 404);
    m_registry->removeSource(u"shop"_s);
    QCOMPARE(subject.judge(request(u"custom/shop"_s, {}, body)).outcome, Judgement::Outcome::Accept);
    // A provider's scheme by its name.
    const auto byName = customSourceFromJson(*json::parse(R"({"scheme":"stripe"})"), m_registry->snapshot()->table());
    QVERIFY(byName);
    QCOMPARE(byName->definition.schemes, m_registry->snapshot()->definition(u"stripe"_s)->schemes);
}

void TestProviderJudge::customSchema()
{
    const ProviderJudge subject = judge();
    const json::Value settings = *json::parse(R"({"schema":{
        "type":"object","required":["order"],
        "properties":{"order":{"type":"object","properties":{"id":{"type":"integer"},"token":{"const":"hush"}}}}}})");
    SourceState state;
    state.source = *customSourceFromJson(settings, m_registry->snapshot()->table());
    m_registry->setSource(u"s"_s, state);
    const auto refusal = [&](const QByteArray &body) {
        const Judgement judgement = subject.judge(request(u"custom/s"_s, {}, body));
        return judgement.outcome == Judgement::Outcome::AnswerOnly ? *json::parse(judgement.response->body)
                                                                   : json::Value();
    };
    const auto member = [](const json::Value &problem, const char *name) {
        return json::toQString(*json::member(problem, name));
    };
    QVERIFY(refusal(R"({"order":{"id":1.0,"token":"hush"}})").is_null());
    const json::Value missing = refusal(R"({"ordre":{}})");
    QCOMPARE(missing["status"], json::Value(400));
    QCOMPARE(member(missing, "field"), u"/order"_s);
    QVERIFY2(member(missing, "detail").contains(u"\"order\" is missing"_s), qPrintable(member(missing, "detail")));
    const json::Value wrong = refusal(R"({"order":{"id":"a","token":1}})");
    QCOMPARE(member(wrong, "field"), u"/order/id"_s);
    QVERIFY2(member(wrong, "detail").contains(u"At /order/id: a string stands where an integer is wanted"_s),
             qPrintable(member(wrong, "detail")));
    QVERIFY(member(wrong, "detail").contains(u"2 such faults"_s));
    // What the schema compares with stays here.
    const json::Value secret = refusal(R"({"order":{"token":"guess"}})");
    QCOMPARE(member(secret, "field"), u"/order/token"_s);
    QVERIFY(!member(secret, "detail").contains(u"hush"_s));
    QCOMPARE(subject.judge(request(u"custom/s"_s, {}, "no json")).response->status, 400);
}

void TestProviderJudge::customSettings_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray("{}") << QString();
    QTest::newRow("nulls") << QByteArray(R"({"scheme":null,"schema":null})") << QString();
    QTest::newRow("list") << QByteArray("[]") << u"no JSON object"_s;
    QTest::newRow("unknown member") << QByteArray(R"({"secret":"x"})") << u"no member"_s;
    QTest::newRow("unknown provider") << QByteArray(R"({"scheme":"nobody"})") << u"no provider"_s;
    QTest::newRow("bad scheme") << QByteArray(R"({"scheme":{"name":"x","algorithm":"md5"}})") << u"md5"_s;
    QTest::newRow("scheme that signs no body")
        << QByteArray(R"({"scheme":{"name":"x","algorithm":"hmac-sha256","signature":"header:X","signed":"{url}"}})")
        << u"the body is not part"_s;
    QTest::newRow("unknown method") << QByteArray(R"({"methods":["TRACE"]})") << u"TRACE"_s;
    QTest::newRow("status 201") << QByteArray(R"({"answer":{"status":201}})") << u"200, 202 or 204"_s;
    QTest::newRow("status 500") << QByteArray(R"({"answer":{"status":500}})") << u"from 200 to 204"_s;
    QTest::newRow("body of 204") << QByteArray(R"({"answer":{"status":204,"body":"x"}})") << u"204 has none"_s;
    QTest::newRow("type with a line break") << QByteArray(R"({"answer":{"type":"a\r\nX: y"}})") << u"no media type"_s;
    QTest::newRow("schema is a number") << QByteArray(R"({"schema":1})") << u"an object"_s;
    QTest::newRow("schema with a wrong type")
        << QByteArray(R"({"schema":{"properties":{"a":{"type":"text"}}}})") << u"at /properties/a/type: null,"_s;
    QTest::newRow("schema that refers to the net")
        << QByteArray(R"({"schema":{"items":{"$ref":"https://example.com/x.json"}}})") << u"at /items/$ref: "_s;
    QTest::newRow("schema with a bad pattern")
        << QByteArray(R"({"schema":{"pattern":"("}})") << u"at /pattern: this is no regular expression"_s;
}

void TestProviderJudge::customSettings()
{
    QFETCH(QByteArray, settings);
    QFETCH(QString, says);
    const Result<json::Value> object = json::parse(settings);
    QVERIFY(object);
    const Result<CustomSource> source = customSourceFromJson(*object, m_registry->snapshot()->table());
    QCOMPARE(source.hasValue(), says.isEmpty());
    if (!source)
        QVERIFY2(source.error().text.contains(says), qPrintable(source.error().text));
}

void TestProviderJudge::faultStaysWithItsProvider()
{
    m_registry->setProvider(u"slack"_s,
                            {.settings = {.enabled = true}, .fault = {.secret = u"the keychain is locked"_s}});
    set(u"github"_s, {.current = {"s"}});
    const ProviderJudge subject = judge();
    const Judgement faulty = subject.judge(request(u"slack"_s, {}, "{}"));
    QCOMPARE(faulty.response->status, 503);
    QVERIFY(!headerValue(faulty.response->headers, "Retry-After").isEmpty());
    QCOMPARE(subject.judge(request(u"github"_s, github("s", "{}"), "{}")).verdict, Verdict::Valid);
    // A table with faulty entries serves the others.
    const Result<ProviderTable> table =
        parseProviderTable(R"({"providers":[{"name":"bad"},{"name":"good","title":"Good"}]})");
    ProviderRegistry registry(*table);
    registry.setProvider(u"good"_s, {.settings = {.enabled = true}});
    registry.setProvider(u"bad"_s, {.settings = {.enabled = true}});
    const ProviderJudge other({.registry = registry, .clock = m_clock});
    QCOMPARE(other.judge(request(u"good"_s, {}, "{}")).outcome, Judgement::Outcome::Accept);
    QCOMPARE(other.judge(request(u"bad"_s, {}, "{}")).response->status, 404);
}

void TestProviderJudge::certificatesOnTheirWay()
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
void TestProviderJudge::certificatesAreNotFetchedForForgeries()
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

void TestProviderJudge::causesAreRationed()
{
    set(u"github"_s, {.current = {"s"}, .previous = {"old"}});
    const ProviderJudge subject = judge();
    const ReceivedRequest bad = request(u"github"_s, github("old", "{}"), "{}");
    int found = 0;
    for (int i = 0; i < 200; ++i)
        found += subject.judge(bad).cause.contains("other_secret") ? 1 : 0;
    QCOMPARE(found, 50);
    m_clock.advance(1'000);
    for (int i = 0; i < 200; ++i)
        found += subject.judge(bad).cause.contains("other_secret") ? 1 : 0;
    QCOMPARE(found, 60);
}

// Requests are judged on several threads while the registry changes.
void TestProviderJudge::parallel()
{
    set(u"github"_s, {.current = {"s"}});
    const ProviderJudge subject = judge();
    const ReceivedRequest good = request(u"github"_s, github("s", "{}"), "{}");
    const ReceivedRequest bad = request(u"github"_s, github("x", "{}"), "{}");
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 200; ++round) {
                if (subject.judge(good).verdict != Verdict::Valid || subject.judge(bad).verdict != Verdict::Invalid)
                    ++wrong;
            }
        });
    }
    for (int round = 0; round < 200; ++round)
        m_registry->setSource(u"s"_s + QString::number(round), {.secrets = {.current = {QByteArray::number(round)}}});
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(wrong.load(), 0);
}

QTEST_GUILESS_MAIN(TestProviderJudge)
#include "tst_providerjudge.moc"
