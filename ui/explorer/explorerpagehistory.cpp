// SPDX-License-Identifier: GPL-3.0-or-later
// The page's side of history and saved requests: what is kept of a call, and how a form is filled in again.
#include "core/history/callhistory.h"
#include "ui/explorer/explorerpageprivate.h"
#include "ui/explorer/freerequest.h"
#include "ui/explorer/historydetail.h"
#include "ui/explorer/historyshelf.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/responsepanel.h"
#include "ui/explorer/savedview.h"
#include "ui/widgets/emptystate.h"

#include <QShortcut>
#include <QStackedWidget>

namespace uw::ui {

QWidget *ExplorerPage::Private::makeShelf(QWidget *parent)
{
    if (!context.history)
        return list;
    shelf = new HistoryShelf(context.theme, context.dialogs, *context.history, list, parent);
    return shelf;
}

void ExplorerPage::Private::connectShelf()
{
    if (!shelf)
        return;
    pages->addWidget(shelf->detail());
    QObject::connect(shelf, &HistoryShelf::messageRequested, q, &ExplorerPage::messageRequested);
    QObject::connect(shelf, &HistoryShelf::detailShown, q, [this] { pages->setCurrentWidget(shelf->detail()); });
    QObject::connect(shelf, &HistoryShelf::detailClosed, q, [this] { showOperation(); });
    QObject::connect(shelf, &HistoryShelf::fillRequested, q, [this](const FilledRequest &request) { fill(request); });
    QObject::connect(shelf, &HistoryShelf::saveCurrentRequested, q, [this] { saveCurrent(); });
    QObject::connect(&runner, &CallRunner::ended, q, [this](const CallEnd &end) { keepCall(end); });
    const auto add = [this](const QKeySequence &keys, const std::function<void()> &run) {
        auto *shortcut = new QShortcut(keys, q);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(shortcut, &QShortcut::activated, q, run);
    };
    add(historyKeys(), [this] { showHistory(); });
    add(QKeySequence::Save, [this] { saveCurrent(); });
}

void ExplorerPage::Private::showHistory()
{
    shelf->setCurrentIndex(HistoryShelf::HistoryTab);
    shelf->history()->focusSearch();
}

QList<Command> ExplorerPage::Private::historyCommands() const
{
    if (!shelf)
        return {};
    const auto shown = [this](const std::function<void()> &run) {
        return [page = q, run] {
            Q_EMIT page->showRequested();
            run();
        };
    };
    auto *self = const_cast<Private *>(this);
    return {{.id = QStringLiteral("explorer.history"),
             .title = tr("Search the history of calls"),
             .shortcutText = historyKeys().toString(QKeySequence::NativeText),
             .iconName = QStringLiteral("clock"),
             .run = shown([self] { self->showHistory(); })},
            {.id = QStringLiteral("explorer.save"),
             .title = tr("Save this request…"),
             .shortcutText = QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText),
             .iconName = QStringLiteral("save"),
             .run = shown([self] { self->saveCurrent(); })},
            {.id = QStringLiteral("explorer.saved"),
             .title = tr("Show saved requests"),
             .iconName = QStringLiteral("folder"),
             .run = shown([self] { self->shelf->setCurrentIndex(HistoryShelf::SavedTab); })},
            {.id = QStringLiteral("explorer.import"),
             .title = tr("Import cURL, HAR or saved requests…"),
             .iconName = QStringLiteral("plus"),
             .run = shown([self] { self->shelf->openImport(); })}};
}

void ExplorerPage::Private::showOperation()
{
    pages->setCurrentWidget(currentKey().isEmpty() ? static_cast<QWidget *>(nothing) : panel);
}

QString ExplorerPage::Private::currentKey() const
{
    return opened >= 0 ? callKey(opened) : freeKey;
}

// What is filled in now, as a call that is about to be made.
FinishedCall ExplorerPage::Private::currentCall() const
{
    FinishedCall call;
    call.origin = QStringLiteral("window");
    if (opened >= 0) {
        call.document = historyDocumentName(document.path);
        call.operation = summary(opened).operationId;
    }
    const OperationDraft draft = panel->draft();
    call.arguments = {
        .parameters = draft.parameters, .body = draft.body.toUtf8(), .headers = draft.headers, .server = draft.server};
    return call;
}

void ExplorerPage::Private::keepCall(const CallEnd &end)
{
    FinishedCall call = sent.value(end.operation);
    call.startedAtMs = end.startedAtMs;
    call.request = end.request;
    call.response = end.response;
    call.secrets = end.secrets;
    context.history->record(std::move(call));
}

void ExplorerPage::Private::saveCurrent()
{
    const auto tell = [this](const QString &text) {
        Q_EMIT q->messageRequested({.text = text, .severity = Severity::Warning});
    };
    if (currentKey().isEmpty()) {
        tell(tr("No request is open. Choose an operation and fill it in, then save it."));
        return;
    }
    FinishedCall call = currentCall();
    const openapi::OperationDetails &operation = panel->operation();
    call.request.method = operation.summary.method;
    if (opened < 0)
        call.request.url = (panel->server() + operation.summary.path).toUtf8();
    SavedRequest saved = savedRequestOf(call);
    saved.name = operation.summary.summary.isEmpty() ? operation.summary.operationId : operation.summary.summary;
    saved.name.truncate(200);
    shelf->saved()->save(saved);
}

void ExplorerPage::Private::fill(const FilledRequest &request)
{
    if (request.operation.isEmpty()) {
        openFree(request);
        return;
    }
    // Another document is read first.
    if (!document.document || historyDocumentName(document.path) != request.document) {
        waiting = std::make_unique<FilledRequest>(request);
        const bool isClockify = request.document == historyDocumentName(QString());
        loader.load(isClockify ? QString(DocumentLoader::ClockifyPath) : request.document);
        return;
    }
    const int position = positionOf(request.operation);
    if (position < 0) {
        notice->show(
            Severity::Warning,
            tr("The document has no operation “%1” any more. It was opened as it was sent.").arg(request.operation));
        openFree(request);
        return;
    }
    OperationDraft draft{.parameters = request.arguments.parameters,
                         .body = QString::fromUtf8(request.arguments.body),
                         .headers = request.arguments.headers,
                         .server = request.arguments.server};
    // Opened anew, so that the form takes what is filled in here.
    if (opened == position)
        opened = -1;
    drafts.insert(callKey(position), draft);
    openOperation(position, true);
}

void ExplorerPage::Private::fillWaiting()
{
    const std::unique_ptr<FilledRequest> request = std::move(waiting);
    // Another document came in between.
    if (request && historyDocumentName(document.path) == request->document)
        fill(*request);
}

void ExplorerPage::Private::openFree(const FilledRequest &request)
{
    if (request.url.isEmpty())
        return;
    keepDraft();
    opened = -1;
    freeKey = QStringLiteral("free\n") + QString::fromLatin1(request.method) + u' ' + QString::fromUtf8(request.url);
    OperationDraft draft{.body = QString::fromUtf8(request.arguments.body), .headers = request.arguments.headers};
    const QString type = QString::fromUtf8(headerValue(draft.headers, "Content-Type"));
    // The body's own type stands in the form already.
    draft.headers.removeIf(
        [](const HeaderField &field) { return field.name.compare("content-type", Qt::CaseInsensitive) == 0; });
    list->setOpened(-1);
    panel->setOperation(freeOperation(request.method, request.url, type, request.name), draft, targetContext());
    // No description says what its answer should be.
    panel->response()->setOperation({}, {});
    panel->setCallState(runner.state(freeKey));
    showOperation();
    panel->focusForm();
}

} // namespace uw::ui
