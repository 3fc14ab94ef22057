// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/jsonpath.h"

#include "core/json/jsonpathevaluator.h"
#include "core/json/jsonpathparser.h"

namespace uw::json {

namespace {

using path::Evaluator;
using path::Location;
using path::Node;
using path::Selector;

// RFC 9535, section 2.7: single quotes, the short escapes, \u00xx in lower case for other control characters.
void appendName(std::string &text, const std::string &name)
{
    static constexpr std::string_view letters = "btnvfr"; // 0x08 to 0x0D; 0x0B has no short form
    static constexpr std::string_view hex = "0123456789abcdef";
    text += "['";
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\') {
            text += '\\';
            text += c;
        } else if (byte >= 0x20) {
            text += c;
        } else if (byte >= 0x08 && byte <= 0x0D && byte != 0x0B) {
            text += '\\';
            text += letters[byte - 0x08U];
        } else {
            text += "\\u00";
            text += hex[byte >> 4U];
            text += hex[byte & 0xFU];
        }
    }
    text += "']";
}

std::string normalizedPath(const std::vector<Location> &locations, std::size_t location)
{
    std::vector<const Location *> steps;
    for (; location != path::noLocation; location = steps.back()->parent)
        steps.push_back(&locations[location]);
    std::string text = "$";
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if ((*step)->name)
            appendName(text, *(*step)->name);
        else
            text += '[' + std::to_string((*step)->index) + ']';
    }
    return text;
}

} // namespace

Result<JsonPath> JsonPath::compile(std::string_view query, QueryFault *fault)
{
    QueryText text(query);
    path::Parser parser(text);
    if (parser.query())
        return JsonPath(std::make_shared<const path::Program>(parser.take()));
    if (fault)
        *fault = *text.fault();
    return Error{ErrorCode::InvalidInput, text.fault()->text()};
}

Result<JsonPath> JsonPath::compile(QStringView query, QueryFault *fault)
{
    const QByteArray utf8 = query.toUtf8();
    return compile(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())), fault);
}

std::optional<JsonPath> JsonPath::readSegments(QueryText &text)
{
    path::Parser parser(text);
    if (!parser.segments())
        return std::nullopt;
    return JsonPath(std::make_shared<const path::Program>(parser.take()));
}

bool JsonPath::isSingular() const
{
    return m_program->main.isSingular;
}

bool JsonPath::isRoot() const
{
    return m_program->main.segments.empty();
}

QStringList JsonPath::fixedPrefix() const
{
    QStringList names;
    for (const path::Segment &segment : m_program->main.segments) {
        const Selector &selector = segment.selectors.front();
        const bool isName = selector.kind == Selector::Kind::Name;
        if (segment.isDescendant || segment.selectors.size() > 1 || (!isName && selector.kind != Selector::Kind::Index))
            break;
        names += isName ? QString::fromStdString(selector.name) : u'[' + QString::number(*selector.start) + u']';
    }
    return names;
}

Result<Nodes> JsonPath::select(const Value &root, EvaluationMeter &meter) const
{
    return selectFrom(root, root, meter);
}

Result<Nodes> JsonPath::selectFrom(const Value &start, const Value &root, EvaluationMeter &meter) const
{
    Evaluator evaluator(*m_program, root, meter, nullptr);
    Nodes values;
    if (m_program->main.isSingular) {
        if (const Value *value = evaluator.single(m_program->main, start))
            values.push_back(value);
    } else {
        const std::vector<Node> nodes = evaluator.run(m_program->main, start);
        values.reserve(nodes.size());
        for (const Node &node : nodes)
            values.push_back(node.value);
    }
    if (meter.isExhausted())
        return meter.error();
    return values;
}

Result<std::vector<LocatedNode>> JsonPath::locate(const Value &root, EvaluationMeter &meter) const
{
    std::vector<Location> locations;
    Evaluator evaluator(*m_program, root, meter, &locations);
    const std::vector<Node> nodes = evaluator.run(m_program->main, root);
    std::vector<LocatedNode> located;
    located.reserve(nodes.size());
    for (const Node &node : nodes) {
        located.push_back({node.value, normalizedPath(locations, node.location)});
        if (!meter.produce(static_cast<qint64>(located.back().path.size())))
            break;
    }
    if (meter.isExhausted())
        return meter.error();
    return located;
}

const Value *JsonPath::selectSingle(const Value &root) const
{
    EvaluationMeter meter;
    return Evaluator(*m_program, root, meter, nullptr).single(m_program->main, root);
}

} // namespace uw::json
