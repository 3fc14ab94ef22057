// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace uw::bench {

// Measures how long the GUI thread is away from its event loop: a timer of one millisecond that notes the longest
// time between two of its ticks.
class BlockProbe final : public QObject {
    Q_OBJECT

public:
    BlockProbe();

    void start();
    // Milliseconds; the timer's own interval is taken off.
    [[nodiscard]] double longestMs() const { return m_longestMs; }
    // The most processor time of this thread between two ticks: what of longestMs() was our own work and not a machine
    // that had others to serve.
    [[nodiscard]] double longestCpuMs() const { return m_longestCpuMs; }
    // How many times the thread was away for more than 16 ms, a frame.
    [[nodiscard]] int missedFrames() const { return m_missedFrames; }

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_sinceTick;
    double m_longestMs = 0;
    double m_longestCpuMs = 0;
    double m_cpuAtTick = 0;
    int m_missedFrames = 0;
};

// Runs the event loop until `done` holds just after `widget` has been painted. Returns milliseconds since `since`, or
// -1 after half a minute.
[[nodiscard]] double untilPainted(QWidget *widget, const QElapsedTimer &since, const std::function<bool()> &done);
// Runs the event loop for that long.
void runFor(int ms);

// Processor time that the calling thread has used, in milliseconds; 0 where the system does not say.
[[nodiscard]] double threadCpuMs();
// Resident memory of this process in MiB; 0 where /proc does not say.
[[nodiscard]] double residentMiB();

} // namespace uw::bench
