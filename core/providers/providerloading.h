// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerregistry.h"

#include <QMap>
#include <QObject>

namespace uw {

class SecretStore;
class Store;

// Reads what is stored about providers and custom sources, and their secrets, into the registry. What cannot be read
// is a fault of whom it belongs to, since nobody can tell then what is to be verified. Lives on the thread of the
// secret stores; owned by the provider service.
class ProviderLoading final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        ProviderRegistry &registry;
        Store &store;
        // Where secrets are looked for first, and which nobody writes to.
        SecretStore &environment;
        SecretStore &secrets;
        // How long published() waits for secrets, and after how long settings that could not be read are read again; in
        // milliseconds.
        int patienceMs = 0;
        int retryMs = 0;
    };

    explicit ProviderLoading(const Parts &parts, QObject *parent = nullptr);
    ~ProviderLoading() override;

    void start();
    // After published().
    [[nodiscard]] bool isPublished() const { return m_isPublished; }
    // What is stored under that name is another one now: an answer that is still on its way is out of date.
    void supersede(const QString &secretKey) { m_unanswered.remove(secretKey); }

Q_SIGNALS:
    // The registry holds what is stored; a secret that has not been read yet is a fault until answered().
    void published();
    // The settings cannot be read now, so everybody has a fault. Said once; published() follows as soon as they can.
    void failed(const uw::Error &error);
    // A secret came, or an error in its place, after published(). Empty for one of a source.
    void answered(const QString &provider);

private:
    // What is known of a secret before the secret store is asked.
    enum class Stored { No, Perhaps, Surely };
    using Found = Result<std::optional<QByteArray>>;

    void readRows();
    void takeRows(const QMap<QString, QString> &rows);
    void readProvider(const QString &name, const QString &row);
    void readSource(const QString &name, const QString &row);
    void takeProviderSecret(const QString &name, const Found &found, Stored stored, bool isFixed);
    void takeSourceSecret(const QString &name, const Found &found, Stored stored);
    void publishWhenComplete();
    void publish();

    Parts m_parts;
    QHash<QString, ProviderState> m_providers;
    QHash<QString, SourceState> m_sources;
    // The names of secrets whose reading has not ended.
    QSet<QString> m_unanswered;
    bool m_isAsking = false;
    bool m_hasFailed = false;
    bool m_isPublished = false;
};

} // namespace uw
