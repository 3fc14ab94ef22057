// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded with LD_PRELOAD: every fsync and fdatasync takes UW_FSYNC_MS milliseconds (5 unless said; 0.2 too), as on a slow
// disk, and writes nothing through, so that the machine's own disk does not show.
#include <chrono>
#include <cstdlib>
#include <thread>

#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace {

int waitLikeADisk()
{
    static const std::chrono::duration<double, std::milli> time = [] {
        const char *text = std::getenv("UW_FSYNC_MS");
        const double value = text ? std::strtod(text, nullptr) : 0;
        return std::chrono::duration<double, std::milli>(value > 0 ? value : 5);
    }();
#ifdef __linux__
    // Else the kernel wakes a thread up to 50 microseconds late.
    thread_local const int exact = prctl(PR_SET_TIMERSLACK, 1000UL);
    static_cast<void>(exact);
#endif
    std::this_thread::sleep_for(time);
    return 0;
}

} // namespace

extern "C" {

int fsync(int)
{
    return waitLikeADisk();
}

int fdatasync(int)
{
    return waitLikeADisk();
}

} // extern "C"
