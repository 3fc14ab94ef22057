// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/secrets/secretstore.h"

#include <QProcessEnvironment>

namespace uw {

// Secrets that whoever starts the program hands in: environment variables, and files of the same names in
// the folder of systemd's $CREDENTIALS_DIRECTORY (systemd.exec(5), LoadCredential=). Read-only.
// Lives on the thread that made it.
class EnvironmentSecretStore final : public SecretStore {
    Q_OBJECT

public:
    // A credential file larger than this is refused.
    static constexpr qint64 maximumFileBytes = 64 * 1024;

    explicit EnvironmentSecretStore(QProcessEnvironment environment, QObject *parent = nullptr);

    // A variable is stronger than a file; one trailing newline of a file is dropped. An empty variable or file
    // counts as not there. Errors: Io for a file that cannot be read, LimitExceeded for one that is too large.
    void read(const QString &key, QObject *context, ReadDone done) override;
    // Both answer Unsupported.
    void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) override;
    void remove(const QString &key, QObject *context, WriteDone done) override;

    // The variable that holds a key: "control/token" is UW_CONTROL_TOKEN, "clockify/api-key" is CLOCKIFY_API_KEY,
    // "provider/github/secret" is UW_SECRET_GITHUB, "credential/crm-key" is UW_CREDENTIAL_CRM_KEY.
    // Empty for a key that has none.
    [[nodiscard]] static QString variableOf(const QString &key);

private:
    [[nodiscard]] Result<std::optional<QByteArray>> lookUp(const QString &key) const;

    QProcessEnvironment m_environment;
};

} // namespace uw
