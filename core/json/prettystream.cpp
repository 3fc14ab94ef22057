// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/prettystream.h"

namespace uw::json {

using Event = Reader::Event;

PrettyStream::PrettyStream(QByteArrayView text, const ParseLimits &limits, Indent indent)
    : m_reader(text, limits)
    , m_indent(static_cast<int>(indent))
{}

PrettyStream::State PrettyStream::step(qsizetype bytes)
{
    while (m_result.size() < bytes) {
        const Event event = m_reader.next();
        if (event == Event::Failed)
            return State::Failed;
        if (event == Event::End)
            return State::Done;
        write(event);
        m_last = event;
    }
    return State::More;
}

PrettyStream::State PrettyStream::refuse(ErrorCode code, const QString &message)
{
    m_reader.refuse(code, position(), message);
    return State::Failed;
}

void PrettyStream::write(Event event)
{
    const bool opens = event == Event::BeginObject || event == Event::BeginArray;
    const bool closes = event == Event::EndObject || event == Event::EndArray;
    const bool isFirst = m_last == Event::BeginObject || m_last == Event::BeginArray;
    if (m_last == Event::Name) {
        m_result.append(m_indent > 0 ? ": " : ":");
    } else if (m_last != Event::End && !(closes && isFirst)) {
        if (!closes && !isFirst)
            m_result.append(',');
        breakLine(m_reader.depth() - (opens ? 1 : 0));
    }
    const Scanner &token = m_reader.token();
    m_result.append(std::string_view(token.begin(), token.end()));
}

void PrettyStream::breakLine(int depth)
{
    if (m_indent == 0)
        return;
    m_result.append('\n');
    m_result.fill(qsizetype(m_indent) * depth, ' ');
}

} // namespace uw::json
