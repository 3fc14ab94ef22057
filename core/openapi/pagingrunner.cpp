// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/pagingrunner.h"

#include "core/json/arraysearch.h"

#include <QCryptographicHash>

namespace uw::openapi {

namespace {

using State = PagingProgress::State;

// A page is read as a tree to find its cursor.
constexpr qint64 mostPageBytes = 32 * limits::mebibyte;

AttemptEnd attemptEnd(const HttpEnd &end, qint64 nowMs)
{
    if (end.response) {
        return {.status = end.response->status,
                .retryAfterMs = parseRetryAfter(headerValue(end.response->headers, "Retry-After"), nowMs)};
    }
    switch (end.response.error().code) {
    case ErrorCode::ConnectionFailed:
    case ErrorCode::Timeout:
        return {.failure = end.wasSent ? AttemptEnd::Failure::Lost : AttemptEnd::Failure::NotConnected};
    default:
        return {.failure = AttemptEnd::Failure::Final};
    }
}

} // namespace

PagingRunner::PagingRunner(Parts parts, QObject *parent)
    : QObject(parent)
    , m_parts(std::move(parts))
    , m_bucket(*m_parts.clock, PagingLimits().requestsPerSecond)
{}

PagingRunner::~PagingRunner()
{
    if (m_call != 0)
        m_parts.http->cancel(m_call);
}

void PagingRunner::start(const HttpRequest &first, const QStringList &queryParameters, const QString &folder,
                         const PagingLimits &bounds)
{
    cancel();
    ++m_run;
    m_bounds = bounds;
    m_bucket.setRate(bounds.requestsPerSecond);
    m_request = first;
    m_request.maximumResponseBytes = qMin(mostPageBytes, bounds.maximumBytes);
    m_parameters = queryParameters;
    m_folder = folder;
    m_listPointer.clear();
    m_progress = {.state = State::Running};
    m_joined.reset();
    m_addresses.clear();
    m_lastHash.clear();
    m_since.start();
    m_attempts = 0;
    send();
}

PagingProgress PagingRunner::progress() const
{
    PagingProgress progress = m_progress;
    if (!progress.isOver())
        progress.elapsedMs = m_since.elapsed();
    if (progress.totalPages > 0 && progress.pages > 0)
        progress.remainingMs =
            progress.elapsedMs * qMax<qint64>(progress.totalPages - progress.pages, 0) / progress.pages;
    else if (progress.totalItems > 0 && progress.items > 0)
        progress.remainingMs =
            progress.elapsedMs * qMax<qint64>(progress.totalItems - progress.items, 0) / progress.items;
    return progress;
}

void PagingRunner::send()
{
    const qint64 wait = m_bucket.take();
    if (wait == 0) {
        go();
        return;
    }
    m_parts.timers->after(wait, this, [this, run = m_run] {
        if (run == m_run && !m_progress.isOver())
            go();
    });
}

void PagingRunner::go()
{
    m_progress.state = State::Running;
    m_progress.note.clear();
    ++m_attempts;
    m_addresses.insert(m_request.url);
    m_call = m_parts.http->sendForEnd(m_request, this, [this, run = m_run](const HttpEnd &ended) {
        if (run != m_run || m_progress.isOver())
            return;
        m_call = 0;
        take(ended);
    });
    Q_EMIT progressed();
}

void PagingRunner::take(const HttpEnd &ended)
{
    if (retry(ended))
        return;
    if (!ended.response) {
        end(State::Failed, ended.response.error().text);
        return;
    }
    const int status = ended.response->status;
    if (status < 200 || status > 299) {
        end(State::Failed, tr("The server answered page %1 with the status %2. Send that call alone to see why.")
                               .arg(m_progress.pages + 1)
                               .arg(status));
        return;
    }
    takePage(*ended.response);
}

bool PagingRunner::retry(const HttpEnd &ended)
{
    const AttemptEnd attempt = attemptEnd(ended, m_parts.clock->nowMs());
    const std::optional<qint64> wait = delayBeforeNextMs(m_bounds.retry, m_attempts, attempt, true, m_parts.random());
    if (!isWorthRetrying(attempt, true) || !wait)
        return false;
    m_progress.state = State::Waiting;
    m_progress.note = ended.response ? tr("Status %1: trying page %2 again in %3 s.")
                                           .arg(ended.response->status)
                                           .arg(m_progress.pages + 1)
                                           .arg(double(*wait) / 1000, 0, 'f', 1)
                                     : tr("%1 Trying page %2 again in %3 s.")
                                           .arg(ended.response.error().text)
                                           .arg(m_progress.pages + 1)
                                           .arg(double(*wait) / 1000, 0, 'f', 1);
    // Whoever asked for a pause asked all requests to pause.
    m_bucket.pause(*wait);
    Q_EMIT progressed();
    send();
    return true;
}

void PagingRunner::takePage(const HttpResponse &response)
{
    m_attempts = 0;
    const Result<json::Value> body = json::parse(response.body, {.maximumBytes = mostPageBytes});
    if (!body) {
        end(State::Failed, tr("Page %1 is no JSON: %2.").arg(m_progress.pages + 1).arg(body.error().text));
        return;
    }
    PageSeen page{.request = m_request, .response = response, .body = &*body};
    if (!join(response.body, page))
        return;
    ++m_progress.pages;
    m_progress.items += page.items;
    m_progress.bytes += response.body.size();
    const NextPage next = nextPage(page, m_parameters);
    m_progress.kind = next.kind;
    m_progress.by = next.by;
    m_progress.totalPages = next.totalPages;
    m_progress.totalItems = next.totalItems;
    follow(next);
}

// Adds the elements of the page's list to those before; false when the run has ended over it.
bool PagingRunner::join(QByteArrayView text, PageSeen &page)
{
    const QList<json::FoundArray> arrays = json::findArrays(text);
    qsizetype chosen = 0;
    // The list of the first page is the list.
    for (qsizetype i = 0; m_progress.pages > 0 && i < arrays.size(); ++i)
        chosen = arrays.at(i).pointer == m_listPointer ? i : chosen;
    if (arrays.isEmpty()) {
        end(m_progress.pages > 0 ? State::Done : State::Failed,
            tr("Page %1 holds no list that could be joined.").arg(m_progress.pages + 1));
        return false;
    }
    m_listPointer = page.listPointer = arrays.at(chosen).pointer;
    json::ContainerScan scan(text, arrays.at(chosen).begin);
    QByteArray items;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (const std::optional<json::ValueSpan> item = scan.next()) {
        const QByteArrayView bytes = text.sliced(item->begin, item->end - item->begin);
        items += m_progress.items + page.items > 0 ? ",\n" : "[";
        items += bytes;
        hash.addData(bytes.toByteArray());
        ++page.items;
    }
    const QByteArray seen = hash.result();
    if (page.items > 0 && seen == m_lastHash) {
        end(State::Stopped, tr("Page %1 holds the same as the one before: the server does not know the parameter “%2”.")
                                .arg(m_progress.pages + 1)
                                .arg(m_progress.by));
        return false;
    }
    m_lastHash = seen;
    if (!m_joined)
        m_joined = std::make_shared<BodyFile>(m_folder);
    const Result<void> kept = m_joined->append(items);
    if (!kept)
        end(State::Failed, kept.error().text);
    return kept.hasValue();
}

void PagingRunner::follow(const NextPage &next)
{
    if (!next.problem.isEmpty()) {
        end(State::Stopped, next.problem);
    } else if (!next.request) {
        end(State::Done, next.kind == PagingKind::None
                             ? tr("The answer says nothing about further pages, and the operation has no parameter for "
                                  "one: this page is all that could be fetched.")
                             : QString());
    } else if (m_addresses.contains(next.request->url)) {
        end(State::Stopped, tr("The next page was fetched before: the server leads in a circle."));
    } else if (m_progress.pages >= m_bounds.maximumPages) {
        end(State::Stopped, tr("There are more pages than the limit of %1.").arg(m_bounds.maximumPages));
    } else if (m_progress.bytes >= m_bounds.maximumBytes) {
        end(State::Stopped,
            tr("The pages are larger than the limit of %1 MB.").arg(m_bounds.maximumBytes / limits::mebibyte));
    } else {
        m_request = *next.request;
        Q_EMIT progressed();
        send();
    }
}

void PagingRunner::cancel()
{
    if (m_progress.isOver())
        return;
    const HttpClient::CallId call = std::exchange(m_call, 0);
    end(State::Stopped, tr("Cancelled: these are the pages that were there by then."));
    if (call != 0)
        m_parts.http->cancel(call);
}

void PagingRunner::end(State state, const QString &note)
{
    m_progress.elapsedMs = m_since.elapsed();
    m_progress.remainingMs = -1;
    m_progress.state = state;
    m_progress.note = note;
    if (!m_joined)
        m_joined = std::make_shared<BodyFile>(m_folder);
    // The array is closed, whatever ended it.
    if (const Result<void> closed = m_joined->append(m_progress.items > 0 || m_joined->size() > 0 ? "]" : "[]");
        !closed && note.isEmpty())
        m_progress.note = closed.error().text;
    Q_EMIT progressed();
    Q_EMIT finished();
}

} // namespace uw::openapi
