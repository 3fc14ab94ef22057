// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/documentargument.h"

#include "core/base/limits.h"

#include <QFile>

#include <cstdio>

namespace uw::cli {

Result<std::shared_ptr<const openapi::Document>> openDocument(const QString &argument)
{
    if (argument == u"clockify" && !QFile::exists(argument))
        return openapi::Document::loadFile(QStringLiteral(":/openapi/clockify.json"));
    if (argument != u"-")
        return openapi::Document::loadFile(argument);
    const QString name = QStringLiteral("standard input");
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return Error{ErrorCode::Io, QStringLiteral("Standard input cannot be read: %1.").arg(input.errorString())};
    const QByteArray bytes = input.read(limits::documentBytes + 1);
    if (bytes.size() > limits::documentBytes)
        return Error{ErrorCode::LimitExceeded,
                     QStringLiteral("What comes in is larger than the %1 MiB that can be read.")
                         .arg(limits::documentBytes / limits::mebibyte)};
    return openapi::Document::load(bytes, name);
}

} // namespace uw::cli
