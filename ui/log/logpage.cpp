// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/logpage.h"

#include "core/base/uuidv7.h"
#include "core/store/store.h"
#include "ui/log/logpageprivate.h"

#include <QSettings>

namespace uw::ui {

LogPage::LogPage(const LogPageContext &context, QWidget *parent)
    : Page(parent)
    , d(std::make_unique<Private>(*this, context))
{
    d->build();
    connect(&context.store, &Store::eventsStored, &d->feed, &EventLogFeed::eventsStored, Qt::QueuedConnection);
    d->feed.setFilter(d->filters->filter());
}

LogPage::~LogPage() = default;

QString LogPage::title() const
{
    return tr("Webhooks");
}

QList<ShortcutInfo> LogPage::shortcuts() const
{
    return {{Qt::Key_J, tr("Next event")},
            {Qt::Key_K, tr("Previous event")},
            {Qt::Key_Home, tr("Newest event")},
            {Qt::Key_End, tr("Oldest event")},
            {Qt::Key_Return, tr("Go into the event's details")},
            {Qt::Key_Escape, tr("Back to the list; in the list, select nothing")},
            {Qt::Key_Space, tr("Pause or go on with the live list")},
            {QKeySequence::Copy, tr("Copy the current cell")},
            {Qt::CTRL | Qt::SHIFT | Qt::Key_C, tr("Copy the event as cURL")},
            {Qt::SHIFT | Qt::Key_Down, tr("Select one event more")},
            {QKeySequence::SelectAll, tr("Select every event of the list")},
            {Qt::Key_S, tr("Give the selected events a star or take it away")},
            {Qt::Key_N, tr("Note on the event")},
            {Qt::Key_R, tr("Send the event again")},
            {Qt::Key_D, tr("Compare the two selected events")},
            {QKeySequence::Delete, tr("Delete the selected events")},
            {Qt::CTRL | Qt::Key_F, tr("Search the events; in the body, find in it")},
            {Qt::Key_F5, tr("Read the list anew")}};
}

QList<Command> LogPage::commands() const
{
    Private *p = d.get();
    QList<Command> commands{{.id = QStringLiteral("webhooks.pause"),
                             .title = p->feed.isPaused() ? tr("Go on with the live list") : tr("Pause the live list"),
                             .detail = title(),
                             .shortcutText = QKeySequence(Qt::Key_Space).toString(QKeySequence::NativeText),
                             .iconName = p->feed.isPaused() ? QStringLiteral("play") : QStringLiteral("pause"),
                             .run = [p] { p->feed.setPaused(!p->feed.isPaused()); }},
                            {.id = QStringLiteral("webhooks.newest"),
                             .title = tr("Go to the newest event"),
                             .detail = title(),
                             .shortcutText = QKeySequence(Qt::Key_Home).toString(QKeySequence::NativeText),
                             .run = [p] { p->view->goToNewest(); }},
                            {.id = QStringLiteral("webhooks.oldest"),
                             .title = tr("Go to the oldest event"),
                             .detail = title(),
                             .shortcutText = QKeySequence(Qt::Key_End).toString(QKeySequence::NativeText),
                             .run = [p] { p->view->goToOldest(); }},
                            {.id = QStringLiteral("webhooks.sample"),
                             .title = tr("Send a sample event"),
                             .detail = title(),
                             .iconName = QStringLiteral("send"),
                             .run = [p] { p->firstStart->sendSample(); }}};
    if (p->filters->isFiltering()) {
        commands.append({.id = QStringLiteral("webhooks.clearFilters"),
                         .title = tr("Clear the filters of the list"),
                         .detail = title(),
                         .iconName = QStringLiteral("filter"),
                         .run = [p] { p->filters->clear(); }});
    }
    if (p->detail->event() && p->context.replayer) {
        commands.append({.id = QStringLiteral("webhooks.replay"),
                         .title = tr("Send the event again"),
                         .detail = title(),
                         .shortcutText = QKeySequence(Qt::Key_R).toString(QKeySequence::NativeText),
                         .iconName = QStringLiteral("replay"),
                         .run = [p] { p->replaySelected(); }});
    }
    if (p->detail->event()) {
        commands.append(
            {.id = QStringLiteral("webhooks.curl"),
             .title = tr("Copy the event as cURL"),
             .detail = title(),
             .shortcutText = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C).toString(QKeySequence::NativeText),
             .iconName = QStringLiteral("copy"),
             .run = [p] { p->copyCurl(); }});
        commands.append({.id = QStringLiteral("webhooks.delete"),
                         .title = tr("Delete the selected events…"),
                         .detail = title(),
                         .shortcutText = QKeySequence(QKeySequence::Delete).toString(QKeySequence::NativeText),
                         .iconName = QStringLiteral("trash"),
                         .run = [p] { p->deleteSelected(); }});
    }
    return commands;
}

QList<Command> LogPage::find(const QString &text, int limit) const
{
    const QString id = text.trimmed().toLower();
    if (limit < 1 || !isUuid(id))
        return {};
    // Whether there is such an event is known once it is opened: this answers from memory.
    auto *page = const_cast<LogPage *>(this);
    return {{.id = u"webhooks.event." + id,
             .title = tr("Open event %1").arg(id),
             .detail = title(),
             .iconName = QStringLiteral("webhooks"),
             .run = [page, id] {
                 Q_EMIT page->showRequested();
                 page->openEvent(id);
             }}};
}

void LogPage::saveState(QSettings &settings) const
{
    d->filters->saveState(settings);
    d->saveState(settings);
}

void LogPage::restoreState(QSettings &settings)
{
    const EventFilter before = d->filters->filter();
    d->filters->restoreState(settings);
    d->restoreState(settings);
    d->detail->setSearch(d->filters->searchText());
    if (const EventFilter now = d->filters->filter(); now != before)
        d->feed.setFilter(now);
}

void LogPage::activated()
{
    setNews(false);
    refreshAddress();
    d->view->setFocus(Qt::OtherFocusReason);
}

void LogPage::openEvent(const QString &id)
{
    d->openEvent(id);
}

void LogPage::refreshLog()
{
    d->feed.refresh();
    d->reloadDetail();
}

void LogPage::refreshAddress()
{
    d->firstStart->refresh();
}

void LogPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    d->arrange();
}

} // namespace uw::ui
