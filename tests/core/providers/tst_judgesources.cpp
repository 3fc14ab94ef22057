// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/providers/judgefixture.h"

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;
using crypto::Digest;

namespace {

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

// Workspaces, verifiers of their own, and custom sources.
class TestJudgeSources final : public JudgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void workspaces();
    void ownVerifier();
    void customSources();
    void customSchema();
    void customSettings_data();
    void customSettings();
};

void TestJudgeSources::workspaces()
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

void TestJudgeSources::ownVerifier()
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

void TestJudgeSources::customSources()
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

void TestJudgeSources::customSchema()
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

void TestJudgeSources::customSettings_data()
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

void TestJudgeSources::customSettings()
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

QTEST_GUILESS_MAIN(TestJudgeSources)
#include "tst_judgesources.moc"
