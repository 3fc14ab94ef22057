// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace uw::openapi {

class Document;

// Why a call to `server`, an address that the description itself names, deserves a look before it is sent: the address
// is this computer or a private network while the description is of a public host (left in by mistake, or put there),
// or it is another site than the rest of the description. A sentence, or empty when nothing is odd.
[[nodiscard]] QString serverConcern(const Document &document, const QString &server);

} // namespace uw::openapi
