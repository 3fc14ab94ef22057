// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpclient.h"
#include "ui/explorer/calltarget.h"
#include "ui/response/eventstreammodel.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

namespace uw {

class SecretStore;

} // namespace uw

namespace uw::ui {

// A request that is ready but for the key, which is read when it goes out.
struct PreparedCall {
    HttpRequest request;
    std::optional<KeyPlace> key;
};

// What came back, and what it answers.
struct Answer {
    // As sent, without the key.
    HttpRequest request;
    HttpResponse response;
    std::optional<KeyPlace> key;
    bool keySent = false;
    // Of a stream of events.
    std::shared_ptr<EventStreamModel> events;
};

// A call that is over, for who keeps a record of it: secrets and all.
struct CallEnd {
    QString operation;
    // UTC milliseconds.
    qint64 startedAtMs = 0;
    // As it was sent, with the key.
    HttpRequest request;
    Result<HttpResponse> response{Error{}};
    // Values of the credentials that stand in it.
    QByteArrayList secrets;
};

// How the last call of an operation stands.
struct CallState {
    enum class Phase { Idle, Running, Done, Failed, Cancelled };

    Phase phase = Phase::Idle;
    // Of the last finished call; stays while the next one runs.
    std::shared_ptr<const Answer> answer;
    // Why it failed, and what to do: a sentence or two.
    QString problem;
    // "api.clockify.me", for the progress text.
    QString host;
    // Since the call was started.
    QElapsedTimer elapsed;
    // Bytes of the body so far, while it runs.
    std::shared_ptr<const qint64> received;
    // The answer is a stream of events whose end has not come yet.
    bool isStreaming = false;
};

// Sends the calls of the explorer, at most one an operation, and keeps their latest answers within bounds.
// Reads the key just before it sends and keeps no copy. GUI thread; owned by the page.
class CallRunner final : public QObject {
    Q_OBJECT

public:
    // Answers beyond these are forgotten, the oldest first; the latest one always stays.
    static constexpr int KeptAnswers = 50;
    static constexpr qint64 KeptBytes = 64 * 1024 * 1024;
    // Of bodies on disk.
    static constexpr qint64 KeptOnDisk = 1024 * 1024 * 1024;

    CallRunner(HttpClient &http, SecretStore &secrets, QObject *parent = nullptr);
    ~CallRunner() override;

    // Bodies too large for memory go to `folder`; an answer of more than `maximumBytes` is refused.
    void setSpool(const QString &folder, qint64 maximumBytes);
    [[nodiscard]] qint64 maximumBytes() const { return m_maximumBytes; }

    // `operation` is any stable name. A call of it that still runs is cancelled first.
    void start(const QString &operation, const PreparedCall &call);
    // A stream of events is ended so, and what came of it stays.
    void cancel(const QString &operation);
    // Adds to a call what start() adds before it goes out, for who sends it by other means; nothing is sent.
    void complete(const PreparedCall &call, QObject *context,
                  const std::function<void(const Result<HttpRequest> &)> &done);
    // Cancels and forgets everything: another document was opened.
    void clear();

    [[nodiscard]] CallState state(const QString &operation) const { return m_entries.value(operation).state; }
    [[nodiscard]] bool isRunning(const QString &operation) const
    {
        return state(operation).phase == CallState::Phase::Running;
    }

Q_SIGNALS:
    void changed(const QString &operation);
    // Before changed(): an answer came, or none will.
    void ended(const uw::ui::CallEnd &end);

private:
    struct Entry {
        CallState state;
        // Tells a call from one that was started after it.
        quint64 token = 0;
        HttpClient::CallId http = 0;
        bool writes = false;
    };

    void readKey(const QString &operation, quint64 token, const PreparedCall &call);
    void send(const QString &operation, quint64 token, const PreparedCall &call, const std::optional<QByteArray> &key);
    [[nodiscard]] std::shared_ptr<const HttpWatch> watchOf(const QString &operation, quint64 token,
                                                           const std::shared_ptr<Answer> &answer,
                                                           const std::shared_ptr<qint64> &received);
    void beginStream(const QString &operation, quint64 token, const std::shared_ptr<Answer> &answer,
                     const HttpResponse &head);
    void finish(const QString &operation, quint64 token, const std::shared_ptr<Answer> &answer,
                Result<HttpResponse> result);
    void fail(const QString &operation, quint64 token, const QString &problem);
    // The entry, if its present call is the one of `token`.
    [[nodiscard]] Entry *running(const QString &operation, quint64 token);
    void keepWithinBounds(const QString &newest);

    HttpClient &m_http;
    SecretStore &m_secrets;
    QHash<QString, Entry> m_entries;
    // Operations with an answer, oldest first.
    QStringList m_answered;
    quint64 m_lastToken = 0;
    QString m_folder;
    qint64 m_maximumBytes = limits::responseBytes;
};

// Whether a call of that method may change something at the other end (RFC 9110 section 9.2.1).
[[nodiscard]] bool isWriting(const QByteArray &method);

} // namespace uw::ui
