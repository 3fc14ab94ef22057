// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "core/replay/replayer.h"

#include <memory>

namespace uw {
class Connection;
class SecretStore;
} // namespace uw

namespace uw::cli {

// `uwh replay ID --to URL`: sends a stored event again, as it was, changed or signed anew, and prints the answer.
// Secrets come from the environment, the credentials folder or the keychain, as those of `uwh serve` do.
class ReplayCommand final : public Command {
    Q_OBJECT

public:
    explicit ReplayCommand(Streams streams);
    ~ReplayCommand() override;

    void start(const QStringList &arguments) override;

private:
    // Each returns whether to go on; if not, finished() was sent.
    bool readOptions(const QStringList &arguments);
    bool readEvent(const QString &id, const QString &databasePath);
    bool readSource(Connection &connection);
    void readSecrets();
    void readDigestKey();
    void send();
    void answered(const ReplayOutcome &outcome);
    [[nodiscard]] bool isCustom() const { return !m_event.customSource.isEmpty(); }

    const SystemClock m_clock;
    Event m_event;
    ReplayOrder m_order;
    bool m_json = false;
    QByteArray m_digestKey;
    SourceState m_source;
    ProviderRegistry m_registry;
    // The second is built on the first two.
    std::unique_ptr<SecretStore> m_environment;
    std::unique_ptr<SecretStore> m_keychain;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<HttpClient> m_http;
    std::unique_ptr<Replayer> m_replayer;
};

} // namespace uw::cli
