// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/callkeeper.h"

#include "core/base/clock.h"
#include "core/base/uuidv7.h"
#include "core/store/callrepository.h"
#include "core/store/connection.h"
#include "core/store/migrations.h"
#include "core/store/store.h"

#include <QFileInfo>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

Result<void> insert(Connection &connection, const FinishedCall &call)
{
    const Result<HistorySettings> settings = loadHistorySettings(connection);
    if (!settings)
        return settings.error();
    const SystemClock clock;
    const Result<qint64> stored =
        callrepository::insert(connection, recordOf(call, *settings, UuidV7Generator(clock).next()));
    return stored ? Result<void>() : stored.error();
}

// Beside the process that has the profile open: SQLite lets one write after the other.
Result<void> insertBeside(const QString &databasePath, const FinishedCall &call)
{
    const Result<std::unique_ptr<Connection>> connection = Connection::open(databasePath, Connection::Mode::ReadWrite);
    if (!connection)
        return connection.error();
    const auto newest = qint64(migrations().size());
    const Result<DatabaseVersion> version = inspect(**connection, newest);
    if (!version)
        return version.error();
    if (version->version != newest)
        return Error{ErrorCode::StoreUnavailable, u"another version of the program runs with this profile."_s};
    if (const Result<void> begun = (*connection)->begin(); !begun)
        return begun;
    Result<void> result = insert(**connection, call);
    if (result)
        result = (*connection)->commit();
    if (!result)
        (*connection)->rollback();
    return result;
}

} // namespace

Result<void> keepCall(const QString &databasePath, const FinishedCall &call)
{
    // Who calls an API did not ask how a profile is made.
    QLoggingCategory::setFilterRules(u"uw.store.info=false"_s);
    const bool isThere = QFileInfo::exists(databasePath);
    Result<std::unique_ptr<Store>> store = Store::open({.databasePath = databasePath, .readerThreads = 1});
    if (!store && store.error().code == ErrorCode::ProfileLocked)
        return insertBeside(databasePath, call);
    if (!store)
        return isThere ? store.error() : Error{ErrorCode::Unavailable, store.error().text};
    const auto result = std::make_shared<Result<void>>();
    (*store)->submit(
        [call, result](Connection &connection) {
            *result = insert(connection, call);
            return *result;
        },
        nullptr, {});
    // Waits until it is committed.
    (*store)->close();
    return *result;
}

} // namespace uw::cli
