// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/addressguard.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;

using Choice = uw::AddressGuard::Choice;
Q_DECLARE_METATYPE(uw::AddressKind)

class AddressGuardTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsKinds_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<AddressKind>("kind");
        const auto row = [](const char *address, AddressKind kind) {
            QTest::newRow(address) << QString::fromLatin1(address) << kind;
        };
        // Each range at both ends, and what lies beside it.
        for (const char *address :
             {"1.0.0.0",     "9.255.255.255",   "11.0.0.0",    "100.63.255.255",       "100.128.0.0", "126.255.255.255",
              "128.0.0.0",   "169.253.255.255", "169.255.0.0", "172.15.255.255",       "172.32.0.0",  "192.0.1.0",
              "192.0.3.0",   "192.167.255.255", "192.169.0.0", "198.17.255.255",       "198.20.0.0",  "203.0.112.255",
              "203.0.114.0", "223.255.255.255", "2000::1",     "2606:4700:4700::1111", "2001:200::1", "2003::1",
              "fbff::1"})
            row(address, AddressKind::Public);
        for (const char *address : {"0.0.0.0", "0.255.255.255", "127.0.0.1", "127.255.255.255", "::", "::1"})
            row(address, AddressKind::Loopback);
        for (const char *address : {"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0",
                                    "192.168.255.255", "fc00::", "fdff:ffff::1", "fec0::1"})
            row(address, AddressKind::Private);
        for (const char *address : {"169.254.0.0", "169.254.169.254", "fe80::1", "febf::1"})
            row(address, AddressKind::LinkLocal);
        for (const char *address : {"168.63.129.16", "100.100.100.200", "fd00:ec2::254"})
            row(address, AddressKind::Metadata);
        for (const char *address : {"100.64.0.0", "100.127.255.255"})
            row(address, AddressKind::CarrierNat);
        for (const char *address : {"224.0.0.1", "239.255.255.255", "ff02::1"})
            row(address, AddressKind::Multicast);
        for (const char *address :
             {"192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
              "240.0.0.1", "255.255.255.255", "100::1", "2001:db8::1", "2001:100::1", "3fff::1", "5f00::1"})
            row(address, AddressKind::Reserved);
        for (const char *address : {"64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001::1"})
            row(address, AddressKind::Translated);
        row("::ffff:127.0.0.1", AddressKind::Loopback);
        row("::ffff:169.254.169.254", AddressKind::LinkLocal);
        row("::ffff:10.0.0.1", AddressKind::Private);
        row("::ffff:8.8.8.8", AddressKind::Public);
        row("::127.0.0.1", AddressKind::Loopback);
        row("::10.1.2.3", AddressKind::Private);
    }
    void knowsKinds()
    {
        QFETCH(QString, address);
        QFETCH(AddressKind, kind);
        QCOMPARE(int(addressKind(QHostAddress(address))), int(kind));
    }

    void readsEverySpelling_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address"); // empty: a name
        QTest::newRow("dotted") << u"127.0.0.1"_s << u"127.0.0.1"_s;
        QTest::newRow("trailing dot") << u"127.0.0.1."_s << u"127.0.0.1"_s;
        QTest::newRow("decimal") << u"2130706433"_s << u"127.0.0.1"_s;
        QTest::newRow("hexadecimal") << u"0x7f000001"_s << u"127.0.0.1"_s;
        QTest::newRow("hexadecimal, upper case") << u"0X7F.1"_s << u"127.0.0.1"_s;
        QTest::newRow("octal") << u"0177.0.0.01"_s << u"127.0.0.1"_s;
        QTest::newRow("two parts") << u"127.1"_s << u"127.0.0.1"_s;
        QTest::newRow("three parts") << u"169.254.43518"_s << u"169.254.169.254"_s;
        QTest::newRow("mixed") << u"0xa9.0376.0251.254"_s << u"169.254.169.254"_s;
        QTest::newRow("zero") << u"0"_s << u"0.0.0.0"_s;
        QTest::newRow("bare 0x") << u"0x"_s << u"0.0.0.0"_s;
        QTest::newRow("IPv6") << u"::1"_s << u"::1"_s;
        QTest::newRow("IPv6 in brackets") << u"[::ffff:7f00:1]"_s << u"::ffff:127.0.0.1"_s;
        QTest::newRow("part too large") << u"256.0.0.1"_s << QString();
        QTest::newRow("last part too large") << u"127.16777216"_s << QString();
        QTest::newRow("too large") << u"4294967296"_s << QString();
        QTest::newRow("five parts") << u"1.2.3.4.5"_s << QString();
        QTest::newRow("not octal") << u"09.0.0.1"_s << QString();
        QTest::newRow("sign") << u"+127.0.0.1"_s << QString();
        QTest::newRow("name") << u"example.com"_s << QString();
        QTest::newRow("name that begins with digits") << u"127.0.0.1.nip.io"_s << QString();
        QTest::newRow("empty part") << u"127..1"_s << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("dot") << u"."_s << QString();
        QTest::newRow("bad IPv6") << u"[::zz]"_s << QString();
    }
    void readsEverySpelling()
    {
        QFETCH(QString, host);
        QFETCH(QString, address);
        const std::optional<QHostAddress> read = literalAddress(host);
        QCOMPARE(read ? read->toString() : QString(), address);
    }

    // A zone names one of the machine's own interfaces, but the kind does not depend on it.
    void readsZones()
    {
        QHostAddress address(u"fe80::1"_s);
        address.setScopeId(u"1"_s);
        QCOMPARE(int(addressKind(address)), int(AddressKind::LinkLocal));
    }

    void decides_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isAllowed");
        const int author = int(Choice::Author);
        const int outside = int(Choice::Outside);
        QTest::newRow("public, outside") << outside << u"api.example.com"_s << u"8.8.8.8"_s << true;
        for (const char *address :
             {"127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "192.0.2.1", "::1", "fe80::1",
              "fc00::1", "::ffff:10.0.0.1", "64:ff9b::808:808", "0.0.0.0", "168.63.129.16"}) {
            QTest::addRow("%s, outside", address) << outside << u"x.example"_s << QString::fromLatin1(address) << false;
            QTest::addRow("%s, literal, outside", address)
                << outside << QString::fromLatin1(address) << QString::fromLatin1(address) << false;
        }
        for (const char *address : {"127.0.0.1", "10.0.0.1", "100.64.0.1", "::1", "fc00::1", "8.8.8.8", "0.0.0.0"})
            QTest::addRow("%s, literal, author", address)
                << author << QString::fromLatin1(address) << QString::fromLatin1(address) << true;
        for (const char *address : {"169.254.169.254", "fe80::1", "224.0.0.1", "168.63.129.16", "240.0.0.1"})
            QTest::addRow("%s, literal, author", address)
                << author << QString::fromLatin1(address) << QString::fromLatin1(address) << false;
        QTest::newRow("decimal, author") << author << u"2130706433"_s << u"127.0.0.1"_s << true;
        QTest::newRow("localhost, author") << author << u"localhost"_s << u"127.0.0.1"_s << true;
        QTest::newRow("localhost elsewhere") << author << u"localhost"_s << u"10.0.0.1"_s << false;
        QTest::newRow("name under localhost") << author << u"a.localhost"_s << u"::1"_s << true;
        QTest::newRow("name under localhost elsewhere") << author << u"a.localhost"_s << u"8.8.8.8"_s << false;
        QTest::newRow("localhost, outside") << outside << u"localhost"_s << u"127.0.0.1"_s << false;
        QTest::newRow("intranet name, author") << author << u"wiki.corp"_s << u"10.1.2.3"_s << true;
        QTest::newRow("name that means this computer") << author << u"api.example.com"_s << u"127.0.0.1"_s << false;
        QTest::newRow("name that means metadata") << author << u"api.example.com"_s << u"169.254.169.254"_s << false;
    }
    void decides()
    {
        QFETCH(int, choice);
        QFETCH(QString, host);
        QFETCH(QString, address);
        QFETCH(bool, isAllowed);
        const AddressGuard guard{Choice(choice)};
        const Result<void> checked = guard.check(host, 443, QHostAddress(address));
        QCOMPARE(checked.hasValue(), isAllowed);
        if (!checked) {
            QCOMPARE(int(checked.error().code), int(ErrorCode::AddressRefused));
            QVERIFY(checked.error().text.contains(host));
            QVERIFY(checked.error().text.contains(u"%1:443"_s.arg(host)));
        }
    }

    void allowsByList()
    {
        const AddressGuard guard(Choice::Outside, {*parseHostEntry(u"10.0.0.5:8080"_s), *parseHostEntry(u"Printer"_s)});
        QVERIFY(guard.check(u"10.0.0.5"_s, 8080, QHostAddress(u"10.0.0.5"_s)));
        QVERIFY(!guard.check(u"10.0.0.5"_s, 8081, QHostAddress(u"10.0.0.5"_s)));
        QVERIFY(!guard.check(u"10.0.0.6"_s, 8080, QHostAddress(u"10.0.0.6"_s)));
        QVERIFY(guard.check(u"printer"_s, 9100, QHostAddress(u"169.254.1.1"_s)));
        QVERIFY(!guard.check(u"printer.example"_s, 9100, QHostAddress(u"169.254.1.1"_s)));
    }

    void wantsAllAddressesOfAName()
    {
        const AddressGuard guard{Choice::Outside};
        const QHostAddress first(u"8.8.8.8"_s);
        const QList<QHostAddress> both{first, QHostAddress(u"2606::1"_s)};
        const Result<QList<QHostAddress>> good = guard.choose(u"a.example"_s, 443, both);
        QVERIFY(good);
        QCOMPARE(*good, both);
        const Result<QList<QHostAddress>> bounded = guard.choose(u"a.example"_s, 443, QList<QHostAddress>(100, first));
        QVERIFY(bounded);
        QCOMPARE(bounded->size(), 8);
        const Result<QList<QHostAddress>> mixed =
            guard.choose(u"a.example"_s, 443, {first, QHostAddress(u"10.0.0.1"_s)});
        QVERIFY(!mixed);
        QCOMPARE(int(mixed.error().code), int(ErrorCode::AddressRefused));
        const Result<QList<QHostAddress>> none = guard.choose(u"a.example"_s, 443, {});
        QVERIFY(!none);
        QCOMPARE(int(none.error().code), int(ErrorCode::ConnectionFailed));
    }

    // A server that an author named may redirect within its origin; where it sends us else, it chose.
    void takesARedirectForAChoiceFromOutside()
    {
        const AddressGuard guard(Choice::Author, {*parseHostEntry(u"10.0.0.5"_s)});
        const QHostAddress local(u"10.0.0.9"_s);
        QVERIFY(guard.redirected(true).check(u"10.0.0.9"_s, 80, local));
        QVERIFY(!guard.redirected(false).check(u"10.0.0.9"_s, 80, local));
        QVERIFY(guard.redirected(false).check(u"10.0.0.5"_s, 80, QHostAddress(u"10.0.0.5"_s)));
    }

    void readsEntries_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("host"); // empty: refused
        QTest::addColumn<int>("port");
        QTest::newRow("name") << u"API.example.com"_s << u"api.example.com"_s << 0;
        QTest::newRow("port") << u"10.0.0.5:8080"_s << u"10.0.0.5"_s << 8080;
        QTest::newRow("IPv6") << u"[::1]:80"_s << u"::1"_s << 80;
        QTest::newRow("path") << u"a.example/x"_s << QString() << 0;
        QTest::newRow("user") << u"u@a.example"_s << QString() << 0;
        QTest::newRow("wildcard") << u"*.example"_s << QString() << 0;
        QTest::newRow("query") << u"a.example?x"_s << QString() << 0;
        QTest::newRow("empty") << QString() << QString() << 0;
    }
    void readsEntries()
    {
        QFETCH(QString, text);
        QFETCH(QString, host);
        QFETCH(int, port);
        const std::optional<HostEntry> entry = parseHostEntry(text);
        QCOMPARE(entry.has_value(), !host.isEmpty());
        QCOMPARE(entry.value_or(HostEntry()), (HostEntry{host, port}));
    }
};

QTEST_GUILESS_MAIN(AddressGuardTest)
#include "tst_addressguard.moc"
