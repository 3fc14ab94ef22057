// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

// The spellings behind the words of `format`. Each takes UTF-8 and looks at all of it, in linear time.
namespace uw::json::schema::formats {

[[nodiscard]] bool isDate(std::string_view text);     // RFC 3339, full-date
[[nodiscard]] bool isTime(std::string_view text);     // RFC 3339, full-time
[[nodiscard]] bool isDateTime(std::string_view text); // RFC 3339, section 5.6
[[nodiscard]] bool isDuration(std::string_view text); // RFC 3339, appendix A

[[nodiscard]] bool isHostname(std::string_view text); // RFC 1123, section 2.1
[[nodiscard]] bool isInternationalHostname(std::string_view text);
[[nodiscard]] bool isEmail(std::string_view text); // RFC 5321, section 4.1.2
[[nodiscard]] bool isInternationalEmail(std::string_view text);
[[nodiscard]] bool isIpv4(std::string_view text); // RFC 2673, section 3.2
[[nodiscard]] bool isIpv6(std::string_view text); // RFC 4291, section 2.2

[[nodiscard]] bool isUri(std::string_view text);          // RFC 3986, section 3
[[nodiscard]] bool isUriReference(std::string_view text); // RFC 3986, section 4.1
[[nodiscard]] bool isIri(std::string_view text);          // RFC 3987
[[nodiscard]] bool isIriReference(std::string_view text);
[[nodiscard]] bool isUriTemplate(std::string_view text); // RFC 6570: braces that pair and hold something

[[nodiscard]] bool isUuid(std::string_view text);                // RFC 4122, section 3
[[nodiscard]] bool isJsonPointer(std::string_view text);         // RFC 6901
[[nodiscard]] bool isRelativeJsonPointer(std::string_view text); // as the drafts' companion has it
[[nodiscard]] bool isBase64(std::string_view text);              // RFC 4648, section 4

} // namespace uw::json::schema::formats
