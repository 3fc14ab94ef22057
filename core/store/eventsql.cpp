// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventsql.h"

#include "core/store/connection.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace uw::eventsql {

namespace {

constexpr qsizetype wordsMaximum = 500;

// One list of a filter: a column of the kinds and the words it may hold.
struct WordList {
    QLatin1StringView column;
    QStringList words;
};

// "column IN (?,…)". `words` is not empty.
Fragment anyOf(const QString &column, const QStringList &words)
{
    Fragment fragment;
    fragment.sql = column + u" IN (?"_s + u",?"_s.repeated(words.size() - 1) + u')';
    fragment.values.assign(words.begin(), words.end());
    return fragment;
}

// The filter's lists that are not empty, each word once.
Result<QList<WordList>> wordLists(const EventFilter &filter)
{
    QStringList verdicts;
    for (const Verdict verdict : filter.verdicts)
        verdicts << QString(verdictWord(verdict));
    QList<WordList> lists{
        {QLatin1StringView("source"), filter.sources},
        {QLatin1StringView("custom_source"), filter.customSources},
        {QLatin1StringView("provider"), filter.providers},
        {QLatin1StringView("event_type"), filter.eventTypes},
        {QLatin1StringView("verdict"), verdicts},
        {QLatin1StringView("workspace_id"), filter.workspaceId ? QStringList(*filter.workspaceId) : QStringList()},
    };
    lists.removeIf([](const WordList &list) { return list.words.isEmpty(); });
    for (WordList &list : lists) {
        list.words.removeDuplicates();
        if (list.words.size() > wordsMaximum) {
            return Error{
                ErrorCode::LimitExceeded,
                u"A filter holds at most %1 words in one list; this one has %2. Choose fewer."_s.arg(wordsMaximum)
                    .arg(list.words.size())};
        }
    }
    return lists;
}

} // namespace

Fragment &Fragment::operator+=(const Fragment &other)
{
    sql += other.sql;
    values.insert(values.end(), other.values.begin(), other.values.end());
    return *this;
}

void Fragment::bindTo(Statement &statement) const
{
    for (const auto &value : values)
        std::visit([&statement](const auto &held) { statement.bind(held); }, value);
}

const QString &summaryColumns()
{
    // The length of a blob is known without reading it.
    // Nor are the pages behind a body read for what stands behind it: an index holds the few duplicates.
    static const QString columns =
        u"log.seq, log.id, log.received_at, kind.source, kind.custom_source, kind.provider, kind.event_type, "
        "kind.workspace_id, kind.verdict, kind.rejected, kind.method, length(log.body), log.target, "
        "coalesce(mark.starred, 0), coalesce(mark.note, ''), coalesce((SELECT duplicate_of FROM universal_webhook_log "
        "INDEXED BY universal_webhook_log_duplicate WHERE seq = log.seq AND duplicate_of <> ''), '')"_s;
    return columns;
}

const QString &logWithKinds()
{
    static const QString tables = u" FROM universal_webhook_log AS log NOT INDEXED JOIN universal_webhook_log_kind AS "
                                  "kind ON kind.id = log.kind_id LEFT JOIN universal_webhook_log_mark AS mark "
                                  "ON mark.seq = log.seq "_s;
    return tables;
}

EventSummary readSummary(const Statement &row)
{
    EventSummary summary;
    summary.sequence = row.integer(0);
    summary.id = row.text(1);
    summary.receivedAtMs = row.integer(2);
    summary.source = row.text(3);
    summary.customSource = row.text(4);
    summary.provider = row.text(5);
    summary.eventType = row.text(6);
    summary.workspaceId = row.text(7);
    summary.verdict = verdictFromWord(row.text(8)).value_or(Verdict::NotConfigured);
    summary.rejected = row.integer(9) != 0;
    summary.method = row.blob(10);
    summary.bodySize = row.integer(11);
    summary.target = row.blob(12);
    summary.starred = row.integer(13) != 0;
    summary.note = row.text(14);
    summary.duplicateOf = row.text(15);
    return summary;
}

const QString &notHidden()
{
    static const QString condition = u"kind.workspace_id NOT IN (SELECT workspace_id FROM "
                                     "universal_webhook_installation WHERE deleted_at <> 0)"_s;
    return condition;
}

Result<Fragment> kindConditions(Connection &connection, const EventFilter &filter)
{
    const Result<QList<WordList>> lists = wordLists(filter);
    if (!lists)
        return lists.error();
    // Mostly there is none, and then a list without a filter stays one.
    const Result<qint64> hidden =
        connection.integer(u"SELECT EXISTS (SELECT 1 FROM universal_webhook_installation WHERE deleted_at <> 0)"_s);
    if (!hidden)
        return hidden.error();
    Fragment all;
    if (*hidden != 0)
        all.sql = notHidden();
    for (const WordList &list : *lists) {
        if (!all.sql.isEmpty())
            all.sql += u" AND "_s;
        all += anyOf(u"kind."_s + list.column, list.words);
    }
    return all;
}

Fragment timeRange(const QString &column, const EventFilter &filter)
{
    return {column + u" BETWEEN ? AND ?"_s,
            {filter.fromMs.value_or(std::numeric_limits<qint64>::min()),
             filter.toMs.value_or(std::numeric_limits<qint64>::max())}};
}

} // namespace uw::eventsql
