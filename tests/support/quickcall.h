// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpclient.h"
#include "core/json/value.h"

#include <QTest>

#include <memory>

namespace uw::test {

// What came back; status 0: nothing did in time.
struct QuickAnswer {
    int status = 0;
    QByteArray body;
    json::Value json;
};

// Sends one request to a control API while this thread's event loop goes on, so that servers and services of the test
// can answer it. `token` goes along as Bearer.
[[nodiscard]] inline QuickAnswer quickCall(const QByteArray &url, const QByteArray &token,
                                           const QByteArray &method = "GET", const QByteArray &body = {})
{
    HttpClient client;
    QObject context;
    const auto answer = std::make_shared<std::optional<QuickAnswer>>();
    HttpRequest request{
        .method = method, .url = url, .headers = {{"Authorization", QByteArray("Bearer " + token)}}, .body = body};
    if (!body.isEmpty())
        request.headers << HeaderField{"Content-Type", "application/json"};
    client.send(request, &context, [answer](const Result<HttpResponse> &response) {
        *answer = response
                    ? QuickAnswer{response->status, response->body, json::parse(response->body).valueOr(json::Value())}
                    : QuickAnswer{};
    });
    [[maybe_unused]] const bool came = QTest::qWaitFor([answer] { return answer->has_value(); }, 30'000);
    return answer->value_or(QuickAnswer{});
}

// The text of a member by its JSON pointer; empty: there is none.
[[nodiscard]] inline QString textAt(const json::Value &value, const QString &pointer)
{
    const json::Value *found = json::resolvePointer(value, pointer);
    return found ? json::toQString(*found) : QString();
}

} // namespace uw::test
