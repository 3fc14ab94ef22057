// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/regex.h"

#include "core/json/evaluationmeter.h"

#include <re2/re2.h>

using namespace Qt::StringLiterals;

namespace uw::json {

namespace {

// A program of so many instructions costs a visit for each byte of text, should RE2 have to simulate it step by step.
constexpr qint64 instructionsPerVisit = 4096;

Error tooLarge()
{
    return {ErrorCode::LimitExceeded, u"The pattern is too large: shorten it or lower its counts, 1000 at most."_s};
}

} // namespace

Result<Regex> Regex::compile(std::string_view pattern)
{
    if (pattern.size() > maximumPatternBytes)
        return tooLarge();
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(maximumMemory);
    auto program = std::make_shared<const re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
    if (program->ok())
        return Regex(std::move(program));
    const re2::RE2::ErrorCode code = program->error_code();
    if (code == re2::RE2::ErrorPatternTooLarge || code == re2::RE2::ErrorRepeatSize)
        return tooLarge();
    return Error{ErrorCode::InvalidInput,
                 u"The pattern is no regular expression: %1."_s.arg(QString::fromStdString(program->error()))};
}

Result<Regex> Regex::compileIRegexp(std::string_view pattern)
{
    if (pattern.size() > maximumPatternBytes)
        return tooLarge();
    const Result<std::string> translated = translateIRegexp(pattern);
    if (!translated)
        return translated.error();
    return compile(*translated);
}

Regex::Regex(std::shared_ptr<const re2::RE2> program) : m_program(std::move(program)), m_size(m_program->ProgramSize())
{}

bool Regex::pay(std::string_view text, EvaluationMeter &meter) const
{
    return meter.visit(1 + static_cast<qint64>(text.size()) * std::max(m_size, qint64(32)) / instructionsPerVisit);
}

bool Regex::matchesWhole(std::string_view text, EvaluationMeter &meter) const
{
    return pay(text, meter) && re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *m_program);
}

bool Regex::matchesPart(std::string_view text, EvaluationMeter &meter) const
{
    return pay(text, meter) && re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *m_program);
}

} // namespace uw::json
