// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QHostAddress>
#include <QObject>

#include <functional>

namespace uw {

// Finds the addresses of a host, apart from the connection, so that they can be judged and pinned.
// Called on the thread of `context`.
class HostResolver {
public:
    using Done = std::function<void(Result<QList<QHostAddress>>)>;

    virtual ~HostResolver() = default;

    // `host` as QUrl gives it: a name or an address in any spelling. `done` runs once on this thread, from the event
    // loop, unless `context` is gone by then. ConnectionFailed when the name is not known.
    virtual void resolve(const QString &host, QObject *context, Done done) = 0;
};

// The system's own resolver. An address is its own answer.
class SystemHostResolver final : public HostResolver {
public:
    void resolve(const QString &host, QObject *context, Done done) override;
};

} // namespace uw
