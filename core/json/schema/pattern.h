// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace uw::json::schema {

// A regular expression as JSON Schema writes them (ECMA-262 with Unicode), compiled. It runs on RE2, which is linear
// in the text. RE2 has no look-around, no back-references and no counts over 1,000: such a pattern runs on PCRE2 with
// a bound on its steps, and on texts up to longestBacktracked bytes only. Immutable; any thread.
class Pattern final {
public:
    static constexpr std::size_t longestPattern = 16 * 1024;     // bytes
    static constexpr std::size_t longestBacktracked = 64 * 1024; // bytes
    enum class Outcome : quint8 { Matches, MatchesNot, TooLong };

    // InvalidInput with what is wrong.
    [[nodiscard]] static Result<std::shared_ptr<const Pattern>> compile(std::string_view source);

    Pattern(const Pattern &) = delete;
    Pattern &operator=(const Pattern &) = delete;
    ~Pattern();

    // Whether some part of the text matches; TooLong when that takes more steps than are given.
    [[nodiscard]] Outcome find(std::string_view text) const;
    [[nodiscard]] const std::string &source() const { return m_source; }
    [[nodiscard]] bool isBacktracking() const;

private:
    struct Engines;

    Pattern();

    std::string m_source;
    std::unique_ptr<Engines> m_engines;
};

// The pattern in the syntax that RE2 and PCRE2 share: escapes, classes and anchors of ECMA-262 spelt out. InvalidInput
// for an escape or a class that ECMA-262 does not have.
[[nodiscard]] Result<std::string> translatePattern(std::string_view source);

} // namespace uw::json::schema
