// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"
#include "core/providers/providerregistry.h"
#include "core/replay/replaytarget.h"
#include "core/store/event.h"

#include <QStringList>

namespace uw {

// What is to become of a stored event; what is absent stays as it was received.
struct ReplayOrder {
    // Sent exactly so.
    QByteArray to;
    PublicTargets publicTargets = PublicTargets::Refused;
    // Signed anew, with the present time, as its provider would.
    bool resign = false;
    std::optional<QByteArray> method;
    // Whole, in place of the stored ones; a value of "••••" stands for the secret that was there.
    std::optional<HeaderList> headers;
    std::optional<QByteArray> body;
    // Added behind the others, in place of fields of the same name.
    HeaderList extraHeaders;
};

// What secrets are put back from and signatures are made with.
struct ReplayKeys {
    const ProviderSnapshot &providers;
    // The profile's own keys for the digests of masked headers.
    QList<QByteArray> digestKeys;
    // UTC milliseconds, as they will stand in a signature.
    qint64 nowMs = 0;
};

struct PreparedReplay {
    HttpRequest request;
    TargetReach reach = TargetReach::Public;
    // Names of headers that stay behind: their values are secrets that are not known, or not for this target.
    QStringList withheld;
};

// {"to","resign","allowPublic","method","headers":[[name,value]],"body","bodyEncoding":"utf8"|"base64"}; `to` may be
// missing. InvalidInput names the member.
[[nodiscard]] Result<ReplayOrder> replayOrderFromJson(const json::Value &object);

// The request that an order makes of an event: headers in their order without those of one connection (RFC 9110
// section 7.6.1), Host, Content-Length and Accept-Encoding; the body byte for byte. Masked headers are put back for a
// target on this computer alone. Errors: those of parseReplayTarget() and signRequest(); AddressRefused when the only
// signature would be the secret itself and the target is not this computer; LimitExceeded for more than
// limits::headerFields headers.
[[nodiscard]] Result<PreparedReplay> prepareReplay(const Event &event, const ReplayOrder &order,
                                                   const ReplayKeys &keys);

// Whether events of that sender can be signed here, and if not why, as a sentence.
[[nodiscard]] Result<void> canResign(const Event &event, const ProviderSnapshot &providers);

} // namespace uw
