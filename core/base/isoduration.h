// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace uw {

// A span of time as ISO 8601 writes it: P[nY][nM][nW][nD][T[nH][nM][nS]], the last number with a fraction if need be,
// a sign in front. Months have no fixed length, so they are kept apart.
struct IsoDuration {
    qint64 months = 0;
    qint64 milliseconds = 0; // a day is 24 hours

    bool operator==(const IsoDuration &) const = default;

    // Nothing for any other text, and for what is longer than 10,000 years. Fractions of milliseconds are cut.
    static std::optional<IsoDuration> read(QStringView text);

    // The moment that lies so much later, in UTC; the last of a month where the day is missing there (31 January and
    // one month: 28 February). Nothing beyond the years 1 to 9999.
    [[nodiscard]] std::optional<qint64> after(qint64 msSinceEpoch) const;
};

} // namespace uw
