// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/textbytes.h"

#include <memory>

namespace uw {

// Bytes as hexadecimal numbers, sixteen a line with their place and what of them is ASCII. Made when it is read, so that
// a long body costs nothing. Immutable, any thread.
class HexText final : public TextBytes {
public:
    static constexpr int bytesALine = 16;
    // With the line feed. All lines are of this length, also the last one.
    static constexpr int lineLength = 80;

    // `bytes` has to be whole.
    explicit HexText(std::shared_ptr<const TextBytes> bytes);

    [[nodiscard]] qint64 size() const override { return m_size; }
    [[nodiscard]] QByteArray read(qint64 offset, qint64 length) const override;

    // One line without its line feed: "00000010  7b 22 61 …  |{"a…|" and spaces up to the length.
    [[nodiscard]] static QByteArray line(QByteArrayView bytes, qint64 place);

private:
    const std::shared_ptr<const TextBytes> m_bytes;
    const qint64 m_size;
};

} // namespace uw
