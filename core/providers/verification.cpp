// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/verification.h"

#include "core/json/value.h"

using namespace Qt::StringLiterals;

namespace uw {

QLatin1StringView causeWord(VerdictCause::Code code)
{
    switch (code) {
    case VerdictCause::Code::OtherSecret:
        return "other_secret"_L1;
    case VerdictCause::Code::OtherScheme:
        return "other_scheme"_L1;
    case VerdictCause::Code::BodyReserialized:
        return "body_reserialized"_L1;
    case VerdictCause::Code::TrailingNewline:
        return "trailing_newline"_L1;
    case VerdictCause::Code::UrlMismatch:
        return "url_mismatch"_L1;
    case VerdictCause::Code::KeyEncoding:
        return "key_encoding"_L1;
    case VerdictCause::Code::ClockSkew:
        return "clock_skew"_L1;
    case VerdictCause::Code::Unknown:
        return "unknown"_L1;
    }
    Q_UNREACHABLE();
}

QByteArray causeToJson(const VerdictCause &cause)
{
    json::Value object = json::Value::object();
    object["code"] = causeWord(cause.code).data();
    object["message"] = json::fromQString(cause.message);
    return json::serialize(object);
}

} // namespace uw
