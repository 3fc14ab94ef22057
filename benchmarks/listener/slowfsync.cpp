// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded with LD_PRELOAD: every fsync and fdatasync takes UW_FSYNC_MS milliseconds (5 unless said), as on a slow
// disk, and writes nothing through, so that the machine's own disk does not show.
#include <chrono>
#include <cstdlib>
#include <thread>

namespace {

int waitLikeADisk()
{
    static const int milliseconds = [] {
        const char *text = std::getenv("UW_FSYNC_MS");
        const int value = text ? std::atoi(text) : 0;
        return value > 0 ? value : 5;
    }();
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
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
