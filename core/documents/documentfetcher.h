// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/hostresolver.h"
#include "core/http/httpmessage.h"

#include <QObject>

#include <functional>

namespace uw {

class HttpClient;

// A description as a server answered it.
struct FetchedDocument {
    QByteArray bytes;
    // Where it was in the end, after redirects: what relative references count from.
    QString address;
    // Of the answer, to ask with the next time; may be empty.
    QByteArray etag;
    // It is what the etag stood for: no bytes.
    bool isUnchanged = false;
};

// Gets API descriptions, and files they refer to, from http(s) addresses: follows redirects by hand, never from the net
// to this computer or into a private network, within limits of time and size. No credential goes with a request. Lives
// on HttpClient's thread; owned by whoever opens documents. The client outlives it.
class DocumentFetcher final : public QObject {
    Q_OBJECT

public:
    static constexpr int maximumRedirects = 5;

    explicit DocumentFetcher(HttpClient &client, QObject *parent = nullptr);
    ~DocumentFetcher() override;

    // From the first byte to the last of each hop, in milliseconds.
    void setTimeout(int ms) { m_timeoutMs = ms; }

    using Done = std::function<void(Result<FetchedDocument>)>;
    // `done` runs once on this thread unless `context` is gone by then. `etag`: of the bytes that the caller has. Errors:
    // InvalidInput (not an http(s) address), ConnectionFailed, Timeout, ResponseTooLarge (limits::documentBytes),
    // AddressRefused, LimitExceeded (redirects), NotFound and Unavailable for what the server answered instead.
    void fetch(const QString &address, const QByteArray &etag, QObject *context, const Done &done);

private:
    struct Job;
    void send(const std::shared_ptr<Job> &job);
    void answered(const std::shared_ptr<Job> &job, const Result<HttpResponse> &result);
    void redirect(const std::shared_ptr<Job> &job, const HttpResponse &response);

    HttpClient &m_client;
    SystemHostResolver m_resolver;
    int m_timeoutMs = limits::requestTimeoutMs;
};

} // namespace uw
