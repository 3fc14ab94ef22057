// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/jwt.h"

#include <QTest>

using namespace uw;
using namespace uw::crypto;

class TestCrypto : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hmacVectors_data();
    void hmacVectors();
    void hashes();
    void ed25519();
    void crc();
    void base64_data();
    void base64();
    void hex();
    void secrets();
    void keysThatAreNone();
    void jwtExample();
};

// RFC 4231 sections 4.2, 4.3 and 4.7, RFC 2202 section 3 case 2.
void TestCrypto::hmacVectors_data()
{
    QTest::addColumn<int>("digest");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("mac");
    QTest::newRow("4231-1 sha256") << int(Digest::Sha256) << QByteArray(20, '\x0b') << QByteArray("Hi There")
                                   << QByteArray("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    QTest::newRow("4231-2 sha256") << int(Digest::Sha256) << QByteArray("Jefe")
                                   << QByteArray("what do ya want for nothing?")
                                   << QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    QTest::newRow("4231-2 sha384") << int(Digest::Sha384) << QByteArray("Jefe")
                                   << QByteArray("what do ya want for nothing?")
                                   << QByteArray("af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
                                                 "8e2240ca5e69e2c78b3239ecfab21649");
    QTest::newRow("4231-2 sha512") << int(Digest::Sha512) << QByteArray("Jefe")
                                   << QByteArray("what do ya want for nothing?")
                                   << QByteArray("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                                                 "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
    QTest::newRow("2202-2 sha1") << int(Digest::Sha1) << QByteArray("Jefe")
                                 << QByteArray("what do ya want for nothing?")
                                 << QByteArray("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    QTest::newRow("4231-6 long key") << int(Digest::Sha256) << QByteArray(131, '\xaa')
                                     << QByteArray("Test Using Larger Than Block-Size Key - Hash Key First")
                                     << QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    QTest::newRow("empty key and message")
        << int(Digest::Sha256) << QByteArray() << QByteArray()
        << QByteArray("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

void TestCrypto::hmacVectors()
{
    QFETCH(int, digest);
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, mac);
    QCOMPARE(hmac(Digest(digest), key, {message}).toHex(), mac);
    for (qsizetype cut = 0; cut <= message.size(); cut += 7)
        QCOMPARE(hmac(Digest(digest), key, {message.first(cut), message.sliced(cut)}).toHex(), mac);
}

// FIPS 180 examples.
void TestCrypto::hashes()
{
    QCOMPARE(hash(Digest::Sha256, {"ab", "c"}).toHex(),
             QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(hash(Digest::Sha1, {"abc"}).toHex(), QByteArray("a9993e364706816aba3e25717850c26c9cd0d89d"));
    QCOMPARE(hash(Digest::Sha256, {}).toHex(),
             QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

// RFC 8032 section 7.1, TEST 1 and TEST 2.
void TestCrypto::ed25519()
{
    const auto first =
        PublicKey::fromEd25519(QByteArray::fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    QVERIFY(first);
    QCOMPARE(first->kind(), PublicKey::Kind::Ed25519);
    const QByteArray signature = QByteArray::fromHex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        "b46bd25bf5f0595bbe24655141438e7a100b");
    QVERIFY(first->verifies(std::nullopt, "", signature));
    QVERIFY(!first->verifies(std::nullopt, " ", signature));
    QVERIFY(!first->verifies(std::nullopt, "", signature.chopped(1)));
    QVERIFY(!first->verifies(std::nullopt, "", {}));
    const auto second =
        PublicKey::fromEd25519(QByteArray::fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    QVERIFY(second);
    QVERIFY(
        second->verifies(std::nullopt, "\x72",
                         QByteArray::fromHex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e4"
                                             "3e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")));
}

void TestCrypto::crc()
{
    QCOMPARE(crc32("123456789"), 0xCBF43926U);
    QCOMPARE(crc32(""), 0U);
}

void TestCrypto::base64_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("urlAlphabet");
    QTest::addColumn<bool>("isGood");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, QByteArray text, bool url, bool good, QByteArray bytes = {}) {
        QTest::newRow(name) << text << url << good << bytes;
    };
    row("padded", "Zm8=", false, true, "fo");
    row("padded twice", "Zg==", false, true, "f");
    row("not padded", "Zm8", false, true, "fo");
    row("whole", "Zm9v", false, true, "foo");
    row("empty", "", false, true, "");
    row("one character", "Z", false, false);
    row("five characters", "Zm9vZ", false, false);
    row("padding alone", "=", false, false);
    row("padding in the middle", "Zg==Zg==", false, false);
    row("too much padding", "Zg===", false, false);
    row("wrong padding", "Zm9vZg=", false, false);
    row("blank", "Zm9v Zg==", false, false);
    row("line break", "Zm9v\n", false, false);
    row("NUL", QByteArray("Zm9v\0AAA", 8), false, false);
    row("url characters", "-_8=", false, false);
    row("url alphabet", "-_8", true, true, "\xfb\xff");
    row("other alphabet", "+/8=", true, false);
}

void TestCrypto::base64()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, urlAlphabet);
    QFETCH(bool, isGood);
    QFETCH(QByteArray, bytes);
    const std::optional<QByteArray> decoded = fromBase64(text, urlAlphabet);
    QCOMPARE(decoded.has_value(), isGood);
    if (decoded)
        QCOMPARE(*decoded, bytes);
}

void TestCrypto::hex()
{
    QCOMPARE(fromHex("00fFa9").value_or("none"), QByteArray::fromHex("00ffa9"));
    QCOMPARE(fromHex("").value_or("none"), QByteArray());
    for (const char *bad : {"0", "0g", "0 ", " 0", "0x", "\xff\xff"})
        QVERIFY2(!fromHex(bad), bad);
}

void TestCrypto::secrets()
{
    QVERIFY(sameSecret("a", "a"));
    QVERIFY(!sameSecret("a", "b"));
    QVERIFY(!sameSecret("a", "ab"));
    QVERIFY(!sameSecret("", ""));
    QVERIFY(!sameSecret("", "a"));
    QVERIFY(equalInConstantTime("", ""));
    QVERIFY(!equalInConstantTime("a", ""));
}

void TestCrypto::keysThatAreNone()
{
    QVERIFY(!PublicKey::fromEd25519(QByteArray(31, '\0')));
    QVERIFY(!PublicKey::fromDer("nonsense"));
    QVERIFY(!PublicKey::fromDer({}));
    QVERIFY(!PublicKey::fromPem("-----BEGIN PUBLIC KEY-----\nnonsense\n-----END PUBLIC KEY-----\n"));
    QVERIFY(!PublicKey::fromPem("-----BEGIN CERTIFICATE-----\n"));
    QVERIFY(!PublicKey::fromPem(QByteArray(1'000'000, '-')));
    QVERIFY(!ecdsaToDer(QByteArray(63, '\1'), 32));
}

// RFC 7515 appendix A.1.
void TestCrypto::jwtExample()
{
    const QByteArray token =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
        "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const QByteArray key =
        *fromBase64("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9"
                    "CAow",
                    true);
    const std::optional<Jwt> jwt = parseJwt(token);
    QVERIFY(jwt);
    QVERIFY(verifyJwt(*jwt, key));
    QVERIFY(!verifyJwt(*jwt, "another key"));
    QVERIFY(!verifyJwt(*jwt, QByteArrayView()));
    QCOMPARE(jwt->textClaim("iss"), QStringLiteral("joe"));
    QCOMPARE(jwt->timeClaimMs("exp").value_or(0), 1'300'819'380'000);
    QVERIFY(looksLikeJwt(token));
    QVERIFY(!looksLikeJwt("eyJub3QiOiJhIHRva2VuIn0.e30.AA"));
    QVERIFY(!looksLikeJwt("a.b.c"));
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "tst_crypto.moc"
