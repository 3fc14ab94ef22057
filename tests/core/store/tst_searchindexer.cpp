// SPDX-License-Identifier: GPL-3.0-or-later
// The search from the stored event to the page that shows it, on a real store.
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/searchindex.h"
#include "core/store/searchindexer.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace uw;
using namespace Qt::StringLiterals;

class SearchIndexerTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<SearchIndexer> m_indexer;
    int m_number = 0;

    [[nodiscard]] QString path() const { return m_folder->filePath(u"log.db"_s); }
    void open()
    {
        auto opened = Store::open({.databasePath = path()});
        QVERIFY(opened);
        m_store = std::move(*opened);
    }
    void startIndexer(qint64 pressure = 1'000'000)
    {
        m_indexer = std::make_unique<SearchIndexer>(
            SearchIndexer::Options{.pressure = pressure, .gatherMs = 1, .gapRestMs = 10, .retryMs = 10}, *m_store);
    }
    void close()
    {
        m_indexer.reset();
        m_store.reset();
    }
    // Stores events with these bodies and waits until they are durable.
    void add(const QStringList &bodies, const std::function<void(Event &)> &change = {})
    {
        qsizetype stored = 0;
        for (const QString &body : bodies) {
            Event event = test::sampleEvent(++m_number);
            event.headers = {{"Content-Type", "application/json"}};
            event.body = body.toUtf8();
            if (change)
                change(event);
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &result) { stored += result ? 1 : 0; });
        }
        QTRY_COMPARE_WITH_TIMEOUT(stored, bodies.size(), 60'000);
    }
    void waitForIndex()
    {
        const qint64 last =
            read<qint64>([](Connection &connection) { return eventrepository::horizon(connection, {}); });
        QTRY_COMPARE_WITH_TIMEOUT(m_indexer->progress().indexed, last, 60'000);
    }
    template<typename T>
    T read(std::function<Result<T>(Connection &)> job, const T &failed = {})
    {
        std::optional<T> value;
        m_store->readers().run<T>(this, std::move(job),
                                  [&value, &failed](const Result<T> &result) { value = result.valueOr(failed); });
        return QTest::qWaitFor([&] { return value.has_value(); }, 30'000) ? *value : failed;
    }
    // The sequences that are found, newest first; -1: it failed.
    QList<qint64> find(const EventFilter &filter, const EventPageRequest &request = {.limit = 500})
    {
        return read<QList<qint64>>(
            [&](Connection &connection) -> Result<QList<qint64>> {
                const auto page = eventrepository::page(connection, filter, request);
                if (!page)
                    return page.error();
                QList<qint64> found;
                for (const EventSummary &event : *page)
                    found.append(event.sequence);
                return found;
            },
            {-1});
    }
    QList<qint64> find(const QString &text) { return find(EventFilter{.text = text}); }
    bool mark(qint64 sequence, const EventMarkChange &change)
    {
        std::optional<qint64> marked;
        m_store->submitMarks({sequence}, change, this,
                             [&marked](const Result<qint64> &result) { marked = result.valueOr(-1); });
        return QTest::qWaitFor([&] { return marked.has_value(); }, 30'000) && *marked == 1;
    }
    bool remove(const QList<qint64> &sequences)
    {
        std::optional<bool> done;
        m_store->submit([sequences](Connection &connection) { return eventrepository::remove(connection, sequences); },
                        this, [&done](const Result<void> &result) { done = result.hasValue(); });
        return QTest::qWaitFor([&] { return done.has_value(); }, 30'000) && *done;
    }
    // How many words of the index begin with this one, whatever became of their events.
    qint64 indexedTerms(const QString &word)
    {
        const auto index = Connection::open(SearchIndex::pathFor(path()), Connection::Mode::Derived);
        if (!index)
            return -1;
        Result<Statement> tables = (*index)->prepare(u"SELECT text_table FROM part"_s);
        QList<qint64> numbers;
        if (tables && tables->execute()) {
            for (Result<bool> row = tables->next(); row && *row; row = tables->next())
                numbers.append(tables->integer(0));
        }
        qint64 count = 0;
        for (const qint64 number : std::as_const(numbers)) {
            Result<Statement> found =
                (*index)->prepare(u"SELECT count(*) FROM text_%1 WHERE text_%1 MATCH ?"_s.arg(number));
            if (!found || !found->bind(word).execute() || !found->next().valueOr(false))
                return -1;
            count += found->integer(0);
        }
        return count;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_number = 0;
        open();
    }
    void cleanup()
    {
        close();
        m_folder.reset();
    }

    void findsWhatIsStored()
    {
        startIndexer();
        add({u"{\"name\":\"Website redesign\",\"n\":12.5}"_s, u"{\"name\":\"M\\u00fcller \\u0026 Co\",\"n\":7}"_s,
             u"{\"name\":\"website launch\"}"_s});
        waitForIndex();
        QCOMPARE(find(u"website"_s), QList<qint64>({3, 1}));
        QCOMPARE(find(u"WEBS"_s), QList<qint64>({3, 1}));
        QCOMPARE(find(u"website redesign"_s), QList<qint64>{1});
        QCOMPARE(find(u"redesign website"_s), QList<qint64>{1});
        QCOMPARE(find(u"\"redesign website\""_s), QList<qint64>());
        QCOMPARE(find(u"\"website redesign\""_s), QList<qint64>{1});
        // A word that is not the last has to be whole, one in quotes too.
        QCOMPARE(find(u"web redesign"_s), QList<qint64>());
        QCOMPARE(find(u"\"web\""_s), QList<qint64>());
        QCOMPARE(find(u"m\u00FCller"_s), QList<qint64>{2});
        QCOMPARE(find(u"muller"_s), QList<qint64>{2});
        QCOMPARE(find(u"12.5"_s), QList<qint64>{1});
        QCOMPARE(find(u"NEW_TIME_ENTRY"_s).size(), 3);
        QCOMPARE(find(test::sampleEvent(2).id), QList<qint64>{2});
        QCOMPARE(find(u"nowhere"_s), QList<qint64>());
    }

    void anyInputIsSafe_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"\"",
                                 "\"\"\"",
                                 "'",
                                 "*",
                                 "a*b",
                                 "(",
                                 "NEAR(a b)",
                                 "AND",
                                 "OR OR",
                                 "NOT",
                                 "col:a",
                                 "^",
                                 "-a",
                                 "a -",
                                 "{text}: a",
                                 "+",
                                 "%",
                                 "\\",
                                 "; DROP TABLE state",
                                 "---",
                                 "\xF0\x9F\x98\x80"})
            QTest::newRow(text) << QString::fromUtf8(text);
        QTest::newRow("NUL") << QString(QChar(u'\0'));
        QTest::newRow("lone surrogate") << QString(QChar(0xD800));
        QTest::newRow("a letter newer than the tokenizer") << u"\U00016E40"_s;
        QTest::newRow("combining mark") << u"\u0301"_s;
        QTest::newRow("1,000 characters") << QString(1000, u'"');
    }
    void anyInputIsSafe()
    {
        QFETCH(QString, text);
        startIndexer();
        add({u"{}"_s});
        waitForIndex();
        QVERIFY(!find(text).contains(-1));
    }

    void tooMuchInputIsTold()
    {
        startIndexer();
        add({u"{}"_s});
        waitForIndex();
        QCOMPARE(find(QString(10'000, u'x')), QList<qint64>{-1});
    }

    void onlyPunctuationFindsNothing()
    {
        startIndexer();
        add({u"{\"a\":\"---\"}"_s});
        waitForIndex();
        QCOMPARE(find(u"---"_s), QList<qint64>());
    }

    void withoutAnIndexItSaysSo()
    {
        add({u"{}"_s});
        QCOMPARE(find(u"x"_s), QList<qint64>{-1});
        QCOMPARE(find(QString()), QList<qint64>{1});
    }

    void joinsWithTheOtherFilters()
    {
        startIndexer();
        add(QStringList(300, u"{\"word\":\"common\"}"_s), [](Event &event) {
            event.eventType = event.id.back() == u'0' ? u"rare"_s : u"usual"_s;
            event.verdict = event.id.back() == u'5' ? Verdict::Invalid : Verdict::Valid;
        });
        waitForIndex();
        QCOMPARE(find(u"common"_s).size(), 300);
        const EventFilter rare{.eventTypes = {u"rare"_s}, .text = u"common"_s};
        QCOMPARE(find(rare).size(), 18);
        QCOMPARE(find({.eventTypes = {u"rare"_s}, .text = u"absent"_s}), QList<qint64>());
        QCOMPARE(find({.verdicts = {Verdict::Invalid}, .text = u"comm"_s}).size(), 19);
        const qint64 tenth = test::sampleEvent(10).receivedAtMs;
        QCOMPARE(find({.toMs = tenth, .text = u"common"_s}).size(), 10);
        QCOMPARE(find({.eventTypes = {u"rare"_s}, .toMs = test::sampleEvent(32).receivedAtMs, .text = u"common"_s}),
                 QList<qint64>({32, 16}));
        QVERIFY(mark(7, {.starred = true}));
        QVERIFY(mark(16, {.starred = true}));
        QCOMPARE(find({.starredOnly = true, .text = u"common"_s}), QList<qint64>({16, 7}));
        QCOMPARE(find({.eventTypes = {u"rare"_s}, .starredOnly = true, .text = u"common"_s}), QList<qint64>{16});
        // A kind has a word of its own in the index, which nobody can search for.
        QCOMPARE(find(u"\uE0001"_s).contains(-1), false);
    }

    void pagesByKeyFromBothEnds()
    {
        startIndexer();
        add(QStringList(50, u"{\"word\":\"common\"}"_s));
        waitForIndex();
        const EventFilter filter{.text = u"common"_s};
        QCOMPARE(find(filter, {.limit = 3}), QList<qint64>({50, 49, 48}));
        QCOMPARE(find(filter, {.before = 48, .limit = 3}), QList<qint64>({47, 46, 45}));
        QCOMPARE(find(filter, {.limit = 3, .fromOldest = true}), QList<qint64>({3, 2, 1}));
        QCOMPARE(find(filter, {.after = 10, .limit = 3, .fromOldest = true}), QList<qint64>({13, 12, 11}));
        const auto runs = read<QList<SequenceRun>>([&](Connection &connection) {
            return eventrepository::runs(connection, filter, 41, std::numeric_limits<qint64>::max());
        });
        QCOMPARE(runs, (QList<SequenceRun>{{1, 40}}));
    }

    void goesOverTheBordersOfParts()
    {
        // The second part begins soon: the numbers before are those of rows that are gone.
        add({u"{}"_s});
        m_store->submit(
            [](Connection &connection) {
                connection.forget();
                return connection.execute(u"UPDATE universal_webhook_log_end SET seq = %1"_s.arg(searchpart::rows - 4));
            },
            this, {});
        add(QStringList(10, u"{\"word\":\"common\"}"_s));
        startIndexer();
        waitForIndex();
        const QList<qint64> all = find(u"common"_s);
        QCOMPARE(all.size(), 10);
        QCOMPARE(all.first(), searchpart::rows + 6);
        QCOMPARE(all.last(), searchpart::rows - 3);
        QCOMPARE(find({.text = u"common"_s}, {.before = searchpart::rows + 2, .limit = 4}).last(),
                 searchpart::rows - 2);
        QCOMPARE(find({.text = u"common"_s}, {.limit = 5, .fromOldest = true}).first(), searchpart::rows + 1);
        // A part that is complete and loses all its rows leaves the index.
        QVERIFY(remove({1, searchpart::rows - 3, searchpart::rows - 2, searchpart::rows - 1}));
        QTRY_COMPARE_WITH_TIMEOUT(indexedTerms(u"common"_s), 7, 30'000);
        QCOMPARE(find(u"common"_s).size(), 7);
    }

    // A part that is full is made one piece: at once, or after the next start where there was no time.
    void makesFullPartsOnePiece_data()
    {
        QTest::addColumn<bool>("isEnded");
        QTest::newRow("at once") << false;
        QTest::newRow("after a new start") << true;
    }
    void makesFullPartsOnePiece()
    {
        QFETCH(bool, isEnded);
        const auto log = Connection::open(path(), Connection::Mode::ReadOnly);
        QVERIFY(log);
        auto index = SearchIndex::open(path(), **log);
        QVERIFY(index);
        for (int i = 1; i <= 3; ++i) {
            add({u"{\"piece\":%1}"_s.arg(i)});
            QVERIFY((*index)->follow(**log, 100));
            QCOMPARE((*index)->tidy().valueOr(true), false);
        }
        // The next number begins another part.
        std::optional<bool> moved;
        m_store->submit(
            [](Connection &connection) {
                connection.forget();
                return connection.execute(u"UPDATE universal_webhook_log_end SET seq = 40000"_s);
            },
            this, [&moved](const Result<void> &result) { moved = result.hasValue(); });
        QTRY_VERIFY(moved.value_or(false));
        add({u"{\"piece\":4}"_s});
        QVERIFY((*index)->follow(**log, 100));
        const auto pieces = [this] {
            const auto reading = Connection::open(SearchIndex::pathFor(path()), Connection::Mode::Derived);
            return reading ? (*reading)->integer(u"SELECT count(DISTINCT segid) FROM text_1_idx"_s).valueOr(-1) : -1;
        };
        QCOMPARE(pieces(), 3);
        if (isEnded) {
            index->reset();
            index = SearchIndex::open(path(), **log);
            QVERIFY(index);
        }
        QCOMPARE((*index)->tidy().valueOr(false), true);
        QCOMPARE((*index)->tidy().valueOr(true), false);
        QCOMPARE(pieces(), 1);
    }

    void isReadByItsOwnerAlone()
    {
        startIndexer();
        add({u"{}"_s});
        waitForIndex();
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s}) {
            const QString file = SearchIndex::pathFor(path()) + suffix;
            QVERIFY2(QFile::exists(file), qPrintable(file));
            QVERIFY2(!(QFile::permissions(file) & others), qPrintable(file));
        }
    }

    void goesOnWhereItStopped()
    {
        startIndexer();
        add({u"{\"a\":\"first\"}"_s});
        waitForIndex();
        m_indexer.reset();
        add({u"{\"a\":\"second\"}"_s});
        QCOMPARE(find(u"second"_s), QList<qint64>());
        close();
        open();
        startIndexer();
        waitForIndex();
        QCOMPARE(find(u"second"_s), QList<qint64>{2});
        QCOMPARE(find(u"first"_s), QList<qint64>{1});
        QCOMPARE(indexedTerms(u"first"_s), 1);
    }

    void makesADamagedOrForeignIndexAnew_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("no database") << u"bytes"_s;
        QTest::newRow("empty") << u"empty"_s;
        QTest::newRow("of another log") << u"UPDATE state SET log_identity = 'x'"_s;
        QTest::newRow("ahead of the log") << u"UPDATE state SET cursor = 99"_s;
        QTest::newRow("another event there") << u"UPDATE state SET cursor_id = 'x'"_s;
        QTest::newRow("of another form") << u"PRAGMA user_version=99"_s;
        QTest::newRow("no state") << u"DELETE FROM state"_s;
    }
    void makesADamagedOrForeignIndexAnew()
    {
        QFETCH(QString, damage);
        startIndexer();
        add({u"{\"a\":\"first\"}"_s});
        waitForIndex();
        close();
        const QString index = SearchIndex::pathFor(path());
        if (damage == u"bytes" || damage == u"empty") {
            QFile file(index);
            QVERIFY(file.open(QIODevice::WriteOnly));
            if (damage == u"bytes")
                file.write(QByteArray(20'000, 'x'));
        } else {
            const auto connection = Connection::open(index, Connection::Mode::Derived);
            QVERIFY(connection && (*connection)->execute(damage));
        }
        open();
        startIndexer();
        waitForIndex();
        QCOMPARE(find(u"first"_s), QList<qint64>{1});
        QCOMPARE(indexedTerms(u"first"_s), 1);
        QCOMPARE(m_indexer->progress().problem, QString());
    }

    void whatIsDeletedIsNotFoundAndItsWordsGo()
    {
        startIndexer();
        add({u"{\"a\":\"secretplan\"}"_s, u"{\"a\":\"harmless\"}"_s, u"{\"a\":\"secretplan too\"}"_s});
        waitForIndex();
        QCOMPARE(find(u"secretplan"_s), QList<qint64>({3, 1}));
        QVERIFY(remove({1, 3}));
        QCOMPARE(find(u"secretplan"_s), QList<qint64>());
        QTRY_COMPARE_WITH_TIMEOUT(indexedTerms(u"secretplan"_s), 0, 30'000);
        QCOMPARE(find(u"harmless"_s), QList<qint64>{2});
        add({u"{\"a\":\"later\"}"_s});
        waitForIndex();
        QCOMPARE(find(u"later"_s), QList<qint64>{4});
    }

    void notesAreFoundAndTheirOldWordsGo()
    {
        startIndexer();
        add({u"{\"a\":\"red website\"}"_s, u"{\"a\":\"other\"}"_s});
        waitForIndex();
        QVERIFY(mark(1, {.note = u"call Ann about the website"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(find(u"ann"_s), QList<qint64>{1}, 30'000);
        QCOMPARE(find(u"\"red website\""_s), QList<qint64>{1});
        QCOMPARE(find(u"\"the website\""_s), QList<qint64>{1});
        QVERIFY(mark(1, {.note = u"done"_s}));
        QTRY_COMPARE_WITH_TIMEOUT(find(u"done"_s), QList<qint64>{1}, 30'000);
        QTRY_COMPARE_WITH_TIMEOUT(find(u"ann"_s), QList<qint64>(), 30'000);
        QCOMPARE(find(u"\"red website\""_s), QList<qint64>{1});
    }

    void maskedSecretsAreNotFound()
    {
        startIndexer();
        add({u"{}"_s}, [](Event &event) {
            event.headers.append(HeaderField{"X-Gitlab-Token", "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"});
            event.maskedHeaders = "[{\"index\":1,\"name\":\"X-Gitlab-Token\",\"digest\":\"deadbeef\"}]";
        });
        waitForIndex();
        QCOMPARE(find(u"deadbeef"_s), QList<qint64>());
        QCOMPARE(find(u"\u2022\u2022\u2022\u2022"_s), QList<qint64>());
    }

    void saysHowFarItIs()
    {
        add(QStringList(40, u"{}"_s));
        const auto behind = [this] {
            return read<qint64>(
                [](Connection &connection) { return eventrepository::horizon(connection, {.text = u"x"_s}); }, -1);
        };
        QCOMPARE(behind(), -1);
        startIndexer();
        waitForIndex();
        QCOMPARE(behind(), 40);
        QCOMPARE(m_indexer->progress().behind(), 0);
        QCOMPARE(m_indexer->progress().newest, 40);
    }

    void givesWayToWhatIsStored()
    {
        startIndexer(1);
        // More than one event a second arrives for a while: some are not found yet, then all are.
        bool hasWaited = false;
        connect(m_indexer.get(), &SearchIndexer::progressed, this,
                [&] { hasWaited = hasWaited || m_indexer->progress().isWaiting; });
        const QDeadlineTimer patience(30'000);
        while (!hasWaited && !patience.hasExpired()) {
            add(QStringList(20, u"{}"_s));
            hasWaited = QTest::qWaitFor([&] { return hasWaited; }, 20);
        }
        QVERIFY(hasWaited);
        waitForIndex();
        QTRY_VERIFY(!m_indexer->progress().isWaiting);
    }
};

QTEST_GUILESS_MAIN(SearchIndexerTest)
#include "tst_searchindexer.moc"
