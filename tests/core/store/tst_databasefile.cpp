// SPDX-License-Identifier: GPL-3.0-or-later
// What can lie where the database should be, and what is said and done about it.
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "core/store/migrations.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <array>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace uw;
using namespace Qt::StringLiterals;

class DatabaseFileTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString path() const { return m_folder->filePath(u"log.db"_s); }
    [[nodiscard]] QStringList files(const QString &pattern) const
    {
        return QDir(m_folder->path()).entryList({pattern}, QDir::Files, QDir::Name);
    }
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // A closed database of `count` events.
    void fill(int count) const
    {
        QStringList notices;
        const auto connection = databasefile::openForWriting(path(), notices);
        QVERIFY(connection);
        QVERIFY((*connection)->begin());
        for (int i = 1; i <= count; ++i)
            QVERIFY(eventrepository::insert(**connection, test::sampleEvent(i)));
        QVERIFY((*connection)->commit());
    }
    static Result<std::unique_ptr<Store>> open(const QString &path) { return Store::open({.databasePath = path}); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void makesItsFolderForThisUserAlone()
    {
        const QString deep = m_folder->filePath(u"a/b/log.db"_s);
        QVERIFY(open(deep));
        QVERIFY(QFile::exists(deep));
#ifdef Q_OS_UNIX
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(deep) & others));
        QVERIFY(!(QFile::permissions(m_folder->filePath(u"a/b"_s)) & others));
#endif
    }

    void setsItselfUp()
    {
        fill(1);
        const auto connection = Connection::open(path(), Connection::Mode::ReadOnly);
        QVERIFY(connection);
        QCOMPARE((*connection)->integer(u"PRAGMA auto_vacuum"_s).valueOr(-1), 2);
        QCOMPARE((*connection)->integer(u"PRAGMA application_id"_s).valueOr(-1), applicationId);
        QCOMPARE((*connection)->integer(u"PRAGMA user_version"_s).valueOr(-1), qint64(migrations().size()));
        const auto written = (*connection)->execute(u"DELETE FROM universal_webhook_log"_s);
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::StoreUnavailable);
    }

    void refusesWhatIsInTheWay_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("relative path") << u"relative"_s << ErrorCode::InvalidArgument << u"not absolute"_s;
        QTest::newRow("empty path") << u"empty"_s << ErrorCode::InvalidArgument << u"not absolute"_s;
        QTest::newRow("directory") << u"directory"_s << ErrorCode::Io << u"not a file"_s;
        QTest::newRow("file as folder") << u"file as folder"_s << ErrorCode::Io << u"is a file"_s;
        QTest::newRow("file above") << u"file above"_s << ErrorCode::Io << u"could not be made"_s;
        QTest::newRow("lock in the way") << u"lock"_s << ErrorCode::Io << u"could not be locked"_s;
        QTest::newRow("another program's") << u"foreign"_s << ErrorCode::StoreUnavailable << u"another program"_s;
        QTest::newRow("unfinished version")
            << u"unfinished"_s << ErrorCode::StoreUnavailable << u"unfinished version"_s;
        QTest::newRow("newer version") << u"newer"_s << ErrorCode::StoreTooNew << u"version 99"_s;
    }
    void refusesWhatIsInTheWay()
    {
        QFETCH(QString, kind);
        QFETCH(ErrorCode, code);
        QFETCH(QString, says);
        QString target = path();
        if (kind == u"relative")
            target = u"log.db"_s;
        else if (kind == u"empty")
            target.clear();
        else if (kind == u"directory")
            QVERIFY(QDir().mkpath(path()));
        else if (kind == u"lock")
            QVERIFY(QDir().mkpath(path() + u".lock"_s));
        else if (kind.startsWith(u"file"))
            write(path(), "x"_ba);
        if (kind == u"file as folder")
            target = path() + u"/log.db"_s;
        if (kind == u"file above")
            target = path() + u"/deeper/log.db"_s;
        if (kind == u"foreign" || kind == u"newer" || kind == u"unfinished") {
            const auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
            QVERIFY(connection);
            QVERIFY((*connection)->execute(u"CREATE TABLE other (a)"_s));
            if (kind != u"foreign") {
                QVERIFY((*connection)->execute(u"PRAGMA application_id=%1"_s.arg(applicationId)));
                QVERIFY((*connection)->execute(u"PRAGMA user_version=%1"_s.arg(kind == u"newer" ? 99 : 1)));
            }
        }
        const QByteArray before = read(path());
        const auto store = open(target);
        QVERIFY(!store);
        QCOMPARE(store.error().code, code);
        QVERIFY2(store.error().text.contains(says), qPrintable(store.error().text));
        QCOMPARE(read(path()), before);
        QVERIFY(files(u"*.corrupt-*"_s).isEmpty());
    }

    void saysThatItMayNotWrite()
    {
#ifdef Q_OS_UNIX
        if (::geteuid() == 0)
            QSKIP("Root may write to what is read-only.");
#endif
        fill(1);
        QVERIFY(QFile::setPermissions(path(), QFile::ReadOwner));
        const auto store = open(path());
        QVERIFY(!store);
        QCOMPARE(store.error().code, ErrorCode::StoreUnavailable);
    }

    void setsADamagedFileAside_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("text") << u"text"_s;
        QTest::newRow("random") << u"random"_s;
        QTest::newRow("cut off") << u"cut"_s;
        QTest::newRow("header alone") << u"header"_s;
        QTest::newRow("first page overwritten") << u"first page"_s;
        QTest::newRow("every page but the first") << u"pages"_s;
    }
    void setsADamagedFileAside()
    {
        QFETCH(QString, damage);
        fill(2000);
        QByteArray bytes = read(path());
        QVERIFY(bytes.size() > 500'000);
        if (damage == u"text")
            bytes = QByteArray(5000, 'x');
        else if (damage == u"random")
            for (qsizetype i = 0; i < bytes.size(); ++i)
                bytes[i] = char((i * 7919) >> 3);
        else if (damage == u"cut")
            bytes.truncate(bytes.size() / 2);
        else if (damage == u"header")
            bytes.truncate(100);
        else if (damage == u"first page")
            bytes.replace(100, 3996, QByteArray(3996, '\xff'));
        else
            bytes.replace(4096, bytes.size() - 4096, QByteArray(bytes.size() - 4096, '\xff'));
        write(path(), bytes);

        const auto store = open(path());
        QVERIFY2(store, store ? "" : qPrintable(store.error().text));
        QCOMPARE((*store)->notices().size(), 1);
        const QStringList aside = files(u"log.db.corrupt-*"_s);
        QVERIFY2(!aside.isEmpty(), qPrintable((*store)->notices().constFirst()));
        QVERIFY((*store)->notices().constFirst().contains(aside.constFirst()));
        QCOMPARE(read(m_folder->filePath(aside.constFirst())).size(), bytes.size());
        QVERIFY((*store)->isWritable());
    }

    void emptyFileBecomesADatabase()
    {
        write(path(), {});
        const auto store = open(path());
        QVERIFY(store);
        QVERIFY((*store)->notices().isEmpty());
    }

    // A page that no cheap look meets: found by a statement, checked at the next start.
    void checksEverythingAfterASuspicion()
    {
        fill(2000);
        QByteArray bytes = read(path());
        const qsizetype page = 4096 * (bytes.size() / 4096 / 2);
        bytes.replace(page, 4096, QByteArray(4096, '\xff'));
        write(path(), bytes);
        databasefile::suspect(path());
        {
            const auto store = open(path());
            QVERIFY(store);
            QCOMPARE((*store)->notices().size(), 1);
        }
        QVERIFY(!QFile::exists(path() + u".check"_s));
        QVERIFY(!files(u"log.db.corrupt-*"_s).isEmpty());
        databasefile::suspect(path());
        const auto sound = open(path());
        QVERIFY(sound);
        QVERIFY((*sound)->notices().isEmpty());
        QVERIFY(!QFile::exists(path() + u".check"_s));
    }

    void copiesAnOlderDatabaseAsideBeforeItMigrates()
    {
        const Migration first{QLatin1StringView("first"),
                              {u"CREATE TABLE a (x INTEGER)"_s, u"INSERT INTO a VALUES (7)"_s,
                               u"CREATE TABLE universal_webhook_log_end (seq INTEGER)"_s}};
        const Migration second{QLatin1StringView("second"), {u"ALTER TABLE a ADD COLUMN y INTEGER"_s}};
        const Migration broken{QLatin1StringView("broken"), {u"CREATE TABLE b (x)"_s, u"CREATE TABLE b (x)"_s}};
        QStringList notices;
        const auto connection = Connection::open(path(), Connection::Mode::ReadWrite);
        QVERIFY(connection);
        const std::array one{first};
        QVERIFY(migrate(**connection, one, notices));
        QVERIFY(migrate(**connection, one, notices));
        QVERIFY(notices.isEmpty());
        const std::array two{first, second};
        QVERIFY(migrate(**connection, two, notices));
        QCOMPARE(notices.size(), 1);
        const QStringList copies = files(u"log.db.v1-*.bak"_s);
        QCOMPARE(copies.size(), 1);
        QVERIFY(notices.constFirst().contains(copies.constFirst()));
        const auto copy = Connection::open(m_folder->filePath(copies.constFirst()), Connection::Mode::ReadOnly);
        QVERIFY(copy);
        QCOMPARE((*copy)->integer(u"PRAGMA user_version"_s).valueOr(-1), 1);
        QCOMPARE((*copy)->integer(u"SELECT x FROM a"_s).valueOr(-1), 7);

        // A step that fails leaves the version and the tables of before.
        const std::array three{first, second, broken};
        QVERIFY(!migrate(**connection, three, notices));
        QCOMPARE((*connection)->integer(u"PRAGMA user_version"_s).valueOr(-1), 2);
        QCOMPARE((*connection)->integer(u"SELECT count(*) FROM sqlite_master WHERE name = 'b'"_s).valueOr(-1), 0);
        QCOMPARE(migrate(**connection, one, notices).error().code, ErrorCode::StoreTooNew);
        QVERIFY(files(u"*.partial"_s).isEmpty());
    }

    void removesInBatchesAndGivesSpaceBack()
    {
        fill(1000);
        QStringList notices;
        const auto connection = databasefile::openForWriting(path(), notices);
        QVERIFY(connection);
        const qint64 border = test::sampleEvent(901).receivedAtMs;
        QVERIFY((*connection)->begin());
        QCOMPARE(eventrepository::removeOlderThan(**connection, border, 300).valueOr(-1), 300);
        QCOMPARE(eventrepository::page(**connection, {}, {.limit = 1, .fromOldest = true})->first().sequence, 301);
        QCOMPARE(eventrepository::removeOlderThan(**connection, border, 100'000).valueOr(-1), 600);
        QCOMPARE(eventrepository::removeOlderThan(**connection, border, 100).valueOr(-1), 0);
        QVERIFY((*connection)->commit());
        const qint64 pages = (*connection)->integer(u"PRAGMA page_count"_s).valueOr(-1);
        const qint64 free = (*connection)->integer(u"PRAGMA freelist_count"_s).valueOr(-1);
        QVERIFY(free > 50);
        QCOMPARE(eventrepository::giveBackFreePages(**connection, 20).valueOr(-1), free - 20);
        QCOMPARE(eventrepository::giveBackFreePages(**connection, 1'000'000).valueOr(-1), 0);
        QVERIFY((*connection)->integer(u"PRAGMA page_count"_s).valueOr(-1) < pages - 50);
        // A sequence is never given twice, even when the newest row went.
        QVERIFY(eventrepository::remove(**connection, {1000, 999, 5'000'000}));
        QCOMPARE(eventrepository::insert(**connection, test::sampleEvent(2000)).valueOr(-1), 1001);
    }
};

QTEST_GUILESS_MAIN(DatabaseFileTest)
#include "tst_databasefile.moc"
