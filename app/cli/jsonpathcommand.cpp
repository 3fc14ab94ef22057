// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jsonpathcommand.h"

#include "app/cli/helptext.h"
#include "app/cli/inputargument.h"
#include "core/base/limits.h"
#include "core/json/jsonpath.h"
#include "core/json/oldpath.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace uw::cli {

namespace {

constexpr QLatin1StringView commandName("jsonpath");

// A person waits here, not a flow: a query over a large file may take its seconds.
constexpr qint64 maximumVisits = 20'000'000;
constexpr qint64 maximumOutput = 512 * limits::mebibyte;

// The array of the nodes' values, written without copying the tree.
Result<QByteArray> valuesText(const json::JsonPath &path, const json::Value &root)
{
    json::EvaluationMeter meter(maximumVisits, maximumOutput);
    const Result<json::Nodes> nodes = path.select(root, meter);
    if (!nodes)
        return nodes.error();
    QByteArray text = "[";
    for (const json::Value *node : *nodes) {
        const QByteArray value = json::serialize(*node);
        if (!meter.produce(value.size()))
            return meter.error();
        if (text.size() > 1)
            text += ',';
        text += value;
    }
    text += ']';
    return text;
}

Result<QByteArray> pathsText(const json::JsonPath &path, const json::Value &root)
{
    json::EvaluationMeter meter(maximumVisits, maximumOutput);
    const Result<std::vector<json::LocatedNode>> nodes = path.locate(root, meter);
    if (!nodes)
        return nodes.error();
    json::Value paths = json::Value::array();
    for (const json::LocatedNode &node : *nodes)
        paths.push_back(node.path);
    return json::serialize(paths);
}

} // namespace

void JsonPathCommand::start(const QStringList &arguments)
{
    const int code = run(arguments);
    out().flush();
    err().flush();
    Q_EMIT finished(code);
}

int JsonPathCommand::run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Prints what a JSONPath query (RFC 9535) selects from a JSON text, as a JSON array.\n"
        "Exit code: 0 done, 1 too much work, 2 wrong usage, invalid query or no JSON."_s);
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Shows this help."_s);
    const QCommandLineOption paths(u"paths"_s, u"Prints where the values lie: their normalized paths."_s);
    parser.addOptions({help, paths});
    parser.addPositionalArgument(u"QUERY"_s, u"The query, such as '$.items[?@.price < 10].name'."_s);
    parser.addPositionalArgument(u"FILE"_s, u"The JSON text; standard input when left out or -."_s, u"[FILE|-]"_s);
    const bool understood = parser.parse(arguments);
    if (understood && parser.isSet(help)) {
        out() << helpText(parser, u"jsonpath");
        return exitDone;
    }
    const QStringList given = parser.positionalArguments();
    if (!understood || given.isEmpty() || given.size() > 2)
        return failed(commandName, understood ? u"One QUERY and at most one FILE are taken."_s : parser.errorText(),
                      exitUsage);
    return select(given.constFirst(), given.value(1), parser.isSet(paths));
}

int JsonPathCommand::select(const QString &query, const QString &file, bool wantsPaths)
{
    const Result<json::JsonPath> path = json::JsonPath::compile(query);
    if (!path) {
        const Result<json::TranslatedPath> translated = json::translateOldPath(query);
        const QString hint = translated ? u" Today this is written %1"_s.arg(translated->path) : QString();
        return failed(commandName, path.error().text + hint, exitUsage);
    }
    const Result<json::Value> root = readJsonArgument(file);
    if (!root)
        return failed(commandName, root.error().text, exitUsage);
    const Result<QByteArray> text = wantsPaths ? pathsText(*path, *root) : valuesText(*path, *root);
    if (!text)
        return failed(commandName, text.error().text, exitFailed);
    out() << QString::fromUtf8(*text) << '\n';
    return exitDone;
}

} // namespace uw::cli
