// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number.h"
#include "core/json/reader.h"
#include "core/json/treebuilder.h"
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

// Turns what the Reader reads into a tree, within the limits.
class Parser final {
public:
    Parser(QByteArrayView text, const ParseLimits &limits, ParseReport &report, bool wantsDuplicates)
        : m_limits(limits)
        , m_report(report)
        , m_reader(text, limits)
        , m_builder(report, wantsDuplicates)
    {}

    Result<Value> run();

private:
    bool take(Event event);
    bool takeName();
    bool takeString();
    bool takeNumber();
    bool open(bool isObject)
    {
        m_builder.open(isObject);
        return true;
    }
    bool finished(Value &&value)
    {
        m_builder.add(std::move(value));
        return true;
    }
    bool countNode();
    bool decode(std::string &decoded);
    bool decodeUnicode(const char *&position, const char *end, std::string &decoded);

    const ParseLimits &m_limits;
    ParseReport &m_report;
    Reader m_reader;
    TreeBuilder m_builder;
};

Result<Value> Parser::run()
{
    for (;;) {
        const Event event = m_reader.next();
        if (event == Event::End)
            return m_builder.takeRoot();
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
    case Event::EndArray:
        return finished(m_builder.close());
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
    const Scanner &token = m_reader.token();
    return decode(m_builder.addName(token.offsetOf(token.begin())));
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

// `position` is at a \u with its four digits and moves past them, or past both halves of a surrogate pair.
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

} // namespace

Result<Value> parse(QByteArrayView text, const ParseLimits &limits, ParseReport *report)
{
    ParseReport ownReport;
    ParseReport &target = report ? *report : ownReport;
    target = {};
    return Parser(text, limits, target, report != nullptr).run();
}

} // namespace uw::json
