// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>

#include <functional>

namespace uw {

class SecretStore;

// Gets a secret that this program makes up itself: the one in `secrets`, else a fresh one of 256 random bits (43
// characters of base64url) that is stored there. `done` runs on the thread of `secrets` unless `context` is gone;
// errors are those of `secrets`.
void obtainGeneratedSecret(SecretStore &secrets, const QString &key, QObject *context,
                           std::function<void(Result<QByteArray>)> done);

// 256 random bits as 43 characters of base64url.
[[nodiscard]] QByteArray freshSecret();

} // namespace uw
