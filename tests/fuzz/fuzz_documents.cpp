// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as an API description, JSON or YAML: it loads or says why not; what loads opens every operation, builds a
// request of it, compares with itself without a change and is found by its own words. The first byte says whether the
// files it refers to are there, and then they are the text itself: references in circles.
#include "core/openapi/documentdiff.h"
#include "core/openapi/documentreport.h"
#include "core/openapi/operationwords.h"
#include "core/openapi/requestbuilder.h"
#include "core/openapi/serverconcern.h"

#include <cstdlib>

using namespace uw;

namespace {

void open(const openapi::Document &document, const openapi::OperationSummary &operation)
{
    const Result<openapi::OperationDetails> details = document.details(operation);
    if (!details)
        std::abort();
    openapi::RequestInput input;
    for (const openapi::Parameter &parameter : details->parameters)
        input.parameters.insert(parameter.name, parameter.schema.example.value_or(json::Value("x")));
    if (details->body)
        input.body = details->body->sample;
    const QList<openapi::InputError> errors = openapi::validate(*details, input);
    const Result<HttpRequest> request = openapi::buildRequest(*details, input);
    if (!request && request.error().text.isEmpty())
        std::abort();
    if (request)
        openapi::serverConcern(document, QString::fromUtf8(request->url)).size();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArray text(reinterpret_cast<const char *>(data) + 1, qsizetype(size) - 1);
    openapi::FileAccess access{.base = QStringLiteral("https://h.example/api.json")};
    if (data[0] & 1) {
        access.fetched.insert(QStringLiteral("https://h.example/a.json"), text);
        access.fetched.insert(QStringLiteral("https://h.example/b.yaml"), text);
    }
    const auto loaded = openapi::Document::load(text, QStringLiteral("fuzz"), access);
    if (!loaded) {
        if (!loaded.error().text.startsWith(u"“fuzz” ") && loaded.error().code != ErrorCode::LimitExceeded)
            std::abort();
        return 0;
    }
    const openapi::Document &document = **loaded;
    for (const openapi::OperationSummary &operation : document.operations()) {
        if (operation.operationId.isEmpty()
            || !document.find(QString::fromLatin1(operation.method) + u' ' + operation.path))
            std::abort();
        open(document, operation);
    }
    for (const openapi::OperationSummary &webhook : document.webhooks())
        open(document, webhook);
    if (!openapi::compareDocuments(document, document).isEmpty())
        std::abort();
    const std::atomic<bool> stop = false;
    const auto words = openapi::OperationWords::make(document, stop);
    if (!words || words->scores(u"a").size() != std::size_t(document.operations().size()))
        std::abort();
    if (json::serialize(openapi::documentReport(document)).isEmpty() || openapi::documentText(document).isEmpty())
        std::abort();
    return 0;
}
