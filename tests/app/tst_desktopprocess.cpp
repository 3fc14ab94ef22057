// SPDX-License-Identifier: GPL-3.0-or-later
// The real program in a process of its own, over profiles that it cannot work with: it says so on stderr, shows its
// window and ends in order.
#include "core/store/connection.h"
#include "core/store/migrations.h"
#include "tests/support/programrun.h"
#include "tests/support/uwhprocess.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;

class DesktopProcessTest final : public QObject {
    Q_OBJECT

    static constexpr int patienceMs = 60'000;
    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] QString database() const { return m_folder->filePath(u"universal_webhook.db"_s); }
    void makeDatabase(bool newer) const
    {
        const auto connection = Connection::open(database(), Connection::Mode::ReadWrite);
        QVERIFY(connection);
        QVERIFY((*connection)->execute(u"CREATE TABLE other (a)"_s));
        QVERIFY((*connection)->execute(u"PRAGMA application_id=%1"_s.arg(applicationId)));
        if (newer)
            QVERIFY((*connection)->execute(u"PRAGMA user_version=9999"_s));
    }
    QProcessEnvironment environment() const
    {
        QProcessEnvironment variables = test::cleanEnvironment(m_folder->path());
        variables.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        variables.insert(u"UW_LISTEN"_s, u"127.0.0.1:0"_s);
        variables.insert(u"UW_CONTROL"_s, u"off"_s);
        return variables;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void saysWhyItCannotStart_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("a folder in the database's place") << u"folder"_s << "not a file"_ba;
        QTest::newRow("newer version") << u"newer"_s << "Install the newer program"_ba;
        QTest::newRow("read-only") << u"read-only"_s << "Read-only"_ba;
    }
    void saysWhyItCannotStart()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, said);
        if (kind == u"folder")
            QVERIFY(QDir().mkpath(database()));
        else
            makeDatabase(kind == u"newer");
        QStringList command{programPath(u"universal-webhook"_s), u"--data-dir"_s, m_folder->path()};
        if (kind == u"read-only") {
            // A mount of its own: what a permission forbids, root does all the same.
            const QString script =
                u"mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" || exit 77; shift; exec \"$@\""_s;
            command = QStringList{u"unshare"_s, u"--mount"_s, u"--map-root-user"_s, u"sh"_s, u"-c"_s,
                                  script,       u"sh"_s,      m_folder->path()}
                    + command;
        }
        QProcess program;
        program.setProcessEnvironment(environment());
        program.start(command.first(), command.mid(1));
        QByteArray errors;
        QTRY_VERIFY_WITH_TIMEOUT((errors += program.readAllStandardError(), errors.contains(said))
                                     || program.state() == QProcess::NotRunning,
                                 patienceMs);
        errors += program.readAllStandardError();
        const bool isMounted =
            program.error() != QProcess::FailedToStart && program.exitCode() != 77 && !errors.startsWith("unshare:");
        if (kind == u"read-only" && !isMounted)
            QSKIP("No read-only mount can be made here.");
        QVERIFY2(errors.contains(said), errors.constData());
        // The window with the same sentence waits for a person.
        QCOMPARE(program.state(), QProcess::Running);
        program.terminate();
        QVERIFY(program.waitForFinished(patienceMs));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 1);
    }
};

QTEST_GUILESS_MAIN(DesktopProcessTest)
#include "tst_desktopprocess.moc"
