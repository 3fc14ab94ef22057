// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/credential.h"

#include <QTest>

using namespace uw;

namespace {

constexpr auto secret = "s3cret";

QByteArray withMembers(const QByteArray &kind, const QByteArray &header, const QByteArray &value,
                       const QByteArray &hosts)
{
    return "{\"kind\":\"" + kind + "\",\"header\":\"" + header + "\",\"value\":\"" + value + "\",\"hosts\":" + hosts
         + "}";
}

} // namespace

class CredentialTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsNames_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("valid");
        QTest::newRow("plain") << u"crm-key-2"_qs << true;
        QTest::newRow("longest") << QString(64, u'a') << true;
        QTest::newRow("too long") << QString(65, u'a') << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("upper case") << u"Crm"_qs << false;
        QTest::newRow("underscore") << u"crm_key"_qs << false;
        QTest::newRow("slash") << u"a/b"_qs << false;
    }
    void knowsNames()
    {
        QFETCH(QString, name);
        QFETCH(bool, valid);
        QCOMPARE(isCredentialName(name), valid);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        const QByteArray hosts = "[\"api.example.com\"]";
        QTest::newRow("not JSON") << "s3cret"_qba << u"JSON object"_qs;
        QTest::newRow("an array") << "[\"s3cret\"]"_qba << u"JSON object"_qs;
        QTest::newRow("deep") << QByteArray(1000, '[') << u"JSON object"_qs;
        QTest::newRow("unknown kind") << withMembers("digest", "X", secret, hosts) << u"kind has to be"_qs;
        QTest::newRow("no kind") << "{\"value\":\"s3cret\"}"_qba << u"kind has to be"_qs;
        QTest::newRow("no header") << withMembers("header", "", secret, hosts) << u"name the header"_qs;
        QTest::newRow("bad header") << withMembers("header", "X Key", secret, hosts) << u"name the header"_qs;
        QTest::newRow("no query name") << withMembers("query", "", secret, hosts) << u"query parameter"_qs;
        QTest::newRow("no value") << withMembers("bearer", "", "", hosts) << u"value is empty"_qs;
        QTest::newRow("line break") << withMembers("bearer", "", "s3cret\\r\\nX: 1", hosts) << u"line break"_qs;
        QTest::newRow("no hosts") << withMembers("bearer", "", secret, "[]") << u"list the hosts"_qs;
        QTest::newRow("hosts of text") << withMembers("bearer", "", secret, "\"h\"") << u"list the hosts"_qs;
        QTest::newRow("host with a path") << withMembers("bearer", "", secret, "[\"h/api\"]") << u"“h/api”"_qs;
        QTest::newRow("host with a scheme")
            << withMembers("bearer", "", secret, "[\"https://h\"]") << u"“https://h”"_qs;
        QTest::newRow("host with a star")
            << withMembers("bearer", "", secret, "[\"*.example.com\"]") << u"example.com”"_qs;
        QTest::newRow("host of a number") << withMembers("bearer", "", secret, "[7]") << u"“”"_qs;
    }
    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, says);
        const Result<Credential> parsed = parseCredential(u"crm"_qs, json);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
        QVERIFY2(parsed.error().text.contains(says), qPrintable(parsed.error().text));
        QVERIFY(parsed.error().text.contains(u"“crm”"));
        QVERIFY(!parsed.error().text.contains(u"s3cret"));
    }

    void isBoundToHosts_data()
    {
        QTest::addColumn<QByteArray>("hosts");
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char *name, const QByteArray &hosts, const char16_t *url, bool allowed) {
            QTest::newRow(name) << hosts << QString::fromUtf16(url) << allowed;
        };
        row("host", R"(["api.example.com"])", u"https://api.example.com/v1", true);
        row("case", R"(["API.example.com"])", u"https://api.Example.com/v1", true);
        row("any port", R"(["api.example.com"])", u"https://api.example.com:8443/", true);
        row("its port", R"(["api.example.com:8443"])", u"https://api.example.com:8443/", true);
        row("usual port", R"(["api.example.com:443"])", u"https://api.example.com/", true);
        row("another port", R"(["api.example.com:8443"])", u"https://api.example.com/", false);
        row("a host below", R"(["example.com"])", u"https://api.example.com/", false);
        row("a host that ends alike", R"(["example.com"])", u"https://notexample.com/", false);
        row("a host that begins alike", R"(["example.com"])", u"https://example.com.evil.test/", false);
        row("plain http", R"(["api.example.com"])", u"http://api.example.com/", false);
        row("http to this computer", R"(["127.0.0.1:8080"])", u"http://127.0.0.1:8080/", true);
        row("IPv6", R"(["[::1]:8080"])", u"http://[::1]:8080/", true);
        row("this computer is not any host", R"(["api.example.com"])", u"http://127.0.0.1/", false);
        row("second of two", R"(["a.example","b.example"])", u"https://b.example/", true);
    }
    void isBoundToHosts()
    {
        QFETCH(QByteArray, hosts);
        QFETCH(QString, url);
        QFETCH(bool, allowed);
        const Result<Credential> credential = parseCredential(u"c"_qs, withMembers("bearer", "", secret, hosts));
        QVERIFY(credential);
        QCOMPARE(allowsUrl(*credential, QUrl(url)), allowed);
        HttpRequest request{.url = url.toLatin1()};
        const Result<void> applied = applyCredential(u"c"_qs, *credential, request);
        QCOMPARE(applied.hasValue(), allowed);
        if (!allowed) {
            QCOMPARE(applied.error().code, ErrorCode::AddressRefused);
            QVERIFY(!applied.error().text.contains(u"s3cret"));
            QVERIFY(request.headers.isEmpty());
        }
    }

    void travels_data()
    {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("header") << "header"_qba
                                << "https://h/a"_qba
                                << "https://h/a X-Key: u:p&1"_qba
                                << "https://h/a X-Key: \xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"_qba;
        QTest::newRow("bearer")
            << "bearer"_qba
            << "https://h/a"_qba
            << "https://h/a Authorization: Bearer u:p&1"_qba
            << "https://h/a Authorization: Bearer \xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"_qba;
        QTest::newRow("basic")
            << "basic"_qba
            << "https://h/a"_qba
            << "https://h/a Authorization: Basic dTpwJjE="_qba
            << "https://h/a Authorization: Basic \xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2"_qba;
        const QByteArray dots = QByteArray("%E2%80%A2").repeated(4);
        QTest::newRow("query") << "query"_qba
                               << "https://h/a"_qba
                               << "https://h/a?X-Key=u%3Ap%261"_qba
                               << "https://h/a?X-Key=" + dots;
        QTest::newRow("query in place of another") << "query"_qba
                                                   << "https://h/a?X-Key=old&b=c"_qba
                                                   << "https://h/a?b=c&X-Key=u%3Ap%261"_qba
                                                   << "https://h/a?b=c&X-Key=" + dots;
    }
    void travels()
    {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, shown);
        const Result<Credential> credential = parseCredential(u"c"_qs, withMembers(kind, "X-Key", "u:p&1", "[\"h\"]"));
        QVERIFY(credential);
        const auto text = [&url](const Credential &used) {
            HttpRequest request{.url = url, .headers = {{"x-key", "stale"}, {"authorization", "stale"}}};
            if (!applyCredential(u"c"_qs, used, request))
                return QByteArray("refused");
            QByteArray line = request.url;
            for (const HeaderField &field : request.headers) {
                if (field.value != "stale")
                    line += ' ' + field.name + ": " + field.value;
            }
            return line;
        };
        QCOMPARE(text(*credential), sent);
        QCOMPARE(text(masked(*credential)), shown);
    }
    void takesThePlaceOfAHeader()
    {
        const Result<Credential> credential = parseCredential(u"c"_qs, withMembers("header", "X-Key", "v", "[\"h\"]"));
        QVERIFY(credential);
        HttpRequest request{.url = "https://h/", .headers = {{"x-key", "a"}, {"X-KEY", "b"}, {"Accept", "c"}}};
        QVERIFY(applyCredential(u"c"_qs, *credential, request));
        QCOMPARE(request.headers, HeaderList({{"Accept", "c"}, {"X-Key", "v"}}));
    }
};

QTEST_GUILESS_MAIN(CredentialTest)
#include "tst_credential.moc"
