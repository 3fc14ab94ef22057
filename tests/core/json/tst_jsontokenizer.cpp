// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/tokenizer.h"

#include <QTest>

using namespace uw::json;

namespace {

// One letter a token and its text: "b{ n"a" c: N1 b}".
QString describe(QStringView text, Tokenizer &tokenizer)
{
    static constexpr QStringView letters = u"b[:,nsNk!";
    QStringList words;
    while (const std::optional<Tokenizer::Token> token = tokenizer.next())
        words.append(letters[static_cast<int>(token->kind)] + text.sliced(token->begin, token->length).toString());
    return words.join(u' ');
}

QString describe(QStringView text, Tokenizer::State state = Tokenizer::State::Between)
{
    Tokenizer tokenizer(text, state);
    return describe(text, tokenizer);
}

} // namespace

class TestJsonTokenizer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cuts_data();
    void cuts();
    void carriesOn();
    void alwaysMovesOn();
};

void TestJsonTokenizer::cuts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tokens");
    const auto row = [](const char *name, const char *text, const char *tokens) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(tokens);
    };
    row("nothing", "", "");
    row("space", " \t\r\n", "");
    row("member", R"({"a" : 1})", R"(b{ n"a" :: N1 b})");
    row("array", R"(["a",true , null])", R"([[ s"a" ,, ktrue ,, knull [])");
    row("numbers", "0 -1 1.5 1e9 -0.5E-3", "N0 N-1 N1.5 N1e9 N-0.5E-3");
    row("no numbers", "01 1. .5 1e - + 0x1 1_000", "!01 !1. !.5 !1e !- !+ !0x1 !1_000");
    row("words", "True nul falsey NaN", "!True !nul !falsey !NaN");
    row("escapes", R"("\"\\\/\b\f\n\r\t\u00fC")", R"(s"\"\\\/\b\f\n\r\t\u00fC")");
    row("unknown escape", R"("\x" 1)", R"(!"\x" N1)");
    row("short unicode escape", R"("\u12" 1)", R"(!"\u12" N1)");
    row("control character", "\"a\tb\" 1", "!\"a\tb\" N1");
    row("open string", R"({"a": "bc)", R"(b{ n"a" :: s"bc)");
    row("bad escape in an open string", R"("\x)", R"(!"\x)");
    row("escaped backslash", R"("a\\\\": 1)", R"(n"a\\\\" :: N1)");
    row("single quotes", "{'a':1}", "b{ !'a' :: N1 b}");
    row("comment", "1 // x", "N1 !// !x");
    row("beyond ASCII", "[\"ü😀\", ü]", "[[ s\"ü😀\" ,, !ü []");
    row("no order is asked for", "}{],:", "b} b{ [] ,, ::");
}

void TestJsonTokenizer::cuts()
{
    QFETCH(QString, text);
    QFETCH(QString, tokens);
    QCOMPARE(describe(text), tokens);
}

void TestJsonTokenizer::carriesOn()
{
    const QString first = QStringLiteral("[\"ab\\");
    Tokenizer tokenizer(first);
    QCOMPARE(describe(first, tokenizer), QStringLiteral("[[ s\"ab\\"));
    QCOMPARE(tokenizer.state(), Tokenizer::State::AfterBackslash);
    QCOMPARE(describe(u"\"c\", 1]", tokenizer.state()), QStringLiteral("s\"c\" ,, N1 []"));
    QCOMPARE(describe(u"\"c\", 1]", Tokenizer::State::InString), QStringLiteral("s\" !c s\", 1]"));
    QCOMPARE(describe(u"", Tokenizer::State::InString), QString());

    Tokenizer second(u"cd", Tokenizer::State::InString);
    QVERIFY(second.next());
    QVERIFY(!second.next());
    QCOMPARE(second.state(), Tokenizer::State::InString);
}

// Whatever the text: tokens follow each other without overlap, hold no more than white space between them, and end.
void TestJsonTokenizer::alwaysMovesOn()
{
    const QString alphabet = QStringLiteral("{}[]:,\"\\u0 1-.eEtrue\n\tü\u0001x/");
    quint32 seed = 1;
    for (int round = 0; round < 2000; ++round) {
        QString text;
        for (int i = 0; i < 40; ++i) {
            seed = seed * 1664525 + 1013904223;
            text += alphabet[(seed >> 16) % alphabet.size()];
        }
        Tokenizer tokenizer(text, static_cast<Tokenizer::State>(round % 3));
        qsizetype position = 0;
        while (const std::optional<Tokenizer::Token> token = tokenizer.next()) {
            QVERIFY(token->length > 0);
            QVERIFY(token->begin >= position);
            QVERIFY(QStringView(text).sliced(position, token->begin - position).trimmed().isEmpty());
            position = token->begin + token->length;
        }
        QVERIFY(QStringView(text).sliced(position).trimmed().isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestJsonTokenizer)
#include "tst_jsontokenizer.moc"
