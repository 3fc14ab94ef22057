// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace uw::json {

class EvaluationMeter;

// A regular expression on RE2: time linear in the text whatever the pattern, held to a size when it is compiled.
// Immutable and cheap to copy; any thread.
class Regex final {
public:
    static constexpr std::size_t maximumPatternBytes = 4096;
    static constexpr qint64 maximumMemory = 1024 * 1024; // of the compiled program and its caches

    // RE2's own syntax (https://github.com/google/re2/wiki/Syntax). Errors: InvalidInput with the cause,
    // LimitExceeded for a pattern that is too long or too large.
    static Result<Regex> compile(std::string_view pattern);
    // I-Regexp (RFC 9485), as JSONPath's match() and search() take it. "^" and "$" are anchors, as section 5.4 of
    // the RFC maps them to RE2. Errors as above.
    static Result<Regex> compileIRegexp(std::string_view pattern);

    // Both pay the meter for the length of the text times the size of the program, and say false when it is empty.
    [[nodiscard]] bool matchesWhole(std::string_view text, EvaluationMeter &meter) const;
    [[nodiscard]] bool matchesPart(std::string_view text, EvaluationMeter &meter) const;

private:
    explicit Regex(std::shared_ptr<const re2::RE2> program);
    [[nodiscard]] bool pay(std::string_view text, EvaluationMeter &meter) const;

    std::shared_ptr<const re2::RE2> m_program;
    qint64 m_size = 0; // instructions
};

// The RE2 spelling of an I-Regexp. Errors as of Regex::compileIRegexp().
[[nodiscard]] Result<std::string> translateIRegexp(std::string_view pattern);

} // namespace uw::json
