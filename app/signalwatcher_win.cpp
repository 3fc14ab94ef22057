// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/signalwatcher.h"

#include <QSocketNotifier>

#include <windows.h>
#include <atomic>

namespace uw {

namespace {

// The console calls its handler on a thread of its own; it can reach nothing but a global.
std::atomic<SignalWatcher *> activeWatcher{nullptr};

BOOL WINAPI onConsoleEvent(DWORD)
{
    SignalWatcher *watcher = activeWatcher.load();
    if (!watcher)
        return FALSE;
    QMetaObject::invokeMethod(watcher, &SignalWatcher::stopRequested, Qt::QueuedConnection);
    return TRUE;
}

} // namespace

Result<std::unique_ptr<SignalWatcher>> SignalWatcher::install()
{
    std::unique_ptr<SignalWatcher> watcher(new SignalWatcher);
    activeWatcher.store(watcher.get());
    if (!::SetConsoleCtrlHandler(onConsoleEvent, TRUE))
        return Error{ErrorCode::Io,
                     QStringLiteral("Console events cannot be watched. Stop the program in the task manager.")};
    return watcher;
}

SignalWatcher::~SignalWatcher()
{
    activeWatcher.store(nullptr);
}

void SignalWatcher::drain() {}

} // namespace uw
