// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/programrun.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace uw::test {

QProcessEnvironment cleanEnvironment(const QString &folder)
{
    QProcessEnvironment environment;
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    // What the loader, the sanitizers and Qt need.
    const QStringList needed{u"PATH"_s, u"LD_LIBRARY_PATH"_s, u"LC_ALL"_s, u"SystemRoot"_s, u"TEMP"_s, u"TMP"_s};
    for (const QString &name : own.keys()) {
        if (needed.contains(name) || name.endsWith(u"SAN_OPTIONS"))
            environment.insert(name, own.value(name));
    }
    environment.insert(u"HOME"_s, folder);
    environment.insert(u"XDG_RUNTIME_DIR"_s, folder);
    return environment;
}

ProgramRun runUwh(const QStringList &arguments, const QMap<QString, QString> &variables, const QByteArray &input)
{
    constexpr int waitMs = 60'000;
    const QTemporaryDir home;
    QProcessEnvironment environment = cleanEnvironment(home.path());
    for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
        environment.insert(variable.key(), variable.value());

    QProcess process;
    process.setProgram(QStringLiteral(UW_BINARY_DIR "/bin/uwh"));
    process.setArguments(arguments);
    process.setProcessEnvironment(environment);
    QSignalSpy finished(&process, &QProcess::finished);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForStarted(waitMs) || (finished.isEmpty() && !finished.wait(waitMs))) {
        process.kill();
        process.waitForFinished(waitMs);
        return {};
    }
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

QString writtenFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush();
    return isWritten ? path : QString();
}

qint64 residentKib(qint64 pid)
{
    QFile status(u"/proc/%1/statm"_s.arg(pid > 0 ? QString::number(pid) : u"self"_s));
    constexpr qint64 pageKib = 4;
    return status.open(QIODevice::ReadOnly) ? status.readAll().split(' ').value(1).toLongLong() * pageKib : 0;
}

} // namespace uw::test
