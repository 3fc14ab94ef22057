// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/controltoken.h"

#include "core/runtime/generatedsecret.h"
#include "core/secrets/secretstore.h"

namespace uw {

void obtainControlToken(SecretStore &secrets, QObject *context, std::function<void(Result<QByteArray>)> done)
{
    obtainGeneratedSecret(
        secrets, secretkeys::controlToken, context, [done = std::move(done)](const Result<QByteArray> &token) {
            done(token ? token
                       : Error{token.error().code, QStringLiteral("The control API is off: %1 Or set UW_CONTROL_TOKEN.")
                                                       .arg(token.error().text)});
        });
}

} // namespace uw
