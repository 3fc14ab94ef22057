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
#include <limits>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

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

// Stands beside the database from the moment a statement met a damaged page until the next start has checked all.
QString suspicionPath(const QString &path)
{
    return path + u".check"_s;
}

// Reads every page: a second or two for each gigabyte.
Result<void> checkWhole(Connection &connection, const StorePreparing &preparing)
{
    if (preparing)
        preparing(u"The database is looked through, because a damaged page was met. This takes some seconds for each "
                  "gigabyte."_s);
    Result<Statement> check = connection.prepare(u"PRAGMA quick_check(1)"_s);
    if (!check)
        return check.error();
    if (const Result<void> done = check->execute(); !done)
        return done;
    const Result<bool> row = check->next();
    if (!row)
        return row.error();
    if (!*row || check->text(0) != u"ok") {
        return Error{ErrorCode::StoreCorrupt, u"The database %1 is damaged (%2)."_s.arg(
                                                  QDir::toNativeSeparators(connection.path()), check->text(0))};
    }
    QFile::remove(suspicionPath(connection.path()));
    return {};
}

// Cheap signs of damage: every page number that the file promises is there, and the first page of each
// table and index can be read. A full check would read the whole file at each start.
Result<void> lookForDamage(Connection &connection, const StorePreparing &preparing)
{
    // The log is copied back first, so that the file itself is what is looked at. A full disk is no damage.
    const Result<qint64> busy = connection.integer(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    if (!busy && busy.error().code != ErrorCode::StoreFull)
        return busy.error();
    const Result<qint64> pages = connection.integer(u"PRAGMA page_count"_s);
    const Result<qint64> pageBytes = pages ? connection.integer(u"PRAGMA page_size"_s) : pages;
    if (!pageBytes)
        return pageBytes.error();
    if (busy && *busy == 0 && QFileInfo(connection.path()).size() < *pages * *pageBytes) {
        return Error{ErrorCode::StoreCorrupt,
                     u"The database %1 is shorter than it says."_s.arg(QDir::toNativeSeparators(connection.path()))};
    }
    const QString ends[] = {
        u"max(length(peer)) FROM (SELECT peer FROM universal_webhook_log ORDER BY seq LIMIT 1)"_s,
        u"max(length(peer)) FROM (SELECT peer FROM universal_webhook_log ORDER BY seq DESC LIMIT 1)"_s,
        u"max(seq) FROM universal_webhook_log"_s,
        u"max(id) FROM universal_webhook_log"_s,
        u"max(newest_ms) FROM universal_webhook_log_time"_s,
        u"max(source) FROM universal_webhook_log"_s,
        u"max(custom_source) FROM universal_webhook_log"_s,
        u"max(event_type) FROM universal_webhook_log"_s,
        u"max(workspace_id) FROM universal_webhook_log"_s,
        u"max(verdict) FROM universal_webhook_log"_s};
    for (const QString &end : ends) {
        // Other faults (a table that a newer version does not have) are for the migrations to tell.
        const Result<qint64> read = connection.integer(u"SELECT "_s + end);
        if (!read && read.error().code == ErrorCode::StoreCorrupt)
            return read.error();
    }
    return QFileInfo::exists(suspicionPath(connection.path())) ? checkWhole(connection, preparing) : Result<void>();
}

// Asked before the file is opened for writing, which alone changes its header: a database that is not ours, or
// not yet, stays as it is. Failures of other kinds are for the real opening to tell.
Result<void> checkOwner(const QString &path)
{
    if (QFileInfo(path).size() == 0)
        return {};
    const Result<std::unique_ptr<Connection>> peek = Connection::open(path, Connection::Mode::ReadOnly);
    if (!peek)
        return {};
    const Result<DatabaseVersion> found = inspect(**peek, qint64(migrations().size()));
    const bool refused =
        !found && (found.error().code == ErrorCode::StoreTooNew || found.error().code == ErrorCode::StoreUnavailable);
    return refused ? Result<void>(found.error()) : Result<void>();
}

Result<std::unique_ptr<Connection>> openOnce(const QString &path, QStringList &notices, const StorePreparing &preparing)
{
    if (const Result<void> usable = checkFile(path); !usable)
        return usable.error();
    if (const Result<void> ours = checkOwner(path); !ours)
        return ours.error();
    Result<std::unique_ptr<Connection>> connection = Connection::open(path, Connection::Mode::ReadWrite);
    if (!connection)
        return connection;
    if (const Result<void> sound = lookForDamage(**connection, preparing); !sound)
        return sound.error();
    if (const Result<void> migrated = migrate(**connection, migrations(), notices, preparing); !migrated)
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
    for (const QString &suffix : {QString(), u"-wal"_s, u"-shm"_s, u".check"_s}) {
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

Result<std::unique_ptr<Connection>> openForWriting(const QString &databasePath, QStringList &notices,
                                                   const StorePreparing &preparing)
{
    Result<std::unique_ptr<Connection>> connection = openOnce(databasePath, notices, preparing);
    if (connection || connection.error().code != ErrorCode::StoreCorrupt)
        return connection;
    qCWarning(uwStore, "%s", qUtf8Printable(connection.error().text));
    const Result<QString> aside = setAside(databasePath);
    if (!aside)
        return aside.error();
    notices << u"The database was damaged. It was kept as %1, and a new, empty one was made. To look for what can be "
               u"saved, "
               "run: sqlite3 \"%1\" .recover"_s.arg(QDir::toNativeSeparators(*aside));
    return openOnce(databasePath, notices, preparing);
}

void suspect(const QString &databasePath)
{
    QFile mark(suspicionPath(databasePath));
    if (!mark.open(QIODevice::WriteOnly))
        qCWarning(uwStore, "%s could not be made: %s", qUtf8Printable(mark.fileName()),
                  qUtf8Printable(mark.errorString()));
}

QByteArray identity(const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) == 0)
        return QByteArray(reinterpret_cast<const char *>(&status.st_dev), sizeof status.st_dev)
             + QByteArray(reinterpret_cast<const char *>(&status.st_ino), sizeof status.st_ino);
#else
    Q_UNUSED(path)
#endif
    return {};
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
