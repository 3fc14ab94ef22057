// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/valuescan.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

// Values are found in a text without a tree: children, places by pointer, the value around a byte.
class tst_ValueScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void children_data();
    void children();
    void goesOnFromACopy();
    void plainTexts_data();
    void plainTexts();
    void around_data();
    void around();
    void atPointer_data();
    void atPointer();
    void deepNestingCostsNoStack();
};

void tst_ValueScan::children_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    QTest::addColumn<bool>("isWhole");
    QTest::newRow("empty array") << QByteArray("[]") << QStringList{} << true;
    QTest::newRow("empty object") << QByteArray(" { } ") << QStringList{} << true;
    QTest::newRow("elements") << QByteArray("[1, \"a\",[2,{}] ,{\"x\":[]},null,true]")
                              << QStringList{u"1"_qs,          u"\"a\""_qs, u"[2,{}]"_qs,
                                             u"{\"x\":[]}"_qs, u"null"_qs,  u"true"_qs}
                              << true;
    QTest::newRow("members") << QByteArray("{\"a\": 1,\n\"\\u00e4\":{\"b\":2}}")
                             << QStringList{u"a=1"_qs, u"ä={\"b\":2}"_qs} << true;
    QTest::newRow("cut short") << QByteArray("[1,2,") << QStringList{u"1"_qs, u"2"_qs} << false;
    QTest::newRow("cut within a child") << QByteArray("[1,[2") << QStringList{u"1"_qs} << false;
    QTest::newRow("no comma") << QByteArray("[1 2]") << QStringList{u"1"_qs} << false;
    QTest::newRow("no name") << QByteArray("{1:2}") << QStringList{} << false;
    QTest::newRow("no container") << QByteArray("7") << QStringList{} << false;
    QTest::newRow("nothing") << QByteArray() << QStringList{} << false;
}

void tst_ValueScan::children()
{
    QFETCH(QByteArray, text);
    ContainerScan scan(text, 0);
    QStringList found;
    while (const std::optional<ValueSpan> child = scan.next()) {
        const QString value = QString::fromUtf8(text.mid(child->begin, child->end - child->begin));
        found << (child->nameBegin >= 0 ? nameOf(text, *child) + u'=' + value : value);
    }
    QTEST(found, "expected");
    QTEST(scan.isWhole(), "isWhole");
    QCOMPARE(scan.count(), found.size());
    QVERIFY(!scan.next());
}

void tst_ValueScan::goesOnFromACopy()
{
    const QByteArray text("xx[10,20,30]");
    ContainerScan scan(text, 2);
    QVERIFY(scan.next());
    ContainerScan copy = scan;
    QCOMPARE(text.mid(scan.next()->begin, 2), QByteArray("20"));
    QCOMPARE(text.mid(copy.next()->begin, 2), QByteArray("20"));
    QCOMPARE(text.mid(copy.next()->begin, 2), QByteArray("30"));
}

void tst_ValueScan::plainTexts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("most");
    QTest::addColumn<QString>("expected");
    QTest::newRow("string") << QByteArray("\"a\\nb\\u00e4\"") << 100 << u"a\nbä"_qs;
    QTest::newRow("number as written") << QByteArray("1.0e400") << 100 << u"1.0e400"_qs;
    QTest::newRow("container") << QByteArray("[1, 2]") << 100 << u"[1, 2]"_qs;
    QTest::newRow("long string") << QByteArray("\"abcdefgh\"") << 5 << u"abcd…"_qs;
    QTest::newRow("lone surrogate stays as written") << QByteArray("\"\\ud800\"") << 100 << u"\\ud800"_qs;
}

void tst_ValueScan::plainTexts()
{
    QFETCH(QByteArray, text);
    QFETCH(int, most);
    const std::optional<ValueSpan> span = valueFrom(text);
    QVERIFY(span);
    QTEST(plainTextOf(text, *span, most), "expected");
}

void tst_ValueScan::around_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QByteArray>("value");
    const QByteArray text("{\"a\": [10, {\"b/c\": true}], \"d\": \"x\"}");
    QTest::newRow("number") << text << 8 << u"/a/0"_qs << QByteArray("10");
    QTest::newRow("name") << text << 14 << u"/a/1/b~1c"_qs << QByteArray("true");
    QTest::newRow("value") << text << int(text.indexOf("true") + 3) << u"/a/1/b~1c"_qs << QByteArray("true");
    QTest::newRow("between elements") << text << 9 << u"/a"_qs << QByteArray("[10, {\"b/c\": true}]");
    QTest::newRow("bracket") << text << 6 << u"/a"_qs << QByteArray("[10, {\"b/c\": true}]");
    QTest::newRow("outermost") << text << 0 << QString() << text;
    QTest::newRow("behind") << text << 100 << QString() << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{\"a\"") << 2 << QString() << QByteArray();
}

void tst_ValueScan::around()
{
    QFETCH(QByteArray, text);
    QFETCH(int, offset);
    QFETCH(QByteArray, value);
    const std::optional<PlacedValue> placed = valueAround(text, offset);
    QCOMPARE(placed.has_value(), !value.isEmpty());
    if (!placed)
        return;
    QTEST(placed->pointer, "pointer");
    QCOMPARE(text.mid(placed->span.begin, placed->span.end - placed->span.begin), value);
    // There and back again.
    const std::optional<ValueSpan> again = spanAt(text, placed->pointer);
    QVERIFY(again);
    QCOMPARE(again->begin, placed->span.begin);
}

void tst_ValueScan::atPointer_data()
{
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("element") << u"/list/1"_qs << QByteArray("2");
    QTest::newRow("escaped") << u"/a~1b/~0"_qs << QByteArray("3");
    QTest::newRow("the last of two") << u"/twice"_qs << QByteArray("5");
    QTest::newRow("beyond the end") << u"/list/2"_qs << QByteArray();
    QTest::newRow("below a scalar") << u"/twice/x"_qs << QByteArray();
    QTest::newRow("unknown") << u"/nobody"_qs << QByteArray();
}

void tst_ValueScan::atPointer()
{
    QFETCH(QString, pointer);
    const QByteArray text(R"({"list":[1,2],"a/b":{"~":3},"twice":4,"twice":5})");
    const std::optional<ValueSpan> span = spanAt(text, pointer);
    QTEST(span ? text.mid(span->begin, span->end - span->begin) : QByteArray(), "expected");
}

void tst_ValueScan::deepNestingCostsNoStack()
{
    const QByteArray text = QByteArray("[").repeated(1'000'000) + QByteArray("]").repeated(1'000'000);
    const std::optional<ValueSpan> span = valueFrom(text);
    QVERIFY(span);
    QCOMPARE(span->end, text.size());
}

QTEST_GUILESS_MAIN(tst_ValueScan)
#include "tst_valuescan.moc"
