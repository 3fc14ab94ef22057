// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpclient.h"

#include <QDebug>
#include <QSignalSpy>

#include <optional>

namespace uw::test {

inline constexpr int waitMs = 20'000;

// Sends one request and waits for its outcome.
class Call final : public QObject {
    Q_OBJECT

public:
    Call(HttpClient &client, const HttpRequest &request)
    {
        id = client.send(request, this, [this](Result<HttpResponse> result) {
            ++count;
            outcome = std::move(result);
            Q_EMIT done();
        });
    }
    [[nodiscard]] bool wait(int ms = waitMs) const { return count > 0 || QSignalSpy(this, &Call::done).wait(ms); }
    [[nodiscard]] bool failedWith(ErrorCode code, const QString &part) const
    {
        if (!outcome || *outcome)
            return false;
        const bool same = outcome->error().code == code && outcome->error().text.contains(part);
        if (!same)
            qWarning().noquote() << errorWord(outcome->error().code) << outcome->error().text;
        return same;
    }
    [[nodiscard]] const HttpResponse &response() const { return outcome->value(); }

    HttpClient::CallId id = 0;
    int count = 0;
    std::optional<Result<HttpResponse>> outcome;

Q_SIGNALS:
    void done();
};

// zlib format, which HTTP calls deflate.
inline QByteArray deflated(const QByteArray &bytes)
{
    return qCompress(bytes, 9).mid(4);
}

} // namespace uw::test
