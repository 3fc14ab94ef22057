// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/secrets/layeredsecretstore.h"

namespace uw {

LayeredSecretStore::LayeredSecretStore(SecretStore &first, SecretStore &second, QObject *parent)
    : SecretStore(parent)
    , m_first(first)
    , m_second(second)
{}

void LayeredSecretStore::read(const QString &key, QObject *context, ReadDone done)
{
    m_first.read(key, context,
                 [self = QPointer<LayeredSecretStore>(this), key, context,
                  done = std::move(done)](const Result<std::optional<QByteArray>> &found) {
                     if (!found || found->has_value())
                         done(found);
                     else if (self)
                         self->m_second.read(key, context, done);
                 });
}

void LayeredSecretStore::write(const QString &key, const QByteArray &value, QObject *context, WriteDone done)
{
    m_second.write(key, value, context, std::move(done));
}

void LayeredSecretStore::remove(const QString &key, QObject *context, WriteDone done)
{
    m_second.remove(key, context, std::move(done));
}

} // namespace uw
