// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace uw {

// Where all code of core reads the time, so that a test can hold it still.
// Implementations are called from every thread.
class Clock {
public:
    virtual ~Clock() = default;

    // Milliseconds since 1970-01-01T00:00:00Z. May jump when the machine's clock is set.
    [[nodiscard]] virtual qint64 nowMs() const = 0;
    // Nanoseconds since an arbitrary moment; never goes back. For durations and deadlines.
    [[nodiscard]] virtual qint64 monotonicNs() const = 0;
};

// The machine's own clocks.
class SystemClock final : public Clock {
public:
    [[nodiscard]] qint64 nowMs() const override;
    [[nodiscard]] qint64 monotonicNs() const override;
};

// RFC 3339 in UTC with milliseconds, as every record shows a time: "2026-01-02T03:04:05.678Z".
[[nodiscard]] QString toRfc3339(qint64 msSinceEpoch);

// Reads RFC 3339 (section 5.6: date-time with offset or Z, any number of fraction digits).
// Returns milliseconds since the epoch, or nothing for any other text.
[[nodiscard]] std::optional<qint64> fromRfc3339(QStringView text);

} // namespace uw
