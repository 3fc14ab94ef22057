// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>
#include <charconv>
#include <concepts>
#include <cstring>
#include <string_view>

namespace uw::json {

// Collects a long text from many small pieces, several times faster than QByteArray::append(), which
// looks at sharing and capacity for each. Owned by one writer on one thread.
class TextBuffer final {
public:
    void reserve(qsizetype bytes)
    {
        if (bytes > m_bytes.size())
            m_bytes.resize(bytes);
    }
    [[nodiscard]] qsizetype size() const { return m_size; }

    void append(char c) { *room(1) = c; }
    void append(std::string_view piece)
    {
        if (!piece.empty())
            std::memcpy(room(std::ssize(piece)), piece.data(), piece.size());
    }
    void fill(qsizetype count, char c)
    {
        if (count > 0)
            std::memset(room(count), c, static_cast<std::size_t>(count));
    }
    void append(std::integral auto number)
    {
        std::array<char, 24> digits;
        const char *end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
        append(std::string_view(digits.data(), end));
    }

    // The text; the buffer is empty afterwards.
    [[nodiscard]] QByteArray take()
    {
        m_bytes.resize(m_size);
        m_size = 0;
        return std::exchange(m_bytes, {});
    }

private:
    char *room(qsizetype bytes)
    {
        if (m_bytes.size() - m_size < bytes)
            m_bytes.resize(qMax(m_size + bytes, 2 * m_bytes.size() + 256));
        char *begin = m_bytes.data() + m_size;
        m_size += bytes;
        return begin;
    }

    QByteArray m_bytes; // as large as the room there is
    qsizetype m_size = 0;
};

} // namespace uw::json
