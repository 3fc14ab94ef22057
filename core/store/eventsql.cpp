// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/eventsql.h"

using namespace Qt::StringLiterals;

namespace uw::eventsql {

namespace {

constexpr qsizetype wordsMaximum = 500;

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
    static const QString columns = u"seq, id, received_at, source, custom_source, provider, event_type, workspace_id, "
                                   "verdict, rejected, method, body_size, target"_s;
    return columns;
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
    return summary;
}

Fragment anyOf(const QString &column, const QStringList &words)
{
    Fragment fragment;
    fragment.sql = column + u" IN (?"_s + u",?"_s.repeated(words.size() - 1) + u')';
    fragment.values.assign(words.begin(), words.end());
    return fragment;
}

Result<QList<WordList>> wordLists(const EventFilter &filter)
{
    QStringList verdicts;
    for (const Verdict verdict : filter.verdicts)
        verdicts << QString(verdictWord(verdict));
    QList<WordList> lists{
        {QLatin1StringView("source"), filter.sources},
        {QLatin1StringView("custom_source"), filter.customSources},
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

Result<Fragment> conditions(const EventFilter &filter)
{
    const Result<QList<WordList>> lists = wordLists(filter);
    if (!lists)
        return lists.error();
    Fragment all{u"1"_s, {}};
    for (const WordList &list : *lists)
        all += Fragment{u" AND "_s, {}} + anyOf(list.column, list.words);
    if (filter.fromMs)
        all += {u" AND received_at >= ?"_s, {*filter.fromMs}};
    if (filter.toMs)
        all += {u" AND received_at <= ?"_s, {*filter.toMs}};
    return all;
}

} // namespace uw::eventsql
