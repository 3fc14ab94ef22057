// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <QSet>

namespace uw {

// A header whose value is not stored, with what is needed to recognise it.
struct MaskedHeader {
    // Its place in the list.
    qsizetype index = 0;
    // HMAC-SHA256 of the value under the profile's own key, in hexadecimal digits.
    QByteArray digest;

    bool operator==(const MaskedHeader &) const = default;
};

struct MaskedHeaders {
    HeaderList headers;
    QList<MaskedHeader> masked;
};

// What stands in place of a secret, in UTF-8: "••••".
inline constexpr QByteArrayView maskedValue = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

// Hides the headers that hold a secret: those named in `secretHeaders`, those whose value, or what follows "Basic ",
// "Bearer " or "Token " in it, is one of `secrets`, and those that hold a JSON Web Token. `digestKey` belongs to the
// profile. Nothing masked: `masked` is empty and the list is the one given.
[[nodiscard]] MaskedHeaders maskHeaders(const HeaderList &headers, const QList<QByteArray> &secretHeaders,
                                        const QSet<QByteArray> &secrets, QByteArrayView digestKey);

// Puts secrets that are known by their digest back, for a replay to this machine; the others stay masked. `digestKeys`:
// the profile's, and that of a start whose keychain was late.
[[nodiscard]] HeaderList unmaskHeaders(const MaskedHeaders &stored, const QSet<QByteArray> &secrets,
                                       const QList<QByteArray> &digestKeys);

// [{"index":3,"name":"X-Gitlab-Token","digest":"…"}] for records; empty when nothing is masked.
[[nodiscard]] QByteArray maskToJson(const MaskedHeaders &masked);
// Reads that back; empty for anything else.
[[nodiscard]] QList<MaskedHeader> maskFromJson(const QByteArray &text);

} // namespace uw
