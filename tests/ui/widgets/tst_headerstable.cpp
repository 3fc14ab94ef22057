// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/headersmodel.h"
#include "ui/widgets/headerstable.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QTest>

using namespace uw;
using namespace uw::ui;

class HeadersTableTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsOrderAndBytes()
    {
        HeadersModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHeaders({{"X-B", "1"}, {"x-a", "caf\xC3\xA9"}, {"X-B", "caf\xE9"}});
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(1, HeadersModel::NameColumn).data().toString(), u"x-a"_qs);
        QCOMPARE(model.index(1, HeadersModel::ValueColumn).data().toString(), u"caf\u00e9"_qs);
        QCOMPARE(model.index(2, HeadersModel::ValueColumn).data().toString(), u"caf\u00e9"_qs);
        model.setHeaders({});
        QCOMPARE(model.rowCount(), 0);
    }

    void copiesLines()
    {
        const Theme theme(*qApp);
        HeadersTable table(theme);
        table.setHeaders({{"Host", "localhost"}, {"Accept", "*/*"}, {"X", ""}});
        QCOMPARE(table.copyText(), u"Host: localhost\nAccept: */*\nX: "_qs);
        table.selectRow(1);
        QTest::keySequence(&table, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"Accept: */*"_qs);
    }
};

QTEST_MAIN(HeadersTableTest)
#include "tst_headerstable.moc"
