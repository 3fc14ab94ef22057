// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/uuidv7.h"
#include "core/providers/providerregistry.h"

#include <QObject>

#include <functional>

namespace uw {

class HttpClient;

// What the listener said to a sample.
struct SampleOutcome {
    int status = 0;
    // Of the event that was stored; empty when there is none.
    QString eventId;
    // What an answer other than success says.
    QString detail;
};

// Sends signed samples through the real listener, as the provider would: what arrives is an event like any other.
// Lives on the thread of `http`; owned by the composition.
class SampleSender final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        const ProviderRegistry &registry;
        HttpClient &http;
        const Clock &clock;
        // "http://127.0.0.1:8001"; empty: the listener is not open.
        std::function<QString()> listenUrl;
        // Under which requests are judged; empty: the address they were sent to.
        QString publicUrl;
    };
    // Runs on the sender's thread, unless its context is gone.
    using Done = std::function<void(Result<SampleOutcome>)>;

    explicit SampleSender(Parts parts, QObject *parent = nullptr);

    // Errors: NotFound, Unavailable (the listener is not open), those of signRequest() and HttpClient::send(). A
    // provider without a secret gets an unsigned sample.
    void sendProvider(const QString &name, QObject *context, Done done);
    // Of a custom source.
    void sendSource(const QString &name, QObject *context, Done done);

private:
    void send(const ProviderDefinition &definition, const ProviderSecrets &secrets, const QString &path,
              QObject *context, Done done);

    Parts m_parts;
    UuidV7Generator m_ids;
};

} // namespace uw
