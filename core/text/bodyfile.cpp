// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/bodyfile.h"

#include <QDir>
#include <QSaveFile>
#include <QTemporaryFile>

#ifdef Q_OS_UNIX
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace uw {

namespace {

constexpr qint64 copyPiece = 1 * limits::mebibyte;

QString namePattern()
{
    return QStringLiteral("body-XXXXXX.tmp");
}

Error writeError(const QString &folder, const QString &reason)
{
    return {ErrorCode::Io, QStringLiteral("The answer could not be kept in %1: %2. Make room there, or allow smaller "
                                          "answers only.")
                               .arg(QDir::toNativeSeparators(folder), reason)};
}

} // namespace

BodyFile::BodyFile(const QString &folder, qint64 inMemory) : m_folder(folder), m_inMemory(inMemory) {}

BodyFile::BodyFile(const QByteArray &bytes) : m_inMemory(bytes.size()), m_memory(bytes), m_size(bytes.size()) {}

BodyFile::~BodyFile() = default;

Result<void> BodyFile::moveToDisk()
{
    if (!QDir().mkpath(m_folder))
        return writeError(m_folder, QStringLiteral("the folder cannot be made"));
    auto file = std::make_unique<QTemporaryFile>(QDir(m_folder).filePath(namePattern()));
    if (!file->open() || file->write(m_memory) != m_memory.size() || !file->flush())
        return writeError(m_folder, file->errorString());
    m_file = std::move(file);
    m_memory = {};
    return {};
}

Result<void> BodyFile::append(QByteArrayView bytes)
{
    const QMutexLocker lock(&m_mutex);
    Q_ASSERT(!m_map);
    if (!m_file && m_size + bytes.size() > m_inMemory) {
        if (const Result<void> moved = moveToDisk(); !moved)
            return moved;
    }
    if (!m_file) {
        m_memory.append(bytes);
    } else if (!m_file->seek(m_size) || m_file->write(bytes.data(), bytes.size()) != bytes.size() || !m_file->flush()) {
        return writeError(m_folder, m_file->errorString());
    }
    m_size += bytes.size();
    return {};
}

qint64 BodyFile::size() const
{
    const QMutexLocker lock(&m_mutex);
    return m_size;
}

bool BodyFile::isOnDisk() const
{
    const QMutexLocker lock(&m_mutex);
    return m_file != nullptr;
}

QByteArray BodyFile::read(qint64 offset, qint64 length) const
{
    const QMutexLocker lock(&m_mutex);
    const qint64 count = qMin(length, m_size - offset);
    if (offset < 0 || count <= 0)
        return {};
    if (!m_file)
        return m_memory.mid(offset, count);
    if (!m_file->seek(offset))
        return {};
    return m_file->read(count);
}

Result<QByteArrayView> BodyFile::view() const
{
    const QMutexLocker lock(&m_mutex);
    if (!m_file)
        return QByteArrayView(m_memory);
    if (!m_map)
        m_map = m_file->map(0, m_size);
    if (!m_map)
        return Error{
            ErrorCode::Io,
            QStringLiteral("The kept answer cannot be read: %1. Send the request again.").arg(m_file->errorString())};
    return QByteArrayView(m_map, m_size);
}

void BodyFile::release(qint64 from, qint64 until) const
{
#ifdef Q_OS_UNIX
    const QMutexLocker lock(&m_mutex);
    if (!m_map)
        return;
    const qint64 page = ::sysconf(_SC_PAGESIZE);
    const qint64 begin = (from + page - 1) / page * page;
    const qint64 end = qMin(until, m_size) / page * page;
    // Only advice: what it says about the memory does not change what is read.
    if (page > 0 && end > begin)
        (void)::madvise(m_map + begin, size_t(end - begin), MADV_DONTNEED);
#else
    Q_UNUSED(from)
    Q_UNUSED(until)
#endif
}

Result<void> BodyFile::copyTo(const QString &path) const
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorCode::Io, file.errorString()};
    const qint64 total = size();
    for (qint64 at = 0; at < total;) {
        const QByteArray piece = read(at, copyPiece);
        if (piece.isEmpty())
            return Error{ErrorCode::Io, QStringLiteral("the kept answer cannot be read")};
        if (file.write(piece) != piece.size())
            return Error{ErrorCode::Io, file.errorString()};
        at += piece.size();
    }
    return file.commit() ? Result<void>() : Error{ErrorCode::Io, file.errorString()};
}

void BodyFile::sweep(const QString &folder)
{
    QDir directory(folder);
    for (const QString &name : directory.entryList({QStringLiteral("body-*.tmp")}, QDir::Files))
        directory.remove(name);
}

} // namespace uw
