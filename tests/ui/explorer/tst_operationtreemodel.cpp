// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationtreemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using openapi::OperationSummary;

namespace {

QList<OperationSummary> sample()
{
    const auto operation = [](const char *method, const QString &path, const QString &summary, const QStringList &tags,
                              bool deprecated = false) {
        return OperationSummary{.operationId = QString::fromLatin1(method) + path,
                                .method = method,
                                .path = path,
                                .tags = tags,
                                .summary = summary,
                                .deprecated = deprecated,
                                .pointer = {}};
    };
    return {
        operation("GET", u"/pets"_qs, u"List pets"_qs, {u"Pets"_qs}),
        operation("POST", u"/pets"_qs, u"Add a pet"_qs, {u"Pets"_qs, u"Writing"_qs}),
        operation("DELETE", u"/pets/{id}"_qs, u"Give a pet away"_qs, {u"Pets"_qs}, true),
        operation("GET", u"/health"_qs, QString(), {}),
    };
}

// The whole model as text: two spaces a level, "(n)" behind groups, "~" before what is deprecated.
QString printTree(const QAbstractItemModel &model, const QModelIndex &parent = {}, int level = 0)
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        text += QString(level * 2, u' ');
        if (index.data(OperationTreeModel::OperationRole).toInt() < 0) {
            text += index.data().toString() % u" (" % index.data(OperationTreeModel::CountRole).toString() % u")\n";
        } else {
            if (index.data(OperationTreeModel::DeprecatedRole).toBool())
                text += u'~';
            text += index.data(OperationTreeModel::MethodRole).toString() % u' ' % index.data().toString() % u'\n';
        }
        text += printTree(model, index, level + 1);
    }
    return text;
}

} // namespace

// The tree as text under every filter.
class tst_OperationTreeModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tree_data();
    void tree();
    void resetsOnce();
    void findsItsRows();
    void texts();
};

void tst_OperationTreeModel::tree_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("methods");
    QTest::addColumn<int>("shown");
    QTest::addColumn<QString>("expected");

    QTest::newRow("all") << QString() << QStringList{} << 4
                         << u"Pets (3)\n"
                            "  GET List pets\n"
                            "  POST Add a pet\n"
                            "  ~DELETE Give a pet away\n"
                            "Writing (1)\n"
                            "  POST Add a pet\n"
                            "/health (1)\n"
                            "  GET /health\n"_qs;
    QTest::newRow("one method") << QString() << QStringList{u"POST"_qs} << 1
                                << u"Pets (1)\n"
                                   "  POST Add a pet\n"
                                   "Writing (1)\n"
                                   "  POST Add a pet\n"_qs;
    QTest::newRow("two methods") << QString() << QStringList{u"GET"_qs, u"DELETE"_qs} << 3
                                 << u"Pets (2)\n"
                                    "  GET List pets\n"
                                    "  ~DELETE Give a pet away\n"
                                    "/health (1)\n"
                                    "  GET /health\n"_qs;
    QTest::newRow("searched") << u"pet"_qs << QStringList{} << 3
                              << u"GET List pets\n"
                                 "POST Add a pet\n"
                                 "~DELETE Give a pet away\n"_qs;
    QTest::newRow("searched among one method") << u"pet"_qs << QStringList{u"GET"_qs} << 1 << u"GET List pets\n"_qs;
    QTest::newRow("nothing fits") << u"invoice"_qs << QStringList{} << 0 << QString();
    QTest::newRow("blanks are no search") << u"   "_qs << QStringList{u"DELETE"_qs} << 1
                                          << u"Pets (1)\n"
                                             "  ~DELETE Give a pet away\n"_qs;
}

void tst_OperationTreeModel::tree()
{
    QFETCH(QString, text);
    QFETCH(QStringList, methods);
    QFETCH(int, shown);
    QFETCH(QString, expected);
    OperationTreeModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(printTree(model), QString());
    model.setCatalog(OperationCatalog::make(sample(), {}));
    model.setFilter({.text = text, .methods = methods});
    QCOMPARE(printTree(model), expected);
    QCOMPARE(model.shownOperations(), shown);
    model.setFilter({});
    model.setCatalog(nullptr);
    QCOMPARE(printTree(model), QString());
}

void tst_OperationTreeModel::resetsOnce()
{
    OperationTreeModel model;
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setCatalog(OperationCatalog::make(sample(), {}));
    QCOMPARE(resets.size(), 1);
    model.setFilter({.text = u"pet"_qs, .methods = {}});
    QCOMPARE(resets.size(), 2);
    model.setFilter({.text = u"pet"_qs, .methods = {}});
    QCOMPARE(resets.size(), 2);
}

void tst_OperationTreeModel::findsItsRows()
{
    OperationTreeModel model;
    model.setCatalog(OperationCatalog::make(sample(), {}));
    const QModelIndex pet = model.indexOfOperation(1);
    QCOMPARE(pet.parent().data().toString(), u"Pets"_qs);
    QCOMPARE(pet.row(), 1);
    QCOMPARE(model.indexOfGroup(u"/health"_qs).row(), 2);
    QVERIFY(!model.indexOfGroup(u"Nobody"_qs).isValid());
    model.setFilter({.text = u"health"_qs, .methods = {}});
    QVERIFY(model.isFlat());
    QVERIFY(!model.indexOfOperation(1).isValid());
    QCOMPARE(model.indexOfOperation(3).row(), 0);
    QVERIFY(!model.indexOfOperation(3).parent().isValid());
}

void tst_OperationTreeModel::texts()
{
    OperationTreeModel model;
    model.setCatalog(OperationCatalog::make(sample(), {}));
    const QModelIndex gone = model.indexOfOperation(2);
    QCOMPARE(gone.data(Qt::AccessibleTextRole).toString(), u"DELETE Give a pet away, deprecated"_qs);
    QCOMPARE(gone.data(Qt::ToolTipRole).toString(), u"DELETE /pets/{id}\nDELETE/pets/{id} (deprecated)"_qs);
    QCOMPARE(gone.data(OperationTreeModel::GroupRole).toString(), u"Pets"_qs);
    QCOMPARE(model.indexOfOperation(3).data().toString(), u"/health"_qs);
}

QTEST_GUILESS_MAIN(tst_OperationTreeModel)
#include "tst_operationtreemodel.moc"
