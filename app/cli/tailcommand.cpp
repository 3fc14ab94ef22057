// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/tailcommand.h"

#include "app/cli/helptext.h"
#include "app/cli/logarguments.h"
#include "app/signalwatcher.h"
#include "core/events/eventjson.h"

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

// A question that reads one page of the database's header costs nothing that anybody notices.
constexpr int lookMs = 100;
constexpr int batchRows = 200;

} // namespace

TailCommand::TailCommand(Streams streams) : Command(streams) {}

TailCommand::~TailCommand() = default;

void TailCommand::start(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Prints events as they arrive in the log of a profile, until Ctrl+C. Works while the program runs."_s);
    const QCommandLineOption help(QStringList{u"h"_s, u"help"_s}, u"Shows this help."_s);
    parser.addOption(help);
    addDataDirectoryOption(parser);
    addFilterOptions(parser);
    addPersonalDataOption(parser);
    parser.addOptions({
        {QStringList{u"n"_s, u"last"_s},
         u"Begins with so many events that are there already, 0 to %1 (default 0)."_s.arg(limits::listLimitMaximum),
         u"NUMBER"_s, u"0"_s},
        {u"json"_s, u"Prints one JSON object a line."_s},
    });
    if (!parser.parse(arguments) || !parser.positionalArguments().isEmpty()) {
        const QString stray = parser.positionalArguments().value(0);
        fail(stray.isEmpty() ? parser.errorText() : u"uwh tail takes no argument \"%1\"."_s.arg(terminalText(stray)),
             exitUsage);
        return;
    }
    if (parser.isSet(help)) {
        out() << helpText(parser, u"tail");
        Q_EMIT finished(exitDone);
        return;
    }
    bool isNumber = false;
    const int last = parser.value(u"last"_s).toInt(&isNumber);
    if (!isNumber || last < 0 || last > limits::listLimitMaximum) {
        fail(u"--last=%1 cannot be used. It has to be a whole number from 0 to %2."_s
                 .arg(terminalText(parser.value(u"last"_s)))
                 .arg(limits::listLimitMaximum),
             exitUsage);
        return;
    }
    const Result<control::EventQuery> query = eventQueryOf(parser);
    const Result<ProcessOptions> profile = query ? profileOf(parser) : query.error();
    if (!profile) {
        fail(profile.error().text, exitUsage);
        return;
    }
    m_filter = query->filter;
    m_json = parser.isSet(u"json"_s);
    Result<std::unique_ptr<Connection>> log = openLog(profile->databasePath);
    if (!log) {
        fail(log.error().text, exitFailed);
        return;
    }
    m_log = std::move(log).value();
    m_masks = personalDataRuleOf(parser, *m_log, profile->settings);
    begin(last);
}

void TailCommand::begin(int last)
{
    Result<std::unique_ptr<SignalWatcher>> watcher = SignalWatcher::install();
    if (!watcher) {
        fail(watcher.error().text, exitFailed);
        return;
    }
    m_signals = std::move(watcher).value();
    connect(m_signals.get(), &SignalWatcher::stopRequested, this, [this] { Q_EMIT finished(exitDone); });

    // Its own number goes on with every event, whether the filter wants it or not.
    // With a search it is how far the index has come: what it does not know yet is still to be printed.
    const Result<qint64> newest =
        m_filter.text.isEmpty() ? eventrepository::lastSequence(*m_log) : eventrepository::horizon(*m_log, m_filter);
    Result<QList<EventSummary>> rows = QList<EventSummary>();
    if (newest && last > 0)
        rows = eventrepository::page(*m_log, m_filter, {.before = *newest + 1, .limit = last});
    if (!newest || !rows) {
        fail(newest ? rows.error().text : newest.error().text, exitFailed);
        return;
    }
    m_sequence = *newest;
    std::for_each(rows->crbegin(), rows->crend(), [this](const EventSummary &event) { print(event); });
    out().flush();
    connect(&m_timer, &QTimer::timeout, this, &TailCommand::look);
    m_timer.start(lookMs);
    look();
}

void TailCommand::look()
{
    const Result<qint64> version = m_log->integer(u"PRAGMA data_version"_s);
    if (!version) {
        fail(version.error().text, exitFailed);
        return;
    }
    if (*version == m_version)
        return;
    const Result<bool> more = printNews();
    if (!more) {
        fail(more.error().text, exitFailed);
        return;
    }
    // With more to come the number stays unknown, so that the next look reads on.
    m_version = *more ? -1 : *version;
}

Result<bool> TailCommand::printNews()
{
    const ReadTransaction transaction(*m_log);
    if (!transaction.begun())
        return transaction.begun().error();
    const Result<qint64> known = eventrepository::horizon(*m_log, m_filter);
    const Result<qint64> newest = eventrepository::horizon(*m_log, {});
    if (!known || !newest)
        return known ? newest.error() : known.error();
    const Result<QList<EventSummary>> rows =
        eventrepository::page(*m_log, m_filter, {.after = m_sequence, .limit = batchRows, .fromOldest = true});
    if (!rows)
        return rows.error();
    std::for_each(rows->crbegin(), rows->crend(), [this](const EventSummary &event) { print(event); });
    const bool isFull = rows->size() == batchRows;
    if (!rows->isEmpty())
        m_sequence = rows->first().sequence;
    // What the filter left out is not looked at again, but for a star, which comes later than its event.
    if (!isFull && !m_filter.starredOnly)
        m_sequence = std::max(m_sequence, *known);
    out().flush();
    if (out().status() != QTextStream::Ok)
        return Error{ErrorCode::Io, u"The output cannot be written any more."_s};
    return isFull || *known < *newest;
}

void TailCommand::print(const EventSummary &event)
{
    const EventSummary shown = asShown(event, m_masks);
    if (m_json)
        out() << json::serialize(toJson(shown)) << '\n';
    else
        out() << eventLine(shown) << '\n';
}

} // namespace uw::cli
