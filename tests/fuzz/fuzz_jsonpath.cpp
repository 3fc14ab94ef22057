// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a JSONPath query: the first line is the query, the rest the tree. What compiles also evaluates, and each
// normalized path leads back to its node. The same text goes through the translator of the older dialect.
#include "core/json/jsonpath.h"
#include "core/json/oldpath.h"

#include <cstdlib>

using namespace uw;

namespace {

const json::Value &usualTree()
{
    static const json::Value tree =
        json::parse(R"({"a": [1, 2.5, "x", null, true, {"b": "ä😀", "a": [[]]}], "b": {"a": {"": 0}}, "c": "abc"})")
            .valueOr(json::Value());
    return tree;
}

void evaluate(const json::JsonPath &path, const json::Value &root)
{
    json::EvaluationMeter meter(50'000, 1'000'000);
    const Result<json::Nodes> nodes = path.select(root, meter);
    json::EvaluationMeter again(50'000, 1'000'000);
    const Result<std::vector<json::LocatedNode>> located = path.locate(root, again);
    if (!nodes || !located)
        return;
    if (nodes->size() != located->size() || (path.isSingular() && nodes->size() > 1))
        std::abort();
    for (std::size_t i = 0; i < nodes->size(); ++i) {
        const Result<json::JsonPath> back = json::JsonPath::compile((*located)[i].path);
        if (!back || !back->isSingular() || back->selectSingle(root) != (*nodes)[i])
            std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const std::size_t lineEnd = std::min(text.find('\n'), text.size());
    const std::string_view query = text.substr(0, lineEnd);
    const std::string_view rest = text.substr(std::min(lineEnd + 1, text.size()));
    json::QueryFault fault;
    const Result<json::JsonPath> path = json::JsonPath::compile(query, &fault);
    if (!path && (fault.message.isEmpty() || fault.offset < 0 || fault.offset > qint64(query.size())))
        std::abort();
    if (path) {
        evaluate(*path, usualTree());
        const Result<json::Value> tree = json::parse(QByteArrayView(rest.data(), qsizetype(rest.size())));
        if (tree)
            evaluate(*path, *tree);
    }
    const Result<json::TranslatedPath> translated =
        json::translateOldPath(QString::fromUtf8(query.data(), qsizetype(query.size())));
    if (translated && !json::JsonPath::compile(translated->path))
        std::abort();
    return 0;
}
