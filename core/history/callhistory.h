// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/delivery.h"
#include "core/base/uuidv7.h"
#include "core/history/finishedcall.h"
#include "core/store/callrepository.h"
#include "core/store/savedrequest.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <functional>

namespace uw {

class Store;

// Keeps calls and saved requests in the store: masks, cuts and writes beside the thread that made a call, and removes
// what is older or more than the settings say. Lives on the main thread and is called there; owned by Runtime, ends
// before the store.
class CallHistory final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(Result<void>)>;

    CallHistory(Store &store, const Clock &clock, QObject *parent = nullptr);
    // What was recorded is handed to the store first.
    ~CallHistory() override;

    // Reads the settings, then removes what is beyond them, now and every hour.
    void start();

    // Keeps a finished call; recorded() or failed() follows.
    void record(FinishedCall call);
    // Keeps calls that came from elsewhere, some at a time. `context` lives on this thread, and `done` runs there unless it
    // is gone by then, as in all below; of what fails the others are kept.
    void import(const QList<FinishedCall> &calls, QObject *context, Done done);
    void remove(const QList<qint64> &sequences, QObject *context, Done done);
    // Brings removed ones back, in their places.
    void restore(const QList<CallRecord> &calls, QObject *context, Done done);
    void removeAll(QObject *context, Done done);

    [[nodiscard]] const HistorySettings &settings() const { return m_settings; }
    void setSettings(const HistorySettings &settings, QObject *context, Done done);

    // Changes saved requests by functions of savedrequestrepository; all or nothing. savedChanged() follows.
    void changeSaved(std::function<Result<void>(Connection &)> change, QObject *context, Done done);
    // A fresh id for a saved request.
    [[nodiscard]] QString newId() { return m_ids.next(); }
    [[nodiscard]] qint64 nowMs() const { return m_clock.nowMs(); }
    [[nodiscard]] Store &store() const { return m_store; }

Q_SIGNALS:
    // A call is in the history. Emitted on this object's thread, as all others.
    void recorded(qint64 sequence);
    // Calls were removed, came back or were imported: a list reads anew.
    void changed();
    void savedChanged();
    void settingsChanged();
    // A call could not be kept.
    void failed(const uw::Error &error);

private:
    void submitAndTell(std::function<Result<void>(Connection &)> job, QObject *context, Done done,
                       void (CallHistory::*signal)());
    void sweep();

    Store &m_store;
    const Clock &m_clock;
    UuidV7Generator m_ids;
    HistorySettings m_settings;
    QTimer m_timer;
    bool m_isSweeping = false;
    int m_sinceSweep = 0;
    QThreadPool m_pool;
};

} // namespace uw
