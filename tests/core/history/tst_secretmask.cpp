// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/secretmask.h"

#include <QTest>
#include <QUrl>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *dots = "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2";
constexpr const char *encodedDots = "%E2%80%A2%E2%80%A2%E2%80%A2%E2%80%A2";

} // namespace

class SecretMaskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsEachForm_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<QByteArray>("text");
        const QByteArray plain = "s3cr3t-Tok/en+1=?";
        const QByteArray odd = "p\xc3\xa4ss \"w\\rd\"/&%";
        for (const QByteArray &secret : {plain, odd}) {
            const auto row = [&secret](const char *name, const QByteArray &text) {
                QTest::addRow("%s of %c", name, secret[0]) << secret << text;
            };
            const QByteArray url = QUrl::toPercentEncoding(QString::fromUtf8(secret));
            row("plain", secret);
            row("inside", "a" + secret + "b");
            row("URL-encoded", url);
            row("URL-encoded in lower case", QByteArray(url).replace("%2F", "%2f").replace("%C3", "%c3"));
            row("form-encoded", QByteArray(url).replace("%20", "+"));
            row("all URL-encoded", [&secret] {
                QByteArray all;
                for (const char byte : secret)
                    all += '%' + QByteArray(1, byte).toHex().toUpper();
                return all;
            }());
            row("JSON", QByteArray(secret).replace('\\', "\\\\").replace('"', "\\\""));
            row("JSON with slashes", QByteArray(secret).replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/"));
            row("base64", secret.toBase64());
            row("base64 for addresses", secret.toBase64(QByteArray::Base64UrlEncoding));
            row("base64 without padding", secret.toBase64(QByteArray::OmitTrailingEquals));
            row("Basic", QByteArray("user:" + secret).toBase64());
            row("Basic, other length", QByteArray("users:" + secret + "\n").toBase64());
            row("Basic, third length", QByteArray("a:" + secret + "xy").toBase64());
        }
        QTest::newRow("JSON in ASCII") << QByteArray("p\xc3\xa4ssw") << QByteArray("\"p\\u00e4ssw\"");
        QTest::newRow("JSON in ASCII, upper case") << QByteArray("p\xc3\xa4ssw") << QByteArray("\"p\\u00E4ssw\"");
    }
    void findsEachForm()
    {
        QFETCH(QByteArray, secret);
        QFETCH(QByteArray, text);
        SecretMask mask;
        mask.add(secret);
        const QByteArray masked = mask.inText("before " + text + " after");
        QVERIFY2(masked.contains(dots), masked.constData());
        QVERIFY(masked.startsWith("before ") && masked.endsWith(" after"));
        QVERIFY(!masked.contains(secret));
        QVERIFY(!QByteArray::fromPercentEncoding(masked).contains(secret));
        // What is left of base64 does not lead back.
        for (const QByteArray &word : masked.split(' '))
            QVERIFY(!QByteArray::fromBase64(QByteArray(word).replace(dots, "")).contains(secret.left(6)));
        QVERIFY(text.size() <= mask.longestRun() + 16);
    }

    void leavesOtherTextAlone()
    {
        SecretMask mask;
        mask.add("abcdefgh");
        mask.add("abcdefghijkl");
        mask.add("abc");
        mask.add({});
        QCOMPARE(mask.inText("abc abcdefg xabcdefghijklx abcdefghij"),
                 QByteArray("abc abcdefg x") + dots + "x " + dots + "ij");
        QCOMPARE(mask.inText({}), QByteArray());
        const QByteArray bytes("\0\xff%4\\u00", 8);
        QCOMPARE(mask.inText(bytes), bytes);
        QCOMPARE(SecretMask().inText("abcdefgh"), "abcdefgh");
        QCOMPARE(SecretMask().longestRun(), 0);
    }

    void masksHeaders()
    {
        SecretMask mask;
        mask.add("tok-12345");
        const HeaderList headers{{"authorization", "Bearer abc"},
                                 {"Authorization", "weird thing"},
                                 {"X-Api-Key", "x"},
                                 {"x-addon-token", "jwt"},
                                 {"Cookie", "a=b"},
                                 {"Set-Cookie", "sid=1; Path=/"},
                                 {"X-Echo", "it is tok-12345, really"},
                                 {"Accept", "*/*"}};
        const HeaderList masked = mask.inHeaders(headers);
        QCOMPARE(masked.size(), headers.size());
        QCOMPARE(masked.at(0).value, QByteArray("Bearer ") + dots);
        for (int i = 1; i <= 5; ++i)
            QCOMPARE(masked.at(i).value, dots);
        QCOMPARE(masked.at(6).value, QByteArray("it is ") + dots + ", really");
        QCOMPARE(masked.at(7), headers.at(7));
    }

    void masksAddresses_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("masked");
        const QByteArray m = encodedDots;
        QTest::newRow("nothing") << QByteArray("https://h/p?page=1") << QByteArray("https://h/p?page=1");
        QTest::newRow("by name") << QByteArray("https://h/p?api_key=abc&x=1&Access-Token=d")
                                 << QByteArray("https://h/p?api_key=" + m + "&x=1&Access-Token=" + m);
        QTest::newRow("by encoded name") << QByteArray("https://h/p?api%5Fkey=abc")
                                         << QByteArray("https://h/p?api%5Fkey=" + m);
        QTest::newRow("by value") << QByteArray("https://h/to%6B-12345/p?x=tok-12345&y")
                                  << QByteArray("https://h/" + m + "/p?x=" + m + "&y");
        QTest::newRow("user") << QByteArray("https://me:pw@h/p@q") << QByteArray("https://" + m + "@h/p@q");
        QTest::newRow("no path") << QByteArray("https://h") << QByteArray("https://h");
    }
    void masksAddresses()
    {
        QFETCH(QByteArray, url);
        SecretMask mask;
        mask.add("tok-12345");
        QTEST(mask.inUrl(url), "masked");
    }

    // An answer that repeats what was sent tells no secret either.
    void learnsFromARequest()
    {
        SecretMask mask;
        mask.learnFrom({.url = "https://h/p?key=query%2Fsecret&page=12345678",
                        .headers = {{"Authorization", "Basic " + QByteArray("me:pw-x").toBase64()},
                                    {"X-Api-Key", "header-secret"},
                                    {"Cookie", "a=cookie-one; b=cookie-two"},
                                    {"X-Other", "other-value"}}});
        const QByteArray masked = mask.inText("query/secret header-secret cookie-two pw-x other-value 12345678 "
                                              + QByteArray("me:pw-x").toBase64());
        QCOMPARE(masked, QByteArray("%1 %1 %1 %1 other-value 12345678 %1").replace("%1", dots));
    }
};

QTEST_GUILESS_MAIN(SecretMaskTest)
#include "tst_secretmask.moc"
