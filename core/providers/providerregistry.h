// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/customsource.h"
#include "core/providers/diagnosis.h"

#include <QHash>
#include <QMutex>
#include <QSet>

#include <functional>
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

// Why a provider or source takes nothing: it cannot tell what it is to verify, or with what.
struct ProviderFault {
    // Of its settings: damaged, or not readable. New ones end it.
    QString settings;
    // Of its stored secret: no keychain, or no such entry. Another secret, or none any more, ends it.
    QString secret;

    [[nodiscard]] bool isEmpty() const { return settings.isEmpty() && secret.isEmpty(); }
    [[nodiscard]] const QString &text() const { return settings.isEmpty() ? secret : settings; }
    bool operator==(const ProviderFault &) const = default;
};

struct ProviderState {
    ProviderSettings settings;
    ProviderSecrets secrets;
    ProviderFault fault;
    // The secret comes from the environment, so it cannot be changed here.
    bool isFixed = false;
};

struct SourceState {
    // What `source` was read from; an object.
    json::Value settings = json::Value::object();
    CustomSource source = defaultCustomSource();
    ProviderSecrets secrets;
    bool enabled = true;
    ProviderFault fault;
};

// The state of all providers at one moment. Immutable; any thread.
class ProviderSnapshot final {
public:
    // `unknown`: why the settings of those that are not named are not known; empty: they have none.
    ProviderSnapshot(std::shared_ptr<const ProviderTable> table, QHash<QString, ProviderState> providers,
                     QHash<QString, SourceState> sources, const QString &unknown);

    [[nodiscard]] const ProviderTable &table() const { return *m_table; }
    // Null for an unknown name.
    [[nodiscard]] const ProviderDefinition *definition(const QString &provider) const;
    [[nodiscard]] const ProviderState &state(const QString &provider) const;
    // The default for a source that nobody configured.
    [[nodiscard]] const SourceState &source(const QString &name) const;
    // False for an unknown name, too; true for one with a fault, since it may well be.
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
    ProviderState m_usualProvider;
    SourceState m_usualSource;
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
    // Nobody's settings can be read now, for that reason; until replaceAll().
    void setUnknown(const QString &reason);
    // Changes the state as it is at that moment. `change` does not ask the registry.
    void changeProvider(const QString &name, const std::function<void(ProviderState &)> &change);
    void changeSource(const QString &name, const std::function<void(SourceState &)> &change);
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
    QString m_unknown;
    std::shared_ptr<const ProviderSnapshot> m_snapshot;
};

} // namespace uw
