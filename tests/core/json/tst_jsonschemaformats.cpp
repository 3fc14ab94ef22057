// SPDX-License-Identifier: GPL-3.0-or-later
// The words of `format`, the translation of patterns and the arithmetic of multipleOf.
#include "core/json/schema/decimal.h"
#include "core/json/schema/format.h"
#include "core/json/schema/pattern.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::json;
using namespace uw::json::schema;

class TestJsonSchemaFormats : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void texts_data();
    void texts();
    void numbers();
    void patterns_data();
    void patterns();
    void patternEngines();
    void multiples_data();
    void multiples();
};

void TestJsonSchemaFormats::texts_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isGood");
    const auto rows = [](const char *format, std::initializer_list<const char *> good,
                         std::initializer_list<const char *> bad) {
        for (const char *text : good)
            QTest::addRow("%s takes %s", format, text) << QByteArray(format) << QByteArray(text) << true;
        for (const char *text : bad)
            QTest::addRow("%s refuses %s", format, text) << QByteArray(format) << QByteArray(text) << false;
    };
    rows("date", {"2024-02-29", "2000-02-29"},
         {"2023-02-29", "1900-02-29", "2024-13-01", "2024-04-31", "2024-1-1", ""});
    rows("time", {"12:00:00Z", "23:59:60z", "01:29:60+01:30", "12:00:00.123456-12:00"},
         {"12:00:00", "24:00:00Z", "12:60:00Z", "12:00:60Z", "12:00:00.Z", "12:00:00+1:00"});
    rows("date-time", {"2024-02-29T12:00:00Z", "2024-02-29t12:00:00.5+01:00"},
         {"2024-02-29 12:00:00Z", "2024-02-29T12:00:00", "2024-02-29T12:00:00Zx"});
    rows("duration", {"P1Y2M3DT4H5M6S", "PT1M", "P2W", "P1D", "PT0S"},
         {"P", "PT", "P1DT", "1D", "P1W2D", "PT1D", "P1S"});
    rows("email", {"a@b.example", "a.b+c@x", "\"a b\"@x.y", "a@[127.0.0.1]", "a@[IPv6:::1]"},
         {"a", "@x", "a@", ".a@x", "a..b@x", "a b@x", "a@-x"});
    rows("idn-email", {"\xC3\xA4@\xC3\xB6.example"}, {"\xC3\xA4"});
    rows("hostname", {"a", "a-b.example", "1.2", "xn--nxasmq6b"}, {"", "-a", "a-", "a..b", "a_b", "a.", "\xC3\xA4"});
    rows("ipv4", {"0.0.0.0", "255.1.20.3"}, {"256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "1.2.3.", "1.2.3.1234"});
    rows("ipv6", {"::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "a::B"},
         {":", "1:2:3:4:5:6:7", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "::1.2.3", "::1.2.3.4:5", "fe80::%1",
          ":1::"});
    rows("uri", {"http://a", "urn:a:b", "http://[::1]:80/x?y#z", "mailto:a@b", "http://a/%20"},
         {"//a", "a", "http://a b", "http://a/%2", "http://a/<x>", "http://\xC3\xA4", "://a"});
    rows("uri-reference", {"", "a/b", "//a", "#x", "?y", "./a:b"}, {"a b", "\\a", "#a#b"});
    rows("iri", {"http://\xC3\xA4/\xC3\xB6"}, {"\xC3\xA4"});
    rows("iri-reference", {"\xC3\xA4"}, {"a\\b"});
    rows("uri-template", {"/a/{b}", "{?x,y*}", "{#a:3}", ""}, {"{", "}", "{}", "{a b}", "{a,}"});
    rows("uuid", {"0190a3c4-0000-7000-8000-00000000000F"},
         {"0190a3c4-0000-7000-8000-00000000000", "0190a3c400007000-8000-0000-00000000000F"});
    rows("json-pointer", {"", "/", "/a~0~1"}, {"a", "/~", "/~2"});
    rows("relative-json-pointer", {"0", "1/a", "10#"}, {"", "-1", "01", "0a", "/a"});
    rows("regex", {"a|b", "^\\d+$", "(?=a)"}, {"(", "\\Z", "[a"});
    rows("byte", {"", "YQ==", "YWI=", "YWJj"}, {"YQ", "Y===", "YQ=a", "Y-=="});
}

void TestJsonSchemaFormats::texts()
{
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, text);
    QFETCH(bool, isGood);
    const Format *found = findFormat(format.toStdString());
    QVERIFY(found && found->text);
    QCOMPARE(found->text(text.toStdString()), isGood);
}

void TestJsonSchemaFormats::numbers()
{
    QVERIFY(findFormat("int32")->number(Value(2'147'483'647)));
    QVERIFY(!findFormat("int32")->number(Value(std::int64_t(2'147'483'648))));
    QVERIFY(!findFormat("int32")->number(Value(1.5)));
    QVERIFY(findFormat("int64")->number(Value(std::numeric_limits<std::int64_t>::min())));
    QVERIFY(!findFormat("int64")->number(Value(std::uint64_t(9'223'372'036'854'775'808U))));
    QCOMPARE(findFormat("colour"), nullptr);
}

void TestJsonSchemaFormats::patterns_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char *source, const QByteArray &text, bool matches) {
        QTest::addRow("%s on %s", source, text.constData()) << QByteArray(source) << text << matches;
    };
    row("^\\s$", "\xC2\xA0", true);
    row("^\\s$", "\xEF\xBB\xBF", true);
    row("^\\S$", "\xC2\xA0", false);
    row("^[\\S]$", "\xE2\x80\x83", false);
    row("^[\\sa]+$", "a \xE2\x80\x83", true);
    row("^[^\\s]$", "\x0b", false);
    row("^\\d$", "\xD9\xA3", false);
    row("^\\w$", "\xC3\xA4", false);
    row("^.$", "\r", false);
    row("^.$", "\xE2\x80\xA8", false);
    row("^.$", "\xF0\x9F\x98\x80", true);
    row("^\\u00e4$", "\xC3\xA4", true);
    row("^\\u{1F600}$", "\xF0\x9F\x98\x80", true);
    row("^\\ud83d\\ude00$", "\xF0\x9F\x98\x80", true);
    row("^\\cJ$", "\n", true);
    row("^\\x41$", "A", true);
    row("^\\p{Letter}+$", "\xC3\xA4", true);
    row("^\\p{L}\\P{L}$", "a1", true);
    row("^\\p{Script=Greek}$", "\xCE\xB1", true);
    row("^(?<year>\\d{4})$", "2024", true);
    row("^[[]$", "[", true);
    row("^[[:x]$", ":", true);
    row("^[^]$", "\n", true);
    row("[]", "a", false);
    row("^a\\/b$", "a/b", true);
    row("^\\-$", "-", true);
    row("^(a)\\1$", "aa", true);
    row("^(a)\\1$", "ab", false);
    row("^a(?!b)", "ac", true);
    row("^a(?!b)", "ab", false);
    row("^a{1001}$", QByteArray(1001, 'a'), true);
    row("^a{1001}$", QByteArray(1000, 'a'), false);
    row("a$", "a\n", false);
}

void TestJsonSchemaFormats::patterns()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, text);
    QFETCH(bool, matches);
    const auto pattern = Pattern::compile(source.toStdString());
    QVERIFY2(pattern, pattern ? "" : qPrintable(pattern.error().text));
    QCOMPARE((*pattern)->find(text.toStdString()), matches ? Pattern::Outcome::Matches : Pattern::Outcome::MatchesNot);
}

void TestJsonSchemaFormats::patternEngines()
{
    QVERIFY(!(*Pattern::compile("^[a-z]+$"))->isBacktracking());
    const auto lookAhead = *Pattern::compile("(?=a)(a|aa)+[bc]$");
    QVERIFY(lookAhead->isBacktracking());
    QCOMPARE(lookAhead->find(std::string(60, 'a')), Pattern::Outcome::TooLong);
    QCOMPARE(lookAhead->find(std::string(Pattern::longestBacktracked + 1, 'a')), Pattern::Outcome::TooLong);
    // Linear, whatever the text.
    QCOMPARE((*Pattern::compile("^(a|a)*$"))->find(std::string(1'000'000, 'a') + "b"), Pattern::Outcome::MatchesNot);
    for (const char *bad :
         {"(", "[a", "\\", "a\\Z", "\\u12", "\\x1", "\\u{110000}", "\\p", "\\p{Emoji_Nonsense}", "\\c1", "*"})
        QVERIFY2(!Pattern::compile(bad), bad);
    QVERIFY(!Pattern::compile(std::string(Pattern::longestPattern + 1, 'a')));
}

void TestJsonSchemaFormats::multiples_data()
{
    QTest::addColumn<QByteArray>("number");
    QTest::addColumn<QByteArray>("divisor");
    QTest::addColumn<bool>("isMultiple");
    const auto row = [](const char *number, const char *divisor, bool isMultiple) {
        QTest::addRow("%s of %s", number, divisor) << QByteArray(number) << QByteArray(divisor) << isMultiple;
    };
    row("0", "0.1", true);
    row("0.0", "7", true);
    row("0.3", "0.1", true);
    row("-0.3", "0.1", true);
    row("4.35", "0.01", true);
    row("4.355", "0.01", false);
    row("1e300", "1e-300", true);
    row("1e-300", "1e300", false);
    row("1e308", "0.123456789", false);
    row("18446744073709551615", "5", true);
    row("18446744073709551615", "18446744073709551614", false);
    row("-9223372036854775808", "2", true);
    row("1.5", "0.5", true);
    row("10", "2.5", true);
    row("7", "3", false);
    row("12391239123", "1e-8", true);
}

void TestJsonSchemaFormats::multiples()
{
    QFETCH(QByteArray, number);
    QFETCH(QByteArray, divisor);
    QFETCH(bool, isMultiple);
    QCOMPARE(isMultipleOf(*parse(number), *parse(divisor)), isMultiple);
}

QTEST_GUILESS_MAIN(TestJsonSchemaFormats)
#include "tst_jsonschemaformats.moc"
