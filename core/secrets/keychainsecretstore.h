// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/secrets/secretstore.h"

#include <memory>

namespace uw {

// Secrets in the keychain of the desktop (Secret Service or KWallet, macOS Keychain, Windows Credential
// Manager) through QtKeychain. Every job has a deadline of ours, because a keychain that waits for a person,
// or a bus without an answer, would keep it for ever. The jobs of one key run one after the other, in
// the order of their calls. Lives on the main thread.
class KeychainSecretStore final : public SecretStore {
    Q_OBJECT

public:
    // `service`: the name under which entries stand in the keychain. `deadlineMs`: from the call to the answer.
    explicit KeychainSecretStore(QString service = QStringLiteral("universal-webhook"),
                                 int deadlineMs = limits::keychainDeadlineMs, QObject *parent = nullptr);
    ~KeychainSecretStore() override;

    // Errors of all three: Unavailable, Timeout, InvalidArgument (a key without or with over 200 characters).
    void read(const QString &key, QObject *context, ReadDone done) override;
    void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) override;
    // Removing what is not there is no error.
    void remove(const QString &key, QObject *context, WriteDone done) override;

    // Whether the keychain answers at all; asked with a key that nobody stores.
    void checkAvailability(QObject *context, WriteDone done);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace uw
