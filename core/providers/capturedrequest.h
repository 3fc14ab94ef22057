// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/requestview.h"

namespace uw {

// Reads one HTTP/1.1 request that somebody saved: the bytes of the wire, or a text file whose header lines end in a
// plain line feed. The body is what Content-Length or chunked framing says, else the rest; one line break after
// a framed body is an editor's and is dropped. More forgiving than the gate, since nothing hangs on it but a
// verdict. InvalidInput says where it stops being a request. Fills every part but the public URL and the time.
[[nodiscard]] Result<RequestView::Parts> parseCapturedRequest(const QByteArray &bytes);

// The URLs that a person may mean: `given` itself, and `given` as the base of a request's target; the likelier one
// first. Empty when it is no http or https URL.
[[nodiscard]] QStringList publicUrlCandidates(const QString &given, const QByteArray &target);

} // namespace uw
