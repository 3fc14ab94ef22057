// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number.h"
#include "core/json/plainrun.h"
#include "core/json/textbuffer.h"
#include "core/json/utf8.h"
#include "core/json/value.h"

#include <cmath>

namespace uw::json {

namespace {

void appendEscaped(TextBuffer &text, unsigned char c)
{
    switch (c) {
    case '"':
        text.append("\\\"");
        return;
    case '\\':
        text.append("\\\\");
        return;
    case '\b':
        text.append("\\b");
        return;
    case '\f':
        text.append("\\f");
        return;
    case '\n':
        text.append("\\n");
        return;
    case '\r':
        text.append("\\r");
        return;
    case '\t':
        text.append("\\t");
        return;
    default:
        static constexpr char digits[] = "0123456789abcdef";
        text.append("\\u00");
        text.append(digits[c >> 4U]);
        text.append(digits[c & 0xFU]);
    }
}

void appendString(TextBuffer &text, std::string_view string)
{
    text.append('"');
    const char *position = string.data();
    const char *const end = position + string.size();
    const char *copied = position; // all before this is written
    const auto flush = [&] { text.append(std::string_view(copied, position)); };
    for (;;) {
        position = skipPlain(position, end);
        if (position == end)
            break;
        const auto c = static_cast<unsigned char>(*position);
        const std::ptrdiff_t length = c >= 0x80 ? utf8SequenceLength(position, end) : 0;
        if (length > 0) {
            position += length;
            continue;
        }
        flush();
        if (c >= 0x80)
            text.append("\xEF\xBF\xBD");
        else
            appendEscaped(text, c);
        copied = ++position;
    }
    flush();
    text.append('"');
}

// Writes a tree without recursion: one frame per open container.
class Serializer final {
public:
    Serializer(int indent, bool sorted) : m_indent(indent), m_sorted(sorted) {}

    TextBuffer &run(const Value &root);

private:
    struct Frame {
        const Array *array;
        const Object *object;
        std::size_t next = 0;
        std::vector<const Object::value_type *> sorted; // by name, if wanted
    };

    void begin(const Value &value);
    void scalar(const Value &value);
    void breakLine();
    void advance();

    int m_indent;
    bool m_sorted;
    TextBuffer m_text;
    std::vector<Frame> m_frames;
};

TextBuffer &Serializer::run(const Value &root)
{
    begin(root);
    while (!m_frames.empty())
        advance();
    return m_text;
}

void Serializer::begin(const Value &value)
{
    const auto *array = value.get_ptr<const Array *>();
    const auto *object = value.get_ptr<const Object *>();
    if (!array && !object)
        return scalar(value);
    if (array ? array->empty() : object->empty()) {
        m_text.append(array ? "[]" : "{}");
        return;
    }
    m_text.append(array ? '[' : '{');
    Frame frame{array, object};
    if (object && m_sorted)
        frame.sorted = object->sorted();
    m_frames.push_back(std::move(frame));
}

void Serializer::advance()
{
    Frame &frame = m_frames.back();
    const std::size_t size = frame.array ? frame.array->size() : frame.object->size();
    if (frame.next == size) {
        const char bracket = frame.array ? ']' : '}';
        m_frames.pop_back();
        breakLine();
        m_text.append(bracket);
        return;
    }
    if (frame.next > 0)
        m_text.append(',');
    breakLine();
    const std::size_t position = frame.next++;
    if (frame.array)
        return begin((*frame.array)[position]);
    const Object::value_type &entry =
        m_sorted ? *frame.sorted[position] : *(frame.object->begin() + static_cast<std::ptrdiff_t>(position));
    appendString(m_text, entry.first);
    m_text.append(m_indent > 0 ? ": " : ":");
    begin(entry.second);
}

void Serializer::scalar(const Value &value)
{
    switch (value.type()) {
    case Value::value_t::string:
        return appendString(m_text, *value.get_ptr<const std::string *>());
    case Value::value_t::boolean:
        m_text.append(*value.get_ptr<const bool *>() ? "true" : "false");
        return;
    case Value::value_t::number_integer:
        return m_text.append(*value.get_ptr<const std::int64_t *>());
    case Value::value_t::number_unsigned:
        return m_text.append(*value.get_ptr<const std::uint64_t *>());
    case Value::value_t::number_float:
        if (const double number = *value.get_ptr<const double *>(); std::isfinite(number))
            return appendNumber(m_text, number);
        [[fallthrough]];
    default: // null, and what JSON has no word for
        m_text.append("null");
    }
}

void Serializer::breakLine()
{
    if (m_indent == 0)
        return;
    m_text.append('\n');
    m_text.fill(m_indent * std::ssize(m_frames), ' ');
}

} // namespace

QByteArray serialize(const Value &value, Indent indent)
{
    return Serializer(static_cast<int>(indent), false).run(value).take();
}

QByteArray serializeCanonical(const Value &value)
{
    Serializer serializer(2, true);
    TextBuffer &text = serializer.run(value);
    text.append('\n');
    return text.take();
}

} // namespace uw::json
