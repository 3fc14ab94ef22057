// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/bodyvariants.h"
#include "core/providers/diagnosis.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using crypto::Digest;

namespace {

constexpr qint64 now = 1'767'323'045'000;
const QByteArray nowText = "1767323045";
const QByteArray pretty = "{\n  \"b\": 1.50,\n  \"a\": \"Z\xC3\xBC/x\"\n}";

QByteArray hex(Digest digest, const QByteArray &key, const QByteArray &message)
{
    return crypto::hmac(digest, key, {message}).toHex();
}

QByteArray base64(Digest digest, const QByteArray &key, const QByteArray &message)
{
    return crypto::hmac(digest, key, {message}).toBase64();
}

} // namespace

class TestDiagnosis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void causes_data();
    void causes();
    void validHasNoCause();
    void workIsBounded();
    void largeBodies();
    void secretsStayOut();
    void newlineVariants();
    void reserializations();

private:
    ProviderTable m_table;
};

void TestDiagnosis::initTestCase()
{
    m_table = builtInProviders();
}

void TestDiagnosis::causes_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("current");
    QTest::addColumn<QByteArray>("previous");
    QTest::addColumn<HeaderList>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    struct Row {
        QString provider = u"github"_s;
        QByteArray current = "now";
        QByteArray previous = {};
        HeaderList headers;
        QByteArray body = "{\"a\":1}";
        QString url = {};
        const char *code;
        const char *says;
    };
    const auto row = [](const char *name, const Row &r) {
        QTest::newRow(name) << r.provider << r.current << r.previous << r.headers << r.body << r.url
                            << QString::fromLatin1(r.code) << QString::fromUtf8(r.says);
    };
    const auto github = [](const QByteArray &key, const QByteArray &body) {
        return HeaderList{{"X-Hub-Signature-256", "sha256=" + hex(Digest::Sha256, key, body)}};
    };
    row("previous secret", {.previous = "before",
                            .headers = github("before", "{\"a\":1}"),
                            .code = "other_secret",
                            .says = "previous secret"});
    row("secret of another provider",
        {.headers = github("of gitlab", "{\"a\":1}"), .code = "other_secret", .says = "stored for GitLab"});
    row("unknown secret", {.headers = github("who knows", "{\"a\":1}"), .code = "unknown", .says = "another one"});
    row("no signature", {.headers = {{"User-Agent", "x"}}, .code = "unknown", .says = "carries no signature"});
    row("line feed added", {.headers = github("now", "{\"a\":1}"),
                            .body = "{\"a\":1}\n",
                            .code = "trailing_newline",
                            .says = "without the line feed"});
    row("line feed lost",
        {.headers = github("now", "{\"a\":1}\n"), .code = "trailing_newline", .says = "with a line feed"});
    row("CRLF lost", {.headers = github("now", "{\"a\":1}\r\n"), .code = "trailing_newline", .says = "CRLF"});
    row("CRLF became LF",
        {.headers = github("now", "a\r\nb"), .body = "a\nb", .code = "trailing_newline", .says = "with CRLF for each"});
    row("LF became CRLF",
        {.headers = github("now", "a\nb"), .body = "a\r\nb", .code = "trailing_newline", .says = "with LF for each"});
    const QByteArray compact = "{\"b\":1.50,\"a\":\"Z\xC3\xBC/x\"}";
    row("made pretty",
        {.headers = github("now", compact), .body = pretty, .code = "body_reserialized", .says = "compactly"});
    row("made compact", {.headers = github("now", "{\n  \"b\": 1,\n  \"a\": []\n}"),
                         .body = "{\"b\":1,\"a\":[]}",
                         .code = "body_reserialized",
                         .says = "indented by 2"});
    row("made compact, ended", {.headers = github("now", "{\n    \"b\": 1\n}\n"),
                                .body = "{\"b\":1}",
                                .code = "body_reserialized",
                                .says = "indented by 4"});
    row("python", {.headers = github("now", "{\"b\": 1, \"a\": [1, 2]}"),
                   .body = "{\"b\":1,\"a\":[1,2]}",
                   .code = "body_reserialized",
                   .says = "blanks after commas"});
    row("python, ascii", {.headers = github("now", "{\"a\": \"Z\\u00fc\"}"),
                          .body = "{\"a\":\"Z\xC3\xBC\"}",
                          .code = "body_reserialized",
                          .says = "escaped"});
    row("php", {.headers = github("now", "{\"a\":\"x\\/y\"}"),
                .body = "{\"a\": \"x/y\"}",
                .code = "body_reserialized",
                .says = "slashes escaped"});
    row("unescaped on the way", {.headers = github("now", "{\"a\":\"\\ud83d\\ude00\"}"),
                                 .body = "{\"a\":\"\xF0\x9F\x98\x80\"}",
                                 .code = "body_reserialized",
                                 .says = "letters beyond ASCII escaped"});
    row("escaped on the way", {.headers = github("now", "{\"a\":\"\xF0\x9F\x98\x80\"}"),
                               .body = "{\"a\":\"\\ud83d\\ude00\"}",
                               .code = "body_reserialized",
                               .says = "compactly"});
    row("sorted", {.headers = github("now", "{\"a\":1,\"b\":2}"),
                   .body = "{\"b\":2,\"a\":1}",
                   .code = "body_reserialized",
                   .says = "members sorted"});
    row("sha1 alone", {.headers = {{"X-Hub-Signature", "sha1=" + hex(Digest::Sha1, "now", "{\"a\":1}")}},
                       .code = "other_scheme",
                       .says = "outdated"});
    row("no prefix", {.headers = {{"X-Hub-Signature-256", hex(Digest::Sha256, "now", "{\"a\":1}")}},
                      .code = "other_scheme",
                      .says = "prefix"});
    row("base64 in place of hex",
        {.headers = {{"X-Hub-Signature-256", "sha256=" + base64(Digest::Sha256, "now", "{\"a\":1}")}},
         .code = "other_scheme",
         .says = "base64"});
    row("other digest", {.headers = {{"X-Hub-Signature-256", "sha512=" + hex(Digest::Sha512, "now", "{\"a\":1}")}},
                         .code = "other_scheme",
                         .says = "HMAC-SHA512"});
    row("plain digest", {.headers = {{"X-Hub-Signature-256", crypto::hash(Digest::Sha256, {"now{\"a\":1}"}).toHex()}},
                         .code = "other_scheme",
                         .says = "plain SHA-256"});
    row("another provider's header", {.headers = {{"X-Gitea-Signature", hex(Digest::Sha256, "now", "{\"a\":1}")}},
                                      .code = "other_scheme",
                                      .says = "Gitea"});
    row("another provider with its secret",
        {.headers = {{"X-Shopify-Hmac-SHA256", base64(Digest::Sha256, "of shopify", "{\"a\":1}")}},
         .code = "other_scheme",
         .says = "Shopify"});
    row("older version", {.provider = u"stripe"_s,
                          .headers = {{"Stripe-Signature",
                                       "t=" + nowText + ",v0=" + hex(Digest::Sha256, "now", nowText + ".{\"a\":1}")}},
                          .code = "other_scheme",
                          .says = "older version"});
    row("time not signed",
        {.provider = u"stripe"_s,
         .headers = {{"Stripe-Signature", "t=" + nowText + ",v1=" + hex(Digest::Sha256, "now", "{\"a\":1}")}},
         .code = "other_scheme",
         .says = "over {body}"});

    const QByteArray raw = "0123456789abcdefghijklmn";
    const QByteArray secret = "whsec_" + raw.toBase64();
    const auto standard = [](const QByteArray &key, const QByteArray &body = "{\"a\":1}") {
        return HeaderList{{"webhook-id", "m"},
                          {"webhook-timestamp", nowText},
                          {"webhook-signature", "v1," + base64(Digest::Sha256, key, "m." + nowText + "." + body)}};
    };
    row("whole whsec_ text", {.provider = u"standard"_s,
                              .current = secret,
                              .headers = standard(secret),
                              .code = "key_encoding",
                              .says = "whole text with whsec_"});
    row("not decoded", {.provider = u"standard"_s,
                        .current = secret,
                        .headers = standard(raw.toBase64()),
                        .code = "key_encoding",
                        .says = "without decoding"});
    row("secret is no base64", {.provider = u"standard"_s,
                                .current = "not base64!",
                                .headers = standard("not base64!"),
                                .code = "key_encoding",
                                .says = "without decoding"});
    row("decoded, though text",
        {.current = raw.toBase64(), .headers = github(raw, "{\"a\":1}"), .code = "key_encoding", .says = "base64"});
    row("decoded from hex",
        {.current = raw.toHex(), .headers = github(raw, "{\"a\":1}"), .code = "key_encoding", .says = "hexadecimal"});
    row("stripe without whsec_",
        {.provider = u"stripe"_s,
         .current = secret,
         .headers = {{"Stripe-Signature", "t=" + nowText + ",v1=" + hex(Digest::Sha256, raw, nowText + ".{\"a\":1}")}},
         .code = "key_encoding",
         .says = "after whsec_"});
    row("line feed in the secret", {.current = "now\n",
                                    .headers = github("now", "{\"a\":1}"),
                                    .code = "key_encoding",
                                    .says = "line break around"});
    row("line feed in the sender's",
        {.headers = github("now\n", "{\"a\":1}"), .code = "key_encoding", .says = "line feed at its end"});
    row("quotation marks", {.current = "\"now\"",
                            .headers = github("now", "{\"a\":1}"),
                            .code = "key_encoding",
                            .says = "quotation marks"});
    row("standard, reserialised", {.provider = u"standard"_s,
                                   .current = secret,
                                   .headers = standard(raw, "{\"a\": 1}"),
                                   .code = "body_reserialized",
                                   .says = "blanks"});
    row("svix header at standard",
        {.provider = u"standard"_s,
         .current = secret,
         .headers = {{"svix-id", "m"},
                     {"svix-timestamp", nowText},
                     {"svix-signature", "v1," + base64(Digest::Sha256, raw, "m." + nowText + ".{\"a\":1}")}},
         .code = "other_scheme",
         .says = "Svix"});

    const auto square = [](const QByteArray &url) {
        return HeaderList{{"Host", "127.0.0.1:8001"},
                          {"X-Forwarded-Host", "tunnel.example.net"},
                          {"x-square-hmacsha256-signature", base64(Digest::Sha256, "now", url + "{\"a\":1}")}};
    };
    const QString url = u"https://hooks.example.com/webhooks/square"_s;
    for (const char *other :
         {"http://hooks.example.com/webhooks/square", "https://hooks.example.com:443/webhooks/square",
          "https://hooks.example.com/webhooks/square/", "https://tunnel.example.net/webhooks/square",
          "http://127.0.0.1:8001/webhooks/square"})
        row(other,
            {.provider = u"square"_s, .headers = square(other), .url = url, .code = "url_mismatch", .says = other});
    row("query lost", {.provider = u"square"_s,
                       .headers = square("https://hooks.example.com/webhooks/square"),
                       .url = url + u"?a=1"_s,
                       .code = "url_mismatch",
                       .says = "without its query"});
    row("port kept", {.provider = u"square"_s,
                      .headers = square("https://hooks.example.com/webhooks/square"),
                      .url = u"https://hooks.example.com:8443/webhooks/square"_s,
                      .code = "url_mismatch",
                      .says = "without its port"});
    row("token with a blank", {.provider = u"deepgram"_s,
                               .current = "t0k3n ",
                               .headers = {{"dg-token", "t0k3n"}},
                               .code = "key_encoding",
                               .says = "blanks"});
    row("former token", {.provider = u"gitlab"_s,
                         .current = "new",
                         .previous = "old",
                         .headers = {{"X-Gitlab-Token", "old"}},
                         .code = "other_secret",
                         .says = "previous"});
}

void TestDiagnosis::causes()
{
    QFETCH(QString, provider);
    QFETCH(QByteArray, current);
    QFETCH(QByteArray, previous);
    QFETCH(HeaderList, headers);
    QFETCH(QByteArray, body);
    QFETCH(QString, url);
    QFETCH(QString, code);
    QFETCH(QString, says);
    const ProviderDefinition *definition = m_table.find(provider);
    QVERIFY(definition);
    ProviderSecrets secrets{.current = {current}};
    if (!previous.isEmpty())
        secrets.previous = {previous};
    const RequestView request({.method = "POST",
                               .target = "/webhooks/" + provider.toLatin1(),
                               .publicUrl = url,
                               .headers = headers,
                               .body = body,
                               .receivedAtMs = now});
    const VerificationTask task{definition->schemes, definition->title, secrets, request};
    const Verification verification = verifyRequest(task);
    QVERIFY2(verification.verdict == Verdict::Invalid, qPrintable(verification.reason));
    const QList<ForeignSecrets> others{{u"gitlab"_s, u"GitLab"_s, {.current = {"of gitlab"}}},
                                       {u"shopify"_s, u"Shopify"_s, {.current = {"of shopify"}}}};
    const VerdictCause cause = findCause({task, provider, m_table, others});
    QVERIFY2(causeWord(cause.code) == code, qPrintable(causeWord(cause.code) + u": "_s + cause.message));
    QVERIFY2(cause.message.contains(says), qPrintable(cause.message));
}

// What is right is never searched, but if it were, nothing would be wrong with it.
void TestDiagnosis::validHasNoCause()
{
    const ProviderDefinition *definition = m_table.find(u"github");
    const ProviderSecrets secrets{.current = {"now"}};
    const RequestView request({.method = "POST",
                               .headers = {{"X-Hub-Signature-256", "sha256=" + hex(Digest::Sha256, "now", "{}")}},
                               .body = "{}"});
    const Verification verification = verifyRequest({definition->schemes, definition->title, secrets, request});
    QCOMPARE(verification.verdict, Verdict::Valid);
    QVERIFY(!verification.cause);
}

void TestDiagnosis::workIsBounded()
{
    const ProviderDefinition *definition = m_table.find(u"standard");
    ProviderSecrets secrets;
    for (int i = 0; i < int(maximumSecrets); ++i) {
        secrets.current.append(QByteArray("c2VjcmV0").repeated(i + 1));
        secrets.previous.append(QByteArray("b2xk").repeated(i + 1));
    }
    QList<ForeignSecrets> others;
    for (int i = 0; i < 1000; ++i)
        others.append({QString(), u"the source"_s, {.current = {"secret " + QByteArray::number(i)}}});
    QByteArray body = "[";
    while (body.size() < 900'000)
        body += "{\"name\":\"Z\xC3\xBC/\"},";
    body += "1]";
    const RequestView request({.method = "POST",
                               .headers = {{"webhook-id", "1"},
                                           {"webhook-timestamp", nowText},
                                           {"webhook-signature", "v1," + QByteArray(32, 'x').toBase64()}},
                               .body = body,
                               .receivedAtMs = now});
    const VerdictCause cause = findCause({.verification = {definition->schemes, definition->title, secrets, request},
                                          .provider = u"standard"_s,
                                          .table = m_table,
                                          .others = others,
                                          .workBytes = 8 * limits::mebibyte});
    QCOMPARE(cause.code, VerdictCause::Code::Unknown);
    QVERIFY(cause.message.contains("cut short"_L1));
}

void TestDiagnosis::largeBodies()
{
    const ProviderDefinition *definition = m_table.find(u"github");
    const ProviderSecrets secrets{.current = {"now"}, .previous = {"before"}};
    const QByteArray body(maximumDiagnosedBody + 1, ' ');
    for (const auto &[signedBody, code] : {std::pair(body, VerdictCause::Code::OtherSecret),
                                           std::pair(QByteArray(body + '\n'), VerdictCause::Code::Unknown)}) {
        const RequestView request(
            {.method = "POST",
             .headers = {{"X-Hub-Signature-256", "sha256=" + hex(Digest::Sha256, "before", signedBody)}},
             .body = body});
        const VerdictCause cause =
            findCause({{definition->schemes, definition->title, secrets, request}, u"github"_s, m_table, {}});
        QCOMPARE(cause.code, code);
    }
}

void TestDiagnosis::secretsStayOut()
{
    const ProviderDefinition *definition = m_table.find(u"github");
    const ProviderSecrets secrets{.current = {"current-secret"}, .previous = {"previous-secret"}};
    for (const char *key : {"previous-secret", "current-secret\n", "foreign-secret", "else"}) {
        const RequestView request({.method = "POST",
                                   .headers = {{"X-Hub-Signature-256", "sha256=" + hex(Digest::Sha256, key, "{}")}},
                                   .body = "{}"});
        const VerdictCause cause = findCause({{definition->schemes, definition->title, secrets, request},
                                              u"github"_s,
                                              m_table,
                                              {{u"gitlab"_s, u"GitLab"_s, {.current = {"foreign-secret"}}}}});
        QVERIFY2(!cause.message.contains("-secret"_L1), qPrintable(cause.message));
        QVERIFY(causeToJson(cause).startsWith("{\"code\":\""));
    }
}

void TestDiagnosis::newlineVariants()
{
    QByteArrayList seen;
    QVERIFY(forEachNewlineVariant("a\r\nb\r\n", [&seen](const BodyVariant &variant) {
        seen << variant.body;
        return true;
    }));
    QCOMPARE(seen, QByteArrayList({"a\r\nb", "a\r\nb\r", "a\r\nb\r\n\n", "a\r\nb\r\n\r\n", "a\nb\n"}));
    int taken = 0;
    QVERIFY(!forEachNewlineVariant("", [&taken](const BodyVariant &) { return ++taken < 2; }));
    QCOMPARE(taken, 2);
}

void TestDiagnosis::reserializations()
{
    QSet<QByteArray> seen;
    int count = 0;
    const auto take = [&](const BodyVariant &variant) {
        ++count;
        seen.insert(variant.body);
        return !variant.description.isEmpty();
    };
    QVERIFY(forEachReserialization(pretty, take));
    QCOMPARE(seen.size(), count);
    QVERIFY(!seen.contains(pretty));
    QVERIFY(seen.contains("{\"a\": \"Z\\u00fc\\/x\", \"b\": 1.5}"));
    count = 0;
    QVERIFY(forEachReserialization("no json", take));
    QVERIFY(forEachReserialization(QByteArray(100'000, '['), take));
    QCOMPARE(count, 0);
}

QTEST_GUILESS_MAIN(TestDiagnosis)
#include "tst_diagnosis.moc"
