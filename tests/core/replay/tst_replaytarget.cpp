// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replaytarget.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

// Which addresses stored events may be sent to.
class ReplayTargetTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsHowFarItGoes_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<TargetReach>("reach");
        const auto row = [](const char *url, TargetReach reach) { QTest::newRow(url) << QByteArray(url) << reach; };
        row("http://127.0.0.1:3000/hook", TargetReach::Loopback);
        row("http://127.8.9.10/", TargetReach::Loopback);
        row("http://[::1]:3000/", TargetReach::Loopback);
        row("http://[::ffff:127.0.0.1]/", TargetReach::Loopback);
        row("http://localhost:3000/hook", TargetReach::Loopback);
        row("http://LOCALHOST/", TargetReach::Loopback);
        // Other spellings of 127.0.0.1 that a C library takes.
        row("http://2130706433/", TargetReach::Loopback);
        row("http://0x7f.1/", TargetReach::Loopback);
        // These reach this computer as well.
        row("http://0.0.0.0:3000/", TargetReach::Loopback);
        row("http://[::]/", TargetReach::Loopback);
        row("http://app.localhost/", TargetReach::Private);
        row("http://10.1.2.3/", TargetReach::Private);
        row("http://172.31.255.255/", TargetReach::Private);
        row("http://192.168.1.20:8080/", TargetReach::Private);
        row("http://100.64.0.1/", TargetReach::Private);
        row("http://[fd12:3456::1]/", TargetReach::Private);
        row("http://[::ffff:10.0.0.1]/", TargetReach::Private);
        row("http://172.32.0.1/", TargetReach::Public);
        row("http://100.128.0.1/", TargetReach::Public);
        row("https://hooks.example.com/in", TargetReach::Public);
        row("https://localhost.example.com/", TargetReach::Public);
        row("https://notlocalhost/", TargetReach::Public);
        row("http://printer.local/", TargetReach::Public);
        row("http://8.8.8.8/", TargetReach::Public);
        row("http://[2606:4700::1111]/", TargetReach::Public);
    }
    void knowsHowFarItGoes()
    {
        QFETCH(QByteArray, url);
        QFETCH(TargetReach, reach);
        const Result<ReplayTarget> target = parseReplayTarget(url, PublicTargets::Allowed);
        QVERIFY2(target, target ? "" : qPrintable(target.error().text));
        QCOMPARE(target->reach, reach);
        QCOMPARE(target->url, url);
        const Result<ReplayTarget> careful = parseReplayTarget(url, PublicTargets::Refused);
        QCOMPARE(bool(careful), reach != TargetReach::Public);
        if (!careful)
            QCOMPARE(careful.error().code, ErrorCode::AddressRefused);
    }
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *url, ErrorCode code) { QTest::newRow(url) << QByteArray(url) << code; };
        row("http://169.254.169.254/latest/meta-data/", ErrorCode::AddressRefused);
        row("http://[::ffff:169.254.169.254]/", ErrorCode::AddressRefused);
        row("http://[64:ff9b::a9fe:a9fe]/", ErrorCode::AddressRefused);
        row("http://[fd00:ec2::254]/", ErrorCode::AddressRefused);
        row("http://[fe80::1]/", ErrorCode::AddressRefused);
        row("http://100.100.100.200/", ErrorCode::AddressRefused);
        row("http://[2001:db8::1]/", ErrorCode::AddressRefused);
        row("http://224.0.0.1/", ErrorCode::AddressRefused);
        row("http://255.255.255.255/", ErrorCode::AddressRefused);
        row("http://[ff02::1]/", ErrorCode::AddressRefused);
        row("", ErrorCode::InvalidArgument);
        row("localhost:3000", ErrorCode::InvalidArgument);
        row("/hook", ErrorCode::InvalidArgument);
        row("ftp://127.0.0.1/", ErrorCode::InvalidArgument);
        row("file:///etc/passwd", ErrorCode::InvalidArgument);
        row("http://", ErrorCode::InvalidArgument);
        row("http://user:hush@127.0.0.1/", ErrorCode::InvalidArgument);
        row("http://127.0.0.1:0/", ErrorCode::InvalidArgument);
        row("http://127.0.0.1:99999/", ErrorCode::InvalidArgument);
        row("http://127.0.0.1/a b", ErrorCode::InvalidArgument);
        row("http://127.0.0.1/a\r\nX: y", ErrorCode::InvalidArgument);
        row("http://127.0.0.1/../x", ErrorCode::InvalidArgument);
    }
    void refuses()
    {
        QFETCH(QByteArray, url);
        QFETCH(ErrorCode, code);
        const Result<ReplayTarget> target = parseReplayTarget(url, PublicTargets::Allowed);
        QVERIFY(!target);
        QCOMPARE(target.error().code, code);
        QVERIFY(!target.error().text.contains(u"hush"));
    }
    void bindsTheLength()
    {
        const QByteArray begin = "http://127.0.0.1/";
        const QByteArray longest = begin + QByteArray(ReplayTarget::longestUrl - begin.size(), 'a');
        QVERIFY(parseReplayTarget(longest, PublicTargets::Refused));
        QVERIFY(!parseReplayTarget(longest + 'a', PublicTargets::Refused));
    }
    void splitsWhatASignatureCovers()
    {
        const auto target = parseReplayTarget("http://127.0.0.1:3000/hook?a=%2F#part", PublicTargets::Refused);
        QVERIFY(target);
        QCOMPARE(target->url, "http://127.0.0.1:3000/hook?a=%2F"_ba);
        QCOMPARE(target->base(), "http://127.0.0.1:3000"_ba);
        QCOMPARE(target->target(), "/hook?a=%2F"_ba);
        const auto bare = parseReplayTarget("http://[::1]:3000?x=1", PublicTargets::Refused);
        QVERIFY(bare);
        QCOMPARE(bare->base(), "http://[::1]:3000"_ba);
        QCOMPARE(bare->target(), "/?x=1"_ba);
    }
};

QTEST_GUILESS_MAIN(ReplayTargetTest)
#include "tst_replaytarget.moc"
