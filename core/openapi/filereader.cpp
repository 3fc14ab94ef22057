// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/filereader.h"

#include "core/base/limits.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace uw::openapi {
namespace {

bool isWeb(const QUrl &address)
{
    return address.scheme() == u"http" || address.scheme() == u"https";
}

QString withSlash(QString folder)
{
    if (!folder.endsWith(u'/'))
        folder += u'/';
    return folder;
}

} // namespace

FileReader::FileReader(const FileAccess &access) : m_access(access)
{
    if (access.base.isEmpty())
        return;
    const QUrl address(access.base);
    if (isWeb(address)) {
        m_base = address;
        return;
    }
    const QFileInfo info(access.base);
    m_base = QUrl::fromLocalFile(QDir::cleanPath(info.absoluteFilePath()));
    m_folder = withSlash(QDir::cleanPath(info.absolutePath()));
    const QString real = QFileInfo(info.absolutePath()).canonicalFilePath();
    m_realFolder = real.isEmpty() ? m_folder : withSlash(real);
}

QString FileReader::nameOf(const QUrl &address) const
{
    if (!address.isLocalFile())
        return address.toString(QUrl::FullyEncoded);
    const QString path = QDir::cleanPath(address.toLocalFile());
    return isInside(path, m_folder) ? path.sliced(m_folder.size()) : path;
}

bool FileReader::isInside(const QString &path, const QString &folder)
{
    return !folder.isEmpty() && path.startsWith(folder);
}

Result<QByteArray> FileReader::read(const QUrl &address, bool &withheld)
{
    const QString name = nameOf(address);
    Result<QByteArray> bytes = [&]() -> Result<QByteArray> {
        const auto kept = m_access.fetched.constFind(address.toString(QUrl::FullyEncoded));
        if (kept != m_access.fetched.constEnd())
            return *kept;
        const auto failure = m_access.failures.constFind(address.toString(QUrl::FullyEncoded));
        if (failure != m_access.failures.constEnd())
            return Error{ErrorCode::NotFound, *failure};
        if (isWeb(address)) {
            withheld = true;
            return Error{
                ErrorCode::Forbidden,
                QStringLiteral("The file “%1” is on the net and is not fetched unless that is allowed.").arg(name)};
        }
        // Someone else's page has no business with the files here.
        if (!address.isLocalFile() || !m_base.isLocalFile())
            return Error{ErrorCode::Unsupported,
                         QStringLiteral("“%1” is an address that no description is read from.").arg(name.left(200))};
        return readDisk(address, withheld);
    }();
    if (!bytes)
        return bytes;
    m_bytes += bytes->size();
    if (m_bytes > limits::documentBytes)
        return Error{ErrorCode::LimitExceeded,
                     QStringLiteral("The files that the description refers to are larger than %1 MiB together; “%2” "
                                    "is left out.")
                         .arg(limits::documentBytes / limits::mebibyte)
                         .arg(name)};
    return bytes;
}

Result<QByteArray> FileReader::readDisk(const QUrl &address, bool &withheld) const
{
    const QString path = QDir::cleanPath(address.toLocalFile());
    const QString name = nameOf(address);
    const auto outside = [&]() -> Error {
        withheld = true;
        return {ErrorCode::Forbidden,
                QStringLiteral("The file “%1” lies outside the description's folder and is not read unless that is "
                               "allowed.")
                    .arg(name)};
    };
    // Before the disk is asked: whether a file outside exists is nobody's business either.
    if (!m_access.allowsOutside && !isInside(path, m_folder))
        return outside();
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::NotFound, QStringLiteral("The file “%1” does not exist.").arg(name)};
    if (!info.isFile())
        return Error{ErrorCode::Unsupported,
                     QStringLiteral("“%1” is a folder or a device, and only files are read.").arg(name)};
    if (!m_access.allowsOutside && !isInside(info.canonicalFilePath(), m_realFolder))
        return outside();
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, QStringLiteral("The file “%1” cannot be read: %2.").arg(name, file.errorString())};
    QByteArray bytes = file.read(limits::documentBytes + 1 - m_bytes);
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, QStringLiteral("The file “%1” cannot be read: %2.").arg(name, file.errorString())};
    return bytes;
}

} // namespace uw::openapi
