// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <QFileDevice>

namespace uw::cli {

void Command::fail(const QString &sentence, int exitCode)
{
    err() << sentence << '\n';
    err().flush();
    Q_EMIT finished(exitCode);
}

int Command::failed(QLatin1StringView command, const QString &sentence, int exitCode)
{
    err() << "uwh " << command << ": " << sentence << '\n';
    return exitCode;
}

void Command::printBytes(const QByteArray &bytes, int exitCode)
{
    out().flush();
    err().flush();
    auto *file = qobject_cast<QFileDevice *>(out().device());
    Q_ASSERT(file); // main() makes the streams of stdout and stderr
    if (file->write(bytes) != bytes.size() || !file->flush())
        return fail(QStringLiteral("The output cannot be written: %1.").arg(file->errorString()), exitFailed);
    Q_EMIT finished(exitCode);
}

} // namespace uw::cli
