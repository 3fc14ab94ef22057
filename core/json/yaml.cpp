// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/yaml.h"

#include "core/json/textposition.h"
#include "core/json/treebuilder.h"
#include "core/json/yamlscalar.h"

#include <yaml.h>

#include <unordered_map>

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

constexpr std::string_view coreTag = "tag:yaml.org,2002:";

std::string_view textOf(const yaml_char_t *text)
{
    return text ? std::string_view(reinterpret_cast<const char *>(text)) : std::string_view();
}

std::string_view scalarOf(const yaml_event_t &event)
{
    return {reinterpret_cast<const char *>(event.data.scalar.value), event.data.scalar.length};
}

// The byte at which the character of that number begins: libyaml counts characters.
qint64 byteOffset(QByteArrayView text, qint64 characters)
{
    qsizetype position = 0;
    while (position < text.size() && characters > 0) {
        ++position;
        while (position < text.size() && (static_cast<unsigned char>(text[position]) & 0xC0U) == 0x80)
            ++position;
        --characters;
    }
    return position;
}

struct Size {
    qint64 nodes = 1;
    qint64 bytes = 0; // of texts and names
    int depth = 0;    // of the containers
};

// Looks at everything once, without recursion.
Size sizeOf(const Value &value)
{
    Size size{.nodes = 0};
    std::vector<std::pair<const Value *, int>> pending{{&value, 1}};
    while (!pending.empty()) {
        const auto [current, depth] = pending.back();
        pending.pop_back();
        ++size.nodes;
        if (const auto *text = current->get_ptr<const std::string *>())
            size.bytes += std::ssize(*text);
        if (!current->is_structured())
            continue;
        size.depth = std::max(size.depth, depth);
        if (const auto *array = current->get_ptr<const Array *>()) {
            for (const Value &element : *array)
                pending.emplace_back(&element, depth + 1);
            continue;
        }
        for (const auto &[name, member] : *current->get_ptr<const Object *>()) {
            size.bytes += std::ssize(name);
            pending.emplace_back(&member, depth + 1);
        }
    }
    return size;
}

// Frees what the parser put in it.
class Event final {
public:
    Event() = default;
    ~Event() { yaml_event_delete(&m_event); }
    Q_DISABLE_COPY_MOVE(Event)
    const yaml_event_t *operator->() const { return &m_event; }
    const yaml_event_t &operator*() const { return m_event; }
    yaml_event_t *get() { return &m_event; }

private:
    yaml_event_t m_event{};
};

// Turns libyaml's events into a tree, within the limits.
class YamlParser final {
public:
    YamlParser(QByteArrayView text, const YamlLimits &limits, ParseReport &report, bool wantsDuplicates);
    ~YamlParser() { yaml_parser_delete(&m_parser); }
    Q_DISABLE_COPY_MOVE(YamlParser)

    Result<Value> run();

private:
    struct Anchor {
        Value value;
        Size size;
    };
    struct Frame {
        std::string anchor; // empty: none
        bool wantsName = false;
        bool mergesNext = false;
        // Of a mapping: what merge keys add once its own members are known.
        std::vector<Value> merged;
    };

    bool take(const yaml_event_t &event);
    bool takeName(const yaml_event_t &event);
    bool takeScalar(const yaml_event_t &event);
    bool takeAlias(const yaml_event_t &event);
    bool open(bool isObject, const yaml_char_t *anchor);
    bool close();
    bool finished(Value &&value, const std::string &anchor);
    bool remember(const std::string &name, const Value &value);
    bool merge(Value &&value);
    void applyMerges(Value &object, std::vector<Value> &merged);
    bool countNodes(qint64 nodes);
    bool countCopies(const Size &size);
    bool fail(ErrorCode code, const yaml_mark_t &mark, const QString &message);
    bool failHere(ErrorCode code, const QString &message) { return fail(code, m_mark, message); }

    QByteArrayView m_text;
    const YamlLimits &m_limits;
    ParseReport &m_report;
    TreeBuilder m_builder;
    yaml_parser_t m_parser{};
    bool m_isReady = false;
    yaml_mark_t m_mark{}; // where the event at hand begins
    std::vector<Frame> m_frames;
    std::unordered_map<std::string, Anchor> m_anchors;
    qint64 m_aliases = 0;
    qint64 m_copiedNodes = 0;
    qint64 m_copiedBytes = 0;
    bool m_hasDocument = false;
    bool m_isDone = false;
    std::optional<Error> m_error;
};

YamlParser::YamlParser(QByteArrayView text, const YamlLimits &limits, ParseReport &report, bool wantsDuplicates)
    : m_text(text)
    , m_limits(limits)
    , m_report(report)
    , m_builder(report, wantsDuplicates)
    , m_isReady(yaml_parser_initialize(&m_parser) == 1)
{
    if (!m_isReady)
        return;
    yaml_parser_set_encoding(&m_parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&m_parser, reinterpret_cast<const unsigned char *>(text.data()),
                                 static_cast<std::size_t>(text.size()));
}

Result<Value> YamlParser::run()
{
    if (!m_isReady)
        return Error{ErrorCode::LimitExceeded, u"there is no memory left to read YAML"_s};
    if (m_text.size() > m_limits.text.maximumBytes)
        failHere(ErrorCode::LimitExceeded, u"the text has %1 bytes, which is over the limit of %2"_s.arg(m_text.size())
                                               .arg(m_limits.text.maximumBytes));
    while (!m_error && !m_isDone) {
        Event event;
        if (yaml_parser_parse(&m_parser, event.get()) != 1) {
            const bool isReader = m_parser.error == YAML_READER_ERROR;
            fail(ErrorCode::InvalidInput, isReader ? m_parser.mark : m_parser.problem_mark,
                 m_parser.problem ? QString::fromUtf8(m_parser.problem) : u"this is no YAML"_s);
            break;
        }
        m_mark = event->start_mark;
        take(*event);
    }
    if (m_error)
        return *m_error;
    for (DuplicateMember &duplicate : m_report.duplicates)
        duplicate.offset = byteOffset(m_text, duplicate.offset);
    return m_builder.takeRoot();
}

bool YamlParser::fail(ErrorCode code, const yaml_mark_t &mark, const QString &message)
{
    const qint64 offset = byteOffset(m_text, static_cast<qint64>(mark.index));
    const TextPosition position = textPosition(m_text, offset);
    m_report.failure = {.offset = offset, .line = position.line, .column = position.column, .message = message};
    m_error = Error{code, m_report.failure->text()};
    return false;
}

bool YamlParser::take(const yaml_event_t &event)
{
    switch (event.type) {
    case YAML_STREAM_END_EVENT:
        m_isDone = true;
        if (!m_hasDocument)
            return failHere(ErrorCode::InvalidInput, u"the text is empty where a value is expected"_s);
        return true;
    case YAML_DOCUMENT_START_EVENT:
        if (std::exchange(m_hasDocument, true))
            return failHere(ErrorCode::InvalidInput, u"a second document begins here; keep one"_s);
        return true;
    case YAML_ALIAS_EVENT:
        return takeAlias(event);
    case YAML_SCALAR_EVENT:
        return takeScalar(event);
    case YAML_MAPPING_START_EVENT:
        return open(true, event.data.mapping_start.anchor);
    case YAML_SEQUENCE_START_EVENT:
        return open(false, event.data.sequence_start.anchor);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return close();
    default:
        return true;
    }
}

bool YamlParser::takeName(const yaml_event_t &event)
{
    const std::string_view name = scalarOf(event);
    const bool isPlain = event.data.scalar.plain_implicit == 1 && event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    m_frames.back().wantsName = false;
    if (isPlain && name == "<<") {
        m_frames.back().mergesNext = true;
        return true;
    }
    m_builder.addName(static_cast<qint64>(m_mark.index)) = name;
    return event.data.scalar.anchor == nullptr
        || remember(std::string(textOf(event.data.scalar.anchor)), Value(std::string(name)));
}

bool YamlParser::takeScalar(const yaml_event_t &event)
{
    if (!m_frames.empty() && m_frames.back().wantsName)
        return takeName(event);
    if (!countNodes(1))
        return false;
    const std::string_view text = scalarOf(event);
    std::string_view tag = textOf(event.data.scalar.tag);
    const bool isPlain = event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    std::optional<Value> value;
    if (tag.starts_with(coreTag) && tag != "tag:yaml.org,2002:str") {
        tag.remove_prefix(coreTag.size());
        const bool isKnown = tag == "int" || tag == "float" || tag == "bool" || tag == "null";
        value = isKnown ? taggedScalar(text, tag) : Value(std::string(text));
        if (!value)
            return failHere(ErrorCode::InvalidInput, u"what stands here is no %1, as its tag says"_s.arg(
                                                         QString::fromUtf8(tag.data(), std::ssize(tag))));
    } else {
        // "!" and tags of others make a text of it.
        value = isPlain && tag.empty() ? plainScalar(text) : Value(std::string(text));
    }
    return finished(std::move(*value), std::string(textOf(event.data.scalar.anchor)));
}

bool YamlParser::takeAlias(const yaml_event_t &event)
{
    const std::string name(textOf(event.data.alias.anchor));
    const QString shown = QString::fromStdString(name.substr(0, 60));
    const bool isOpen = std::any_of(m_frames.begin(), m_frames.end(),
                                    [&name](const Frame &frame) { return !name.empty() && frame.anchor == name; });
    if (isOpen)
        return failHere(ErrorCode::InvalidInput, u"the anchor “%1” contains itself here"_s.arg(shown));
    const auto anchor = m_anchors.find(name);
    if (anchor == m_anchors.end())
        return failHere(ErrorCode::InvalidInput, u"there is no anchor “%1” before this"_s.arg(shown));
    if (++m_aliases > m_limits.maximumAliases)
        return failHere(ErrorCode::LimitExceeded,
                        u"the text holds more than %1 aliases"_s.arg(m_limits.maximumAliases));
    const Anchor &known = anchor->second;
    if (!m_frames.empty() && m_frames.back().wantsName) {
        const auto *text = known.value.get_ptr<const std::string *>();
        if (!text)
            return failHere(ErrorCode::InvalidInput, u"a name is wanted here, and “%1” is no text"_s.arg(shown));
        m_frames.back().wantsName = false;
        m_builder.addName(static_cast<qint64>(m_mark.index)) = *text;
        return countCopies(known.size);
    }
    if (m_builder.depth() + known.size.depth > m_limits.text.maximumDepth)
        return failHere(ErrorCode::LimitExceeded,
                        u"with “%1”, mappings and sequences are nested more than %2 deep here"_s.arg(shown).arg(
                            m_limits.text.maximumDepth));
    if (!countCopies(known.size) || !countNodes(known.size.nodes))
        return false;
    return finished(Value(known.value), {});
}

bool YamlParser::open(bool isObject, const yaml_char_t *anchor)
{
    if (!m_frames.empty() && m_frames.back().wantsName)
        return failHere(ErrorCode::InvalidInput, u"a name is wanted here, and this is a mapping or a sequence"_s);
    if (m_builder.depth() >= m_limits.text.maximumDepth)
        return failHere(ErrorCode::LimitExceeded,
                        u"mappings and sequences are nested more than %1 deep here"_s.arg(m_limits.text.maximumDepth));
    if (!countNodes(1))
        return false;
    m_builder.open(isObject);
    m_frames.push_back({.anchor = std::string(textOf(anchor)), .wantsName = isObject});
    return true;
}

bool YamlParser::close()
{
    Value value = m_builder.close();
    Frame frame = std::move(m_frames.back());
    m_frames.pop_back();
    applyMerges(value, frame.merged);
    return finished(std::move(value), frame.anchor);
}

bool YamlParser::finished(Value &&value, const std::string &anchor)
{
    if (!anchor.empty() && !remember(anchor, value))
        return false;
    if (m_frames.empty()) {
        m_builder.add(std::move(value));
        return true;
    }
    Frame &around = m_frames.back();
    around.wantsName = m_builder.isInObject();
    if (std::exchange(around.mergesNext, false))
        return merge(std::move(value));
    m_builder.add(std::move(value));
    return true;
}

// Copies count, so that anchors within anchors cost no more than aliases.
bool YamlParser::remember(const std::string &name, const Value &value)
{
    const Size size = sizeOf(value);
    if (!countCopies(size))
        return false;
    m_anchors.insert_or_assign(name, Anchor{value, size});
    return true;
}

bool YamlParser::merge(Value &&value)
{
    std::vector<Value> &merged = m_frames.back().merged;
    if (value.is_object()) {
        merged.push_back(std::move(value));
        return true;
    }
    auto *several = value.get_ptr<Array *>();
    if (!several || !std::all_of(several->begin(), several->end(), [](const Value &v) { return v.is_object(); }))
        return failHere(ErrorCode::InvalidInput, u"“<<” wants a mapping or a sequence of mappings"_s);
    std::move(several->begin(), several->end(), std::back_inserter(merged));
    return true;
}

// The first that has a member wins, and the mapping's own before all.
void YamlParser::applyMerges(Value &value, std::vector<Value> &merged)
{
    auto *object = value.get_ptr<Object *>();
    for (Value &other : merged) {
        for (auto &[name, member] : *other.get_ptr<Object *>())
            object->emplace(name, std::move(member));
    }
}

bool YamlParser::countNodes(qint64 nodes)
{
    m_report.nodes += nodes;
    return m_report.nodes <= m_limits.text.maximumNodes
        || failHere(ErrorCode::LimitExceeded, u"the text holds more than %1 values"_s.arg(m_limits.text.maximumNodes));
}

bool YamlParser::countCopies(const Size &size)
{
    m_copiedNodes += size.nodes;
    m_copiedBytes += size.bytes;
    return (m_copiedNodes <= m_limits.maximumCopiedNodes && m_copiedBytes <= m_limits.maximumCopiedBytes)
        || failHere(ErrorCode::LimitExceeded,
                    u"anchors and aliases make more of the text than the %1 values and %2 bytes that are allowed"_s
                        .arg(m_limits.maximumCopiedNodes)
                        .arg(m_limits.maximumCopiedBytes));
}

} // namespace

Result<Value> parseYaml(QByteArrayView text, const YamlLimits &limits, ParseReport *report)
{
    ParseReport ownReport;
    ParseReport &target = report ? *report : ownReport;
    target = {};
    return YamlParser(text, limits, target, report != nullptr).run();
}

} // namespace uw::json
