// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replaytarget.h"

#include "core/http/addressguard.h"
#include "core/http/requestrules.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

std::optional<AddressKind> kindOf(const QUrl &url)
{
    const std::optional<QHostAddress> address = literalAddress(url.host());
    return address ? std::optional(addressKind(*address)) : std::nullopt;
}

bool mayReceive(AddressKind kind)
{
    return kind == AddressKind::Loopback || kind == AddressKind::Private || kind == AddressKind::CarrierNat
        || kind == AddressKind::Public;
}

// Where the path begins, or what stands in its place.
qsizetype authorityEnd(const QByteArray &url)
{
    const qsizetype begin = url.indexOf("//") + 2;
    const auto end = std::find_if(url.begin() + begin, url.end(), [](char c) { return c == '/' || c == '?'; });
    return std::distance(url.begin(), end);
}

} // namespace

QByteArray ReplayTarget::base() const
{
    return url.first(authorityEnd(url));
}

QByteArray ReplayTarget::target() const
{
    const QByteArray rest = url.sliced(authorityEnd(url));
    return rest.startsWith('/') ? rest : '/' + rest;
}

TargetReach reachOf(const QUrl &url)
{
    const std::optional<AddressKind> kind = kindOf(url);
    if (kind == AddressKind::Loopback)
        return TargetReach::Loopback;
    if (kind == AddressKind::Private || kind == AddressKind::CarrierNat)
        return TargetReach::Private;
    const QString host = url.host().toLower();
    if (host == u"localhost")
        return TargetReach::Loopback;
    return host.endsWith(u".localhost") ? TargetReach::Private : TargetReach::Public;
}

Result<ReplayTarget> parseReplayTarget(const QByteArray &url, PublicTargets publicTargets)
{
    if (url.size() > ReplayTarget::longestUrl)
        return Error{
            ErrorCode::InvalidArgument,
            u"The address is %1 bytes long; at most %2 are taken."_s.arg(url.size()).arg(ReplayTarget::longestUrl)};
    const qsizetype fragment = url.indexOf('#');
    const QByteArray sent = fragment < 0 ? url : url.first(fragment);
    const Result<QUrl> parsed = parseRequestUrl(sent);
    if (!parsed)
        return parsed.error();
    ReplayTarget target{.url = sent, .parsed = *parsed, .reach = reachOf(*parsed)};
    const std::optional<AddressKind> kind = kindOf(*parsed);
    if (kind && !mayReceive(*kind))
        return Error{ErrorCode::AddressRefused,
                     u"Events are not sent to %1: it is %2, which no receiver of webhooks has. Use the address of the "
                     "program that waits for them; on this computer it is 127.0.0.1."_s.arg(parsed->host(),
                                                                                            addressKindText(*kind))};
    if (target.reach == TargetReach::Public && publicTargets == PublicTargets::Refused)
        return Error{ErrorCode::AddressRefused,
                     u"%1 may lie outside this computer and its private networks, and events hold other people's data. "
                     "Use an address such as 127.0.0.1, or allow public addresses expressly."_s.arg(parsed->host())};
    return target;
}

} // namespace uw
