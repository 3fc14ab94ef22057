// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/valuetext.h"

#include <QTest>

using namespace uw;
using namespace uw::ui;
using openapi::ValueSchema;

Q_DECLARE_METATYPE(ValueSchema)

// Texts of a form: what a field may hold, what was typed, and helps from Markdown.
class tst_ValueText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void captions_data();
    void captions();
    void values_data();
    void values();
    void hints();
    void help_data();
    void help();
    void longHelpIsCut();
};

void tst_ValueText::captions_data()
{
    QTest::addColumn<ValueSchema>("schema");
    QTest::addColumn<QString>("expected");
    QTest::newRow("string") << ValueSchema{.type = u"string"_qs} << u"string"_qs;
    QTest::newRow("lengths") << ValueSchema{.type = u"string"_qs, .minimumLength = 2, .maximumLength = 250}
                             << u"string, 2-250"_qs;
    QTest::newRow("one length") << ValueSchema{.type = u"string"_qs, .minimumLength = 24, .maximumLength = 24}
                                << u"string, 24"_qs;
    QTest::newRow("at most") << ValueSchema{.type = u"string"_qs, .maximumLength = 9} << u"string, at most 9"_qs;
    QTest::newRow("at least") << ValueSchema{.type = u"integer"_qs, .minimum = 1.0} << u"integer, at least 1"_qs;
    QTest::newRow("bounds") << ValueSchema{.type = u"number"_qs, .minimum = -0.5, .maximum = 200.0}
                            << u"number, -0.5-200"_qs;
    QTest::newRow("large bound") << ValueSchema{.type = u"integer"_qs, .maximum = 5000000.0}
                                 << u"integer, at most 5000000"_qs;
    QTest::newRow("enum") << ValueSchema{.type = u"string"_qs,
                                         .enumValues = {json::fromQString(u"A"), json::fromQString(u"B")}}
                          << u"string, one of 2"_qs;
    QTest::newRow("array") << ValueSchema{.type = u"array"_qs, .itemType = u"string"_qs} << u"array of string"_qs;
    QTest::newRow("array of anything") << ValueSchema{.type = u"array"_qs} << u"array"_qs;
    QTest::newRow("format") << ValueSchema{.type = u"string"_qs, .format = u"date-time"_qs} << u"date-time"_qs;
    QTest::newRow("other format") << ValueSchema{.type = u"integer"_qs, .format = u"int32"_qs} << u"integer"_qs;
    QTest::newRow("anything") << ValueSchema{} << u"any value"_qs;
}

void tst_ValueText::captions()
{
    QFETCH(ValueSchema, schema);
    QTEST(typeCaption(schema), "expected");
}

void tst_ValueText::values_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type");
    // As JSON; empty: no value.
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << QString() << u"string"_qs << QString();
    QTest::newRow("string of digits") << u"0012"_qs << u"string"_qs << u"\"0012\""_qs;
    QTest::newRow("string that reads like JSON") << u"true"_qs << u"string"_qs << u"\"true\""_qs;
    QTest::newRow("blanks are text") << u"  "_qs << u"string"_qs << u"\"  \""_qs;
    QTest::newRow("integer") << u"42"_qs << u"integer"_qs << u"42"_qs;
    QTest::newRow("integer with blanks") << u" 42 "_qs << u"integer"_qs << u"42"_qs;
    QTest::newRow("integer beyond a double") << u"9007199254740993"_qs << u"integer"_qs << u"9007199254740993"_qs;
    QTest::newRow("no integer") << u"4x"_qs << u"integer"_qs << u"\"4x\""_qs;
    QTest::newRow("leading zero is no number") << u"007"_qs << u"integer"_qs << u"\"007\""_qs;
    QTest::newRow("number") << u"1.5"_qs << u"number"_qs << u"1.5"_qs;
    QTest::newRow("number in words") << u"true"_qs << u"number"_qs << u"\"true\""_qs;
    QTest::newRow("boolean") << u"true"_qs << u"boolean"_qs << u"true"_qs;
    QTest::newRow("no boolean") << u"1"_qs << u"boolean"_qs << u"\"1\""_qs;
    QTest::newRow("any: JSON") << u"{\"a\":[1]}"_qs << QString() << u"{\"a\":[1]}"_qs;
    QTest::newRow("any: text") << u"a b"_qs << QString() << u"\"a b\""_qs;
}

void tst_ValueText::values()
{
    QFETCH(QString, text);
    QFETCH(QString, type);
    QFETCH(QString, expected);
    const std::optional<json::Value> value = valueFromText(text, type);
    QCOMPARE(value ? QString::fromUtf8(json::serialize(*value)) : QString(), expected);
}

void tst_ValueText::hints()
{
    QCOMPARE(fieldHint({}), QString());
    QCOMPARE(fieldHint({.defaultValue = json::Value(50), .example = json::Value(7)}), u"50 by default"_qs);
    QCOMPARE(fieldHint({.example = json::fromQString(u"Website")}), u"for example Website"_qs);
}

void tst_ValueText::help_data()
{
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QString>("html");
    QTest::newRow("plain") << u" one\ntwo "_qs << u"one two"_qs;
    QTest::newRow("paragraphs") << u"one\n\ntwo"_qs << u"one<br><br>two"_qs;
    QTest::newRow("code and bold") << u"Use `a<b` or **both**."_qs << u"Use <code>a&lt;b</code> or <b>both</b>."_qs;
    QTest::newRow("no partner") << u"5 ** 3 and ` alone"_qs << u"5 ** 3 and ` alone"_qs;
    QTest::newRow("empty marks") << u"**** ``"_qs << u"**** ``"_qs;
    QTest::newRow("link") << u"See [the docs](https://example.com/x)."_qs << u"See the docs."_qs;
    QTest::newRow("image") << u"![x](file:///etc/passwd) after"_qs << u"x after"_qs;
    QTest::newRow("no link") << u"f](x and [a] (b)"_qs << u"f](x and [a] (b)"_qs;
    QTest::newRow("markup is text") << u"<img src=x> & <script>"_qs << u"&lt;img src=x&gt; &amp; &lt;script&gt;"_qs;
}

void tst_ValueText::help()
{
    QFETCH(QString, markdown);
    QTEST(helpHtml(markdown), "html");
}

void tst_ValueText::longHelpIsCut()
{
    QCOMPARE(helpHtml(u"abc def"_qs, 4), u"abc…"_qs);
    QCOMPARE(helpHtml(QString(100'000, u'*')).size(), 4001);
}

QTEST_GUILESS_MAIN(tst_ValueText)
#include "tst_valuetext.moc"
