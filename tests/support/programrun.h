// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QMap>
#include <QProcessEnvironment>
#include <QStringList>

namespace uw::test {

// How a run of a program ended.
struct ProgramRun {
    // -1: it did not start, crashed or did not end in time.
    int exitCode = -1;
    QByteArray out;
    QByteArray err;
};

// Runs build/…/bin/uwh to its end while this thread's event loop goes on, so that servers of the test can answer it.
// The environment holds `variables` and what a process needs to run at all, nothing else of ours.
[[nodiscard]] ProgramRun runUwh(const QStringList &arguments, const QMap<QString, QString> &variables = {},
                                const QByteArray &input = {});

} // namespace uw::test
