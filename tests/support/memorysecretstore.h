// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"

#include <QMap>

namespace uw::test {

// A secret store that forgets everything at its end, and that can be told to fail as a missing keychain does.
class MemorySecretStore final : public SecretStore {
    Q_OBJECT

public:
    explicit MemorySecretStore(QObject *parent = nullptr);

    void read(const QString &key, QObject *context, ReadDone done) override;
    void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) override;
    void remove(const QString &key, QObject *context, WriteDone done) override;

    QMap<QString, QByteArray> values;
    // Every call answers this while it is set.
    std::optional<Error> failure;
};

} // namespace uw::test
