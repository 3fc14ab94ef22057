// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslConfiguration>

namespace uw::test {

// What a server of a test needs to speak TLS: a fresh key and a certificate for "localhost" that
// nobody vouches for. Empty (isNull) when it could not be made.
[[nodiscard]] QSslConfiguration selfSignedServer();

} // namespace uw::test
