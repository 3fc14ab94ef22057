// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/delivery.h"
#include "core/history/finishedcall.h"
#include "core/http/httpclient.h"
#include "core/openapi/requestbuilder.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace uw {

class CallHistory;
class SecretStore;

namespace openapi {
class Document;
}

namespace control {

// A call that the control API was asked for.
struct ExecuteOrder {
    QString document = QStringLiteral("clockify");
    // An operationId or "METHOD /path".
    QString operation;
    QMap<QString, json::Value> parameters;
    std::optional<json::Value> body;
    // Empty: the document's own.
    QString server;
    // The name of a stored credential; empty: none.
    QString credential;
    QString workspaceId;
};

// Why an order could not be carried out; with an answer of 422, what is wrong with which value.
struct ExecuteProblem {
    Error error;
    QList<openapi::InputError> faults;
};

// Finds documents and makes calls for the control API, with the secrets of the person who runs the program, and keeps
// them in the history. Lives on the main thread; owned by Runtime; everything handed in outlives it.
class ExplorerService final : public QObject {
    Q_OBJECT

public:
    using DocumentDone = std::function<void(Result<std::shared_ptr<const openapi::Document>>)>;
    struct Parts {
        HttpClient &http;
        SecretStore &secrets;
        const Clock &clock;
        // Null: calls are not kept.
        CallHistory *history = nullptr;
        std::function<QString()> clockifyBaseUrl;
        // Other documents than Clockify's, by name; NotFound where there is none. Without it there are none.
        std::function<void(const QString &name, QObject *context, DocumentDone done)> findDocument = {};
    };
    // Calls at a time; beyond them an order is refused.
    static constexpr int MostCalls = 16;
    // Of an answer.
    static constexpr qint64 MostBytes = 10 * limits::mebibyte;

    explicit ExplorerService(Parts parts, QObject *parent = nullptr);
    ~ExplorerService() override;

    // On this object's thread, like all.
    void document(const QString &name, DocumentDone done);
    using Executed = std::function<void(const Result<HttpResponse> &, const ExecuteProblem &)>;
    // `done` gets an answer, or the problem (whose error is then that of the result).
    void execute(const ExecuteOrder &order, Executed done);

private:
    struct Call {
        ExecuteOrder order;
        FinishedCall record;
        HttpRequest request;
        Executed done;
    };

    void build(const std::shared_ptr<Call> &call, const openapi::Document &document);
    void addSecret(const std::shared_ptr<Call> &call, const openapi::OperationDetails &operation);
    void useCredential(const std::shared_ptr<Call> &call, const Result<std::optional<QByteArray>> &stored);
    void send(const std::shared_ptr<Call> &call);
    void fail(const std::shared_ptr<Call> &call, const Error &error, const QList<openapi::InputError> &faults = {});

    const Parts m_parts;
    std::shared_ptr<const openapi::Document> m_clockify;
    QList<DocumentDone> m_waiting;
    int m_calls = 0;
    DeliveryHub m_hub;
    QThreadPool m_pool;
};

} // namespace control

} // namespace uw
