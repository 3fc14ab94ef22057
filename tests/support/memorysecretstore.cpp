// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/memorysecretstore.h"

namespace uw::test {

MemorySecretStore::MemorySecretStore(QObject *parent) : SecretStore(parent) {}

void MemorySecretStore::read(const QString &key, QObject *context, ReadDone done)
{
    Result<std::optional<QByteArray>> result = std::optional<QByteArray>();
    if (failure)
        result = *failure;
    else if (const auto it = values.constFind(key); it != values.constEnd())
        result = std::optional<QByteArray>(*it);
    QMetaObject::invokeMethod(
        context, [result, done = std::move(done)] { done(result); }, Qt::QueuedConnection);
}

void MemorySecretStore::write(const QString &key, const QByteArray &value, QObject *context, WriteDone done)
{
    Result<void> result;
    if (failure)
        result = *failure;
    else
        values.insert(key, value);
    QMetaObject::invokeMethod(
        context, [result, done = std::move(done)] { done(result); }, Qt::QueuedConnection);
}

void MemorySecretStore::remove(const QString &key, QObject *context, WriteDone done)
{
    Result<void> result;
    if (failure)
        result = *failure;
    else
        values.remove(key);
    QMetaObject::invokeMethod(
        context, [result, done = std::move(done)] { done(result); }, Qt::QueuedConnection);
}

} // namespace uw::test
