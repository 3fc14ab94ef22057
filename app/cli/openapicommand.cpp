// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/openapicommand.h"

#include "app/cli/documentargument.h"
#include "app/cli/helptext.h"
#include "core/openapi/documentreport.h"

#include <QCommandLineParser>

namespace uw::cli {

void OpenApiCommand::start(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Tells what an OpenAPI description holds: servers, operations, oddities."_qs);
    const QCommandLineOption help({u"h"_qs, u"help"_qs}, u"Shows this help."_qs);
    const QCommandLineOption json(u"json"_qs, u"Prints JSON."_qs);
    parser.addOptions({help, json});
    DocumentArgument::addOptions(parser);
    parser.addPositionalArgument(
        u"FILE"_qs, u"The description, or its address; - reads standard input, clockify is the one built in."_qs);
    const bool understood = parser.parse(arguments);
    if (understood && parser.isSet(help))
        return printBytes(helpText(parser, u"openapi").toUtf8(), exitDone);
    if (!understood || parser.positionalArguments().size() != 1)
        return fail(understood ? u"uwh openapi takes one FILE."_qs : parser.errorText(), exitUsage);
    m_asJson = parser.isSet(json);
    m_documents.open(parser.positionalArguments().constFirst(), DocumentArgument::accessOf(parser),
                     [this](const Result<std::shared_ptr<const openapi::Document>> &document) {
                         if (document)
                             report(**document);
                         else
                             fail(document.error().text, exitUsage);
                     });
}

void OpenApiCommand::report(const openapi::Document &document)
{
    if (m_asJson)
        printBytes(json::serialize(openapi::documentReport(document), json::Indent::Two) + '\n', exitDone);
    else
        printBytes(openapi::documentText(document).toUtf8(), exitDone);
}

} // namespace uw::cli
