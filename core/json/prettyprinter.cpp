// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/prettyprinter.h"

#include "core/json/reader.h"
#include "core/json/textbuffer.h"

namespace uw::json {

namespace {

using Event = Reader::Event;

constexpr qint64 growthLimit = 4;

class PrettyPrinter final {
public:
    PrettyPrinter(QByteArrayView text, const ParseLimits &limits, int indent)
        : m_reader(text, limits)
        , m_indent(indent)
        , m_maximumBytes(growthLimit * limits.maximumBytes)
    {
        m_result.reserve(text.size());
    }

    Result<QByteArray> run();

private:
    void write(Event event);
    void breakLine(int depth);

    Reader m_reader;
    int m_indent;
    qint64 m_maximumBytes;
    TextBuffer m_result;
    Event m_last = Event::End; // none yet
};

Result<QByteArray> PrettyPrinter::run()
{
    for (;;) {
        const Event event = m_reader.next();
        if (event == Event::Failed)
            return m_reader.error();
        if (event == Event::End)
            return m_result.take();
        write(event);
        m_last = event;
        if (m_result.size() > m_maximumBytes) {
            m_reader.refuse(ErrorCode::LimitExceeded, m_reader.token().offset(),
                            QStringLiteral("the text laid out would be over the limit of %1 bytes; look at it raw")
                                .arg(m_maximumBytes));
            return m_reader.error();
        }
    }
}

void PrettyPrinter::write(Event event)
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

void PrettyPrinter::breakLine(int depth)
{
    if (m_indent == 0)
        return;
    m_result.append('\n');
    m_result.fill(qsizetype(m_indent) * depth, ' ');
}

} // namespace

Result<QByteArray> prettyPrint(QByteArrayView text, const ParseLimits &limits, Indent indent)
{
    return PrettyPrinter(text, limits, static_cast<int>(indent)).run();
}

Result<QByteArray> compact(QByteArrayView text, const ParseLimits &limits)
{
    return PrettyPrinter(text, limits, 0).run();
}

} // namespace uw::json
