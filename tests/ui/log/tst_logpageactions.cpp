// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventrepository.h"
#include "tests/ui/log/logpagefixture.h"
#include "ui/log/comparesheet.h"

#include <QAccessible>
#include <QClipboard>
#include <QMenu>
#include <QTableWidget>
#include <QToolButton>

using namespace uw;
using namespace uw::ui;

// What is done with events: copied, saved, exported, compared, deleted.
class LogPageActionsTest final : public test::LogPageFixture {
    Q_OBJECT

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
};

QTEST_MAIN(LogPageActionsTest)
#include "tst_logpageactions.moc"
