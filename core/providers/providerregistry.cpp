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
                                   QHash<QString, SourceState> sources)
    : m_table(std::move(table))
    , m_providers(std::move(providers))
    , m_sources(std::move(sources))
{
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
    static const ProviderState none;
    const auto found = m_providers.constFind(provider);
    return found == m_providers.cend() ? none : *found;
}

const SourceState &ProviderSnapshot::source(const QString &name) const
{
    static const SourceState usual;
    const auto found = m_sources.constFind(name);
    return found == m_sources.cend() ? usual : *found;
}

bool ProviderSnapshot::isEnabled(const QString &provider) const
{
    const ProviderDefinition *known = definition(provider);
    const ProviderState &current = state(provider);
    return known && current.settings.enabled.value_or(known->enabledByDefault || !current.secrets.isEmpty());
}

ProviderRegistry::ProviderRegistry(ProviderTable table)
    : m_table(std::make_shared<const ProviderTable>(std::move(table)))
    , m_snapshot(std::make_shared<const ProviderSnapshot>(m_table, QHash<QString, ProviderState>(),
                                                          QHash<QString, SourceState>()))
{}

std::shared_ptr<const ProviderSnapshot> ProviderRegistry::snapshot() const
{
    const QMutexLocker locker(&m_mutex);
    return m_snapshot;
}

// With the mutex held.
void ProviderRegistry::publish(QHash<QString, ProviderState> providers, QHash<QString, SourceState> sources)
{
    m_snapshot = std::make_shared<const ProviderSnapshot>(m_table, std::move(providers), std::move(sources));
}

void ProviderRegistry::replaceAll(QHash<QString, ProviderState> providers, QHash<QString, SourceState> sources)
{
    const QMutexLocker locker(&m_mutex);
    publish(std::move(providers), std::move(sources));
}

void ProviderRegistry::setProvider(const QString &name, ProviderState state)
{
    const QMutexLocker locker(&m_mutex);
    QHash<QString, ProviderState> providers = m_snapshot->providers();
    providers.insert(name, std::move(state));
    publish(std::move(providers), m_snapshot->sources());
}

void ProviderRegistry::setSource(const QString &name, SourceState state)
{
    const QMutexLocker locker(&m_mutex);
    QHash<QString, SourceState> sources = m_snapshot->sources();
    sources.insert(name, std::move(state));
    publish(m_snapshot->providers(), std::move(sources));
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
