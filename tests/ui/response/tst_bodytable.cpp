// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakedialogs.h"
#include "ui/response/bodytable.h"
#include "ui/shell/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;

namespace {

QStringList column(const QAbstractItemModel &model, int number)
{
    QStringList cells;
    for (int row = 0; row < model.rowCount(); ++row)
        cells << model.index(row, number).data().toString();
    return cells;
}

QStringList headers(const QAbstractItemModel &model)
{
    QStringList names;
    for (int section = 0; section < model.columnCount(); ++section)
        names << model.headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
    return names;
}

} // namespace

// Arrays of objects as tables: columns, order, CSV.
class tst_BodyTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void columnsAreTheUnion();
    void sorts_data();
    void sorts();
    void manyRows();
    void savesAsCsv();
    void choosesAmongArrays();

private:
    static void load(BodyTableModel &model, const QByteArray &text);
};

void tst_BodyTable::load(BodyTableModel &model, const QByteArray &text)
{
    model.setBody(std::make_shared<BodyFile>(text));
    QTRY_VERIFY(!model.isReading());
}

void tst_BodyTable::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("the body itself") << QByteArray("[{}]") << QStringList{QString()};
    QTest::newRow("in an envelope") << QByteArray(R"({"has_more":true,"data":[{"id":1}]})") << QStringList{u"/data"_qs};
    QTest::newRow("one level more") << QByteArray(R"({"result":{"items":[{}]}})") << QStringList{u"/result/items"_qs};
    QTest::newRow("those of objects first")
        << QByteArray(R"({"tags":["a"],"data":[{}]})") << QStringList{u"/data"_qs, u"/tags"_qs};
    QTest::newRow("too deep") << QByteArray(R"({"a":{"b":{"c":[1]}}})") << QStringList{};
    QTest::newRow("no array") << QByteArray("{\"a\":1}") << QStringList{};
    QTest::newRow("no JSON") << QByteArray("x") << QStringList{};
}

void tst_BodyTable::finds()
{
    QFETCH(QByteArray, text);
    QStringList pointers;
    for (const json::FoundArray &table : json::findArrays(text)) {
        pointers << table.pointer;
        QCOMPARE(text.at(table.begin), '[');
    }
    QTEST(pointers, "expected");
}

void tst_BodyTable::columnsAreTheUnion()
{
    BodyTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    load(model, R"([{"id":1,"name":"a"},{"id":2,"more":{"x":[1]}},{"na\u006de":"b"},7,{"":"empty"}])");
    QCOMPARE(headers(model), (QStringList{u"id"_qs, u"name"_qs, u"more"_qs, u"Value"_qs, QString()}));
    QCOMPARE(column(model, 0), (QStringList{u"1"_qs, u"2"_qs, QString(), QString(), QString()}));
    QCOMPARE(column(model, 1), (QStringList{u"a"_qs, QString(), u"b"_qs, QString(), QString()}));
    QCOMPARE(column(model, 2).at(1), u"{\"x\":[1]}"_qs);
    QCOMPARE(column(model, 3).at(3), u"7"_qs);
    QCOMPARE(column(model, 4).at(4), u"empty"_qs);
    QCOMPARE(model.picked(model.index(1, 2))->pointer, u"/1/more"_qs);
    QCOMPARE(model.picked(model.index(3, 3))->pointer, u"/3"_qs);
    QVERIFY(!model.picked(model.index(2, 0)));
}

void tst_BodyTable::sorts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("numbers by size") << 0 << Qt::AscendingOrder << QStringList{u"d"_qs, u"b"_qs, u"c"_qs, u"a"_qs};
    QTest::newRow("and back") << 0 << Qt::DescendingOrder << QStringList{u"a"_qs, u"c"_qs, u"b"_qs, u"d"_qs};
    QTest::newRow("texts") << 1 << Qt::AscendingOrder << QStringList{u"a"_qs, u"b"_qs, u"c"_qs, u"d"_qs};
    QTest::newRow("as it came") << -1 << Qt::AscendingOrder << QStringList{u"c"_qs, u"a"_qs, u"b"_qs, u"d"_qs};
}

void tst_BodyTable::sorts()
{
    QFETCH(int, column);
    QFETCH(Qt::SortOrder, order);
    BodyTableModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    load(model, R"([{"n":9,"t":"c"},{"n":10,"t":"a"},{"n":-1.5,"t":"b"},{"t":"d"}])");
    QSignalSpy sorted(&model, &BodyTableModel::sorted);
    model.sort(1, Qt::DescendingOrder);
    model.sort(column, order);
    // Of two orders asked for the last one counts.
    QTRY_VERIFY(!model.isReading());
    QCOMPARE(sorted.size(), 1);
    QTEST(::column(model, 1), "expected");
    // The pointer is that of the body, whatever the order.
    QCOMPARE(model.picked(model.index(int(::column(model, 1).indexOf(u"b"_qs)), 1))->pointer, u"/2/t"_qs);
}

void tst_BodyTable::manyRows()
{
    BodyTableModel model;
    QByteArray text("{\"data\":[");
    for (int i = 0; i < 60'000; ++i)
        text += "{\"id\":" + QByteArray::number(60'000 - i) + "},";
    text += "{\"id\":0,\"late\":true}]}";
    QSignalSpy grown(&model, &BodyTableModel::grown);
    load(model, text);
    QVERIFY(grown.size() > 1);
    QCOMPARE(model.rowCount(), 60'001);
    QCOMPARE(headers(model), (QStringList{u"id"_qs, u"late"_qs}));
    QSignalSpy sorted(&model, &BodyTableModel::sorted);
    model.sort(0, Qt::AscendingOrder);
    QTRY_COMPARE(sorted.size(), 1);
    QCOMPARE(model.index(0, 0).data().toString(), u"0"_qs);
    QCOMPARE(model.index(60'000, 0).data().toString(), u"60000"_qs);
    QCOMPARE(model.headerData(0, Qt::Vertical, Qt::DisplayRole).toInt(), 60'001);
}

void tst_BodyTable::savesAsCsv()
{
    Theme theme(*qApp);
    test::FakeDialogs dialogs;
    QTemporaryDir folder;
    BodyTable table(theme, dialogs);
    table.setFileStem(u"users"_qs);
    table.setBody(
        std::make_shared<BodyFile>(QByteArray(R"([{"a":"x, \"y\"","b":[1,2]},{"a":null,"c":"two\nlines"}])")));
    QTRY_COMPARE(table.tableModel()->rowCount(), 2);
    QSignalSpy said(&table, &BodyTable::messageRequested);
    table.saveCsv();
    QCOMPARE(dialogs.asked.first().file.suggestedName, u"users.csv"_qs);
    dialogs.answerFile(folder.filePath(u"users.csv"_qs));
    QTRY_COMPARE(said.size(), 1);
    QCOMPARE(said.first().first().value<Message>().severity, Severity::Success);
    QFile file(folder.filePath(u"users.csv"_qs));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("a,b,c\r\n\"x, \"\"y\"\"\",\"[1,2]\",\r\n,,\"two\nlines\"\r\n"));
    table.saveCsv();
    dialogs.answerFile(folder.filePath(u"no/such/users.csv"_qs));
    QTRY_COMPARE(said.size(), 2);
    QCOMPARE(said.last().first().value<Message>().severity, Severity::Error);
}

void tst_BodyTable::choosesAmongArrays()
{
    Theme theme(*qApp);
    test::FakeDialogs dialogs;
    BodyTable table(theme, dialogs);
    table.show();
    table.setBody(std::make_shared<BodyFile>(QByteArray(R"({"a":[{"x":1}],"b":[{"y":2},{"y":3}]})")));
    auto *choice = table.findChild<QComboBox *>();
    QTRY_VERIFY(choice->isVisible());
    QTRY_COMPARE(table.tableModel()->rowCount(), 1);
    choice->setCurrentIndex(1);
    Q_EMIT choice->activated(1);
    QTRY_COMPARE(table.tableModel()->rowCount(), 2);
    QCOMPARE(headers(*table.tableModel()), QStringList{u"y"_qs});
    table.view()->selectAll();
    QCOMPARE(table.copyText(), u"2\n3"_qs);
}

QTEST_MAIN(tst_BodyTable)
#include "tst_bodytable.moc"
