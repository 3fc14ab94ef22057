// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/addontoken.h"
#include "core/providers/crypto.h"
#include "tests/core/clockify/addonkey.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;
using uw::test::AddonKey;
using uw::test::base64Url;

class AddonTokenTest final : public QObject {
    Q_OBJECT

    static constexpr qint64 now = 1'767'323'045'678;

    AddonKey m_key;
    std::optional<AddonTokenVerifier> m_verifier;

    static json::Value good() { return AddonKey::claims(u"60332d61ff30282b1f23e624"_s, u"62ddf9b201f42e74228efa3c"_s); }
    static json::Value with(const char *name, const json::Value &value)
    {
        json::Value claims = good();
        claims[name] = value;
        return claims;
    }
    static json::Value without(const char *name)
    {
        json::Value claims = good();
        claims.erase(name);
        return claims;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto made = AddonTokenVerifier::make(m_key.publicPem(), u"universal-webhook"_s);
        QVERIFY(made);
        m_verifier = *made;
    }

    void takesWhatClockifySigned_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("without times") << m_key.token(good());
        QTest::newRow("a kid and other headers")
            << m_key.token(good(), R"({"kid":"k1","typ":"JWT","alg":"RS256","cty":"x"})");
        QTest::newRow("more claims") << m_key.token(with("user", "60348d63df70d82b7183e635"));
        QTest::newRow("not expired") << m_key.token(with("exp", now / 1000 + 5));
        QTest::newRow("just expired, clocks differ") << m_key.token(with("exp", now / 1000 - 30));
        QTest::newRow("valid since a while") << m_key.token(with("nbf", now / 1000 - 3'600));
    }
    void takesWhatClockifySigned()
    {
        QFETCH(QByteArray, token);
        const Result<AddonClaims> claims = m_verifier->verify(token, now);
        QVERIFY2(claims, claims ? "" : qPrintable(claims.error().text));
        QCOMPARE(claims->workspaceId, u"60332d61ff30282b1f23e624"_s);
        QCOMPARE(claims->addonId, u"62ddf9b201f42e74228efa3c"_s);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("token");
        const AddonKey other;
        const QByteArray token = m_key.token(good());
        const QList<QByteArray> parts = token.split('.');
        const QByteArray payload = json::serialize(good());
        const auto row = [](const char *name, const QByteArray &value) { QTest::newRow(name) << value; };

        row("nothing", {});
        row("no token", "secret");
        row("only dots", "..");
        row("two parts", parts[0] + '.' + parts[1]);
        row("four parts", token + ".x");
        row("a blank behind", token + ' ');
        row("Bearer before", "Bearer " + token);
        row("no signature", parts[0] + '.' + parts[1] + '.');
        row("another key", other.token(good()));
        row("a signature cut short", token.chopped(8));
        row("claims changed afterwards",
            parts[0] + '.' + base64Url(json::serialize(with("workspaceId", "other"))) + '.' + parts[2]);
        row("header changed afterwards", base64Url(R"({"alg":"RS256"})") + '.' + parts[1] + '.' + parts[2]);
        row("alg none", base64Url(R"({"alg":"none"})") + '.' + parts[1] + '.');
        row("alg none with a signature", m_key.token(good(), R"({"alg":"none"})"));
        row("alg None", m_key.token(good(), R"({"alg":"None"})"));
        row("alg rs256", m_key.token(good(), R"({"alg":"rs256"})"));
        row("alg RS512 over a RS256 signature", m_key.token(good(), R"({"alg":"RS512"})"));
        row("alg PS256", m_key.token(good(), R"({"alg":"PS256"})"));
        row("no alg", m_key.token(good(), R"({"typ":"JWT"})"));
        row("alg a list", m_key.token(good(), R"({"alg":["RS256"]})"));
        row("crit", m_key.token(good(), R"({"alg":"RS256","crit":["b64"],"b64":false})"));
        // The classic confusion: the public key taken as the secret of an HMAC.
        const QByteArray confused = base64Url(R"({"alg":"HS256"})") + '.' + base64Url(payload);
        row("HS256 with the public key",
            confused + '.' + base64Url(crypto::hmac(crypto::Digest::Sha256, m_key.publicPem(), {confused})));
        row("header no object", m_key.token(good(), R"("RS256")"));
        row("claims no object", m_key.tokenOf("[]"));
        row("claims no JSON", m_key.tokenOf("{"));
        row("another issuer", m_key.token(with("iss", "clockify.me")));
        row("issuer in capitals", m_key.token(with("iss", "Clockify")));
        row("no issuer", m_key.token(without("iss")));
        row("issuer a list", m_key.token(with("iss", json::Value::array({"clockify"}))));
        row("another type", m_key.token(with("type", "user")));
        row("no type", m_key.token(without("type")));
        row("another add-on", m_key.token(with("sub", "someone-else")));
        row("no subject", m_key.token(without("sub")));
        row("no workspace", m_key.token(without("workspaceId")));
        row("an empty workspace", m_key.token(with("workspaceId", "")));
        row("a workspace that is a number", m_key.token(with("workspaceId", 5)));
        row("a workspace with a slash", m_key.token(with("workspaceId", "a/b")));
        row("a workspace that is long", m_key.token(with("workspaceId", std::string(65, 'a'))));
        row("no installation", m_key.token(without("addonId")));
        row("expired", m_key.token(with("exp", now / 1000 - 61)));
        row("expired long ago", m_key.token(with("exp", 0)));
        row("an end that is text", m_key.token(with("exp", "tomorrow")));
        row("an end that is null", m_key.token(with("exp", nullptr)));
        row("an end before time", m_key.token(with("exp", -1)));
        row("an end beyond all time", m_key.token(with("exp", 1e300)));
        row("not valid yet", m_key.token(with("nbf", now / 1000 + 3'600)));
        row("too long", m_key.token(with("filler", std::string(20'000, 'x'))));
    }
    void refuses()
    {
        QFETCH(QByteArray, token);
        const Result<AddonClaims> claims = m_verifier->verify(token, now);
        QVERIFY(!claims);
        QCOMPARE(claims.error().code, ErrorCode::Unauthorized);
        QVERIFY(!claims.error().text.isEmpty());
        // A refusal never repeats the token.
        QVERIFY(token.size() < 8 || !claims.error().text.contains(QString::fromLatin1(token)));
    }

    void needsAnRsaKey()
    {
        QVERIFY(!AddonTokenVerifier::make({}, u"universal-webhook"_s));
        QVERIFY(!AddonTokenVerifier::make("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", u"key"_s));
        QVERIFY(!AddonTokenVerifier::make(m_key.publicPem(), {}));
        const QByteArray ed25519 = "-----BEGIN PUBLIC KEY-----\n"
                                   "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                                   "-----END PUBLIC KEY-----\n";
        QVERIFY(!AddonTokenVerifier::make(ed25519, u"key"_s));
    }
    void knowsThePublishedKey()
    {
        QVERIFY(AddonTokenVerifier::make(AddonTokenVerifier::publishedKey(), u"universal-webhook"_s));
        const auto published = AddonTokenVerifier::make(AddonTokenVerifier::publishedKey(), u"universal-webhook"_s);
        QVERIFY(published && !published->verify(m_key.token(good()), now));
    }

    void tellsTokensByTheirDigest()
    {
        QCOMPARE(tokenDigest("abc").toHex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_ba);
        QVERIFY(tokenDigest("abc") != tokenDigest("abd"));
    }
};

QTEST_GUILESS_MAIN(AddonTokenTest)
#include "tst_addontoken.moc"
