// SPDX-License-Identifier: GPL-3.0-or-later
// Search, stars, notes and saved filters of the Webhooks page, over a real store.
#include "core/store/searchindexer.h"
#include "core/store/store.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/manualclock.h"
#include "tests/support/sampleevent.h"
#include "ui/log/eventfilterbar.h"
#include "ui/log/eventlogmodel.h"
#include "ui/log/eventlogview.h"
#include "ui/log/logpage.h"
#include "ui/log/savedfilters.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/filterbutton.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;

class LogSearchTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Theme> m_theme;
    test::ManualClock m_clock{1'767'323'100'000};
    test::FakeDialogs m_dialogs;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<SearchIndexer> m_indexer;
    std::unique_ptr<LogPage> m_page;

    void store(int first, int last, const QByteArray &body)
    {
        int stored = 0;
        for (int number = first; number <= last; ++number) {
            Event event = test::sampleEvent(number);
            event.body = body;
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &done) { stored += done ? 1 : 0; });
        }
        QTRY_COMPARE(stored, last - first + 1);
    }
    void openPage()
    {
        m_page = std::make_unique<LogPage>(LogPageContext{.theme = *m_theme,
                                                          .dialogs = m_dialogs,
                                                          .store = *m_store,
                                                          .clock = m_clock,
                                                          .listenerAddress = [] { return QString(); },
                                                          .send = {},
                                                          .search = m_indexer.get()});
        QSignalSpy shown(m_page.get(), &LogPage::listShown);
        m_page->resize(1200, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QTRY_VERIFY(shown.count() > 0);
    }
    template<typename T>
    T *part(const QString &name = {}) const
    {
        return m_page->findChild<T *>(name);
    }
    [[nodiscard]] EventLogView *table() const { return part<EventLogView>(); }
    [[nodiscard]] int rows() const { return table()->model()->rowCount(); }
    void search(const QString &text) const
    {
        auto *field = part<QLineEdit>(u"eventSearch"_qs);
        field->setText(text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    // The event of a row, once it is here.
    [[nodiscard]] const EventSummary *row(int number) const
    {
        return static_cast<EventLogModel *>(table()->model())->summary(number);
    }
    void select(int number) const
    {
        table()->setCurrentIndex(table()->model()->index(number, 0));
        QTRY_VERIFY(part<QToolButton>(u"starButton"_qs)->isVisible());
    }
    // The entry of the menu of saved filters, as it is now.
    [[nodiscard]] QAction *savedAction(const QString &text, const QString &menuText = {}) const
    {
        auto *menu = part<QMenu>(u"savedFilterMenu"_qs);
        Q_EMIT menu->aboutToShow();
        for (QAction *action : menu->actions()) {
            if (menuText.isEmpty() && action->text() == text)
                return action;
            if (!menuText.isEmpty() && action->text() == menuText && !action->menu()->actions().isEmpty()) {
                for (QAction *inner : action->menu()->actions()) {
                    if (inner->text() == text)
                        return inner;
                }
            }
        }
        return nullptr;
    }

    // The one filter that a later start finds.
    [[nodiscard]] QString storedFilterName()
    {
        SavedFilters later(*m_store);
        const bool isRead = QTest::qWaitFor([&later] { return later.filters().size() == 1; });
        return isRead ? later.filters().first().name : QString();
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_qs)});
        QVERIFY(opened);
        m_store = std::move(*opened);
        m_indexer = std::make_unique<SearchIndexer>(SearchIndexer::Options{.gatherMs = 1}, *m_store);
    }
    void cleanup()
    {
        m_page.reset();
        m_indexer.reset();
        m_store.reset();
        m_folder.reset();
        m_dialogs.asked.clear();
    }

    void searchesAndFollowsWhatArrives()
    {
        store(1, 5, "{\"a\":\"website\"}");
        store(6, 8, "{\"a\":\"other\"}");
        QTRY_COMPARE(m_indexer->progress().indexed, 8);
        openPage();
        QTRY_COMPARE(rows(), 8);
        search(u"webs other"_qs);
        QTRY_COMPARE(rows(), 0);
        QTRY_VERIFY(part<QWidget>(u"noMatch"_qs)->isVisible());
        search(u"web"_qs);
        QTRY_COMPARE(rows(), 8); // the target is /webhooks
        search(u"websi"_qs);
        QTRY_COMPARE(rows(), 5);
        // Found as soon as it is indexed, and only what matches.
        store(9, 9, "{\"a\":\"website\"}");
        store(10, 10, "{\"a\":\"other\"}");
        QTRY_COMPARE(rows(), 6);
        QTRY_VERIFY(row(0) && row(0)->sequence == 9);
        // Cleared, everything is there again.
        part<QLineEdit>(u"eventSearch"_qs)->clear();
        QTRY_COMPARE(rows(), 10);
    }

    void saysWhatCannotBeSearchedFor()
    {
        store(1, 3, "{}");
        QTRY_COMPARE(m_indexer->progress().indexed, 3);
        openPage();
        QTRY_COMPARE(rows(), 3);
        search(u"a "_qs.repeated(60));
        QTRY_VERIFY(part<QLabel>(u"searchNote"_qs)->isVisible());
        QVERIFY(part<QLabel>(u"searchNote"_qs)->text().contains(u"50"_qs));
        QCOMPARE(rows(), 3);
        search(u"nowhere"_qs);
        QTRY_COMPARE(rows(), 0);
        QVERIFY(!part<QLabel>(u"searchNote"_qs)->isVisible());
    }

    void keysLeadToTheSearchAndBack()
    {
        store(1, 3, "{}");
        openPage();
        table()->setFocus();
        QTRY_VERIFY(table()->hasFocus());
        QTest::keyClick(table(), Qt::Key_F, Qt::ControlModifier);
        auto *field = part<QLineEdit>(u"eventSearch"_qs);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClick(field, Qt::Key_Down);
        QTRY_VERIFY(table()->hasFocus());
        QTest::keyClick(table(), Qt::Key_Slash);
        QTRY_VERIFY(field->hasFocus());
    }

    void starsWithAKeyAndShowsThem()
    {
        store(1, 4, "{}");
        openPage();
        QTRY_COMPARE(rows(), 4);
        select(1);
        QTest::keyClick(table(), Qt::Key_S);
        QTRY_VERIFY(row(1) && row(1)->starred);
        QVERIFY(table()
                    ->model()
                    ->index(1, EventLogModel::TypeColumn)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(u"star"_qs));
        QTRY_VERIFY(part<QToolButton>(u"starButton"_qs)->accessibleName().contains(u"away"_qs));
        part<QPushButton>(u"starFilter"_qs)->click();
        QTRY_COMPARE(rows(), 1);
        QTRY_VERIFY(row(0) && row(0)->sequence == 3);
        part<QPushButton>(u"starFilter"_qs)->click();
        QTRY_COMPARE(rows(), 4);
        // What others do with it is seen as well.
        m_store->submitMarks({3}, {.starred = false}, this, {});
        QTRY_VERIFY(row(1) && !row(1)->starred);
    }

    void notesAreKeptShownAndFound()
    {
        store(1, 3, "{}");
        openPage();
        QTRY_COMPARE(rows(), 3);
        select(0);
        QTest::keyClick(table(), Qt::Key_N);
        QTRY_COMPARE(m_dialogs.asked.size(), 1);
        QVERIFY(m_dialogs.asked.first().text.check(QString(2001, u'x')).contains(u"2000"_qs));
        QCOMPARE(m_dialogs.asked.first().text.check(u"fine"_qs), QString());
        m_dialogs.answerText(u" ask Ann "_qs);
        QTRY_VERIFY(row(0) && row(0)->note == u"ask Ann"_qs);
        QTRY_VERIFY(part<QLabel>(u"eventNote"_qs)->text().contains(u"ask Ann"_qs));
        search(u"ann"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, 20'000);
    }

    void marksWhatWasFound()
    {
        store(1, 1, R"({"city":"M\u00fcnchen","who":"a m\u00fcnchner"})");
        store(2, 2, "{}");
        openPage();
        search(u"munchen"_qs);
        QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, 20'000);
        select(0);
        auto *view = part<JsonView>(u"bodyView"_qs);
        QTRY_COMPARE(view->editor()->marks().size(), 1);
        QVERIFY(view->editor()->marks().first().selectedText().endsWith(u"nchen"_qs));
        // Where it is found is in view, and a search that is cleared marks nothing.
        QCOMPARE(view->editor()->textCursor().position(), view->editor()->marks().first().selectionStart());
        search({});
        QTRY_VERIFY(view->editor()->marks().isEmpty());
    }

    void savesPicksRenamesAndDeletesFilters()
    {
        store(1, 3, "{}");
        openPage();
        QTRY_COMPARE(rows(), 3);
        QVERIFY(!savedAction(u"Save this filter…"_qs)->isEnabled());
        auto *bar = part<EventFilterBar>();
        bar->showOnlyType(u"push"_qs);
        QTRY_COMPARE(rows(), 0);
        savedAction(u"Save this filter…"_qs)->trigger();
        QTRY_COMPARE(m_dialogs.asked.size(), 1);
        QVERIFY(!m_dialogs.asked.first().text.check(QString()).isEmpty());
        QVERIFY(!m_dialogs.asked.first().text.check(QString(61, u'x')).isEmpty());
        QCOMPARE(m_dialogs.asked.first().text.check(u"Pushes & co"_qs), QString());
        m_dialogs.answerText(u"Pushes & co"_qs);
        bar->clear();
        QTRY_COMPARE(rows(), 3);
        savedAction(u"Pushes && co"_qs)->trigger();
        QTRY_COMPARE(rows(), 0);
        QCOMPARE(part<FilterButton>(u"typeFilter"_qs)->selected(), QStringList{u"push"_qs});

        savedAction(u"Pushes && co"_qs, u"Rename"_qs)->trigger();
        QVERIFY(m_dialogs.asked.first().text.check(u"Pushes & co"_qs).isEmpty());
        m_dialogs.answerText(u"Pushes"_qs);
        QVERIFY(savedAction(u"Pushes"_qs) && !savedAction(u"Pushes && co"_qs));
        // They are there after a start as well.
        QTRY_COMPARE(storedFilterName(), u"Pushes"_qs);
        savedAction(u"Pushes"_qs, u"Delete"_qs)->trigger();
        m_dialogs.answerConfirm(true);
        QVERIFY(!savedAction(u"Pushes"_qs));
    }
};

QTEST_MAIN(LogSearchTest)
#include "tst_logsearch.moc"
