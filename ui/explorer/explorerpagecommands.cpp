// SPDX-License-Identifier: GPL-3.0-or-later
// What the page offers to the keyboard: shortcuts, commands and what the search finds.
#include "ui/explorer/explorerpageprivate.h"

namespace uw::ui {

QList<ShortcutInfo> ExplorerPage::shortcuts() const
{
    QList<ShortcutInfo> list{
        {QKeySequence(Qt::Key_Slash), tr("Search operations")},
        {QKeySequence(QKeySequence::Find), tr("Search operations, or in the text that has the focus")},
        {QKeySequence(Qt::CTRL | Qt::Key_Return), tr("Send the request")},
        {QKeySequence(Qt::Key_Escape), tr("Cancel the call that runs")},
        {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), tr("Format the JSON body")},
        {QKeySequence(QKeySequence::Open), tr("Open a document")},
    };
    if (d->shelf)
        list << ShortcutInfo{historyKeys(), tr("Search the history of calls")}
             << ShortcutInfo{QKeySequence(QKeySequence::Save), tr("Save this request under a name")};
    return list;
}

QList<Command> ExplorerPage::commands() const
{
    const auto shown = [this](const std::function<void()> &run) {
        return [this, run] {
            Q_EMIT const_cast<ExplorerPage *>(this)->showRequested();
            run();
        };
    };
    const auto keys = [](const QKeySequence &sequence) { return sequence.toString(QKeySequence::NativeText); };
    Private *p = d.get();
    QList<Command> commands{
        {.id = u"explorer.search"_qs,
         .title = tr("Search operations"),
         .shortcutText = u"/"_qs,
         .iconName = u"search"_qs,
         .run = shown([p] { p->list->focusSearch(); })},
        {.id = u"explorer.open"_qs,
         .title = tr("Open an OpenAPI document…"),
         .shortcutText = keys(QKeySequence(QKeySequence::Open)),
         .iconName = u"folder"_qs,
         .run = shown([p] { p->askForDocument(); })},
        {.id = u"explorer.clockify"_qs,
         .title = tr("Show the Clockify API"),
         .iconName = u"explorer"_qs,
         .run = shown([p] { p->loader.load(DocumentLoader::ClockifyPath); })},
        {.id = u"explorer.expand"_qs,
         .title = tr("Expand all tags"),
         .iconName = u"chevron-down"_qs,
         .run = shown([p] { p->list->expandAll(true); })},
        {.id = u"explorer.collapse"_qs,
         .title = tr("Collapse all tags"),
         .iconName = u"chevron-right"_qs,
         .run = shown([p] { p->list->expandAll(false); })},
        {.id = u"explorer.answerLimit"_qs,
         .title = tr("Set the largest answer…"),
         .detail = tr("%1 MB").arg(p->answerLimitMiB),
         .iconName = u"settings"_qs,
         .run = shown([p] { p->askForAnswerLimit(); })},
    };
    commands << p->historyCommands();
    if (p->context.setBaseUrl) {
        commands << Command{.id = u"explorer.baseUrl"_qs,
                            .title = tr("Set the Clockify base URL"),
                            .detail = p->context.baseUrl(),
                            .iconName = u"link"_qs,
                            .run = shown([p] { p->askForBaseUrl(); })};
    }
    if (p->opened >= 0) {
        commands << Command{.id = u"explorer.send"_qs,
                            .title = tr("Send the request"),
                            .detail = methodAndPath(p->summary(p->opened)),
                            .shortcutText = keys(QKeySequence(Qt::CTRL | Qt::Key_Return)),
                            .iconName = u"send"_qs,
                            .run = shown([p] { p->send(); })}
                 << Command{.id = u"explorer.key"_qs,
                            .title = tr("Store or delete the API key"),
                            .iconName = u"key"_qs,
                            .run = shown([p] { p->panel->showKey(); })};
    }
    return commands;
}

QList<Command> ExplorerPage::find(const QString &text, int limit) const
{
    QList<Command> found;
    if (!d->document.document)
        return found;
    const QList<int> hits = d->document.catalog->search(text);
    for (const int position : hits.first(qMin(hits.size(), qsizetype(qMax(limit, 0))))) {
        const openapi::OperationSummary &operation = d->summary(position);
        const QString name = methodAndPath(operation);
        found << Command{
            .id = u"explorer.operation."_qs + name,
            .title = operation.summary.isEmpty() ? operation.operationId : operation.summary,
            .detail = name,
            .iconName = u"explorer"_qs,
            .run =
                [page = const_cast<ExplorerPage *>(this), name] {
                    Q_EMIT page->showRequested();
                    page->openOperation(name);
                },
        };
    }
    return found;
}

} // namespace uw::ui
