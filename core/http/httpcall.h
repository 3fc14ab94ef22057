// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/httpmessage.h"
#include "core/http/networkerror.h"

#include <QElapsedTimer>
#include <QNetworkReply>
#include <QObject>
#include <QTimer>

#include <functional>

class QNetworkAccessManager;

namespace uw {

// One request on its way: holds deadline and limit, takes the times of its phases and gathers the
// answer. Lives on HttpClient's thread and is owned by it.
class HttpCall final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(HttpEnd)>;

    // `url` is request.url, read and found good. `done` runs once, from the event loop, never inside start() or
    // cancel(); not at all when the call is deleted first.
    HttpCall(const HttpRequest &request, const QUrl &url, Done done, QObject *parent);
    ~HttpCall() override;

    void start(QNetworkAccessManager &manager);
    void cancel();

private:
    [[nodiscard]] QUrl connectionUrl() const;
    [[nodiscard]] QNetworkRequest networkRequest() const;
    [[nodiscard]] double elapsedMs() const { return double(m_clock.nsecsElapsed()) / 1e6; }
    void watch();
    void markConnected();
    void readHead();
    void readBody();
    [[nodiscard]] bool keep(QByteArrayView piece);
    void replyFinished();
    [[nodiscard]] Result<HttpResponse> outcome();
    [[nodiscard]] bool wasSent() const;
    void end(Result<HttpResponse> result, bool wasSent);
    void dropReply();

    const HttpRequest m_request;
    Done m_done;
    CallState m_state;
    HttpResponse m_response;
    std::shared_ptr<BodyFile> m_file;
    bool m_cuts = false;
    QElapsedTimer m_clock;
    QTimer m_deadline;
    QNetworkReply *m_reply = nullptr;
    bool m_connecting = false;
    bool m_uploading = false;
    bool m_ended = false;
};

} // namespace uw
