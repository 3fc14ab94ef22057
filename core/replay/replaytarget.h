// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QUrl>

namespace uw {

// How far a request goes that is sent to an address.
enum class TargetReach {
    // This computer: AddressKind::Loopback and the name "localhost".
    Loopback,
    // Networks that the internet does not route: RFC 1918, RFC 4193, 100.64.0.0/10 (RFC 6598), names under "localhost".
    Private,
    // Everything else, and every other name: what it leads to is known only once it is asked for.
    Public,
};

// Whether somebody said that stored events may leave for a public address.
enum class PublicTargets { Refused, Allowed };

// Where stored events are sent to, read and found good. A plain value.
struct ReplayTarget {
    // Longer ones are refused, in bytes.
    static constexpr qsizetype longestUrl = 2048;

    // As it goes on the wire; without a fragment.
    QByteArray url;
    QUrl parsed;
    TargetReach reach = TargetReach::Public;

    // Scheme, host and port of `url`, and what follows them, which begins with '/'.
    [[nodiscard]] QByteArray base() const;
    [[nodiscard]] QByteArray target() const;
};

// How far a request to the host of `url` goes.
[[nodiscard]] TargetReach reachOf(const QUrl &url);

// Reads the address of a replay or forward rule. Errors: InvalidArgument as parseRequestUrl() says and for one that is
// too long; AddressRefused for addresses no webhook receiver has (link-local ones, where clouds keep their
// credentials, multicast, reserved ones) and for a public one that nobody allowed.
[[nodiscard]] Result<ReplayTarget> parseReplayTarget(const QByteArray &url, PublicTargets publicTargets);

} // namespace uw
