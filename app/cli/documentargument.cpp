// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/documentargument.h"

#include "app/cli/inputargument.h"
#include "core/base/limits.h"
#include "core/documents/documentopener.h"
#include "core/http/httpclient.h"

#include <QCommandLineParser>
#include <QFile>

namespace uw::cli {

DocumentArgument::DocumentArgument(QObject *parent) : QObject(parent) {}

DocumentArgument::~DocumentArgument() = default;

void DocumentArgument::addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"allow-outside"_qs, u"Also reads files that the description refers to outside its folder."_qs},
        {u"allow-remote"_qs, u"Also fetches files that the description refers to on the net."_qs},
    });
}

DocumentArgument::Access DocumentArgument::accessOf(const QCommandLineParser &parser)
{
    return {.allowsOutside = parser.isSet(u"allow-outside"_qs), .allowsRemote = parser.isSet(u"allow-remote"_qs)};
}

void DocumentArgument::open(const QString &argument, const Access &access, const Done &done)
{
    DocumentRequest request{
        .origin = argument, .allowsOutside = access.allowsOutside, .allowsRemote = access.allowsRemote};
    if (argument == u"clockify" && !QFile::exists(argument))
        request.origin = QStringLiteral(":/openapi/clockify.json");
    if (argument == u"-") {
        const Result<QByteArray> bytes = readStandardInput(limits::documentBytes);
        if (!bytes) {
            QMetaObject::invokeMethod(
                this, [done, error = bytes.error()] { done(error); }, Qt::QueuedConnection);
            return;
        }
        request.origin = QStringLiteral("standard input");
        request.bytes = *bytes;
    }
    // Most descriptions need no network, whose start costs more than they do.
    if (!m_client && (access.allowsRemote || isWebAddress(request.origin)))
        m_client = std::make_unique<HttpClient>();
    m_opener = std::make_unique<DocumentOpener>(m_client.get());
    m_opener->open(request, this, [done](const Result<OpenedDocument> &opened) {
        if (opened)
            done(opened->document);
        else
            done(opened.error());
    });
}

} // namespace uw::cli
