// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/replay/replayer.h"
#include "core/store/forwardrule.h"

#include <QTimer>

#include <memory>

namespace uw {

class Connection;
class Store;

// What one rule is doing.
enum class ForwardState {
    // Everything that arrived is passed on.
    UpToDate,
    Sending,
    // The target did not take an event; it is tried again later, and what comes after it is held.
    Waiting,
    Paused,
};
// "up_to_date", "sending", "waiting", "paused".
[[nodiscard]] QLatin1StringView forwardStateWord(ForwardState state);

// Passes the events of one rule on, one after the other in the order of the log, and keeps how far it has come. On the
// thread of the replayer; owned by the forwarder.
class ForwardLane final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        Store &store;
        Replayer &replayer;
        const Clock &clock;
        // Whether an address leads back to this program's own listener.
        std::function<bool(const QUrl &)> isOwnAddress;
        // See Forwarder::Parts. Null: it is.
        std::function<bool()> isKeychainSettled;
        // Between two tries of one event: the first pause, which doubles, and the longest.
        int firstDelayMs = 1'000;
        int longestDelayMs = 60'000;
    };

    ForwardLane(const ForwardRule &rule, const EventFilter &filter, Parts parts, QObject *parent);
    // Stores progress that is not stored yet.
    ~ForwardLane() override;

    // Something may be in the log that was not.
    void wake();
    // Takes address, permission and pause of `rule`, and tries at once.
    void setRule(const ForwardRule &rule);

    [[nodiscard]] const ForwardRule &rule() const { return m_rule; }
    [[nodiscard]] const EventFilter &filter() const { return m_filter; }
    [[nodiscard]] ForwardState state() const;
    // UTC milliseconds; 0: no try is waited for.
    [[nodiscard]] qint64 nextTryAtMs() const { return m_retry.isActive() ? m_nextTryAtMs : 0; }

Q_SIGNALS:
    // State, counts or the last error are others now.
    void changed();

private:
    struct Entry {
        std::shared_ptr<const Event> event;
        // Its stored bytes are damaged; `event` then holds no more than sequence and id.
        std::optional<Error> fault;
    };
    struct Batch {
        QList<Entry> events;
        bool isLast = true;
    };

    void goOn();
    [[nodiscard]] std::optional<Error> faultOfRule() const;
    [[nodiscard]] std::optional<QString> missingSecret(const Event &event, const ReplayOrder &order) const;
    void read();
    void send();
    void answered(const std::shared_ptr<const Event> &event, const Result<ReplayOutcome> &outcome);
    void delivered(const Event &event);
    void refused(const Event &event, const QString &why);
    void finish(const Event &event);
    void hold(const QString &why, qint64 wantedDelayMs);
    void keep();
    static Result<Batch> readBatch(Connection &connection, const EventFilter &filter, qint64 after);

    ForwardRule m_rule;
    const EventFilter m_filter;
    const Parts m_parts;
    // Read and not yet done with, the oldest first.
    QList<Entry> m_events;
    // Something may be there that the last reading did not see.
    bool m_isBehind = true;
    bool m_isReading = false;
    bool m_isSending = false;
    int m_failures = 0;
    QTimer m_retry;
    qint64 m_nextTryAtMs = 0;
    bool m_isKeeping = false;
    bool m_isChanged = false;
};

} // namespace uw
