// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerregistry.h"

using namespace Qt::StringLiterals;

namespace uw {

Result<ProviderSettings> providerSettingsFromJson(const json::Value &object)
{
    ObjectReader reader(object, u"the provider's settings"_s);
    ProviderSettings settings;
    if (const json::Value *enabled = reader.value("enabled"); enabled && !enabled->is_null())
        settings.enabled = reader.flag("enabled");
    settings.maximumBodyBytes = reader.integer("maximumBodyBytes", 0, int(limits::bodyBytesMaximum), 0);
    settings.toleranceSeconds = reader.integer("toleranceSeconds", 0, ProviderSettings::longestTolerance, 0);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return settings;
}

json::Value toJson(const ProviderSettings &settings)
{
    json::Value object = json::Value::object();
    if (settings.enabled)
        object["enabled"] = *settings.enabled;
    if (settings.maximumBodyBytes > 0)
        object["maximumBodyBytes"] = std::int64_t(settings.maximumBodyBytes);
    if (settings.toleranceSeconds > 0)
        object["toleranceSeconds"] = settings.toleranceSeconds;
    return object;
}

ProviderSnapshot::ProviderSnapshot(std::shared_ptr<const ProviderTable> table, QHash<QString, ProviderState> providers,
                                   QHash<QString, SourceState> sources, const QString &unknown)
    : m_table(std::move(table))
    , m_providers(std::move(providers))
    , m_sources(std::move(sources))
{
    m_usualProvider.fault.settings = unknown;
    m_usualSource.fault.settings = unknown;
    for (const ProviderDefinition &definition : m_table->providers) {
        m_index.insert(definition.name, &definition);
        collect(definition.name, definition.title, state(definition.name).secrets);
    }
    for (auto source = m_sources.cbegin(); source != m_sources.cend(); ++source)
        collect({}, u"the source \"%1\""_s.arg(source.key()), source->secrets);
}

void ProviderSnapshot::collect(const QString &name, const QString &title, const ProviderSecrets &secrets)
{
    if (secrets == ProviderSecrets{})
        return;
    m_withSecrets.append({name, title, secrets});
    for (const QList<QByteArray> &list : {secrets.current, secrets.previous, QList<QByteArray>{secrets.verifyToken}}) {
        for (const QByteArray &secret : list) {
            if (!secret.isEmpty())
                m_knownSecrets.insert(secret);
        }
    }
}

const ProviderDefinition *ProviderSnapshot::definition(const QString &provider) const
{
    return m_index.value(provider, nullptr);
}

const ProviderState &ProviderSnapshot::state(const QString &provider) const
{
    const auto found = m_providers.constFind(provider);
    return found == m_providers.cend() ? m_usualProvider : *found;
}

const SourceState &ProviderSnapshot::source(const QString &name) const
{
    const auto found = m_sources.constFind(name);
    return found == m_sources.cend() ? m_usualSource : *found;
}

bool ProviderSnapshot::isEnabled(const QString &provider) const
{
    const ProviderDefinition *known = definition(provider);
    const ProviderState &current = state(provider);
    return known
        && current.settings.enabled.value_or(known->enabledByDefault || !current.secrets.isEmpty()
                                             || !current.fault.isEmpty());
}

ProviderRegistry::ProviderRegistry(ProviderTable table)
    : m_table(std::make_shared<const ProviderTable>(std::move(table)))
    , m_snapshot(std::make_shared<const ProviderSnapshot>(m_table, QHash<QString, ProviderState>(),
                                                          QHash<QString, SourceState>(), QString()))
{}

std::shared_ptr<const ProviderSnapshot> ProviderRegistry::snapshot() const
{
    const QMutexLocker locker(&m_mutex);
    return m_snapshot;
}

// With the mutex held.
void ProviderRegistry::publish(QHash<QString, ProviderState> providers, QHash<QString, SourceState> sources)
{
    m_snapshot = std::make_shared<const ProviderSnapshot>(m_table, std::move(providers), std::move(sources), m_unknown);
}

void ProviderRegistry::replaceAll(QHash<QString, ProviderState> providers, QHash<QString, SourceState> sources)
{
    const QMutexLocker locker(&m_mutex);
    m_unknown.clear();
    publish(std::move(providers), std::move(sources));
}

void ProviderRegistry::setUnknown(const QString &reason)
{
    const QMutexLocker locker(&m_mutex);
    m_unknown = reason;
    publish(m_snapshot->providers(), m_snapshot->sources());
}

void ProviderRegistry::changeProvider(const QString &name, const std::function<void(ProviderState &)> &change)
{
    const QMutexLocker locker(&m_mutex);
    QHash<QString, ProviderState> providers = m_snapshot->providers();
    ProviderState state = m_snapshot->state(name);
    change(state);
    providers.insert(name, std::move(state));
    publish(std::move(providers), m_snapshot->sources());
}

void ProviderRegistry::changeSource(const QString &name, const std::function<void(SourceState &)> &change)
{
    const QMutexLocker locker(&m_mutex);
    QHash<QString, SourceState> sources = m_snapshot->sources();
    SourceState state = m_snapshot->source(name);
    change(state);
    sources.insert(name, std::move(state));
    publish(m_snapshot->providers(), std::move(sources));
}

void ProviderRegistry::setProvider(const QString &name, ProviderState state)
{
    changeProvider(name, [&state](ProviderState &current) { current = std::move(state); });
}

void ProviderRegistry::setSource(const QString &name, SourceState state)
{
    changeSource(name, [&state](SourceState &current) { current = std::move(state); });
}

void ProviderRegistry::removeSource(const QString &name)
{
    const QMutexLocker locker(&m_mutex);
    QHash<QString, SourceState> sources = m_snapshot->sources();
    sources.remove(name);
    publish(m_snapshot->providers(), std::move(sources));
}

bool ProviderRegistry::adoptSecret(const QString &provider, const QByteArray &secret)
{
    const QMutexLocker locker(&m_mutex);
    ProviderState state = m_snapshot->state(provider);
    if (!m_snapshot->definition(provider) || !state.secrets.isEmpty() || !state.fault.isEmpty())
        return false;
    state.secrets.current = {secret};
    QHash<QString, ProviderState> providers = m_snapshot->providers();
    providers.insert(provider, std::move(state));
    publish(std::move(providers), m_snapshot->sources());
    return true;
}

QStringList ProviderRegistry::names() const
{
    QStringList names;
    for (const ProviderDefinition &definition : m_table->providers)
        names << definition.name;
    return names;
}

QStringList ProviderRegistry::enabledNames() const
{
    const std::shared_ptr<const ProviderSnapshot> current = snapshot();
    QStringList enabled;
    for (const ProviderDefinition &definition : m_table->providers) {
        if (current->isEnabled(definition.name))
            enabled << definition.name;
    }
    return enabled;
}

} // namespace uw
