// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/jsonlexer.h"

#include <QTest>

using namespace uw::ui;

namespace {

// One letter per span: "k s n w p !" with the text, so that a row of the table can be read.
QString drawn(QStringView line, const JsonLine &lexed)
{
    QStringList parts;
    for (const JsonSpan &span : lexed.spans) {
        const char16_t letters[] = {u'k', u's', u'n', u'w', u'p', u'!'};
        parts.append(QChar(letters[int(span.token)]) + line.mid(span.start, span.length).toString());
    }
    return parts.join(u' ');
}

} // namespace

class JsonLexerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cutsLines_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("spans");
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("spaces") << u" \t "_qs << QString();
        QTest::newRow("member") << u"  \"id\" : \"5b\","_qs << u"k\"id\" p: s\"5b\" p,"_qs;
        QTest::newRow("words") << u"[true,false,null]"_qs << u"p[ wtrue p, wfalse p, wnull p]"_qs;
        QTest::newRow("numbers") << u"-0 1.5e+3 10"_qs << u"n-0 n1.5e+3 n10"_qs;
        QTest::newRow("no numbers") << u"01 1. .5 1e + -"_qs << u"!01 !1. !.5 !1e !+ !-"_qs;
        QTest::newRow("escaped quote") << u"\"a\\\"b\": 1"_qs << u"k\"a\\\"b\" p: n1"_qs;
        QTest::newRow("escaped backslash") << u"\"a\\\\\": 1"_qs << u"k\"a\\\\\" p: n1"_qs;
        QTest::newRow("open string") << u"{\"a"_qs << u"p{ s\"a"_qs;
        QTest::newRow("backslash at the end") << u"\"a\\"_qs << u"s\"a\\"_qs;
        QTest::newRow("foreign") << u"{a:'b'}"_qs << u"p{ !a p: !' !b !' p}"_qs;
        QTest::newRow("other script") << u"été \u4e2d"_qs << u"!été !\u4e2d"_qs;
    }
    void cutsLines()
    {
        QFETCH(QString, line);
        QTEST(drawn(line, lexJsonLine(line)), "spans");
    }

    void carriesAStringOverABrokenLine()
    {
        const JsonLine first = lexJsonLine(u"\"begin");
        QVERIFY(first.endsInString);
        QVERIFY(lexJsonLine(u"", true).endsInString);
        const JsonLine second = lexJsonLine(u"end\": 1", first.endsInString);
        QVERIFY(!second.endsInString);
        QCOMPARE(drawn(u"end\": 1", second), u"kend\" p: n1"_qs);
    }
};

QTEST_GUILESS_MAIN(JsonLexerTest)
#include "tst_jsonlexer.moc"
