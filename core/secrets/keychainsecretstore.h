// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/secrets/secretstore.h"

namespace uw {

// Secrets in the keychain of the desktop (Secret Service or KWallet, macOS Keychain, Windows Credential
// Manager) through QtKeychain. Every job has a deadline of ours, because a keychain that waits for a person,
// or a bus without an answer, would keep it for ever. Lives on the main thread.
class KeychainSecretStore final : public SecretStore {
    Q_OBJECT

public:
    // `service`: the name under which entries stand in the keychain. `deadlineMs`: for each job.
    explicit KeychainSecretStore(QString service = QStringLiteral("universal-webhook"),
                                 int deadlineMs = limits::keychainDeadlineMs, QObject *parent = nullptr);

    void read(const QString &key, QObject *context, ReadDone done) override;
    void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) override;
    // Removing what is not there is no error.
    void remove(const QString &key, QObject *context, WriteDone done) override;

private:
    QString m_service;
    int m_deadlineMs;
};

} // namespace uw
