// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/httpclient.h"
#include "core/json/value.h"
#include "core/providers/certificatefetcher.h"
#include "tests/support/manualclock.h"
#include "tests/support/scriptedserver.h"

#include <QFile>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using State = CertificateSource::State;

// Certificates of an authority of our own, see fixtures/make_signatures.py.
class TestCertificateCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void trusted();
    void untrusted_data();
    void untrusted();
    void fetchedOnce();
    void bounded();
    void fetcher();
    void systemAuthorities();

private:
    // After the fixtures were made.
    test::ManualClock m_clock{1'900'000'000'000};
    QByteArray m_authority;
    QByteArray m_leaf;
    QByteArray m_stranger;
    const QString m_url = u"https://api.paypal.com/cert"_s;
};

void TestCertificateCache::initTestCase()
{
    QFile file(QStringLiteral(UW_SOURCE_DIR "/tests/core/providers/fixtures/signatures.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Result<json::Value> fixtures = json::parse(file.readAll());
    QVERIFY(fixtures);
    for (const json::Value &item : *json::member(*fixtures, "cases")->get_ptr<const json::Array *>()) {
        const json::Value *certificate = json::member(item, "certificate");
        if (!certificate)
            continue;
        m_authority = json::toQString(*json::member(item, "authority")).toUtf8();
        const bool isStranger = json::toQString(*json::member(item, "name")).contains("another host"_L1);
        (isStranger ? m_stranger : m_leaf) = json::toQString(*certificate).toUtf8();
    }
    QVERIFY(!m_leaf.isEmpty() && !m_stranger.isEmpty());
}

void TestCertificateCache::trusted()
{
    CertificateCache cache(m_clock, [this] { return QList<QByteArray>{m_authority}; });
    QCOMPARE(cache.find(m_url, ".paypal.com").state, State::Unavailable);
    QVERIFY(cache.add(m_url, m_leaf + m_authority, ".paypal.com"));
    const CertificateSource::Answer answer = cache.find(m_url, ".paypal.com");
    QCOMPARE(answer.state, State::Ready);
    QVERIFY(answer.key);
    QCOMPARE(answer.key->kind(), crypto::PublicKey::Kind::Rsa);
    QCOMPARE(cache.known(m_url).state, State::Ready);
    m_clock.advance(24 * 3'600'000LL);
    QCOMPARE(cache.find(m_url, ".paypal.com").state, State::Unavailable);
    QCOMPARE(cache.known(m_url).state, State::Unavailable);
}

void TestCertificateCache::untrusted_data()
{
    QTest::addColumn<QByteArray>("pem");
    QTest::addColumn<bool>("withAuthority");
    QTest::addColumn<QByteArray>("suffix");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<QString>("says");
    const qint64 now = 1'900'000'000'000;
    QTest::newRow("unknown authority") << m_leaf << false << QByteArray(".paypal.com") << now << u"No authority"_s;
    QTest::newRow("other host") << m_stranger << true << QByteArray(".paypal.com") << now << u"another host"_s;
    QTest::newRow("host without a dot") << m_leaf << true << QByteArray("messageverificationcerts.paypal.com") << now
                                        << u"another host"_s;
    QTest::newRow("the authority itself")
        << m_authority << true << QByteArray(".paypal.com") << now << u"another host"_s;
    QTest::newRow("too early") << m_leaf << true << QByteArray(".paypal.com") << qint64(1'000'000'000'000)
                               << u"not yet valid"_s;
    QTest::newRow("too late") << m_leaf << true << QByteArray(".paypal.com") << qint64(9'000'000'000'000)
                              << u"expired"_s;
    QTest::newRow("nothing") << QByteArray() << true << QByteArray(".paypal.com") << now << u"no certificate"_s;
    QTest::newRow("a page") << QByteArray("<html></html>") << true << QByteArray(".paypal.com") << now
                            << u"no certificate"_s;
    QTest::newRow("cut") << m_leaf.first(200) << true << QByteArray(".paypal.com") << now << u"no certificate"_s;
    QTest::newRow("huge") << QByteArray(300'000, ' ') + m_leaf << true << QByteArray(".paypal.com") << now
                          << u"no certificate"_s;
}

void TestCertificateCache::untrusted()
{
    QFETCH(QByteArray, pem);
    QFETCH(bool, withAuthority);
    QFETCH(QByteArray, suffix);
    QFETCH(qint64, now);
    QFETCH(QString, says);
    const test::ManualClock clock(now);
    CertificateCache cache(clock, [&] { return withAuthority ? QList<QByteArray>{m_authority} : QList<QByteArray>{}; });
    const Result<void> added = cache.add(m_url, pem, suffix);
    QVERIFY(!added);
    QVERIFY2(added.error().text.contains(says), qPrintable(added.error().text));
    const CertificateSource::Answer answer = cache.find(m_url, suffix);
    QCOMPARE(answer.state, State::Refused);
    QCOMPARE(answer.reason, added.error().text);
}

void TestCertificateCache::fetchedOnce()
{
    CertificateCache cache(m_clock, [this] { return QList<QByteArray>{m_authority}; });
    QStringList wanted;
    cache.setFetcher(
        [&wanted](const QString &url, const QByteArray &suffix) { wanted << url + QLatin1StringView(suffix); });
    for (int i = 0; i < 5; ++i)
        QCOMPARE(cache.find(m_url, ".paypal.com").state, State::Pending);
    QCOMPARE(cache.known(m_url + u"2"_s).state, State::Unavailable);
    QCOMPARE(wanted, QStringList{m_url + u".paypal.com"_s});
    QVERIFY(cache.add(m_url, m_leaf, ".paypal.com"));
    QCOMPARE(cache.find(m_url, ".paypal.com").state, State::Ready);
    QCOMPARE(wanted.size(), 1);
}

// A flood of addresses does not push out what is in use, nor does it become a flood of fetches.
void TestCertificateCache::bounded()
{
    CertificateCache cache(m_clock, [this] { return QList<QByteArray>{m_authority}; });
    QStringList wanted;
    cache.setFetcher([&wanted](const QString &url, const QByteArray &) { wanted << url; });
    QVERIFY(cache.add(m_url, m_leaf, ".paypal.com"));
    int asked = 0;
    const auto ask = [this, &cache, &asked] {
        for (int i = 0; i < 1'000; ++i)
            QVERIFY(cache.find(m_url + QString::number(++asked), ".paypal.com").state != State::Ready);
    };
    ask();
    QCOMPARE(wanted.size(), CertificateCache::maximumPending);
    // However soon their addresses answer.
    for (int i = 0; i < 100; ++i) {
        cache.refuse(wanted.last(), u"404"_s);
        ask();
    }
    QCOMPARE(wanted.size(), CertificateCache::fetchBurst);
    m_clock.advance(60'000);
    for (int i = 0; i < 100; ++i) {
        cache.refuse(wanted.last(), u"404"_s);
        ask();
    }
    QCOMPARE(wanted.size(), CertificateCache::fetchBurst + CertificateCache::fetchesPerMinute);
    QCOMPARE(cache.find(m_url, ".paypal.com").state, State::Ready);
}

void TestCertificateCache::fetcher()
{
    CertificateCache cache(m_clock, [this] { return QList<QByteArray>{m_authority}; });
    HttpClient http;
    const CertificateFetcher subject(cache, http);
    QSignalSpy settled(&subject, &CertificateFetcher::settled);
    test::ScriptedServer server;
    const QString url = QString::fromLatin1(server.url("/cert"));
    server.enqueue(test::ScriptedServer::ok(m_leaf));
    QCOMPARE(cache.find(url, ".paypal.com").state, State::Pending);
    QTRY_COMPARE(settled.size(), 1);
    QCOMPARE(cache.find(url, ".paypal.com").state, State::Ready);

    const QString missing = url + u"2"_s;
    server.enqueue(QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    QCOMPARE(cache.find(missing, ".paypal.com").state, State::Pending);
    QTRY_COMPARE(settled.size(), 2);
    const CertificateSource::Answer answer = cache.find(missing, ".paypal.com");
    QCOMPARE(answer.state, State::Refused);
    QVERIFY(answer.reason.contains("404"_L1));

    // What may pass says nothing about the certificate.
    const QString busy = url + u"3"_s;
    server.enqueue(QByteArray("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
    QCOMPARE(cache.find(busy, ".paypal.com").state, State::Pending);
    QTRY_COMPARE(settled.size(), 3);
    QCOMPARE(cache.find(busy, ".paypal.com").state, State::Unavailable);
}

void TestCertificateCache::systemAuthorities()
{
    const QList<QByteArray> authorities = CertificateFetcher::systemAuthorities();
    QCOMPARE(authorities.isEmpty(), QSslConfiguration::systemCaCertificates().isEmpty());
    for (const QByteArray &authority : authorities)
        QVERIFY(authority.startsWith("-----BEGIN CERTIFICATE-----"));
    QVERIFY(!authorities.contains(m_authority));
}

QTEST_GUILESS_MAIN(TestCertificateCache)
#include "tst_certificatecache.moc"
