// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/generatedsecret.h"

#include "core/secrets/secretstore.h"

#include <QRandomGenerator>

#include <array>

namespace uw {

QByteArray freshSecret()
{
    std::array<quint32, 8> words{};
    QRandomGenerator::system()->fillRange(words.data(), qsizetype(words.size()));
    return QByteArray(reinterpret_cast<const char *>(words.data()), qsizetype(sizeof words))
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

void obtainGeneratedSecret(SecretStore &secrets, const QString &key, QObject *context,
                           std::function<void(Result<QByteArray>)> done)
{
    secrets.read(key, context,
                 [&secrets, key, context, done = std::move(done)](const Result<std::optional<QByteArray>> &stored) {
                     if (!stored) {
                         done(stored.error());
                         return;
                     }
                     if (stored->has_value() && !(*stored)->isEmpty()) {
                         done(**stored);
                         return;
                     }
                     const QByteArray secret = freshSecret();
                     secrets.write(key, secret, context, [done, secret](const Result<void> &written) {
                         done(written ? Result<QByteArray>(secret) : Result<QByteArray>(written.error()));
                     });
                 });
}

} // namespace uw
