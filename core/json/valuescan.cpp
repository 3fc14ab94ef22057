// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/valuescan.h"

#include "core/base/limits.h"

#include <QStringList>

#include <algorithm>

namespace uw::json {

namespace {

using Token = Scanner::Token;
using Kind = ValueSpan::Kind;

std::optional<Kind> kindOf(Token token)
{
    switch (token) {
    case Token::BeginObject:
        return Kind::Members;
    case Token::BeginArray:
        return Kind::Elements;
    case Token::String:
        return Kind::String;
    case Token::Number:
        return Kind::Number;
    case Token::True:
        return Kind::True;
    case Token::False:
        return Kind::False;
    case Token::Null:
        return Kind::Null;
    default:
        return std::nullopt;
    }
}

// Reads on to the end of the container whose beginning was read last. Counts brackets only: what lies between them is
// looked at by who asks for it.
bool skipContainer(Scanner &scanner)
{
    for (int depth = 1; depth > 0;) {
        switch (scanner.next()) {
        case Token::BeginObject:
        case Token::BeginArray:
            ++depth;
            break;
        case Token::EndObject:
        case Token::EndArray:
            --depth;
            break;
        case Token::End:
        case Token::Invalid:
            return false;
        default:
            break;
        }
    }
    return true;
}

qint64 clampedOffset(QByteArrayView text, qint64 offset)
{
    return std::clamp<qint64>(offset, 0, text.size());
}

} // namespace

ContainerScan::ContainerScan(QByteArrayView text, qint64 begin)
    : m_offset(clampedOffset(text, begin))
    , m_scanner(text.sliced(m_offset))
{
    const Token token = m_scanner.next();
    m_isObject = token == Token::BeginObject;
    m_isDone = token != Token::BeginObject && token != Token::BeginArray;
}

std::optional<ValueSpan> ContainerScan::next()
{
    if (m_isDone)
        return std::nullopt;
    m_isDone = true;
    Token token = m_scanner.next();
    if (token == (m_isObject ? Token::EndObject : Token::EndArray)) {
        m_isWhole = true;
        return std::nullopt;
    }
    if (m_count > 0) {
        if (token != Token::Comma)
            return std::nullopt;
        token = m_scanner.next();
    }
    ValueSpan span;
    const auto place = [this](const char *at) { return m_offset + m_scanner.offsetOf(at); };
    if (m_isObject) {
        if (token != Token::String)
            return std::nullopt;
        span.nameBegin = place(m_scanner.begin());
        span.nameEnd = place(m_scanner.end());
        if (m_scanner.next() != Token::Colon)
            return std::nullopt;
        token = m_scanner.next();
    }
    const std::optional<Kind> kind = kindOf(token);
    if (!kind)
        return std::nullopt;
    span.kind = *kind;
    span.begin = place(m_scanner.begin());
    if (span.isContainer() && !skipContainer(m_scanner))
        return std::nullopt;
    span.end = place(m_scanner.end());
    ++m_count;
    m_isDone = false;
    return span;
}

std::optional<ValueSpan> valueBeginning(QByteArrayView text, qint64 offset)
{
    const qint64 from = clampedOffset(text, offset);
    Scanner scanner(text.sliced(from));
    const std::optional<Kind> kind = kindOf(scanner.next());
    if (!kind)
        return std::nullopt;
    const qint64 begin = from + scanner.offsetOf(scanner.begin());
    const bool isContainer = *kind == Kind::Members || *kind == Kind::Elements;
    return ValueSpan{
        .kind = *kind, .begin = begin, .end = isContainer ? begin : from + scanner.offsetOf(scanner.end())};
}

std::optional<ValueSpan> valueFrom(QByteArrayView text, qint64 offset)
{
    const qint64 from = clampedOffset(text, offset);
    Scanner scanner(text.sliced(from));
    const std::optional<Kind> kind = kindOf(scanner.next());
    if (!kind)
        return std::nullopt;
    ValueSpan span{.kind = *kind, .begin = from + scanner.offsetOf(scanner.begin())};
    if (span.isContainer() && !skipContainer(scanner))
        return std::nullopt;
    span.end = from + scanner.offsetOf(scanner.end());
    return span;
}

QString plainTextOf(QByteArrayView text, const ValueSpan &span, qint64 mostBytes)
{
    const qint64 length = span.end - span.begin;
    const bool isCut = length > mostBytes;
    QByteArrayView bytes = text.sliced(span.begin, std::min(length, mostBytes));
    if (span.kind == Kind::String && !isCut) {
        if (const Result<Value> value = parse(bytes); value && value->is_string())
            return toQString(*value);
    }
    if (span.kind == Kind::String)
        bytes = bytes.sliced(1, bytes.size() - (isCut ? 1 : 2));
    QString plain = QString::fromUtf8(bytes);
    return isCut ? plain + u'…' : plain;
}

QString nameOf(QByteArrayView text, const ValueSpan &span)
{
    if (span.nameBegin < 0)
        return {};
    return plainTextOf(text, {.kind = Kind::String, .begin = span.nameBegin, .end = span.nameEnd},
                       64 * limits::kibibyte);
}

std::optional<PlacedValue> valueAround(QByteArrayView text, qint64 offset)
{
    std::optional<ValueSpan> inner = valueFrom(text);
    if (!inner || offset < inner->begin || offset >= inner->end)
        return std::nullopt;
    PlacedValue placed{{}, *inner};
    // Each level is read anew: what is nested deeper than a parser takes stays closed.
    for (int depth = 0; placed.span.isContainer() && depth < limits::jsonDepth; ++depth) {
        ContainerScan scan(text, placed.span.begin);
        qint64 index = 0;
        for (inner = scan.next(); inner && inner->end <= offset; inner = scan.next())
            ++index;
        const qint64 begin = !inner ? 0 : inner->nameBegin >= 0 ? inner->nameBegin : inner->begin;
        if (!inner || offset < begin)
            break;
        placed.pointer +=
            u'/' + (inner->nameBegin >= 0 ? escapePointerToken(nameOf(text, *inner)) : QString::number(index));
        placed.span = *inner;
        if (offset < inner->begin)
            break;
    }
    return placed;
}

std::optional<ValueSpan> spanAt(QByteArrayView text, QStringView pointer)
{
    std::optional<ValueSpan> span = pointer.isEmpty() ? valueFrom(text) : valueBeginning(text);
    const QList<QStringView> tokens = pointer.split(u'/');
    for (qsizetype i = 1; i < tokens.size() && span; ++i) {
        const QString token = tokens.at(i)
                                  .toString()
                                  .replace(QLatin1StringView("~1"), QLatin1StringView("/"))
                                  .replace(QLatin1StringView("~0"), QLatin1StringView("~"));
        ContainerScan scan(text, span->begin);
        const bool isObject = span->kind == Kind::Members;
        qint64 index = 0;
        // Of members of one name the last one counts, as for parse().
        std::optional<ValueSpan> found;
        while (const std::optional<ValueSpan> child = scan.next()) {
            if (isObject ? nameOf(text, *child) == token : QString::number(index) == token)
                found = child;
            if (!isObject && found)
                break;
            ++index;
        }
        span = found;
    }
    return span;
}

} // namespace uw::json
