// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpclient.h"

#include "core/http/httpcall.h"
#include "core/http/managerpool.h"
#include "core/http/requestrules.h"

namespace uw {

class HttpClient::Private {
public:
    explicit Private(HttpClient *client) : pool(client) {}

    void forget(CallId id)
    {
        const Running running = calls.take(id);
        if (!running.call)
            return;
        pool.release(running.manager, running.url);
        // Deleted later: this may run inside one of its own slots.
        running.call->deleteLater();
    }

    struct Running {
        HttpCall *call = nullptr;
        QNetworkAccessManager *manager = nullptr;
        QUrl url;
    };

    ManagerPool pool;
    QHash<CallId, Running> calls;
    CallId last = 0;
};

HttpClient::HttpClient(QObject *parent) : QObject(parent), d(std::make_unique<Private>(this)) {}

HttpClient::~HttpClient()
{
    // Replies go before the managers they belong to.
    for (const Private::Running &running : std::as_const(d->calls))
        delete running.call;
}

HttpClient::CallId HttpClient::send(const HttpRequest &request, QObject *context, Done done)
{
    Q_ASSERT(done);
    return sendForEnd(request, context, [done = std::move(done)](HttpEnd end) { done(std::move(end.response)); });
}

HttpClient::CallId HttpClient::sendForEnd(const HttpRequest &request, QObject *context,
                                          std::function<void(HttpEnd)> done)
{
    Q_ASSERT(context && done);
    const CallId id = ++d->last;
    const Result<void> good = checkRequest(request);
    const Result<QUrl> url = good ? parseRequestUrl(request.url) : Result<QUrl>(good.error());
    if (!url) {
        QMetaObject::invokeMethod(
            context,
            [done = std::move(done), error = url.error()] {
                done({error, false});
            },
            Qt::QueuedConnection);
        return id;
    }
    auto *call = new HttpCall(
        request, *url,
        [this, id, request, context = QPointer(context), done = std::move(done)](HttpEnd end) {
            d->forget(id);
            if (end.response)
                Q_EMIT answered(request, *end.response);
            if (context)
                done(std::move(end));
        },
        this);
    Private::Running running{call, d->pool.acquire(*url), *url};
    // Nobody waits for an answer whose receiver is gone.
    connect(context, &QObject::destroyed, call, [this, id] { d->forget(id); });
    d->calls.insert(id, running);
    call->start(*running.manager);
    return id;
}

void HttpClient::cancel(CallId id)
{
    if (HttpCall *call = d->calls.value(id).call)
        call->cancel();
}

} // namespace uw
