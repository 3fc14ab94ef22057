// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"
#include "core/openapi/parameterserializer.h"
#include "core/openapi/percentencoding.h"

#include <QFile>
#include <QTest>
#include <QVersionNumber>

using namespace uw;
using openapi::Parameter;
using openapi::ParameterLocation;

namespace {

json::Value value(const QByteArray &text)
{
    const Result<json::Value> parsed = json::parse(text);
    if (!parsed)
        qFatal("%s", qPrintable(parsed.error().text));
    return *parsed;
}

ParameterLocation locationOf(const QString &word)
{
    return word == u"path"   ? ParameterLocation::Path
         : word == u"query"  ? ParameterLocation::Query
         : word == u"header" ? ParameterLocation::Header
                             : ParameterLocation::Cookie;
}

QString textOf(const json::Value &object, std::string_view name)
{
    const json::Value *member = json::member(object, name);
    return member ? json::toQString(*member) : QString();
}

bool isTrue(const json::Value &object, std::string_view name, bool otherwise)
{
    const json::Value *member = json::member(object, name);
    return member && member->is_boolean() ? member->get<bool>() : otherwise;
}

// The newest version of the specification that prints a case.
QVersionNumber newest(const json::Value &test)
{
    QVersionNumber best;
    for (const json::Value &version : *json::member(test, "oas"))
        best = qMax(best, QVersionNumber::fromString(json::toQString(version)));
    return best;
}

json::Value sharedStyles()
{
    QFile file(QStringLiteral(UW_SOURCE_DIR) + u"/../shared/param-styles.json");
    return file.open(QIODevice::ReadOnly) ? value(file.readAll()) : json::Value();
}

} // namespace

class ParameterSerializerTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void encodes_data();
    void encodes();
    void followsTheTables_data();
    void followsTheTables();
    void followsTheAppendix_data();
    void followsTheAppendix();
    void serializes_data();
    void serializes();
    void nestsInEveryWay_data();
    void nestsInEveryWay();
    void joinsArraysInArrays_data();
    void joinsArraysInArrays();
    void followsSwaggersFormats_data();
    void followsSwaggersFormats();
};

void ParameterSerializerTest::encodes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("encoded");
    QTest::addColumn<QByteArray>("completed");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &encoded,
                        const QByteArray &completed) { QTest::newRow(name) << text << encoded << completed; };
    row("unreserved", "AZaz09-._~", "AZaz09-._~", "AZaz09-._~");
    row("reserved", ":/?#[]@!$&'()*+,;=", "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D",
        "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D");
    row("UTF-8", "\xc3\xa9", "%C3%A9", "%C3%A9");
    row("control", QByteArray("\0\n\x7f", 3), "%00%0A%7F", "%00%0A%7F");
    row("encoded already", "a%2fb%41%7E%c3", "a%252fb%2541%257E%25c3", "a%2FbA~%C3");
    row("lone percent", "100% %zz %4", "100%25%20%25zz%20%254", "100%25%20%25zz%20%254");
    row("empty", "", "", "");
}

void ParameterSerializerTest::encodes()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, encoded);
    QFETCH(QByteArray, completed);
    QCOMPARE(openapi::percentEncoded(text), encoded);
    QCOMPARE(openapi::percentCompleted(text), completed);
}

// Each cell of the specification's tables of styles, as the newest version that prints it has it.
void ParameterSerializerTest::followsTheTables_data()
{
    QTest::addColumn<QByteArray>("test");
    const json::Value shared = sharedStyles();
    const json::Value *cases = json::member(shared, "cases");
    if (!cases)
        QSKIP("../shared/param-styles.json is not there");
    QMap<QString, const json::Value *> cells;
    for (const json::Value &test : *cases) {
        const QString cell =
            textOf(test, "style") + (isTrue(test, "explode", true) ? u" explode "_qs : u" "_qs) + textOf(test, "case");
        if (!cells.contains(cell) || newest(*cells.value(cell)) < newest(test))
            cells.insert(cell, &test);
    }
    for (auto cell = cells.cbegin(); cell != cells.cend(); ++cell)
        QTest::newRow(qPrintable(cell.key())) << json::serialize(**cell);
}

void ParameterSerializerTest::followsTheTables()
{
    QFETCH(QByteArray, test);
    const json::Value cell = value(test);
    for (const json::Value &location : *json::member(cell, "in")) {
        const Parameter parameter{.name = textOf(cell, "name"),
                                  .location = locationOf(json::toQString(location)),
                                  .style = textOf(cell, "style"),
                                  .explode = isTrue(cell, "explode", true)};
        QCOMPARE(openapi::serializeParameter(parameter, *json::member(cell, "value")),
                 textOf(cell, "expected").toUtf8());
    }
}

void ParameterSerializerTest::followsTheAppendix_data()
{
    QTest::addColumn<QByteArray>("test");
    const json::Value shared = sharedStyles();
    const json::Value *cases = json::member(shared, "appendixC");
    if (!cases)
        QSKIP("../shared/param-styles.json is not there");
    for (const json::Value &test : *cases)
        QTest::newRow(qPrintable(textOf(test, "id"))) << json::serialize(test);
}

void ParameterSerializerTest::followsTheAppendix()
{
    QFETCH(QByteArray, test);
    const json::Value appendix = value(test);
    QByteArrayList pieces;
    for (const json::Value &source : *json::member(appendix, "parameters")) {
        const Parameter parameter{.name = textOf(source, "name"),
                                  .location = ParameterLocation::Query,
                                  .style = textOf(source, "style"),
                                  .explode = isTrue(source, "explode", true),
                                  .allowReserved = isTrue(source, "allowReserved", false)};
        const json::Value *given = json::member(*json::member(appendix, "values"), parameter.name.toStdString());
        const QByteArray piece = openapi::serializeParameter(parameter, *given);
        if (!piece.isEmpty())
            pieces << piece;
    }
    QCOMPARE(pieces.join('&'), textOf(appendix, "expectedQuery").toUtf8());
}

void ParameterSerializerTest::serializes_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("text");
    // "location style" with "explode" or "reserved" or "content" after it; the parameter is called "p q".
    const auto row = [](const char *name, const char16_t *where, const QByteArray &json, const QByteArray &text) {
        QTest::newRow(name) << QString::fromUtf16(where) << json << text;
    };
    row("path text", u"path simple", R"("a/b c")", "a%2Fb%20c");
    row("path number", u"path simple", "12345678901234567890", "12345678901234567890");
    row("path double", u"path simple", "1.50", "1.5");
    row("path truth", u"path simple", "true", "true");
    row("path dots stay", u"path simple", R"("a.b~c-d_e")", "a.b~c-d_e");
    row("path comma in an element", u"path simple", R"(["a,b","c"])", "a%2Cb,c");
    row("path reserved", u"path simple reserved", R"("a/b?c#d[e]:@!$&'()*+,;=%2F")",
        "a%2Fb%3Fc%23d%5Be%5D:@!$&'()*+,;=%2F");
    row("path reserved row", u"path simple reserved", R"(["a,b","c:d"])", "a%2Cb,c:d");
    row("path label with a dot", u"path label explode", R"(["a.b"])", ".a.b");
    row("path label empty", u"path label", "[]", "");
    row("path matrix name", u"path matrix", R"("x")", ";p%20q=x");
    row("path matrix empty", u"path matrix explode", "{}", "");
    row("query tabs", u"query tabDelimited", R"(["a","b c"])", "p%20q=a%09b%20c");
    row("query tabs in one value", u"query tabDelimited", R"("a\tb")", "p%20q=a%09b");
    row("path spaces", u"path spaceDelimited", R"(["a","b"])", "a%20b");
    row("path pipes", u"path pipeDelimited", R"(["a","b|c"])", "a%7Cb%7Cc");
    row("path tabs", u"path tabDelimited", R"(["a","b"])", "a%09b");
    row("header pipes", u"header pipeDelimited", R"(["a","b"])", "a|b");
    row("header spaces", u"header spaceDelimited", R"(["a","b"])", "a b");
    row("query text", u"query form explode", R"("a&b=c+d")", "p%20q=a%26b%3Dc%2Bd");
    row("query emoji", u"query form explode", "\"\xf0\x9f\x98\x80\"", "p%20q=%F0%9F%98%80");
    row("query empty text", u"query form explode", R"("")", "p%20q=");
    row("query null", u"query form explode", "null", "p%20q=");
    row("query empty array", u"query form explode", "[]", "");
    row("query empty object", u"query form", "{}", "");
    row("query nulls left out", u"query form explode", R"(["a",null,"b"])", "p%20q=a&p%20q=b");
    row("query members", u"query form explode", R"({"x y":1,"n":null,"b":false})", "x%20y=1&b=false");
    row("query nested", u"query form explode", R"([{"a":1},[2]])", "p%20q=%7B%22a%22%3A1%7D&p%20q=%5B2%5D");
    row("query row", u"query form", R"(["a,b","c d"])", "p%20q=a%2Cb,c%20d");
    row("query reserved", u"query form explode reserved", R"("https://h/a?b=c&d#e+f,g")",
        "p%20q=https://h/a?b%3Dc%26d%23e%2Bf,g");
    row("query reserved row", u"query form reserved", R"(["a,b","c:d"])", "p%20q=a%2Cb,c:d");
    row("query reserved encoded already", u"query form explode reserved", R"("%7E%2f%zz")", "p%20q=~%2F%25zz");
    row("space", u"query spaceDelimited", R"(["a b","c"])", "p%20q=a%20b%20c");
    row("space exploded", u"query spaceDelimited explode", R"(["a","b"])", "p%20q=a&p%20q=b");
    row("pipe of one", u"query pipeDelimited", R"("a|b")", "p%20q=a%7Cb");
    row("deep", u"query deepObject explode", R"({"a":{"b c":1},"l":["x",{"y":true}],"n":null})",
        "p%20q%5Ba%5D%5Bb%20c%5D=1&p%20q%5Bl%5D%5B0%5D=x&p%20q%5Bl%5D%5B1%5D%5By%5D=true");
    row("deep array", u"query deepObject explode", R"(["a","b"])", "p%20q%5B0%5D=a&p%20q%5B1%5D=b");
    row("deep of text", u"query deepObject explode", R"("a")", "p%20q=a");
    row("deep of nothing", u"query deepObject explode", "{}", "");
    row("unknown style", u"query fancy explode", R"(["a","b"])", "p%20q=a&p%20q=b");
    row("content", u"query form content", R"({"a":[1,"x y"]})", "p%20q=%7B%22a%22%3A%5B1%2C%22x%20y%22%5D%7D");
    row("content of text", u"query form content", R"("x")", "p%20q=%22x%22");
    row("content in a header", u"header simple content", R"({"a":"\u00e9"})", "{\"a\":\"\xc3\xa9\"}");
    row("content in a path", u"path simple content", R"([1])", "%5B1%5D");
    row("header", u"header simple", R"("a b,c;\"d\"")", "a b,c;\"d\"");
    row("header row", u"header simple", R"(["a b",2])", "a b,2");
    row("header members", u"header simple explode", R"({"a b":1,"c":"d"})", "a b=1,c=d");
    row("cookie", u"cookie form explode", R"("a;b c")", "p%20q=a%3Bb%20c");
    row("cookie of its own style", u"cookie cookie explode", R"(["a b","c"])", "p q=a b; p q=c");
}

void ParameterSerializerTest::serializes()
{
    QFETCH(QString, where);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, text);
    const QStringList words = where.split(u' ');
    const Parameter parameter{.name = u"p q"_qs,
                              .location = locationOf(words.at(0)),
                              .style = words.at(1),
                              .explode = words.contains(u"explode"),
                              .allowReserved = words.contains(u"reserved"),
                              .contentType = words.contains(u"content") ? u"application/json"_qs : QString()};
    QCOMPARE(openapi::serializeParameter(parameter, ::value(value)), text);
}

void ParameterSerializerTest::nestsInEveryWay_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("brackets-indexed")
        << "f%5Ba%5D%5Bb%5D=1&f%5Bl%5D%5B0%5D=x&f%5Bl%5D%5B1%5D=y&f%5Bo%5D%5B0%5D%5Bk%5D=z"_qba;
    QTest::newRow("brackets-empty")
        << "f%5Ba%5D%5Bb%5D=1&f%5Bl%5D%5B%5D=x&f%5Bl%5D%5B%5D=y&f%5Bo%5D%5B%5D%5Bk%5D=z"_qba;
    QTest::newRow("brackets-repeated") << "f%5Ba%5D%5Bb%5D=1&f%5Bl%5D=x&f%5Bl%5D=y&f%5Bo%5D%5B0%5D%5Bk%5D=z"_qba;
    QTest::newRow("dots-indexed") << "f.a.b=1&f.l%5B0%5D=x&f.l%5B1%5D=y&f.o%5B0%5D.k=z"_qba;
    QTest::newRow("dots-repeated") << "f.a.b=1&f.l=x&f.l=y&f.o%5B0%5D.k=z"_qba;
    QTest::newRow("json") << "f=%7B%22a%22%3A%7B%22b%22%3A1%7D%2C%22l%22%3A%5B%22x%22%2C%22y%22%5D%2C"
                             "%22o%22%3A%5B%7B%22k%22%3A%22z%22%7D%5D%7D"_qba;
}

void ParameterSerializerTest::nestsInEveryWay()
{
    QFETCH(QByteArray, text);
    const QString word = QString::fromLatin1(QTest::currentDataTag());
    const openapi::NestedStyle style = openapi::nestedStyleOf(word);
    QCOMPARE(openapi::nestedStyleWord(style), word);
    QVERIFY(openapi::nestedStyles().contains(style));
    QCOMPARE(openapi::nestedStyles().size(), 6);
    QCOMPARE(openapi::nestedStyleOf(u"unknown"), openapi::NestedStyle::BracketsIndexed);
    const Parameter parameter{.name = u"f"_qs, .location = ParameterLocation::Query, .style = u"deepObject"_qs};
    QCOMPARE(openapi::serializeParameter(parameter, value(R"({"a":{"b":1},"l":["x","y"],"o":[{"k":"z"}]})"), style),
             text);
}

void ParameterSerializerTest::joinsArraysInArrays_data()
{
    QTest::addColumn<QString>("style");
    QTest::addColumn<bool>("explode");
    QTest::addColumn<QByteArrayList>("delimiters");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("pipes in commas") << u"form"_qs << false << QByteArrayList{"|"} << "n=a%7Cb%2Cc,d"_qba;
    QTest::newRow("spaces in multi") << u"form"_qs << true << QByteArrayList{" "} << "n=a%20b%2Cc&n=d"_qba;
    QTest::newRow("commas in pipes") << u"pipeDelimited"_qs << false << QByteArrayList{","} << "n=a,b%2Cc%7Cd"_qba;
    QTest::newRow("tabs") << u"form"_qs << false << QByteArrayList{"\t"} << "n=a%09b%2Cc,d"_qba;
    QTest::newRow("as JSON") << u"form"_qs << true << QByteArrayList()
                             << "n=%5B%22a%22%2C%22b%2Cc%22%5D&n=%5B%22d%22%2Cnull%5D"_qba;
}

void ParameterSerializerTest::joinsArraysInArrays()
{
    QFETCH(QString, style);
    QFETCH(bool, explode);
    QFETCH(QByteArrayList, delimiters);
    QFETCH(QByteArray, text);
    const Parameter parameter{.name = u"n"_qs,
                              .location = ParameterLocation::Query,
                              .style = style,
                              .explode = explode,
                              .innerDelimiters = delimiters};
    QCOMPARE(openapi::serializeParameter(parameter, value(R"([["a","b,c"],["d",null]])")), text);
}

// Each collectionFormat in each place that may have it, from a document to the wire.
void ParameterSerializerTest::followsSwaggersFormats_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *format, const char *place, const QByteArray &text) {
        QTest::addRow("%s %s", format, place) << QString::fromLatin1(place) << text;
    };
    row("csv", "query", "n=a,b");
    row("ssv", "query", "n=a%20b");
    row("tsv", "query", "n=a%09b");
    row("pipes", "query", "n=a%7Cb");
    row("multi", "query", "n=a&n=b");
    row("", "query", "n=a,b");
    row("csv", "path", "a,b");
    row("ssv", "path", "a%20b");
    row("pipes", "path", "a%7Cb");
    row("csv", "header", "a,b");
    row("ssv", "header", "a b");
    row("tsv", "header", "a\tb");
    row("pipes", "header", "a|b");
}

void ParameterSerializerTest::followsSwaggersFormats()
{
    QFETCH(QString, place);
    QFETCH(QByteArray, text);
    const QByteArray format = QByteArray(QTest::currentDataTag()).split(' ').first();
    const auto loaded = openapi::Document::load(
        R"({"swagger":"2.0","info":{"title":"T"},"paths":{"/a/{n}":{"get":{"parameters":[{"name":"n","in":")"
            + place.toUtf8() + R"(","required":true,"type":"array","items":{"type":"string"})"
            + (format.isEmpty() ? QByteArray() : R"(,"collectionFormat":")" + format + '"') + "}]}}}}",
        u"api.json"_qs);
    QVERIFY(loaded);
    const auto details = (*loaded)->details((*loaded)->operations().first());
    QVERIFY(details);
    QCOMPARE(openapi::serializeParameter(details->parameters.first(), value(R"(["a","b"])")), text);
}

QTEST_GUILESS_MAIN(ParameterSerializerTest)
#include "tst_parameterserializer.moc"
