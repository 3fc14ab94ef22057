// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bodyfile.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;

// What arrives is kept whole, in memory or in a private file that goes with it.
class tst_BodyFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keeps_data();
    void keeps();
    void readsWhileItGrows();
    void leavesNothingBehind();
    void saysWhyItCannotBeKept();
    void copies();
    void sweepsWhatWasLeft();
};

void tst_BodyFile::keeps_data()
{
    QTest::addColumn<qint64>("inMemory");
    QTest::addColumn<bool>("onDisk");
    QTest::newRow("memory") << qint64(1000) << false;
    QTest::newRow("just as much as memory takes") << qint64(30) << false;
    QTest::newRow("disk from the third piece on") << qint64(29) << true;
    QTest::newRow("disk at once") << qint64(0) << true;
}

void tst_BodyFile::keeps()
{
    QFETCH(qint64, inMemory);
    QFETCH(bool, onDisk);
    QTemporaryDir folder;
    BodyFile file(folder.filePath(u"bodies/here"_qs), inMemory);
    QByteArray expected;
    for (int i = 0; i < 3; ++i) {
        const QByteArray piece(10, char('a' + i));
        QVERIFY(file.append(piece));
        expected += piece;
    }
    QCOMPARE(file.isOnDisk(), onDisk);
    QCOMPARE(file.size(), 30);
    QCOMPARE(file.read(0, 100), expected);
    QCOMPARE(file.read(8, 4), QByteArray("aabb"));
    QCOMPARE(file.read(30, 1), QByteArray());
    QCOMPARE(file.read(-1, 5), QByteArray());
    const Result<QByteArrayView> view = file.view();
    QVERIFY(view);
    QCOMPARE(view->toByteArray(), expected);
    // Released pages are read again.
    file.release(0, 30);
    QCOMPARE(view->toByteArray(), expected);
}

void tst_BodyFile::readsWhileItGrows()
{
    QTemporaryDir folder;
    BodyFile file(folder.path(), 0);
    for (int i = 0; i < 50; ++i) {
        QVERIFY(file.append(QByteArray(1000, char('0' + i % 10))));
        QCOMPARE(file.read(i * 1000, 1), QByteArray(1, char('0' + i % 10)));
        QCOMPARE(file.read(0, 1), QByteArray("0"));
    }
    QCOMPARE(file.size(), 50'000);
}

void tst_BodyFile::leavesNothingBehind()
{
    QTemporaryDir folder;
    {
        BodyFile file(folder.path(), 0);
        QVERIFY(file.append("secret"));
        for (const QFileInfo &info : QDir(folder.path()).entryInfoList(QDir::Files))
            QVERIFY(!(info.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
    }
    QVERIFY(QDir(folder.path()).isEmpty());
}

void tst_BodyFile::saysWhyItCannotBeKept()
{
    QTemporaryDir folder;
    QFile blocker(folder.filePath(u"file"_qs));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    BodyFile file(folder.filePath(u"file/below"_qs), 4);
    QVERIFY(file.append("four"));
    const Result<void> kept = file.append("more");
    QVERIFY(!kept);
    QCOMPARE(kept.error().code, ErrorCode::Io);
    QVERIFY2(kept.error().text.endsWith(u'.'), qPrintable(kept.error().text));
    // What was there stays readable.
    QCOMPARE(file.read(0, 10), QByteArray("four"));
}

void tst_BodyFile::copies()
{
    QTemporaryDir folder;
    BodyFile file(folder.path(), 0);
    const QByteArray body = QByteArray("0123456789").repeated(300'000);
    QVERIFY(file.append(body));
    QVERIFY(file.copyTo(folder.filePath(u"copy"_qs)));
    QFile copy(folder.filePath(u"copy"_qs));
    QVERIFY(copy.open(QIODevice::ReadOnly));
    QCOMPARE(copy.readAll(), body);
    QVERIFY(!file.copyTo(folder.filePath(u"no/such/place"_qs)));
}

void tst_BodyFile::sweepsWhatWasLeft()
{
    QTemporaryDir folder;
    for (const QString &name : {u"body-abc123.tmp"_qs, u"other.tmp"_qs}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    BodyFile::sweep(folder.path());
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"other.tmp"_qs});
}

QTEST_GUILESS_MAIN(tst_BodyFile)
#include "tst_bodyfile.moc"
