// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/programrun.h"

#include <QProcess>
#include <QSignalSpy>

namespace uw::test {

ProgramRun runUwh(const QStringList &arguments, const QMap<QString, QString> &variables, const QByteArray &input)
{
    constexpr int waitMs = 60'000;
    QProcessEnvironment environment;
    const QProcessEnvironment own = QProcessEnvironment::systemEnvironment();
    // What the loader, the sanitizers and Qt need.
    for (const QString &name : own.keys()) {
        if (name == u"PATH" || name == u"HOME" || name == u"LD_LIBRARY_PATH" || name == u"LC_ALL"
            || name.endsWith(u"SAN_OPTIONS"))
            environment.insert(name, own.value(name));
    }
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

} // namespace uw::test
