// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/ui/guiprobe.h"

#include <QEvent>
#include <QEventLoop>
#include <QFile>

#include <algorithm>
#include <ctime>

namespace uw::bench {

namespace {

constexpr double intervalMs = 1;
constexpr double frameMs = 16;
constexpr int patienceMs = 30'000;

// Tells when a widget has been painted.
class PaintWatch final : public QObject {
public:
    PaintWatch(QWidget *widget, std::function<void()> painted) : m_painted(std::move(painted))
    {
        widget->installEventFilter(this);
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        // The filter sees the event before the widget; the call comes back when it has been painted.
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(
                this, [this] { m_painted(); }, Qt::QueuedConnection);
        return false;
    }

private:
    std::function<void()> m_painted;
};

} // namespace

BlockProbe::BlockProbe()
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(static_cast<int>(intervalMs));
    connect(&m_timer, &QTimer::timeout, this, &BlockProbe::tick);
}

void BlockProbe::start()
{
    m_longestMs = 0;
    m_longestCpuMs = 0;
    m_missedFrames = 0;
    m_cpuAtTick = threadCpuMs();
    m_sinceTick.start();
    m_timer.start();
}

void BlockProbe::tick()
{
    const double awayMs = static_cast<double>(m_sinceTick.nsecsElapsed()) / 1e6 - intervalMs;
    m_sinceTick.start();
    m_longestMs = std::max(m_longestMs, awayMs);
    const double cpuMs = threadCpuMs();
    m_longestCpuMs = std::max(m_longestCpuMs, cpuMs - m_cpuAtTick);
    m_cpuAtTick = cpuMs;
    m_missedFrames += awayMs > frameMs ? 1 : 0;
}

double untilPainted(QWidget *widget, const QElapsedTimer &since, const std::function<bool()> &done)
{
    QEventLoop loop;
    double ms = -1;
    const PaintWatch watch(widget, [&] {
        if (ms < 0 && done()) {
            ms = static_cast<double>(since.nsecsElapsed()) / 1e6;
            loop.quit();
        }
    });
    QTimer::singleShot(patienceMs, &loop, &QEventLoop::quit);
    // What is on the screen already may be all that is waited for.
    widget->update();
    loop.exec();
    return ms;
}

void runFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

double threadCpuMs()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec used{};
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) == 0)
        return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
#endif
    return 0;
}

double residentMiB()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').constFirst().toDouble() / 1024;
    }
    return 0;
}

} // namespace uw::bench
