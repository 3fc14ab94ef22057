// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching all pages of a list beside the page.
#include "ui/explorer/explorerpageprivate.h"
#include "ui/explorer/responsepanel.h"
#include "ui/response/pagingwindow.h"

#include <QDir>
#include <QRandomGenerator>

namespace uw::ui {

namespace {

// The names that the operation takes in its query.
QStringList queryNames(const openapi::OperationDetails &operation)
{
    QStringList names;
    for (const openapi::Parameter &parameter : operation.parameters) {
        if (parameter.location == openapi::ParameterLocation::Query)
            names << parameter.name;
    }
    return names;
}

} // namespace

void ExplorerPage::Private::fetchAllPages()
{
    if (opened < 0 || asking)
        return;
    const std::optional<PreparedCall> call = panel->prepare(false);
    if (!call || isWriting(call->request.method) || concernsPerson(call->request, false))
        return;
    const openapi::OperationSummary operation = summary(opened);
    const QStringList parameters = queryNames(panel->operation());
    runner.complete(*call, q, [this, operation, parameters](const Result<HttpRequest> &request) {
        if (!request) {
            notice->show(Severity::Error, request.error().text);
            return;
        }
        auto *window = new PagingWindow(context.theme, context.dialogs,
                                        {.http = &context.http,
                                         .clock = &clock,
                                         .timers = &timers,
                                         .random = [] { return QRandomGenerator::global()->generateDouble(); }},
                                        q);
        QObject::connect(window, &PagingWindow::messageRequested, q, &ExplorerPage::messageRequested);
        QObject::connect(window, &PagingWindow::valueChosen, q, [this, operation](const PickedValue &picked) {
            Q_EMIT panel->response()->valueChosen({picked.value, picked.pointer, operation.operationId});
        });
        window->show();
        window->start(operation.operationId.section(u' ', 0, 0), *request, parameters,
                      context.spoolFolder.isEmpty() ? QDir::tempPath() : context.spoolFolder);
    });
}

} // namespace uw::ui
