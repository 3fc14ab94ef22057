// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/certificatecache.h"
#include "core/providers/providerdefinition.h"
#include "core/providers/signatureverifier.h"
#include "tests/support/manualclock.h"

#include <QFile>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

QByteArray text(const json::Value &object, std::string_view name)
{
    const json::Value *value = json::member(object, name);
    return value ? json::toQString(*value).toUtf8() : QByteArray();
}

qint64 seconds(const json::Value &object, std::string_view name, qint64 fallback)
{
    const json::Value *value = json::member(object, name);
    return value && value->is_number_integer() ? value->get<qint64>() : fallback;
}

std::optional<json::Value> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    Result<json::Value> value = json::parse(file.readAll());
    return value ? std::optional(std::move(*value)) : std::nullopt;
}

RequestView::Parts partsOf(const json::Value &item)
{
    RequestView::Parts parts;
    parts.method = text(item, "method");
    if (parts.method.isEmpty())
        parts.method = "POST";
    parts.publicUrl = QString::fromUtf8(text(item, "url"));
    parts.target = text(item, "target");
    const QByteArray address = parts.target.isEmpty() ? parts.publicUrl.toUtf8() : parts.target;
    if (const qsizetype question = address.indexOf('?'); question >= 0)
        parts.query = address.sliced(question + 1);
    const auto *headers = json::member(item, "headers")->get_ptr<const json::Object *>();
    for (const auto &[name, value] : *headers)
        parts.headers.append({QByteArray::fromStdString(name), json::toQString(value).toUtf8()});
    parts.body = text(item, "body");
    parts.receivedAtMs = seconds(item, "now", 1'767'323'045) * 1000;
    return parts;
}

} // namespace

// The engine and the built-in table against signatures that others made.
class TestSignatures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void published_data();
    void published();
    void independent_data();
    void independent();
    void everySchemeHasACase();
    void rotation();
    void malformed_data();
    void malformed();
    void hostileHeadersEndQuickly();
    void publicUrlFromHost();

private:
    [[nodiscard]] Verification verify(const QString &provider, const ProviderSecrets &secrets, RequestView::Parts parts,
                                      const CertificateSource *certificates = nullptr) const;

    ProviderTable m_table;
};

void TestSignatures::initTestCase()
{
    m_table = builtInProviders();
    for (const Error &fault : std::as_const(m_table.faults))
        qWarning().noquote() << fault.text;
    QVERIFY(m_table.faults.isEmpty());
}

Verification TestSignatures::verify(const QString &provider, const ProviderSecrets &secrets, RequestView::Parts parts,
                                    const CertificateSource *certificates) const
{
    const ProviderDefinition *definition = m_table.find(provider);
    if (!definition)
        return {.reason = u"no provider "_s + provider};
    const RequestView request(std::move(parts));
    return verifyRequest({definition->schemes, definition->title, secrets, request, certificates});
}

void TestSignatures::published_data()
{
    QTest::addColumn<QByteArray>("item");
    const auto file = readFile(QStringLiteral(UW_SOURCE_DIR "/../shared/signature-vectors.json"));
    if (!file)
        QSKIP("../shared/signature-vectors.json is absent");
    const auto *vectors = json::member(*file, "vectors")->get_ptr<const json::Array *>();
    for (const json::Value &vector : *vectors)
        QTest::newRow(text(vector, "id").constData()) << json::serialize(vector);
}

void TestSignatures::published()
{
    QFETCH(QByteArray, item);
    const Result<json::Value> vector = json::parse(item);
    QVERIFY(vector);
    QString provider = QString::fromUtf8(text(*vector, "provider"));
    if (provider == "standardwebhooks"_L1)
        provider = u"standard"_s;
    const ProviderSecrets secrets{.current = {text(*vector, "secret")}};
    const Verification verification = verify(provider, secrets, partsOf(*vector));
    QVERIFY2(verification.verdict == Verdict::Valid, qPrintable(verification.reason));

    RequestView::Parts changed = partsOf(*vector);
    changed.body += ' ';
    QCOMPARE(verify(provider, secrets, changed).verdict, Verdict::Invalid);
    QCOMPARE(verify(provider, {.current = {"c29tZXRoaW5nIGVsc2U="}}, partsOf(*vector)).verdict, Verdict::Invalid);
}

void TestSignatures::independent_data()
{
    QTest::addColumn<QByteArray>("item");
    // Made with openssl, and with the packages that senders use.
    for (const QString &name : {u"signatures.json"_s, u"interop.json"_s}) {
        const auto file = readFile(QStringLiteral(UW_SOURCE_DIR "/tests/core/providers/fixtures/") + name);
        QVERIFY(file);
        const auto *cases = json::member(*file, "cases")->get_ptr<const json::Array *>();
        for (const json::Value &item : *cases) {
            const QByteArray title = text(item, "provider") + ": " + text(item, "name");
            QTest::newRow(title.constData()) << json::serialize(item);
        }
    }
}

void TestSignatures::independent()
{
    QFETCH(QByteArray, item);
    const Result<json::Value> parsed = json::parse(item);
    QVERIFY(parsed);
    const QString provider = QString::fromUtf8(text(*parsed, "provider"));
    // Certificates are judged by the clock of whoever fetches: well after the fixtures were made.
    const test::ManualClock clock(1'900'000'000'000);
    CertificateCache certificates(clock, [&parsed] { return QList<QByteArray>{text(*parsed, "authority")}; });
    const QString certificateUrl = QString::fromUtf8(text(*json::member(*parsed, "headers"), "PAYPAL-CERT-URL"));
    const Result<void> added = certificates.add(certificateUrl, text(*parsed, "certificate"), ".paypal.com");
    Q_UNUSED(added) // a case says by its verdict whether the certificate was good

    const Verification verification =
        verify(provider, {.current = {text(*parsed, "secret")}}, partsOf(*parsed), &certificates);
    QVERIFY2(text(*parsed, "expect") == QByteArrayView(verdictWord(verification.verdict)),
             qPrintable(verdictWord(verification.verdict) + u": "_s + verification.reason));
    QVERIFY(!verification.reason.isEmpty());
    if (verification.verdict == Verdict::Valid)
        QCOMPARE(verification.scheme, QString::fromUtf8(text(*parsed, "scheme")));
    QCOMPARE(verification.cause.has_value(), verification.verdict == Verdict::Stale);
}

void TestSignatures::everySchemeHasACase()
{
    const auto file = readFile(QStringLiteral(UW_SOURCE_DIR "/tests/core/providers/fixtures/signatures.json"));
    QVERIFY(file);
    QStringList covered;
    const auto *cases = json::member(*file, "cases")->get_ptr<const json::Array *>();
    for (const json::Value &item : *cases) {
        if (const QByteArray expected = text(item, "expect"); expected == "valid" || expected == "unsigned")
            covered << QString::fromUtf8(text(item, "scheme"));
    }
    for (const ProviderDefinition &provider : std::as_const(m_table.providers)) {
        for (const SignatureScheme &scheme : provider.schemes) {
            const bool isCovered = covered.contains(scheme.name)
                                || (!scheme.provesBody && covered.contains(provider.name)) || scheme.obsolete;
            QVERIFY2(isCovered, qPrintable(scheme.name));
        }
    }
}

void TestSignatures::rotation()
{
    RequestView::Parts parts;
    parts.method = "POST";
    parts.body = "{}";
    parts.headers = {{"x-hub-signature-256", "sha256=" + crypto::hmac(crypto::Digest::Sha256, "two", {"{}"}).toHex()}};
    QCOMPARE(verify(u"github"_s, {.current = {"one", "two"}}, parts).verdict, Verdict::Valid);
    QCOMPARE(verify(u"github"_s, {.current = {"one"}, .previous = {"two"}}, parts).verdict, Verdict::Invalid);
    QCOMPARE(verify(u"github"_s, {}, parts).verdict, Verdict::NotConfigured);
}

void TestSignatures::malformed_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<HeaderList>("headers");
    const auto row = [](const char *name, const QString &provider, const HeaderList &headers) {
        QTest::newRow(name) << provider << headers;
    };
    const QByteArray now = "1767323045";
    row("nothing", u"github"_s, {});
    row("empty", u"github"_s, {{"X-Hub-Signature-256", ""}});
    row("prefix alone", u"github"_s, {{"X-Hub-Signature-256", "sha256="}});
    row("no prefix", u"github"_s, {{"X-Hub-Signature-256", QByteArray(64, '0')}});
    row("odd hex", u"github"_s, {{"X-Hub-Signature-256", "sha256=abc"}});
    row("no hex", u"github"_s, {{"X-Hub-Signature-256", "sha256=" + QByteArray(64, 'z')}});
    row("short hex", u"github"_s, {{"X-Hub-Signature-256", "sha256=00"}});
    row("long hex", u"github"_s, {{"X-Hub-Signature-256", "sha256=" + QByteArray(8000, '0')}});
    row("bytes above 0x7f", u"github"_s, {{"X-Hub-Signature-256", "sha256=\xff\xfe"}});
    row("twice", u"github"_s,
        {{"X-Hub-Signature-256", "sha256=" + QByteArray(64, '0')},
         {"X-Hub-Signature-256", "sha256=" + QByteArray(64, '1')}});
    row("base64 with a line break", u"shopify"_s, {{"X-Shopify-Hmac-SHA256", "AAAA\nAAAA"}});
    row("base64 padded wrongly", u"shopify"_s, {{"X-Shopify-Hmac-SHA256", "AAAAA="}});
    row("url alphabet", u"shopify"_s, {{"X-Shopify-Hmac-SHA256", "____"}});
    row("stripe without time", u"stripe"_s, {{"Stripe-Signature", "v1=" + QByteArray(64, '0')}});
    row("stripe without signature", u"stripe"_s, {{"Stripe-Signature", "t=" + now}});
    row("stripe time twice", u"stripe"_s, {{"Stripe-Signature", "t=1,t=" + now + ",v1=" + QByteArray(64, '0')}});
    row("stripe negative time", u"stripe"_s, {{"Stripe-Signature", "t=-1,v1=" + QByteArray(64, '0')}});
    row("stripe huge time", u"stripe"_s,
        {{"Stripe-Signature", "t=" + QByteArray(30, '9') + ",v1=" + QByteArray(64, '0')}});
    row("stripe commas", u"stripe"_s, {{"Stripe-Signature", QByteArray(5000, ',')}});
    row("stripe equals", u"stripe"_s, {{"Stripe-Signature", QByteArray(5000, '=')}});
    row("standard without id", u"standard"_s, {{"webhook-timestamp", now}, {"webhook-signature", "v1,AAAA"}});
    row("standard without time", u"standard"_s, {{"webhook-id", "a"}, {"webhook-signature", "v1,AAAA"}});
    row("standard time in words", u"standard"_s,
        {{"webhook-id", "a"}, {"webhook-timestamp", "now"}, {"webhook-signature", "v1,AAAA"}});
    row("standard without version", u"standard"_s,
        {{"webhook-id", "a"}, {"webhook-timestamp", now}, {"webhook-signature", "AAAA"}});
    row("ed25519 too short", u"discord"_s, {{"X-Signature-Ed25519", "00"}, {"X-Signature-Timestamp", now}});
    row("jwt of two parts", u"fusionauth"_s, {{"X-FusionAuth-Signature-JWT", "eyJhbGciOiJIUzI1NiJ9.e30"}});
    row("jwt of four parts", u"fusionauth"_s, {{"X-FusionAuth-Signature-JWT", "eyJhbGciOiJIUzI1NiJ9.e30.AA.AA"}});
    row("jwt of nothing", u"fusionauth"_s, {{"X-FusionAuth-Signature-JWT", ".."}});
    row("jwt deep", u"fusionauth"_s, {{"X-FusionAuth-Signature-JWT", QByteArray(9000, '[').toBase64() + ".e30.AA"}});
    row("twitch time", u"twitch"_s,
        {{"Twitch-Eventsub-Message-Signature", "sha256=" + QByteArray(64, '0')},
         {"Twitch-Eventsub-Message-Id", "1"},
         {"Twitch-Eventsub-Message-Timestamp", "2026-13-45T99:99:99Z"}});
    row("unknown version of hubspot", u"hubspot"_s,
        {{"X-HubSpot-Signature", QByteArray(64, '0')}, {"X-HubSpot-Signature-Version", "v0"}});
    row("basic without colon", u"postmark"_s, {{"Authorization", "Basic dXNlcg=="}});
}

void TestSignatures::malformed()
{
    QFETCH(QString, provider);
    QFETCH(HeaderList, headers);
    RequestView::Parts parts;
    parts.method = "POST";
    parts.headers = headers;
    parts.body = "{}";
    parts.receivedAtMs = 1'767'323'045'000;
    const QByteArray secret = provider == "discord"_L1 ? QByteArray(64, '0') : QByteArray("c2VjcmV0");
    const Verification verification = verify(provider, {.current = {secret}}, parts);
    QCOMPARE(verification.verdict, Verdict::Invalid);
    QVERIFY(!verification.reason.isEmpty());
    QVERIFY(!verification.reason.contains(QLatin1StringView(secret)));
}

void TestSignatures::hostileHeadersEndQuickly()
{
    RequestView::Parts parts;
    parts.method = "POST";
    parts.body = QByteArray(1'000'000, 'x');
    parts.receivedAtMs = 1'767'323'045'000;
    QByteArray list = "t=1767323045";
    for (int i = 0; i < 200; ++i)
        list += ",v1=" + QByteArray(64, '0');
    parts.headers = {{"Stripe-Signature", list}};
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(verify(u"stripe"_s, {.current = {"a", "b", "c", "d"}}, parts).verdict, Verdict::Invalid);
    // One MAC a secret, however many signatures are offered. The bound leaves room for sanitizers on a busy machine.
    QVERIFY(timer.elapsed() < 2'000);
}

void TestSignatures::publicUrlFromHost()
{
    RequestView::Parts parts;
    parts.method = "POST";
    parts.target = "/webhooks/square?a=1";
    parts.query = "a=1";
    parts.body = "{}";
    const QByteArray url = "https://hooks.example.com/webhooks/square?a=1";
    const QByteArray mac = crypto::hmac(crypto::Digest::Sha256, "sq", {url, "{}"}).toBase64();
    parts.headers = {{"Host", "hooks.example.com"}, {"x-square-hmacsha256-signature", mac}};
    QCOMPARE(verify(u"square"_s, {.current = {"sq"}}, parts).verdict, Verdict::Valid);
    parts.publicUrl = u"https://other.example.com/webhooks/square?a=1"_s;
    QCOMPARE(verify(u"square"_s, {.current = {"sq"}}, parts).verdict, Verdict::Invalid);
    parts.publicUrl.clear();
    parts.headers.removeFirst();
    const Verification unknown = verify(u"square"_s, {.current = {"sq"}}, parts);
    QCOMPARE(unknown.verdict, Verdict::Invalid);
    QVERIFY(unknown.reason.contains("URL"_L1));
}

QTEST_GUILESS_MAIN(TestSignatures)
#include "tst_signatures.moc"
