// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/pattern.h"

#include <re2/re2.h>

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

// Of memory for one pattern's automaton, in bytes; beyond it RE2 goes on slower, or refuses the pattern.
constexpr std::int64_t automatonMemory = 2 * 1024 * 1024;
// Of PCRE2's matching, about 2 ms.
constexpr QLatin1StringView backtrackingLimits{"(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=10000)"};

} // namespace

struct Pattern::Engines {
    std::unique_ptr<re2::RE2> linear;
    QRegularExpression backtracking;
};

Pattern::Pattern() : m_engines(std::make_unique<Engines>()) {}

Pattern::~Pattern() = default;

bool Pattern::isBacktracking() const
{
    return !m_engines->linear;
}

Result<std::shared_ptr<const Pattern>> Pattern::compile(std::string_view source)
{
    if (source.size() > longestPattern)
        return Error{ErrorCode::LimitExceeded, u"a pattern has at most %1 bytes"_s.arg(longestPattern)};
    const Result<std::string> translated = translatePattern(source);
    if (!translated)
        return translated.error();
    const std::shared_ptr<Pattern> pattern(new Pattern());
    pattern->m_source = source;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(automatonMemory);
    options.set_never_capture(true);
    auto linear = std::make_unique<re2::RE2>(*translated, options);
    if (linear->ok()) {
        pattern->m_engines->linear = std::move(linear);
        return std::shared_ptr<const Pattern>(pattern);
    }
    QRegularExpression backtracking(backtrackingLimits + QString::fromStdString(*translated));
    if (!backtracking.isValid())
        return Error{ErrorCode::InvalidInput, QString::fromStdString(linear->error())};
    backtracking.optimize();
    pattern->m_engines->backtracking = std::move(backtracking);
    return std::shared_ptr<const Pattern>(pattern);
}

Pattern::Outcome Pattern::find(std::string_view text) const
{
    const auto outcome = [](bool matches) { return matches ? Outcome::Matches : Outcome::MatchesNot; };
    if (m_engines->linear)
        return outcome(re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *m_engines->linear));
    if (text.size() > longestBacktracked)
        return Outcome::TooLong;
    const QRegularExpressionMatch match =
        m_engines->backtracking.match(QString::fromUtf8(text.data(), std::ssize(text)));
    return match.isValid() ? outcome(match.hasMatch()) : Outcome::TooLong;
}

} // namespace uw::json::schema
