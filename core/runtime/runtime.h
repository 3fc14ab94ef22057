// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/listener/webhooklistener.h"
#include "core/settings/processoptions.h"

#include <QObject>

#include <functional>
#include <memory>

namespace uw {

namespace clockify {
class Addon;
} // namespace clockify

class CallHistory;
class Forwarder;
class HttpClient;
class ProviderService;
class Replayer;
class SampleSender;
class SearchIndexer;
class SecretLearner;
class SecretStore;
class SettingService;
class Store;

// Where the two ports ended up; empty: not open.
struct RuntimeAddresses {
    // "http://127.0.0.1:41000"
    QString listen;
    QString control;
};

// What a test puts in the place of the real thing; what is empty is not replaced.
struct RuntimeReplacements {
    // In place of the keychain, and of the environment too, which then has none; outlives the runtime.
    SecretStore *secrets = nullptr;
    // In place of the key that Clockify publishes, in PEM.
    QByteArray addonPublicKey;
    // After how long what could not be read at the start is read again, in milliseconds.
    int retryMs = 5'000;
};

// Everything that works without a window, put together: store, secrets, listener, control API.
// Both programs run one of these. Lives on the main thread; owned by main or the window's composition.
class Runtime final : public QObject {
    Q_OBJECT

public:
    explicit Runtime(const ProcessOptions &options, QObject *parent = nullptr,
                     const RuntimeReplacements &replacements = {});
    // Stops when nobody did.
    ~Runtime() override;

    // Opens the store, then the ports. storeOpened() or storeFailed() comes first, never before this returns.
    void start();
    // Closes the listener if it is open and opens one on this address.
    void startListener(const ListenAddress &address);
    // Stops accepting, finishes what was acknowledged, closes the store; then stopped(), at once or, when a change of the
    // providers is still being stored, later. Harmless when called twice.
    void stop();

    [[nodiscard]] RuntimeAddresses addresses() const;
    // Under which senders reach the listener: the public URL, else where it is open. Any thread.
    [[nodiscard]] QString baseUrl() const;
    // Null before storeOpened() and after stopped().
    [[nodiscard]] Store *store() const;
    [[nodiscard]] SearchIndexer *searchIndexer() const;
    [[nodiscard]] ProviderService *providers() const;
    [[nodiscard]] SecretLearner *secretLearner() const;
    [[nodiscard]] SampleSender *samples() const;
    // Whether personal data of that workspace's events is masked where they are shown; always, until settingsKnown().
    // Any thread, from storeOpened() on.
    [[nodiscard]] bool masksPersonalData(const QString &workspaceId) const;
    [[nodiscard]] SettingService *settings() const;
    [[nodiscard]] Replayer *replayer() const;
    [[nodiscard]] Forwarder *forwarder() const;
    [[nodiscard]] CallHistory *history() const;
    // Null like the store, and when the add-on cannot work here.
    [[nodiscard]] clockify::Addon *addon() const;
    [[nodiscard]] SecretStore &secrets() const;
    [[nodiscard]] HttpClient &http() const;
    [[nodiscard]] const ProcessOptions &options() const { return m_options; }
    // Where Clockify's API is, from now on: what a person set over the options. Called on this thread, as long as the
    // runtime is there.
    void setClockifyBaseUrl(std::function<QString()> baseUrl);

Q_SIGNALS:
    // The store will take its time to open, for the reason that the sentence gives.
    void storePreparing(const QString &sentence);
    void storeOpened();
    // Nothing works without the store; stop() is all that is left.
    void storeFailed(const uw::Error &error);
    void listenerFailed(const uw::Error &error);
    // The port of the control API could not be had.
    void controlFailed(const uw::Error &error);
    // Once: the listener is open, and the control API is open or off.
    void ready();
    void listening(const QString &url);
    void statisticsChanged(const uw::ListenerStatistics &statistics);
    // Settings and installations have been read, so that what they decide is known.
    void settingsKnown();
    // Something a person should read once: no keychain, a damaged database set aside.
    void notice(const QString &sentence);
    void stopped();

private:
    void openStore();
    void takeStore(Result<std::unique_ptr<Store>> opened);
    // Reads what the listener needs before its first request; opens it when all is there.
    void prepareListener();
    void readKnownSources();
    void readDigestKey();
    void makeProviders();
    void makeSenders();
    void makeSettings();
    void loadSettings();
    void makeAddon();
    void finishPreparation();
    void applySettings();
    void takeStored(const Result<void> &loaded);
    void startRetention();
    // The ports take nothing new, and what they took is answered.
    void closePorts();
    void startControl();
    void openControl(const QByteArray &token);
    void setListenAddress(const QString &url);
    void settle();
    void closeAll();

    class Private;
    ProcessOptions m_options;
    std::unique_ptr<Private> d;
};

} // namespace uw
