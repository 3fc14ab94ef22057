// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/log/fakelog.h"

#include <algorithm>

namespace uw::ui {

void FakeLog::answerAll()
{
    while (!m_answers.isEmpty())
        m_answers.takeFirst()();
}

void FakeLog::answer(int count)
{
    for (; count > 0 && !m_answers.isEmpty(); --count)
        m_answers.takeFirst()();
}

qsizetype FakeLog::asked(const QString &beginning) const
{
    return std::count_if(questions.begin(), questions.end(),
                         [&](const QString &question) { return question.startsWith(beginning); });
}

EventSummary FakeLog::summaryOf(qint64 sequence) const
{
    return {.sequence = sequence,
            .id = u"00000000-0000-7000-8000-%1"_qs.arg(sequence, 12, 10, QLatin1Char('0')),
            .receivedAtMs = 1'767'323'045'000 + sequence,
            .source = sequence % 2 == 0 ? u"EVEN"_qs : u"ODD"_qs,
            .provider = u"fake"_qs,
            .eventType = u"t%1"_qs.arg(sequence % 10),
            .verdict = Verdict::Valid,
            .method = "POST",
            .target = "/webhooks/" + QByteArray::number(sequence),
            .bodySize = sequence};
}

bool FakeLog::passes(const EventFilter &filter, qint64 sequence) const
{
    if (deleted.contains(sequence))
        return false;
    if (filter.isEmpty())
        return true;
    const EventSummary row = summaryOf(sequence);
    return (filter.sources.isEmpty() || filter.sources.contains(row.source))
        && (filter.eventTypes.isEmpty() || filter.eventTypes.contains(row.eventType));
}

template<typename T>
void FakeLog::reply(QObject *context, T value, Done<T> done)
{
    Result<T> result = failure ? Result<T>(*failure) : Result<T>(std::move(value));
    failure.reset();
    const std::function<void()> answer = [guard = QPointer<QObject>(context), result, done] {
        if (guard)
            done(result);
    };
    if (prompt)
        QMetaObject::invokeMethod(&m_post, answer, Qt::QueuedConnection);
    else
        m_answers.append(answer);
}

QList<EventSummary> FakeLog::rowsBelow(const EventFilter &filter, qint64 before, int limit) const
{
    QList<EventSummary> rows;
    for (qint64 sequence = std::min(before - 1, newest); sequence > 0 && rows.size() < limit; --sequence) {
        if (passes(filter, sequence))
            rows << summaryOf(sequence);
    }
    return rows;
}

QList<SequenceRun> FakeLog::runsBelow(const EventFilter &filter, qint64 before, qint64 floor, qint64 maximumRows) const
{
    const qint64 top = std::min(before - 1, newest);
    if (filter.isEmpty() && deleted.isEmpty())
        return top > floor ? QList<SequenceRun>{{std::max(floor + 1, top - maximumRows + 1), top}}
                           : QList<SequenceRun>();
    QList<SequenceRun> runs;
    qint64 rows = 0;
    for (qint64 sequence = top; sequence > floor && rows < maximumRows; --sequence) {
        if (!passes(filter, sequence))
            continue;
        ++rows;
        if (!runs.isEmpty() && runs.constLast().first == sequence + 1)
            runs.last().first = sequence;
        else
            runs.append({sequence, sequence});
    }
    return runs;
}

void FakeLog::firstPage(QObject *context, const EventFilter &filter, int limit, Done<FirstPage> done)
{
    questions << u"firstPage"_qs;
    reply<FirstPage>(context, {newest, rowsBelow(filter, newest + 1, limit)}, std::move(done));
}

void FakeLog::page(QObject *context, const EventFilter &filter, const EventPageRequest &request,
                   Done<QList<EventSummary>> done)
{
    QList<EventSummary> rows;
    if (request.fromOldest) {
        questions << u"page oldest"_qs;
        for (qint64 sequence = 1; sequence <= newest && rows.size() < request.limit; ++sequence) {
            if (passes(filter, sequence))
                rows.prepend(summaryOf(sequence));
        }
    } else {
        questions << u"page <%1"_qs.arg(request.before.value_or(0));
        rows = rowsBelow(filter, request.before.value_or(newest + 1), request.limit);
    }
    reply<QList<EventSummary>>(context, rows, std::move(done));
}

void FakeLog::runs(QObject *context, const EventFilter &filter, qint64 before, qint64 maximumRows,
                   Done<QList<SequenceRun>> done)
{
    questions << u"runs <%1"_qs.arg(before);
    reply<QList<SequenceRun>>(context, runsBelow(filter, before, 0, maximumRows), std::move(done));
}

void FakeLog::arrivals(QObject *context, const EventFilter &filter, qint64 after, int maximumRows, Done<Arrivals> done)
{
    questions << u"arrivals >%1"_qs.arg(after);
    Arrivals arrivals{.runs = runsBelow(filter, newest + 1, after, newest), .rows = {}};
    for (const EventSummary &row : rowsBelow(filter, newest + 1, maximumRows)) {
        if (row.sequence > after)
            arrivals.rows << row;
    }
    reply<Arrivals>(context, arrivals, std::move(done));
}

void FakeLog::event(QObject *context, qint64 sequence, Done<std::optional<Event>> done)
{
    questions << u"event %1"_qs.arg(sequence);
    std::optional<Event> event;
    if (passes({}, sequence) && sequence <= newest) {
        const EventSummary row = summaryOf(sequence);
        event = Event{.sequence = sequence,
                      .id = row.id,
                      .receivedAtMs = row.receivedAtMs,
                      .source = row.source,
                      .provider = row.provider,
                      .eventType = row.eventType,
                      .verdict = row.verdict,
                      .method = row.method,
                      .target = row.target,
                      .httpVersion = "HTTP/1.1",
                      .body = QByteArray(sequence, 'x')};
    }
    reply<std::optional<Event>>(context, event, std::move(done));
}

void FakeLog::eventById(QObject *context, const QString &id, Done<std::optional<Event>> done)
{
    event(context, id.section(u'-', -1).toLongLong(), std::move(done));
}

void FakeLog::filterValues(QObject *context, Done<FilterValues> done)
{
    questions << u"filterValues"_qs;
    reply<FilterValues>(context, {{u"EVEN"_qs, u"ODD"_qs}, {}, {u"t1"_qs, u"t2"_qs}}, std::move(done));
}

} // namespace uw::ui
