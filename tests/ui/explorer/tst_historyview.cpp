// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/explorer/historyfixture.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/latencyplot.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterbutton.h"
#include "ui/widgets/searchfield.h"

#include <QAccessible>
#include <QApplication>
#include <QListView>
#include <QStackedWidget>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;

class HistoryViewTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<test::HistoryFixture> m_fixture;
    std::unique_ptr<HistoryView> m_view;

    [[nodiscard]] int rows() const { return m_view->model()->rowCount(); }
    [[nodiscard]] FilterButton *filter(const QString &title) const
    {
        for (FilterButton *button : m_view->findChildren<FilterButton *>()) {
            if (button->title() == title)
                return button;
        }
        return nullptr;
    }
    void choose(const QString &title, const QStringList &keys)
    {
        filter(title)->setSelected(keys);
        Q_EMIT filter(title)->selectionChanged(keys);
    }
    [[nodiscard]] QWidget *page() const { return m_view->findChild<QStackedWidget *>()->currentWidget(); }

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<Theme>(*qApp);
        m_fixture = std::make_unique<test::HistoryFixture>();
        m_view = std::make_unique<HistoryView>(*m_theme, m_fixture->history(), m_fixture->clock());
        m_view->resize(320, 700);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_fixture.reset();
        m_theme.reset();
    }

    void saysThatThereIsNothing()
    {
        m_view->load();
        QTRY_VERIFY(m_view->model()->isLoaded());
        QVERIFY(qobject_cast<EmptyState *>(page()));
        QVERIFY(m_fixture->add(1, 1));
        QTRY_COMPARE(rows(), 1);
        QTRY_COMPARE(page(), m_view->list());
    }

    void listsCallsAndFollows()
    {
        QVERIFY(m_fixture->add(1, 120));
        m_view->load();
        QTRY_COMPARE(rows(), 100);
        const HistoryModel *model = m_view->model();
        QVERIFY(model->call(0).url.contains("/120"));
        QCOMPARE(model->index(0).data(Qt::DisplayRole).toString(), u"getPet"_qs);
        QVERIFY(model->index(0).data(Qt::AccessibleTextRole).toString().contains(u"200 Reason"_qs));
        m_view->model()->fetchMore({});
        QTRY_COMPARE(rows(), 120);
        QVERIFY(!m_view->model()->canFetchMore({}));
        QVERIFY(m_fixture->add(121, 123));
        QTRY_COMPARE(rows(), 123);
        QVERIFY(model->call(0).url.contains("/123"));
        QCOMPARE(model->rowOf(model->call(7).sequence), 7);
        QCOMPARE(model->rowOf(100'000), -1);
    }

    void searchesAndFilters()
    {
        QVERIFY(m_fixture->add(1, 2));
        QVERIFY(m_fixture->add(3, 3, 404));
        QVERIFY(m_fixture->add(4, 4, 0));
        m_view->load();
        QTRY_COMPARE(rows(), 4);
        m_view->focusSearch();
        QTest::keyClicks(m_view->findChild<SearchField *>(), u"t2"_qs);
        QTRY_COMPARE(rows(), 1);
        QVERIFY(m_view->model()->call(0).url.contains("/2"));
        m_view->findChild<SearchField *>()->clear();
        QTRY_COMPARE(rows(), 4);
        choose(u"Status"_qs, {u"0"_qs, u"4"_qs});
        QTRY_COMPARE(rows(), 2);
        choose(u"Status"_qs, {u"5"_qs});
        QTRY_COMPARE(rows(), 0);
        QTRY_VERIFY(page() != m_view->list());
        choose(u"Status"_qs, {});
        choose(u"Time"_qs, {u"1"_qs});
        QTRY_COMPARE(rows(), 4);
        m_view->setOperation(u"clockify"_qs, u"other"_qs);
        for (QToolButton *button : m_view->findChildren<QToolButton *>()) {
            if (button->isCheckable())
                button->click();
        }
        QTRY_COMPARE(rows(), 0);
        m_view->setOperation(u"clockify"_qs, u"getPet"_qs);
        QTRY_COMPARE(rows(), 4);
    }

    void keysDoWhatTheMenuDoes()
    {
        QVERIFY(m_fixture->add(1, 3));
        m_view->load();
        QTRY_COMPARE(rows(), 3);
        QSignalSpy shown(m_view.get(), &HistoryView::shown);
        QSignalSpy filled(m_view.get(), &HistoryView::fillRequested);
        QSignalSpy compared(m_view.get(), &HistoryView::compareRequested);
        QSignalSpy saved(m_view.get(), &HistoryView::saveRequested);
        QSignalSpy deleted(m_view.get(), &HistoryView::deleteRequested);
        QListView *list = m_view->list();
        list->setFocus();
        list->setCurrentIndex(m_view->model()->index(0));
        QCOMPARE(shown.last().first().toLongLong(), 3);
        QTest::keyClick(list, Qt::Key_D);
        QCOMPARE(compared.size(), 0);
        QTest::keyClick(list, Qt::Key_S);
        QCOMPARE(saved.last().first().toLongLong(), 3);
        QTest::keyClick(list, Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(list, Qt::Key_D);
        QCOMPARE(compared.last(), (QVariantList{qint64(2), qint64(3)}));
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(deleted.last().first().value<QList<qint64>>(), (QList<qint64>{3, 2}));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(filled.last().first().toLongLong(), 2);
    }

    void plotsHowLongCallsTook()
    {
        QVERIFY(m_fixture->add(1, 4));
        QVERIFY(m_fixture->add(5, 5, 500));
        m_view->load();
        QTRY_COMPARE(rows(), 5);
        m_view->list()->setCurrentIndex(m_view->model()->index(0));
        LatencyPlot *plot = m_view->plot();
        QTRY_COMPARE(plot->calls().size(), 5);
        QVERIFY(plot->isVisible());
        QVERIFY2(plot->summary().contains(u"half of them within 30 ms, the longest 50 ms"_qs),
                 qPrintable(plot->summary()));
        plot->setFocus(Qt::TabFocusReason);
        QTRY_COMPARE(plot->current(), 4);
        QTest::keyClick(plot, Qt::Key_Left);
        QCOMPARE(plot->current(), 3);
        QTest::keyClick(plot, Qt::Key_Home);
        QCOMPARE(plot->current(), 0);
        QTest::keyClick(plot, Qt::Key_Left);
        QCOMPARE(plot->current(), 0);
        QVERIFY(plot->accessibleDescription().contains(u"status 200 after 10 ms"_qs));
        QSignalSpy activated(plot, &LatencyPlot::callActivated);
        QTest::keyClick(plot, Qt::Key_Return);
        QCOMPARE(activated.last().first().toLongLong(), 1);
        QCOMPARE(m_view->selected(), QList<qint64>{1});
        // Each kind of end has a shape of its own: pictures of them differ without colours too.
        QVERIFY(!plot->grab().isNull());
    }

    void tellsShapesApart()
    {
        LatencyPlot plot(*m_theme);
        plot.resize(200, 100);
        QList<QImage> pictures;
        for (const int status : {200, 404, 500, 0}) {
            plot.setCalls(u"op"_qs, {{.sequence = 1, .startedAtMs = 1, .status = status, .totalMs = 5}});
            QImage picture = plot.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
            // The outline alone.
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x)
                    picture.setPixelColor(x, y,
                                          picture.pixelColor(x, y) == picture.pixelColor(1, picture.height() - 2)
                                              ? Qt::white
                                              : Qt::black);
            }
            picture = picture.copy(picture.width() / 2 - 8, 20, 16, 20);
            for (const QImage &other : std::as_const(pictures))
                QVERIFY2(picture != other, qPrintable(QString::number(status)));
            pictures << picture;
        }
        plot.setCalls({}, {});
        QTest::keyClick(&plot, Qt::Key_Left);
        QCOMPARE(plot.current(), -1);
        QVERIFY(plot.summary().contains(u"no calls"_qs));
    }
};

QTEST_MAIN(HistoryViewTest)
#include "tst_historyview.moc"
