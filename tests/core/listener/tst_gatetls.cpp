// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/gatefixture.h"
#include "tests/core/listener/rawclient.h"
#include "tests/support/selfsigned.h"

#include <openssl/ssl.h>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using uw::test::GateFixture;
using uw::test::RawClient;

namespace {

// A blocking TLS client that trusts anybody, over the raw client's connection.
class TlsClient final {
public:
    explicit TlsClient(quint16 port, int version = TLS1_3_VERSION)
        : m_raw(port)
        , m_context(SSL_CTX_new(TLS_client_method()))
        , m_session(SSL_new(m_context))
    {
        SSL_set_max_proto_version(m_session, version);
        const QByteArray protocols = "\x02h2\x08http/1.1";
        SSL_set_alpn_protos(m_session, reinterpret_cast<const unsigned char *>(protocols.constData()),
                            unsigned(protocols.size()));
        SSL_set_fd(m_session, m_raw.descriptor());
        m_isConnected = SSL_connect(m_session) == 1;
    }
    ~TlsClient()
    {
        SSL_free(m_session);
        SSL_CTX_free(m_context);
    }
    Q_DISABLE_COPY_MOVE(TlsClient)

    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    [[nodiscard]] QByteArray protocol() const
    {
        const unsigned char *name = nullptr;
        unsigned int length = 0;
        SSL_get0_alpn_selected(m_session, &name, &length);
        return QByteArray(reinterpret_cast<const char *>(name), qsizetype(length));
    }
    RawClient &raw() { return m_raw; }
    bool send(const QByteArray &bytes)
    {
        return SSL_write(m_session, bytes.constData(), int(bytes.size())) == int(bytes.size());
    }
    // Reads until the connection ends or the text so far ends like that.
    QByteArray readUntil(const QByteArray &end)
    {
        QByteArray text;
        QByteArray buffer(65'536, Qt::Uninitialized);
        while (!text.endsWith(end)) {
            const int part = SSL_read(m_session, buffer.data(), int(buffer.size()));
            if (part <= 0)
                break;
            text.append(buffer.constData(), part);
        }
        return text;
    }

private:
    RawClient m_raw;
    SSL_CTX *m_context;
    SSL *m_session;
    bool m_isConnected = false;
};

QByteArray echo(const QByteArray &body)
{
    return uw::test::post("/echo", body);
}

} // namespace

class GateTlsTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_certificate = m_folder.filePath(u"cert.pem"_s);
    QString m_key = m_folder.filePath(u"key.pem"_s);

    static void put(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
    }

    // A certificate and its key as PEM files.
    static void writePair(const QString &certificate, const QString &key)
    {
        const QSslConfiguration made = test::selfSignedServer();
        QVERIFY(!made.isNull());
        put(certificate, made.localCertificate().toPem());
        put(key, made.privateKey().toPem());
    }

private Q_SLOTS:
    void initTestCase() { writePair(m_certificate, m_key); }

    void answersOverTls_data()
    {
        QTest::addColumn<int>("version");
        QTest::newRow("1.2") << TLS1_2_VERSION;
        QTest::newRow("1.3") << TLS1_3_VERSION;
    }
    void answersOverTls()
    {
        QFETCH(int, version);
        GateFixture gate({}, m_certificate, m_key);
        TlsClient client(gate.port(), version);
        QVERIFY(client.isConnected());
        QCOMPARE(client.protocol(), "http/1.1"_ba);
        for (const char *body : {"one", "two", "three"}) {
            QVERIFY(client.send(echo(body)));
            QVERIFY(client.readUntil(body).startsWith("HTTP/1.1 200 "));
        }
        // Several in one record, and one over many records.
        QVERIFY(client.send(echo("four") + echo("five")));
        QVERIFY(client.readUntil("five").contains("four"));
        const QByteArray large = QByteArray(3'000'000, 'x') + "end";
        QVERIFY(client.send(echo(large)));
        QVERIFY(client.readUntil("end").endsWith(large));
    }

    void refusesOldVersions()
    {
        GateFixture gate({}, m_certificate, m_key);
        QVERIFY(!TlsClient(gate.port(), TLS1_1_VERSION).isConnected());
    }

    void answersAClientThatHasFinishedSending()
    {
        GateFixture gate({}, m_certificate, m_key);
        TlsClient client(gate.port());
        QVERIFY(client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n"));
        client.raw().finishSending();
        QTRY_COMPARE(gate.waiting(), 1);
        gate.answerLater();
        QVERIFY(client.readUntil("later").startsWith("HTTP/1.1 200 "));
    }

    void refusesOverTls()
    {
        GateFixture gate({}, m_certificate, m_key);
        TlsClient client(gate.port());
        QVERIFY(client.send("GET //evil HTTP/1.1\r\nHost: a\r\n\r\n"));
        const QByteArray answer = client.readUntil("never");
        QVERIFY(answer.startsWith("HTTP/1.1 400 "));
        QVERIFY(answer.contains("Connection: close"));
    }

    void endsAHandshakeThatDoesNotCome_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("waits");
        QTest::newRow("nothing") << QByteArray() << true;
        QTest::newRow("half a greeting") << "\x16\x03\x01\x02\x00"_ba << true;
        QTest::newRow("plain HTTP") << "GET / HTTP/1.1\r\nHost: a\r\n\r\n"_ba << false;
    }
    void endsAHandshakeThatDoesNotCome()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, waits);
        GateFixture gate({}, m_certificate, m_key);
        RawClient client(gate.port());
        client.send(bytes);
        QTRY_COMPARE(gate.server().connectionCount(), waits ? 1 : 0);
        gate.clock.advance(10'001);
        QTRY_COMPARE(gate.server().connectionCount(), 0);
        QVERIFY(TlsClient(gate.port()).isConnected());
    }

    void saysWhatIsWrongWithTheFiles_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("named");
        const QString missing = m_folder.filePath(u"missing.pem"_s);
        const QString nonsense = m_folder.filePath(u"nonsense.pem"_s);
        const QString otherKey = m_folder.filePath(u"other-key.pem"_s);
        put(nonsense, "nonsense");
        writePair(m_folder.filePath(u"other.pem"_s), otherKey);
        QTest::newRow("no certificate") << missing << m_key << missing;
        QTest::newRow("no key") << m_certificate << missing << missing;
        QTest::newRow("key not named") << m_certificate << QString() << u"TLS key"_s;
        QTest::newRow("certificate is none") << nonsense << m_key << nonsense;
        QTest::newRow("key is none") << m_certificate << nonsense << nonsense;
        QTest::newRow("key of another certificate") << m_certificate << otherKey << otherKey;
    }
    void saysWhatIsWrongWithTheFiles()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, key);
        QFETCH(QString, named);
        const SystemClock clock;
        HttpServer server({.tlsCertificateFile = certificate, .tlsKeyFile = key}, clock);
        QSignalSpy failed(&server, &HttpServer::failed);
        server.start();
        QVERIFY(failed.wait());
        const QString text = failed.first().first().value<Error>().text;
        QVERIFY2(text.contains(named) && text.endsWith(u'.'), qPrintable(text));
    }
};

QTEST_GUILESS_MAIN(GateTlsTest)
#include "tst_gatetls.moc"
