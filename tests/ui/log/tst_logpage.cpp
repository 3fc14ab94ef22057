// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventrepository.h"
#include "core/store/store.h"
#include "tests/support/fakedialogs.h"
#include "tests/support/manualclock.h"
#include "tests/support/sampleevent.h"
#include "ui/log/comparesheet.h"
#include "ui/log/eventlogmodel.h"
#include "ui/log/eventlogview.h"
#include "ui/log/logpage.h"
#include "ui/shell/theme.h"
#include "ui/widgets/chiprow.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/filterbutton.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/jsonview.h"

#include <QAccessible>
#include <QClipboard>
#include <QDateTimeEdit>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableWidget>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace uw;
using namespace uw::ui;

// The page as it stands in the window, over a real store.
class LogPageTest final : public QObject {
    Q_OBJECT

    // Stores sample events number first .. last and waits until they are durable.
    void store(int first, int last, const std::function<void(Event &)> &change = {})
    {
        int stored = 0;
        for (int number = first; number <= last; ++number) {
            Event event = test::sampleEvent(number);
            if (change)
                change(event);
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &sequence) {
                QVERIFY(sequence);
                ++stored;
            });
        }
        QTRY_COMPARE(stored, last - first + 1);
    }
    void open(QSize size = {1400, 800})
    {
        m_page = std::make_unique<LogPage>(
            LogPageContext{.theme = *m_theme,
                           .dialogs = m_dialogs,
                           .store = *m_store,
                           .clock = m_clock,
                           .listenerAddress = [this] { return m_address; },
                           .send =
                               [this](const HttpRequest &request, QObject *, HttpClient::Done done) {
                                   m_sent.append(request);
                                   m_answer = std::move(done);
                               }});
        connect(m_page.get(), &Page::messageRequested, this,
                [this](const Message &message) { m_messages.append(message); });
        QSignalSpy shown(m_page.get(), &LogPage::listShown);
        m_page->resize(size);
        m_page->show();
        m_page->activated();
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
    [[nodiscard]] QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] int currentRow() const { return table()->currentIndex().row(); }
    [[nodiscard]] QString body() const { return part<JsonView>(u"bodyView"_qs)->text(); }
    [[nodiscard]] QPushButton *pill() const { return part<QPushButton>(u"newEvents"_qs); }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QTest::keyClick(table(), static_cast<Qt::Key>(key), modifiers);
    }

    // Opens the row's menu anew.
    QAction *exportAction(const QString &menu, const QString &text) const
    {
        Q_EMIT table()->menuRequested(table()->mapToGlobal(QPoint(10, 10)));
        const QList<QMenu *> menus = m_page->findChildren<QMenu *>(u"eventMenu"_qs);
        for (const QAction *action : menus.constLast()->actions()) {
            if (action->text() != menu)
                continue;
            for (QAction *entry : action->menu()->actions()) {
                if (entry->text() == text)
                    return entry;
            }
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        Result<std::unique_ptr<Store>> opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_qs)});
        QVERIFY2(opened, qPrintable(opened ? QString() : opened.error().text));
        m_store = std::move(*opened);
        m_address = u"http://127.0.0.1:8001"_qs;
    }
    void cleanup()
    {
        m_page.reset();
        m_store->close();
        m_store.reset();
        m_folder.reset();
        m_sent.clear();
        m_answer = {};
        m_messages.clear();
        m_dialogs.asked.clear();
        m_theme->setMode(ThemeMode::Light);
    }

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

    void copies()
    {
        store(7, 7);
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 7"));
        table()->setCurrentIndex(table()->model()->index(0, EventLogModel::TypeColumn));
        QTest::keySequence(table(), QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"NEW_TIME_ENTRY"_qs);
        QTest::mouseClick(part<QPushButton>(u"copyCurl"_qs), Qt::LeftButton);
        QTRY_VERIFY(QGuiApplication::clipboard()->text().startsWith(
            u"curl -X POST http://127.0.0.1:8001/webhooks/clockify \\\n"));
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"--data-raw '{\"id\":"));
        QCOMPARE(m_messages.constLast().text, u"Copied as cURL"_qs);
    }

    void savesTheBody()
    {
        store(1, 1, [](Event &event) { event.body = QByteArray("\0\xFF bytes", 8); });
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().startsWith(u"00000000  00 ff"));
        for (auto *button : m_page->findChildren<QToolButton *>()) {
            if (button->accessibleName() == u"Save the body")
                button->click();
        }
        QCOMPARE(m_dialogs.asked.size(), 1);
        const QString path = m_folder->filePath(u"saved"_qs);
        m_dialogs.answerFile(path);
        QTRY_COMPARE(m_messages.size(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("\0\xFF bytes", 8));
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

    void opensAnEventById()
    {
        store(1, 5);
        open();
        const QString id = test::sampleEvent(3).id;
        const QList<Command> found = m_page->find(id, 10);
        QCOMPARE(found.size(), 1);
        QSignalSpy shown(m_page.get(), &Page::showRequested);
        found.constFirst().run();
        QCOMPARE(shown.count(), 1);
        QTRY_VERIFY(body().contains(u"\"number\": 3"));
        QCOMPARE(currentRow(), 2);
        QVERIFY(m_page->find(u"no id"_qs, 10).isEmpty());

        m_page->openEvent(u"01900000-0000-7000-8000-ffffffffffff"_qs);
        QTRY_COMPARE(m_messages.size(), 1);
        QCOMPARE(m_messages.constFirst().severity, Severity::Warning);
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

    void forgetsADeletedEvent()
    {
        store(1, 2);
        open();
        bool done = false;
        m_store->submit([](Connection &connection) { return eventrepository::remove(connection, {2}); }, this,
                        [&done](const Result<void> &result) { done = result.hasValue(); });
        QTRY_VERIFY(done);
        key(Qt::Key_J);
        QTRY_VERIFY(part<QLabel>(u"eventNotice"_qs)->text().contains(u"deleted"));
        QTest::keyClick(m_page.get(), Qt::Key_F5);
        QTRY_COMPARE(rows(), 1);
    }

    void deletesWhatIsSelected()
    {
        store(1, 30,
              [number = 0](Event &event) mutable { event.eventType = ++number % 10 == 7 ? u"SEVEN"_qs : u"OTHER"_qs; });
        open();
        key(Qt::Key_J);
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(table()->selectedCount(), 3);
        QCOMPARE(part<QLabel>(u"eventCount"_qs)->text(), u"3 selected"_qs);
        key(Qt::Key_Delete);
        QCOMPARE(m_dialogs.asked.size(), 1);
        QVERIFY(m_dialogs.asked.first().question.destructive);
        QVERIFY(m_dialogs.asked.first().question.title.contains(u'3'));
        m_dialogs.answerConfirm(false);
        QCOMPARE(rows(), 30);
        key(Qt::Key_Delete);
        m_dialogs.answerConfirm(true);
        QTRY_COMPARE(rows(), 27);
        QTRY_COMPARE(m_messages.size(), 1);
        QCOMPARE(m_messages.constFirst().severity, Severity::Success);
        // The next one is there to be read.
        QTRY_VERIFY(body().contains(u"\"number\": 27"));
        QCOMPARE(part<QLabel>(u"eventCount"_qs)->text(), u"27 events"_qs);

        // What a filter hides between two selected rows stays.
        choose(part<FilterButton>(u"typeFilter"_qs), {u"SEVEN"_qs});
        QTRY_COMPARE(rows(), 3);
        table()->selectAll();
        QCOMPARE(table()->selectedCount(), 3);
        key(Qt::Key_Delete);
        m_dialogs.answerConfirm(true);
        QTRY_COMPARE(rows(), 0);
        QTest::mouseClick(part<QPushButton>(u"clearFilters"_qs), Qt::LeftButton);
        QTRY_COMPARE(rows(), 24);
        // And with the last one goes the list.
        table()->selectAll();
        key(Qt::Key_Delete);
        m_dialogs.answerConfirm(true);
        QTRY_VERIFY(part<QWidget>(u"firstStart"_qs)->isVisible());
        QVERIFY(m_dialogs.asked.isEmpty());
    }

    void keepsTheSelectionWhileEventsArrive()
    {
        store(1, 5);
        open();
        table()->selectSequence(3);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(table()->selectedCount(), 2);
        store(6, 9);
        QTRY_COMPARE(rows(), 9);
        QList<qint64> selected = table()->selectedSequences();
        std::sort(selected.begin(), selected.end());
        QCOMPARE(selected, (QList<qint64>{2, 3}));
    }

    void comparesTwoEvents()
    {
        store(1, 3);
        open();
        key(Qt::Key_J);
        key(Qt::Key_D);
        QCOMPARE(m_messages.size(), 1);
        QVERIFY(m_messages.constFirst().text.contains(u"two"));
        key(Qt::Key_Down, Qt::ShiftModifier);
        key(Qt::Key_D);
        QTRY_VERIFY(part<CompareSheet>());
        const auto *table = part<CompareSheet>()->findChild<QTableWidget *>();
        QCOMPARE(table->rowCount(), 1);
        QCOMPARE(table->item(0, 1)->text(), u"/number"_qs);
        QCOMPARE(table->item(0, 2)->text(), u"2"_qs);
        QCOMPARE(table->item(0, 3)->text(), u"3"_qs);
    }

    void exportsWhatIsSelected_data()
    {
        QTest::addColumn<QString>("menu");
        QTest::addColumn<bool>("secrets");
        QTest::newRow("as a rule") << u"Export without secrets"_qs << false;
        QTest::newRow("asked for") << u"Export with secrets"_qs << true;
    }
    void exportsWhatIsSelected()
    {
        QFETCH(QString, menu);
        QFETCH(bool, secrets);
        store(1, 3);
        open();
        key(Qt::Key_J);
        key(Qt::Key_Down, Qt::ShiftModifier);
        QAction *json = exportAction(menu, u"JSON…"_qs);
        QVERIFY(json);
        QVERIFY(!exportAction(menu, u"Raw HTTP…"_qs)->isEnabled());
        json->trigger();
        QCOMPARE(m_dialogs.asked.size(), 1);
        QVERIFY(m_dialogs.asked.constFirst().file.suggestedName.endsWith(u".json"));
        const QString path = m_folder->filePath(u"out.json"_qs);
        m_dialogs.answerFile(path);
        QTRY_COMPARE(m_messages.size(), 1);
        QCOMPARE(m_messages.constFirst().severity, Severity::Success);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QCOMPARE(content.count("\"receivedAt\""), 2);
        QCOMPARE(content.contains("c0ffee"), secrets);

        exportAction(menu, u"HAR…"_qs)->trigger();
        m_dialogs.answerFile(m_folder->filePath(u"no/such/folder/out.har"_qs));
        QTRY_COMPARE(m_messages.size(), 2);
        QCOMPARE(m_messages.constLast().severity, Severity::Error);
        exportAction(menu, u"HAR…"_qs)->trigger();
        m_dialogs.answerFile({});
        QVERIFY(m_dialogs.asked.isEmpty());
    }

    void saysThatNothingCouldBeDeleted()
    {
        store(1, 2);
        open();
        key(Qt::Key_J);
        key(Qt::Key_Delete);
        m_store->close();
        m_dialogs.answerConfirm(true);
        QTRY_VERIFY(!m_messages.isEmpty());
        QCOMPARE(m_messages.constFirst().severity, Severity::Error);
        QCOMPARE(rows(), 2);
    }

    void neverReadsWordsAsRichText()
    {
        store(1, 1, [](Event &event) {
            event.eventType = u"<img src=x><b>bold</b>"_qs;
            event.target = "/webhooks/<script>";
            event.verdictReason = u"<i>reason</i>"_qs;
        });
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), qPrintable(label->text()));
        const QString toolTip = table()->model()->index(0, EventLogModel::TypeColumn).data(Qt::ToolTipRole).toString();
        QVERIFY2(!toolTip.contains(u"<img"), qPrintable(toolTip));
    }

    // Everything that takes the focus says what it is.
    void namesItsControls()
    {
        store(1, 1);
        open();
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
        for (const QWidget *widget : m_page->findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy())
                continue;
            const QAccessibleInterface *accessible =
                QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY(accessible);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
        }
    }

    void listsItsKeysAndCommands()
    {
        store(1, 1);
        open();
        QVERIFY(m_page->shortcuts().size() >= 8);
        QStringList ids;
        for (const Command &command : m_page->commands()) {
            QVERIFY(!command.title.isEmpty() && command.run);
            ids << command.id;
        }
        QVERIFY(ids.contains(u"webhooks.pause"));
        QVERIFY(!ids.contains(u"webhooks.curl"));
        key(Qt::Key_J);
        QTRY_VERIFY(body().contains(u"\"number\": 1"));
        QCOMPARE(m_page->commands().constLast().id, u"webhooks.delete"_qs);
    }

private:
    // As the list of the button does it.
    static void choose(FilterButton *button, const QStringList &keys)
    {
        button->setSelected(keys);
        Q_EMIT button->selectionChanged(button->selected());
    }

    std::unique_ptr<Theme> m_theme;
    test::FakeDialogs m_dialogs;
    test::ManualClock m_clock;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<LogPage> m_page;
    QString m_address;
    QList<HttpRequest> m_sent;
    HttpClient::Done m_answer;
    QList<Message> m_messages;
};

QTEST_MAIN(LogPageTest)
#include "tst_logpage.moc"
