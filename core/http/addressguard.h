// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/http/hostentry.h"

#include <QHostAddress>

#include <optional>

namespace uw {

// What lies behind an address, as far as its number tells (IANA special-purpose registries, RFC 6890).
enum class AddressKind {
    Public,
    // This computer: 127.0.0.0/8, ::1, and the unspecified addresses, which reach it, too.
    Loopback,
    // RFC 1918 and unique local addresses.
    Private,
    // 169.254.0.0/16 and fe80::/10, where clouds keep their metadata services.
    LinkLocal,
    // Services of a cloud for its own machines that are not link-local (168.63.129.16, 100.100.100.200, fd00:ec2::254).
    Metadata,
    // 100.64.0.0/10 (RFC 6598).
    CarrierNat,
    Multicast,
    // Documentation, benchmarks, protocol assignments, the future: nothing that a webhook reaches.
    Reserved,
    // An IPv6 address that a router turns into an IPv4 address (NAT64, 6to4, Teredo).
    Translated,
};

// "a private address", for sentences.
[[nodiscard]] QString addressKindText(AddressKind kind);

// The kind of the address that a connection reaches: of an IPv4-mapped or IPv4-compatible one that of the IPv4 address.
[[nodiscard]] AddressKind addressKind(const QHostAddress &address);

// The address that `host` spells: dotted, IPv6 with or without brackets and zone, or one of the older IPv4 spellings
// that resolvers still read ("2130706433", "0x7f.1", "0177.0.0.1"). Nothing for a name.
[[nodiscard]] std::optional<QHostAddress> literalAddress(QStringView host);

// Decides which addresses a request may reach, against requests that a payload forges (SSRF). A plain value;
// asked again for each hop of a redirect, and for each address that a name resolves to, at the time of the connection.
class AddressGuard {
public:
    // Who chose the host: the author, by writing all of it, or a payload, an answer or a redirect, any part of it.
    enum class Choice { Author, Outside };
    // Whether there is a list of hosts that a refusal can send somebody to.
    enum class AllowList { OfFlow, None };

    // `allowed`: hosts of the flow's own list, exempt from every check.
    explicit AddressGuard(Choice choice, QList<HostEntry> allowed = {}, AllowList list = AllowList::OfFlow);

    // Whether a connection to `address`, found for `host` and `port`, may be made; AddressRefused says why not.
    // A host that an author wrote may be local; metadata and link-local services, and a public name that suddenly means
    // this computer, may not. A host from outside has to be public. "localhost" and the names under it mean this
    // computer and nothing else (RFC 6761, section 6.3).
    [[nodiscard]] Result<void> check(const QString &host, int port, const QHostAddress &address) const;

    // The addresses of `found` in the order in which they are to be tried, when all may be reached. One that may not
    // refuses them all: a name that means a public and a private address at once is an attack or a fault, never a
    // service. ConnectionFailed when there is none.
    [[nodiscard]] Result<QList<QHostAddress>> choose(const QString &host, int port,
                                                     const QList<QHostAddress> &found) const;

    // The guard of the next hop: a host other than the one before was chosen outside.
    [[nodiscard]] AddressGuard redirected(bool sameOrigin) const;

private:
    [[nodiscard]] bool isReachable(const QString &host, AddressKind kind) const;

    Choice m_choice;
    QList<HostEntry> m_allowed;
    AllowList m_list;
};

} // namespace uw
