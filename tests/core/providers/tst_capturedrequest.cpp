// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/capturedrequest.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class TestCapturedRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void everyPrefixEnds();
    void publicUrls_data();
    void publicUrls();
};

void TestCapturedRequest::reads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("length") << QByteArray(
        "POST /a?b=1 HTTP/1.1\r\nHost: h\r\nX-A:  v \r\nContent-Length: 4\r\n\r\na\r\nb")
                            << QByteArray("a\r\nb");
    QTest::newRow("line feeds") << QByteArray("POST /a?b=1 HTTP/1.1\nHost: h\nX-A: v\nContent-Length: 2\n\n{}")
                                << QByteArray("{}");
    QTest::newRow("an editor's line break")
        << QByteArray("POST /a?b=1 HTTP/1.1\r\nHost: h\r\nX-A: v\r\nContent-Length: 2\r\n\r\n{}\n") << QByteArray("{}");
    QTest::newRow("line break that is part")
        << QByteArray("POST /a?b=1 HTTP/1.1\r\nHost: h\r\nX-A: v\r\nContent-Length: 3\r\n\r\n{}\n")
        << QByteArray("{}\n");
    QTest::newRow("no length") << QByteArray("POST /a?b=1 HTTP/1.1\r\nHost: h\r\nX-A: v\r\n\r\n{}\n")
                               << QByteArray("{}\n");
    QTest::newRow("chunked") << QByteArray(
        "POST /a?b=1 HTTP/1.1\r\nHost: h\r\nX-A: v\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
                             << QByteArray("{}");
    QTest::newRow("bytes") << QByteArray("POST /a?b=1 HTTP/1.0\r\nHost: h\r\nX-A: v\r\nContent-Length: 3\r\n\r\n")
                                  + QByteArray("\0\xff\n", 3)
                           << QByteArray("\0\xff\n", 3);
}

void TestCapturedRequest::reads()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    const Result<RequestView::Parts> request = parseCapturedRequest(bytes);
    QVERIFY2(request, request ? "" : qPrintable(request.error().text));
    QCOMPARE(request->method, QByteArray("POST"));
    QCOMPARE(request->target, QByteArray("/a?b=1"));
    QCOMPARE(request->query, QByteArray("b=1"));
    QCOMPARE(headerValue(request->headers, "x-a"), QByteArray("v"));
    QCOMPARE(request->body, body);
}

void TestCapturedRequest::refuses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no line end") << QByteArray("POST / HTTP/1.1");
    QTest::newRow("two words") << QByteArray("POST /\r\n\r\n");
    QTest::newRow("no version") << QByteArray("POST / FTP/1.1\r\n\r\n");
    QTest::newRow("bad method") << QByteArray("PO@ST / HTTP/1.1\r\n\r\n");
    QTest::newRow("no empty line") << QByteArray("POST / HTTP/1.1\r\nHost: h\r\n");
    QTest::newRow("no colon") << QByteArray("POST / HTTP/1.1\r\nHost h\r\n\r\n");
    QTest::newRow("folded") << QByteArray("POST / HTTP/1.1\r\nX: a\r\n b\r\n\r\n");
    QTest::newRow("blank before the colon") << QByteArray("POST / HTTP/1.1\r\nX : a\r\n\r\n");
    QTest::newRow("too short") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\n{}");
    QTest::newRow("too long") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}{}");
    QTest::newRow("second request") << QByteArray("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    QTest::newRow("negative") << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n");
    QTest::newRow("no number") << QByteArray("POST / HTTP/1.1\r\nContent-Length: two\r\n\r\n{}");
    QTest::newRow("chunk cut") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}");
    QTest::newRow("chunk nonsense") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n");
    QTest::newRow("gzip coding") << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n");
    QTest::newRow("JSON alone") << QByteArray("{\"a\":1}\n");
    QTest::newRow("huge header") << QByteArray("POST / HTTP/1.1\r\nX: " + QByteArray(300'000, 'x') + "\r\n\r\n");
}

void TestCapturedRequest::refuses()
{
    QFETCH(QByteArray, bytes);
    const Result<RequestView::Parts> request = parseCapturedRequest(bytes);
    QVERIFY(!request);
    QCOMPARE(request.error().code, ErrorCode::InvalidInput);
}

void TestCapturedRequest::everyPrefixEnds()
{
    const QByteArray whole =
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n0\r\nT: 1\r\n\r\n";
    QVERIFY(parseCapturedRequest(whole));
    for (qsizetype i = 0; i < whole.size(); ++i)
        QVERIFY2(!parseCapturedRequest(whole.first(i)), QByteArray::number(i).constData());
}

void TestCapturedRequest::publicUrls_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QStringList>("urls");
    const auto row = [](const QString &given, const QByteArray &target, const QStringList &urls) {
        QTest::newRow(qPrintable(given + u' ' + QString::fromLatin1(target))) << given << target << urls;
    };
    row(u"https://h.example"_s, "/webhooks/x?a=1", {u"https://h.example/webhooks/x?a=1"_s, u"https://h.example"_s});
    row(u"https://h.example/"_s, "/webhooks/x", {u"https://h.example/webhooks/x"_s, u"https://h.example/"_s});
    row(u"https://h.example/webhooks/x"_s, "/webhooks/x",
        {u"https://h.example/webhooks/x"_s, u"https://h.example/webhooks/x/webhooks/x"_s});
    row(u"https://h.example/hook?a=1"_s, "/webhooks/x", {u"https://h.example/hook?a=1"_s});
    row(u"https://h.example/base/"_s, "/webhooks/x",
        {u"https://h.example/base/"_s, u"https://h.example/base/webhooks/x"_s});
    row(u"http://h:8080"_s, "http://proxy/webhooks/x", {u"http://h:8080/webhooks/x"_s, u"http://h:8080"_s});
    row(u"http://h"_s, "http://proxy", {u"http://h/"_s, u"http://h"_s});
    row(u"h.example/webhooks/x"_s, "/x", {});
    row(u"ftp://h.example"_s, "/x", {});
    row(u"https://"_s, "/x", {});
    row(u"https:///x"_s, "/x", {});
    row(QString(), "/x", {});
}

void TestCapturedRequest::publicUrls()
{
    QFETCH(QString, given);
    QFETCH(QByteArray, target);
    QFETCH(QStringList, urls);
    QCOMPARE(publicUrlCandidates(given, target), urls);
}

QTEST_GUILESS_MAIN(TestCapturedRequest)
#include "tst_capturedrequest.moc"
