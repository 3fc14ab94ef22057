// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/timersource.h"
#include "core/http/httpclient.h"
#include "core/http/retrypolicy.h"
#include "core/http/tokenbucket.h"
#include "core/openapi/paging.h"
#include "core/text/bodyfile.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>

#include <memory>

namespace uw::openapi {

// Bounds of one run.
struct PagingLimits {
    int maximumPages = 1'000;
    // Of all pages together.
    qint64 maximumBytes = 512 * limits::mebibyte;
    int requestsPerSecond = 5;
    RetryPolicy retry = {};
};

// How a run stands.
struct PagingProgress {
    enum class State { Idle, Running, Waiting, Done, Stopped, Failed };

    State state = State::Idle;
    int pages = 0;
    qint64 items = 0;
    qint64 bytes = 0;
    // -1: the API does not say.
    qint64 totalPages = -1;
    qint64 totalItems = -1;
    PagingKind kind = PagingKind::None;
    QString by;
    qint64 elapsedMs = 0;
    // By the pages so far; -1: unknown.
    qint64 remainingMs = -1;
    // Why it waits, stopped early or failed: a sentence.
    QString note;

    [[nodiscard]] bool isOver() const { return state != State::Running && state != State::Waiting; }
};

// Fetches a list page by page and joins what came into one JSON array on disk. Holds itself to a rate, tries again what
// is worth it, stops at its limits and where the API leads in a circle. Lives on HttpClient's thread; owned by its
// window. What is handed in has to outlive it.
class PagingRunner final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        HttpClient *http;
        const Clock *clock;
        TimerSource *timers;
        // In [0, 1), for the jitter of waits.
        std::function<double()> random;
    };

    explicit PagingRunner(Parts parts, QObject *parent = nullptr);
    ~PagingRunner() override;

    // `first` asks for the first page and only reads; `queryParameters` are those that the operation takes.
    void start(const HttpRequest &first, const QStringList &queryParameters, const QString &folder,
               const PagingLimits &bounds);
    // What came so far stays.
    void cancel();

    [[nodiscard]] PagingProgress progress() const;
    // All items as one array; whole once the run is over. Null before the first page.
    [[nodiscard]] std::shared_ptr<const BodyFile> joined() const { return m_joined; }

Q_SIGNALS:
    void progressed();
    void finished();

private:
    void send();
    void go();
    void take(const HttpEnd &end);
    [[nodiscard]] bool retry(const HttpEnd &end);
    void takePage(const HttpResponse &response);
    [[nodiscard]] bool join(QByteArrayView text, PageSeen &page);
    void follow(const NextPage &next);
    void end(PagingProgress::State state, const QString &note);

    const Parts m_parts;
    PagingLimits m_bounds;
    TokenBucket m_bucket;
    HttpRequest m_request;
    QStringList m_parameters;
    QString m_folder;
    QString m_listPointer;
    PagingProgress m_progress;
    std::shared_ptr<BodyFile> m_joined;
    QSet<QByteArray> m_addresses;
    // Of the items of the page before, to notice one that comes again.
    QByteArray m_lastHash;
    QElapsedTimer m_since;
    HttpClient::CallId m_call = 0;
    int m_attempts = 0;
    // Grows with each run, so that a wait of one before does nothing.
    quint64 m_run = 0;
};

} // namespace uw::openapi
