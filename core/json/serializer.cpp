// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number.h"
#include "core/json/value.h"

#include <cmath>

namespace uw::json {

namespace {

// The length of the valid UTF-8 sequence at the start of `text`, 0 when there is none.
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto continues = [&byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool fits = (lead != 0xE0 || byte(1) >= 0xA0) && (lead != 0xED || byte(1) <= 0x9F);
        return fits && continues(1) && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool fits = (lead != 0xF0 || byte(1) >= 0x90) && (lead != 0xF4 || byte(1) <= 0x8F);
        return fits && continues(1) && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

void appendEscaped(QByteArray &text, unsigned char c)
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

void appendString(QByteArray &text, std::string_view string)
{
    text.append('"');
    std::size_t plain = 0; // start of the run that is copied as it stands
    std::size_t i = 0;
    const auto flush = [&] { text.append(string.data() + plain, static_cast<qsizetype>(i - plain)); };
    while (i < string.size()) {
        const auto c = static_cast<unsigned char>(string[i]);
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            ++i;
            continue;
        }
        const std::size_t length = c >= 0x80 ? sequenceLength(string.substr(i)) : 0;
        if (length > 0) {
            i += length;
            continue;
        }
        flush();
        if (c >= 0x80)
            text.append("\xEF\xBF\xBD");
        else
            appendEscaped(text, c);
        plain = ++i;
    }
    flush();
    text.append('"');
}

// Writes a tree without recursion: one frame per open container.
class Serializer final {
public:
    Serializer(int indent, bool sorted) : m_indent(indent), m_sorted(sorted) {}

    QByteArray run(const Value &root);

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
    QByteArray m_text;
    std::vector<Frame> m_frames;
};

QByteArray Serializer::run(const Value &root)
{
    begin(root);
    while (!m_frames.empty())
        advance();
    return std::move(m_text);
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
    if (object && m_sorted) {
        frame.sorted.reserve(object->size());
        for (const Object::value_type &entry : *object)
            frame.sorted.push_back(&entry);
        std::sort(frame.sorted.begin(), frame.sorted.end(),
                  [](const auto *a, const auto *b) { return a->first < b->first; });
    }
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
        return appendNumber(m_text, *value.get_ptr<const std::int64_t *>());
    case Value::value_t::number_unsigned:
        return appendNumber(m_text, *value.get_ptr<const std::uint64_t *>());
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
    m_text.append(m_indent * std::ssize(m_frames), ' ');
}

} // namespace

QByteArray serialize(const Value &value, Indent indent)
{
    const int width = indent == Indent::None ? 0 : indent == Indent::Two ? 2 : 4;
    return Serializer(width, false).run(value);
}

QByteArray serializeCanonical(const Value &value)
{
    return Serializer(2, true).run(value) + '\n';
}

} // namespace uw::json
