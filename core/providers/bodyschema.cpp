// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/bodyschema.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// About 50 ns each.
constexpr qint64 leastSteps = 1'000'000;
constexpr qint64 stepsPerByte = 10;
constexpr qint64 mostSteps = 50'000'000;
// Beside the first, the others are counted up to here.
constexpr qsizetype countedFaults = 10;

// What the schema compares with is the owner's business; it may be what senders are to know.
QString sayable(const json::SchemaViolation &violation)
{
    if (violation.keyword == "const"_L1 || violation.keyword == "enum"_L1)
        return u"this value is not allowed"_s;
    if (violation.keyword == "pattern"_L1)
        return u"the text has not the wanted form"_s;
    return violation.message;
}

} // namespace

Result<BodySchema> BodySchema::fromJson(const json::Value &schema)
{
    Result<json::Schema> compiled =
        json::Schema::compile(schema, {.maximumSchemas = maximumSchemas, .maximumPatterns = maximumPatterns});
    if (!compiled)
        return compiled.error();
    return BodySchema(json::serialize(schema), std::move(*compiled));
}

std::optional<BodySchema::Fault> BodySchema::check(const json::Value &body, qint64 bodyBytes) const
{
    const json::SchemaReport report =
        m_schema.check(body, {.maximumViolations = countedFaults,
                              .maximumSteps = std::clamp(bodyBytes * stepsPerByte, leastSteps, mostSteps)});
    if (report.isValid())
        return std::nullopt;
    if (!report.unfinished.isEmpty())
        return Fault{
            u"The body takes too long to be held against this source's JSON Schema. %1"_s.arg(report.unfinished), {}};
    const json::SchemaViolation &first = report.violations.front();
    QString sentence = u"The body does not meet this source's JSON Schema. At %1: %2."_s.arg(
        first.instancePointer.isEmpty() ? u"its root"_s : first.instancePointer, sayable(first));
    if (report.isCut)
        sentence += u" There are more than %1 such faults."_s.arg(countedFaults);
    else if (report.violations.size() > 1)
        sentence += u" There are %1 such faults."_s.arg(report.violations.size());
    return Fault{sentence, first.field()};
}

} // namespace uw
