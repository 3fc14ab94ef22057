// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/controltoken.h"

#include "core/secrets/secretstore.h"

#include <QRandomGenerator>

#include <array>

namespace uw {

namespace {

QByteArray freshToken()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), qsizetype(sizeof words))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

Error withoutToken(const Error &reason)
{
    return Error{reason.code, QStringLiteral("The control API is off: %1 Or set UW_CONTROL_TOKEN.").arg(reason.text)};
}

} // namespace

void obtainControlToken(SecretStore &secrets, QObject *context, std::function<void(Result<QByteArray>)> done)
{
    secrets.read(
        secretkeys::controlToken, context,
        [&secrets, context, done = std::move(done)](const Result<std::optional<QByteArray>> &stored) {
            if (!stored) {
                done(withoutToken(stored.error()));
                return;
            }
            if (stored->has_value() && !(*stored)->isEmpty()) {
                done(**stored);
                return;
            }
            const QByteArray token = freshToken();
            secrets.write(secretkeys::controlToken, token, context, [done, token](const Result<void> &written) {
                done(written ? Result<QByteArray>(token) : Result<QByteArray>(withoutToken(written.error())));
            });
        });
}

} // namespace uw
