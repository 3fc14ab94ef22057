// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/customsource.h"
#include "core/providers/diagnosis.h"

#include <QHash>
#include <QMutex>
#include <QSet>

#include <memory>

namespace uw {

// What a user set for one provider, without its secrets; stored as JSON.
struct ProviderSettings {
    // In seconds: a week.
    static constexpr int longestTolerance = 7 * 24 * 3600;

    // Absent: on when there is a secret.
    std::optional<bool> enabled;
    // In bytes; 0: the provider's own limit.
    qint64 maximumBodyBytes = 0;
    // In seconds, in place of the tolerance of its schemes; 0: theirs.
    int toleranceSeconds = 0;

    bool operator==(const ProviderSettings &) const = default;
};

// {"enabled":true,"maximumBodyBytes":…,"toleranceSeconds":…}, each optional. InvalidInput names the member.
[[nodiscard]] Result<ProviderSettings> providerSettingsFromJson(const json::Value &object);
[[nodiscard]] json::Value toJson(const ProviderSettings &settings);

struct ProviderState {
    ProviderSettings settings;
    ProviderSecrets secrets;
    // Why its secrets are not known (no keychain, a damaged entry); such a provider takes nothing, since it
    // cannot tell whether it is to verify.
    QString fault;
    // The secret comes from the environment, so it cannot be changed here.
    bool isFixed = false;
};

struct SourceState {
    // What `source` was read from; an object.
    json::Value settings = json::Value::object();
    CustomSource source = defaultCustomSource();
    ProviderSecrets secrets;
    bool enabled = true;
    QString fault;
};

// The state of all providers at one moment. Immutable; any thread.
class ProviderSnapshot final {
public:
    ProviderSnapshot(std::shared_ptr<const ProviderTable> table, QHash<QString, ProviderState> providers,
                     QHash<QString, SourceState> sources);

    [[nodiscard]] const ProviderTable &table() const { return *m_table; }
    // Null for an unknown name.
    [[nodiscard]] const ProviderDefinition *definition(const QString &provider) const;
    [[nodiscard]] const ProviderState &state(const QString &provider) const;
    // The default for a source that nobody configured.
    [[nodiscard]] const SourceState &source(const QString &name) const;
    // False for an unknown name, too.
    [[nodiscard]] bool isEnabled(const QString &provider) const;
    // Every secret that is stored, previous ones included.
    [[nodiscard]] const QSet<QByteArray> &knownSecrets() const { return m_knownSecrets; }
    // All providers and sources that have secrets.
    [[nodiscard]] const QList<ForeignSecrets> &withSecrets() const { return m_withSecrets; }
    [[nodiscard]] const QHash<QString, ProviderState> &providers() const { return m_providers; }
    [[nodiscard]] const QHash<QString, SourceState> &sources() const { return m_sources; }

private:
    void collect(const QString &name, const QString &title, const ProviderSecrets &secrets);

    std::shared_ptr<const ProviderTable> m_table;
    QHash<QString, const ProviderDefinition *> m_index;
    QHash<QString, ProviderState> m_providers;
    QHash<QString, SourceState> m_sources;
    QSet<QByteArray> m_knownSecrets;
    QList<ForeignSecrets> m_withSecrets;
};

// Which providers are on, with which secrets, and how custom sources behave. Filled by the composition from settings
// and secret store; read by the judges. Every function from any thread; a change holds from the next request on.
class ProviderRegistry final {
public:
    explicit ProviderRegistry(ProviderTable table);

    [[nodiscard]] std::shared_ptr<const ProviderSnapshot> snapshot() const;

    // Everything at once, at the start. Names that the table does not know do no harm.
    void replaceAll(QHash<QString, ProviderState> providers, QHash<QString, SourceState> sources);
    void setProvider(const QString &name, ProviderState state);
    void setSource(const QString &name, SourceState state);
    void removeSource(const QString &name);
    // Takes a key that the provider itself offered; false when there is a secret already, or no such provider.
    [[nodiscard]] bool adoptSecret(const QString &provider, const QByteArray &secret);

    // Names in the order of the table.
    [[nodiscard]] QStringList names() const;
    [[nodiscard]] QStringList enabledNames() const;

private:
    void publish(QHash<QString, ProviderState> providers, QHash<QString, SourceState> sources);

    mutable QMutex m_mutex;
    std::shared_ptr<const ProviderTable> m_table;
    std::shared_ptr<const ProviderSnapshot> m_snapshot;
};

} // namespace uw
