// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/result.h"
#include "core/json/orderedmap.h"
#include "core/json/orderedmapcompare.h"

#include <nlohmann/json.hpp>
#include <QByteArray>
#include <QList>
#include <QString>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace uw::json {

// The one JSON tree of the program: objects keep the document's order, integers of 64 bits are
// exact, strings are UTF-8. Plain values: copy, move, read from any thread.
// Traps of nlohmann: operator== rounds integers when it meets a double (use equal() and
// compareNumbers()); parse(), dump(), at() and get<>() throw (use parse(), serialize(), get_ptr<>() and
// the helpers below); Value{x} is an array of one; copying recurses, so copy only what parse() bounded.
using Value = nlohmann::basic_json<OrderedMap, std::vector, std::string, bool, std::int64_t, std::uint64_t, double>;
using Object = Value::object_t;
using Array = Value::array_t;

// The bounds a text is held to before a tree is built of it.
struct ParseLimits {
    int maximumDepth = limits::jsonDepth;        // arrays and objects inside each other
    qint64 maximumNodes = limits::jsonNodes;     // values of any type
    qint64 maximumBytes = limits::responseBytes; // of the text
};

// Where and why a text is not JSON, or not JSON within the limits.
struct ParseFailure {
    qint64 offset = 0; // in bytes, from 0
    int line = 1;      // from 1; "\n", "\r\n" and "\r" end a line
    int column = 1;    // in characters (code points), from 1
    QString message;   // a sentence without the place

    [[nodiscard]] QString text() const; // "line 3, column 7: <message>"
};

// A member name that stood twice in one object: the last value counts, at the first one's place.
struct DuplicateMember {
    QString pointer;   // RFC 6901; empty when longer than ParseReport::maximumPointerLength
    qint64 offset = 0; // of the later name, in bytes
};

// What parse() has to say beside its result.
struct ParseReport {
    static constexpr qsizetype maximumDuplicates = 100;
    static constexpr qsizetype maximumPointerLength = 2000;

    std::optional<ParseFailure> failure;
    QList<DuplicateMember> duplicates; // the first maximumDuplicates of them
    qint64 duplicateCount = 0;
    qint64 nodes = 0; // values of any type
    int depth = 0;    // of the deepest container; 0 for a scalar
};

// Reads one JSON text (RFC 8259, UTF-8, a byte order mark is skipped). Never throws, never
// recurses. Errors: InvalidInput for what is not JSON (also: invalid UTF-8, a lone surrogate, a number
// beyond the range of double, text after the value), LimitExceeded for what is over `limits`;
// both name line and column. Integers beyond 64 bits become doubles. `report` may be null.
[[nodiscard]] Result<Value> parse(QByteArrayView text, const ParseLimits &limits = {}, ParseReport *report = nullptr);

// The number of spaces by which each level stands further in; None keeps all in one line.
enum class Indent { None = 0, Two = 2, Four = 4 };

// The JSON text of a value in UTF-8, members in their order, without a final line break. Never
// throws: invalid UTF-8 becomes U+FFFD, a double that is not finite becomes null. Doubles take the
// shortest spelling that reads back the same, and always look like doubles ("1.0").
[[nodiscard]] QByteArray serialize(const Value &value, Indent indent = Indent::None);
// The same with members sorted by name (by code point), two spaces and a final line break, so that
// the order in which members were added leaves no trace. The form of flow documents.
[[nodiscard]] QByteArray serializeCanonical(const Value &value);

// Compares two numbers exactly, whatever their types: 9007199254740993 is greater than
// 9007199254740992.0, 1 is 1.0, -0.0 is 0. Unordered when either is not a number or NaN.
[[nodiscard]] std::partial_ordering compareNumbers(const Value &a, const Value &b);
// Whether two trees are the same JSON value: numbers by compareNumbers(), objects in whatever order.
[[nodiscard]] bool equal(const Value &a, const Value &b);

// The text of a string value; an empty string for any other type.
[[nodiscard]] QString toQString(const Value &value);
[[nodiscard]] Value fromQString(QStringView text);
// "null", "boolean", "number", "string", "array" or "object".
[[nodiscard]] QString typeWord(const Value &value);
// The member of that name, or null when there is none or `object` is not an object.
[[nodiscard]] const Value *member(const Value &object, std::string_view name);
[[nodiscard]] const Value *member(const Value &object, QStringView name);

// What an RFC 6901 pointer ("/paths/~1users/0") leads to, or null. "" is the whole value.
[[nodiscard]] const Value *resolvePointer(const Value &root, QStringView pointer);
// A member name as a token of a pointer: "~" becomes "~0", "/" becomes "~1".
[[nodiscard]] QString escapePointerToken(QStringView name);

} // namespace uw::json
