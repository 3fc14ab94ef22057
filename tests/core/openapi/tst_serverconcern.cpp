// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"
#include "core/openapi/serverconcern.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using openapi::Document;

class ServerConcernTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void tells_data();
    void tells();
    void knowsTheUsualHost();
    void offersEveryVariant();
};

void ServerConcernTest::tells_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("usual");
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QString &origin, const QString &usual, const QString &server,
                        const QString &says = {}) { QTest::newRow(name) << origin << usual << server << says; };
    const QString file = u"/srv/api.json"_s;
    const QString local = u"this computer or a private network"_s;
    row("its own", file, u"https://api.example.com"_s, u"https://api.example.com/v1"_s);
    row("another of the same site", file, u"https://api.example.com"_s, u"https://reports.api.example.com"_s);
    row("another of the same site in a country", file, u"https://api.example.co.uk"_s, u"https://x.example.co.uk"_s);
    row("another site in a country", file, u"https://api.example.co.uk"_s, u"https://other.co.uk"_s, u"other.co.uk"_s);
    row("another site", file, u"https://api.example.com"_s, u"https://evil.example"_s, u"names evil.example"_s);
    row("leaked localhost", file, u"https://api.example.com"_s, u"http://localhost:5050"_s, local);
    row("loopback in digits", file, u"https://api.example.com"_s, u"http://2130706433/"_s, local);
    row("private network", file, u"https://api.example.com"_s, u"http://10.1.2.3"_s, local);
    row("a name of the office", file, u"https://api.example.com"_s, u"http://build/"_s, local);
    row("metadata service", file, u"https://api.example.com"_s, u"http://169.254.169.254"_s, local);
    row("only local, from a file", file, u"http://localhost:5050"_s, u"http://localhost:5050"_s);
    row("only local, from the net", u"https://api.example.com/openapi.json"_s, u"http://localhost:5050"_s,
        u"http://localhost:5050"_s, local);
    row("no address", file, u"https://api.example.com"_s, QString());
}

void ServerConcernTest::tells()
{
    QFETCH(QString, origin);
    QFETCH(QString, usual);
    QFETCH(QString, server);
    QFETCH(QString, says);
    const auto document = Document::load(R"({"openapi":"3.0.3","info":{"title":"T"},"servers":[{"url":")"
                                             + usual.toUtf8() + R"("}],"paths":{}})",
                                         origin);
    QVERIFY(document);
    const QString concern = openapi::serverConcern(**document, server);
    QCOMPARE(concern.isEmpty(), says.isEmpty());
    QVERIFY2(concern.contains(says), qPrintable(concern));
}

// The root's server, else that of most paths.
void ServerConcernTest::knowsTheUsualHost()
{
    const QByteArray paths = R"("paths":{
        "/a":{"servers":[{"url":"https://one.example"}],"get":{}},
        "/b":{"servers":[{"url":"https://two.example"}],"get":{}},
        "/c":{"get":{"servers":[{"url":"https://two.example"}]}}})";
    const QByteArray head = R"({"openapi":"3.0.3","info":{"title":"T"},)";
    const auto without = Document::load(head + paths + '}', u"api.json"_s);
    QVERIFY(without);
    QCOMPARE((*without)->usualHost(), u"two.example"_s);
    const auto rooted =
        Document::load(head + R"("servers":[{"url":"https://root.example"}],)" + paths + '}', u"api.json"_s);
    QVERIFY(rooted);
    QCOMPARE((*rooted)->usualHost(), u"root.example"_s);
    const auto clockify = Document::loadFile(u":/openapi/clockify.json"_s);
    QVERIFY(clockify);
    QCOMPARE((*clockify)->usualHost(), u"api.clockify.me"_s);
    for (const QString &server : (*clockify)->servers())
        QCOMPARE(openapi::serverConcern(**clockify, server), QString());
}

// The defaults first, then what the variables list; one that is described nowhere is no choice.
void ServerConcernTest::offersEveryVariant()
{
    const auto document = Document::load(R"({"openapi":"3.0.3","info":{"title":"T"},"servers":[
        {"url":"https://{region}.example.com/{version}","variables":{"region":{"default":"eu","enum":["us","eu"]},
         "version":{"default":"v2"}}},
        {"url":"/{base}","variables":{"base":{"enum":["one","two"]}}}],"paths":{"/a":{"get":{}}}})",
                                         u"https://h.example/api.json"_s);
    QVERIFY(document);
    QCOMPARE((*document)->servers(), QStringList({u"https://eu.example.com/v2"_s, u"https://h.example/one"_s}));
    const auto details = (*document)->details((*document)->operations().first());
    QVERIFY(details);
    QCOMPARE(details->servers, QStringList({u"https://eu.example.com/v2"_s, u"https://h.example/one"_s,
                                            u"https://us.example.com/v2"_s, u"https://h.example/two"_s}));
}

QTEST_GUILESS_MAIN(ServerConcernTest)
#include "tst_serverconcern.moc"
