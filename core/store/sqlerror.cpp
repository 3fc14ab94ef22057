// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sqlerror.h"

#include <QDir>
#include <QSqlError>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// SQLite's primary result codes (sqlite.org/rescode.html); spelled out because only Qt's
// driver, and not this library, is linked with SQLite.
enum Primary {
    Perm = 3,
    Busy = 5,
    Locked = 6,
    NoMemory = 7,
    ReadOnly = 8,
    Interrupt = 9,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CantOpen = 14,
    TooBig = 18,
    Constraint = 19,
    Auth = 23,
    NotADatabase = 26,
};

} // namespace

Error sqlError(const QSqlError &error, const QString &path)
{
    // The extended code keeps its primary one in the lowest byte.
    const int primary = error.nativeErrorCode().toInt() & 0xff;
    const QString file = QDir::toNativeSeparators(path);
    const QString detail = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    switch (primary) {
    case Busy:
    case Locked:
        return {ErrorCode::StoreUnavailable,
                u"The database %1 is locked by another program. Close programs that have it open; "
                "nothing else needs to be done."_s.arg(file)};
    case ReadOnly:
        return {ErrorCode::StoreUnavailable,
                u"The database %1 cannot be written because it is read-only. Allow this user to write "
                "to the file and to its folder, or choose another data folder."_s.arg(file)};
    case Perm:
    case Auth:
        return {ErrorCode::StoreUnavailable,
                u"Access to the database %1 was denied. Allow this user to read and write the file "
                "and its folder."_s.arg(file)};
    case CantOpen:
        return {ErrorCode::StoreUnavailable,
                u"The database %1 could not be opened (%2). Check that its folder exists and that this "
                "user may read and write in it."_s.arg(file, detail)};
    case Full:
        return {ErrorCode::StoreFull,
                u"The database %1 could not be written because the disk is full. Free some space on it; "
                "storing goes on by itself then."_s.arg(file)};
    case Corrupt:
    case NotADatabase:
        return {ErrorCode::StoreCorrupt,
                u"The database %1 is damaged (%2). Start the program again: a damaged database is set "
                "aside under a dated name and a new one is made."_s.arg(file, detail)};
    case IoError:
        return {ErrorCode::Io, u"The disk reported an error for the database %1 (%2). Check the disk and its "
                               "connection."_s.arg(file, detail)};
    case NoMemory:
        return {ErrorCode::StoreUnavailable,
                u"The database %1 ran out of memory. Close other programs and try again."_s.arg(file)};
    case Interrupt:
        return {ErrorCode::Cancelled, u"The query was cancelled."_s};
    case TooBig:
        return {ErrorCode::LimitExceeded, u"A value is larger than the database can hold."_s};
    case Constraint:
        return {ErrorCode::Conflict,
                u"The database already holds such a row, or a rule of it is broken (%1)."_s.arg(detail)};
    default:
        return {ErrorCode::Internal,
                u"The database %1 refused a statement (%2). This is a fault of the program; report it with "
                "its log."_s.arg(file, detail)};
    }
}

bool endsTransaction(const Error &error)
{
    switch (error.code) {
    case ErrorCode::StoreFull:
    case ErrorCode::StoreCorrupt:
    case ErrorCode::StoreUnavailable:
    case ErrorCode::Io:
        return true;
    default:
        return false;
    }
}

} // namespace uw
