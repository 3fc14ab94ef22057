// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signalwatcher.h"

#include <QSocketNotifier>

#include <fcntl.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

namespace uw {

namespace {

// A signal handler can reach nothing but globals; the pipe is made once and lives as long as the process.
std::array<int, 2> signalPipe{-1, -1};

void onSignal(int)
{
    const int savedErrno = errno;
    const char byte = 1;
    // A full pipe already holds the request to stop, so a failed write loses nothing.
    [[maybe_unused]] const ssize_t written = ::write(signalPipe[1], &byte, 1);
    errno = savedErrno;
}

Error systemError(const char *what)
{
    return Error{ErrorCode::Io, QStringLiteral("Signals cannot be watched (%1: %2). Stop the program with SIGKILL.")
                                    .arg(QLatin1StringView(what), QString::fromLocal8Bit(std::strerror(errno)))};
}

} // namespace

Result<std::unique_ptr<SignalWatcher>> SignalWatcher::install()
{
    if (::pipe(signalPipe.data()) != 0)
        return systemError("pipe");
    for (const int end : signalPipe) {
        if (::fcntl(end, F_SETFD, FD_CLOEXEC) != 0 || ::fcntl(end, F_SETFL, O_NONBLOCK) != 0)
            return systemError("fcntl");
    }
    std::unique_ptr<SignalWatcher> watcher(new SignalWatcher);
    watcher->m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(watcher->m_notifier.get(), &QSocketNotifier::activated, watcher.get(), &SignalWatcher::drain);

    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
        if (::sigaction(number, &action, nullptr) != 0)
            return systemError("sigaction");
    }
    // A peer that is gone must be an error of write(), not the end of the process.
    struct sigaction ignore = {};
    ignore.sa_handler = SIG_IGN;
    if (::sigaction(SIGPIPE, &ignore, nullptr) != 0)
        return systemError("sigaction");
    return watcher;
}

SignalWatcher::~SignalWatcher() = default;

void SignalWatcher::drain()
{
    std::array<char, 16> bytes{};
    while (::read(signalPipe[0], bytes.data(), bytes.size()) > 0) {
    }
    Q_EMIT stopRequested();
}

} // namespace uw
