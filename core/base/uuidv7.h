// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QMutex>
#include <QString>

#include <array>

namespace uw {

// Makes UUIDs of version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, a
// 12-bit counter that keeps ids of one millisecond in order (section 6.2, method 1),
// 62 random bits. Callable from every thread; owned by whoever hands out ids.
class UuidV7Generator final {
public:
    explicit UuidV7Generator(const Clock &clock);

    // Strictly greater, as text, than every id made before by this object, even if the clock goes back.
    [[nodiscard]] QString next();

private:
    [[nodiscard]] quint64 random();

    const Clock &m_clock;
    QMutex m_mutex;
    qint64 m_lastMs = 0;
    quint32 m_counter = 0;
    // The system's random numbers, taken many at a time; what was used is overwritten.
    std::array<quint64, 32> m_random{};
    std::size_t m_randomLeft = 0;
};

// True for 8-4-4-4-12 hexadecimal digits, of any version and case.
[[nodiscard]] bool isUuid(QStringView text);

} // namespace uw
