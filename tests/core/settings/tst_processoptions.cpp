// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/processoptions.h"

#include <QDir>
#include <QProcessEnvironment>
#include <QTest>

using namespace uw;

class ProcessOptionsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("port");

        QTest::newRow("v4") << u"127.0.0.1:8001"_qs << u"127.0.0.1"_qs << 8001;
        QTest::newRow("any port") << u"127.0.0.1:0"_qs << u"127.0.0.1"_qs << 0;
        QTest::newRow("v6") << u"[::1]:80"_qs << u"::1"_qs << 80;
        QTest::newRow("name") << u"localhost:80"_qs << u"127.0.0.1"_qs << 80;
        QTest::newRow("no port") << u"127.0.0.1"_qs << QString() << 0;
        QTest::newRow("port too large") << u"127.0.0.1:65536"_qs << QString() << 0;
        QTest::newRow("negative port") << u"127.0.0.1:-1"_qs << QString() << 0;
        QTest::newRow("v6 without brackets") << u"::1:80"_qs << QString() << 0;
        QTest::newRow("a host name") << u"example.com:80"_qs << QString() << 0;
        QTest::newRow("empty") << QString() << QString() << 0;
    }
    void readsAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, address);
        QFETCH(int, port);
        const Result<ListenAddress> read = parseListenAddress(u"--listen", text);
        QCOMPARE(read.hasValue(), !address.isEmpty());
        if (read) {
            QCOMPARE(read->address.toString(), address);
            QCOMPARE(int(read->port), port);
        } else {
            QVERIFY(read.error().text.startsWith(u"--listen=" + text));
        }
    }
    void showsWhereAServerIsReached()
    {
        QCOMPARE(listenUrl(u"http"_qs, QHostAddress(u"127.0.0.1"_qs), 8001), u"http://127.0.0.1:8001"_qs);
        QCOMPARE(listenUrl(u"https"_qs, QHostAddress(u"::1"_qs), 1), u"https://[::1]:1"_qs);
        QCOMPARE(listenUrl(u"http"_qs, QHostAddress(QHostAddress::Any), 8001), u"http://127.0.0.1:8001"_qs);
    }
    void readsDatabaseUrls_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("path");
        QTest::newRow("absolute") << u"sqlite:////srv/hooks.db"_qs << u"/srv/hooks.db"_qs;
        QTest::newRow("relative") << u"sqlite:///hooks.db"_qs << QDir::current().absoluteFilePath(u"hooks.db"_qs);
        QTest::newRow("aiosqlite") << u"sqlite+aiosqlite:////srv/hooks.db"_qs << u"/srv/hooks.db"_qs;
        QTest::newRow("encoded blank") << u"sqlite:////srv/my%20hooks.db"_qs << u"/srv/my hooks.db"_qs;
        QTest::newRow("memory") << u"sqlite:///:memory:"_qs << QString();
        QTest::newRow("no path") << u"sqlite://"_qs << QString();
        QTest::newRow("postgres") << u"postgresql://user:pass@host/db"_qs << QString();
        QTest::newRow("mysql") << u"mysql://user:pass@host/db"_qs << QString();
    }
    void readsDatabaseUrls()
    {
        QFETCH(QString, url);
        QFETCH(QString, path);
        const Result<QString> read = databasePathFromUrl(u"DATABASE_URL", url);
        QCOMPARE(read.hasValue(), !path.isEmpty());
        if (read)
            QCOMPARE(*read, path);
        else
            QVERIFY2(!read.error().text.contains(u"pass"), "a password stands in a message");
    }
    void commandLineIsStrongerThanEnvironment()
    {
        QProcessEnvironment environment;
        environment.insert(u"UW_LISTEN"_qs, u"127.0.0.1:9000"_qs);
        environment.insert(u"UW_CONTROL"_qs, u"off"_qs);
        environment.insert(u"DATABASE_URL"_qs, u"sqlite:////srv/other.db"_qs);
        environment.insert(u"UNIVERSAL_WEBHOOK_DB_URL"_qs, u"sqlite:////srv/hooks.db"_qs);
        const Result<ProcessOptions> plain = ProcessOptions::read(environment, {});
        QVERIFY(plain);
        QCOMPARE(int(plain->listen.port), 9000);
        QVERIFY(!plain->control);
        QCOMPARE(plain->databasePath, u"/srv/hooks.db"_qs);

        const Result<ProcessOptions> options = ProcessOptions::read(
            environment,
            {.dataDirectory = u"/srv/data"_qs, .listen = u"127.0.0.1:0"_qs, .control = u"127.0.0.1:9001"_qs});
        QVERIFY(options);
        QCOMPARE(int(options->listen.port), 0);
        QCOMPARE(int(options->control->port), 9001);
        QCOMPARE(options->databasePath, u"/srv/data/universal_webhook.db"_qs);
    }
    void refusesWhatItCannotRead_data()
    {
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("value");
        QTest::newRow("listen") << u"UW_LISTEN"_qs << u"8001"_qs;
        QTest::newRow("control beyond loopback") << u"UW_CONTROL"_qs << u"0.0.0.0:8002"_qs;
        QTest::newRow("connections") << u"UW_MAX_CONNECTIONS"_qs << u"0"_qs;
        QTest::newRow("store") << u"UW_STORE_MAX_BYTES"_qs << u"10GB"_qs;
        QTest::newRow("log format") << u"UW_LOG_FORMAT"_qs << u"xml"_qs;
        QTest::newRow("base url") << u"CLOCKIFY_API_BASE_URL"_qs << u"ftp://example.com"_qs;
        QTest::newRow("setting") << u"UW_BOOTSTRAP_MAX_RPS"_qs << u"fast"_qs;
    }
    void refusesWhatItCannotRead()
    {
        QFETCH(QString, variable);
        QFETCH(QString, value);
        QProcessEnvironment environment;
        environment.insert(variable, value);
        const Result<ProcessOptions> read = ProcessOptions::read(environment, {});
        QVERIFY(!read);
        QVERIFY2(read.error().text.startsWith(variable + u"=" + value), qPrintable(read.error().text));
    }
    void tlsNeedsBothHalves()
    {
        QVERIFY(!ProcessOptions::read({}, {.tlsCertificate = u"a.pem"_qs}));
        QVERIFY(ProcessOptions::read({}, {.tlsCertificate = u"a.pem"_qs, .tlsKey = u"k.pem"_qs}));
    }
    void completesClockifysBaseUrl_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("base");
        QTest::newRow("own host") << u"https://api.clockify.me"_qs << u"https://api.clockify.me/api"_qs;
        QTest::newRow("own host, slash") << u"https://euc1.clockify.me/"_qs << u"https://euc1.clockify.me/api"_qs;
        QTest::newRow("with path") << u"https://api.clockify.me/api"_qs << u"https://api.clockify.me/api"_qs;
        QTest::newRow("local") << u"http://127.0.0.1:3000"_qs << u"http://127.0.0.1:3000"_qs;
        QTest::newRow("look-alike") << u"https://notclockify.me"_qs << u"https://notclockify.me"_qs;
        QTest::newRow("user") << u"https://me:secret@api.clockify.me"_qs << QString();
    }
    void completesClockifysBaseUrl()
    {
        QFETCH(QString, text);
        QFETCH(QString, base);
        const Result<QString> read = parseClockifyBaseUrl(u"CLOCKIFY_API_BASE_URL", text);
        QCOMPARE(read.hasValue(), !base.isEmpty());
        if (read)
            QCOMPARE(*read, base);
        else
            QVERIFY2(!read.error().text.contains(u"secret"), "a password stands in a message");
    }
};

QTEST_GUILESS_MAIN(ProcessOptionsTest)
#include "tst_processoptions.moc"
