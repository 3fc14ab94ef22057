// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/requestrules.h"
#include "core/openapi/document.h"
#include "core/openapi/requestbuilder.h"

#include <QTest>

using namespace uw;
using openapi::OperationDetails;
using openapi::Parameter;
using openapi::ParameterLocation;
using openapi::RequestInput;

namespace {

// An operation on `path` with a text parameter for each "place:name" of `parameters`.
OperationDetails operation(const QString &path, const QStringList &parameters = {}, const QByteArray &method = "GET")
{
    OperationDetails details;
    details.summary.operationId = u"op"_qs;
    details.summary.method = method;
    details.summary.path = path;
    details.servers = {u"https://api.example.com/v1"_qs};
    for (const QString &text : parameters) {
        const QString place = text.section(u':', 0, 0);
        Parameter parameter;
        parameter.name = text.section(u':', 1);
        parameter.location = place == u"path"   ? ParameterLocation::Path
                           : place == u"query"  ? ParameterLocation::Query
                           : place == u"header" ? ParameterLocation::Header
                                                : ParameterLocation::Cookie;
        const bool isForm = place == u"query" || place == u"cookie";
        parameter.style = isForm ? u"form"_qs : u"simple"_qs;
        parameter.explode = isForm;
        parameter.schema.type = u"string"_qs;
        details.parameters << parameter;
    }
    return details;
}

QMap<QString, json::Value> values(const QByteArray &object)
{
    const Result<json::Value> parsed = json::parse(object);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().text));
    QMap<QString, json::Value> map;
    for (const auto &[name, value] : *parsed->get_ptr<const json::Object *>())
        map.insert(QString::fromStdString(name), value);
    return map;
}

QByteArray lines(const HeaderList &headers)
{
    QByteArrayList list;
    for (const HeaderField &field : headers)
        list << field.name + ": " + field.value;
    return list.join('\n');
}

} // namespace

class RequestBuilderTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void buildsAddresses_data();
    void buildsAddresses();
    void refuses_data();
    void refuses();
    void buildsHeaders();
    void letsTheCallerSetHeaders();
    void buildsBodies_data();
    void buildsBodies();
    void choosesTheServer();
    void refusesMultipartWithoutABoundary();
    void buildsEveryOperationOfClockify();
    void writesCurl();
};

void RequestBuilderTest::buildsAddresses_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("parameters");
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *name, const char16_t *path, const QStringList &parameters, const QByteArray &given,
                        const QByteArray &target) {
        QTest::newRow(name) << QString::fromUtf16(path) << parameters << given << target;
    };
    row("plain", u"/users", {}, "{}", "/users");
    row("path", u"/users/{id}", {u"path:id"_qs}, R"({"id":"a b/c"})", "/users/a%20b%2Fc");
    row("path number", u"/users/{id}", {u"path:id"_qs}, R"({"id":42})", "/users/42");
    row("dots inside a segment", u"/files/{a}.{b}", {u"path:a"_qs, u"path:b"_qs}, R"({"a":"x","b":"tar.gz"})",
        "/files/x.tar.gz");
    row("two in one segment", u"/people/{a}:{b}", {u"path:a"_qs, u"path:b"_qs}, R"({"a":"1","b":"2"})", "/people/1:2");
    row("the same twice", u"/{a}/{a}", {u"path:a"_qs}, R"({"a":"x"})", "/x/x");
    row("pattern in the name", u"/users/{id:[0-9]+}", {u"path:id"_qs}, R"({"id":7})", "/users/7");
    row("stray braces", u"/a{}/b{", {}, "{}", "/a%7B%7D/b%7B");
    row("text to encode", u"/a b/\u00fcber/<x>", {}, "{}", "/a%20b/%C3%BCber/%3Cx%3E");
    row("text encoded already", u"/a%2fb%7Ec", {}, "{}", "/a%2Fb~c");
    row("no slash", u"users", {}, "{}", "/users");
    row("empty path", u"", {}, "{}", "/");
    row("trailing slash", u"/users/", {}, "{}", "/users/");
    row("query", u"/users", {u"query:q"_qs, u"query:page"_qs}, R"({"page":2,"q":"a&b"})", "/users?q=a%26b&page=2");
    row("absent is not sent", u"/users", {u"query:q"_qs, u"query:page"_qs}, R"({"page":2})", "/users?page=2");
    row("empty array is not sent", u"/users", {u"query:q"_qs}, R"({"q":[]})", "/users");
    row("odd name", u"/users", {u"query:DateCreated<"_qs}, R"({"DateCreated<":"2026"})", "/users?DateCreated%3C=2026");
    row("brackets in a name", u"/users", {u"query:filter[x]"_qs}, R"({"filter[x]":1})", "/users?filter%5Bx%5D=1");
    row("query in the path", u"/users?fields=[a,b]", {u"query:q"_qs}, R"({"q":"x"})", "/users?fields=[a,b]&q=x");
    row("fragment in the path", u"/users#second", {u"query:q"_qs}, R"({"q":"x"})", "/users?q=x");
    row("placeholder in the query", u"/users?id={id}", {u"path:id"_qs}, R"({"id":"a&b"})", "/users?id=a%26b");
    row("one name in two places", u"/users/{id}", {u"path:id"_qs, u"query:id"_qs}, R"({"id":"x"})", "/users/x?id=x");
}

void RequestBuilderTest::buildsAddresses()
{
    QFETCH(QString, path);
    QFETCH(QStringList, parameters);
    QFETCH(QByteArray, values);
    QFETCH(QByteArray, target);
    const Result<HttpRequest> built =
        openapi::buildRequest(operation(path, parameters), {.parameters = ::values(values)});
    QVERIFY2(built, built ? "" : qPrintable(built.error().text));
    QCOMPARE(built->url, "https://api.example.com/v1" + target);
    // What is shown is what goes on the wire.
    const Result<QUrl> url = parseRequestUrl(built->url);
    QVERIFY(url);
    QCOMPARE(url->toEncoded(), built->url);
}

void RequestBuilderTest::refuses_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("parameters");
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char16_t *path, const QStringList &parameters, const QByteArray &given,
                        const char16_t *says) {
        QTest::newRow(name) << QString::fromUtf16(path) << parameters << given << QString::fromUtf16(says);
    };
    row("missing", u"/users/{id}", {u"path:id"_qs}, "{}", u"“id” is missing");
    row("empty", u"/users/{id}/posts", {u"path:id"_qs}, R"({"id":""})", u"“id” is empty");
    row("null", u"/users/{id}", {u"path:id"_qs}, R"({"id":null})", u"“id” is empty");
    row("empty array", u"/users/{id}", {u"path:id"_qs}, R"({"id":[]})", u"“id” is empty");
    row("up", u"/users/{id}/keys", {u"path:id"_qs}, R"({"id":".."})", u"“id” cannot be “..”");
    row("here", u"/users/{id}", {u"path:id"_qs}, R"({"id":"."})", u"“id” cannot be “.”");
    row("up in two", u"/users/{a}{b}/keys", {u"path:a"_qs, u"path:b"_qs}, R"({"a":".","b":"."})", u"“a” cannot be");
    row("up in the template", u"/users/../keys", {}, "{}", u"segment");
    row("unknown placeholder", u"/users/{id}", {}, R"({"id":"x"})", u"no path parameter “id”");
    row("header with a line break", u"/users", {u"header:X-Note"_qs}, R"({"X-Note":"a\r\nX-Api-Key: b"})",
        u"“X-Note” holds a line break");
    row("header with a bad name", u"/users", {u"header:X Note"_qs}, R"({"X Note":"a"})", u"“X Note” cannot be sent");
    row("length", u"/users", {u"header:Content-Length"_qs}, R"({"Content-Length":"3"})", u"Content-Length");
    row("too long", u"/users", {u"query:q"_qs}, "{\"q\":\"" + QByteArray(70'000, 'x') + "\"}", u"at most 65536");
}

void RequestBuilderTest::refuses()
{
    QFETCH(QString, path);
    QFETCH(QStringList, parameters);
    QFETCH(QByteArray, values);
    QFETCH(QString, says);
    const Result<HttpRequest> built =
        openapi::buildRequest(operation(path, parameters), {.parameters = ::values(values)});
    QVERIFY(!built);
    QCOMPARE(built.error().code, ErrorCode::InvalidInput);
    QVERIFY2(built.error().text.contains(says), qPrintable(built.error().text));
}

void RequestBuilderTest::buildsHeaders()
{
    OperationDetails details = operation(
        u"/users"_qs,
        {u"header:X-List"_qs, u"header:X-Empty"_qs, u"header:X-None"_qs, u"cookie:session"_qs, u"cookie:b"_qs}, "POST");
    details.responseTypes = {u"application/json"_qs, u"text/csv"_qs};
    details.body = openapi::RequestBody{.mediaType = u"application/json"_qs};
    const Result<HttpRequest> built = openapi::buildRequest(
        details, {.parameters = values(R"({"X-List":["a","b c"],"X-Empty":"","session":"a;b","b":1})"),
                  .body = "{}"_qba,
                  .extraHeaders = {{"X-Api-Key", "k"}}});
    QVERIFY(built);
    QCOMPARE(lines(built->headers),
             "Accept: application/json, text/csv\nX-List: a,b c\nX-Empty: \nCookie: session=a%3Bb; b=1\n"
             "Content-Type: application/json\nX-Api-Key: k");
}

void RequestBuilderTest::letsTheCallerSetHeaders()
{
    OperationDetails details = operation(u"/users"_qs, {u"header:X-Own"_qs}, "POST");
    details.responseTypes = {u"application/json"_qs};
    const HeaderList own{{"accept", "*/*"}, {"content-type", "text/plain"}, {"x-own", "mine"}};
    const Result<HttpRequest> built = openapi::buildRequest(
        details, {.parameters = values(R"({"X-Own":"form"})"), .body = "x"_qba, .extraHeaders = own});
    QVERIFY(built);
    QCOMPARE(built->headers, own);
    const Result<HttpRequest> broken = openapi::buildRequest(details, {.extraHeaders = {{"X-Api-Key", "s3cret\n"}}});
    QVERIFY(!broken);
    QVERIFY(!broken.error().text.contains(u"s3cret"));
}

void RequestBuilderTest::buildsBodies_data()
{
    QTest::addColumn<QString>("mediaType");
    QTest::addColumn<QByteArray>("contentType");
    QTest::newRow("json") << u"application/json"_qs << "application/json"_qba;
    QTest::newRow("merge patch") << u"application/merge-patch+json"_qs << "application/merge-patch+json"_qba;
    QTest::newRow("text with charset") << u"text/plain; charset=utf-8"_qs << "text/plain; charset=utf-8"_qba;
    QTest::newRow("anything") << u"*/*"_qs << "application/json"_qba;
    QTest::newRow("none described") << QString() << "application/json"_qba;
}

void RequestBuilderTest::buildsBodies()
{
    QFETCH(QString, mediaType);
    QFETCH(QByteArray, contentType);
    OperationDetails details = operation(u"/users"_qs, {}, "PUT");
    if (!mediaType.isEmpty())
        details.body = openapi::RequestBody{.mediaType = mediaType};
    const Result<HttpRequest> built = openapi::buildRequest(details, {.body = " {\"a\": 1.0} "_qba});
    QVERIFY(built);
    QCOMPARE(built->method, "PUT");
    QCOMPARE(built->body, " {\"a\": 1.0} ");
    QCOMPARE(headerValue(built->headers, "Content-Type"), contentType);
    const Result<HttpRequest> without = openapi::buildRequest(details, {});
    QVERIFY(without);
    QVERIFY(without->headers.isEmpty());
}

void RequestBuilderTest::choosesTheServer()
{
    OperationDetails details = operation(u"/users"_qs);
    const auto url = [&details](const QString &server) {
        const Result<HttpRequest> built = openapi::buildRequest(details, {.server = server});
        return built ? QString::fromLatin1(built->url) : built.error().text;
    };
    QCOMPARE(url(QString()), u"https://api.example.com/v1/users"_qs);
    QCOMPARE(url(u"http://127.0.0.1:8080"_qs), u"http://127.0.0.1:8080/users"_qs);
    QCOMPARE(url(u"http://127.0.0.1:8080/api//"_qs), u"http://127.0.0.1:8080/api/users"_qs);
    QCOMPARE(url(u"HTTPS://API.Example.com"_qs), u"https://api.example.com/users"_qs);
    QVERIFY(url(u"https://h/?x=1"_qs).contains(u"query"));
    QVERIFY(url(u"https://h/#x"_qs).contains(u"fragment"));
    QVERIFY(url(u"ftp://h"_qs).contains(u"ftp"));
    QVERIFY(url(u"api.example.com"_qs).contains(u"server cannot be used"));
    QVERIFY(url(u"https://user:pw@h"_qs).contains(u"user name"));
    details.servers.clear();
    QVERIFY(url(QString()).contains(u"names no server"));
}

void RequestBuilderTest::refusesMultipartWithoutABoundary()
{
    OperationDetails details = operation(u"/upload"_qs, {}, "POST");
    details.body = openapi::RequestBody{.mediaType = u"multipart/form-data"_qs};
    const Result<HttpRequest> built = openapi::buildRequest(details, {.body = "--x--"_qba});
    QVERIFY(!built);
    QVERIFY(built.error().text.contains(u"boundary"));
    QVERIFY(openapi::buildRequest(
        details, {.body = "--x--"_qba, .extraHeaders = {{"Content-Type", "multipart/form-data; boundary=x"}}}));
    QVERIFY(openapi::buildRequest(details, {}));
}

// With a value for every parameter each operation of a real document gives a request that can go out as it is.
void RequestBuilderTest::buildsEveryOperationOfClockify()
{
    const auto document = openapi::Document::loadFile(u":/openapi/clockify.json"_qs);
    QVERIFY(document);
    for (const openapi::OperationSummary &summary : (*document)->operations()) {
        const Result<OperationDetails> details = (*document)->details(summary);
        QVERIFY(details);
        RequestInput input;
        for (const Parameter &parameter : details->parameters) {
            const json::Value given = !parameter.schema.enumValues.isEmpty() ? parameter.schema.enumValues.first()
                                    : parameter.schema.type == u"integer" || parameter.schema.itemType == u"integer"
                                        ? json::Value(1)
                                    : parameter.schema.type == u"boolean" ? json::Value(true)
                                                                          : json::Value("a/b c?d");
            input.parameters.insert(parameter.name, given);
        }
        if (details->body && openapi::validate(*details, input).size() == 1)
            input.body = details->body->sample;
        if (details->body && details->body->mediaType.startsWith(u"multipart"))
            input.extraHeaders = {{"Content-Type", "multipart/form-data; boundary=x"}};
        const QList<openapi::InputError> errors = openapi::validate(*details, input);
        QVERIFY2(errors.isEmpty(), errors.isEmpty() ? ""
                                                    : qPrintable(summary.operationId + u' ' + errors.first().field
                                                                 + u' ' + errors.first().text));
        const Result<HttpRequest> built = openapi::buildRequest(*details, input);
        QVERIFY2(built, built ? "" : qPrintable(summary.operationId + u' ' + built.error().text));
        QVERIFY(!built->url.contains('{'));
        const Result<QUrl> url = parseRequestUrl(built->url);
        QVERIFY(url);
        QCOMPARE(url->toEncoded(), built->url);
    }
}

void RequestBuilderTest::writesCurl()
{
    const HttpRequest request{.method = "POST",
                              .url = "https://h/a?b=c&d=%27",
                              .headers = {{"Content-Type", "application/json"}},
                              .body = "{\"it's\":1}"};
    QCOMPARE(openapi::toCurl(request),
             u"curl -X POST 'https://h/a?b=c&d=%27' \\\n  -H 'Content-Type: application/json' \\\n  --data-raw "
             u"'{\"it'\\''s\":1}'"_qs);
}

QTEST_GUILESS_MAIN(RequestBuilderTest)
#include "tst_requestbuilder.moc"
