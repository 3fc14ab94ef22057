// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"

#include <QObject>

#include <functional>
#include <memory>

namespace uw {

// Sends requests and brings back whole answers, with deadline, cancel and timing.
// Redirects are not followed. Lives on one thread and is called there; owned by the runtime.
class HttpClient final : public QObject {
    Q_OBJECT

public:
    explicit HttpClient(QObject *parent = nullptr);
    ~HttpClient() override;

    using CallId = quint64;
    using Done = std::function<void(Result<HttpResponse>)>;

    // Starts a call. `done` runs once on this thread unless `context` is gone by then. An answer of any
    // status is a value; errors: InvalidArgument (URL, method, header with a line break), Timeout, Cancelled,
    // ConnectionFailed (refused, unknown host, TLS, reset), ResponseTooLarge.
    CallId send(const HttpRequest &request, QObject *context, Done done);
    // The same for who has to know whether a request that failed may have taken effect.
    CallId sendForEnd(const HttpRequest &request, QObject *context, std::function<void(HttpEnd)> done);
    // The call ends with Cancelled; an id that has ended is ignored.
    void cancel(CallId id);

Q_SIGNALS:
    // After each answer, before its caller hears of it.
    void answered(const uw::HttpRequest &request, const uw::HttpResponse &response);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace uw
