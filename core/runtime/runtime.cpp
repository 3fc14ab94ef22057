// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/runtime.h"

#include "core/base/logging.h"
#include "core/clockify/addonroutes.h"
#include "core/runtime/generatedsecret.h"
#include "core/runtime/runtimeprivate.h"
#include "core/runtime/settingsinforce.h"
#include "core/store/eventrepository.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// A keychain that waits for its owner does not keep the listener closed.
constexpr int digestKeyPatienceMs = 1'000;
// Nor does it hold the end for long.
constexpr int changesPatienceMs = 3'000;

} // namespace

Runtime::Runtime(const ProcessOptions &options, QObject *parent, const RuntimeReplacements &replacements)
    : QObject(parent)
    , m_options(options)
    , d(std::make_unique<Private>(replacements))
{}

Runtime::~Runtime()
{
    closeAll();
}

void Runtime::start()
{
    // Later, so that the caller's connections see every outcome alike.
    QMetaObject::invokeMethod(this, &Runtime::openStore, Qt::QueuedConnection);
}

void Runtime::openStore()
{
    if (d->stopping)
        return;
    d->opening = std::make_unique<StoreOpening>();
    connect(
        d->opening.get(), &StoreOpening::preparing, this,
        [this](const QString &sentence) {
            qCInfo(uwStore).noquote() << sentence;
            Q_EMIT storePreparing(sentence);
        },
        Qt::QueuedConnection);
    d->opening->start({.databasePath = m_options.databasePath,
                       .maximumBytes = m_options.storeMaximumBytes,
                       .diskReserveBytes = limits::diskReserveBytes},
                      [this](Result<std::unique_ptr<Store>> opened) { takeStore(std::move(opened)); });
}

void Runtime::takeStore(Result<std::unique_ptr<Store>> opened)
{
    if (d->stopping)
        return;
    if (!opened) {
        Q_EMIT storeFailed(opened.error());
        return;
    }
    d->store = std::move(opened).value();
    d->sink = std::make_unique<StoreEventSink>(*d->store);
    d->searchIndexer = std::make_unique<SearchIndexer>(
        SearchIndexer::Options{.diskReserveBytes = limits::diskReserveBytes}, *d->store);
    for (const QString &sentence : d->store->notices())
        Q_EMIT notice(sentence);
    makeProviders();
    makeSettings();
    Q_EMIT storeOpened();

    prepareListener();
    startControl();
}

void Runtime::prepareListener()
{
    const ProviderTable &table = d->registry.snapshot()->table();
    for (const Error &fault : table.faults)
        qCWarning(uwProviders).noquote() << "A provider's entry is left out:" << fault.text;
    readKnownSources();
    readDigestKey();
    d->providers->load();
    loadSettings();
}

void Runtime::makeSettings()
{
    d->settings = std::make_unique<SettingService>(*d->store, m_options.settings);
    connect(d->settings.get(), &SettingService::changed, this, &Runtime::applySettings);
    makeAddon();
}

void Runtime::loadSettings()
{
    if (d->stopping)
        return;
    d->settings->load([this](const Result<void> &settings) {
        if (!d->addon)
            takeStored(settings);
        else
            d->addon->addon().load(
                [this, settings](const Result<void> &loaded) { takeStored(settings ? loaded : settings); });
    });
}

void Runtime::applySettings()
{
    if (d->listener)
        d->listener->setSettings(listenerSettings(*d->settings, addon(), m_options.publicUrl));
}

void Runtime::readKnownSources()
{
    d->store->readers().run<QStringList>(
        this,
        [](Connection &connection) { return eventrepository::customSourceNames(connection, limits::customSources); },
        [this](const Result<QStringList> &names) {
            if (!names)
                qCWarning(uwStore) << "The names of custom sources could not be read:" << names.error().text;
            d->knownSources = names.valueOr({});
            finishPreparation();
        });
}

// Without a keychain, digests are of use until this program ends.
void Runtime::readDigestKey()
{
    const auto settle = [this](const QByteArray &key) {
        if (!d->digestKeys.contains(key))
            d->digestKeys.append(key);
        if (!d->digestKey.isEmpty())
            return;
        d->digestKey = key;
        finishPreparation();
    };
    obtainGeneratedSecret(d->secrets, secretkeys::digestKey, this, [this, settle](const Result<QByteArray> &key) {
        d->digestKeyAnswered = true;
        settle(key ? *key : freshSecret());
    });
    QTimer::singleShot(digestKeyPatienceMs, this, [settle] { settle(freshSecret()); });
}

void Runtime::makeProviders()
{
    d->providers = std::make_unique<ProviderService>(ProviderService::Parts{.registry = d->registry,
                                                                            .store = *d->store,
                                                                            .environment = d->environment,
                                                                            .secrets = d->secrets,
                                                                            .configured = m_options.configuredProviders,
                                                                            .configFile = m_options.configFile,
                                                                            .retryMs = d->replacements.retryMs});
    d->learner = std::make_unique<SecretLearner>(
        d->registry, d->clock,
        [service = d->providers.get()](const QString &provider, const QByteArray &) { service->keepLearnt(provider); });
    d->samples = std::make_unique<SampleSender>(SampleSender::Parts{.registry = d->registry,
                                                                    .http = d->http,
                                                                    .clock = d->clock,
                                                                    .listenUrl = [this] { return addresses().listen; },
                                                                    .publicUrl = m_options.publicUrl});
    makeSenders();
    connect(d->providers.get(), &ProviderService::notice, this, &Runtime::notice);
    connect(d->providers.get(), &ProviderService::loaded, this, &Runtime::finishPreparation);
}

// What sends stored events again, and what keeps the calls that people make.
void Runtime::makeSenders()
{
    d->history = std::make_unique<CallHistory>(*d->store, d->clock);
    d->history->start();
    d->explorer = std::make_unique<control::ExplorerService>(control::ExplorerService::Parts{
        .http = d->http,
        .secrets = d->secrets,
        .clock = d->clock,
        .history = d->history.get(),
        .clockifyBaseUrl = [this] { return d->clockifyBaseUrl ? d->clockifyBaseUrl() : m_options.clockifyBaseUrl; }});
    const auto digestKeys = [this] { return d->digestKeys; };
    // By address and port alone: a name that leads here by way of a proxy is for its owner to know.
    const auto isOwnAddress = [this](const QUrl &url) {
        const QUrl own(addresses().listen);
        const QUrl publicUrl(m_options.publicUrl);
        const int port = url.port(url.scheme() == u"https" ? 443 : 80);
        const bool isPublic = !publicUrl.host().isEmpty() && url.host() == publicUrl.host()
                           && port == publicUrl.port(publicUrl.scheme() == u"https" ? 443 : 80);
        return isPublic || (reachOf(url) == TargetReach::Loopback && port == own.port());
    };
    d->replayer = std::make_unique<Replayer>(
        Replayer::Parts{.registry = d->registry, .http = d->http, .clock = d->clock, .digestKeys = digestKeys});
    d->forwarder =
        std::make_unique<Forwarder>(Forwarder::Parts{.store = *d->store,
                                                     .registry = d->registry,
                                                     .http = d->http,
                                                     .clock = d->clock,
                                                     .digestKeys = digestKeys,
                                                     .isKeychainSettled = [this] { return d->digestKeyAnswered; },
                                                     .isOwnAddress = isOwnAddress});
}

// Without it, Clockify's webhooks are judged by the provider table alone.
void Runtime::makeAddon()
{
    const QByteArray &replaced = d->replacements.addonPublicKey;
    Result<std::unique_ptr<AddonComposition>> made = AddonComposition::make(
        {.store = *d->store,
         .secrets = d->secrets,
         .clock = d->clock,
         .settings = *d->settings,
         .publicKey = replaced.isEmpty() ? clockify::AddonTokenVerifier::publishedKey() : replaced});
    if (!made) {
        Q_EMIT notice(made.error().text);
        return;
    }
    d->addon = std::move(*made);
    d->addon->learnFrom(d->http,
                        [this] { return d->clockifyBaseUrl ? d->clockifyBaseUrl() : m_options.clockifyBaseUrl; });
    connect(&d->addon->addon(), &clockify::Addon::installed, this, &Runtime::applySettings);
    connect(&d->addon->addon(), &clockify::Addon::uninstalled, this, &Runtime::applySettings);
}

// What was not read is read again until it can be: until then, Clockify's events are not taken and none is removed.
void Runtime::takeStored(const Result<void> &loaded)
{
    if (d->stopping)
        return;
    const bool isFirst = !std::exchange(d->storedAsked, true);
    d->storedKnown = bool(loaded);
    if (loaded)
        Q_EMIT settingsKnown();
    else
        QTimer::singleShot(d->replacements.retryMs, this, &Runtime::loadSettings);
    if (!loaded && isFirst)
        Q_EMIT notice(
            u"Settings or installations cannot be read, so Clockify's events are not taken until they can: %1"_s.arg(
                loaded.error().text));
    if (isFirst) {
        finishPreparation();
    } else if (loaded) {
        startRetention();
        applySettings();
    }
}

void Runtime::finishPreparation()
{
    if (--d->preparing > 0 || d->stopping)
        return;
    ProviderJudge::Parts parts{.registry = d->registry,
                               .clock = d->clock,
                               .digestKey = d->digestKey,
                               .learner = d->learner.get(),
                               .certificates = &d->certificates};
    if (d->addon) {
        parts.workspaces = &d->addon->workspaces();
        parts.verifiers.insert(u"clockify"_s, &d->addon->verifier());
    }
    d->judge = std::make_unique<ProviderJudge>(std::move(parts));
    startListener(m_options.listen);
    // What needs a secret that the keychain has not told by now is held until it does.
    d->forwarder->load();
    startRetention();
}

// Not before the settings of all workspaces are known: too short a time cannot be made good.
void Runtime::startRetention()
{
    if (!d->storedKnown || d->preparing > 0 || d->retention)
        return;
    d->retention = std::make_unique<Retention>(
        Retention::Options{.rules = [this] { return retentionRules(*d->settings, addon()); }}, *d->store, d->clock);
    d->retention->start();
}

void Runtime::settle()
{
    if (d->readySaid || d->stopping || !d->isListening || !d->controlSettled)
        return;
    d->readySaid = true;
    Q_EMIT ready();
}

void Runtime::stop()
{
    if (d->stopping)
        return;
    closePorts();
    const auto end = [this] {
        if (std::exchange(d->ended, true))
            return;
        closeAll();
        Q_EMIT stopped();
    };
    if (!d->providers || d->providers->isIdle()) {
        end();
        return;
    }
    // A sender may have been told that its key was taken, so that is stored first.
    d->providers->finish(this, end);
    QTimer::singleShot(changesPatienceMs, this, end);
}

void Runtime::closePorts()
{
    d->stopping = true;
    if (std::exchange(d->portsClosed, true))
        return;
    d->retention.reset();
    // What it has on its way is sent again after the next start.
    d->forwarder.reset();
    // While the listener waits for its last answers, this thread gives none.
    if (d->addon)
        d->addon->addon().close();
    // The listener's last answers wait for the writer, so the store closes after it.
    if (d->listener)
        d->listener->stop();
    if (d->control)
        d->control->stop();
}

void Runtime::closeAll()
{
    closePorts();
    d->opening.reset();
    d->listener.reset();
    d->control.reset();
    d->sink.reset();
    d->judge.reset();
    d->samples.reset();
    d->replayer.reset();
    d->learner.reset();
    d->providers.reset();
    d->explorer.reset();
    // What it was given is in the store's queue then.
    d->history.reset();
    d->searchIndexer.reset();
    if (d->store)
        d->store->close();
    // Until then, the reader threads ask them what is masked.
    d->addon.reset();
    d->settings.reset();
    d->store.reset();
}

SampleSender *Runtime::samples() const
{
    return d->samples.get();
}

SearchIndexer *Runtime::searchIndexer() const
{
    return d->searchIndexer.get();
}

CallHistory *Runtime::history() const
{
    return d->history.get();
}

Forwarder *Runtime::forwarder() const
{
    return d->forwarder.get();
}

Replayer *Runtime::replayer() const
{
    return d->replayer.get();
}

Store *Runtime::store() const
{
    return d->store.get();
}

ProviderService *Runtime::providers() const
{
    return d->providers.get();
}

SecretLearner *Runtime::secretLearner() const
{
    return d->learner.get();
}

SettingService *Runtime::settings() const
{
    return d->settings.get();
}

// What nobody knows yet might be "mask": too little is shown rather than too much.
bool Runtime::masksPersonalData(const QString &workspaceId) const
{
    if (!d->storedKnown)
        return true;
    const SettingValues values = d->addon ? d->addon->addon().settings(workspaceId) : d->settings->values({});
    return values.isOn(SettingId::RedactPii);
}

clockify::Addon *Runtime::addon() const
{
    return d->addon ? &d->addon->addon() : nullptr;
}

void Runtime::setClockifyBaseUrl(std::function<QString()> baseUrl)
{
    d->clockifyBaseUrl = std::move(baseUrl);
}

SecretStore &Runtime::secrets() const
{
    return d->secrets;
}

HttpClient &Runtime::http() const
{
    return d->http;
}

} // namespace uw
