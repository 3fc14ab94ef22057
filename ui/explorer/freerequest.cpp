// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/freerequest.h"

#include <QCoreApplication>

namespace uw::ui {

namespace {

struct FreeRequestTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::FreeRequestTexts)
};

} // namespace

openapi::OperationDetails freeOperation(const QByteArray &method, const QByteArray &url, const QString &contentType,
                                        const QString &name)
{
    openapi::OperationDetails operation;
    const qsizetype authority = url.indexOf("://") + 3;
    const qsizetype slash = url.indexOf('/', authority);
    const qsizetype mark = url.indexOf('?', authority);
    const qsizetype end = slash >= 0 && (mark < 0 || slash < mark) ? slash : mark >= 0 ? mark : url.size();
    QString path = QString::fromUtf8(url.mid(end));
    // Braces would be parameters.
    path.replace(u'{', QStringLiteral("%7B")).replace(u'}', QStringLiteral("%7D"));
    operation.servers = {QString::fromUtf8(url.left(end))};
    operation.summary.method = method;
    operation.summary.path = path.startsWith(u'/') ? path : QString(u'/' + path);
    operation.summary.summary = name.isEmpty() ? FreeRequestTexts::tr("Free request") : name;
    operation.summary.operationId = QString::fromLatin1(method) + u' ' + operation.summary.path;
    if (method != "GET" && method != "HEAD")
        operation.body =
            openapi::RequestBody{.mediaType = contentType.isEmpty() ? QStringLiteral("application/json") : contentType};
    return operation;
}

} // namespace uw::ui
