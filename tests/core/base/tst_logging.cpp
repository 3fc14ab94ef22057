// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;

class LoggingTest final : public QObject {
    Q_OBJECT

    static QString readAll(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

private Q_SLOTS:
    void writesLinesAtOrAboveTheLevel()
    {
        const QTemporaryDir dir;
        {
            const auto sink = LogSink::install({.directory = dir.path(), .level = u"warning"_qs, .toStderr = false});
            QVERIFY(sink);
            qCInfo(uwStore) << "quiet";
            qCWarning(uwStore) << "loud\nsecond line";
        }
        const QString text = readAll(dir.filePath(u"universal-webhook.log"_qs));
        QVERIFY(!text.contains(u"quiet"));
        QVERIFY2(text.contains(u"WARNING uw.store: loud\\nsecond line"), qPrintable(text));
        QCOMPARE(text.count(u'\n'), 1);
    }
    void writesJsonWhenAsked()
    {
        const QTemporaryDir dir;
        {
            const auto sink = LogSink::install({.directory = dir.path(), .format = LogFormat::Json, .toStderr = false});
            QVERIFY(sink);
            qCInfo(uwListener).noquote() << "said \"yes\"";
        }
        const QString text = readAll(dir.filePath(u"universal-webhook.log"_qs));
        QVERIFY2(text.contains(u"\"message\":\"said \\\"yes\\\"\""), qPrintable(text));
    }
    void rotatesAndKeepsAFew()
    {
        const QTemporaryDir dir;
        {
            const auto sink =
                LogSink::install({.directory = dir.path(), .maximumBytes = 2'000, .keptFiles = 2, .toStderr = false});
            QVERIFY(sink);
            for (int i = 0; i < 500; ++i)
                qCInfo(uwBase) << "line" << i;
        }
        const QStringList files = QDir(dir.path()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(files, QStringList({u"universal-webhook.log"_qs, u"universal-webhook.log.1"_qs,
                                     u"universal-webhook.log.2"_qs}));
        for (const QString &name : files)
            QVERIFY(QFile(dir.filePath(name)).size() <= 2'000);
        QVERIFY(readAll(dir.filePath(files.first())).contains(u"line 499"));
    }
    void refusesAnUnknownLevel()
    {
        const auto sink = LogSink::install({.level = u"LOUD"_qs});
        QVERIFY(!sink);
        QVERIFY(sink.error().text.contains(u"LOG_LEVEL=LOUD"));
    }
    void saysWhenTheFolderCannotBeMade()
    {
        const QTemporaryDir dir;
        QFile blocker(dir.filePath(u"file"_qs));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        const auto sink = LogSink::install({.directory = dir.filePath(u"file/logs"_qs)});
        QVERIFY(!sink);
        QCOMPARE(sink.error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(LoggingTest)
#include "tst_logging.moc"
