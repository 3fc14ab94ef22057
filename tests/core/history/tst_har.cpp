// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/har.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class HarTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings inside a class.
private Q_SLOTS:
    void writesWhatItReads();
    void readsWhatBrowsersWrite();
    void refuses_data();
    void refuses();
    void takesAsManyAsItSays();
};

namespace {

CallRecord sampleCall()
{
    CallRecord call;
    call.startedAtMs = 1'767'323'045'678;
    call.method = "POST";
    call.url = "https://h/p?a=b%20c&d";
    call.status = 201;
    call.reason = "Created";
    call.timing = {.connectedMs = 2, .encryptedMs = 5, .sentMs = 6, .firstByteMs = 16, .totalMs = 20};
    call.requestHeaders = {{"Content-Type", "application/json"}, {"X-Twice", "1"}, {"X-Twice", "2"}};
    call.requestBody = R"({"a":"\u00fc"})";
    call.requestSize = call.requestBody.size();
    call.responseHeaders = {{"Content-Type", "text/plain"}};
    call.responseBody = "ok \xc3\xbc";
    call.responseSize = call.responseBody.size();
    return call;
}

QByteArray harWith(const QByteArray &entries)
{
    return "{\"log\":{\"version\":\"1.2\",\"entries\":[" + entries + "]}}";
}

} // namespace

void HarTest::writesWhatItReads()
{
    CallRecord second = sampleCall();
    second.method = "GET";
    second.requestBody.clear();
    second.requestSize = 0;
    second.responseBody = QByteArray("\0\xff", 2);
    second.responseSize = 900;
    second.isResponseCut = true;
    CallRecord third = sampleCall();
    third.status = 0;
    third.error = u"No answer came."_s;
    // Newest first, as a list has them.
    const QByteArray file = toHar({third, second, sampleCall()});
    const Result<QList<FinishedCall>> read = fromHar(file);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text));
    QCOMPARE(read->size(), 3);
    const FinishedCall &call = read->at(0);
    QCOMPARE(call.origin, u"import"_s);
    QCOMPARE(call.startedAtMs, sampleCall().startedAtMs);
    QCOMPARE(call.request.method, "POST");
    QCOMPARE(call.request.url, sampleCall().url);
    QCOMPARE(call.request.headers, sampleCall().requestHeaders);
    QCOMPARE(call.request.body, sampleCall().requestBody);
    QVERIFY(call.response);
    QCOMPARE(call.response->status, 201);
    QCOMPARE(call.response->body, sampleCall().responseBody);
    QCOMPARE(call.response->timing.connectedMs, 2.0);
    QCOMPARE(call.response->timing.encryptedMs, 5.0);
    QCOMPARE(call.response->timing.firstByteMs, 16.0);
    QCOMPARE(call.response->timing.totalMs, 20.0);
    QCOMPARE(read->at(1).response->body, second.responseBody);
    QCOMPARE(read->at(1).responseSize, 900);
    QVERIFY(!read->at(2).response);
    QCOMPARE(read->at(2).response.error().text, u"No answer came."_s);

    const Result<json::Value> har = json::parse(file);
    QVERIFY(har);
    const json::Value *query = json::resolvePointer(*har, u"/log/entries/0/request/queryString");
    QVERIFY(query && query->size() == 2);
    QCOMPARE(json::toQString(*json::resolvePointer(*query, u"/0/value")), u"b c"_s);
    QVERIFY(json::resolvePointer(*har, u"/log/entries/1/response/content/comment"));
    QCOMPARE(json::toQString(*json::resolvePointer(*har, u"/log/creator/name")), u"Universal Webhook"_s);
}

void HarTest::readsWhatBrowsersWrite()
{
    const auto read = fromHar(harWith(R"({"startedDateTime":"2026-01-02T03:04:05.678Z","time":12.5,
        "request":{"method":"post","url":"https://h/a b","headers":[{"name":":method","value":"POST"},
            {"name":"accept","value":"*/*"},{"name":"bad name","value":"x"},{"name":"x","value":"a\nb"}],
            "postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a b","value":"c&d"}]}},
        "response":{"status":200,"statusText":"","headers":[],"content":{"size":3,"text":"YWJj","encoding":"base64"}},
        "timings":{"blocked":1,"dns":-1,"connect":-1,"ssl":-1,"send":1,"wait":8,"receive":2.5}},
      {"request":{"method":"GET","url":"data:text/plain,x"}},
      {"request":{"method":"GET","url":"wss://h/"}},
      {"request":{"method":"GET","url":"http://h/"},"response":{"status":0}},
      17, {})"));
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text));
    QCOMPARE(read->size(), 2);
    const FinishedCall &call = read->first();
    QCOMPARE(call.request.method, "POST");
    QCOMPARE(call.request.url, "https://h/a%20b");
    QCOMPARE(call.request.headers, (HeaderList{{"accept", "*/*"}}));
    QCOMPARE(call.request.body, "a%20b=c%26d");
    QCOMPARE(call.response->body, "abc");
    QCOMPARE(call.response->timing.connectedMs, -1.0);
    QCOMPARE(call.response->timing.sentMs, 2.0);
    QCOMPARE(call.response->timing.totalMs, 12.5);
    QVERIFY(!read->at(1).response);
}

void HarTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("nothing") << QByteArray() << ErrorCode::InvalidInput;
    QTest::newRow("no JSON") << QByteArray("<html>") << ErrorCode::InvalidInput;
    QTest::newRow("no HAR") << QByteArray(R"({"log":{"entries":{}}})") << ErrorCode::InvalidInput;
    QTest::newRow("deep") << QByteArray(200, '[') << ErrorCode::LimitExceeded;
    QTest::newRow("too many") << harWith(QByteArray("{},").repeated(5'000) + "{}") << ErrorCode::LimitExceeded;
}

void HarTest::refuses()
{
    QFETCH(QByteArray, text);
    const auto read = fromHar(text);
    QVERIFY(!read);
    QTEST(read.error().code, "code");
}

void HarTest::takesAsManyAsItSays()
{
    const auto read = fromHar(harWith(QByteArray("{},").repeated(4'999) + "{}"));
    QVERIFY(read && read->isEmpty());
}

QTEST_GUILESS_MAIN(HarTest)
#include "tst_har.moc"
