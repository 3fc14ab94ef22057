// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/format.h"

#include "core/json/schema/decimal.h"
#include "core/json/schema/pattern.h"
#include "core/json/schema/textformats.h"

#include <array>

namespace uw::json::schema {

namespace {

bool isBetween(const Value &number, std::int64_t least, std::int64_t most)
{
    return isWhole(number) && compareNumbers(number, Value(least)) >= 0 && compareNumbers(number, Value(most)) <= 0;
}

bool isInt32(const Value &number)
{
    return isBetween(number, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max());
}

bool isInt64(const Value &number)
{
    return isBetween(number, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
}

bool isRegex(std::string_view text)
{
    return Pattern::compile(text).hasValue();
}

constexpr auto known = std::to_array<Format>({
    {"date-time", formats::isDateTime},
    {"date", formats::isDate},
    {"time", formats::isTime},
    {"duration", formats::isDuration},
    {"email", formats::isEmail},
    {"idn-email", formats::isInternationalEmail},
    {"hostname", formats::isHostname},
    {"host-name", formats::isHostname}, // as drafts before 4 wrote it
    {"idn-hostname", formats::isInternationalHostname},
    {"ipv4", formats::isIpv4},
    {"ip-address", formats::isIpv4},
    {"ipv6", formats::isIpv6},
    {"uri", formats::isUri},
    {"uri-reference", formats::isUriReference},
    {"iri", formats::isIri},
    {"iri-reference", formats::isIriReference},
    {"uri-template", formats::isUriTemplate},
    {"uuid", formats::isUuid},
    {"json-pointer", formats::isJsonPointer},
    {"relative-json-pointer", formats::isRelativeJsonPointer},
    {"regex", isRegex},
    {"byte", formats::isBase64},
    {"int32", nullptr, isInt32},
    {"int64", nullptr, isInt64},
});

} // namespace

const Format *findFormat(std::string_view name)
{
    const auto found =
        std::find_if(known.begin(), known.end(), [name](const Format &format) { return format.name == name; });
    return found == known.end() ? nullptr : &*found;
}

} // namespace uw::json::schema
