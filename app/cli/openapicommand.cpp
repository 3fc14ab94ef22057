// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/openapicommand.h"

#include "app/cli/documentargument.h"
#include "app/cli/helptext.h"
#include "core/openapi/documentreport.h"

#include <QCommandLineParser>

namespace uw::cli {

void OpenApiCommand::start(const QStringList &arguments)
{
    const int code = run(arguments);
    out().flush();
    err().flush();
    Q_EMIT finished(code);
}

int OpenApiCommand::run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Tells what an OpenAPI description holds: servers, operations, oddities."_qs);
    const QCommandLineOption help({u"h"_qs, u"help"_qs}, u"Shows this help."_qs);
    const QCommandLineOption json(u"json"_qs, u"Prints JSON."_qs);
    parser.addOptions({help, json});
    parser.addPositionalArgument(u"FILE"_qs,
                                 u"The description; - reads standard input, clockify is the one built in."_qs);
    const bool understood = parser.parse(arguments);
    if (understood && parser.isSet(help)) {
        out() << helpText(parser, u"openapi");
        return exitDone;
    }
    if (!understood || parser.positionalArguments().size() != 1) {
        err() << (understood ? u"uwh openapi takes one FILE."_qs : parser.errorText()) << '\n';
        return exitUsage;
    }
    const auto document = openDocument(parser.positionalArguments().constFirst());
    if (!document) {
        err() << document.error().text << '\n';
        return exitUsage;
    }
    if (parser.isSet(json))
        out() << json::serialize(openapi::documentReport(**document), json::Indent::Two) << '\n';
    else
        out() << openapi::documentText(**document);
    return exitDone;
}

} // namespace uw::cli
