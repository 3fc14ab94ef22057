// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuidv7.h"

#include <QRandomGenerator>

#include <utility>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

namespace uw {

namespace {

constexpr quint32 counterLimit = 1U << 12;

void putHex(QString &out, quint64 value, int digits)
{
    static constexpr char hex[] = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out += QLatin1Char(hex[(value >> shift) & 0xF]);
}

void fillRandom(std::array<quint64, 32> &numbers)
{
#ifdef Q_OS_LINUX
    // Qt asks the processor for each number, which takes longer than all the rest of an id. This never blocks once
    // the system is up, and fails on kernels before 3.17 alone.
    if (::getentropy(numbers.data(), sizeof numbers) == 0)
        return;
#endif
    for (quint64 &number : numbers)
        number = QRandomGenerator::system()->generate64();
}

} // namespace

UuidV7Generator::UuidV7Generator(const Clock &clock) : m_clock(clock) {}

// With the mutex held.
quint64 UuidV7Generator::random()
{
    if (m_randomLeft == 0) {
        fillRandom(m_random);
        m_randomLeft = m_random.size();
    }
    return std::exchange(m_random[--m_randomLeft], 0);
}

QString UuidV7Generator::next()
{
    qint64 ms = m_clock.nowMs();
    quint32 counter = 0;
    quint64 random = 0;
    {
        const QMutexLocker lock(&m_mutex);
        if (ms <= m_lastMs) {
            // The same millisecond, or a clock that went back: stay on the last one and count.
            ms = m_lastMs;
            counter = m_counter + 1;
            if (counter == counterLimit) {
                // The counter is used up: borrow from the future, which keeps the order.
                ++ms;
                counter = 0;
            }
        }
        m_lastMs = ms;
        m_counter = counter;
        random = this->random();
    }
    QString id;
    id.reserve(36);
    putHex(id, quint64(ms) >> 16, 8);
    id += u'-';
    putHex(id, quint64(ms) & 0xFFFF, 4);
    id += u'-';
    putHex(id, 0x7000U | counter, 4);
    id += u'-';
    putHex(id, 0x8000U | ((random >> 48) & 0x3FFF), 4);
    id += u'-';
    putHex(id, random & 0xFFFFFFFFFFFFULL, 12);
    return id;
}

bool isUuid(QStringView text)
{
    if (text.size() != 36)
        return false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text[i].unicode();
        if (i == 8 || i == 13 || i == 18 || i == 23) {
            if (c != u'-')
                return false;
        } else if (!((c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'))) {
            return false;
        }
    }
    return true;
}

} // namespace uw
