// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the selected event.
#include "core/http/curl.h"
#include "core/store/eventrepository.h"
#include "core/store/store.h"
#include "ui/log/comparesheet.h"
#include "ui/log/eventtext.h"
#include "ui/log/logpageprivate.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/filewriter.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>

namespace uw::ui {

namespace {

constexpr QByteArrayView masked = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
// A type may be as long as a header; a menu shows its beginning and end.
constexpr qsizetype menuCharacters = 40;
// Of a large selection: a few milliseconds of the store's writer.
constexpr qsizetype deletedAtOnce = 500;

} // namespace

void LogPage::Private::showMenu(QPoint position)
{
    auto *menu = new QMenu(&q);
    menu->setObjectName(QStringLiteral("eventMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillSendMenu(*menu);
    menu->addSeparator();
    fillMarkMenu(*menu);
    fillOnlyMenu(*menu);
    menu->addSeparator();
    fillMoreMenu(*menu);
    menu->addSeparator();
    view->fillColumnMenu(*menu->addMenu(LogPage::tr("Columns")));
    // The keys are said, not taken twice: the page and the table have them.
    for (QAction *action : menu->actions())
        action->setShortcutContext(Qt::WidgetShortcut);
    menu->popup(position);
}

void LogPage::Private::fillSendMenu(QMenu &menu)
{
    if (context.replayer) {
        QAction *replay = menu.addAction(LogPage::tr("Replay…"));
        replay->setShortcut(Qt::Key_R);
        connect(replay, &QAction::triggered, &q, [this] { replaySelected(); });
        menu.addSeparator();
    }
    QAction *cell = menu.addAction(LogPage::tr("Copy cell"));
    cell->setShortcut(QKeySequence::Copy);
    connect(cell, &QAction::triggered, view, &EventLogView::copyCell);
    QAction *curl = menu.addAction(LogPage::tr("Copy as cURL"));
    curl->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    connect(curl, &QAction::triggered, &q, [this] { copyCurl(); });
    connect(menu.addAction(LogPage::tr("Copy event id")), &QAction::triggered, &q, [this] { copyId(); });
    connect(menu.addAction(LogPage::tr("Save body…")), &QAction::triggered, &q, [this] { saveBody(); });
}

void LogPage::Private::fillMarkMenu(QMenu &menu)
{
    const bool starred = detail->event() && detail->event()->starred;
    QAction *star = menu.addAction(starred ? LogPage::tr("Take the star away") : LogPage::tr("Give a star"));
    star->setShortcut(Qt::Key_S);
    connect(star, &QAction::triggered, &q, [this] { toggleStar(); });
    QAction *note = menu.addAction(LogPage::tr("Note…"));
    note->setShortcut(Qt::Key_N);
    connect(note, &QAction::triggered, &q, [this] { editNote(); });
}

// For the row under the cursor.
void LogPage::Private::fillOnlyMenu(QMenu &menu)
{
    const EventSummary *event = model.summary(view->currentIndex().row());
    if (!event)
        return;
    menu.addSeparator();
    // An ampersand in a sender's word is not a mnemonic.
    const auto word = [](const QString &text) { return shortened(text, menuCharacters).replace(u'&', u"&&"_qs); };
    connect(menu.addAction(
                LogPage::tr("Show only events from %1").arg(word(sourceText(event->source, event->customSource)))),
            &QAction::triggered, filters, [bar = filters, source = event->source, custom = event->customSource] {
                bar->showOnlySource(source, custom);
            });
    if (!event->eventType.isEmpty()) {
        connect(menu.addAction(LogPage::tr("Show only events of type %1").arg(word(event->eventType))),
                &QAction::triggered, filters, [bar = filters, type = event->eventType] { bar->showOnlyType(type); });
    }
}

void LogPage::Private::fillMoreMenu(QMenu &menu)
{
    QAction *compareTwo = menu.addAction(LogPage::tr("Compare the two selected events"));
    compareTwo->setShortcut(Qt::Key_D);
    compareTwo->setEnabled(view->selectedCount() == 2);
    connect(compareTwo, &QAction::triggered, &q, [this] { compareSelected(); });
    fillExportMenu(*menu.addMenu(LogPage::tr("Export without secrets")), true);
    fillExportMenu(*menu.addMenu(LogPage::tr("Export with secrets")), false);
    QAction *remove = menu.addAction(LogPage::tr("Delete…"));
    remove->setShortcut(QKeySequence::Delete);
    connect(remove, &QAction::triggered, &q, [this] { deleteSelected(); });
}

void LogPage::Private::copyId()
{
    const std::shared_ptr<const Event> event = detail->event();
    if (!event)
        return;
    QGuiApplication::clipboard()->setText(event->id);
    tell(LogPage::tr("Event id copied"));
}

void LogPage::Private::compareSelected()
{
    QList<qint64> sequences = view->selectedSequences();
    if (sequences.size() != 2) {
        tell(LogPage::tr("Select two events to compare them: one with a click, the other with Ctrl and a click."));
        return;
    }
    std::sort(sequences.begin(), sequences.end());
    const auto read = [this](qint64 sequence, const std::function<void(const std::shared_ptr<const Event> &)> &done) {
        reader.event(&q, sequence, [this, done](Result<std::optional<Event>> found) {
            if (!found)
                tell(LogPage::tr("The event cannot be read. %1").arg(found.error().text), Severity::Error);
            else if (!*found)
                tell(LogPage::tr("This event has been deleted."), Severity::Warning);
            else
                done(std::make_shared<const Event>(std::move(**found)));
        });
    };
    read(sequences.constFirst(), [this, read, later = sequences.constLast()](const auto &before) {
        read(later, [this, before](const auto &after) { compare(before, after); });
    });
}

void LogPage::Private::compare(const std::shared_ptr<const Event> &before, const std::shared_ptr<const Event> &after)
{
    worker.run<Result<EventComparison>>(
        [before, after] { return compareBodies(*before, *after); },
        [this, before, after](const Result<EventComparison> &comparison) {
            if (!comparison) {
                tell(comparison.error().text, Severity::Warning);
                return;
            }
            const auto name = [this](const Event &event) {
                const QString what =
                    event.eventType.isEmpty() ? sourceText(event.source, event.customSource) : event.eventType;
                return LogPage::tr("%1, %2", "an event's type, its time")
                    .arg(shortened(what, menuCharacters), clockText(event.receivedAtMs, context.clock.nowMs()));
            };
            auto *sheet = new CompareSheet(context.theme, name(*before), name(*after), *comparison, &q);
            sheet->show();
        });
}

void LogPage::Private::deleteSelected()
{
    const auto sequences = std::make_shared<const QList<qint64>>(view->selectedSequences());
    const int count = static_cast<int>(sequences->size());
    if (count == 0 || m_deleting)
        return;
    const Question question{
        .title = count == 1 ? LogPage::tr("Delete this event?") : LogPage::tr("Delete %Ln events?", nullptr, count),
        .text = count == 1 ? LogPage::tr("It is taken out of the log for good, with its body and headers.")
                           : LogPage::tr("They are taken out of the log for good, with their bodies and headers."),
        .verb = count == 1 ? LogPage::tr("Delete event") : LogPage::tr("Delete %Ln events", nullptr, count),
        .destructive = true};
    context.dialogs.confirm(&q, question, [this, sequences](bool yes) {
        if (!yes)
            return;
        m_deleting = true;
        deleteRows(sequences, 0);
    });
}

// A part at a time, so that what arrives meanwhile is stored in between.
void LogPage::Private::deleteRows(const std::shared_ptr<const QList<qint64>> &sequences, qsizetype done)
{
    const QList<qint64> part = sequences->mid(done, deletedAtOnce);
    if (part.isEmpty()) {
        rowsDeleted(done);
        return;
    }
    context.store.submit([part](Connection &connection) { return eventrepository::remove(connection, part); }, &q,
                         [this, sequences, part, done](const Result<void> &result) {
                             if (!result) {
                                 tell(LogPage::tr("Not every event was deleted. %1").arg(result.error().text),
                                      Severity::Error);
                                 m_deleting = false;
                                 return;
                             }
                             model.remove(part);
                             deleteRows(sequences, done + part.size());
                         });
}

void LogPage::Private::rowsDeleted(qsizetype count)
{
    m_deleting = false;
    // What is in view now is another event, or none.
    if (model.rowCount() == 0)
        feed.refresh();
    updateCount();
    tell(count == 1 ? LogPage::tr("Deleted the event")
                    : LogPage::tr("Deleted %Ln events", nullptr, static_cast<int>(count)),
         Severity::Success);
}

HttpRequest LogPage::Private::requestOf(const Event &event) const
{
    // Sent to where it would be received here.
    return {.method = event.method,
            .url = sendingUrl(event, context.listenerAddress()),
            .headers = event.headers,
            .body = event.body};
}

void LogPage::Private::copyCurl()
{
    const std::shared_ptr<const Event> event = detail->event();
    if (!event)
        return;
    const bool hasMask = std::any_of(event->headers.begin(), event->headers.end(),
                                     [](const HeaderField &field) { return field.value == masked; });
    worker.run<QString>(
        [request = requestOf(*event)] { return toCurlCommand(request); },
        [this, hasMask](const QString &command) {
            QGuiApplication::clipboard()->setText(command);
            tell(hasMask ? LogPage::tr("Copied as cURL. Secrets were not stored: put them in where it says ••••.")
                         : LogPage::tr("Copied as cURL"));
        });
}

void LogPage::Private::saveBody()
{
    const std::shared_ptr<const Event> event = detail->event();
    if (!event)
        return;
    const FileQuestion question{.title = LogPage::tr("Save body"), .suggestedName = event->id + u".body"};
    context.dialogs.askSaveFile(&q, question, [this, event](const QString &path) {
        if (path.isEmpty())
            return;
        worker.run<QString>(
            [event, path] { return writeFile(path, event->body); },
            [this, path](const QString &error) {
                if (error.isEmpty())
                    tell(LogPage::tr("Body saved as %1").arg(path), Severity::Success);
                else
                    tell(LogPage::tr("The body was not saved as %1: %2. Choose another place.").arg(path, error),
                         Severity::Error);
            });
    });
}

} // namespace uw::ui
