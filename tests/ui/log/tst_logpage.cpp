// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/log/logpagefixture.h"
#include "ui/widgets/chiprow.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/headerstable.h"

#include <QDateTimeEdit>
#include <QHeaderView>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;

// The list, its filters and the selected event.
class LogPageTest final : public test::LogPageFixture {
    Q_OBJECT

private Q_SLOTS:
    void startsWithWhatToDo()
    {
        open();
        QVERIFY(part<QWidget>(u"firstStart"_qs)->isVisible());
        QVERIFY(!table()->isVisible());
        QCOMPARE(part<QWidget>(u"firstStart"_qs)->findChild<CodeLine *>()->code(),
                 u"curl -d '{\"hello\":\"world\"}' http://127.0.0.1:8001/webhooks/custom/hello"_qs);

        QTest::mouseClick(part<QPushButton>(u"sendSample"_qs), Qt::LeftButton);
        QCOMPARE(m_sent.size(), 1);
        QCOMPARE(m_sent.constFirst().method, "POST"_qba);
        QCOMPARE(m_sent.constFirst().url, "http://127.0.0.1:8001/webhooks/custom/sample"_qba);
        QVERIFY(!part<QPushButton>(u"sendSample"_qs)->isEnabled());
        m_answer(HttpResponse{.status = 202});
        QVERIFY(part<QPushButton>(u"sendSample"_qs)->isEnabled());
        QVERIFY(m_messages.isEmpty());

        store(1, 1);
        QTRY_VERIFY(table()->isVisible());
        QCOMPARE(rows(), 1);
    }

    void saysWhyTheSampleFailed_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("no answer") << 0;
        QTest::newRow("refused") << 503;
    }

    void saysWhyTheSampleFailed()
    {
        QFETCH(int, status);
        open();
        QTest::mouseClick(part<QPushButton>(u"sendSample"_qs), Qt::LeftButton);
        if (status == 0)
            m_answer(Error{ErrorCode::ConnectionFailed, u"Nobody listens."_qs});
        else
            m_answer(HttpResponse{.status = status, .reason = "Service Unavailable"});
        QCOMPARE(m_messages.size(), 1);
        QCOMPARE(m_messages.constFirst().severity, Severity::Error);
        QVERIFY(m_messages.constFirst().text.contains(status == 0 ? u"Nobody listens."_qs : u"503"_qs));
    }

    void saysThatNothingListens()
    {
        m_address.clear();
        open();
        QVERIFY(!part<QPushButton>(u"sendSample"_qs)->isEnabled());
        m_address = u"http://127.0.0.1:9"_qs;
        m_page->refreshAddress();
        QVERIFY(part<QPushButton>(u"sendSample"_qs)->isEnabled());
    }

    void showsEvents()
    {
        store(1, 3);
        open();
        QCOMPARE(rows(), 3);
        QCOMPARE(cell(0, EventLogModel::TypeColumn), u"NEW_TIME_ENTRY"_qs);
        QCOMPARE(cell(0, EventLogModel::SourceColumn), u"Clockify"_qs);
        QCOMPARE(cell(0, EventLogModel::VerdictColumn), u"valid"_qs);
        QCOMPARE(cell(0, EventLogModel::RequestColumn), u"POST /webhooks/clockify"_qs);
        QTRY_COMPARE(part<QLabel>(u"eventCount"_qs)->text(), u"3 events"_qs);
    }

    void walksWithKeys_data()
    {
        QTest::addColumn<QList<int>>("keys");
        QTest::addColumn<int>("row");
        QTest::newRow("J selects the newest") << QList<int>{Qt::Key_J} << 0;
        QTest::newRow("J goes on") << QList<int>{Qt::Key_J, Qt::Key_J} << 1;
        QTest::newRow("K goes back") << QList<int>{Qt::Key_J, Qt::Key_J, Qt::Key_J, Qt::Key_K} << 1;
        QTest::newRow("K stops at the top") << QList<int>{Qt::Key_J, Qt::Key_K, Qt::Key_K} << 0;
        QTest::newRow("arrows") << QList<int>{Qt::Key_J, Qt::Key_Down, Qt::Key_Down, Qt::Key_Up} << 1;
        QTest::newRow("End") << QList<int>{Qt::Key_End} << 59;
        QTest::newRow("J stops at the end") << QList<int>{Qt::Key_End, Qt::Key_J} << 59;
        QTest::newRow("Home") << QList<int>{Qt::Key_End, Qt::Key_Home} << 0;
        QTest::newRow("Escape") << QList<int>{Qt::Key_J, Qt::Key_Escape} << -1;
    }

    void walksWithKeys()
    {
        QFETCH(QList<int>, keys);
        store(1, 60);
        open();
        for (const int one : keys)
            key(one);
        QTEST(currentRow(), "row");
        QCOMPARE(table()->selectedSequence() > 0, currentRow() >= 0);
    }

    void showsTheSelectedEvent()
    {
        store(1, 2, [](Event &event) {
            event.headers.append(HeaderField{"X-Twice", "a"});
            event.headers.append(HeaderField{"X-Twice", "b"});
        });
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 2"));
        QCOMPARE(part<HeadersTable>(u"eventHeaders"_qs)->headers().size(), 6);
        const HeaderList request = part<HeadersTable>(u"eventRequest"_qs)->headers();
        QCOMPARE(headerValue(request, "Target"), "/webhooks/clockify"_qba);
        QCOMPARE(headerValue(request, "From"), "127.0.0.1:53211"_qba);
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
    }

    void goesIntoTheDetailAndBack()
    {
        store(1, 1);
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
        key(Qt::Key_Return);
        auto *detail = part<QWidget>(u"eventDetail"_qs);
        QVERIFY(detail->isAncestorOf(m_page->focusWidget()));
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Escape);
        QCOMPARE(m_page->focusWidget(), table());
    }

    void showsBodiesInThreeForms()
    {
        store(1, 1);
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
        const auto press = [this](const QString &text) {
            for (auto *button : m_page->findChildren<QToolButton *>()) {
                if (button->text() == text)
                    button->click();
            }
        };
        press(u"Raw"_qs);
        QTRY_COMPARE(body().toUtf8(), test::sampleEvent(1).body);
        press(u"Hex"_qs);
        QTRY_VERIFY(body().startsWith(u"00000000  7b 22 69 64"));
        press(u"Pretty"_qs);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
    }

    // Rows above what is looked at do not move it.
    void staysWhereItWasScrolledTo()
    {
        store(1, 300);
        open();
        QVERIFY(table()->isAtTop());
        table()->verticalScrollBar()->setValue(100);
        const auto topSequence = [this] {
            return table()->indexAt({4, 4}).data(EventLogModel::SequenceRole).toLongLong();
        };
        const qint64 before = topSequence();
        QVERIFY(!pill()->isVisible());
        store(301, 305);
        QTRY_COMPARE(rows(), 305);
        QCOMPARE(topSequence(), before);
        QCOMPARE(table()->verticalScrollBar()->value(), 105);
        QTRY_VERIFY(pill()->isVisible());
        QCOMPARE(pill()->text(), u"5 new ↑"_qs);
        QTest::mouseClick(pill(), Qt::LeftButton);
        QVERIFY(table()->isAtTop());
        QVERIFY(!pill()->isVisible());
    }

    void followsAtTheTop()
    {
        store(1, 100);
        open();
        key(Qt::Key_J);
        const qint64 selected = table()->selectedSequence();
        store(101, 103);
        QTRY_COMPARE(rows(), 103);
        QVERIFY(table()->isAtTop());
        QVERIFY(!pill()->isVisible());
        // The selected event stays selected as it moves down.
        QCOMPARE(table()->selectedSequence(), selected);
        QCOMPARE(currentRow(), 3);
    }

    void pausesWithSpace()
    {
        store(1, 10);
        open();
        key(Qt::Key_Space);
        store(11, 14);
        QTRY_VERIFY(pill()->isVisible());
        QTRY_COMPARE(pill()->text(), u"4 new ↑"_qs);
        QCOMPARE(rows(), 10);
        QCOMPARE(part<QPushButton>(u"liveButton"_qs)->text(), u"Paused"_qs);
        key(Qt::Key_Space);
        QCOMPARE(rows(), 14);
        QVERIFY(!pill()->isVisible());
        QTest::mouseClick(part<QPushButton>(u"liveButton"_qs), Qt::LeftButton);
        QCOMPARE(part<QPushButton>(u"liveButton"_qs)->text(), u"Paused"_qs);
    }

    void filtersAndClears()
    {
        store(1, 20, [](Event &event) { event.eventType = event.receivedAtMs % 2 == 0 ? u"EVEN"_qs : u"ODD"_qs; });
        open();
        auto *type = part<FilterButton>(u"typeFilter"_qs);
        QTRY_COMPARE(type->entries().size(), 2);
        choose(type, {u"ODD"_qs});
        QTRY_COMPARE(rows(), 10);
        QCOMPARE(cell(0, EventLogModel::TypeColumn), u"ODD"_qs);
        auto *clear = part<QPushButton>(u"clearFilters"_qs);
        QVERIFY(clear->isVisible());
        QTest::mouseClick(clear, Qt::LeftButton);
        QTRY_COMPARE(rows(), 20);
        QVERIFY(!clear->isVisible());
    }

    void filtersBySourceOfBothKinds()
    {
        store(1, 9, [](Event &event) {
            const qint64 kind = event.receivedAtMs % 3;
            event.source = kind == 0 ? u"CLOCKIFY"_qs : u"CUSTOM"_qs;
            event.customSource = kind == 0 ? QString() : kind == 1 ? u"shop"_qs : u"zapier"_qs;
        });
        open();
        auto *source = part<FilterButton>(u"sourceFilter"_qs);
        QTRY_COMPARE(source->entries().size(), 4);
        choose(source, {u"CLOCKIFY"_qs, u"custom:shop"_qs});
        QTRY_COMPARE(rows(), 6);
        choose(source, {u"custom:shop"_qs});
        QTRY_COMPARE(rows(), 3);
        QCOMPARE(cell(0, EventLogModel::SourceColumn), u"shop"_qs);
        choose(source, {u"CUSTOM"_qs, u"custom:shop"_qs});
        QTRY_COMPARE(rows(), 6);
    }

    void filtersByTime()
    {
        m_clock.setNow(test::sampleEvent(0).receivedAtMs);
        store(1, 4, [](Event &event) {
            if (event.receivedAtMs % 2 == 0)
                event.receivedAtMs -= 2 * 60 * 60 * 1000;
        });
        open();
        choose(part<FilterButton>(u"timeFilter"_qs), {u"1h"_qs});
        QTRY_COMPARE(rows(), 2);
        choose(part<FilterButton>(u"timeFilter"_qs), {u"24h"_qs});
        QTRY_COMPARE(rows(), 4);
    }

    void filtersBetweenTwoTimes()
    {
        const qint64 base = QDateTime(QDate(2026, 1, 2), QTime(12, 0)).toMSecsSinceEpoch();
        m_clock.setNow(base + 3 * 60 * 60'000);
        // One event each quarter of an hour: 12:00, 12:15, …
        store(0, 7, [base](Event &event) {
            const qint64 number = event.receivedAtMs % 1000;
            event.receivedAtMs = base + number * 15 * 60'000;
        });
        open();
        auto *time = part<FilterButton>(u"timeFilter"_qs);
        choose(time, {u"ask"_qs});
        auto *popup = part<QWidget>(u"timeRangePopup"_qs);
        QVERIFY(popup && popup->isVisible());
        QVERIFY(time->selected().isEmpty());
        QCOMPARE(rows(), 8);
        const QList<QDateTimeEdit *> fields = popup->findChildren<QDateTimeEdit *>();
        QCOMPARE(fields.size(), 2);
        // The wrong way round is meant well.
        fields[0]->setDateTime(QDateTime(QDate(2026, 1, 2), QTime(13, 0)));
        fields[1]->setDateTime(QDateTime(QDate(2026, 1, 2), QTime(12, 15)));
        QTest::keyClick(fields[0], Qt::Key_Return);
        QTRY_COMPARE(rows(), 4);
        QCOMPARE(time->selected(), QStringList{u"range"_qs});
        QTRY_VERIFY(!part<QWidget>(u"timeRangePopup"_qs));

        QSettings settings(m_folder->filePath(u"window.ini"_qs), QSettings::IniFormat);
        m_page->saveState(settings);
        open();
        m_page->restoreState(settings);
        QTRY_COMPARE(rows(), 4);
    }

    void saysThatNothingMatches()
    {
        store(1, 3);
        open();
        choose(part<FilterButton>(u"verdictFilter"_qs), {u"stale"_qs});
        auto *noMatch = part<QWidget>(u"noMatch"_qs);
        QTRY_VERIFY(noMatch->isVisible());
        const QList<Chip> chips = noMatch->findChild<ChipRow *>()->chips();
        QCOMPARE(chips.size(), 1);
        QCOMPARE(chips.constFirst().text, u"Verdict: stale"_qs);
        // What matches later ends it.
        store(4, 4, [](Event &event) { event.verdict = Verdict::Stale; });
        QTRY_VERIFY(table()->isVisible());
        QCOMPARE(rows(), 1);
        choose(part<FilterButton>(u"verdictFilter"_qs), {u"invalid"_qs});
        QTRY_VERIFY(noMatch->isVisible());
        QTest::mouseClick(noMatch->findChild<ChipRow *>()->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_COMPARE(rows(), 4);
    }

    void keepsTheSelectionOverFilters()
    {
        store(1, 20, [](Event &event) { event.eventType = event.receivedAtMs % 2 == 0 ? u"EVEN"_qs : u"ODD"_qs; });
        open();
        for (int i = 0; i < 3; ++i)
            key(Qt::Key_J);
        const qint64 selected = table()->selectedSequence();
        QCOMPARE(cell(currentRow(), EventLogModel::TypeColumn), u"EVEN"_qs);
        choose(part<FilterButton>(u"typeFilter"_qs), {u"EVEN"_qs});
        QTRY_COMPARE(rows(), 10);
        QCOMPARE(table()->selectedSequence(), selected);
    }

    void putsTheDetailBelowWhenNarrow()
    {
        store(1, 1);
        open({1400, 800});
        auto *splitter = part<QSplitter>();
        QCOMPARE(splitter->orientation(), Qt::Horizontal);
        m_page->resize(936, 650);
        QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
        m_page->resize(1400, 800);
        QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
    }

    void remembers()
    {
        store(1, 30, [](Event &event) { event.eventType = event.receivedAtMs % 2 == 0 ? u"EVEN"_qs : u"ODD"_qs; });
        open();
        choose(part<FilterButton>(u"typeFilter"_qs), {u"ODD"_qs});
        QTRY_COMPARE(rows(), 15);
        key(Qt::Key_J);
        key(Qt::Key_J);
        const qint64 selected = table()->selectedSequence();
        table()->setColumnHidden(EventLogModel::SizeColumn, true);
        table()->horizontalHeader()->moveSection(0, 2);
        part<QTabWidget>()->setCurrentIndex(1);
        QSettings settings(m_folder->filePath(u"window.ini"_qs), QSettings::IniFormat);
        m_page->saveState(settings);

        open();
        m_page->restoreState(settings);
        QTRY_COMPARE(rows(), 15);
        QCOMPARE(part<FilterButton>(u"typeFilter"_qs)->selected(), QStringList{u"ODD"_qs});
        QVERIFY(table()->isColumnHidden(EventLogModel::SizeColumn));
        QCOMPARE(table()->horizontalHeader()->logicalIndex(2), int(EventLogModel::TimeColumn));
        QCOMPARE(part<QTabWidget>()->currentIndex(), 1);
        QTRY_COMPARE(table()->selectedSequence(), selected);
        QVERIFY(table()->isAtTop());
        QTRY_VERIFY(body().contains(u"\"number\": 27"));
    }

    void leavesRoomForThePath()
    {
        store(1, 3, [](Event &event) { event.target = "/webhooks/clockify"; });
        // What the page gets of a window of 1280 x 800.
        open({1213, 720});
        table()->selectSequence(3);
        QTRY_VERIFY(body().contains(u"\"number\": 3"));
        const int wanted = QFontMetrics(m_theme->font(TextRole::Fixed)).horizontalAdvance(u"POST /webhooks/cl"_qs);
        QVERIFY2(table()->columnWidth(EventLogModel::RequestColumn) >= wanted,
                 qPrintable(QString::number(table()->columnWidth(EventLogModel::RequestColumn))));
        QVERIFY(!table()->horizontalScrollBar()->isVisible());
        const QFontMetrics metrics(table()->font());
        for (const auto &[column, text] : {std::pair{EventLogModel::TimeColumn, cell(0, EventLogModel::TimeColumn)},
                                           std::pair{EventLogModel::TypeColumn, u"NEW_TIMER_STARTED"_qs},
                                           std::pair{EventLogModel::SourceColumn, u"WooCommerce"_qs}})
            QVERIFY2(table()->columnWidth(column) > metrics.horizontalAdvance(text), qPrintable(text));
    }

    void noticesRejectedEventsWhileAway()
    {
        store(1, 1);
        open();
        m_page->hide();
        store(2, 2);
        QTRY_COMPARE(rows(), 2);
        QVERIFY(!m_page->hasNews());
        store(3, 3, [](Event &event) { event.rejected = true; });
        QTRY_VERIFY(m_page->hasNews());
        m_page->activated();
        QVERIFY(!m_page->hasNews());
    }

    void masksWhatIsOpenWhenTheSettingChanges()
    {
        std::atomic<bool> masks = false;
        m_masks = [&masks](const QString &) { return masks.load(); };
        store(1, 1, [](Event &event) { event.body = R"({"userName":"Ann Example","hours":3})"; });
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"Ann Example"_qs));
        masks = true;
        m_page->refreshLog();
        QTRY_VERIFY(!body().contains(u"Ann Example"_qs) && body().contains(u"hours"_qs));
        masks = false;
        m_page->refreshLog();
        QTRY_VERIFY(body().contains(u"Ann Example"_qs));
    }

    void showsAMarkAmongManyThatChange()
    {
        constexpr int many = 150;
        store(1, many);
        open();
        QTRY_COMPARE(rows(), many);
        // The event that is open is the last one of those that change.
        key(Qt::Key_Home);
        QTRY_VERIFY(part<QToolButton>(u"starButton"_qs)->isVisible());
        QList<qint64> sequences;
        for (qint64 sequence = 1; sequence <= many; ++sequence)
            sequences << sequence;
        m_store->submitMarks(sequences, {.starred = true}, this, {});
        QTRY_COMPARE(part<QToolButton>(u"starButton"_qs)->accessibleName(), u"Take the star away"_qs);
    }
};

QTEST_MAIN(LogPageTest)
#include "tst_logpage.moc"
