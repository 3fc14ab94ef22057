// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QObject>
#include <QVariantMap>

#include <functional>

namespace uw {
class Store;
}

namespace uw::ui {

// A filter of the log under a name: the state of the filter bar.
struct SavedFilter {
    QString name;
    QVariantMap state;

    bool operator==(const SavedFilter &) const = default;
};

// The saved filters of the profile, kept in its settings. Changes show at once and are stored behind them; one that comes
// before the stored ones are read waits for them, so that it never takes their place. GUI thread.
class SavedFilters final : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype MaximumCount = 50;
    static constexpr qsizetype NameCharacters = 60;

    // Reads them; changed() follows. `store` outlives it.
    explicit SavedFilters(Store &store, QObject *parent = nullptr);

    // In order of the alphabet.
    [[nodiscard]] const QList<SavedFilter> &filters() const { return m_filters; }
    // Why a name cannot be given to a filter, for a person, or nothing. `current`: its name so far, which it may keep.
    [[nodiscard]] QString problemOf(const QString &name, const QString &current = {}) const;
    // Adds one; one of that name is replaced.
    void save(const QString &name, const QVariantMap &state);
    void rename(const QString &name, const QString &newName);
    void remove(const QString &name);

Q_SIGNALS:
    void changed();
    // They could not be read or stored. A change that waited for the reading is lost then; the next one reads again.
    void failed(const uw::Error &error);

private:
    using Change = std::function<void(QList<SavedFilter> &)>;

    void read();
    void take(const QString &text);
    void change(const Change &change);
    void write();
    void sort();

    Store &m_store;
    QList<SavedFilter> m_filters;
    // Made before the stored ones were read.
    QList<Change> m_waiting;
    bool m_isReading = false;
    bool m_isRead = false;
};

} // namespace uw::ui
