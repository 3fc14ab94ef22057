// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/callreport.h"
#include "core/openapi/documentreport.h"

#include <QTest>

using namespace uw;
using openapi::Document;

class ReportsTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void tellsWhatADocumentHolds();
    void tellsPeople();
    void keepsControlsFromTheTerminal();
    void showsRequests_data();
    void showsRequests();
    void showsAnswers_data();
    void showsAnswers();
};

namespace {

constexpr auto pets = R"({"openapi":"3.0.1","info":{"title":"Pets"},"servers":[{"url":"https://h/v1"}],
    "tags":[{"name":"write"}],"paths":{
    "/pets":{"get":{"operationId":"list","tags":["read","write"],"summary":"All"},"post":{"operationId":"add","tags":["write"]}},
    "/odd":{"put":{"deprecated":true}}}})";

} // namespace

void ReportsTest::tellsWhatADocumentHolds()
{
    const auto document = Document::load(pets, u"pets.json"_qs);
    QVERIFY(document);
    QCOMPARE(
        json::serialize(openapi::documentReport(**document)),
        R"({"openapi":"3.0.1","title":"Pets","servers":["https://h/v1"],"operations":[)"
        R"({"operationId":"list","method":"GET","path":"/pets","tags":["read","write"],"summary":"All","deprecated":false},)"
        R"({"operationId":"add","method":"POST","path":"/pets","tags":["write"],"summary":"","deprecated":false},)"
        R"({"operationId":"put_odd","method":"PUT","path":"/odd","tags":[],"summary":"","deprecated":true}],)"
        R"("warnings":[{"code":"operation_id_missing","message":"The operation has no operationId; one is made from its method and path.","pointer":"/paths/~1odd/put"}]})"_qba);
}

void ReportsTest::tellsPeople()
{
    const auto document = Document::load(pets, u"pets.json"_qs);
    QVERIFY(document);
    QCOMPARE(openapi::documentText(**document),
             u"Pets (OpenAPI 3.0.1), 3 operations\n"
             "Server https://h/v1\n"
             "\n"
             "write\n"
             "  POST    /pets  add\n"
             "\n"
             "read\n"
             "  GET     /pets  list  All\n"
             "\n"
             "Without a tag\n"
             "  PUT     /odd  put_odd  (deprecated)\n"
             "\n"
             "Warnings\n"
             "  The operation has no operationId; one is made from its method and path. (/paths/~1odd/put)\n"_qs);
}

void ReportsTest::keepsControlsFromTheTerminal()
{
    const auto document = Document::load(
        R"({"openapi":"3.0.1","info":{"title":"\u001b[2J"},"tags":[{"name":"\u0007"}],"paths":{"/\u001b":{"get":{"operationId":"\u001bx","tags":["\u0007"]}}}})",
        u"a"_qs);
    QVERIFY(document);
    const QString text = openapi::documentText(**document);
    QVERIFY(!text.contains(u'\x1b'));
    QVERIFY(!text.contains(u'\x07'));
}

void ReportsTest::showsRequests_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("report");
    const QByteArray start =
        R"({"method":"POST","url":"https://h/a?b=%20","headers":[["X-A","1"],["X-A","caf\u00e9"]],)";
    QTest::newRow("no body") << QByteArray() << start + R"("body":null})";
    QTest::newRow("JSON as it is") << " {\"a\": 1.0}\n"_qba << start + R"("body":" {\"a\": 1.0}\n"})";
    QTest::newRow("bytes") << "\xff\x00"_qba << start + R"("body":"/wA=","bodyEncoding":"base64"})";
}

void ReportsTest::showsRequests()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, report);
    const HttpRequest request{
        .method = "POST", .url = "https://h/a?b=%20", .headers = {{"X-A", "1"}, {"X-A", "caf\xc3\xa9"}}, .body = body};
    const Result<json::Value> expected = json::parse(report);
    QVERIFY(expected);
    QCOMPARE(json::serialize(openapi::requestReport(request)), json::serialize(*expected));
}

void ReportsTest::showsAnswers_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("JSON") << "application/json; charset=utf-8"_qba
                          << R"({"z":1,"a":12345678901234567890})"_qba
                          << R"("dataEncoding":"json","data":{"z":1,"a":12345678901234567890})"_qba;
    QTest::newRow("problem") << "application/problem+json"_qba
                             << "{}"_qba
                             << R"("dataEncoding":"json","data":{})"_qba;
    QTest::newRow("broken JSON") << "application/json"_qba
                                 << "{\"a\""_qba
                                 << R"("dataEncoding":"utf8","data":"{\"a\"")"_qba;
    QTest::newRow("text") << "text/plain"_qba
                          << "7"_qba
                          << R"("dataEncoding":"utf8","data":"7")"_qba;
    QTest::newRow("bytes") << "image/png"_qba
                           << "\x89PNG"_qba
                           << R"("dataEncoding":"base64","data":"iVBORw==")"_qba;
    QTest::newRow("nothing") << "application/json"_qba
                             << ""_qba
                             << R"("data":null)"_qba;
}

void ReportsTest::showsAnswers()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, data);
    const HttpResponse response{.status = 200,
                                .reason = "OK",
                                .headers = {{"Content-Type", type}, {"X-Latin", "caf\xe9"}},
                                .body = body,
                                .timing = {.sentMs = 1.23456, .firstByteMs = 2, .totalMs = 3.5}};
    const QByteArray expected =
        R"({"status":200,"reason":"OK","latencyMs":3.5,"timing":{"connectedMs":null,"encryptedMs":null,"sentMs":1.235,"firstByteMs":2.0,"totalMs":3.5},"headers":[["Content-Type",")"
        + type + "\"],[\"X-Latin\",\"caf\xc3\xa9\"]]," + data + "}";
    QCOMPARE(json::serialize(openapi::responseReport(response)), expected);
}

QTEST_GUILESS_MAIN(ReportsTest)
#include "tst_reports.moc"
