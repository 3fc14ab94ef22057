// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/databasefile.h"

#include "core/base/clock.h"
#include "core/base/logging.h"
#include "core/store/connection.h"
#include "core/store/migrations.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace uw::databasefile {

namespace {

Result<void> checkFile(const QString &path)
{
    const QFileInfo file(path);
    const QString shown = QDir::toNativeSeparators(path);
    if (!file.exists()) {
        // Made here so that nobody else can read it: SQLite gives its -wal and -shm the same rights.
        QFile made(path);
        if (!made.open(QIODevice::ReadWrite | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner)) {
            return Error{ErrorCode::Io,
                         u"The database %1 could not be made (%2). Check that this user may write in that "
                         "folder and that the disk is not full."_s.arg(shown, made.errorString())};
        }
        return {};
    }
    if (!file.isFile()) {
        return Error{ErrorCode::Io,
                     u"%1 is not a file, so no database can be kept there. Move it away or choose another "
                     "data folder."_s.arg(shown)};
    }
    if (!file.isReadable() || !file.isWritable()) {
        return Error{
            ErrorCode::StoreUnavailable,
            u"The database %1 cannot be written because this user has no right to. Allow this user to read and "
            "write the file and its folder, or choose another data folder."_s.arg(shown)};
    }
    return {};
}

// Cheap signs of damage: every page number that the file promises is there, and the first page of each
// table and index can be read. A full check would read the whole file at each start.
Result<void> lookForDamage(Connection &connection)
{
    // The log is copied back first, so that the file itself is what is looked at.
    if (const Result<void> done = connection.execute(u"PRAGMA wal_checkpoint(TRUNCATE)"_s); !done)
        return done;
    const Result<qint64> pages = connection.integer(u"PRAGMA page_count"_s);
    const Result<qint64> pageBytes = pages ? connection.integer(u"PRAGMA page_size"_s) : pages;
    if (!pageBytes)
        return pageBytes.error();
    if (QFileInfo(connection.path()).size() < *pages * *pageBytes) {
        return Error{ErrorCode::StoreCorrupt,
                     u"The database %1 is shorter than it says."_s.arg(QDir::toNativeSeparators(connection.path()))};
    }
    const Result<qint64> tables = connection.integer(
        u"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'universal_webhook_log'"_s);
    if (!tables)
        return tables.error();
    const QString columns[] = {u"seq"_s,           u"id"_s,         u"received_at"_s, u"source"_s,
                               u"custom_source"_s, u"event_type"_s, u"verdict"_s,     u"workspace_id"_s};
    for (const QString &column : columns) {
        if (*tables == 0)
            break;
        for (const QString &end : {u"min"_s, u"max"_s}) {
            const Result<qint64> read =
                connection.integer(u"SELECT length("_s + end + u'(' + column + u")) FROM universal_webhook_log"_s);
            if (!read)
                return read.error();
        }
    }
    return {};
}

Result<std::unique_ptr<Connection>> openOnce(const QString &path, QStringList &notices)
{
    if (const Result<void> usable = checkFile(path); !usable)
        return usable.error();
    Result<std::unique_ptr<Connection>> connection = Connection::open(path, Connection::Mode::ReadWrite);
    if (!connection)
        return connection;
    if (const Result<void> sound = lookForDamage(**connection); !sound)
        return sound.error();
    if (const Result<void> migrated = migrate(**connection, migrations(), notices); !migrated)
        return migrated.error();
    return connection;
}

// Renames the file and what belongs to it; the first free name of that moment is taken.
Result<QString> setAside(const QString &path)
{
    QString stamp = toRfc3339(SystemClock().nowMs());
    stamp.remove(u'-').remove(u':').remove(u'.');
    QString target = path + u".corrupt-"_s + stamp;
    for (int i = 2; QFileInfo::exists(target); ++i)
        target = path + u".corrupt-"_s + stamp + u'-' + QString::number(i);
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s}) {
        QFile file(path + suffix);
        if (file.exists() && !file.rename(target + suffix)) {
            return Error{ErrorCode::StoreCorrupt,
                         u"The database %1 is damaged and could not be renamed (%2). Move it away by hand, then start "
                         "again."_s.arg(QDir::toNativeSeparators(path), file.errorString())};
        }
    }
    return target;
}

} // namespace

Result<void> prepareFolder(const QString &databasePath)
{
    const QFileInfo file(databasePath);
    if (databasePath.isEmpty() || !file.isAbsolute())
        return Error{ErrorCode::InvalidArgument,
                     u"The path of the database is not absolute: \"%1\"."_s.arg(databasePath)};
    const QString folder = file.absolutePath();
    const QString shown = QDir::toNativeSeparators(folder);
    const QFileInfo folderInfo(folder);
    if (folderInfo.isDir())
        return {};
    if (folderInfo.exists())
        return Error{ErrorCode::Io,
                     u"%1 is a file, but a folder is needed there for the data. Move it away or choose another "
                     "data folder."_s.arg(shown)};
    if (!QDir().mkpath(folder)) {
        return Error{ErrorCode::Io,
                     u"The data folder %1 could not be made. Check that this user may write in the folder "
                     "above it and that no file stands in the way."_s.arg(shown)};
    }
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return {};
}

Result<std::unique_ptr<Connection>> openForWriting(const QString &databasePath, QStringList &notices)
{
    Result<std::unique_ptr<Connection>> connection = openOnce(databasePath, notices);
    if (connection || connection.error().code != ErrorCode::StoreCorrupt)
        return connection;
    qCWarning(uwStore, "%s", qUtf8Printable(connection.error().text));
    const Result<QString> aside = setAside(databasePath);
    if (!aside)
        return aside.error();
    notices << u"The database was damaged. It was kept as %1, and a new, empty one was made. To look for what can be "
               u"saved, "
               "run: sqlite3 \"%1\" .recover"_s.arg(QDir::toNativeSeparators(*aside));
    return openOnce(databasePath, notices);
}

std::optional<qint64> freeDiskBytes(const QString &databasePath)
{
    // Not QStorageInfo: it reads the table of all mounts each time.
    std::error_code error;
    const std::filesystem::space_info space =
        std::filesystem::space(QFileInfo(databasePath).filesystemAbsolutePath(), error);
    if (error)
        return std::nullopt;
    return qint64(std::min<std::uintmax_t>(space.available, std::uintmax_t(std::numeric_limits<qint64>::max())));
}

} // namespace uw::databasefile
