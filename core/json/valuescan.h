// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/scanner.h"
#include "core/json/value.h"

#include <optional>

namespace uw::json {

// A value where it stands in a text, in bytes; with a member of an object its name, with the quotes.
struct ValueSpan {
    enum class Kind : quint8 { Members, Elements, String, Number, True, False, Null };

    Kind kind = Kind::Null;
    qint64 begin = 0;
    qint64 end = 0;
    qint64 nameBegin = -1;
    qint64 nameEnd = -1;

    [[nodiscard]] bool isContainer() const { return kind == Kind::Members || kind == Kind::Elements; }
    bool operator==(const ValueSpan &) const = default;
};

// Reads what a container in a JSON text holds, one child after the other, without a tree: for texts that are too large
// for one. Copies go on from where they were made. On one thread; the text must outlive it.
class ContainerScan final {
public:
    // `begin` is where the "{" or "[" of the container stands.
    ContainerScan(QByteArrayView text, qint64 begin);

    // The next child, skipping what is in it; nothing at the end and where the text is no JSON.
    std::optional<ValueSpan> next();
    // The container ended in order; only after next() gave nothing.
    [[nodiscard]] bool isWhole() const { return m_isWhole; }
    // Children read so far.
    [[nodiscard]] qint64 count() const { return m_count; }
    // How far the text is read.
    [[nodiscard]] qint64 position() const { return m_offset + m_scanner.offsetOf(m_scanner.end()); }

private:
    qint64 m_offset;
    Scanner m_scanner;
    bool m_isObject;
    bool m_isDone = false;
    bool m_isWhole = false;
    qint64 m_count = 0;
};

// The value that the text holds from `offset` on, white space skipped; nothing where none begins or it does not end.
[[nodiscard]] std::optional<ValueSpan> valueFrom(QByteArrayView text, qint64 offset = 0);
// What begins there, without looking where it ends: `end` is the begin.
[[nodiscard]] std::optional<ValueSpan> valueBeginning(QByteArrayView text, qint64 offset = 0);
// The name of a member, decoded; empty for an element.
[[nodiscard]] QString nameOf(QByteArrayView text, const ValueSpan &span);
// The text of a string, decoded; of any other value its bytes. Cut after about `mostBytes`.
[[nodiscard]] QString plainTextOf(QByteArrayView text, const ValueSpan &span, qint64 mostBytes);

// A value and the pointer to it (RFC 6901).
struct PlacedValue {
    QString pointer;
    ValueSpan span;
};

// The innermost value whose text, or whose name, holds the byte at `offset`. Reads all before it. Nothing outside the
// text's value, and where the text is no JSON up to there.
[[nodiscard]] std::optional<PlacedValue> valueAround(QByteArrayView text, qint64 offset);
// What the pointer leads to. Nothing when there is none.
[[nodiscard]] std::optional<ValueSpan> spanAt(QByteArrayView text, QStringView pointer);

} // namespace uw::json
