// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"

namespace uw {

// Two stores as one: a secret handed in from outside is stronger than a stored one, and only the second
// store is written to. Lives on the thread of both, which outlive it.
class LayeredSecretStore final : public SecretStore {
    Q_OBJECT

public:
    LayeredSecretStore(SecretStore &first, SecretStore &second, QObject *parent = nullptr);

    void read(const QString &key, QObject *context, ReadDone done) override;
    void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) override;
    void remove(const QString &key, QObject *context, WriteDone done) override;

private:
    SecretStore &m_first;
    SecretStore &m_second;
};

} // namespace uw
