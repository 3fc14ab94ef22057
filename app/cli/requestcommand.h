// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"
#include "app/cli/documentargument.h"
#include "core/base/result.h"
#include "core/history/finishedcall.h"
#include "core/http/credential.h"
#include "core/http/httpmessage.h"
#include "core/openapi/requestbuilder.h"

#include <QProcessEnvironment>

#include <memory>
#include <optional>

namespace uw {
class HttpClient;
class SecretStore;
} // namespace uw

namespace uw::cli {

// `uwh request FILE OPERATION …`: builds one operation's request, and sends it unless --dry-run.
class RequestCommand final : public Command {
    Q_OBJECT

public:
    explicit RequestCommand(Streams streams);
    ~RequestCommand() override;

    void start(const QStringList &arguments) override;

private:
    struct Options {
        QString file;
        QString operation;
        QStringList parameters;
        std::optional<QString> body;
        QString server;
        QString credential;
        bool dryRun = false;
        bool curl = false;
        bool json = false;
        // Empty: the call is not kept.
        QString databasePath;
        DocumentArgument::Access access;
    };
    // A secret that will travel with the request, and the variable it came from ("" when a curl line cannot name it).
    struct Secret {
        QString name;
        Credential credential;
        QString variable;
    };

    // Each returns whether to go on; if not, finished() was sent.
    bool readOptions(const QStringList &arguments);
    bool prepare(const openapi::Document &document);
    bool check(const openapi::OperationDetails &operation, const openapi::RequestInput &input);
    void chooseServer(const openapi::OperationDetails &operation, openapi::RequestInput &input);
    void findSecret(const openapi::OperationDetails &operation);
    void useCredential(const Result<std::optional<QByteArray>> &stored);
    void go();
    void show();
    void send();
    void answered(const Result<HttpResponse> &result);
    void keep(const Result<HttpResponse> &result);
    [[nodiscard]] HttpRequest shownRequest() const;
    [[nodiscard]] QString curlLine() const;

    const QProcessEnvironment m_environment;
    Options m_options;
    DocumentArgument m_documents;
    HttpRequest m_request;
    // What is kept of the call.
    FinishedCall m_record;
    std::optional<Secret> m_secret;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<HttpClient> m_client;
};

} // namespace uw::cli
