// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/processlimits.h"

#include "core/base/logging.h"

#ifdef Q_OS_UNIX
#include <sys/resource.h>

#include <csignal>
#endif

namespace uw {

#ifdef Q_OS_UNIX

void prepareProcessForSockets()
{
    // send() is told not to raise it, but OpenSSL writes without that flag.
    std::signal(SIGPIPE, SIG_IGN);
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
#ifdef Q_OS_MACOS
    // The kernel refuses more than this even where the hard limit says "unlimited".
    limit.rlim_cur = qMin<rlim_t>(limit.rlim_max, OPEN_MAX);
#endif
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        qCWarning(uwListener) << "the limit of open descriptors could not be raised";
}

#else

void prepareProcessForSockets() {}

#endif

} // namespace uw
