// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/eventrepository.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace uw {

class Store;

// Removes events that are older than the setting, in the background: a small transaction at a time with rests in
// between, so that what arrives meanwhile waits for milliseconds only. Then gives free pages back to the disk. On the
// thread that made it; owned by Runtime.
class Retention final : public QObject {
    Q_OBJECT

public:
    // How many days the events of some workspaces are kept.
    struct Rule {
        qint64 days = 0;
        WorkspaceSet of;
    };
    struct Options {
        // Asked at each round, gone through one after the other.
        std::function<QList<Rule>()> rules;
        int intervalMs = 3'600'000;
        // Between two transactions of a round.
        int restMs = 50;
    };

    // `store` and `clock` outlive it; the clock is read on the writer's thread too.
    Retention(Options options, Store &store, const Clock &clock, QObject *parent = nullptr);

    // The first round begins now, the next one an interval later.
    void start();

private:
    void beginRound();
    void nextRule();
    void removeSome();
    void giveBackSome();
    // Runs `next` after a rest, when the round goes on.
    void rest(void (Retention::*next)());
    void endRound();

    const Options m_options;
    Store &m_store;
    const Clock &m_clock;
    QTimer m_timer;
    bool m_isRunning = false;
    // Those that are still to come in this round.
    QList<Rule> m_rules;
    Rule m_rule;
    // Events received before are removed, in UTC milliseconds.
    qint64 m_border = 0;
    // Rows of the next transaction.
    int m_batch = 0;
    qint64 m_removed = 0;
    qint64 m_freePages = -1;
};

} // namespace uw
