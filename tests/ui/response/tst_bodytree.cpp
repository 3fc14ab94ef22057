// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/bodytree.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace uw;
using namespace uw::ui;

// A body as a tree that is read as it is opened.
class tst_BodyTree : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void opensLevelByLevel();
    void comesInPortions();
    void pointersAndValues();
    void bodiesThatAreNoContainer_data();
    void bodiesThatAreNoContainer();
    void anotherBodyWhileItReads();

private:
    [[nodiscard]] static std::shared_ptr<const BodyFile> body(const QByteArray &text)
    {
        return std::make_shared<BodyFile>(text);
    }

    std::unique_ptr<Theme> m_theme;
};

void tst_BodyTree::opensLevelByLevel()
{
    BodyTreeModel model(*m_theme);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setBody(body(R"({"a":{"b":[1,"x"]},"n":null})"));
    const QModelIndex top = model.index(0, 0);
    QVERIFY(model.hasChildren(top));
    model.fetchMore(top);
    QTRY_COMPARE(model.rowCount(top), 2);
    QVERIFY(!model.canFetchMore(top));
    const QModelIndex a = model.index(0, 0, top);
    QCOMPARE(a.data().toString(), u"a"_qs);
    QCOMPARE(a.siblingAtColumn(1).data().toString(), u"{\"b\":[1,\"x\"]}"_qs);
    QCOMPARE(model.index(1, 1, top).data().toString(), u"null"_qs);
    QVERIFY(!model.hasChildren(model.index(1, 0, top)));
    model.fetchMore(a);
    QTRY_COMPARE(model.rowCount(a), 1);
    const QModelIndex b = model.index(0, 0, a);
    model.fetchMore(b);
    QTRY_COMPARE(model.rowCount(b), 2);
    QCOMPARE(model.pointer(model.index(1, 0, b)), u"/a/b/1"_qs);
    QCOMPARE(model.index(1, 1, b).data().toString(), u"x"_qs);
}

void tst_BodyTree::comesInPortions()
{
    BodyTreeModel model(*m_theme);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const int count = BodyTreeModel::Portion + 10;
    model.setBody(body('[' + QByteArray("7,").repeated(count - 1) + "8]"));
    const QModelIndex top = model.index(0, 0);
    model.fetchMore(top);
    QTRY_COMPARE(model.rowCount(top), BodyTreeModel::Portion + 1);
    const QModelIndex more = model.index(BodyTreeModel::Portion, 0, top);
    QVERIFY(model.isMore(more));
    model.fetchRest(more);
    QTRY_COMPARE(model.rowCount(top), count);
    const QModelIndex last = model.index(count - 1, 1, top);
    QVERIFY(!model.isMore(last));
    QCOMPARE(last.data().toString(), u"8"_qs);
    QCOMPARE(model.pointer(last), u"/509"_qs);
}

void tst_BodyTree::pointersAndValues()
{
    BodyTree tree(*m_theme);
    tree.show();
    tree.setBody(body(R"({"a/b":{"~":"text"},"list":[1.0]})"));
    BodyTreeModel *model = tree.treeModel();
    const QModelIndex top = model->index(0, 0);
    // It opens the outermost by itself.
    QTRY_COMPARE(model->rowCount(top), 2);
    QVERIFY(tree.isExpanded(top));
    tree.expand(model->index(0, 0, top));
    QTRY_COMPARE(model->rowCount(model->index(0, 0, top)), 1);
    const QModelIndex leaf = model->index(0, 0, model->index(0, 0, top));
    const std::optional<PickedValue> picked = tree.picked(leaf);
    QVERIFY(picked);
    QCOMPARE(picked->pointer, u"/a~1b/~0"_qs);
    QCOMPARE(json::toQString(picked->value), u"text"_qs);
    const std::optional<PickedValue> whole = tree.picked(top);
    QVERIFY(whole);
    QCOMPARE(whole->pointer, QString());
    QCOMPARE(whole->value.size(), size_t(2));
    tree.setCurrentIndex(leaf);
    QTest::keySequence(&tree, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"text"_qs);
}

void tst_BodyTree::bodiesThatAreNoContainer_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("rows");
    QTest::newRow("scalar") << QByteArray("\"x\"") << 1;
    QTest::newRow("nothing") << QByteArray() << 0;
    QTest::newRow("no JSON") << QByteArray("<html>") << 0;
}

void tst_BodyTree::bodiesThatAreNoContainer()
{
    QFETCH(QByteArray, text);
    BodyTreeModel model(*m_theme);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setBody(body(text));
    QTEST(model.rowCount(), "rows");
    QVERIFY(!model.hasChildren(model.index(0, 0)) || model.rowCount() == 0);
}

void tst_BodyTree::anotherBodyWhileItReads()
{
    BodyTreeModel model(*m_theme);
    QSignalSpy fetched(&model, &BodyTreeModel::fetched);
    model.setBody(body('[' + QByteArray("[1],").repeated(100'000) + "1]"));
    model.fetchMore(model.index(0, 0));
    model.setBody(body("[1]"));
    model.fetchMore(model.index(0, 0));
    QTRY_COMPARE(fetched.size(), 1);
    QCOMPARE(model.rowCount(model.index(0, 0)), 1);
    QVERIFY(!model.isFetching());
}

QTEST_MAIN(tst_BodyTree)
#include "tst_bodytree.moc"
