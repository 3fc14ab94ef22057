// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerservice.h"

#include "core/listener/sourcename.h"
#include "core/providers/providerrecord.h"
#include "core/secrets/secretstore.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw {

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

struct ProviderService::Import {
    // Titles of the providers whose secrets stand in the file: in the keychain now; given by the environment all the
    // same; not taken, because nobody knows what is stored.
    QStringList moved;
    QStringList fixed;
    QStringList unread;
    // Names of those that have to be stored.
    QStringList toKeep;
    qsizetype keeping = 0;
    QString failure;
};

ProviderService::ProviderService(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_loading({.registry = parts.registry,
                 .store = parts.store,
                 .environment = parts.environment,
                 .secrets = parts.secrets,
                 .patienceMs = parts.patienceMs,
                 .retryMs = parts.retryMs})
{
    connect(&m_loading, &ProviderLoading::failed, this, [this](const Error &error) {
        Q_EMIT notice(u"The settings of the providers cannot be read, so nothing is taken from any of them until they "
                      "can: %1"_s.arg(error.text));
        beReady();
    });
    connect(&m_loading, &ProviderLoading::published, this, [this] {
        namesUnknown();
        takeConfigured(m_parts.registry.names());
        beReady();
    });
    connect(&m_loading, &ProviderLoading::answered, this, &ProviderService::takeAnswer);
}

ProviderService::~ProviderService() = default;

void ProviderService::load()
{
    m_loading.start();
}

void ProviderService::beReady()
{
    if (std::exchange(m_isLoaded, true))
        Q_EMIT changed();
    else
        Q_EMIT loaded();
    startNext();
}

void ProviderService::takeAnswer(const QString &provider)
{
    if (!provider.isEmpty())
        takeConfigured({provider});
    Q_EMIT changed();
}

void ProviderService::namesUnknown()
{
    const QStringList names = m_parts.registry.names();
    QStringList unknown;
    for (const ConfiguredProvider &configured : std::as_const(m_parts.configured)) {
        if (!names.contains(configured.name))
            unknown << configured.name;
    }
    if (!unknown.isEmpty())
        Q_EMIT notice(u"%1 names providers that are not known here, and they are left out: %2."_s.arg(
            m_parts.configFile, unknown.join(u", "_s)));
}

// A file is stronger than what was stored, and the environment than both.
void ProviderService::takeConfigured(const QStringList &names)
{
    const auto import = std::make_shared<Import>();
    for (const ConfiguredProvider &configured : std::as_const(m_parts.configured)) {
        if (names.contains(configured.name) && takeConfigured(configured, *import))
            import->toKeep << configured.name;
    }
    if (!import->fixed.isEmpty())
        Q_EMIT notice(u"The secrets of %1 come from the environment; those in %2 are not used. Remove them from the "
                      "file."_s.arg(import->fixed.join(u", "_s), m_parts.configFile));
    if (!import->unread.isEmpty())
        Q_EMIT notice(u"What %1 says of %2 is not used while what is stored cannot be read."_s.arg(
            m_parts.configFile, import->unread.join(u", "_s)));
    keepConfigured(import);
}

bool ProviderService::takeConfigured(const ConfiguredProvider &configured, Import &import)
{
    const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
    const ProviderState &before = snapshot->state(configured.name);
    const QString title = snapshot->definition(configured.name)->title;
    if (!before.fault.isEmpty()) {
        // The file's may be a former secret, which must not take the place of what nobody could read.
        import.unread << title;
        return false;
    }
    if (!configured.secret.isEmpty())
        (before.isFixed ? import.fixed : import.moved) << title;
    // A secret that was replaced since does not come back from an old file.
    const bool isNews = !configured.secret.isEmpty() && !before.isFixed
                     && !before.secrets.current.contains(configured.secret)
                     && !before.secrets.previous.contains(configured.secret);
    const bool isSwitched = configured.enabled && configured.enabled != before.settings.enabled;
    if (!isNews && !isSwitched)
        return false;
    m_parts.registry.changeProvider(configured.name, [&](ProviderState &state) {
        if (configured.enabled)
            state.settings.enabled = configured.enabled;
        if (isNews)
            state.secrets = replacedSecret(state.secrets, configured.secret);
    });
    return true;
}

void ProviderService::keepConfigured(const std::shared_ptr<Import> &import)
{
    const auto tell = [this, import] {
        if (!import->failure.isEmpty())
            Q_EMIT notice(
                u"What %1 says is used, but it could not be stored: %2"_s.arg(m_parts.configFile, import->failure));
        else if (!import->moved.isEmpty())
            Q_EMIT notice(u"The secrets of %1 in %2 are in the keychain now. Remove them from the file."_s.arg(
                import->moved.join(u", "_s), m_parts.configFile));
    };
    import->keeping = import->toKeep.size();
    if (import->keeping == 0)
        tell();
    for (const QString &name : std::as_const(import->toKeep)) {
        keep(name, [import, tell](const Result<void> &kept) {
            if (!kept)
                import->failure = kept.error().text;
            if (--import->keeping == 0)
                tell();
        });
    }
}

void ProviderService::changeProvider(const QString &name, const ProviderChange &change, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = providerRowPrefix + name;
    job->secretKey = providerSecretKey(name);
    job->context = context;
    job->done = std::move(done);
    job->prepare = [this, name, change](Job &item) -> Result<void> {
        const std::shared_ptr<const ProviderSnapshot> snapshot = m_parts.registry.snapshot();
        if (!snapshot->definition(name))
            return Error{ErrorCode::NotFound, u"There is no provider \"%1\"."_s.arg(name)};
        const QString title = snapshot->definition(name)->title;
        const ProviderState &before = snapshot->state(name);
        const Result<ProviderState> next = changedProvider(before, change, title);
        if (!next)
            return next.error();
        if (next->secrets != before.secrets || next->fault.secret != before.fault.secret)
            item.secret = storedSecrets(next->secrets);
        const bool isStored = !next->isFixed && (next->secrets != ProviderSecrets{} || !next->fault.secret.isEmpty());
        item.row = providerRecordText({std::nullopt, toJson(next->settings), isStored});
        item.publish = [this, name, change, title, next = *next, replaces = item.secret.has_value()] {
            if (replaces)
                m_loading.supersede(providerSecretKey(name));
            // Something may have come in between, such as a key that the provider offered.
            m_parts.registry.changeProvider(
                name, [&](ProviderState &state) { state = changedProvider(state, change, title).valueOr(next); });
        };
        return {};
    };
    enqueue(job);
}

void ProviderService::resetProvider(const QString &name, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = providerRowPrefix + name;
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
        item.publish = [this, name, state] {
            m_loading.supersede(providerSecretKey(name));
            m_parts.registry.setProvider(name, state);
        };
        return {};
    };
    enqueue(job);
}

void ProviderService::changeSource(const QString &name, const SourceChange &change, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = sourceRowPrefix + name;
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
        const QString title = u"the source \"%1\""_s.arg(name);
        const SourceState &before = snapshot->source(name);
        const Result<SourceState> next = changedSource(before, change, snapshot->table(), title);
        if (!next)
            return next.error();
        if (next->secrets != before.secrets || next->fault.secret != before.fault.secret)
            item.secret = storedSecrets(next->secrets);
        item.row = providerRecordText(
            {next->enabled, next->settings, next->secrets != ProviderSecrets{} || !next->fault.secret.isEmpty()});
        item.publish = [this, name, change, title, next = *next, replaces = item.secret.has_value()] {
            if (replaces)
                m_loading.supersede(sourceSecretKey(name));
            const std::shared_ptr<const ProviderSnapshot> known = m_parts.registry.snapshot();
            m_parts.registry.changeSource(name, [&](SourceState &state) {
                state = changedSource(state, change, known->table(), title).valueOr(next);
            });
        };
        return {};
    };
    enqueue(job);
}

void ProviderService::removeSource(const QString &name, QObject *context, Done done)
{
    const auto job = std::make_shared<Job>();
    job->rowId = sourceRowPrefix + name;
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
        item.publish = [this, name] {
            m_loading.supersede(sourceSecretKey(name));
            m_parts.registry.removeSource(name);
        };
        return {};
    };
    enqueue(job);
}

void ProviderService::keepLearnt(const QString &provider)
{
    ++m_arriving;
    const auto store = [this, provider] {
        --m_arriving;
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
    job->rowId = providerRowPrefix + provider;
    job->secretKey = providerSecretKey(provider);
    job->context = this;
    job->done = std::move(done);
    job->prepare = [this, provider](Job &item) -> Result<void> {
        const ProviderState state = m_parts.registry.snapshot()->state(provider);
        const bool isStored = !state.isFixed && state.secrets != ProviderSecrets{};
        if (isStored)
            item.secret = storedSecrets(state.secrets);
        item.row =
            providerRecordText({std::nullopt, toJson(state.settings), isStored || !state.fault.secret.isEmpty()});
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
    if (m_isWorking || m_jobs.isEmpty() || !m_isLoaded)
        return;
    m_isWorking = true;
    const std::shared_ptr<Job> job = m_jobs.dequeue();
    // A change is made to what is stored, and that is not known.
    if (!m_loading.isPublished())
        settle(job, Error{ErrorCode::Unavailable,
                          u"The settings of the providers cannot be read now. Try again in a moment."_s});
    else if (const Result<void> prepared = job->prepare(*job); !prepared)
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
    finishWhenIdle();
}

void ProviderService::finish(QObject *context, std::function<void()> done)
{
    m_finishContext = context;
    m_finished = std::move(done);
    finishWhenIdle();
}

void ProviderService::finishWhenIdle()
{
    if (!isIdle())
        return;
    const std::function<void()> done = std::exchange(m_finished, {});
    // Later, because whoever waited may end this service.
    if (done && m_finishContext)
        QMetaObject::invokeMethod(m_finishContext, done, Qt::QueuedConnection);
}

} // namespace uw
