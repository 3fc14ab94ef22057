// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/requestrules.h"
#include "core/providers/requestsigner.h"
#include "core/providers/secretmask.h"
#include "core/replay/replayrequest.h"
#include "tests/support/sampleevent.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 nowMs = 1'800'000'000'000;
const auto localUrl = "http://127.0.0.1:3000/hook?x=%2F"_ba;
const auto digestKey = "digest-key"_ba;

} // namespace

// What goes on the wire when a stored event is sent again.
class ReplayRequestTest final : public QObject {
    Q_OBJECT

    ProviderRegistry m_registry{builtInProviders()};

    [[nodiscard]] Result<PreparedReplay> prepare(const Event &event, const ReplayOrder &order) const
    {
        const auto snapshot = m_registry.snapshot();
        return prepareReplay(event, order, {*snapshot, {"another"_ba, digestKey}, nowMs});
    }
    static QByteArray mac(const QByteArray &secret, const QByteArray &message)
    {
        return QMessageAuthenticationCode::hash(message, secret, QCryptographicHash::Sha256).toHex();
    }
    static Event github(const QByteArray &body = R"({"action":"opened"})")
    {
        Event event = test::sampleEvent(1);
        event.source = u"GITHUB"_s;
        event.provider = u"github"_s;
        event.deliveryId = u"delivery-1"_s;
        event.headers = {{"Content-Type", "application/json"},
                         {"X-GitHub-Event", "issues"},
                         {"X-Hub-Signature-256", "sha256=" + mac("old", body)}};
        event.body = body;
        return event;
    }
    // A GitLab event as the store has it: its token is not there.
    [[nodiscard]] Event gitlab() const
    {
        Event event = test::sampleEvent(2);
        event.source = u"GITLAB"_s;
        event.provider = u"gitlab"_s;
        const MaskedHeaders masked =
            maskHeaders({{"Host", "x"}, {"X-Gitlab-Event", "Push Hook"}, {"X-Gitlab-Token", "plain-token"}}, {},
                        {"plain-token"}, digestKey);
        event.headers = masked.headers;
        event.maskedHeaders = maskToJson(masked);
        return event;
    }

private Q_SLOTS:
    void init() { m_registry.replaceAll({}, {}); }

    void sendsItAsItWas()
    {
        Event event = test::sampleEvent(1);
        event.method = "PUT";
        event.body = QByteArray("\x00\xFF raw\r\n", 8);
        event.headers = {{"Host", "127.0.0.1:8001"},
                         {"X-B", "2"},
                         {"x-a", "1"},
                         {"X-B", "3"},
                         {"Connection", "keep-alive, X-Hop"},
                         {"X-Hop", "gone"},
                         {"Transfer-Encoding", "chunked"},
                         {"Content-Length", "8"},
                         {"Expect", "100-continue"},
                         {"accept-encoding", "gzip"},
                         {"TE", "trailers"},
                         {"Upgrade", "h2c"},
                         {"Content-Type", "text/plain"},
                         {"X-Empty", ""}};
        const auto replay = prepare(event, {.to = localUrl});
        QVERIFY(replay);
        QCOMPARE(replay->request.method, "PUT"_ba);
        QCOMPARE(replay->request.url, localUrl);
        QCOMPARE(replay->request.body, event.body);
        const HeaderList wanted{
            {"X-B", "2"}, {"x-a", "1"}, {"X-B", "3"}, {"Content-Type", "text/plain"}, {"X-Empty", ""}};
        QCOMPARE(replay->request.headers, wanted);
        QVERIFY(checkRequest(replay->request));
        QVERIFY(replay->withheld.isEmpty());
        QCOMPARE(replay->reach, TargetReach::Loopback);
    }
    void sendsItEdited()
    {
        const auto replay = prepare(test::sampleEvent(1), {.to = localUrl,
                                                           .method = "PATCH",
                                                           .headers = HeaderList{{"X-New", "1"}, {"Host", "evil"}},
                                                           .body = "{}",
                                                           .extraHeaders = {{"x-new", "2"}}});
        QVERIFY(replay);
        QCOMPARE(replay->request.method, "PATCH"_ba);
        QCOMPARE(replay->request.body, "{}"_ba);
        QCOMPARE(replay->request.headers, (HeaderList{{"x-new", "2"}}));
    }
    void signsAnew()
    {
        m_registry.setProvider(u"github"_s, {.secrets = {.current = {"new", "other"}}});
        const Event event = github();
        const auto replay = prepare(event, {.to = localUrl, .resign = true});
        QVERIFY(replay);
        QCOMPARE(headerValue(replay->request.headers, "X-Hub-Signature-256"), "sha256=" + mac("new", event.body));
        QCOMPARE(replay->request.headers.size(), 3);
        const auto edited = prepare(event, {.to = localUrl, .resign = true, .body = "other"});
        QVERIFY(edited);
        QCOMPARE(headerValue(edited->request.headers, "X-Hub-Signature-256"), "sha256=" + mac("new", "other"));
    }
    void signsWithAFreshTimeAndTheSameId()
    {
        const QByteArray secret = "whsec_" + QByteArray(32, 'k').toBase64();
        m_registry.setProvider(u"standard"_s, {.secrets = {.current = {secret}}});
        Event event = test::sampleEvent(1);
        event.provider = u"standard"_s;
        event.headers = {{"webhook-id", "msg_1"}, {"webhook-timestamp", "1"}, {"webhook-signature", "v1,old"}};
        const auto replay = prepare(event, {.to = localUrl, .resign = true});
        QVERIFY(replay);
        const HeaderList &headers = replay->request.headers;
        QCOMPARE(headers.size(), 3);
        QCOMPARE(headerValue(headers, "webhook-id"), "msg_1"_ba);
        QCOMPARE(headerValue(headers, "webhook-timestamp"), QByteArray::number(nowMs / 1000));
        const QByteArray message = "msg_1." + QByteArray::number(nowMs / 1000) + '.' + event.body;
        const QByteArray signature =
            QMessageAuthenticationCode::hash(message, QByteArray(32, 'k'), QCryptographicHash::Sha256).toBase64();
        QCOMPARE(headerValue(headers, "webhook-signature"), "v1," + signature);
    }
    void saysWhyItCannotSign()
    {
        const auto withoutSecret = prepare(github(), {.to = localUrl, .resign = true});
        QVERIFY(!withoutSecret);
        QCOMPARE(withoutSecret.error().code, ErrorCode::CredentialMissing);
        Event custom = test::sampleEvent(1);
        custom.source = u"CUSTOM"_s;
        custom.provider = u"custom"_s;
        custom.customSource = u"shop"_s;
        const auto unsignedSource = prepare(custom, {.to = localUrl, .resign = true});
        QVERIFY(!unsignedSource);
        QCOMPARE(unsignedSource.error().code, ErrorCode::Unsupported);
        QVERIFY(!canResign(custom, *m_registry.snapshot()));
        m_registry.setProvider(u"github"_s, {.secrets = {.current = {"s"}}});
        QVERIFY(canResign(github(), *m_registry.snapshot()));
        Event discord = test::sampleEvent(1);
        discord.provider = u"discord"_s;
        m_registry.setProvider(u"discord"_s, {.secrets = {.current = {QByteArray(64, 'a')}}});
        QVERIFY(!canResign(discord, *m_registry.snapshot()));
    }
    void secretsComeBackForThisComputerAlone_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<bool>("isEdited");
        QTest::addColumn<bool>("comes");
        QTest::newRow("loopback") << "http://127.0.0.1/"_ba << true << false << true;
        QTest::newRow("localhost") << "http://localhost/"_ba << true << false << true;
        QTest::newRow("edited") << "http://[::1]/"_ba << true << true << true;
        QTest::newRow("secret unknown") << "http://127.0.0.1/"_ba << false << false << false;
        QTest::newRow("private") << "http://192.168.0.2/"_ba << true << false << false;
        QTest::newRow("name under localhost") << "http://a.localhost/"_ba << true << false << false;
        QTest::newRow("public") << "https://example.com/"_ba << true << false << false;
        QTest::newRow("public, edited") << "https://example.com/"_ba << true << true << false;
    }
    void secretsComeBackForThisComputerAlone()
    {
        QFETCH(QByteArray, url);
        QFETCH(bool, isKnown);
        QFETCH(bool, isEdited);
        QFETCH(bool, comes);
        if (isKnown)
            m_registry.setProvider(u"gitlab"_s, {.secrets = {.current = {"plain-token"}}});
        ReplayOrder order{.to = url, .publicTargets = PublicTargets::Allowed};
        if (isEdited)
            order.headers = HeaderList{{"X-First", "1"}, {"x-gitlab-token", maskedValue.toByteArray()}};
        const auto replay = prepare(gitlab(), order);
        QVERIFY(replay);
        QCOMPARE(headerValue(replay->request.headers, "X-Gitlab-Token"), comes ? "plain-token"_ba : ""_ba);
        QCOMPARE(replay->withheld.size(), comes ? 0 : 1);
        QCOMPARE(findHeader(replay->request.headers, "X-Gitlab-Token") != nullptr, comes);
    }
    void aSignatureThatIsTheSecretStaysHome()
    {
        m_registry.setProvider(u"gitlab"_s, {.secrets = {.current = {"plain-token"}}});
        const auto home = prepare(gitlab(), {.to = localUrl, .resign = true});
        QVERIFY(home);
        QCOMPARE(headerValue(home->request.headers, "X-Gitlab-Token"), "plain-token"_ba);
        for (const QByteArray &url : {"http://10.0.0.1/"_ba, "https://example.com/"_ba}) {
            const auto away = prepare(gitlab(), {.to = url, .publicTargets = PublicTargets::Allowed, .resign = true});
            QVERIFY(!away);
            QCOMPARE(away.error().code, ErrorCode::AddressRefused);
            QVERIFY(!away.error().text.contains(u"plain-token"));
        }
        // A signature over the body shows nothing.
        m_registry.setProvider(u"github"_s, {.secrets = {.current = {"s"}}});
        QVERIFY(prepare(github(), {.to = "http://10.0.0.1/", .resign = true}));
    }
    void theTargetIsChecked()
    {
        const auto refused = prepare(test::sampleEvent(1), {.to = "https://example.com/"});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::AddressRefused);
        QVERIFY(prepare(test::sampleEvent(1), {.to = "https://example.com/", .publicTargets = PublicTargets::Allowed}));
        const HeaderList many(limits::headerFields + 1, HeaderField{"a", "b"});
        const auto tooMany = prepare(test::sampleEvent(1), {.to = localUrl, .headers = many});
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::LimitExceeded);
    }

    void readsOrders()
    {
        const auto value =
            json::parse(R"({"to":"http://localhost:3000/hook","resign":true,"allowPublic":true,)"
                        R"("method":"PUT","headers":[["X-A","\u00e9"],["T","\u2022\u2022\u2022\u2022"]],)"
                        R"("body":"AP8=","bodyEncoding":"base64"})");
        QVERIFY(value);
        const auto order = replayOrderFromJson(*value);
        QVERIFY(order);
        QCOMPARE(order->to, "http://localhost:3000/hook"_ba);
        QVERIFY(order->resign);
        QCOMPARE(order->publicTargets, PublicTargets::Allowed);
        QCOMPARE(order->method, "PUT"_ba);
        QCOMPARE(*order->headers, (HeaderList{{"X-A", "\xE9"}, {"T", maskedValue.toByteArray()}}));
        QCOMPARE(order->body, QByteArray("\x00\xFF", 2));
        const auto least = replayOrderFromJson(json::Value::object());
        QVERIFY(least);
        QVERIFY(least->to.isEmpty() && !least->resign && !least->method && !least->headers && !least->body);
    }
    void refusesOrders_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no object") << "[]"_ba;
        QTest::newRow("to") << R"({"to":17})"_ba;
        QTest::newRow("resign") << R"({"resign":"yes"})"_ba;
        QTest::newRow("method") << R"({"method":7})"_ba;
        QTest::newRow("headers") << R"({"headers":{"a":"b"}})"_ba;
        QTest::newRow("header of three") << R"({"headers":[["a","b","c"]]})"_ba;
        QTest::newRow("header of numbers") << R"({"headers":[["a",1]]})"_ba;
        QTest::newRow("header beyond Latin-1") << R"({"headers":[["a","\u20ac"]]})"_ba;
        QTest::newRow("too many headers")
            << R"({"headers":[)" + QByteArray(R"(["a","b"],)").repeated(100) + R"(["a","b"]]})";
        QTest::newRow("body") << R"({"body":{"a":1}})"_ba;
        QTest::newRow("encoding") << R"({"body":"x","bodyEncoding":"hex"})"_ba;
        QTest::newRow("no base64") << R"({"body":"x*","bodyEncoding":"base64"})"_ba;
        QTest::newRow("unknown member") << R"({"to":"http://localhost/","tto":1})"_ba;
    }
    void refusesOrders()
    {
        QFETCH(QByteArray, text);
        const auto value = json::parse(text);
        QVERIFY(value);
        const auto order = replayOrderFromJson(*value);
        QVERIFY(!order);
        QVERIFY(!order.error().text.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ReplayRequestTest)
#include "tst_replayrequest.moc"
