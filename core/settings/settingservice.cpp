// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingservice.h"

#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"
#include "core/store/store.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using RowsByWorkspace = QMap<QString, QMap<QString, QString>>;

// The table holds what other parts remember as well.
RowsByWorkspace onlySettings(const RowsByWorkspace &all)
{
    RowsByWorkspace found;
    for (auto workspace = all.cbegin(); workspace != all.cend(); ++workspace) {
        for (auto row = workspace->cbegin(); row != workspace->cend(); ++row) {
            if (findSetting(row.key()) || row.key() == addonHttpActionsRow)
                found[workspace.key()].insert(row.key(), row.value());
        }
    }
    return found;
}

} // namespace

SettingService::SettingService(Store &store, const SettingValues &base, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_base(base)
{}

void SettingService::load(Done done)
{
    m_store.readers().run<RowsByWorkspace>(
        this, [](Connection &connection) { return settingrepository::all(connection); },
        [this, done = std::move(done)](const Result<RowsByWorkspace> &rows) {
            if (!rows) {
                done(rows.error());
                return;
            }
            {
                const QMutexLocker locker(&m_mutex);
                m_rows = onlySettings(*rows);
            }
            done({});
        });
}

SettingValues SettingService::values(const QString &workspaceId) const
{
    const QMutexLocker locker(&m_mutex);
    return workspaceSettings(m_base, m_rows.value(workspaceId));
}

bool SettingService::isRestricted(const QString &workspaceId) const
{
    const QMutexLocker locker(&m_mutex);
    return addonForbidsHttpActions(m_rows.value(workspaceId));
}

void SettingService::change(const QString &workspaceId, const SettingChanges &changes, Done done)
{
    Rows rows;
    QMap<QString, qint64> checked;
    for (auto it = changes.cbegin(); it != changes.cend(); ++it) {
        checked.insert(it.key(), it->value_or(0));
        if (const SettingDefinition *definition = findSetting(it.key()); definition && !*it)
            checked.insert(it.key(), definition->defaultValue);
        rows.insert(it.key(), *it ? std::optional(QString::number(**it)) : std::nullopt);
    }
    if (const Result<SettingValues> valid = SettingValues().withStored(checked); !valid)
        done(valid.error());
    else
        write(workspaceId, rows, std::move(done));
}

void SettingService::push(const QString &workspaceId, const QMap<QString, qint64> &values, Done done)
{
    static const QString httpActions = settingDefinition(SettingId::EnableGenericHttpActions).name;
    Rows rows;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        if (it.key() != httpActions)
            rows.insert(it.key(), QString::number(it.value()));
        else
            rows.insert(addonHttpActionsRow, it.value() == 0 ? std::optional(u"0"_s) : std::nullopt);
    }
    write(workspaceId, rows, std::move(done));
}

void SettingService::write(const QString &workspaceId, const Rows &rows, Done done)
{
    m_store.submit(
        [workspaceId, rows](Connection &connection) {
            for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
                const Result<void> written = *row ? settingrepository::put(connection, workspaceId, row.key(), **row)
                                                  : settingrepository::remove(connection, workspaceId, row.key());
                if (!written)
                    return written;
            }
            return Result<void>();
        },
        this,
        [this, workspaceId, rows, done = std::move(done)](const Result<void> &stored) {
            if (stored) {
                {
                    const QMutexLocker locker(&m_mutex);
                    for (auto row = rows.cbegin(); row != rows.cend(); ++row) {
                        if (*row)
                            m_rows[workspaceId].insert(row.key(), **row);
                        else
                            m_rows[workspaceId].remove(row.key());
                    }
                }
                Q_EMIT changed(workspaceId);
            }
            done(stored);
        });
}

} // namespace uw
