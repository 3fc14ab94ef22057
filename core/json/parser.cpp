// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number.h"
#include "core/json/reader.h"
#include "core/json/utf8.h"
#include "core/json/value.h"

#include <cstring>

namespace uw::json {

namespace {

using Event = Reader::Event;

char32_t hexQuad(const char *digits)
{
    char32_t number = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = digits[i];
        number = (number << 4) | static_cast<char32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return number;
}

char plainEscape(char kind)
{
    switch (kind) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return kind;
    }
}

// Appends a member name to a pointer. Names may be megabytes long: what makes the pointer too long is cut.
void appendName(QString &pointer, std::string_view name)
{
    const std::string_view kept = name.substr(0, static_cast<std::size_t>(3 * ParseReport::maximumPointerLength + 1));
    if (pointer.size() <= ParseReport::maximumPointerLength)
        pointer += u'/' + escapePointerToken(QString::fromUtf8(kept.data(), std::ssize(kept)));
}

// Builds the tree bottom up. Finished values wait on two stacks, one for the elements of open
// arrays and one for the members of open objects, until their container closes and takes them over at
// its exact size. So nothing recurses, nothing is built beyond a limit, and every vector fits.
class Parser final {
public:
    Parser(QByteArrayView text, const ParseLimits &limits, ParseReport &report, bool wantsDuplicates)
        : m_limits(limits)
        , m_report(report)
        , m_wantsDuplicates(wantsDuplicates)
        , m_reader(text, limits)
    {}

    Result<Value> run();

private:
    struct Frame {
        bool isObject;
        std::size_t begin; // of its elements or members on their stack
    };

    bool take(Event event);
    bool takeName();
    bool takeString();
    bool takeNumber();
    bool open(bool isObject);
    bool closeArray();
    bool closeObject();
    bool finished(Value &&value);
    bool countNode();
    bool decode(std::string &decoded);
    bool decodeUnicode(const char *&position, const char *end, std::string &decoded);
    void noteDuplicate(std::size_t entry);
    [[nodiscard]] QString pointerOfTop() const;

    const ParseLimits &m_limits;
    ParseReport &m_report;
    bool m_wantsDuplicates;
    Reader m_reader;
    std::vector<Frame> m_frames;
    std::vector<Value> m_elements;
    std::vector<Object::value_type> m_members;
    std::vector<const char *> m_names; // where the name of each member stands, if duplicates are wanted
    Value m_root;
};

Result<Value> Parser::run()
{
    for (;;) {
        const Event event = m_reader.next();
        if (event == Event::End)
            return std::move(m_root);
        if (!take(event)) {
            m_report.failure = m_reader.failure();
            return m_reader.error();
        }
    }
}

bool Parser::take(Event event)
{
    switch (event) {
    case Event::Name:
        return takeName();
    case Event::EndObject:
        return closeObject();
    case Event::EndArray:
        return closeArray();
    case Event::End:
    case Event::Failed:
        return false;
    default:
        break;
    }
    if (!countNode())
        return false;
    switch (event) {
    case Event::BeginObject:
        return open(true);
    case Event::BeginArray:
        return open(false);
    case Event::String:
        return takeString();
    case Event::Number:
        return takeNumber();
    case Event::True:
        return finished(Value(true));
    case Event::False:
        return finished(Value(false));
    default:
        return finished(Value());
    }
}

bool Parser::takeName()
{
    Object::value_type &entry = m_members.emplace_back();
    if (m_wantsDuplicates)
        m_names.push_back(m_reader.token().begin());
    return decode(entry.first);
}

bool Parser::takeString()
{
    Value string(Value::value_t::string);
    return decode(*string.get_ptr<std::string *>()) && finished(std::move(string));
}

bool Parser::takeNumber()
{
    const Scanner &token = m_reader.token();
    std::optional<Value> number = readNumber(token.begin(), token.end(), token.isInteger());
    if (number)
        return finished(std::move(*number));
    m_reader.refuse(ErrorCode::InvalidInput, token.offset(),
                    QStringLiteral("the number is too large to be held; the largest is about 1.8e308"));
    return false;
}

bool Parser::open(bool isObject)
{
    m_frames.push_back({isObject, isObject ? m_members.size() : m_elements.size()});
    m_report.depth = std::max(m_report.depth, m_reader.depth());
    return true;
}

bool Parser::closeArray()
{
    const auto first = m_elements.begin() + static_cast<std::ptrdiff_t>(m_frames.back().begin);
    Value array(Value::value_t::array);
    array.get_ptr<Array *>()->assign(std::make_move_iterator(first), std::make_move_iterator(m_elements.end()));
    m_elements.erase(first, m_elements.end());
    m_frames.pop_back();
    return finished(std::move(array));
}

bool Parser::closeObject()
{
    const std::size_t begin = m_frames.back().begin;
    Value value(Value::value_t::object);
    auto &object = *value.get_ptr<Object *>();
    object.reserve(m_members.size() - begin);
    for (std::size_t i = begin; i < m_members.size(); ++i) {
        auto &[name, content] = m_members[i];
        const auto [position, isNew] = object.emplace(std::move(name), std::move(content)); // moves only what is new
        if (isNew)
            continue;
        noteDuplicate(i);
        position->second = std::move(content);
    }
    m_members.erase(m_members.begin() + static_cast<std::ptrdiff_t>(begin), m_members.end());
    if (m_wantsDuplicates)
        m_names.resize(begin);
    m_frames.pop_back();
    return finished(std::move(value));
}

bool Parser::finished(Value &&value)
{
    if (m_frames.empty())
        m_root = std::move(value);
    else if (m_frames.back().isObject)
        m_members.back().second = std::move(value);
    else
        m_elements.push_back(std::move(value));
    return true;
}

bool Parser::countNode()
{
    if (++m_report.nodes <= m_limits.maximumNodes)
        return true;
    m_reader.refuse(ErrorCode::LimitExceeded, m_reader.token().offset(),
                    QStringLiteral("the text holds more than %1 values").arg(m_limits.maximumNodes));
    return false;
}

bool Parser::decode(std::string &decoded)
{
    const char *position = m_reader.token().begin() + 1;
    const char *const end = m_reader.token().end() - 1;
    if (!m_reader.token().hasEscapes()) {
        decoded.assign(position, end);
        return true;
    }
    decoded.reserve(static_cast<std::size_t>(end - position));
    while (position != end) {
        const void *found = std::memchr(position, '\\', static_cast<std::size_t>(end - position));
        const char *backslash = found ? static_cast<const char *>(found) : end;
        decoded.append(position, backslash);
        position = backslash;
        if (position == end)
            break;
        if (position[1] == 'u') {
            if (!decodeUnicode(position, end, decoded))
                return false;
        } else {
            decoded.push_back(plainEscape(position[1]));
            position += 2;
        }
    }
    return true;
}

// `position` is at a "\uXXXX" and moves past it, or past both halves of a surrogate pair.
bool Parser::decodeUnicode(const char *&position, const char *end, std::string &decoded)
{
    const char *const escape = position;
    char32_t c = hexQuad(position + 2);
    position += 6;
    if (c >= 0xD800 && c <= 0xDBFF && end - position >= 6 && position[0] == '\\' && position[1] == 'u') {
        const char32_t low = hexQuad(position + 2);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            position += 6;
        }
    }
    if (c >= 0xD800 && c <= 0xDFFF) {
        m_reader.refuse(ErrorCode::InvalidInput, m_reader.token().offsetOf(escape),
                        QStringLiteral("half of a surrogate pair stands alone here and is no character"));
        return false;
    }
    appendUtf8(decoded, c);
    return true;
}

void Parser::noteDuplicate(std::size_t entry)
{
    ++m_report.duplicateCount;
    if (!m_wantsDuplicates || m_report.duplicates.size() >= ParseReport::maximumDuplicates)
        return;
    QString pointer = pointerOfTop();
    appendName(pointer, m_members[entry].first);
    if (pointer.size() > ParseReport::maximumPointerLength)
        pointer.clear();
    m_report.duplicates.append({.pointer = pointer, .offset = m_reader.token().offsetOf(m_names[entry])});
}

// Where the innermost open container stands: each container around it is at its last member or element.
QString Parser::pointerOfTop() const
{
    QString pointer;
    for (std::size_t i = 0; i + 1 < m_frames.size(); ++i) {
        const bool isObject = m_frames[i].isObject;
        std::size_t end = isObject ? m_members.size() : m_elements.size();
        for (std::size_t inner = i + 1; inner < m_frames.size(); ++inner) {
            if (m_frames[inner].isObject == isObject) {
                end = m_frames[inner].begin;
                break;
            }
        }
        if (isObject)
            appendName(pointer, m_members[end - 1].first);
        else
            pointer += u'/' + QString::number(end - m_frames[i].begin);
    }
    return pointer;
}

} // namespace

Result<Value> parse(QByteArrayView text, const ParseLimits &limits, ParseReport *report)
{
    ParseReport ownReport;
    ParseReport &target = report ? *report : ownReport;
    target = {};
    return Parser(text, limits, target, report != nullptr).run();
}

} // namespace uw::json
