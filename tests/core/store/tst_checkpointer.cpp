// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/checkpointer.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "tests/support/sampleevent.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class CheckpointerTest final : public QObject {
    Q_OBJECT

private:
    // More than makes a copy worth while.
    static constexpr qint64 manyPages = 100'000;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_writer;

    [[nodiscard]] QString path() const { return m_folder->filePath(u"log.db"_s); }
    void store(int count)
    {
        QVERIFY(m_writer->begin());
        for (int i = 1; i <= count; ++i)
            QVERIFY(eventrepository::insert(*m_writer, test::sampleEvent(i)));
        QVERIFY(m_writer->commit());
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QStringList notices;
        auto opened = databasefile::openForWriting(path(), notices);
        QVERIFY(opened);
        m_writer = std::move(*opened);
        QVERIFY(m_writer->execute(u"PRAGMA wal_autocheckpoint=0"_s));
    }
    void cleanup() { m_writer.reset(); }

    void copiesTheLogWhenItHasGrown()
    {
        Checkpointer checkpointer;
        checkpointer.start(path());
        const qint64 before = QFileInfo(path()).size();
        store(200);
        QCOMPARE(QFileInfo(path()).size(), before);
        checkpointer.noteGrowth(manyPages);
        QTRY_VERIFY(QFileInfo(path()).size() > before);
        // The writer goes on meanwhile and afterwards.
        QVERIFY(m_writer->execute(u"DELETE FROM universal_webhook_log"_s));
    }

    // The program says that the file was moved, and it can be put back.
    void makesNoFileWhereOneWasMovedAway()
    {
        Checkpointer checkpointer;
        checkpointer.start(path());
        if (!QFile::rename(path(), path() + u".away"_s))
            QSKIP("this system does not move files that are open");
        checkpointer.noteGrowth(manyPages);
        checkpointer.stop();
        QVERIFY(!QFileInfo::exists(path()));
    }

    void endsWithoutWork()
    {
        Checkpointer idle;
        Checkpointer started;
        started.start(path());
        started.noteGrowth(1);
    }
};

QTEST_GUILESS_MAIN(CheckpointerTest)
#include "tst_checkpointer.moc"
