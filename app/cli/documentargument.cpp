// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/documentargument.h"

#include "app/cli/inputargument.h"
#include "core/base/limits.h"

#include <QFile>

namespace uw::cli {

Result<std::shared_ptr<const openapi::Document>> openDocument(const QString &argument)
{
    if (argument == u"clockify" && !QFile::exists(argument))
        return openapi::Document::loadFile(QStringLiteral(":/openapi/clockify.json"));
    if (argument != u"-")
        return openapi::Document::loadFile(argument);
    const QString name = QStringLiteral("standard input");
    const Result<QByteArray> bytes = readStandardInput(limits::documentBytes);
    if (!bytes)
        return bytes.error();
    return openapi::Document::load(*bytes, name);
}

} // namespace uw::cli
