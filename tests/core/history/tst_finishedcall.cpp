// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/finishedcall.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

FinishedCall sampleCall()
{
    FinishedCall call;
    call.origin = u"window"_s;
    call.document = u"clockify"_s;
    call.operation = u"createTag"_s;
    call.workspaceId = u"ws"_s;
    call.environment = u"staging"_s;
    call.startedAtMs = 17;
    call.request = {.method = "POST",
                    .url = "https://h/p?token=query-secret",
                    .headers = {{"X-Api-Key", "key-secret-1"}, {"Content-Type", "application/json"}},
                    .body = R"({"echo":"key-secret-1"})"};
    HttpResponse response;
    response.status = 201;
    response.reason = "Created";
    response.headers = {{"Set-Cookie", "sid=1"}, {"X-Got", "key-secret-1"}};
    response.body = R"({"got":"a2V5LXNlY3JldC0x","query":"query-secret"})";
    response.timing.totalMs = 4;
    call.response = response;
    call.arguments = {.parameters = {{u"token"_s, "query-secret"}, {u"page"_s, 2}, {u"q"_s, "has credential-x in it"}},
                      .body = call.request.body,
                      .headers = {{"X-Api-Key", "key-secret-1"}, {"X-Plain", "yes"}}};
    call.secrets = {"credential-x"};
    return call;
}

} // namespace

class FinishedCallTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsACallWithoutSecrets()
    {
        const CallRecord record = recordOf(sampleCall(), {}, u"id-1"_s);
        QCOMPARE(record.id, u"id-1"_s);
        QCOMPARE(record.origin, u"window"_s);
        QCOMPARE(record.operation, u"createTag"_s);
        QCOMPARE(record.workspaceId, u"ws"_s);
        QCOMPARE(record.environment, u"staging"_s);
        QCOMPARE(record.startedAtMs, 17);
        QCOMPARE(record.status, 201);
        QCOMPARE(record.timing.totalMs, 4.0);
        QCOMPARE(record.requestSize, 23);
        QVERIFY(!record.isRequestCut && !record.isResponseCut);
        QCOMPARE(record.requestHeaders.at(1).value, "application/json");
        QVERIFY(record.requestBody.contains("echo"));
        QByteArray all = record.url + record.requestBody + record.responseBody + record.arguments;
        for (const HeaderField &field : record.requestHeaders + record.responseHeaders)
            all += field.name + field.value;
        for (const QByteArray &secret :
             QByteArrayList{"key-secret-1", "a2V5LXNlY3JldC0x", "query-secret", "sid=1", "credential-x"})
            QVERIFY2(!all.contains(secret), secret.constData());
        const Result<CallArguments> arguments = parseCallArguments(record.arguments);
        QVERIFY(arguments);
        QCOMPARE(arguments->parameters.keys(), (QStringList{u"page"_s, u"q"_s}));
        QCOMPARE(withoutMasks(arguments->headers), (HeaderList{{"X-Plain", "yes"}}));
    }

    void keepsWhyThereIsNoAnswer()
    {
        FinishedCall call = sampleCall();
        call.response = Error{ErrorCode::ConnectionFailed, u"No way to h with key-secret-1."_s};
        const CallRecord record = recordOf(call, {}, u"1"_s);
        QCOMPARE(record.status, 0);
        QVERIFY(record.error.startsWith(u"No way to h"_s) && !record.error.contains(u"key-secret-1"_s));
        QVERIFY(record.responseBody.isEmpty() && !record.isResponseCut);
    }

    // A secret that lies across the cut is not left half.
    void cutsBodies()
    {
        FinishedCall call = sampleCall();
        call.request.body = "0123456789";
        for (int offset = 0; offset < 14; ++offset) {
            HttpResponse response;
            response.status = 200;
            response.body = QByteArray(offset, '.') + "credential-x and more";
            call.response = response;
            const CallRecord record = recordOf(call, {.bodyBytes = 10}, u"1"_s);
            QCOMPARE(record.requestBody, "0123456789");
            QVERIFY(!record.isRequestCut);
            QVERIFY(record.isResponseCut);
            QCOMPARE(record.responseSize, response.body.size());
            QVERIFY(record.responseBody.size() <= 10);
            QVERIFY2(!record.responseBody.contains('c'), record.responseBody.constData());
        }
        call.responseSize = 1'000;
        QCOMPARE(recordOf(call, {}, u"1"_s).responseSize, 1'000);
        QVERIFY(recordOf(call, {}, u"1"_s).isResponseCut);
        QVERIFY(recordOf(call, {.bodyBytes = 0}, u"1"_s).requestBody.isEmpty());
    }

    void argumentsGoThereAndBack_data()
    {
        QTest::addColumn<CallArguments>("arguments");
        QTest::newRow("nothing") << CallArguments{};
        QTest::newRow("all") << CallArguments{.parameters = {{u"a"_s, json::Value::array({1, "x"})}, {u"b"_s, nullptr}},
                                              .body = "text \xc3\xbc",
                                              .headers = {{"X-A", "b"}, {"X-A", "c"}},
                                              .server = u"https://h"_s};
        QTest::newRow("bytes") << CallArguments{.body = QByteArray("\0\xff", 2)};
    }
    void argumentsGoThereAndBack()
    {
        QFETCH(CallArguments, arguments);
        const Result<CallArguments> read = parseCallArguments(json::serialize(toJson(arguments)));
        QVERIFY(read);
        QCOMPARE(*read, arguments);
    }

    void refusesOtherArguments_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("parameters") << QByteArray(R"({"parameters":[]})");
        QTest::newRow("headers") << QByteArray(R"({"headers":{"a":"b"}})");
        QTest::newRow("header") << QByteArray(R"({"headers":[["a"]]})");
        QTest::newRow("body") << QByteArray(R"({"body":{}})");
        QTest::newRow("deep") << QByteArray(300, '[');
    }
    void refusesOtherArguments()
    {
        QFETCH(QByteArray, text);
        const Result<CallArguments> read = parseCallArguments(text);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::InvalidInput);
    }

    void checksSettings()
    {
        QVERIFY(check({}));
        QVERIFY(check({.bodyBytes = 0, .days = 1, .calls = 100}));
        QVERIFY(check({.bodyBytes = 16 * limits::mebibyte, .days = 3'650, .calls = 1'000'000}));
        QVERIFY(!check({.bodyBytes = 16 * limits::mebibyte + 1}));
        QVERIFY(!check({.bodyBytes = -1}));
        QVERIFY(!check({.days = 0}));
        QVERIFY(!check({.days = 3'651}));
        QVERIFY(!check({.calls = 99}));
        QVERIFY(!check({.calls = 1'000'001}));
    }
};

QTEST_GUILESS_MAIN(FinishedCallTest)
#include "tst_finishedcall.moc"
