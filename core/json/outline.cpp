// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/outline.h"

#include "core/json/reader.h"

#include <limits>
#include <utility>

namespace uw::json {

namespace {

using Event = Reader::Event;

// Integers of so many digits fit 64 bits; longer ones are for parse() to judge, as are fractions.
constexpr std::ptrdiff_t plainDigits = 18;

bool isPlainNumber(const Scanner &token)
{
    return token.isInteger() && token.end() - token.begin() <= plainDigits;
}

// "0" or digits without a leading zero, as in a tree.
std::optional<qint64> elementNumber(QByteArrayView token)
{
    if (token.isEmpty() || token.size() > plainDigits || (token.size() > 1 && token.front() == '0'))
        return std::nullopt;
    qint64 number = 0;
    for (const char digit : token) {
        if (digit < '0' || digit > '9')
            return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

} // namespace

std::optional<Outline> Outline::make(QByteArrayView text, const ParseLimits &limits)
{
    std::optional<Outline> outline(std::in_place);
    outline->m_text = text;
    if (text.size() > std::numeric_limits<qint32>::max() || !outline->fill(limits))
        outline.reset();
    return outline;
}

bool Outline::fill(const ParseLimits &limits)
{
    Reader reader(m_text, limits);
    const Scanner &token = reader.token();
    quint32 open = 0;
    for (qint64 values = 0; values <= limits.maximumNodes; ++values) {
        const Event event = reader.next();
        const qint64 begin = token.offset();
        const qint64 end = token.offsetOf(token.end());
        switch (event) {
        case Event::BeginObject:
        case Event::BeginArray:
            append(event == Event::BeginObject ? Kind::Members : Kind::Elements, begin, end);
            m_entries.back().next = std::exchange(open, quint32(m_entries.size() - 1));
            break;
        case Event::EndObject:
        case Event::EndArray:
            open = std::exchange(m_entries[open].next, quint32(m_entries.size()));
            --values;
            break;
        case Event::Name:
            if (token.hasEscapes())
                return false;
            append(Kind::Name, begin + 1, end - 1);
            --values;
            break;
        case Event::String:
            if (token.hasEscapes() && m_text.sliced(begin, end - begin).contains("\\u"))
                return false;
            append(token.hasEscapes() ? Kind::EscapedString : Kind::String, begin + 1, end - 1);
            break;
        case Event::Number:
            if (!isPlainNumber(token))
                return false;
            append(Kind::Scalar, begin, end);
            break;
        case Event::True:
        case Event::False:
            append(Kind::Scalar, begin, end);
            break;
        case Event::Null:
            append(Kind::Null, begin, end);
            break;
        case Event::End:
            return true;
        case Event::Failed:
            return false;
        }
    }
    return false;
}

void Outline::append(Kind kind, qsizetype begin, qsizetype end)
{
    m_entries.push_back({quint32(begin), quint32(end), quint32(m_entries.size() + 1), kind});
}

QByteArrayView Outline::bytesOf(const Entry &entry) const
{
    return m_text.sliced(entry.begin, entry.end - entry.begin);
}

// Of several members with one name the last counts.
const Outline::Entry *Outline::child(qsizetype parent, QByteArrayView token) const
{
    const Entry &container = m_entries[parent];
    const Entry *found = nullptr;
    if (container.kind == Kind::Members) {
        for (qsizetype i = parent + 1; i < container.next; i = m_entries[i + 1].next) {
            if (bytesOf(m_entries[i]) == token)
                found = &m_entries[i + 1];
        }
    } else if (container.kind == Kind::Elements) {
        const std::optional<qint64> wanted = elementNumber(token);
        qint64 number = 0;
        for (qsizetype i = parent + 1; wanted && i < container.next && !found; i = m_entries[i].next) {
            if (number++ == *wanted)
                found = &m_entries[i];
        }
    }
    return found;
}

const Outline::Entry *Outline::find(QByteArrayView pointer) const
{
    const Entry *current = m_entries.constData();
    while (current && !pointer.isEmpty()) {
        if (pointer.front() != '/')
            return nullptr;
        pointer = pointer.sliced(1);
        const qsizetype slash = pointer.indexOf('/');
        const QByteArrayView token = slash < 0 ? pointer : pointer.first(slash);
        current = child(current - m_entries.constData(), token);
        pointer = pointer.sliced(token.size());
    }
    return current;
}

std::optional<QByteArray> Outline::text(QByteArrayView pointer) const
{
    const Entry *entry = find(pointer);
    if (entry && entry->kind == Kind::String)
        return bytesOf(*entry).toByteArray();
    if (!entry || entry->kind != Kind::EscapedString)
        return std::nullopt;
    const Result<Value> read = parse(m_text.sliced(entry->begin - 1, entry->end - entry->begin + 2));
    return read ? toQString(*read).toUtf8() : QByteArray();
}

std::optional<QByteArray> Outline::scalar(QByteArrayView pointer) const
{
    const Entry *entry = find(pointer);
    if (!entry || entry->kind != Kind::Scalar)
        return text(pointer);
    // "-0" is the one plain integer that is not spelt as the tree spells it.
    const QByteArrayView spelling = bytesOf(*entry);
    return spelling == "-0" ? QByteArray("0") : spelling.toByteArray();
}

std::optional<QByteArray> Outline::nameEndingIn(QByteArrayView suffix) const
{
    if (m_entries.front().kind != Kind::Members)
        return std::nullopt;
    for (qsizetype i = 1; i < m_entries.front().next; i = m_entries[i + 1].next) {
        if (bytesOf(m_entries[i]).endsWith(suffix))
            return bytesOf(m_entries[i]).toByteArray();
    }
    return std::nullopt;
}

} // namespace uw::json
