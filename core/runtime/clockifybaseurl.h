// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QString>

namespace uw {

class Store;

// Where calls of Clockify's API go: what a person set, kept in the store, over what the process was started with.
// Lives on the thread of its owner, the composition of the window; the store outlives it. Reads and writes the store
// on its own threads.
class ClockifyBaseUrl final : public QObject {
    Q_OBJECT

public:
    // `startValue`: from the environment or the default; in force while nothing is set.
    ClockifyBaseUrl(Store &store, QString startValue, QObject *parent = nullptr);

    // Checks what a person entered: an http or https address without user, query and fragment; http to this computer
    // only, because the API key goes with each call. Completes "/api" for Clockify's own hosts. InvalidInput says what
    // is wrong with it.
    [[nodiscard]] static Result<QString> parse(const QString &text);

    // Reads what was set in an earlier run; changed() when that differs from what is in force.
    void load();
    // Without a trailing slash.
    [[nodiscard]] QString current() const { return m_set.isEmpty() ? m_startValue : m_set; }
    [[nodiscard]] QString startValue() const { return m_startValue; }
    // Takes effect at once and is stored. An empty text goes back to startValue(). InvalidInput: nothing changes.
    Result<void> set(const QString &text);

Q_SIGNALS:
    void changed();
    // What is in force could not be kept for the next start.
    void failed(const uw::Error &error);
    // What was kept could not be read, so the start value is in force.
    void unreadable(const uw::Error &error);

private:
    Store &m_store;
    QString m_startValue;
    QString m_set;
};

} // namespace uw
