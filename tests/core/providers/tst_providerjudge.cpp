// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/providers/judgefixture.h"

#include <thread>

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;

// Verdicts, what an event becomes, and what a judge does under load.
class TestProviderJudge final : public JudgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void methods();
    void verdicts_data();
    void verdicts();
    void bodies_data();
    void bodies();
    void normalized_data();
    void normalized();
    void maskedHeaders();
    void faultStaysWithItsProvider();
    void causesAreRationed();
    void parallel();
};

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
