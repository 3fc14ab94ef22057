// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/reader.h"

#include "core/json/textposition.h"

namespace uw::json {

using Token = Scanner::Token;

Reader::Reader(QByteArrayView text, const ParseLimits &limits) : m_text(text), m_limits(limits), m_scanner(text)
{
    if (text.size() > limits.maximumBytes)
        refuse(ErrorCode::LimitExceeded, 0,
               QStringLiteral("the text has %1 bytes, which is over the limit of %2")
                   .arg(text.size())
                   .arg(limits.maximumBytes));
}

Reader::Event Reader::next()
{
    if (m_error)
        return Event::Failed;
    Token token = m_scanner.next();
    if (m_state == State::Colon) {
        if (token != Token::Colon)
            return unexpected(token);
        m_state = State::BeforeValue;
        token = m_scanner.next();
    } else if (m_state == State::AfterValue && token == Token::Comma) {
        m_state = m_frames.back().isObject ? State::Name : State::BeforeValue;
        token = m_scanner.next();
    }
    switch (m_state) {
    case State::FirstElement:
        return token == Token::EndArray ? close() : value(token);
    case State::BeforeValue:
        return value(token);
    case State::FirstName:
        return token == Token::EndObject ? close() : name(token);
    case State::Name:
        return name(token);
    case State::AfterValue:
        return token == (m_frames.back().isObject ? Token::EndObject : Token::EndArray) ? close() : unexpected(token);
    case State::Done:
        return token == Token::End ? Event::End : unexpected(token);
    case State::Colon:
        break; // read above
    }
    Q_UNREACHABLE();
}

Reader::Event Reader::value(Token token)
{
    switch (token) {
    case Token::BeginObject:
        return open(true);
    case Token::BeginArray:
        return open(false);
    case Token::String:
        return finished(Event::String);
    case Token::Number:
        return finished(Event::Number);
    case Token::True:
        return finished(Event::True);
    case Token::False:
        return finished(Event::False);
    case Token::Null:
        return finished(Event::Null);
    default:
        return unexpected(token);
    }
}

Reader::Event Reader::name(Token token)
{
    if (token != Token::String)
        return unexpected(token);
    m_state = State::Colon;
    return Event::Name;
}

Reader::Event Reader::open(bool isObject)
{
    if (depth() >= m_limits.maximumDepth)
        return refuse(
            ErrorCode::LimitExceeded, m_scanner.offset(),
            QStringLiteral("arrays and objects are nested more than %1 deep here").arg(m_limits.maximumDepth));
    m_frames.push_back({m_scanner.begin(), isObject});
    m_state = isObject ? State::FirstName : State::FirstElement;
    return isObject ? Event::BeginObject : Event::BeginArray;
}

Reader::Event Reader::close()
{
    const bool isObject = m_frames.back().isObject;
    m_frames.pop_back();
    return finished(isObject ? Event::EndObject : Event::EndArray);
}

Reader::Event Reader::finished(Event event)
{
    m_state = m_frames.empty() ? State::Done : State::AfterValue;
    return event;
}

Reader::Event Reader::refuse(ErrorCode code, qint64 offset, const QString &message)
{
    const TextPosition position = textPosition(m_text, offset);
    m_failure = {.offset = offset, .line = position.line, .column = position.column, .message = message};
    m_error = Error{code, m_failure->text()};
    return Event::Failed;
}

Reader::Event Reader::unexpected(Token token)
{
    if (token == Token::Invalid)
        return refuse(ErrorCode::InvalidInput, m_scanner.offset(), m_scanner.problemText());
    if (m_state == State::Done)
        return refuse(ErrorCode::InvalidInput, m_scanner.offset(),
                      QStringLiteral("the JSON text is complete before this; remove what follows"));
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

QString Reader::expectation() const
{
    switch (m_state) {
    case State::BeforeValue:
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
    case State::Done:
        break; // the caller has its own words
    }
    Q_UNREACHABLE();
}

QString ParseFailure::text() const
{
    return QStringLiteral("line %1, column %2: %3").arg(line).arg(column).arg(message);
}

} // namespace uw::json
