// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sampleevent.h"
#include "ui/log/comparesheet.h"
#include "ui/log/eventcompare.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QLabel>
#include <QTableWidget>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using Kind = json::Difference::Kind;

class EventCompareTest final : public QObject {
    Q_OBJECT

    static Event withBody(const QByteArray &body)
    {
        Event event = test::sampleEvent(1);
        event.body = body;
        return event;
    }

private Q_SLOTS:
    void listsWhatDiffers()
    {
        const auto comparison =
            compareBodies(withBody(R"({"id":"a","billable":true,"tags":["x","y"],"note":"old"})"),
                          withBody(R"({"billable":false,"id":"a","tags":["x"],"name":{"first":1}})"));
        QVERIFY(comparison);
        QVERIFY(!comparison->isCut);
        const QList<ComparedPlace> expected{
            {Kind::Changed, u"/billable"_qs, u"true"_qs, u"false"_qs},
            {Kind::Removed, u"/tags/1"_qs, u"\"y\""_qs, {}},
            {Kind::Removed, u"/note"_qs, u"\"old\""_qs, {}},
            {Kind::Added, u"/name"_qs, {}, u"{\"first\":1}"_qs},
        };
        QCOMPARE(comparison->places.size(), expected.size());
        for (int i = 0; i < expected.size(); ++i)
            QVERIFY2(comparison->places[i] == expected[i], qPrintable(comparison->places[i].path));
    }

    void saysThatNothingDiffers()
    {
        const auto comparison = compareBodies(withBody(R"({"a":1,"b":2})"), withBody(R"({ "b": 2, "a": 1.0 })"));
        QVERIFY(comparison);
        QVERIFY(comparison->places.isEmpty());
        Theme theme(*qApp);
        QWidget window;
        CompareSheet sheet(theme, u"one"_qs, u"two"_qs, *comparison, &window);
        QVERIFY(sheet.findChild<QLabel *>(u"comparedSummary"_qs)->text().contains(u"the same"));
    }

    void comparesWholeBodies()
    {
        const auto comparison = compareBodies(withBody("1"), withBody("[]"));
        QVERIFY(comparison);
        QCOMPARE(comparison->places.size(), 1);
        QCOMPARE(comparison->places.constFirst().path, u"/"_qs);
    }

    void refusesWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("100,000 levels") << QByteArray(100'000, '[');
        QTest::newRow("no text") << QByteArray("\xff\x00\x01", 3);
    }
    void refusesWhatIsNotJson()
    {
        QFETCH(QByteArray, body);
        for (const bool first : {true, false}) {
            const auto comparison =
                first ? compareBodies(withBody(body), withBody("{}")) : compareBodies(withBody("{}"), withBody(body));
            QVERIFY(!comparison);
            QVERIFY2(comparison.error().text.contains(u"NEW_TIME_ENTRY")
                         && comparison.error().text.endsWith(u"JSON bodies."),
                     qPrintable(comparison.error().text));
        }
    }

    void staysBounded()
    {
        QByteArray before("{");
        QByteArray after("{");
        for (int i = 0; i < 5000; ++i) {
            before += QByteArray(i > 0 ? "," : "") + "\"m" + QByteArray::number(i) + "\":1";
            after += QByteArray(i > 0 ? "," : "") + "\"m" + QByteArray::number(i) + "\":2";
        }
        const auto comparison = compareBodies(withBody(before + '}'), withBody(after + '}'));
        QVERIFY(comparison);
        QVERIFY(comparison->isCut);
        QCOMPARE(comparison->places.size(), comparedPlaces);
        const auto large =
            compareBodies(withBody('"' + QByteArray(1'000'000, 'x') + '"'), withBody('"' + QByteArray(9, 'y') + '"'));
        QVERIFY(large);
        QVERIFY(large->places.constFirst().before.size() < 500);
    }

    void showsIconWordAndValues()
    {
        Theme theme(*qApp);
        QWidget window;
        const EventComparison comparison{
            .places = {{Kind::Added, u"/a"_qs, {}, u"1"_qs}, {Kind::Removed, u"/<b>"_qs, u"\"<i>\""_qs, {}}}};
        auto *sheet = new CompareSheet(theme, u"one"_qs, u"two"_qs, comparison, &window);
        sheet->show();
        const auto *table = sheet->findChild<QTableWidget *>(u"differences"_qs);
        QCOMPARE(table->rowCount(), 2);
        QCOMPARE(table->item(0, 0)->text(), u"added"_qs);
        QVERIFY(!table->item(0, 0)->icon().isNull());
        QCOMPARE(table->item(1, 1)->text(), u"/<b>"_qs);
        QCOMPARE(table->item(1, 2)->text(), u"\"<i>\""_qs);
        QVERIFY(!table->item(1, 2)->toolTip().contains(u"<i>"));
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }
};

QTEST_MAIN(EventCompareTest)
#include "tst_eventcompare.moc"
