// SPDX-License-Identifier: GPL-3.0-or-later
// Stars, notes and the search of the page.
#include "core/store/searchindexer.h"
#include "core/store/store.h"
#include "ui/log/bodypane.h"
#include "ui/log/logpageprivate.h"
#include "ui/widgets/dialogs.h"

#include <QApplication>
#include <QLocale>

#include <algorithm>

namespace uw::ui {

namespace {

// More rows that changed at once are read with the list.
constexpr qsizetype rereadRows = 100;
// So few events are there in a moment.
constexpr qint64 untoldEvents = 2000;

} // namespace

void LogPage::Private::connectMarks()
{
    connect(view, &EventLogView::starToggled, &q, [this] { toggleStar(); });
    connect(view, &EventLogView::noteRequested, &q, [this] { editNote(); });
    connect(view, &EventLogView::searchRequested, filters, &EventFilterBar::focusSearch);
    connect(detail, &EventDetail::starToggled, &q, [this] { toggleStar(); });
    connect(detail, &EventDetail::noteRequested, &q, [this] { editNote(); });
    connect(filters, &EventFilterBar::left, view, [this] { view->setFocus(Qt::OtherFocusReason); });
    connect(&context.store, &Store::eventsMarked, &q, [this](const QList<qint64> &sequences) { reread(sequences); });
    connect(&savedFilters, &SavedFilters::failed, &q, [this](const Error &error) {
        tell(LogPage::tr("The saved filters could not be kept. %1").arg(error.text), Severity::Error);
    });
    if (context.search) {
        connect(
            context.search, &SearchIndexer::progressed, &q, [this] { searchProgressed(); }, Qt::QueuedConnection);
    }
    addAction(QKeySequence::Find, [this] {
        if (detail->bodyPane()->isAncestorOf(QApplication::focusWidget()))
            detail->bodyPane()->openFind();
        else
            filters->focusSearch();
    });
}

// The selected ones; an event that the list does not hold can be shown as well.
QList<qint64> LogPage::Private::markedSequences() const
{
    const std::shared_ptr<const Event> event = detail->event();
    QList<qint64> sequences = view->selectedSequences();
    if (event && !sequences.contains(event->sequence))
        sequences = {event->sequence};
    return sequences;
}

void LogPage::Private::toggleStar()
{
    const std::shared_ptr<const Event> event = detail->event();
    if (event)
        mark(markedSequences(), {.starred = !event->starred});
}

void LogPage::Private::editNote()
{
    const std::shared_ptr<const Event> event = detail->event();
    if (!event)
        return;
    const TextQuestion question{.title = LogPage::tr("Note on this event"),
                                .text = LogPage::tr("It is shown with the event, and the search finds it."),
                                .verb = LogPage::tr("Keep note"),
                                .initial = event->note,
                                .placeholder = LogPage::tr("No note"),
                                .mayBeEmpty = true,
                                .check = [](const QString &note) {
                                    const Result<void> valid = eventmark::check({.note = note});
                                    return valid ? QString() : valid.error().text;
                                }};
    context.dialogs.askText(&q, question, [this, sequence = event->sequence](const std::optional<QString> &note) {
        if (note)
            mark({sequence}, {.note = note->trimmed()});
    });
}

void LogPage::Private::mark(const QList<qint64> &sequences, const EventMarkChange &change)
{
    context.store.submitMarks(sequences, change, &q, [this](const Result<qint64> &marked) {
        if (!marked)
            tell(LogPage::tr("This was not kept. %1").arg(marked.error().text), Severity::Error);
        else if (*marked == 0)
            tell(LogPage::tr("This event has been deleted."), Severity::Warning);
    });
}

// Somebody changed stars or notes: here, or by the control API.
void LogPage::Private::reread(const QList<qint64> &sequences)
{
    if (feed.filter().starredOnly || sequences.size() > rereadRows)
        feed.refresh();
    QList<qint64> reread = sequences.first(std::min(sequences.size(), rereadRows));
    const qint64 shown = detail->event() ? detail->event()->sequence : 0;
    if (sequences.contains(shown) && !reread.contains(shown))
        reread.append(shown);
    for (const qint64 sequence : std::as_const(reread)) {
        const EventPageRequest row{.before = sequence + 1, .after = sequence - 1, .limit = 1};
        reader.page(&q, {}, row, [this](const Result<QList<EventSummary>> &rows) {
            // Of an event that is gone the list learns otherwise.
            if (!rows || rows->isEmpty())
                return;
            const EventSummary &event = rows->constFirst();
            model.replace(event);
            if (detail->event() && detail->event()->sequence == event.sequence)
                detail->setMark(event.starred, event.note);
        });
    }
}

void LogPage::Private::searchProgressed()
{
    const SearchProgress progress = context.search->progress();
    if (filters->searchText().isEmpty())
        return;
    // The index was not there yet.
    if (m_failed && !feed.isLoading() && progress.problem.isEmpty())
        feed.refresh();
    feed.eventsIndexed(progress.indexed);
    tellSearchProgress();
}

void LogPage::Private::tellSearchProgress()
{
    if (!context.search || filters->searchText().isEmpty())
        return;
    const SearchProgress progress = context.search->progress();
    if (!progress.problem.isEmpty())
        filters->setSearchNote(LogPage::tr("New events cannot be searched. %1").arg(progress.problem));
    else if (progress.isWaiting)
        filters->setSearchNote(
            LogPage::tr("%1 of the newest events are not searched yet: so many arrive that storing them comes first.")
                .arg(QLocale().toString(progress.behind())));
    else if (progress.behind() > untoldEvents)
        filters->setSearchNote(LogPage::tr("%1 of the newest events are not searched yet; they follow.")
                                   .arg(QLocale().toString(progress.behind())));
    else
        filters->setSearchNote({});
}

} // namespace uw::ui
