// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/instant.h"

#include "core/base/clock.h"

namespace uw::json {

namespace {

// "2026-01-02T03:04:05": where the seconds and where a fraction stand.
constexpr std::size_t secondsAt = 17;
constexpr std::size_t fractionAt = 19;
constexpr std::size_t longest = 1024;

} // namespace

std::optional<Instant> Instant::read(std::string_view text)
{
    if (text.size() > longest)
        return std::nullopt;
    const std::optional<qint64> milliseconds =
        fromRfc3339(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
    if (!milliseconds)
        return std::nullopt;
    Instant instant;
    qint64 rest = *milliseconds % 1000;
    instant.second = *milliseconds / 1000 - (rest < 0 ? 1 : 0);
    if (text.substr(secondsAt, 2) == "60")
        ++instant.second;
    if (text[fractionAt] == '.') {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", fractionAt + 1), text.size());
        instant.fraction = text.substr(fractionAt + 1, end - fractionAt - 1);
        instant.fraction.erase(instant.fraction.find_last_not_of('0') + 1);
    }
    return instant;
}

} // namespace uw::json
