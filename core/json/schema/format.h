// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

namespace uw::json::schema {

// One word that `format` may be. Values of other types meet every format.
struct Format {
    std::string_view name;
    bool (*text)(std::string_view text) = nullptr;
    bool (*number)(const Value &number) = nullptr;
};

// date-time, date, time, duration, email, idn-email, hostname, idn-hostname, ipv4, ipv6, uri, uri-reference, iri,
// iri-reference, uri-template, uuid, json-pointer, relative-json-pointer, regex; int32, int64, byte of OpenAPI. Null
// for others, which are annotations. International hostnames are checked for lengths and forbidden characters only.
[[nodiscard]] const Format *findFormat(std::string_view name);

} // namespace uw::json::schema
