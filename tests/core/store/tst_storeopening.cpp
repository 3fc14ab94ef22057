// SPDX-License-Identifier: GPL-3.0-or-later
// A store that takes its time to open leaves its thread free meanwhile.
#include "core/store/readerpool.h"
#include "core/store/storeopening.h"
#include "tests/core/store/logfixture.h"

#include <QDir>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace uw;
using namespace Qt::StringLiterals;

class StoreOpeningTest final : public test::LogFixture {
    Q_OBJECT

    std::optional<Result<std::unique_ptr<Store>>> m_opened;

    void start(StoreOpening &opening)
    {
        opening.start({.databasePath = path()},
                      [this](Result<std::unique_ptr<Store>> opened) { m_opened.emplace(std::move(opened)); });
    }
    // A log of an older version, which nobody has open.
    void leaveOlderLog(int rows)
    {
        beginAtVersion(6);
        insertRows(rows);
        close();
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup()
    {
        m_opened.reset();
        end();
    }

    void leavesItsThreadFree()
    {
        leaveOlderLog(300);
        StoreOpening opening;
        // The opening waits until this thread's event loop has come to something else.
        QSemaphore turned;
        QStringList sentences;
        connect(
            &opening, &StoreOpening::preparing, &opening,
            [&](const QString &sentence) {
                sentences << sentence;
                turned.acquire();
            },
            Qt::DirectConnection);
        start(opening);
        QVERIFY(!m_opened);
        QTimer::singleShot(0, this, [&turned] { turned.release(); });
        QTRY_VERIFY_WITH_TIMEOUT(m_opened, 30'000);
        QVERIFY2(*m_opened, *m_opened ? "" : qPrintable(m_opened->error().text));
        QCOMPARE(sentences.size(), 1);
        QVERIFY(sentences.first().contains(u"brought to this version"));

        // It is this thread's now, and works.
        Store &store = ***m_opened;
        QCOMPARE(store.thread(), QThread::currentThread());
        QVERIFY(store.notices().join(u' ').contains(u".bak"));
        std::optional<Result<qint64>> stored;
        store.submitEvent(test::sampleEvent(301), this, [&stored](const Result<qint64> &result) { stored = result; });
        QTRY_VERIFY_WITH_TIMEOUT(stored, 30'000);
        QCOMPARE(stored->valueOr(0), 301);
        std::optional<qint64> count;
        store.readers().run<StoreCounts>(this, &eventrepository::counts, [&count](const Result<StoreCounts> &counts) {
            count = counts ? counts->events : -1;
        });
        QTRY_COMPARE_WITH_TIMEOUT(count.value_or(-2), 301, 30'000);
    }

    void saysNothingOfAnOrdinaryOne()
    {
        close();
        StoreOpening opening;
        const QSignalSpy preparing(&opening, &StoreOpening::preparing);
        start(opening);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened, 30'000);
        QVERIFY(*m_opened);
        QCOMPARE(preparing.size(), 0);
    }

    void givesTheErrorOn()
    {
        close();
        QVERIFY(QFile::remove(path()));
        QVERIFY(QDir().mkdir(path()));
        StoreOpening opening;
        start(opening);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened, 30'000);
        QVERIFY(!*m_opened);
        QCOMPARE(m_opened->error().code, ErrorCode::Io);
    }

    void canBeGivenUp()
    {
        leaveOlderLog(50);
        {
            StoreOpening opening;
            start(opening);
        }
        QCoreApplication::sendPostedEvents();
        QVERIFY(!m_opened);
        // Nothing is left locked, and what was begun is done.
        StoreOpening again;
        start(again);
        QTRY_VERIFY_WITH_TIMEOUT(m_opened, 30'000);
        QVERIFY(*m_opened);
    }
};

QTEST_GUILESS_MAIN(StoreOpeningTest)
#include "tst_storeopening.moc"
