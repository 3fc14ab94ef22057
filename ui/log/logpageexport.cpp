// SPDX-License-Identifier: GPL-3.0-or-later
// Selected events as a file.
#include "core/events/eventexport.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/log/logpageprivate.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/filewriter.h"

#include <QMenu>

#include <algorithm>
#include <functional>
#include <numeric>

namespace uw::ui {

namespace {

// What is held in memory to make a file of it: as events, as copies without secrets, as a tree and as its text.
constexpr qsizetype exportedEvents = 1'000;
constexpr qsizetype exportedBytes = 64 * 1024 * 1024;

qsizetype sizeOf(const Event &event)
{
    return std::accumulate(
        event.headers.begin(), event.headers.end(), event.body.size() + event.target.size(),
        [](qsizetype sum, const HeaderField &field) { return sum + field.name.size() + field.value.size(); });
}

// Those of them that are still there, in that order.
Result<QList<Event>> readEvents(Connection &connection, const QList<qint64> &sequences, const PersonalDataRule &masks)
{
    QList<Event> events;
    qsizetype bytes = 0;
    for (const qint64 sequence : sequences) {
        Result<std::optional<Event>> found = eventrepository::find(connection, sequence);
        if (!found)
            return found.error();
        if (!*found)
            continue;
        bytes += sizeOf(**found);
        if (bytes > exportedBytes)
            return Error{ErrorCode::LimitExceeded,
                         LogPage::tr("The selected events hold more than 64 MB. Select fewer.")};
        events.append(asShown(**found, masks));
    }
    return events;
}

// Empty when it is written, else why not.
QString writeEvents(const QString &path, const QList<Event> &events, const ExportOptions &options)
{
    const Result<QByteArray> content = exportEvents(events, options);
    if (!content)
        return content.error().text;
    const QString problem = writeFile(path, *content);
    return problem.isEmpty() ? QString()
                             : LogPage::tr("%1 was not written: %2. Choose another place.").arg(path, problem);
}

} // namespace

void LogPage::Private::fillExportMenu(QMenu &menu, bool redacted)
{
    const std::pair<QString, ExportFormat> formats[] = {{LogPage::tr("JSON…"), ExportFormat::Json},
                                                        {LogPage::tr("HAR…"), ExportFormat::Har},
                                                        {LogPage::tr("cURL commands…"), ExportFormat::Curl},
                                                        {LogPage::tr("Raw HTTP…"), ExportFormat::RawHttp}};
    for (const auto &[text, format] : formats) {
        QAction *action = menu.addAction(text);
        // A file of that kind holds one request.
        action->setEnabled(format != ExportFormat::RawHttp || view->selectedCount() == 1);
        connect(action, &QAction::triggered, &q,
                [this, format = format, redacted] { exportSelected(format, redacted); });
    }
}

void LogPage::Private::exportSelected(ExportFormat format, bool redacted)
{
    QList<qint64> sequences = view->selectedSequences();
    if (sequences.isEmpty())
        return;
    if (sequences.size() > exportedEvents) {
        tell(LogPage::tr("%Ln events are selected; at most 1,000 are exported at once. Select fewer.", nullptr,
                         static_cast<int>(sequences.size())),
             Severity::Warning);
        return;
    }
    std::sort(sequences.begin(), sequences.end(), std::greater<>());
    const FileQuestion question{.title = redacted ? LogPage::tr("Export without secrets")
                                                  : LogPage::tr("Export with secrets"),
                                .suggestedName = u"webhooks." + exportFileSuffix(format)};
    const ExportOptions options{.format = format, .redacted = redacted, .baseUrl = context.listenerAddress()};
    context.dialogs.askSaveFile(&q, question, [this, sequences, options](const QString &path) {
        if (!path.isEmpty())
            exportTo(path, sequences, options);
    });
}

void LogPage::Private::exportTo(const QString &path, const QList<qint64> &sequences, const ExportOptions &options)
{
    context.store.readers().run<QList<Event>>(
        &q,
        [sequences, masks = context.masksPersonalData](Connection &connection) {
            return readEvents(connection, sequences, masks);
        },
        [this, path, options](const Result<QList<Event>> &events) {
            if (!events) {
                tell(events.error().text, Severity::Error);
                return;
            }
            worker.run<QString>(
                [path, options, list = *events] { return writeEvents(path, list, options); },
                [this, path, count = events->size()](const QString &problem) {
                    if (!problem.isEmpty())
                        tell(problem, Severity::Error);
                    else if (count == 1)
                        tell(LogPage::tr("Exported the event as %1").arg(path), Severity::Success);
                    else
                        tell(LogPage::tr("Exported %Ln events as %1", nullptr, static_cast<int>(count)).arg(path),
                             Severity::Success);
                });
        });
}

} // namespace uw::ui
