// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/controlserver.h"
#include "core/control/explorerservice.h"
#include "core/forward/forwarder.h"
#include "core/history/callhistory.h"
#include "core/http/httpclient.h"
#include "core/listener/eventcounters.h"
#include "core/listener/servercounters.h"
#include "core/listener/storeeventsink.h"
#include "core/providers/certificatefetcher.h"
#include "core/providers/providerjudge.h"
#include "core/providers/providerservice.h"
#include "core/providers/samplesender.h"
#include "core/providers/secretlearner.h"
#include "core/replay/replayer.h"
#include "core/runtime/addoncomposition.h"
#include "core/runtime/retention.h"
#include "core/runtime/runtime.h"
#include "core/secrets/environmentsecretstore.h"
#include "core/secrets/keychainsecretstore.h"
#include "core/secrets/layeredsecretstore.h"
#include "core/store/readerpool.h"
#include "core/store/searchindexer.h"
#include "core/store/store.h"
#include "core/store/storeopening.h"

#include <QMutex>
#include <QProcessEnvironment>

#include <atomic>

namespace uw {

// The parts of Runtime, for its own sources alone.
// Declared in the order of use: what stands below is built on what stands above and ends before it.
class Runtime::Private {
public:
    explicit Private(const RuntimeReplacements &given) : replacements(given) {}

    const RuntimeReplacements replacements;
    SystemClock clock;
    UuidV7Generator ids{clock};
    KeychainSecretStore keychain;
    EnvironmentSecretStore environment{replacements.secrets ? QProcessEnvironment()
                                                            : QProcessEnvironment::systemEnvironment()};
    LayeredSecretStore layered{environment, keychain};
    SecretStore &secrets = replacements.secrets ? *replacements.secrets : layered;
    HttpClient http;
    ProviderRegistry registry{builtInProviders()};
    CertificateCache certificates{clock, &CertificateFetcher::systemAuthorities};
    CertificateFetcher certificateFetcher{certificates, http};
    std::unique_ptr<StoreOpening> opening;
    std::unique_ptr<Store> store;
    std::unique_ptr<SearchIndexer> searchIndexer;
    std::unique_ptr<ProviderService> providers;
    std::unique_ptr<SecretLearner> learner;
    std::unique_ptr<SampleSender> samples;
    std::unique_ptr<SettingService> settings;
    std::unique_ptr<Replayer> replayer;
    std::unique_ptr<Forwarder> forwarder;
    std::unique_ptr<CallHistory> history;
    std::unique_ptr<control::ExplorerService> explorer;
    std::unique_ptr<AddonComposition> addon;
    std::unique_ptr<ProviderJudge> judge;
    std::unique_ptr<StoreEventSink> sink;
    std::unique_ptr<Retention> retention;
    // They outlive the servers, which are started anew when a port changes.
    const std::shared_ptr<ServerCounters> listenerCounters = std::make_shared<ServerCounters>();
    const std::shared_ptr<ServerCounters> controlCounters = std::make_shared<ServerCounters>();
    EventCounters eventCounters;
    std::unique_ptr<WebhookListener> listener;
    std::unique_ptr<ControlServer> control;

    // Changed on the main thread, read by every other one.
    mutable QMutex addressMutex;
    RuntimeAddresses addresses;
    // Read by the control server's thread.
    std::atomic<bool> isListening = false;
    QStringList knownSources;
    // Of what arrives.
    QByteArray digestKey;
    // Of what is sent again: the profile's own, too, when it came too late for what arrives.
    QList<QByteArray> digestKeys;
    bool digestKeyAnswered = false;
    // What is read before the listener opens: known sources, digest key, providers, installations.
    int preparing = 4;
    std::function<QString()> clockifyBaseUrl;
    // Settings and installations were asked for; they are known, which every thread may ask.
    bool storedAsked = false;
    std::atomic<bool> storedKnown = false;
    bool portsClosed = false;
    bool ended = false;
    bool controlSettled = false;
    bool readySaid = false;
    bool stopping = false;
};

} // namespace uw
