// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"
#include "core/openapi/requestbuilder.h"

#include <QTest>

using namespace uw;
using openapi::InputError;
using openapi::OperationDetails;
using openapi::RequestInput;

namespace {

json::Value value(const QByteArray &text)
{
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().text));
    return *parsed;
}

// An operation with one parameter "p" of that schema and with `more` members.
OperationDetails operationWith(const QByteArray &parameter, const QByteArray &more = {})
{
    const auto document =
        openapi::Document::load(R"({"openapi":"3.0.3","info":{"title":"T"},"servers":[{"url":"https://h"}],
        "paths":{"/a":{"post":{"operationId":"op")"
                                    + more + ",\"parameters\":[" + parameter + "]}}}}",
                                u"api.json"_qs);
    if (!document)
        qFatal("%s", qPrintable(document.error().text));
    const Result<OperationDetails> details = (*document)->details((*document)->operations().first());
    if (!details)
        qFatal("%s", qPrintable(details.error().text));
    return *details;
}

QString describe(const QList<InputError> &errors)
{
    QStringList list;
    for (const InputError &error : errors)
        list << error.field + (error.blocking ? u"! "_qs : u": "_qs) + error.text;
    return list.join(u" | ");
}

} // namespace

class RequestValidationTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void checksValues_data();
    void checksValues();
    void findsWhatIsMissing();
    void checksBodies_data();
    void checksBodies();
    void checksTheServer();
    void namesUnknownParameters();
};

void RequestValidationTest::checksValues_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const QByteArray &schema, const QByteArray &given,
                        const char16_t *fault = u"") {
        QTest::newRow(name) << schema << given << QString::fromUtf16(fault);
    };
    row("whole number", R"({"type":"integer"})", "7");
    row("whole number as text", R"({"type":"integer"})", R"("7")");
    row("whole number written as a double", R"({"type":"integer"})", "7.0");
    row("large whole number", R"({"type":"integer"})", "9223372036854775807");
    row("fraction", R"({"type":"integer"})", "7.5", u"“7.5” is not a whole number.");
    row("text for a number", R"({"type":"number"})", R"("x7")", u"“x7” is not a number.");
    row("truth for a number", R"({"type":"number"})", "true", u"“true” is not a number.");
    row("at the bound", R"({"type":"integer","minimum":1,"maximum":5})", "5");
    row("below", R"({"type":"integer","minimum":1})", "0", u"It has to be 1 or more.");
    row("above", R"({"type":"number","maximum":1.5})", R"("1.6")", u"It has to be 1.5 or less.");
    row("text", R"({"type":"string"})", R"("x")");
    row("number for text", R"({"type":"string"})", "7");
    row("object for text", R"({"type":"string"})", "{}", u"It has to be text, not an object.");
    row("short", R"({"type":"string","minLength":3})", R"("ab")", u"It has to have 3 characters or more.");
    row("characters, not units", R"({"type":"string","maxLength":2})", "\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\"");
    row("long", R"({"type":"string","maxLength":2})", R"("abc")", u"It has to have 2 characters or fewer.");
    row("enum", R"({"type":"string","enum":["A","B"]})", R"("B")");
    row("not in the enum", R"({"type":"string","enum":["A","B"]})", R"("C")", u"“C” is not one of A, B.");
    row("enum of numbers", R"({"enum":[1,2]})", R"("2")");
    row("long enum", R"({"enum":[1,2,3,4,5,6,7,8,9,10,11,12,13]})", "0",
        u"“0” is not one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, ….");
    row("truth", R"({"type":"boolean"})", "false");
    row("truth as text", R"({"type":"boolean"})", R"("true")");
    row("no truth", R"({"type":"boolean"})", R"("yes")", u"“yes” is neither true nor false.");
    row("array", R"({"type":"array","items":{"type":"integer"}})", "[1,2]");
    row("single value for an array", R"({"type":"array","items":{"type":"integer"}})", "1");
    row("wrong element", R"({"type":"array","items":{"type":"integer"}})", R"([1,"x"])", u"“x” is not a whole number.");
    row("array enum", R"({"type":"array","items":{"enum":["A"]}})", R"(["B"])", u"“B” is not one of A.");
    row("object", R"({"type":"object"})", "{}");
    row("text for an object", R"({"type":"object"})", R"("x")", u"It has to be a JSON object.");
    row("null", R"({"type":"string"})", "null", u"It cannot be null.");
    row("null allowed", R"({"type":"string","nullable":true})", "null");
    row("anything", "{}", R"([null])");
}

void RequestValidationTest::checksValues()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, given);
    QFETCH(QString, fault);
    const OperationDetails details = operationWith("{\"name\":\"p\",\"in\":\"query\",\"schema\":" + schema + "}");
    const QList<InputError> errors = openapi::validate(details, {.parameters = {{u"p"_qs, value(given)}}});
    QCOMPARE(describe(errors), fault.isEmpty() ? QString() : u"p: " + fault);
}

void RequestValidationTest::findsWhatIsMissing()
{
    const OperationDetails details =
        operationWith(R"(
        {"name":"a","in":"query","required":true,"schema":{}},
        {"name":"b","in":"query","required":true,"schema":{"default":"false"}},
        {"name":"c","in":"query","schema":{}})",
                      R"(,"requestBody":{"required":true,"content":{"application/json":{}}})");
    QCOMPARE(describe(openapi::validate(details, {})), u"a! A value is required. | body! A body is required."_qs);
    QCOMPARE(describe(openapi::validate(details, {.parameters = {{u"a"_qs, ""}}, .body = "1"_qba})), QString());

    OperationDetails inPath = details;
    inPath.parameters = {inPath.parameters.at(1)};
    inPath.parameters.first().location = openapi::ParameterLocation::Path;
    inPath.body.reset();
    QCOMPARE(describe(openapi::validate(inPath, {})), u"b! The path needs a value."_qs);
    QCOMPARE(describe(openapi::validate(inPath, {.parameters = {{u"b"_qs, ""}}})), u"b! The path needs a value."_qs);
}

void RequestValidationTest::checksBodies_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("fault");
    const QByteArray json = R"(,"requestBody":{"content":{"application/json":{}}})";
    QTest::newRow("json") << json << R"({"a":[1,2]})"_qba << QString();
    QTest::newRow("cut off") << json << "{\"a\":\n[1,"_qba << u"body: It is not valid JSON (line 2, column"_qs;
    QTest::newRow("empty") << json << ""_qba << u"body: It is not valid JSON"_qs;
    QTest::newRow("text") << R"(,"requestBody":{"content":{"text/plain":{}}})"_qba
                          << "{"_qba << QString();
    QTest::newRow("none wanted") << ""_qba
                                 << "{}"_qba << u"body: The operation takes no body."_qs;
}

void RequestValidationTest::checksBodies()
{
    QFETCH(QByteArray, members);
    QFETCH(QByteArray, body);
    QFETCH(QString, fault);
    const QString found = describe(openapi::validate(operationWith("", members), {.body = body}));
    QVERIFY2(fault.isEmpty() ? found.isEmpty() : found.startsWith(fault), qPrintable(found));
}

void RequestValidationTest::checksTheServer()
{
    OperationDetails details = operationWith("");
    QVERIFY(openapi::validate(details, {.server = u"http://127.0.0.1:1"_qs}).isEmpty());
    QVERIFY(describe(openapi::validate(details, {.server = u"nonsense"_qs})).startsWith(u"! "));
    details.servers.clear();
    QVERIFY(describe(openapi::validate(details, {})).startsWith(u"! The document names no server"));
}

void RequestValidationTest::namesUnknownParameters()
{
    const OperationDetails details = operationWith(R"({"name":"page","in":"query","schema":{}})");
    QCOMPARE(describe(openapi::validate(details, {.parameters = {{u"pgae"_qs, 1}}})),
             u"pgae! The operation has no such parameter. It has page."_qs);
    QCOMPARE(describe(openapi::validate(operationWith(""), {.parameters = {{u"x"_qs, 1}}})),
             u"x! The operation has no parameters."_qs);
}

QTEST_GUILESS_MAIN(RequestValidationTest)
#include "tst_requestvalidation.moc"
