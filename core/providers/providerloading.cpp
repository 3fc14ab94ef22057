// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerloading.h"

#include "core/base/logging.h"
#include "core/providers/providerrecord.h"
#include "core/secrets/secretstore.h"
#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

QString unanswered()
{
    return u"The keychain has not answered yet."_s;
}

template<typename State>
void takeSecret(State &state, const Result<std::optional<QByteArray>> &found, bool mustBeThere)
{
    const bool isLost = found && !found->has_value() && mustBeThere;
    const Result<ProviderSecrets> secrets = found ? parseSecrets(found->value_or(QByteArray())) : found.error();
    state.secrets = secrets.valueOr({});
    state.fault.secret =
        isLost    ? u"The keychain no longer has the secret that was stored. Store it again, or delete it here."_s
        : secrets ? QString()
                  : secrets.error().text;
}

} // namespace

ProviderLoading::ProviderLoading(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts) {}

ProviderLoading::~ProviderLoading() = default;

void ProviderLoading::start()
{
    readRows();
}

void ProviderLoading::readRows()
{
    m_parts.store.readers().run<QMap<QString, QString>>(
        this, [](Connection &connection) { return settingrepository::all(connection, {}); },
        [this](const Result<QMap<QString, QString>> &rows) {
            if (rows) {
                takeRows(*rows);
                return;
            }
            QTimer::singleShot(m_parts.retryMs, this, &ProviderLoading::readRows);
            if (std::exchange(m_hasFailed, true))
                return;
            m_parts.registry.setUnknown(u"The stored settings cannot be read: %1"_s.arg(rows.error().text));
            Q_EMIT failed(rows.error());
        });
}

void ProviderLoading::takeRows(const QMap<QString, QString> &rows)
{
    m_isAsking = true;
    const QStringList names = m_parts.registry.names();
    for (const QString &name : names)
        readProvider(name, rows.value(providerRowPrefix + name));
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        if (row.key().startsWith(sourceRowPrefix))
            readSource(row.key().sliced(sourceRowPrefix.size()), row.value());
    }
    m_isAsking = false;
    QTimer::singleShot(m_parts.patienceMs, this, &ProviderLoading::publish);
    publishWhenComplete();
}

void ProviderLoading::readProvider(const QString &name, const QString &row)
{
    ProviderState &state = m_providers[name];
    const Result<ProviderRecord> read =
        row.isEmpty() ? Result<ProviderRecord>(ProviderRecord()) : readProviderRecord(row);
    const Result<ProviderSettings> settings = read ? providerSettingsFromJson(read->settings) : read.error();
    if (settings)
        state.settings = *settings;
    else
        state.fault.settings = u"Its settings are damaged: %1"_s.arg(settings.error().text);
    const Stored stored = !read ? Stored::Perhaps : read->isSecretStored ? Stored::Surely : Stored::No;
    if (stored != Stored::No)
        state.fault.secret = unanswered();
    const QString key = providerSecretKey(name);
    m_unanswered.insert(key);
    m_parts.environment.read(key, this, [this, name, key, stored](const Found &found) {
        if (!found || found->has_value())
            takeProviderSecret(name, found, stored, true);
        else if (stored == Stored::No)
            takeProviderSecret(name, std::optional<QByteArray>(), stored, false);
        else
            m_parts.secrets.read(
                key, this, [this, name, stored](const Found &kept) { takeProviderSecret(name, kept, stored, false); });
    });
}

void ProviderLoading::readSource(const QString &name, const QString &row)
{
    SourceState &state = m_sources[name];
    const Result<ProviderRecord> read = readProviderRecord(row);
    const Result<CustomSource> source =
        read ? customSourceFromJson(read->settings, m_parts.registry.snapshot()->table()) : read.error();
    if (source) {
        state.source = *source;
        state.settings = read->settings;
    } else {
        state.fault.settings = u"Its settings are damaged: %1"_s.arg(source.error().text);
    }
    state.enabled = !read || read->enabled.value_or(true);
    const Stored stored = !read ? Stored::Perhaps : read->isSecretStored ? Stored::Surely : Stored::No;
    if (stored == Stored::No)
        return;
    state.fault.secret = unanswered();
    m_unanswered.insert(sourceSecretKey(name));
    m_parts.secrets.read(sourceSecretKey(name), this,
                         [this, name, stored](const Found &found) { takeSourceSecret(name, found, stored); });
}

// Once published, only what belongs to the secret changes: a person may have changed the rest meanwhile.
void ProviderLoading::takeProviderSecret(const QString &name, const Found &found, Stored stored, bool isFixed)
{
    if (!m_unanswered.remove(providerSecretKey(name)))
        return;
    const auto take = [&](ProviderState &state) {
        takeSecret(state, found, stored == Stored::Surely);
        state.isFixed = isFixed;
    };
    if (!m_isPublished) {
        take(m_providers[name]);
        publishWhenComplete();
        return;
    }
    // Nothing is stored, and nothing was waited for.
    if (found && !found->has_value() && stored == Stored::No)
        return;
    m_parts.registry.changeProvider(name, take);
    Q_EMIT answered(name);
}

void ProviderLoading::takeSourceSecret(const QString &name, const Found &found, Stored stored)
{
    if (!m_unanswered.remove(sourceSecretKey(name)))
        return;
    const auto take = [&](SourceState &state) { takeSecret(state, found, stored == Stored::Surely); };
    if (!m_isPublished) {
        take(m_sources[name]);
        publishWhenComplete();
        return;
    }
    m_parts.registry.changeSource(name, take);
    Q_EMIT answered({});
}

void ProviderLoading::publishWhenComplete()
{
    if (!m_isAsking && m_unanswered.isEmpty())
        publish();
}

void ProviderLoading::publish()
{
    if (std::exchange(m_isPublished, true))
        return;
    for (auto state = m_providers.cbegin(); state != m_providers.cend(); ++state) {
        if (!state->fault.isEmpty())
            qCWarning(uwProviders).noquote() << "The provider" << state.key() << "is off:" << state->fault.text();
    }
    m_parts.registry.replaceAll(m_providers, m_sources);
    Q_EMIT published();
}

} // namespace uw
