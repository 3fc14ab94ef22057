// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forward/forwardlane.h"

#include <map>

namespace uw {

// A rule and how it fares.
struct ForwardStatus {
    ForwardRule rule;
    ForwardState state = ForwardState::UpToDate;
    // UTC milliseconds of the next try; 0: none is waited for.
    qint64 nextTryAtMs = 0;
    // Events that are stored and not yet passed on; counted up to Forwarder::heldMaximum.
    qint64 held = 0;
};

// What is to change about a rule; what is absent stays. A new rule needs an address.
struct ForwardChange {
    std::optional<QByteArray> to;
    std::optional<bool> allowsPublic;
    std::optional<bool> isPaused;
};

// Passes what arrives from a source on to an address: each accepted event once, in the order of the log, and held while
// the target is down. An answer of 2xx takes an event off; so does one of 4xx other than 408 and 429, which counts as
// refused, so that one event nobody wants does not hold up all others; anything else is tried again, after pauses that
// grow to a minute. How far a rule has come is in the store: after a crash a few events may be sent again, with the same
// X-Universal-Webhook-Event-Id. On the thread of `http`; owned by the composition, ends before the store.
class Forwarder final : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 heldMaximum = 100'000;

    struct Parts {
        Store &store;
        const ProviderRegistry &registry;
        HttpClient &http;
        const Clock &clock;
        std::function<QList<QByteArray>()> digestKeys;
        // The keychain has said what the profile's own digest key is, or that there is none. Null: it has.
        std::function<bool()> isKeychainSettled;
        std::function<bool(const QUrl &)> isOwnAddress;
        int timeoutMs = 10'000;
        int firstDelayMs = 1'000;
        int longestDelayMs = 60'000;
    };
    using Done = std::function<void(Result<ForwardStatus>)>;
    using Removed = std::function<void(Result<void>)>;
    using Statuses = std::function<void(Result<QList<ForwardStatus>>)>;

    explicit Forwarder(const Parts &parts, QObject *parent = nullptr);
    ~Forwarder() override;

    // Reads the rules and begins; loaded() says so, with or without an error.
    void load();

    // Makes or changes the rule of a source. Contexts live on this thread. Errors: NotFound (no such source), those of
    // parseReplayTarget(), InvalidInput (no address; the address is our own listener), LimitExceeded, Unavailable (the
    // rules are not read yet), the store's.
    void put(const QString &source, const ForwardChange &change, QObject *context, Done done);
    // NotFound when there is none.
    void remove(const QString &source, QObject *context, Removed done);
    // Every rule by source, with what it holds, counted on a reader's thread.
    void read(QObject *context, Statuses done);

Q_SIGNALS:
    void loaded();
    // Some rule is in another state, has other counts, or came or went. Not more often than every 100 ms.
    void changed();

private:
    struct Counting;

    void begin(const QList<ForwardRule> &rules);
    void addLane(const ForwardRule &rule, const EventFilter &filter);
    void wakeLanes();
    void announce();
    [[nodiscard]] Result<ForwardRule> changedRule(const QString &source, const ForwardChange &change) const;
    [[nodiscard]] std::optional<Error> notReady() const;

    const Parts m_parts;
    Replayer m_replayer;
    std::map<QString, std::unique_ptr<ForwardLane>> m_lanes;
    std::optional<Error> m_loadError;
    bool m_isLoaded = false;
    QTimer m_wake;
    QTimer m_announce;
};

} // namespace uw
