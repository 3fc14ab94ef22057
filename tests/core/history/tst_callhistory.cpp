// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/callhistory.h"
#include "core/store/connection.h"
#include "core/store/savedrequestrepository.h"
#include "core/store/store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class CallHistoryTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    SystemClock m_clock;

    static FinishedCall call(qint64 startedAtMs, const QByteArray &url = "http://h/")
    {
        FinishedCall call;
        call.origin = u"window"_s;
        call.operation = u"op"_s;
        call.startedAtMs = startedAtMs;
        call.request.url = url;
        HttpResponse response;
        response.status = 200;
        response.body = "0123456789";
        call.response = response;
        return call;
    }
    // The addresses in the history, newest first.
    QByteArrayList urls()
    {
        const auto connection = Connection::open(m_store->databasePath(), Connection::Mode::ReadOnly);
        const auto page = connection ? callrepository::page(**connection, {}, {.limit = 500})
                                     : Result<QList<CallSummary>>(connection.error());
        QByteArrayList urls;
        for (const CallSummary &call : page.valueOr({}))
            urls << call.url;
        return urls;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto store = Store::open({.databasePath = m_folder->filePath(u"log.db"_s)});
        QVERIFY(store);
        m_store = std::move(*store);
    }
    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }

    void recordsInOrder()
    {
        CallHistory history(*m_store, m_clock);
        QSignalSpy recorded(&history, &CallHistory::recorded);
        for (int i = 1; i <= 5; ++i)
            history.record(call(m_clock.nowMs(), "http://h/" + QByteArray::number(i)));
        QTRY_COMPARE(recorded.size(), 5);
        QCOMPARE(urls(), (QByteArrayList{"http://h/5", "http://h/4", "http://h/3", "http://h/2", "http://h/1"}));
        QVERIFY(recorded.last().first().toLongLong() > recorded.first().first().toLongLong());
    }

    // What was recorded last is not lost when the program ends.
    void recordsUntilTheEnd()
    {
        {
            CallHistory history(*m_store, m_clock);
            for (int i = 0; i < 20; ++i)
                history.record(call(m_clock.nowMs()));
        }
        m_store->close();
        QCOMPARE(urls().size(), 20);
    }

    void removesWhatIsTooOldOrTooMuch()
    {
        CallHistory history(*m_store, m_clock);
        constexpr qint64 day = 86'400'000;
        QSignalSpy recorded(&history, &CallHistory::recorded);
        history.record(call(m_clock.nowMs() - 91 * day, "http://h/old"));
        history.record(call(m_clock.nowMs() - 89 * day, "http://h/kept"));
        QTRY_COMPARE(recorded.size(), 2);
        QSignalSpy changed(&history, &CallHistory::changed);
        history.start();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(urls(), QByteArrayList{"http://h/kept"});
        for (int i = 0; i < 160; ++i)
            history.record(call(m_clock.nowMs()));
        QTRY_COMPARE(recorded.size(), 162);
        bool stored = false;
        history.setSettings({.calls = 100}, this, [&stored](const Result<void> &done) { stored = bool(done); });
        QTRY_VERIFY(stored);
        QTRY_COMPARE(urls().size(), 100);
    }

    void keepsItsSettings()
    {
        const HistorySettings wanted{.bodyBytes = 4, .days = 7, .calls = 500};
        {
            CallHistory history(*m_store, m_clock);
            bool refused = false;
            history.setSettings({.days = 0}, this, [&refused](const Result<void> &done) { refused = !done; });
            QVERIFY(refused);
            QCOMPARE(history.settings(), HistorySettings());
            QSignalSpy changed(&history, &CallHistory::settingsChanged);
            history.setSettings(wanted, this, {});
            QTRY_COMPARE(changed.size(), 1);
        }
        CallHistory history(*m_store, m_clock);
        QSignalSpy loaded(&history, &CallHistory::settingsChanged);
        history.start();
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(history.settings(), wanted);
        QSignalSpy recorded(&history, &CallHistory::recorded);
        history.record(call(m_clock.nowMs()));
        QTRY_COMPARE(recorded.size(), 1);
        const auto connection = Connection::open(m_store->databasePath(), Connection::Mode::ReadOnly);
        QVERIFY(connection);
        const auto kept = callrepository::find(**connection, recorded.first().first().toLongLong());
        QVERIFY(kept && *kept);
        QCOMPARE((*kept)->responseBody, "0123");
        QVERIFY((*kept)->isResponseCut);
    }

    void removesRestoresAndImports()
    {
        CallHistory history(*m_store, m_clock);
        QSignalSpy changed(&history, &CallHistory::changed);
        int done = 0;
        const auto count = [&done](const Result<void> &result) { done += result ? 1 : 0; };
        history.import({call(1, "http://h/1"), call(2, "http://h/2")}, this, count);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(urls().size(), 2);
        CallRecord kept;
        {
            const auto connection = Connection::open(m_store->databasePath(), Connection::Mode::ReadOnly);
            QVERIFY(connection);
            kept = callrepository::find(**connection, 1).valueOr({}).value_or(CallRecord());
        }
        history.remove({1}, this, count);
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(urls(), QByteArrayList{"http://h/2"});
        history.restore({kept}, this, count);
        QTRY_COMPARE(changed.size(), 3);
        QCOMPARE(urls(), (QByteArrayList{"http://h/2", "http://h/1"}));
        history.removeAll(this, count);
        QTRY_COMPARE(changed.size(), 4);
        QCOMPARE(urls().size(), 0);
        QCOMPARE(done, 4);
    }

    void changesSavedRequestsWholeOrNotAtAll()
    {
        CallHistory history(*m_store, m_clock);
        QSignalSpy changed(&history, &CallHistory::savedChanged);
        bool failed = false;
        history.changeSaved(
            [](Connection &connection) -> Result<void> {
                if (const Result<void> done = savedrequestrepository::addFolder(connection, u"A"_s); !done)
                    return done;
                return savedrequestrepository::addFolder(connection, u"A//B"_s);
            },
            this, [&failed](const Result<void> &done) { failed = !done; });
        QTRY_VERIFY(failed);
        bool stored = false;
        history.changeSaved(
            [](Connection &connection) { return savedrequestrepository::addFolder(connection, u"B"_s); }, this,
            [&stored](const Result<void> &done) { stored = bool(done); });
        QTRY_VERIFY(stored);
        QTRY_COMPARE(changed.size(), 1);
        const auto connection = Connection::open(m_store->databasePath(), Connection::Mode::ReadOnly);
        QVERIFY(connection);
        QCOMPARE(savedrequestrepository::all(**connection).valueOr({}).folders, QStringList{u"B"_s});
    }
};

QTEST_GUILESS_MAIN(CallHistoryTest)
#include "tst_callhistory.moc"
