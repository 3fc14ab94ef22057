// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/settings/settingjson.h"
#include "core/settings/workspacesettings.h"

#include <QMutex>
#include <QObject>

#include <functional>

namespace uw {

class Store;

// The settings of every workspace: rows of the store over what the process was started with. The empty name stands for
// everything that belongs to no workspace. Lives on the main thread, owned by the runtime; values() and isRestricted()
// answer on any thread.
class SettingService final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(Result<void>)>;

    // `base`: defaults, environment and command line. `store` outlives it.
    SettingService(Store &store, const SettingValues &base, QObject *parent = nullptr);

    // Reads what the store knows; before the listener starts.
    void load(Done done);

    [[nodiscard]] SettingValues values(const QString &workspaceId) const;
    // Whether the workspace's add-on forbids HTTP actions.
    [[nodiscard]] bool isRestricted(const QString &workspaceId) const;

    // Stores all of them or, when one is unknown or out of range (InvalidInput) or cannot be stored, none. `done` comes
    // after the commit, on this thread.
    void change(const QString &workspaceId, const SettingChanges &changes, Done done);
    // The same for what Clockify says, which may forbid HTTP actions and lift that, but never allow them.
    void push(const QString &workspaceId, const QMap<QString, qint64> &values, Done done);

Q_SIGNALS:
    // After the commit.
    void changed(const QString &workspaceId);

private:
    using Rows = QMap<QString, std::optional<QString>>;
    void write(const QString &workspaceId, const Rows &rows, Done done);

    Store &m_store;
    const SettingValues m_base;
    mutable QMutex m_mutex;
    // What the store holds, by workspace.
    QMap<QString, QMap<QString, QString>> m_rows;
};

} // namespace uw
