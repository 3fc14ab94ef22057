// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/evaluationmeter.h"
#include "core/json/regex.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

class TestRegex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void iRegexp_data();
    void iRegexp();
    void refusesWhatIsNoIRegexp_data();
    void refusesWhatIsNoIRegexp();
    void re2();
    void limits();
    void paysForTheText();
};

namespace {

bool whole(const Regex &regex, std::string_view text)
{
    EvaluationMeter meter;
    return regex.matchesWhole(text, meter);
}

} // namespace

void TestRegex::iRegexp_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("matching");
    QTest::addColumn<QByteArray>("other");
    const auto row = [](const char *pattern, const char *matching, const char *other) {
        QTest::newRow(pattern) << QByteArray(pattern) << QByteArray(matching) << QByteArray(other);
    };
    row("", "", "a");
    row("a", "a", "A");
    row("a|b", "b", "c");
    row("a|", "", "b");
    row("(a|b)c", "bc", "b");
    row("()", "", "x");
    row("a?b*c+", "cc", "ab");
    row("a{2}", "aa", "a");
    row("a{2,}", "aaaa", "a");
    row("a{0,2}", "aa", "aaa");
    row("a{1,1}", "a", "");
    row(".", "x", "\n");
    row(".", "\xE2\x80\xA8", "\r");
    row("...", "aä😀", "aä");
    row("\\.", ".", "x");
    row("\\(\\)\\*\\+\\-\\?\\[\\]\\^\\{\\|\\}\\\\", "()*+-?[]^{|}\\", "x");
    row("\\n\\r\\t", "\n\r\t", "nrt");
    row("[abc]", "b", "d");
    row("[^abc]", "d", "b");
    row("[a-c]", "b", "-");
    row("[-a]", "-", "b");
    row("[a-]", "-", "b");
    row("[^-]", "a", "-");
    row("[-]", "-", "a");
    row("[a-cx-z]", "y", "d");
    row("[\\]\\[\\^\\-\\\\]", "^", "a");
    row("[a^]", "^", "b");
    row("[$.*+?(){}|]", "|", "x");
    row("[&&]", "&", "a");
    row("[~a]", "~", "b");
    row("[ä-ü]", "ö", "z");
    row("[😀-😅]", "😂", "😆");
    row("[\\n]", "\n", "n");
    row("[:a]", ":", "b");
    row("\\p{L}", "ä", "1");
    row("\\P{L}", "1", "ä");
    row("\\p{Lu}+", "ÄB", "Äb");
    row("[\\p{Nd}x]", "5", "y");
    row("[^\\p{Nd}]", "x", "5");
    row("\\p{Cc}", "\x01", "a");
    row("\\p{C}", "\x01", "a");
    row("\\P{C}", "a", "\x01");
    row("\\p{Cn}", "\xF3\xA0\x82\x80", "a"); // U+E0080 is not assigned
    row("\\P{Cn}", "a", "\xF3\xA0\x82\x80");
    row("\\p{Sc}\\p{Pe}\\p{Zs}", "€) ", "€ )");
    row("/", "/", "\\");
    row("a b\"'#", "a b\"'#", "x");
    row("\x07", "\x07", "a");
    row("^a$", "a", "^a$");
}

void TestRegex::iRegexp()
{
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, matching);
    QFETCH(QByteArray, other);
    const Result<Regex> regex = Regex::compileIRegexp(pattern.toStdString());
    QVERIFY2(regex, regex ? "" : qPrintable(regex.error().text));
    QVERIFY(whole(*regex, matching.toStdString()));
    QVERIFY(!whole(*regex, other.toStdString()));
}

void TestRegex::refusesWhatIsNoIRegexp_data()
{
    QTest::addColumn<QByteArray>("pattern");
    for (const char *pattern : {"(",
                                ")",
                                "a)",
                                "(a",
                                "[",
                                "]",
                                "a]",
                                "[]",
                                "[^]",
                                "[a",
                                "*",
                                "+a",
                                "?",
                                "{",
                                "}",
                                "a{",
                                "a{}",
                                "a{,2}",
                                "a{x}",
                                "a{2",
                                "a{2,1}",
                                "a{-1}",
                                "a**",
                                "a+?",
                                "a*?",
                                "a{2}?",
                                "(?i)a",
                                "(?:a)",
                                "(?=a)",
                                "(?<n>a)",
                                "\\d",
                                "\\w",
                                "\\s",
                                "\\b",
                                "\\A",
                                "\\z",
                                "\\1",
                                "\\x41",
                                "\\u0041",
                                "\\",
                                "a\\",
                                "\\p",
                                "\\pL",
                                "\\p{}",
                                "\\p{L",
                                "\\p{Greek}",
                                "\\p{IsBasicLatin}",
                                "\\p{Lx}",
                                "\\p{l}",
                                "\\p{^L}",
                                "[z-a]",
                                "[a-c-e]",
                                "[--a]",
                                "[a--b]",
                                "[[:alpha:]]",
                                "[\\d]",
                                "[a\\-",
                                "|*",
                                "\\/",
                                "\\\"",
                                "\\e"})
        QTest::newRow(pattern) << QByteArray(pattern);
}

void TestRegex::refusesWhatIsNoIRegexp()
{
    QFETCH(QByteArray, pattern);
    const Result<Regex> regex = Regex::compileIRegexp(pattern.toStdString());
    QVERIFY(!regex);
    QCOMPARE(regex.error().code, ErrorCode::InvalidInput);
}

void TestRegex::re2()
{
    const Result<Regex> regex = Regex::compile("(?i)in(voice)?-\\d+");
    QVERIFY(regex);
    EvaluationMeter meter;
    QVERIFY(regex->matchesPart("your Invoice-17.", meter));
    QVERIFY(!regex->matchesWhole("your Invoice-17.", meter));
    QVERIFY(regex->matchesWhole("IN-1", meter));
    const Result<Regex> lookBehind = Regex::compile("(?<=a)b");
    QVERIFY(!lookBehind);
    QCOMPARE(lookBehind.error().code, ErrorCode::InvalidInput);
    QVERIFY(lookBehind.error().text.contains(u"no regular expression"));
}

void TestRegex::limits()
{
    const auto refused = [](const Result<Regex> &regex) {
        return !regex && regex.error().code == ErrorCode::LimitExceeded;
    };
    QVERIFY(refused(Regex::compile(std::string(Regex::maximumPatternBytes + 1, 'a'))));
    QVERIFY(Regex::compile(std::string(Regex::maximumPatternBytes, 'a')));
    QVERIFY(refused(Regex::compileIRegexp(std::string(Regex::maximumPatternBytes + 1, 'a'))));
    QVERIFY(refused(Regex::compile("a{1001}")));
    QVERIFY(refused(Regex::compileIRegexp("a{1001}")));
    QVERIFY(refused(Regex::compileIRegexp("a{99999999999999999999}")));
    QVERIFY(refused(Regex::compileIRegexp("[\\p{Cn}]")));
    QVERIFY(Regex::compileIRegexp("a{1000}"));
    QVERIFY(refused(Regex::compile("((a{100}){100}){100}")));
    QVERIFY(refused(Regex::compile("(\\pL{500}){2}")));
    QVERIFY(!Regex::compileIRegexp(std::string(1000, '(') + std::string(1000, ')')));
}

void TestRegex::paysForTheText()
{
    const Result<Regex> regex = Regex::compile("(x+x+)+y");
    QVERIFY(regex);
    const std::string text(1'000'000, 'x');
    EvaluationMeter enough;
    QVERIFY(!regex->matchesPart(text, enough));
    QVERIFY(!enough.isExhausted());
    EvaluationMeter little(1000);
    QVERIFY(!regex->matchesPart(text, little));
    QVERIFY(little.isExhausted());
    QCOMPARE(little.error().code, ErrorCode::LimitExceeded);
}

QTEST_GUILESS_MAIN(TestRegex)
#include "tst_regex.moc"
