// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number.h"
#include "core/json/scanner.h"
#include "core/json/textposition.h"
#include "core/json/value.h"

#include <cstring>

namespace uw::json {

namespace {

using Token = Scanner::Token;

int hexDigit(char c)
{
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}

char32_t hexQuad(const char *digits)
{
    return static_cast<char32_t>((hexDigit(digits[0]) << 12) | (hexDigit(digits[1]) << 8) | (hexDigit(digits[2]) << 4)
                                 | hexDigit(digits[3]));
}

void appendUtf8(std::string &text, char32_t c)
{
    const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (c < 0x80) {
        put(c);
        return;
    }
    if (c < 0x800) {
        put(0xC0 | (c >> 6));
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
    }
    put(0x80 | (c & 0x3F));
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

// Builds the tree bottom up. Finished values wait on two stacks, one for the elements of open
// arrays and one for the members of open objects, until their container closes and takes them over at
// its exact size. So nothing recurses, nothing is built beyond a limit, and every vector fits.
class Parser final {
public:
    Parser(QByteArrayView text, const ParseLimits &limits, ParseReport &report, bool wantsDuplicates)
        : m_text(text)
        , m_limits(limits)
        , m_report(report)
        , m_wantsDuplicates(wantsDuplicates)
        , m_scanner(text)
    {}

    Result<Value> run();

private:
    enum class State : quint8 { Value, FirstElement, FirstName, Name, Colon, AfterValue };
    struct Frame {
        bool isObject;
        std::size_t begin; // of its elements or members on their stack
        const char *opened;
    };

    bool step(Token token);
    bool value(Token token);
    bool name(Token token);
    bool afterValue(Token token);
    bool open(bool isObject);
    bool close();
    bool finished(Value &&value);
    bool countNode();
    bool text(std::string &decoded);
    bool refuse(ErrorCode code, qint64 offset, const QString &message);
    bool unexpected(Token token);
    [[nodiscard]] QString expectation() const;
    void noteDuplicate(std::size_t entry);
    [[nodiscard]] QString pointerOfTop() const;

    QByteArrayView m_text;
    const ParseLimits &m_limits;
    ParseReport &m_report;
    bool m_wantsDuplicates;
    Scanner m_scanner;
    State m_state = State::Value;
    std::vector<Frame> m_frames;
    std::vector<Value> m_elements;
    std::vector<Object::value_type> m_members;
    std::vector<const char *> m_names; // where the name of each member stands, if duplicates are wanted
    Value m_root;
    std::optional<Error> m_error;
};

Result<Value> Parser::run()
{
    if (m_text.size() > m_limits.maximumBytes) {
        refuse(ErrorCode::LimitExceeded, 0,
               QStringLiteral("the text has %1 bytes, which is over the limit of %2")
                   .arg(m_text.size())
                   .arg(m_limits.maximumBytes));
        return *m_error;
    }
    Token token = m_scanner.next();
    while (step(token)) {
        if (m_state == State::AfterValue && m_frames.empty()) {
            if (m_scanner.next() == Token::End)
                return std::move(m_root);
            refuse(ErrorCode::InvalidInput, m_scanner.offset(),
                   QStringLiteral("the JSON text is complete before this; remove what follows"));
            break;
        }
        token = m_scanner.next();
    }
    return *m_error;
}

bool Parser::step(Token token)
{
    switch (m_state) {
    case State::FirstElement:
        if (token == Token::EndArray)
            return close();
        return value(token);
    case State::Value:
        return value(token);
    case State::FirstName:
        if (token == Token::EndObject)
            return close();
        return name(token);
    case State::Name:
        return name(token);
    case State::Colon:
        if (token != Token::Colon)
            return unexpected(token);
        m_state = State::Value;
        return true;
    case State::AfterValue:
        return afterValue(token);
    }
    Q_UNREACHABLE();
}

bool Parser::value(Token token)
{
    switch (token) {
    case Token::BeginObject:
        return open(true);
    case Token::BeginArray:
        return open(false);
    case Token::String: {
        std::string decoded;
        return countNode() && text(decoded) && finished(Value(std::move(decoded)));
    }
    case Token::Number: {
        std::optional<Value> number = readNumber(m_scanner.begin(), m_scanner.end(), m_scanner.isInteger());
        if (!number)
            return refuse(ErrorCode::InvalidInput, m_scanner.offset(),
                          QStringLiteral("the number is too large to be held; the largest is about 1.8e308"));
        return countNode() && finished(std::move(*number));
    }
    case Token::True:
        return countNode() && finished(Value(true));
    case Token::False:
        return countNode() && finished(Value(false));
    case Token::Null:
        return countNode() && finished(Value());
    default:
        return unexpected(token);
    }
}

bool Parser::name(Token token)
{
    if (token != Token::String)
        return unexpected(token);
    Object::value_type &entry = m_members.emplace_back();
    if (m_wantsDuplicates)
        m_names.push_back(m_scanner.begin());
    m_state = State::Colon;
    return text(entry.first);
}

bool Parser::afterValue(Token token)
{
    const bool isObject = m_frames.back().isObject;
    if (token == Token::Comma) {
        m_state = isObject ? State::Name : State::Value;
        return true;
    }
    if (token == (isObject ? Token::EndObject : Token::EndArray))
        return close();
    return unexpected(token);
}

bool Parser::open(bool isObject)
{
    if (!countNode())
        return false;
    if (std::ssize(m_frames) >= m_limits.maximumDepth)
        return refuse(
            ErrorCode::LimitExceeded, m_scanner.offset(),
            QStringLiteral("arrays and objects are nested more than %1 deep here").arg(m_limits.maximumDepth));
    m_frames.push_back({isObject, isObject ? m_members.size() : m_elements.size(), m_scanner.begin()});
    m_report.depth = std::max(m_report.depth, static_cast<int>(m_frames.size()));
    m_state = isObject ? State::FirstName : State::FirstElement;
    return true;
}

bool Parser::close()
{
    const Frame frame = m_frames.back();
    if (!frame.isObject) {
        const auto first = m_elements.begin() + static_cast<std::ptrdiff_t>(frame.begin);
        Value array(Value::value_t::array);
        array.get_ptr<Array *>()->assign(std::make_move_iterator(first), std::make_move_iterator(m_elements.end()));
        m_elements.erase(first, m_elements.end());
        m_frames.pop_back();
        return finished(std::move(array));
    }
    Value object(Value::value_t::object);
    *object.get_ptr<Object *>() =
        Object::fromEntries(std::span(m_members).subspan(frame.begin),
                            [this, &frame](std::size_t position) { noteDuplicate(frame.begin + position); });
    m_members.erase(m_members.begin() + static_cast<std::ptrdiff_t>(frame.begin), m_members.end());
    if (m_wantsDuplicates)
        m_names.resize(frame.begin);
    m_frames.pop_back();
    return finished(std::move(object));
}

bool Parser::finished(Value &&value)
{
    if (m_frames.empty())
        m_root = std::move(value);
    else if (m_frames.back().isObject)
        m_members.back().second = std::move(value);
    else
        m_elements.push_back(std::move(value));
    m_state = State::AfterValue;
    return true;
}

bool Parser::countNode()
{
    if (++m_report.nodes <= m_limits.maximumNodes)
        return true;
    return refuse(ErrorCode::LimitExceeded, m_scanner.offset(),
                  QStringLiteral("the text holds more than %1 values").arg(m_limits.maximumNodes));
}

bool Parser::text(std::string &decoded)
{
    const char *position = m_scanner.begin() + 1;
    const char *const end = m_scanner.end() - 1;
    if (!m_scanner.hasEscapes()) {
        decoded.assign(position, end);
        return true;
    }
    decoded.reserve(static_cast<std::size_t>(end - position));
    while (position != end) {
        const auto *backslash = static_cast<const char *>(std::memchr(position, '\\', std::size_t(end - position)));
        if (!backslash)
            backslash = end;
        decoded.append(position, backslash);
        position = backslash;
        if (position == end)
            break;
        if (position[1] != 'u') {
            decoded.push_back(plainEscape(position[1]));
            position += 2;
            continue;
        }
        char32_t c = hexQuad(position + 2);
        const char *escape = position;
        position += 6;
        if (c >= 0xD800 && c <= 0xDBFF && end - position >= 6 && position[0] == '\\' && position[1] == 'u') {
            const char32_t low = hexQuad(position + 2);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                position += 6;
            }
        }
        if (c >= 0xD800 && c <= 0xDFFF)
            return refuse(ErrorCode::InvalidInput, m_scanner.offsetOf(escape),
                          QStringLiteral("half of a surrogate pair stands alone here and is no character"));
        appendUtf8(decoded, c);
    }
    return true;
}

bool Parser::refuse(ErrorCode code, qint64 offset, const QString &message)
{
    const TextPosition position = textPosition(m_text, offset);
    m_report.failure = {.offset = offset, .line = position.line, .column = position.column, .message = message};
    m_error = Error{code, m_report.failure->text()};
    return false;
}

bool Parser::unexpected(Token token)
{
    if (token == Token::Invalid)
        return refuse(ErrorCode::InvalidInput, m_scanner.offset(), m_scanner.problemText());
    if (token != Token::End)
        return refuse(ErrorCode::InvalidInput, m_scanner.offset(), QStringLiteral("expected %1").arg(expectation()));
    if (m_frames.empty())
        return refuse(ErrorCode::InvalidInput, m_scanner.offset(),
                      QStringLiteral("the text is empty where a JSON value is expected"));
    const TextPosition opened = textPosition(m_text, m_scanner.offsetOf(m_frames.back().opened));
    return refuse(ErrorCode::InvalidInput, m_scanner.offset(),
                  QStringLiteral("the text ends within the %1 that begins at line %2, column %3; expected %4")
                      .arg(m_frames.back().isObject ? QStringLiteral("object") : QStringLiteral("array"))
                      .arg(opened.line)
                      .arg(opened.column)
                      .arg(expectation()));
}

QString Parser::expectation() const
{
    switch (m_state) {
    case State::Value:
        return QStringLiteral("a value");
    case State::FirstElement:
        return QStringLiteral("a value or \"]\"");
    case State::FirstName:
        return QStringLiteral("a member name in double quotes or \"}\"");
    case State::Name:
        return QStringLiteral("a member name in double quotes");
    case State::Colon:
        return QStringLiteral("\":\" after the member name");
    case State::AfterValue:
        return m_frames.back().isObject ? QStringLiteral("\",\" or \"}\"") : QStringLiteral("\",\" or \"]\"");
    }
    Q_UNREACHABLE();
}

void Parser::noteDuplicate(std::size_t entry)
{
    ++m_report.duplicateCount;
    if (!m_wantsDuplicates || m_report.duplicates.size() >= ParseReport::maximumDuplicates)
        return;
    const QString name = QString::fromStdString(m_members[entry].first);
    m_report.duplicates.append(
        {.pointer = pointerOfTop() + u'/' + escapePointerToken(name), .offset = m_scanner.offsetOf(m_names[entry])});
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
        pointer += u'/'
                 + (isObject ? escapePointerToken(QString::fromStdString(m_members[end - 1].first))
                             : QString::number(end - m_frames[i].begin));
    }
    return pointer;
}

} // namespace

QString ParseFailure::text() const
{
    return QStringLiteral("line %1, column %2: %3").arg(line).arg(column).arg(message);
}

Result<Value> parse(QByteArrayView text, const ParseLimits &limits, ParseReport *report)
{
    ParseReport ownReport;
    ParseReport &target = report ? *report : ownReport;
    target = {};
    return Parser(text, limits, target, report != nullptr).run();
}

} // namespace uw::json
