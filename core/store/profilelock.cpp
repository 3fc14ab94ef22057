// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/profilelock.h"

#include "core/base/logging.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#else
#include <QLockFile>
#endif

using namespace Qt::StringLiterals;

namespace uw {

namespace {

Error lockedBy(const QString &path, qint64 pid)
{
    const QString folder = QDir::toNativeSeparators(QFileInfo(path).absolutePath());
    if (pid <= 0) {
        return {ErrorCode::ProfileLocked,
                u"The profile %1 is in use by another process. Close that program, or choose another folder "
                "with --data-dir."_s.arg(folder)};
    }
    return {ErrorCode::ProfileLocked,
            u"The profile %1 is in use by process %2. Close that program, or choose another folder with "
            "--data-dir."_s.arg(folder)
                .arg(pid)};
}

Error cannotLock(const QString &path, const QString &cause)
{
    return {ErrorCode::Io, u"The profile could not be locked with the file %1 (%2). Check that this user may write in "
                           "that folder."_s.arg(QDir::toNativeSeparators(path), cause)};
}

} // namespace

#ifdef Q_OS_UNIX

// flock() and not QLockFile: that one takes a lock whose owner died in another container, or
// whose process number was taken over, for a living one.
class ProfileLock::Private {
public:
    ~Private()
    {
        if (descriptor < 0)
            return;
        // Emptied, not removed: a second process may have it open and be about to lock it.
        [[maybe_unused]] const int emptied = ::ftruncate(descriptor, 0);
        ::close(descriptor);
    }

    [[nodiscard]] qint64 holder() const
    {
        char text[24] = {};
        const ssize_t count = ::pread(descriptor, text, sizeof text - 1, 0);
        return count > 0 ? QByteArray(text, qsizetype(count)).trimmed().toLongLong() : 0;
    }

    // The number is for the message of a second process; the lock holds without it (disk full).
    void writeOwnPid() const
    {
        const QByteArray text = QByteArray::number(QCoreApplication::applicationPid()) + '\n';
        if (::ftruncate(descriptor, 0) != 0
            || ::pwrite(descriptor, text.constData(), size_t(text.size()), 0) != text.size())
            qCWarning(uwStore, "The lock file of the profile could not be written: %s", std::strerror(errno));
    }

    int descriptor = -1;
};

Result<std::unique_ptr<ProfileLock>> ProfileLock::acquire(const QString &path)
{
    auto d = std::make_unique<Private>();
    d->descriptor = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (d->descriptor < 0)
        return cannotLock(path, QString::fromLocal8Bit(std::strerror(errno)));
    int locked = 0;
    do {
        locked = ::flock(d->descriptor, LOCK_EX | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0) {
        const int cause = errno;
        const Error error = cause == EWOULDBLOCK ? lockedBy(path, d->holder())
                                                 : cannotLock(path, QString::fromLocal8Bit(std::strerror(cause)));
        ::close(d->descriptor);
        d->descriptor = -1;
        return error;
    }
    d->writeOwnPid();
    return std::unique_ptr<ProfileLock>(new ProfileLock(std::move(d)));
}

#else

class ProfileLock::Private {
public:
    explicit Private(const QString &path) : file(path) { file.setStaleLockTime(0); }

    QLockFile file;
};

Result<std::unique_ptr<ProfileLock>> ProfileLock::acquire(const QString &path)
{
    auto d = std::make_unique<Private>(path);
    if (!d->file.tryLock()) {
        if (d->file.error() != QLockFile::LockFailedError)
            return cannotLock(path, QString::number(d->file.error()));
        qint64 pid = 0;
        QString host;
        QString program;
        d->file.getLockInfo(&pid, &host, &program);
        return lockedBy(path, pid);
    }
    return std::unique_ptr<ProfileLock>(new ProfileLock(std::move(d)));
}

#endif

ProfileLock::ProfileLock(std::unique_ptr<Private> data) : d(std::move(data)) {}

ProfileLock::~ProfileLock() = default;

} // namespace uw
