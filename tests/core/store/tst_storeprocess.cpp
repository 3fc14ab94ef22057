// SPDX-License-Identifier: GPL-3.0-or-later
// What only shows with a process of its own: a holder that is killed, a writer that is killed, a disk that is full.
#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/store.h"

#include <QDir>
#include <QHash>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class StoreProcessTest final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString database() const { return m_folder->filePath(u"profile/log.db"_s); }
    [[nodiscard]] static QString program() { return QCoreApplication::applicationDirPath() + u"/uw_storechild"_s; }

    static void start(QProcess &process, const QString &what, const QString &path)
    {
        process.start(program(), {what, path});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(process.canReadLine() || process.state() == QProcess::NotRunning, 30'000);
        QCOMPARE(process.readLine().trimmed(), "ready"_ba);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aKilledHolderFreesTheProfile()
    {
        QProcess holder;
        start(holder, u"lock"_s, database());
        const auto refused = Store::open({.databasePath = database()});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ProfileLocked);
        QVERIFY2(refused.error().text.contains(QString::number(holder.processId())), qPrintable(refused.error().text));

        QProcess second;
        second.start(program(), {u"lock"_s, database()});
        QVERIFY(second.waitForFinished());
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.readAll().startsWith("profile_locked "));

        holder.kill();
        QVERIFY(holder.waitForFinished());
        const auto opened = Store::open({.databasePath = database()});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
    }

    // Whatever was acknowledged before the SIGKILL is there, under the sequence that was said.
    void aKilledWriterLosesNothingItAcknowledged()
    {
        QHash<qint64, QString> acknowledged;
        for (int round = 1; round <= 5; ++round) {
            QProcess writer;
            start(writer, u"write"_s, database());
            QByteArray said;
            while (said.count('\n') < 300 * round) {
                QVERIFY(writer.waitForReadyRead(30'000));
                said += writer.readAll();
            }
            writer.kill();
            QVERIFY(writer.waitForFinished());
            said += writer.readAll();
            // The last line may be cut off.
            said.truncate(said.lastIndexOf('\n'));
            for (const QByteArray &line : said.split('\n')) {
                const QList<QByteArray> words = line.split(' ');
                QCOMPARE(words.size(), 2);
                QVERIFY(!acknowledged.contains(words[0].toLongLong()));
                acknowledged.insert(words[0].toLongLong(), QString::fromLatin1(words[1]));
            }
        }
        QVERIFY(Store::open({.databasePath = database()}));
        const auto connection = Connection::open(database(), Connection::Mode::ReadOnly);
        QVERIFY(connection);
        for (auto entry = acknowledged.cbegin(); entry != acknowledged.cend(); ++entry) {
            const auto event = eventrepository::find(**connection, entry.key());
            QVERIFY(event && event->has_value());
            QCOMPARE((*event)->id, entry.value());
            QVERIFY((*event)->body.startsWith("{\"id\":"));
        }
        QVERIFY(acknowledged.size() >= 300 * (1 + 2 + 3 + 4 + 5));
    }

    // In a mount of three mebibytes that only the child sees.
    void aFullDiskIsSaidAndGotOver()
    {
        const QString unshare = QStandardPaths::findExecutable(u"unshare"_s);
        if (unshare.isEmpty())
            QSKIP("There is no unshare(1) here to make a small file system with.");
        const QString folder = m_folder->filePath(u"small"_s);
        QVERIFY(QDir().mkpath(folder));
        const QStringList mount{u"-rm"_s, u"sh"_s,
                                u"-c"_s,  u"mount -t tmpfs -o size=3m none \"$1\" && shift && exec \"$@\""_s,
                                u"sh"_s,  folder};
        QProcess probe;
        probe.start(unshare, mount + QStringList{u"true"_s});
        QVERIFY(probe.waitForFinished());
        if (probe.exitCode() != 0)
            QSKIP("This machine does not let a test mount a file system.");

        QProcess child;
        child.start(unshare, mount + QStringList{program(), u"fill"_s, folder + u"/log.db"_s});
        QVERIFY(child.waitForFinished(60'000));
        const QByteArray said = child.readAll();
        QVERIFY2(child.exitCode() == 0, QByteArray(said + child.readAllStandardError()).constData());
        const qsizetype refused = said.indexOf("refused store_full\n");
        const qsizetype unwritable = said.indexOf("unwritable The database ");
        const qsizetype writable = said.indexOf("\nwritable\n");
        QVERIFY2(refused > 0 && unwritable > 0 && writable > unwritable, said.constData());
        QVERIFY2(said.contains("the disk is full. Free some space"), said.constData());
        QVERIFY2(!said.contains("stored 0\n"), said.constData());
    }
};

QTEST_GUILESS_MAIN(StoreProcessTest)
#include "tst_storeprocess.moc"
