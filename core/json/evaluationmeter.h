// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace uw::json {

// What one evaluation may still cost. Counts work, not time, so that it stops at the same place on every machine.
// A plain value; one per evaluation.
class EvaluationMeter final {
public:
    static constexpr qint64 defaultVisits = 2'000'000;
    static constexpr qint64 defaultOutputBytes = 10 * 1024 * 1024;

    explicit EvaluationMeter(qint64 visits = defaultVisits, qint64 outputBytes = defaultOutputBytes)
        : m_visits(visits)
        , m_outputBytes(outputBytes)
        , m_allowedVisits(visits)
        , m_allowedBytes(outputBytes)
    {}

    // Pays for looking at `count` values. False when that is more than was left; the meter then stays empty.
    bool visit(qint64 count = 1)
    {
        m_visits -= count;
        return m_visits >= 0;
    }
    // Pays for a result that grows by `bytes`.
    bool produce(qint64 bytes)
    {
        m_outputBytes -= bytes;
        return m_outputBytes >= 0;
    }
    [[nodiscard]] bool isExhausted() const { return m_visits < 0 || m_outputBytes < 0; }
    [[nodiscard]] qint64 visited() const { return m_allowedVisits - m_visits; }
    // LimitExceeded, in words. Only when isExhausted().
    [[nodiscard]] Error error() const
    {
        const QString text =
            m_visits < 0
                ? QStringLiteral("More than %L1 values would have to be looked at. Name the members on the way "
                                 "instead of searching everything.")
                      .arg(m_allowedVisits)
                : QStringLiteral("The result is larger than %L1 bytes. Select less.").arg(m_allowedBytes);
        return {ErrorCode::LimitExceeded, text};
    }

private:
    qint64 m_visits;
    qint64 m_outputBytes;
    qint64 m_allowedVisits;
    qint64 m_allowedBytes;
};

} // namespace uw::json
