// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/addressguard.h"

#include "core/http/requestrules.h"

#include <array>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Of one name; more are a fault of it.
constexpr qsizetype mostAddresses = 8;

bool isLocalName(const QString &host)
{
    return isLoopbackHost(host) && !literalAddress(host);
}

struct Range4 {
    quint32 network;
    int bits;
    AddressKind kind;
};

// IANA's registry of IPv4 special-purpose addresses, and the two addresses that clouds give to their own services.
// The first that fits decides.
constexpr std::array ranges4{
    Range4{0xA83F8110, 32, AddressKind::Metadata},   // 168.63.129.16
    Range4{0x646464C8, 32, AddressKind::Metadata},   // 100.100.100.200
    Range4{0x00000000, 8, AddressKind::Loopback},    // 0.0.0.0/8: Linux connects to itself
    Range4{0x0A000000, 8, AddressKind::Private},     // 10.0.0.0/8
    Range4{0x64400000, 10, AddressKind::CarrierNat}, // 100.64.0.0/10
    Range4{0x7F000000, 8, AddressKind::Loopback},    // 127.0.0.0/8
    Range4{0xA9FE0000, 16, AddressKind::LinkLocal},  // 169.254.0.0/16
    Range4{0xAC100000, 12, AddressKind::Private},    // 172.16.0.0/12
    Range4{0xC0000000, 24, AddressKind::Reserved},   // 192.0.0.0/24
    Range4{0xC0000200, 24, AddressKind::Reserved},   // 192.0.2.0/24
    Range4{0xC0586300, 24, AddressKind::Reserved},   // 192.88.99.0/24
    Range4{0xC0A80000, 16, AddressKind::Private},    // 192.168.0.0/16
    Range4{0xC6120000, 15, AddressKind::Reserved},   // 198.18.0.0/15
    Range4{0xC6336400, 24, AddressKind::Reserved},   // 198.51.100.0/24
    Range4{0xCB007100, 24, AddressKind::Reserved},   // 203.0.113.0/24
    Range4{0xE0000000, 4, AddressKind::Multicast},   // 224.0.0.0/4
    Range4{0xF0000000, 4, AddressKind::Reserved},    // 240.0.0.0/4, with the broadcast
};

struct Range6 {
    std::array<quint8, 16> network;
    int bits;
    AddressKind kind;
};

constexpr std::array ranges6{
    Range6{{0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54}, 128, AddressKind::Metadata},
    Range6{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 127, AddressKind::Loopback}, // :: and ::1
    Range6{{0x00, 0x64, 0xff, 0x9b}, 32, AddressKind::Translated},                        // NAT64, RFC 6052 and 8215
    Range6{{0x01, 0x00}, 64, AddressKind::Reserved},                                      // discard only
    Range6{{0x20, 0x01, 0x00, 0x00}, 32, AddressKind::Translated},                        // Teredo
    Range6{{0x20, 0x01, 0x0d, 0xb8}, 32, AddressKind::Reserved},                          // documentation
    Range6{{0x20, 0x01, 0x00}, 23, AddressKind::Reserved},                                // protocol assignments
    Range6{{0x20, 0x02}, 16, AddressKind::Translated},                                    // 6to4
    Range6{{0x3f, 0xff, 0x00}, 20, AddressKind::Reserved},                                // documentation, RFC 9637
    Range6{{0x5f, 0x00}, 16, AddressKind::Reserved},                                      // segment routing
    Range6{{0xfc}, 7, AddressKind::Private},
    Range6{{0xfe, 0x80}, 10, AddressKind::LinkLocal},
    Range6{{0xfe, 0xc0}, 10, AddressKind::Private}, // site local, given up but still routed by some
    Range6{{0xff}, 8, AddressKind::Multicast},
};

AddressKind kindOf4(quint32 address)
{
    for (const Range4 &range : ranges4) {
        const quint32 mask = ~quint32(0) << (32 - range.bits);
        if ((address & mask) == range.network)
            return range.kind;
    }
    return AddressKind::Public;
}

bool isWithin(const Q_IPV6ADDR &address, const Range6 &range)
{
    for (int bit = 0; bit < range.bits; bit += 8) {
        const int left = qMin(8, range.bits - bit);
        const auto mask = quint8(0xff << (8 - left));
        if ((address[bit / 8] & mask) != range.network[std::size_t(bit / 8)])
            return false;
    }
    return true;
}

// The IPv4 address in ::ffff:0:0/96 and, but for :: and ::1, in the given-up form ::/96.
std::optional<quint32> embedded4(const Q_IPV6ADDR &address)
{
    for (int i = 0; i < 10; ++i) {
        if (address[i] != 0)
            return std::nullopt;
    }
    const bool isMapped = address[10] == 0xff && address[11] == 0xff;
    const bool isCompatible = address[10] == 0 && address[11] == 0;
    const quint32 inner =
        quint32(address[12]) << 24 | quint32(address[13]) << 16 | quint32(address[14]) << 8 | quint32(address[15]);
    if (isMapped || (isCompatible && inner > 1))
        return inner;
    return std::nullopt;
}

// One part of an IPv4 address as inet_aton reads it: decimal, octal after 0, hexadecimal after 0x.
std::optional<quint64> part4(QStringView text)
{
    int base = 10;
    if (text.startsWith(u"0x", Qt::CaseInsensitive)) {
        text = text.mid(2);
        base = 16;
        if (text.isEmpty())
            return 0;
    } else if (text.size() > 1 && text.startsWith(u'0')) {
        base = 8;
    }
    // toULongLong() would take signs, blanks and separators.
    for (const QChar c : text) {
        const bool isDigit = c >= u'0' && c <= u'9';
        const bool isHex = base == 16 && ((c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'));
        if (!isDigit && !isHex)
            return std::nullopt;
    }
    bool isRead = false;
    const quint64 value = text.toULongLong(&isRead, base);
    return isRead ? std::optional(value) : std::nullopt;
}

std::optional<quint32> literal4(QStringView host)
{
    const QList<QStringView> parts = host.split(u'.');
    if (parts.size() > 4)
        return std::nullopt;
    quint64 address = 0;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const std::optional<quint64> part = part4(parts[i]);
        const bool isLast = i + 1 == parts.size();
        // The last part fills the bytes that are left.
        const int bits = isLast ? int(8 * (5 - parts.size())) : 8;
        if (!part || *part >> bits != 0)
            return std::nullopt;
        address = address << bits | *part;
    }
    return quint32(address);
}

} // namespace

QString addressKindText(AddressKind kind)
{
    switch (kind) {
    case AddressKind::Public:
        return u"a public address"_s;
    case AddressKind::Loopback:
        return u"an address of this computer"_s;
    case AddressKind::Private:
        return u"a private address"_s;
    case AddressKind::LinkLocal:
        return u"a link-local address"_s;
    case AddressKind::Metadata:
        return u"an address of a cloud's metadata service"_s;
    case AddressKind::CarrierNat:
        return u"an address of a provider's own network"_s;
    case AddressKind::Multicast:
        return u"a multicast address"_s;
    case AddressKind::Reserved:
        return u"a reserved address"_s;
    case AddressKind::Translated:
        return u"an address that is translated to IPv4"_s;
    }
    Q_UNREACHABLE();
}

AddressKind addressKind(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv4Protocol)
        return kindOf4(address.toIPv4Address());
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return AddressKind::Reserved;
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    if (const std::optional<quint32> inner = embedded4(bytes))
        return kindOf4(*inner);
    for (const Range6 &range : ranges6) {
        if (isWithin(bytes, range))
            return range.kind;
    }
    return AddressKind::Public;
}

std::optional<QHostAddress> literalAddress(QStringView host)
{
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.sliced(1, host.size() - 2);
    if (host.contains(u':')) {
        QHostAddress address;
        if (!address.setAddress(host.toString()))
            return std::nullopt;
        return address;
    }
    if (host.endsWith(u'.'))
        host.chop(1);
    if (host.isEmpty())
        return std::nullopt;
    if (const std::optional<quint32> address = literal4(host))
        return QHostAddress(*address);
    return std::nullopt;
}

AddressGuard::AddressGuard(Choice choice, QList<HostEntry> allowed, AllowList list)
    : m_choice(choice)
    , m_allowed(std::move(allowed))
    , m_list(list)
{}

bool AddressGuard::isReachable(const QString &host, AddressKind kind) const
{
    if (kind != AddressKind::Loopback && isLocalName(host))
        return false;
    switch (kind) {
    case AddressKind::Public:
        return true;
    case AddressKind::Private:
    case AddressKind::CarrierNat:
    case AddressKind::Translated:
        return m_choice == Choice::Author;
    case AddressKind::Loopback:
        return m_choice == Choice::Author && (isLoopbackHost(host) || literalAddress(host));
    case AddressKind::LinkLocal:
    case AddressKind::Metadata:
    case AddressKind::Multicast:
    case AddressKind::Reserved:
        return false;
    }
    Q_UNREACHABLE();
}

Result<void> AddressGuard::check(const QString &host, int port, const QHostAddress &address) const
{
    for (const HostEntry &entry : m_allowed) {
        if (entry.matches(host, port))
            return {};
    }
    const AddressKind kind = addressKind(address);
    if (isReachable(host, kind))
        return {};
    const QString meant = literalAddress(host) ? host : u"%1 (%2)"_s.arg(host, address.toString());
    if (m_list == AllowList::None)
        return Error{ErrorCode::AddressRefused,
                     u"%1 is %2, which is not reached from here."_s.arg(meant, addressKindText(kind))};
    const QString reason = m_choice == Choice::Outside
                             ? u"and the host came from outside the flow"_s
                             : u"and such an address is only reached when it is allowed by name"_s;
    return Error{ErrorCode::AddressRefused,
                 u"%1 is %2, %3. Add “%4:%5” to the flow's allowed hosts if this is wanted."_s.arg(
                     meant, addressKindText(kind), reason, host, QString::number(port))};
}

Result<QList<QHostAddress>> AddressGuard::choose(const QString &host, int port, const QList<QHostAddress> &found) const
{
    if (found.isEmpty())
        return Error{ErrorCode::ConnectionFailed,
                     u"The host %1 has no address. Check its spelling and the network."_s.arg(host)};
    for (const QHostAddress &address : found) {
        if (const Result<void> checked = check(host, port, address); !checked)
            return checked.error();
    }
    return found.first(std::min(found.size(), mostAddresses));
}

AddressGuard AddressGuard::redirected(bool sameOrigin) const
{
    return sameOrigin ? *this : AddressGuard(Choice::Outside, m_allowed, m_list);
}

} // namespace uw
