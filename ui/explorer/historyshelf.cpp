// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/historyshelf.h"

#include "core/history/callhistory.h"
#include "core/store/callrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/explorer/historydetail.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/savedview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"

#include <QListView>
#include <QTreeView>

namespace uw::ui {

HistoryShelf::HistoryShelf(const Theme &theme, DialogService &dialogs, CallHistory &history, QWidget *operations,
                           QWidget *parent)
    : QTabWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_history(history)
    , m_view(new HistoryView(theme, history, m_clock, this))
    , m_saved(new SavedView(theme, dialogs, history, this))
    , m_detail(new HistoryDetail(theme, this))
{
    m_detail->hide();
    setDocumentMode(true);
    setObjectName(QStringLiteral("explorerShelf"));
    setAccessibleName(tr("Operations, history and saved requests"));
    addTab(operations, tr("Operations"));
    addTab(m_view, tr("History"));
    addTab(m_saved, tr("Saved"));
    connectHistory();
    connectSaved();
    connect(this, &QTabWidget::currentChanged, this, [this](int tab) {
        if (tab == HistoryTab)
            m_view->load();
        else if (tab == SavedTab)
            m_saved->load();
        if (tab == OperationsTab)
            Q_EMIT detailClosed();
    });
}

void HistoryShelf::connectHistory()
{
    connect(m_view, &HistoryView::shown, this, &HistoryShelf::showCall);
    connect(m_view, &HistoryView::fillRequested, this, qOverload<qint64>(&HistoryShelf::fill));
    connect(m_view, &HistoryView::saveRequested, this, &HistoryShelf::save);
    connect(m_view, &HistoryView::compareRequested, this, &HistoryShelf::compare);
    connect(m_view, &HistoryView::deleteRequested, this, &HistoryShelf::remove);
    connect(m_view, &HistoryView::menuRequested, this, &HistoryShelf::showMenu);
    connect(m_view, &HistoryView::importRequested, this, &HistoryShelf::openImport);
    connect(m_view, &HistoryView::clearRequested, this, &HistoryShelf::askForClearing);
    connect(m_view, &HistoryView::settingsRequested, this, &HistoryShelf::askForSettings);
    connect(m_detail, &HistoryDetail::fillRequested, this, [this] { fill(m_detail->call()->sequence); });
    connect(m_detail, &HistoryDetail::saveRequested, this, [this] { save(m_detail->call()->sequence); });
    connect(m_detail, &HistoryDetail::copyMenuRequested, this, &HistoryShelf::showCopyMenu);
    connect(m_detail, &HistoryDetail::closed, this, &HistoryShelf::detailClosed);
    connect(m_detail, &HistoryDetail::saveBodyRequested, this, [this](const QByteArray &body) {
        writeFile({.title = tr("Save the body"), .suggestedName = QStringLiteral("body")}, [body] { return body; });
    });
    connect(&m_history, &CallHistory::failed, this, [this](const Error &error) {
        tell(tr("A call could not be kept in the history. %1").arg(error.text), Severity::Warning);
    });
}

void HistoryShelf::connectSaved()
{
    connect(m_saved, &SavedView::openRequested, this, qOverload<const SavedRequest &>(&HistoryShelf::fill));
    connect(m_saved, &SavedView::saveCurrentRequested, this, &HistoryShelf::saveCurrentRequested);
    connect(m_saved, &SavedView::importRequested, this, &HistoryShelf::openImport);
    connect(m_saved, &SavedView::exportRequested, this, &HistoryShelf::exportSaved);
    connect(m_saved, &SavedView::messageRequested, this, &HistoryShelf::messageRequested);
}

void HistoryShelf::tell(const QString &text, Severity severity)
{
    Q_EMIT messageRequested({.text = text, .severity = severity});
}

void HistoryShelf::read(const QList<qint64> &sequences, std::function<void(const QList<CallRecord> &)> use)
{
    m_history.store().readers().run<QList<CallRecord>>(
        this,
        [sequences](Connection &connection) -> Result<QList<CallRecord>> {
            QList<CallRecord> calls;
            for (const qint64 sequence : sequences) {
                Result<std::optional<CallRecord>> call = callrepository::find(connection, sequence);
                if (!call)
                    return call.error();
                if (*call)
                    calls << std::move(**call);
            }
            return calls;
        },
        [this, use = std::move(use)](const Result<QList<CallRecord>> &calls) {
            if (!calls)
                tell(tr("The history cannot be read. %1").arg(calls.error().text), Severity::Error);
            else if (calls->isEmpty())
                tell(tr("This call is no longer in the history."), Severity::Warning);
            else
                use(*calls);
        });
}

void HistoryShelf::showCall(qint64 sequence)
{
    m_shown = sequence;
    read({sequence}, [this, sequence](const QList<CallRecord> &calls) {
        if (sequence != m_shown || currentIndex() != HistoryTab)
            return;
        m_detail->setCall(std::make_shared<const CallRecord>(calls.constFirst()));
        Q_EMIT detailShown();
    });
}

void HistoryShelf::fill(qint64 sequence)
{
    read({sequence}, [this](const QList<CallRecord> &calls) {
        const CallRecord &call = calls.constFirst();
        const Result<CallArguments> arguments = parseCallArguments(call.arguments);
        FilledRequest request{.document = call.document,
                              .operation = call.operation,
                              .method = call.method,
                              .url = call.url,
                              .arguments = arguments.valueOr({})};
        // Calls that were made without a form are filled in by what was sent.
        if (call.arguments.isEmpty() || !arguments)
            request.arguments = {.body = call.requestBody, .headers = call.requestHeaders};
        request.arguments.headers = withoutMasks(request.arguments.headers);
        Q_EMIT fillRequested(request);
    });
}

void HistoryShelf::fill(const SavedRequest &request)
{
    const Result<CallArguments> arguments = parseCallArguments(request.arguments);
    if (!arguments) {
        tell(arguments.error().text, Severity::Error);
        return;
    }
    FilledRequest filled{.document = request.document,
                         .operation = request.operation,
                         .method = request.method,
                         .url = request.url,
                         .arguments = *arguments,
                         .name = request.name};
    filled.arguments.headers = withoutMasks(filled.arguments.headers);
    Q_EMIT fillRequested(filled);
}

void HistoryShelf::save(qint64 sequence)
{
    read({sequence}, [this](const QList<CallRecord> &calls) {
        const CallRecord &call = calls.constFirst();
        SavedRequest saved{.name = callTitle(call).left(200),
                           .document = call.document,
                           .operation = call.operation,
                           .method = call.method,
                           .url = call.url,
                           .arguments = call.arguments};
        if (saved.arguments.isEmpty())
            saved.arguments = json::serialize(
                toJson(CallArguments{.body = call.requestBody, .headers = withoutMasks(call.requestHeaders)}));
        m_saved->save(saved);
    });
}

void HistoryShelf::remove(const QList<qint64> &sequences)
{
    read(sequences, [this, sequences](const QList<CallRecord> &calls) {
        m_history.remove(sequences, this, [this, calls](const Result<void> &done) {
            if (!done) {
                tell(tr("This was not deleted. %1").arg(done.error().text), Severity::Error);
                return;
            }
            if (m_detail->call() && calls.constFirst().sequence == m_detail->call()->sequence)
                Q_EMIT detailClosed();
            Q_EMIT messageRequested(
                {.text =
                     calls.size() == 1 ? tr("Deleted one call") : tr("Deleted %Ln calls", nullptr, int(calls.size())),
                 .severity = Severity::Success,
                 .actionText = tr("Undo"),
                 .action = [this, calls] {
                     m_history.restore(calls, this, [this](const Result<void> &back) {
                         if (!back)
                             tell(tr("The calls could not be brought back. %1").arg(back.error().text),
                                  Severity::Error);
                     });
                 }});
        });
    });
}

void HistoryShelf::askForClearing()
{
    const Question question{.title = tr("Delete the whole history?"),
                            .text = tr("All calls that were kept go, with their answers. Saved requests stay. This "
                                       "cannot be undone."),
                            .verb = tr("Delete all calls"),
                            .destructive = true};
    m_dialogs.confirm(this, question, [this](bool yes) {
        if (!yes)
            return;
        m_history.removeAll(this, [this](const Result<void> &done) {
            if (!done)
                tell(tr("This was not deleted. %1").arg(done.error().text), Severity::Error);
            else
                Q_EMIT detailClosed();
        });
    });
}

} // namespace uw::ui
