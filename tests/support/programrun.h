// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QProcessEnvironment>
#include <QStringList>

namespace uw::test {

// For a program under test: what a process needs to run at all, and `folder` in place of the user's home and runtime
// folder. No settings, no credentials, no database, no session bus of whoever runs the tests.
[[nodiscard]] QProcessEnvironment cleanEnvironment(const QString &folder);

// How a run of a program ended.
struct ProgramRun {
    // -1: it did not start, crashed or did not end in time.
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

// Runs build/…/bin/uwh to its end while this thread's event loop goes on, so that servers of the test can answer it.
// The environment is a clean one, of a folder that goes with the run, and `variables`.
[[nodiscard]] ProgramRun runUwh(const QStringList &arguments, const QMap<QString, QString> &variables = {},
                                const QByteArray &input = {});

// Writes a file for a run to read and returns its path. Empty when it cannot be written.
[[nodiscard]] QString writtenFile(const QString &path, const QByteArray &content);

// How much memory a process holds, 0 where the system does not say. `pid` 0: this one.
[[nodiscard]] qint64 residentKib(qint64 pid = 0);

} // namespace uw::test
