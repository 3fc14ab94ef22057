// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/methodfilter.h"
#include "ui/explorer/operationlist.h"
#include "ui/shell/theme.h"
#include "ui/widgets/searchfield.h"

#include <QAbstractButton>
#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace uw;
using namespace uw::ui;
using openapi::OperationSummary;

namespace {

// Forty operations in ten tags, so that nothing stands open by itself.
std::shared_ptr<const OperationCatalog> sample()
{
    QList<OperationSummary> operations;
    const QList<QByteArray> methods{"GET", "POST", "PUT", "DELETE"};
    for (int i = 0; i < 40; ++i) {
        const QString thing = u"thing%1"_qs.arg(i / 4);
        operations << OperationSummary{.operationId = QString::fromLatin1(methods.at(i % 4)).toLower() + thing,
                                       .method = methods.at(i % 4),
                                       .path = u"/v1/"_qs + thing,
                                       .tags = {thing},
                                       .summary = QString::fromLatin1(methods.at(i % 4)) + u" of "_qs + thing,
                                       .pointer = {}};
    }
    return OperationCatalog::make(operations, {});
}

} // namespace

// The tree with its search field: what keys and clicks open.
class tst_OperationList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void searchAndEnterOpens();
    void searchAndDownWalks();
    void clicksOpen();
    void methodsFilter();
    void nothingFits();
    void expansionComesBack();
    void smallDocumentsStandOpen();
    void openedStaysInView();
    void chipsWrap();

private:
    [[nodiscard]] SearchField *search() const { return m_list->findChild<SearchField *>(); }
    [[nodiscard]] QTreeView *view() const { return m_list->view(); }
    [[nodiscard]] QAbstractButton *chip(const QString &method) const
    {
        for (QAbstractButton *button : m_list->findChild<MethodFilter *>()->findChildren<QAbstractButton *>()) {
            if (button->text() == method)
                return button;
        }
        return nullptr;
    }
    void click(const QModelIndex &index) const
    {
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(index).center());
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<OperationList> m_list;
    std::unique_ptr<QSignalSpy> m_opened;
};

void tst_OperationList::init()
{
    m_theme = std::make_unique<Theme>(*qApp);
    m_list = std::make_unique<OperationList>(*m_theme);
    m_list->resize(300, 600);
    m_list->setCatalog(sample());
    m_list->show();
    QVERIFY(QTest::qWaitForWindowActive(m_list.get()));
    m_opened = std::make_unique<QSignalSpy>(m_list.get(), &OperationList::opened);
}

void tst_OperationList::cleanup()
{
    m_opened.reset();
    m_list.reset();
    m_theme.reset();
}

void tst_OperationList::searchAndEnterOpens()
{
    QCOMPARE(search()->placeholderText(), u"Search 40 operations…"_qs);
    m_list->focusSearch();
    QTest::keyClicks(search(), u"delete thing7"_qs);
    QTest::keyClick(search(), Qt::Key_Return);
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->first(), (QVariantList{31, true}));
    // Typing alone opens nothing, whatever is current.
    QTest::keyClick(search(), Qt::Key_Backspace);
    QTRY_COMPARE(m_list->model()->shownOperations(), 10);
    QCOMPARE(m_opened->size(), 1);
}

void tst_OperationList::searchAndDownWalks()
{
    m_list->focusSearch();
    QTest::keyClicks(search(), u"thing3"_qs);
    QTest::keyClick(search(), Qt::Key_Down);
    QCOMPARE(QApplication::focusWidget(), view());
    QCOMPARE(view()->currentIndex().row(), 0);
    QTest::keyClick(view(), Qt::Key_Down);
    // Walking opens the operation where it stops, once.
    QTest::keyClick(view(), Qt::Key_Down);
    QTRY_COMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->first(), (QVariantList{14, false}));
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(m_opened->size(), 2);
    QCOMPARE(m_opened->last(), (QVariantList{14, true}));
}

void tst_OperationList::clicksOpen()
{
    const QModelIndex group = m_list->model()->index(2, 0);
    click(group);
    QVERIFY(view()->isExpanded(group));
    QCOMPARE(m_opened->size(), 0);
    click(m_list->model()->index(1, 0, group));
    QCOMPARE(m_opened->size(), 1);
    QCOMPARE(m_opened->first(), (QVariantList{9, false}));
    click(group);
    QVERIFY(!view()->isExpanded(group));
    // Enter opens and closes a group too.
    view()->setCurrentIndex(group);
    QTest::keyClick(view(), Qt::Key_Return);
    QVERIFY(view()->isExpanded(group));
}

void tst_OperationList::methodsFilter()
{
    chip(u"GET"_qs)->click();
    QCOMPARE(m_list->model()->shownOperations(), 10);
    chip(u"PUT"_qs)->click();
    QCOMPARE(m_list->model()->shownOperations(), 20);
    m_list->focusSearch();
    QTest::keyClicks(search(), u"thing3"_qs);
    QTRY_COMPARE(m_list->model()->shownOperations(), 2);
    QTest::keyClick(chip(u"GET"_qs), Qt::Key_Space);
    QCOMPARE(m_list->model()->shownOperations(), 1);
    QCOMPARE(chip(u"GET"_qs)->accessibleName(), u"Show GET operations"_qs);
}

void tst_OperationList::nothingFits()
{
    m_list->focusSearch();
    QTest::keyClicks(search(), u"nowhere"_qs);
    QTRY_VERIFY(!view()->isVisible());
    // Neither opens anything nor takes the focus away.
    QTest::keyClick(search(), Qt::Key_Return);
    QTest::keyClick(search(), Qt::Key_Down);
    QCOMPARE(m_opened->size(), 0);
    QCOMPARE(QApplication::focusWidget(), search());
    for (QPushButton *button : m_list->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == u"Clear the search")
            button->click();
    }
    QTRY_VERIFY(view()->isVisible());
    QCOMPARE(search()->text(), QString());
    QCOMPARE(m_list->model()->shownOperations(), 40);
}

void tst_OperationList::expansionComesBack()
{
    m_list->setExpanded({u"thing1"_qs, u"thing4"_qs, u"gone"_qs});
    QVERIFY(view()->isExpanded(m_list->model()->index(4, 0)));
    m_list->focusSearch();
    QTest::keyClicks(search(), u"thing2"_qs);
    QTRY_VERIFY(m_list->model()->isFlat());
    search()->clear();
    QTRY_VERIFY(!m_list->model()->isFlat());
    QVERIFY(view()->isExpanded(m_list->model()->index(1, 0)));
    QVERIFY(!view()->isExpanded(m_list->model()->index(2, 0)));
    view()->collapse(m_list->model()->index(1, 0));
    QCOMPARE(m_list->expanded(), (QStringList{u"gone"_qs, u"thing4"_qs}));
    m_list->expandAll(true);
    QCOMPARE(m_list->expanded().size(), 10);
    m_list->expandAll(false);
    QVERIFY(m_list->expanded().isEmpty());
}

void tst_OperationList::smallDocumentsStandOpen()
{
    m_list->setCatalog(OperationCatalog::make(sample()->operations().first(8), {}));
    QVERIFY(view()->isExpanded(m_list->model()->index(0, 0)));
    m_list->setCatalog(nullptr);
    QCOMPARE(m_list->model()->rowCount(), 0);
}

void tst_OperationList::openedStaysInView()
{
    m_list->setOpened(39);
    const QModelIndex index = view()->currentIndex();
    QCOMPARE(index.data(OperationTreeModel::OperationRole).toInt(), 39);
    QVERIFY(view()->isExpanded(index.parent()));
    QVERIFY(view()->viewport()->rect().contains(view()->visualRect(index).center()));
    // Found again after a search that went elsewhere.
    m_list->focusSearch();
    QTest::keyClicks(search(), u"thing2"_qs);
    QTRY_VERIFY(m_list->model()->isFlat());
    search()->clear();
    QTRY_COMPARE(view()->currentIndex().data(OperationTreeModel::OperationRole).toInt(), 39);
    QCOMPARE(m_opened->size(), 0);
}

void tst_OperationList::chipsWrap()
{
    MethodFilter filter(*m_theme);
    filter.setMethods({u"GET"_qs});
    QVERIFY(filter.findChildren<QAbstractButton *>().isEmpty());
    filter.setMethods({u"GET"_qs, u"POST"_qs, u"OPTIONS"_qs});
    QVERIFY(filter.heightForWidth(filter.sizeHint().width() / 2) > filter.heightForWidth(filter.sizeHint().width()));
    QVERIFY(filter.minimumSizeHint().width() < filter.sizeHint().width());
}

QTEST_MAIN(tst_OperationList)
#include "tst_operationlist.moc"
