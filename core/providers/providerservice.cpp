// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerservice.h"

#include "core/base/logging.h"
#include "core/listener/sourcename.h"
#include "core/secrets/secretstore.h"
#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr QLatin1StringView providerPrefix{"provider/"};
constexpr QLatin1StringView sourcePrefix{"source/"};

// What stands in the store about one provider or source.
struct Row {
    std::optional<bool> enabled;
    json::Value settings = json::Value::object();
    bool isSecretStored = false;
};

Result<Row> readRow(const QString &text)
{
    const Result<json::Value> value = json::parse(text.toUtf8());
    if (!value)
        return value.error();
    ObjectReader reader(*value, u"the stored settings"_s);
    Row row;
    if (reader.value("enabled"))
        row.enabled = reader.flag("enabled");
    if (const json::Value *settings = reader.value("settings"))
        row.settings = *settings;
    row.isSecretStored = reader.flag("secretStored");
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return row;
}

QString rowText(const Row &row)
{
    json::Value value = json::Value::object();
    if (row.enabled)
        value["enabled"] = *row.enabled;
    value["settings"] = row.settings;
    value["secretStored"] = row.isSecretStored;
    return QString::fromUtf8(json::serialize(value));
}

} // namespace

struct ProviderService::Loading {
    QHash<QString, ProviderState> providers;
    QHash<QString, SourceState> sources;
    int waiting = 0;
    bool isPublished = false;
    // Providers whose configured secret is not in the secret store yet, and those that still have to move.
    QStringList toKeep;
    int moving = 0;
    QString failure;
};

struct ProviderService::Job {
    QString rowId;
    QString secretKey;
    // Says what is to become of it, once the changes before it are done.
    std::function<Result<void>(Job &)> prepare;
    // Takes it over, once it is stored.
    std::function<void()> publish;
    // What goes into the secret store: empty: nothing any more, absent: as it is.
    std::optional<QByteArray> secret;
    // The new row; empty: none.
    QString row;
    QPointer<QObject> context;
    Done done;
};

ProviderService::ProviderService(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts) {}

ProviderService::~ProviderService() = default;

void ProviderService::load()
{
    m_loading = std::make_unique<Loading>();
    m_parts.store.readers().run<QMap<QString, QString>>(
        this, [](Connection &connection) { return settingrepository::all(connection, {}); },
        [this](const Result<QMap<QString, QString>> &rows) {
            if (!rows)
                Q_EMIT notice(u"The settings of the providers could not be read: %1"_s.arg(rows.error().text));
            readRows(rows.valueOr({}));
        });
}

void ProviderService::readRows(const QMap<QString, QString> &rows)
{
    m_loading->waiting = 1;
    const QStringList names = m_parts.registry.names();
    for (const QString &name : names)
        readProvider(name, rows.value(providerPrefix + name));
    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
        if (row.key().startsWith(sourcePrefix))
            readSource(row.key().sliced(sourcePrefix.size()), row.value());
    }
    QTimer::singleShot(m_parts.patienceMs, this, &ProviderService::publishLoaded);
    finishOne();
}

// A provider whose settings or secrets cannot be read has a fault of its own; the others work.
void ProviderService::readProvider(const QString &name, const QString &row)
{
    ProviderState &state = m_loading->providers[name];
    const Result<Row> read = row.isEmpty() ? Result<Row>(Row()) : readRow(row);
    const Result<ProviderSettings> settings = read ? providerSettingsFromJson(read->settings) : read.error();
    if (settings)
        state.settings = *settings;
    else
        state.fault = u"Its settings are damaged: %1"_s.arg(settings.error().text);
    const bool isStored = read && read->isSecretStored;
    if (isStored)
        state.fault = u"The keychain has not answered yet."_s;
    const auto use = [this, name, settings](const Result<std::optional<QByteArray>> &found, bool isFixed) {
        ProviderState known = m_loading->providers.value(name);
        const Result<ProviderSecrets> secrets = found ? parseSecrets(found->value_or(QByteArray())) : found.error();
        known.secrets = secrets.valueOr({});
        known.fault = !secrets ? secrets.error().text : settings ? QString() : known.fault;
        known.isFixed = isFixed;
        m_loading->providers.insert(name, known);
        if (m_loading->isPublished)
            m_parts.registry.setProvider(name, known);
        finishOne();
    };
    ++m_loading->waiting;
    m_parts.environment.read(
        providerSecretKey(name), this, [this, name, isStored, use](const Result<std::optional<QByteArray>> &found) {
            if (!found || found->has_value())
                use(found, true);
            else if (isStored)
                m_parts.secrets.read(providerSecretKey(name), this,
                                     [use](const Result<std::optional<QByteArray>> &stored) { use(stored, false); });
            else
                finishOne();
        });
}

void ProviderService::readSource(const QString &name, const QString &row)
{
    SourceState &state = m_loading->sources[name];
    const Result<Row> read = readRow(row);
    const Result<CustomSource> source =
        read ? customSourceFromJson(read->settings, m_parts.registry.snapshot()->table()) : read.error();
    if (!source) {
        state.fault = u"Its settings are damaged: %1"_s.arg(source.error().text);
        return;
    }
    state.source = *source;
    state.settings = read->settings;
    state.enabled = read->enabled.value_or(true);
    if (!read->isSecretStored)
        return;
    state.fault = u"The keychain has not answered yet."_s;
    ++m_loading->waiting;
    m_parts.secrets.read(sourceSecretKey(name), this, [this, name](const Result<std::optional<QByteArray>> &found) {
        SourceState known = m_loading->sources.value(name);
        const Result<ProviderSecrets> secrets = found ? parseSecrets(found->value_or(QByteArray())) : found.error();
        known.secrets = secrets.valueOr({});
        known.fault = secrets ? QString() : secrets.error().text;
        m_loading->sources.insert(name, known);
        if (m_loading->isPublished)
            m_parts.registry.setSource(name, known);
        finishOne();
    });
}

void ProviderService::finishOne()
{
    if (--m_loading->waiting == 0)
        publishLoaded();
}

void ProviderService::publishLoaded()
{
    if (m_loading->isPublished)
        return;
    m_loading->isPublished = true;
    takeConfigured();
    for (auto state = m_loading->providers.cbegin(); state != m_loading->providers.cend(); ++state) {
        if (!state->fault.isEmpty())
            qCWarning(uwProviders).noquote() << "The provider" << state.key() << "is off:" << state->fault;
    }
    m_parts.registry.replaceAll(m_loading->providers, m_loading->sources);
    Q_EMIT loaded();
    keepConfigured();
    startNext();
}

// A file is stronger than what was stored, and the environment than both.
void ProviderService::takeConfigured()
{
    const QStringList names = m_parts.registry.names();
    QStringList unknown;
    for (const ConfiguredProvider &configured : std::as_const(m_parts.configured)) {
        if (!names.contains(configured.name)) {
            unknown << configured.name;
            continue;
        }
        ProviderState &state = m_loading->providers[configured.name];
        const ProviderState before = state;
        if (configured.enabled)
            state.settings.enabled = configured.enabled;
        // A secret that was replaced since does not come back from an old file.
        const bool isNews = !configured.secret.isEmpty() && !state.isFixed
                         && !state.secrets.current.contains(configured.secret)
                         && !state.secrets.previous.contains(configured.secret);
        if (isNews) {
            state.secrets = replacedSecret(state.secrets, configured.secret);
            state.fault.clear();
        }
        if (isNews || state.settings != before.settings)
            m_loading->toKeep << configured.name;
    }
    if (!unknown.isEmpty())
        Q_EMIT notice(u"%1 names providers that are not known here, and they are left out: %2."_s.arg(
            m_parts.configFile, unknown.join(u", "_s)));
}

void ProviderService::keepConfigured()
{
    const bool hasSecrets =
        std::any_of(m_parts.configured.cbegin(), m_parts.configured.cend(),
                    [](const ConfiguredProvider &configured) { return !configured.secret.isEmpty(); });
    const QString moved =
        u"The secrets in %1 are in the keychain now. Remove them from the file."_s.arg(m_parts.configFile);
    m_loading->moving = int(m_loading->toKeep.size());
    if (m_loading->moving == 0 && hasSecrets)
        Q_EMIT notice(moved);
    for (const QString &name : std::as_const(m_loading->toKeep)) {
        keep(name, [this, hasSecrets, moved](const Result<void> &kept) {
            if (!kept)
                m_loading->failure = kept.error().text;
            if (--m_loading->moving > 0)
                return;
            if (!m_loading->failure.isEmpty())
                Q_EMIT notice(u"The secrets in %1 are used, but they could not be moved to the keychain: %2"_s.arg(
                    m_parts.configFile, m_loading->failure));
            else if (hasSecrets)
                Q_EMIT notice(moved);
        });
    }
}

void ProviderService::changeProvider(const QString &name, const ProviderChange &change, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = providerPrefix + name;
    job->secretKey = providerSecretKey(name);
    job->context = context;
    job->done = std::move(done);
    job->prepare = [this, name, change](Job &item) -> Result<void> {
        const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
        if (!snapshot->definition(name))
            return Error{ErrorCode::NotFound, u"There is no provider \"%1\"."_s.arg(name)};
        ProviderState state = snapshot->state(name);
        if (change.enabled)
            state.settings.enabled = change.enabled;
        state.settings.maximumBodyBytes = change.maximumBodyBytes.value_or(state.settings.maximumBodyBytes);
        state.settings.toleranceSeconds = change.toleranceSeconds.value_or(state.settings.toleranceSeconds);
        const Result<ProviderSecrets> secrets = changedSecrets(state.secrets, change.secrets);
        if (!secrets)
            return secrets.error();
        if (*secrets != state.secrets || (change.secrets.secret && !state.fault.isEmpty())) {
            if (state.isFixed)
                return Error{ErrorCode::Conflict,
                             u"The secret of %1 comes from the environment. Change it there and start again."_s.arg(
                                 snapshot->definition(name)->title)};
            item.secret = storedSecrets(*secrets);
            state.secrets = *secrets;
            state.fault.clear();
        }
        const bool isStored = !state.isFixed && (state.secrets != ProviderSecrets{} || !state.fault.isEmpty());
        item.row = rowText({std::nullopt, toJson(state.settings), isStored});
        item.publish = [this, name, state] { m_parts.registry.setProvider(name, state); };
        return {};
    };
    enqueue(job);
}

void ProviderService::resetProvider(const QString &name, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = providerPrefix + name;
    job->secretKey = providerSecretKey(name);
    job->context = context;
    job->done = std::move(done);
    job->prepare = [this, name](Job &item) -> Result<void> {
        const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
        if (!snapshot->definition(name))
            return Error{ErrorCode::NotFound, u"There is no provider \"%1\"."_s.arg(name)};
        const ProviderState &old = snapshot->state(name);
        ProviderState state;
        if (old.isFixed) {
            state.secrets = old.secrets;
            state.isFixed = true;
        } else if (old.secrets != ProviderSecrets{} || !old.fault.isEmpty()) {
            item.secret = QByteArray("");
        }
        item.publish = [this, name, state] { m_parts.registry.setProvider(name, state); };
        return {};
    };
    enqueue(job);
}

void ProviderService::changeSource(const QString &name, const SourceChange &change, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = sourcePrefix + name;
    job->secretKey = sourceSecretKey(name);
    job->context = context;
    job->done = std::move(done);
    job->prepare = [this, name, change](Job &item) -> Result<void> {
        if (!isSourceName(name))
            return Error{ErrorCode::InvalidInput,
                         u"A source's name is 1 to 64 of a-z A-Z 0-9 . _ - and neither . nor .."_s};
        const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
        if (!snapshot->sources().contains(name) && snapshot->sources().size() >= limits::customSources)
            return Error{ErrorCode::LimitExceeded, u"There are %1 sources already."_s.arg(limits::customSources)};
        SourceState state = snapshot->source(name);
        state.enabled = change.enabled.value_or(state.enabled);
        if (change.settings) {
            const Result<CustomSource> source = customSourceFromJson(*change.settings, snapshot->table());
            if (!source)
                return source.error();
            state.source = *source;
            state.settings = *change.settings;
        }
        const Result<ProviderSecrets> secrets = changedSecrets(state.secrets, change.secrets);
        if (!secrets)
            return secrets.error();
        if (*secrets != state.secrets || (change.secrets.secret && !state.fault.isEmpty())) {
            item.secret = storedSecrets(*secrets);
            state.secrets = *secrets;
            state.fault.clear();
        }
        item.row =
            rowText({state.enabled, state.settings, state.secrets != ProviderSecrets{} || !state.fault.isEmpty()});
        item.publish = [this, name, state] { m_parts.registry.setSource(name, state); };
        return {};
    };
    enqueue(job);
}

void ProviderService::removeSource(const QString &name, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = sourcePrefix + name;
    job->secretKey = sourceSecretKey(name);
    job->context = context;
    job->done = std::move(done);
    job->prepare = [this, name](Job &item) -> Result<void> {
        const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
        if (!snapshot->sources().contains(name))
            return Error{ErrorCode::NotFound, u"The source \"%1\" has no settings."_s.arg(name)};
        const SourceState &state = snapshot->source(name);
        if (state.secrets != ProviderSecrets{} || !state.fault.isEmpty())
            item.secret = QByteArray("");
        item.publish = [this, name] { m_parts.registry.removeSource(name); };
        return {};
    };
    enqueue(job);
}

void ProviderService::keepLearnt(const QString &provider)
{
    const auto store = [this, provider] {
        keep(provider, [this, provider](const Result<void> &kept) {
            if (!kept)
                Q_EMIT notice(
                    u"The key that %1 offered works until this program ends, but it could not be stored: %2"_s.arg(
                        provider, kept.error().text));
        });
    };
    QMetaObject::invokeMethod(this, store, Qt::QueuedConnection);
}

void ProviderService::keep(const QString &provider, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = providerPrefix + provider;
    job->secretKey = providerSecretKey(provider);
    job->context = this;
    job->done = std::move(done);
    job->prepare = [this, provider](Job &item) -> Result<void> {
        const ProviderState state = m_parts.registry.snapshot()->state(provider);
        const bool isStored = !state.isFixed && state.secrets != ProviderSecrets{};
        if (isStored)
            item.secret = storedSecrets(state.secrets);
        item.row = rowText({std::nullopt, toJson(state.settings), isStored || !state.fault.isEmpty()});
        item.publish = [] {}; // the registry has it already
        return {};
    };
    enqueue(job);
}

void ProviderService::enqueue(const std::shared_ptr<Job> &job)
{
    m_jobs.enqueue(job);
    startNext();
}

void ProviderService::startNext()
{
    if (m_isWorking || m_jobs.isEmpty() || !m_loading || !m_loading->isPublished)
        return;
    m_isWorking = true;
    const std::shared_ptr<Job> job = m_jobs.dequeue();
    if (const Result<void> prepared = job->prepare(*job); !prepared)
        settle(job, prepared);
    else
        writeSecret(job);
}

// The secret first: without it the rest would be a promise that the next start does not keep.
void ProviderService::writeSecret(const std::shared_ptr<Job> &job)
{
    if (!job->secret) {
        writeRow(job);
        return;
    }
    const auto next = [this, job](const Result<void> &written) {
        if (written)
            writeRow(job);
        else
            settle(job, written);
    };
    if (job->secret->isEmpty())
        m_parts.secrets.remove(job->secretKey, this, next);
    else
        m_parts.secrets.write(job->secretKey, *job->secret, this, next);
}

void ProviderService::writeRow(const std::shared_ptr<Job> &job)
{
    m_parts.store.submit(
        [id = job->rowId, row = job->row](Connection &connection) {
            return row.isEmpty() ? settingrepository::remove(connection, {}, id)
                                 : settingrepository::put(connection, {}, id, row);
        },
        this,
        [this, job](const Result<void> &stored) {
            if (stored)
                job->publish();
            settle(job, stored);
        });
}

void ProviderService::settle(const std::shared_ptr<Job> &job, const Result<void> &result)
{
    m_isWorking = false;
    if (result)
        Q_EMIT changed();
    if (job->context && job->done)
        job->done(result);
    startNext();
}

} // namespace uw
