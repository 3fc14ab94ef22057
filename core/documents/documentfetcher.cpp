// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documents/documentfetcher.h"

#include "core/http/addressguard.h"
#include "core/http/httpclient.h"
#include "core/http/redirect.h"
#include "core/http/requestrules.h"

#include <QPointer>
#include <QUrl>

namespace uw {
namespace {

Error answerError(const QString &address, const HttpResponse &response)
{
    const QString status = response.reason.isEmpty()
                             ? QString::number(response.status)
                             : QStringLiteral("%1 %2").arg(response.status).arg(QString::fromLatin1(response.reason));
    if (response.status == 401 || response.status == 403)
        return {ErrorCode::Unavailable,
                QStringLiteral("“%1” is not open to everybody (%2). Save the description with a browser that is "
                               "signed in, and open the file.")
                    .arg(address, status)};
    if (response.status == 404 || response.status == 410)
        return {ErrorCode::NotFound,
                QStringLiteral("There is nothing at “%1” (%2). Check the address.").arg(address, status)};
    return {ErrorCode::Unavailable,
            QStringLiteral("The server of “%1” answered %2 instead of a description. Try again later.")
                .arg(address, status)};
}

bool isLocal(const QString &host)
{
    const std::optional<QHostAddress> literal = literalAddress(host);
    return isLoopbackHost(host) || (literal && addressKind(*literal) != AddressKind::Public);
}

} // namespace

// One document on its way, over all its hops.
struct DocumentFetcher::Job {
    HttpRequest request;
    QPointer<QObject> context;
    Done done;
    int redirects = 0;
    QList<QByteArray> visited;

    void finish(Result<FetchedDocument> result)
    {
        if (context && done)
            std::exchange(done, nullptr)(std::move(result));
    }
};

DocumentFetcher::DocumentFetcher(HttpClient &client, QObject *parent) : QObject(parent), m_client(client) {}

DocumentFetcher::~DocumentFetcher() = default;

void DocumentFetcher::fetch(const QString &address, const QByteArray &etag, QObject *context, const Done &done)
{
    const auto job = std::make_shared<Job>();
    job->context = context;
    job->done = done;
    QUrl url(address.trimmed(), QUrl::TolerantMode);
    url.setFragment({});
    job->request.url = url.toEncoded();
    job->request.timeoutMs = m_timeoutMs;
    job->request.maximumResponseBytes = limits::documentBytes;
    job->request.headers << HeaderField{"Accept", "application/json, application/yaml, application/vnd.oai.openapi, "
                                                  "text/yaml, */*;q=0.5"};
    if (!etag.isEmpty())
        job->request.headers << HeaderField{"If-None-Match", etag};
    if (const Result<QUrl> good = parseRequestUrl(job->request.url); !good) {
        // From the event loop, as every other outcome.
        QMetaObject::invokeMethod(
            this, [job, error = Error{ErrorCode::InvalidInput, good.error().text}] { job->finish(error); },
            Qt::QueuedConnection);
        return;
    }
    send(job);
}

void DocumentFetcher::send(const std::shared_ptr<Job> &job)
{
    job->visited << job->request.url;
    m_client.send(job->request, this, [this, job](const Result<HttpResponse> &result) { answered(job, result); });
}

void DocumentFetcher::answered(const std::shared_ptr<Job> &job, const Result<HttpResponse> &result)
{
    if (!job->context)
        return;
    if (!result)
        return job->finish(result.error());
    const QString address = QString::fromUtf8(job->request.url);
    if (result->status == 304)
        return job->finish(FetchedDocument{{}, address, headerValue(job->request.headers, "If-None-Match"), true});
    if (isRedirect(result->status))
        return redirect(job, *result);
    if (result->status != 200 && result->status != 203)
        return job->finish(answerError(address, *result));
    job->finish(FetchedDocument{result->body, address, headerValue(result->headers, "ETag"), false});
}

void DocumentFetcher::redirect(const std::shared_ptr<Job> &job, const HttpResponse &response)
{
    const QString from = QUrl::fromEncoded(job->request.url).host();
    Result<std::optional<RedirectHop>> hop = redirectOf(job->request, response);
    if (!hop)
        return job->finish(hop.error());
    if (!*hop)
        return job->finish(answerError(QString::fromUtf8(job->request.url), response));
    const HttpRequest next = (*hop)->request;
    if (job->visited.contains(next.url))
        return job->finish(Error{ErrorCode::LimitExceeded,
                                 QStringLiteral("%1 redirects in a circle: %2 leads back to itself. Ask the server's "
                                                "owner for the address to use.")
                                     .arg(from, QString::fromUtf8(next.url))});
    if (++job->redirects > maximumRedirects)
        return job->finish(Error{ErrorCode::LimitExceeded,
                                 QStringLiteral("%1 redirects more than %2 times. Use the address it leads to.")
                                     .arg(from)
                                     .arg(maximumRedirects)});
    const QUrl to = QUrl::fromEncoded(next.url);
    job->request = next;
    if ((*hop)->isSameOrigin || isLocal(from))
        return send(job);
    const AddressGuard guard(AddressGuard::Choice::Outside);
    if (isLocal(to.host()))
        return job->finish(Error{ErrorCode::AddressRefused,
                                 QStringLiteral("%1 redirects to %2, which is this computer or a private network. Open "
                                                "that address itself if you trust it.")
                                     .arg(from, to.host())});
    m_resolver.resolve(to.host(), this, [this, job, guard, to](const Result<QList<QHostAddress>> &found) {
        // A name that is not known here may be known to a proxy, and the attempt says what is wrong otherwise.
        if (found) {
            const Result<QList<QHostAddress>> chosen =
                guard.choose(to.host(), to.port(to.scheme() == u"https" ? 443 : 80), *found);
            if (!chosen)
                return job->finish(chosen.error());
        }
        send(job);
    });
}

} // namespace uw
