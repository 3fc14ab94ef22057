// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace uw {

// Prepares the process for many sockets: raises the soft limit of open descriptors to the hard one and makes a write
// to a closed connection an error instead of the end of the process. Harmless to repeat. Any thread.
void prepareProcessForSockets();

} // namespace uw
