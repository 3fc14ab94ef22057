// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the page that sends the selected event again.
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/log/logpageprivate.h"
#include "ui/log/replaysheet.h"

#include <QAction>
#include <QSettings>

namespace uw::ui {

namespace {

// Addresses that a sheet offers again.
constexpr qsizetype rememberedTargets = 10;

} // namespace

void LogPage::Private::connectReplay()
{
    if (!context.replayer)
        return;
    detail->offerReplay();
    connect(detail, &EventDetail::replayRequested, &q, [this] { replaySelected(); });
    // A letter belongs to whoever is typing; in the list and the details nobody is.
    for (QWidget *place : {static_cast<QWidget *>(view), static_cast<QWidget *>(detail)}) {
        auto *action = new QAction(place);
        action->setShortcut(Qt::Key_R);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, &q, [this] { replaySelected(); });
        place->addAction(action);
    }
}

void LogPage::Private::replaySelected()
{
    const std::shared_ptr<const Event> shown = detail->event();
    if (!shown || !context.replayer) {
        tell(LogPage::tr("Select the event that is to be sent again."));
        return;
    }
    // What the page shows may be masked; what goes out is what came in.
    context.store.readers().run<std::optional<Event>>(
        &q, [id = shown->id](Connection &connection) { return eventrepository::find(connection, id); },
        [this, shown](const Result<std::optional<Event>> &event) {
            if (!event)
                tell(LogPage::tr("The event cannot be read. %1").arg(event.error().text), Severity::Error);
            else if (!*event)
                tell(LogPage::tr("This event has been deleted."), Severity::Warning);
            else
                openReplay(std::make_shared<const Event>(**event), shown);
        });
}

void LogPage::Private::openReplay(const std::shared_ptr<const Event> &event, const std::shared_ptr<const Event> &shown)
{
    auto *sheet = new ReplaySheet(
        {.theme = context.theme, .dialogs = context.dialogs, .replayer = *context.replayer, .clock = context.clock},
        event, shown, m_replayTargets, &q);
    connect(sheet, &ReplaySheet::targetUsed, &q, [this](const QString &url) {
        m_replayTargets.removeAll(url);
        m_replayTargets.prepend(url);
        m_replayTargets = m_replayTargets.first(qMin(m_replayTargets.size(), rememberedTargets));
    });
    sheet->show();
}

void LogPage::Private::saveReplayTargets(QSettings &settings) const
{
    settings.setValue("replayTargets", m_replayTargets);
}

void LogPage::Private::restoreReplayTargets(QSettings &settings)
{
    m_replayTargets = settings.value("replayTargets").toStringList().mid(0, rememberedTargets);
}

} // namespace uw::ui
