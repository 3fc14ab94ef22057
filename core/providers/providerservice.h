// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerchange.h"
#include "core/providers/providerloading.h"
#include "core/settings/configfile.h"

#include <QObject>
#include <QPointer>
#include <QQueue>

#include <atomic>

namespace uw {

class SecretStore;
class Store;

// Fills the registry from settings and secrets, and keeps all three alike when a user changes something: settings in
// the store, secrets in the secret store alone. Changes happen one after the other. Lives on the thread of the secret
// stores (the main one); owned by the composition, ends before its parts.
class ProviderService final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        ProviderRegistry &registry;
        Store &store;
        // Where secrets are looked for first, and which nobody writes to.
        SecretStore &environment;
        // Where they are written to, and read from when the environment has none.
        SecretStore &secrets;
        // What a configuration file says; its secrets move to the secret store.
        QList<ConfiguredProvider> configured;
        // For messages.
        QString configFile;
        // How long the listener waits for secrets, and after how long settings that could not be read are read again; in
        // milliseconds.
        int patienceMs = 3'000;
        int retryMs = 5'000;
    };
    // Runs on the thread of the service, unless its context, which lives there too, is gone.
    using Done = std::function<void(Result<void>)>;

    explicit ProviderService(const Parts &parts, QObject *parent = nullptr);
    ~ProviderService() override;

    // Reads everything, then loaded(). A secret that is not there by then makes its provider answer 503 until it is;
    // where not even the settings can be read, all of them do.
    void load();
    // Runs `done` once no change is on its way, on this thread, unless `context`, which lives there too, is gone. Keys that
    // were learnt before are among the changes.
    void finish(QObject *context, std::function<void()> done);

    [[nodiscard]] bool isIdle() const { return !m_isWorking && m_jobs.isEmpty() && m_arriving == 0; }

    // Errors: NotFound, InvalidInput, Conflict (the secret is fixed by the environment), Unavailable (what is stored
    // cannot be read, and is not replaced as a whole), those of store and secrets.
    void changeProvider(const QString &name, const ProviderChange &change, QObject *context, Done done);
    // Forgets settings and secrets.
    void resetProvider(const QString &name, QObject *context, Done done);
    // Makes the source when it is not there. InvalidInput for a name that no route takes.
    void changeSource(const QString &name, const SourceChange &change, QObject *context, Done done);
    void removeSource(const QString &name, QObject *context, Done done);
    // Keeps a key that a provider offered and the registry took. Any thread.
    void keepLearnt(const QString &provider);

    [[nodiscard]] const ProviderRegistry &registry() const { return m_parts.registry; }

Q_SIGNALS:
    void loaded();
    // Settings or secrets of a provider or source are others now.
    void changed();
    // Something a person should read once.
    void notice(const QString &sentence);

private:
    // One change on its way.
    struct Job;
    // What a configuration file brought.
    struct Import;

    void beReady();
    void takeAnswer(const QString &provider);
    void namesUnknown();
    void takeConfigured(const QStringList &names);
    // True when it has to be stored.
    bool takeConfigured(const ConfiguredProvider &configured, Import &import);
    void keepConfigured(const std::shared_ptr<Import> &import);
    // Stores a provider as the registry has it.
    void keep(const QString &provider, Done done);

    void enqueue(const std::shared_ptr<Job> &job);
    void startNext();
    void writeSecret(const std::shared_ptr<Job> &job);
    void writeRow(const std::shared_ptr<Job> &job);
    void settle(const std::shared_ptr<Job> &job, const Result<void> &result);
    void finishWhenIdle();

    Parts m_parts;
    ProviderLoading m_loading;
    QQueue<std::shared_ptr<Job>> m_jobs;
    bool m_isWorking = false;
    bool m_isLoaded = false;
    // Keys that judging threads learnt and whose change does not wait here yet.
    std::atomic<int> m_arriving = 0;
    QPointer<QObject> m_finishContext;
    std::function<void()> m_finished;
};

} // namespace uw
