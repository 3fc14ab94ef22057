// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>

#include <functional>

namespace uw {

class SecretStore;

// Gets the bearer token of the control API: the one in `secrets` (environment, credentials folder or
// keychain), else a fresh one of 256 random bits that is stored there. The error says why there is
// neither; the control API is off then. `done` runs on the thread of `secrets` unless `context` is gone.
void obtainControlToken(SecretStore &secrets, QObject *context, std::function<void(Result<QByteArray>)> done);

} // namespace uw
