// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/calltarget.h"

#include <QTest>

using namespace uw;
using namespace uw::ui;
using openapi::OperationDetails;

namespace {

const QString regular = u"https://api.clockify.me/api"_qs;
const QString reports = u"https://reports.api.clockify.me"_qs;

} // namespace

// Where calls go, and which key goes with them.
class tst_CallTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void origins_data();
    void origins();
    void servers_data();
    void servers();
    void checks_data();
    void checks();
    void keys_data();
    void keys();
    void longOriginsHaveANameToo();
};

void tst_CallTarget::origins_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("origin");
    QTest::addColumn<bool>("isPrivate");
    QTest::newRow("https") << u"https://API.example.com/x?y"_qs << u"https://api.example.com"_qs << true;
    QTest::newRow("usual port") << u"https://a.example:443/"_qs << u"https://a.example"_qs << true;
    QTest::newRow("other port") << u"http://a.example:8080"_qs << u"http://a.example:8080"_qs << false;
    QTest::newRow("loopback") << u"http://127.0.0.1:9000/api"_qs << u"http://127.0.0.1:9000"_qs << true;
    QTest::newRow("all of 127") << u"http://127.9.9.9"_qs << u"http://127.9.9.9"_qs << true;
    QTest::newRow("IPv6 loopback") << u"http://[::1]:80/"_qs << u"http://[::1]"_qs << true;
    QTest::newRow("localhost") << u"http://localhost:1"_qs << u"http://localhost:1"_qs << true;
    QTest::newRow("looks like it") << u"http://localhost.example.com"_qs << u"http://localhost.example.com"_qs << false;
    QTest::newRow("user part is no host")
        << u"https://api.clockify.me@evil.example/"_qs << u"https://evil.example"_qs << true;
    QTest::newRow("ftp") << u"ftp://a.example"_qs << QString() << false;
    QTest::newRow("no host") << u"https:///x"_qs << QString() << false;
    QTest::newRow("nothing") << QString() << QString() << false;
    QTest::newRow("relative") << u"/api"_qs << QString() << false;
}

void tst_CallTarget::origins()
{
    QFETCH(QString, url);
    QTEST(originOf(url), "origin");
    QTEST(isPrivateUrl(url), "isPrivate");
}

void tst_CallTarget::servers_data()
{
    QTest::addColumn<QStringList>("document");
    QTest::addColumn<bool>("clockify");
    QTest::addColumn<QString>("baseUrl");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("as in the document") << QStringList{u"https://a.example/"_qs, u"https://b.example"_qs} << false
                                        << regular << QStringList{u"https://a.example"_qs, u"https://b.example"_qs};
    QTest::newRow("default base URL") << QStringList{regular} << true << regular << QStringList{regular};
    QTest::newRow("no base URL") << QStringList{regular} << true << QString() << QStringList{regular};
    QTest::newRow("own base URL first") << QStringList{regular} << true << u"http://127.0.0.1:9/api/"_qs
                                        << QStringList{u"http://127.0.0.1:9/api"_qs, regular};
    QTest::newRow("reports of a region") << QStringList{reports} << true << u"https://euc1.clockify.me/api"_qs
                                         << QStringList{u"https://euc1.clockify.me/report"_qs, reports};
    QTest::newRow("reports stay elsewhere")
        << QStringList{reports} << true << u"http://127.0.0.1:9/api"_qs << QStringList{reports};
    QTest::newRow("reports of the regular host") << QStringList{reports} << true << regular << QStringList{reports};
    QTest::newRow("no document of Clockify's")
        << QStringList{regular} << false << u"http://127.0.0.1:9"_qs << QStringList{regular};
    QTest::newRow("none") << QStringList{} << true << regular << QStringList{};
}

void tst_CallTarget::servers()
{
    QFETCH(QStringList, document);
    QFETCH(bool, clockify);
    QFETCH(QString, baseUrl);
    QTEST(serverChoices(document, {.clockify = clockify, .baseUrl = baseUrl}), "expected");
}

void tst_CallTarget::checks_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("baseUrl");
    // Part of the sentence; empty: fine.
    QTest::addColumn<QString>("problem");
    QTest::newRow("https") << regular << regular << QString();
    QTest::newRow("loopback") << u"http://127.0.0.1:9"_qs << u"http://127.0.0.1:9"_qs << QString();
    QTest::newRow("plain base URL elsewhere")
        << u"http://clock.example/api"_qs << u"http://clock.example/api"_qs << u"unencrypted"_qs;
    QTest::newRow("plain server typed by hand") << u"http://clock.example"_qs << regular << QString();
    QTest::newRow("nothing") << u" "_qs << regular << u"No server is set"_qs;
    QTest::newRow("no address") << u"api.example.com"_qs << regular << u"is not an address"_qs;
    QTest::newRow("other scheme") << u"file:///etc/passwd"_qs << regular << u"is not an address"_qs;
    QTest::newRow("password inside") << u"https://me:secret@api.example.com"_qs << regular
                                     << u"user name or password"_qs;
}

void tst_CallTarget::checks()
{
    QFETCH(QString, server);
    QFETCH(QString, baseUrl);
    QFETCH(QString, problem);
    const Result<void> result = checkServer(server, {.clockify = true, .baseUrl = baseUrl});
    QCOMPARE(result.hasValue(), problem.isEmpty());
    if (!result)
        QVERIFY2(result.error().text.contains(problem), qPrintable(result.error().text));
    if (!result)
        QVERIFY(!result.error().text.contains(u"secret"_qs));
}

void tst_CallTarget::keys_data()
{
    QTest::addColumn<QStringList>("headers");
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("clockify");
    QTest::addColumn<QString>("baseUrl");
    // "header secret"; empty: no key.
    QTest::addColumn<QString>("expected");
    const QStringList both{u"X-Addon-Token"_qs, u"X-Api-Key"_qs};
    const QString own = u"X-Api-Key clockify/api-key"_qs;
    QTest::newRow("Clockify's own host") << both << regular << true << regular << own;
    QTest::newRow("its reports host") << both << reports << true << regular << own;
    QTest::newRow("the base URL's host") << both << u"http://127.0.0.1:9/api"_qs << true << u"http://127.0.0.1:9/x"_qs
                                         << own;
    QTest::newRow("another port is another place")
        << both << u"http://127.0.0.1:8/api"_qs << true << u"http://127.0.0.1:9/x"_qs
        << u"X-Api-Key explorer/x-api-key@http://127.0.0.1:8"_qs;
    QTest::newRow("a server typed by hand") << both << u"https://evil.example/api"_qs << true << regular
                                            << u"X-Api-Key explorer/x-api-key@https://evil.example"_qs;
    QTest::newRow("a foreign document that names its own server")
        << both << reports << false << regular << u"X-Api-Key explorer/x-api-key@https://reports.api.clockify.me"_qs;
    QTest::newRow("a foreign document that calls the base URL") << both << regular << false << regular << own;
    QTest::newRow("plain http to the own host's name") << both << u"http://api.clockify.me/api"_qs << true << regular
                                                       << u"X-Api-Key explorer/x-api-key@http://api.clockify.me"_qs;
    QTest::newRow("another header") << QStringList{u"X-Addon-Token"_qs} << regular << true << regular
                                    << u"X-Addon-Token explorer/x-addon-token@https://api.clockify.me"_qs;
    QTest::newRow("no key taken") << QStringList{} << regular << true << regular << QString();
    QTest::newRow("no server") << both << QString() << true << regular << QString();
}

void tst_CallTarget::keys()
{
    QFETCH(QStringList, headers);
    QFETCH(QString, server);
    QFETCH(bool, clockify);
    QFETCH(QString, baseUrl);
    const OperationDetails operation{.servers = {clockify ? regular : server, clockify ? reports : server},
                                     .apiKeyHeaders = headers};
    const auto key = keyPlace(operation, server, {.clockify = clockify, .baseUrl = baseUrl});
    QTEST(key ? QString(key->header % u' ' % key->secretKey) : QString(), "expected");
    if (key) {
        QCOMPARE(key->origin, originOf(server));
        QCOMPARE(key->isPrivate, isPrivateUrl(server));
    }
}

void tst_CallTarget::longOriginsHaveANameToo()
{
    const OperationDetails operation{.apiKeyHeaders = {u"X-Api-Key"_qs}};
    const QString server = u"https://"_qs + u"label-of-some-length."_qs.repeated(11) + u"example"_qs;
    const auto key = keyPlace(operation, server, {});
    QVERIFY(key);
    QVERIFY(key->secretKey.size() <= 200);
    QVERIFY(key->secretKey != keyPlace(operation, server + u":81"_qs, {})->secretKey);
}

QTEST_GUILESS_MAIN(tst_CallTarget)
#include "tst_calltarget.moc"
