// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/retention.h"
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/support/manualclock.h"
#include "tests/support/sampleevent.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace uw;

namespace {

constexpr qint64 dayMs = 86'400'000;
constexpr qint64 nowMs = 1'800'000'000'000;

QList<Retention::Rule> forAll(qint64 days)
{
    return {{.days = days, .of = {}}};
}

} // namespace

class RetentionTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    test::ManualClock m_clock{nowMs};

    QString path() const { return m_folder->filePath(u"log.db"_s); }
    // Stores events of that age; false when one was not stored.
    bool add(int first, int count, qint64 ageMs, qsizetype bodySize = 100)
    {
        int stored = 0;
        for (int i = first; i < first + count; ++i) {
            Event event = test::sampleEvent(i);
            event.receivedAtMs = m_clock.nowMs() - ageMs;
            event.body = QByteArray(bodySize, 'x');
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &result) { stored += result ? 1 : 0; });
        }
        return QTest::qWaitFor([&] { return stored == count; }, 30'000);
    }
    // What a reader finds: the number of events, or with a pragma its value; -1 when it could not be read.
    qint64 read(const QString &sql)
    {
        std::optional<qint64> value;
        m_store->readers().run<qint64>(
            this, [sql](Connection &connection) { return connection.integer(sql); },
            [&value](const Result<qint64> &result) { value = result.valueOr(-1); });
        return QTest::qWaitFor([&] { return value.has_value(); }, 30'000) ? *value : -1;
    }
    qint64 events() { return read(u"SELECT count(*) FROM universal_webhook_log"_s); }
    qint64 freePages() { return read(u"PRAGMA freelist_count"_s); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto store = Store::open({.databasePath = path()});
        QVERIFY(store);
        m_store = std::move(*store);
        m_clock.setNow(nowMs);
    }
    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }

    void removesWhatIsTooOldAndNothingElse()
    {
        QVERIFY(add(1, 700, 90 * dayMs + 1));
        QVERIFY(add(701, 3, 90 * dayMs));
        QVERIFY(add(704, 2, 0));
        qint64 days = 90;
        Retention retention({.rules = [&days] { return forAll(days); }, .intervalMs = 10, .restMs = 1}, *m_store,
                            m_clock);
        retention.start();
        QTRY_COMPARE_WITH_TIMEOUT(events(), 5, 30'000);
        // The clock goes on, and later the setting changes.
        m_clock.advance(1);
        QTRY_COMPARE_WITH_TIMEOUT(events(), 2, 30'000);
        m_clock.advance(2 * dayMs);
        days = 1;
        QTRY_COMPARE_WITH_TIMEOUT(events(), 0, 30'000);
    }

    void keepsWhatHasAStar()
    {
        QVERIFY(add(1, 300, 100 * dayMs));
        std::optional<qint64> marked;
        // The oldest ones, as many as the first batch; a note alone keeps nothing.
        QList<qint64> starred(60);
        std::iota(starred.begin(), starred.end(), 1);
        m_store->submitMarks(starred, {.starred = true}, this, {});
        m_store->submitMarks({61}, {.note = u"look at it"_s}, this,
                             [&marked](const Result<qint64> &result) { marked = result.valueOr(-1); });
        QTRY_COMPARE(marked.value_or(0), 1);
        Retention retention({.rules = [] { return forAll(90); }, .intervalMs = 10, .restMs = 1}, *m_store, m_clock);
        retention.start();
        QTRY_COMPARE_WITH_TIMEOUT(events(), 60, 30'000);
        m_store->submitMarks(starred.first(10), {.starred = false}, this, {});
        QTRY_COMPARE_WITH_TIMEOUT(events(), 50, 30'000);
    }

    void goesByWorkspace()
    {
        const auto addOf = [this](int number, const QString &workspaceId, qint64 ageMs) {
            Event event = test::sampleEvent(number);
            event.workspaceId = workspaceId;
            event.receivedAtMs = m_clock.nowMs() - ageMs;
            bool isStored = false;
            m_store->submitEvent(event, this, [&isStored](const Result<qint64> &result) { isStored = bool(result); });
            return QTest::qWaitFor([&] { return isStored; }, 30'000);
        };
        // w1 keeps 5 days, w2 keeps 50 and everything else 10.
        int number = 0;
        for (const qint64 days : {60, 20, 7, 2}) {
            for (const QString &workspace : {u"w1"_s, u"w2"_s, u"w3"_s, QString()})
                QVERIFY(addOf(++number, workspace, days * dayMs));
        }
        const QList<Retention::Rule> rules{
            {.days = 10, .of = {.workspaces = {u"w1"_s, u"w2"_s}, .isAllOthers = true}},
            {.days = 5, .of = {.workspaces = {u"w1"_s}, .isAllOthers = false}},
            {.days = 50, .of = {.workspaces = {u"w2"_s}, .isAllOthers = false}},
        };
        Retention retention({.rules = [rules] { return rules; }, .intervalMs = 10, .restMs = 1}, *m_store, m_clock);
        retention.start();
        const auto left = [this](const QString &workspaceId) {
            std::optional<qint64> count;
            m_store->readers().run<QList<EventSummary>>(
                this,
                [workspaceId](Connection &connection) {
                    return eventrepository::page(connection, {.workspaceId = workspaceId}, {.limit = 100});
                },
                [&count](const Result<QList<EventSummary>> &rows) { count = rows ? rows->size() : -1; });
            return QTest::qWaitFor([&count] { return count.has_value(); }, 30'000) ? *count : -1;
        };
        QTRY_COMPARE_WITH_TIMEOUT(events(), 1 + 3 + 2 + 2, 30'000);
        QCOMPARE(left(u"w1"_s), 1);
        QCOMPARE(left(u"w2"_s), 3);
        QCOMPARE(left(u"w3"_s), 2);
        QCOMPARE(left({}), 2);
    }

    void letsOthersWriteMeanwhile()
    {
        QVERIFY(add(1, 3'000, 100 * dayMs));
        // The rest after the first transaction does not end by itself, so that what is seen is what that one did.
        constexpr int forEver = 3'600'000;
        auto resting = std::make_unique<Retention>(
            Retention::Options{.rules = [] { return forAll(90); }, .intervalMs = forEver, .restMs = forEver}, *m_store,
            m_clock);
        resting->start();
        QTRY_VERIFY_WITH_TIMEOUT(events() < 3'000, 30'000);
        QVERIFY(add(3'001, 1, 0));
        const qint64 left = events();
        QVERIFY2(left > 2'000, qPrintable(QString::number(left)));
        resting.reset();
        Retention retention({.rules = [] { return forAll(90); }, .intervalMs = forEver, .restMs = 1}, *m_store,
                            m_clock);
        retention.start();
        QTRY_COMPARE_WITH_TIMEOUT(events(), 1, 30'000);
    }

    void givesSpaceBack()
    {
        QVERIFY(add(1, 200, 100 * dayMs, 50'000));
        QVERIFY(add(201, 1, 0));
        Retention retention({.rules = [] { return forAll(90); }, .intervalMs = 3'600'000, .restMs = 1}, *m_store,
                            m_clock);
        retention.start();
        QTRY_COMPARE_WITH_TIMEOUT(events(), 1, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(freePages(), 0, 30'000);
        m_store.reset(); // folds the log into the file
        QVERIFY2(QFileInfo(path()).size() < 500'000, qPrintable(QString::number(QFileInfo(path()).size())));
    }

    void endsInTheMiddleOfARound()
    {
        QVERIFY(add(1, 2'000, 100 * dayMs));
        auto retention = std::make_unique<Retention>(
            Retention::Options{.rules = [] { return forAll(90); }, .restMs = 1}, *m_store, m_clock);
        retention->start();
        QTRY_VERIFY_WITH_TIMEOUT(events() < 2'000, 30'000);
        retention.reset();
        // The writer ends what it had begun before it stores this; then nothing goes any more.
        QVERIFY(add(2'001, 1, 0));
        const qint64 left = events();
        for (int i = 1; i <= 50; ++i) {
            QVERIFY(add(2'001 + i, 1, 0));
            QCOMPARE(events(), left + i);
        }
    }
};

QTEST_GUILESS_MAIN(RetentionTest)
#include "tst_retention.moc"
