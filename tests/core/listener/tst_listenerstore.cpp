// SPDX-License-Identifier: GPL-3.0-or-later
// The listener on a real store that cannot write for a while: what the sender hears, and that it gets over by itself.
#include "core/listener/storeeventsink.h"
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/listenerfixture.h"

#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::RawClient;
using uw::test::RawResponse;

namespace {

QByteArray post(const QByteArray &body)
{
    return uw::test::post("/webhooks/custom/a", body);
}

const QByteArray health = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

} // namespace

class ListenerStoreTest final : public QObject, private test::ListenerFixture {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<StoreEventSink> m_sink;

    // A store that cannot write stays so for a test to look at it, unless it tries again at once.
    void start(StoreOptions options, int probeIntervalMs = 3'600'000)
    {
        options.databasePath = m_folder->filePath(u"log.db"_s);
        options.probeIntervalMs = probeIntervalMs;
        auto store = Store::open(options);
        QVERIFY2(store, store ? "" : qPrintable(store.error().text));
        m_store = std::move(*store);
        m_sink = std::make_unique<StoreEventSink>(*m_store);
        startListener(*m_sink);
    }
    bool run(const Store::WriteJob &job)
    {
        std::optional<bool> outcome;
        m_store->submit(job, this, [&outcome](const Result<void> &result) { outcome = bool(result); });
        return QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 30'000) && *outcome;
    }
    bool limitPages(qint64 pages)
    {
        return run([pages](Connection &connection) {
            const Result<qint64> limit = connection.integer(u"PRAGMA max_page_count=%1"_s.arg(pages));
            return limit ? Result<void>() : Result<void>(limit.error());
        });
    }
    // Asks until the listener stores again, which nobody but the store itself brings about.
    bool storesAgain(const QByteArray &body)
    {
        return QTest::qWaitFor([&] { return ask(post(body)).status == 202; }, 30'000);
    }
    // The status of the first event that has no room any more.
    int fillLog() const
    {
        int status = 202;
        for (int stored = 0; status == 202 && stored < 100; ++stored)
            status = ask(post(QByteArray(50'000, 'x'))).status;
        return status;
    }
    void verifyRefused(const RawResponse &answer, const QByteArray &word)
    {
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.field("Retry-After").toInt() > 0);
        QCOMPARE(answer.field("Content-Type"), "application/problem+json"_ba);
        QVERIFY2(answer.body.contains(word), answer.body.constData());
        const RawResponse state = ask(health);
        QCOMPARE(state.status, 503);
        QVERIFY(state.field("Retry-After").toInt() > 0);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup()
    {
        m_listener.reset();
        m_sink.reset();
        m_store.reset();
        m_folder.reset();
    }

    void saysThatTheDiskIsFull()
    {
        start({});
        QCOMPARE(ask(post("first")).status, 202);
        QCOMPARE(ask(health).status, 200);
        QVERIFY(limitPages(60));
        verifyRefused(ask(post(QByteArray(1'000'000, 'x'))), "full");
        QVERIFY(!m_store->isWritable());
    }

    void findsByItselfThatTheDiskIsNotFullAnyMore()
    {
        start({}, 50);
        // No spy: it would take the signal on the writer's thread.
        QObject context;
        QList<std::pair<bool, QString>> changed;
        connect(m_store.get(), &Store::writableChanged, &context, [&changed](bool writable, const QString &reason) {
            changed.append({writable, reason});
        });
        QVERIFY(limitPages(60));
        QCOMPARE(ask(post(QByteArray(1'000'000, 'x'))).status, 503);
        QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 30'000);
        QCOMPARE(changed[0].first, false);
        QVERIFY(changed[0].second.contains(u"full"));
        QCOMPARE(changed[1].first, true);
        QVERIFY(limitPages(1'000'000));
        QVERIFY(storesAgain(QByteArray(1'000'000, 'x')));
        QCOMPARE(ask(health).status, 200);
    }

    void saysThatTheLogIsAtItsLargestSize()
    {
        start({.maximumBytes = 1024 * 1024});
        QCOMPARE(fillLog(), 503);
        verifyRefused(ask(post("one more")), "UW_STORE_MAX_BYTES");
    }

    void findsByItselfThatTheLogIsSmallAgain()
    {
        start({.maximumBytes = 1024 * 1024}, 50);
        QCOMPARE(fillLog(), 503);
        QVERIFY(run([](Connection &connection) {
            const Result<qint64> removed =
                eventrepository::removeOlderThan(connection, std::numeric_limits<qint64>::max(), 100);
            return removed ? Result<void>() : Result<void>(removed.error());
        }));
        QVERIFY(storesAgain("after"));
        QCOMPARE(ask(health).status, 200);
    }

    void saysThatAnotherProgramHoldsTheDatabase()
    {
        start({});
        QCOMPARE(ask(post("first")).status, 202);
        {
            auto other = Connection::open(m_store->databasePath(), Connection::Mode::ReadWrite);
            QVERIFY(other);
            QVERIFY((*other)->begin());
            RawClient client(m_port);
            client.send(post("second"));
            // It comes when SQLite has waited for the lock.
            RawResponse answer = client.readResponse();
            for (int i = 0; i < 3 && answer.status == 0; ++i)
                answer = client.readResponse();
            verifyRefused(answer, "locked");
            (*other)->rollback();
        }
        QVERIFY(storesAgain("third"));
        QTRY_COMPARE_WITH_TIMEOUT(ask(health).status, 200, 30'000);
    }
};

QTEST_GUILESS_MAIN(ListenerStoreTest)
#include "tst_listenerstore.moc"
