// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/documenttext.h"

#include "core/base/limits.h"
#include "core/json/yaml.h"
#include "core/openapi/formatsniffer.h"

#include <QFile>
#include <QFileInfo>

namespace uw::openapi {
namespace {

Error parseError(const QString &origin, const QByteArray &bytes, bool isYaml, const Error &error,
                 const json::ParseReport &report)
{
    if (error.code == ErrorCode::LimitExceeded)
        return {
            error.code,
            u"“" + origin + u"” "
                + QStringLiteral("is beyond what is read (%1). Check that it is the right file, or take a smaller one.")
                      .arg(error.text)};
    const QString place = report.failure ? report.failure->text() : error.text;
    if (isYaml)
        return documentError(
            origin,
            QStringLiteral("is neither JSON nor valid YAML (%1). Mend it there, or fetch it again.").arg(place));
    const QByteArray text = bytes.trimmed();
    const bool ends = text.endsWith('}') || text.endsWith(']');
    if (report.failure && (report.failure->offset >= text.size() || (!ends && text.contains('{'))))
        return documentError(origin, QStringLiteral("ends too early (%1). It was cut off, perhaps while it was "
                                                    "downloaded: fetch it again.")
                                         .arg(place));
    return documentError(origin,
                         QStringLiteral("is not valid JSON (%1). Mend it there, or fetch it again.").arg(place));
}

// JSON begins with a brace or a bracket; what else may be a description is YAML.
bool isYaml(QByteArrayView bytes)
{
    if (bytes.startsWith("\xef\xbb\xbf"))
        bytes = bytes.sliced(3);
    bytes = bytes.trimmed();
    return !bytes.startsWith('{') && !bytes.startsWith('[');
}

} // namespace

Error documentError(const QString &origin, const QString &rest)
{
    return {ErrorCode::DocumentInvalid, u"“" + origin + u"” " + rest};
}

Result<QByteArray> readDocumentFile(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{ErrorCode::NotFound, QStringLiteral("There is no file “%1”. Check the name.").arg(path)};
    if (info.isDir())
        return Error{ErrorCode::Io, QStringLiteral("“%1” is a folder. Name the file inside it.").arg(path)};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Io, QStringLiteral("“%1” cannot be read: %2.").arg(path, file.errorString())};
    // One byte more than allowed tells a file that is too large, also one that has no size, such as a pipe.
    QByteArray bytes = file.read(limits::documentBytes + 1);
    if (bytes.size() > limits::documentBytes)
        return Error{ErrorCode::LimitExceeded, QStringLiteral("“%1” is larger than the %2 MiB that can be read. Split "
                                                              "it, or leave out what is not needed.")
                                                   .arg(path)
                                                   .arg(limits::documentBytes / limits::mebibyte)};
    if (file.error() != QFileDevice::NoError)
        return Error{ErrorCode::Io, QStringLiteral("“%1” cannot be read: %2.").arg(path, file.errorString())};
    return bytes;
}

Result<json::Value> parseDocumentText(const QByteArray &bytes, const QString &origin, json::ParseReport &report)
{
    if (const std::optional<QString> other = tellOtherFormat(bytes))
        return documentError(origin, *other);
    const json::ParseLimits limits{.maximumDepth = limits::jsonDepth,
                                   .maximumNodes = limits::documentNodes,
                                   .maximumBytes = limits::documentBytes};
    const bool asYaml = isYaml(bytes);
    Result<json::Value> root =
        asYaml ? json::parseYaml(bytes, {.text = limits}, &report) : json::parse(bytes, limits, &report);
    return root ? std::move(root) : parseError(origin, bytes, asYaml, root.error(), report);
}

} // namespace uw::openapi
