// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"
#include "core/openapi/documentdiff.h"
#include "core/openapi/operationwords.h"
#include "core/openapi/requestbuilder.h"
#include "tests/support/programrun.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace uw;
using namespace Qt::StringLiterals;
using openapi::Document;

namespace {

// A description with these paths, and what else stands behind them.
QByteArray with(const QByteArray &paths, const QByteArray &rest = {})
{
    return R"({"openapi":"3.0.3","info":{"title":"T"},"servers":[{"url":"https://h.example"}],"paths":{)" + paths + '}'
         + rest + '}';
}

QByteArray aliasBomb(int levels)
{
    QByteArray text = "openapi: 3.0.0\ninfo: {title: T}\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i <= levels; ++i) {
        const QByteArray before = QByteArray::number(i - 1);
        text += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [";
        text += QByteArray("*a" + before + ", ").repeated(9) + "*a" + before + "]\n";
    }
    return text + "paths: {}\n";
}

// A schema that refers to all others, and they to it: the number of ways through them has no end.
QByteArray denseSchemas(int count)
{
    QByteArray schemas;
    for (int i = 0; i < count; ++i) {
        schemas += (i ? ",\"S" : "\"S") + QByteArray::number(i) + R"(":{"properties":{)";
        for (int j = 0; j < count; ++j)
            schemas += (j ? ",\"p" : "\"p") + QByteArray::number(j) + R"(":{"$ref":"#/components/schemas/S)"
                     + QByteArray::number(j) + "\"}";
        schemas += "}}";
    }
    return R"(,"components":{"schemas":{)" + schemas + "}}";
}

} // namespace

// Descriptions as bad as they come: an answer in bounded time and memory that says what is wrong and where, and what
// can be used is usable.
class HostileDocumentsTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void answersInTime_data();
    void answersInTime();
    void buildsRequestsOfOddOnes_data();
    void buildsRequestsOfOddOnes();
};

void HostileDocumentsTest::answersInTime_data()
{
    QTest::addColumn<QByteArray>("bytes");
    // Of the error, when there are no operations to be had.
    QTest::addColumn<int>("operations");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("where");
    const auto refused = [](const char *name, const QByteArray &bytes, const QString &says) {
        QTest::newRow(name) << bytes << -1 << says << QString();
    };
    const auto warned = [](const char *name, const QByteArray &bytes, int operations, const QString &says,
                           const QString &where) { QTest::newRow(name) << bytes << operations << says << where; };
    refused("alias bomb", aliasBomb(20), u"anchors and aliases"_s);
    refused("anchor in itself", "openapi: 3.0.0\npaths: &a\n  x: *a\n", u"line 3"_s);
    refused("100,000 levels of arrays", with("\"x\":" + QByteArray(100'000, '[')), u"line 1, column"_s);
    refused("100,000 levels of YAML", "openapi: 3.0.0\npaths: " + QByteArray(100'000, '{'), u"line 2"_s);
    refused(
        "100,000 levels of YAML blocks",
        [] {
            QByteArray text = "openapi: 3.0.0\n";
            for (int i = 0; i < 2'000; ++i)
                text += QByteArray(i, ' ') + "a:\n";
            return text;
        }(),
        u"line 2"_s);
    refused("5,000,001 values", "{\"openapi\":\"3.0.0\",\"x\":[" + QByteArray("0,").repeated(5'000'001) + "0]}",
            u"is beyond what is read"_s);
    refused("a web page", "\n<!DOCTYPE html><html><head>", u"web page"_s);
    refused("truncated gzip", QByteArray("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab", 11), u"gzip"_s);
    refused("invalid UTF-8", "{\"openapi\":\"3.0.0\",\n\"a\":\"\xc3\x28\"}", u"line 2, column 6"_s);
    refused("invalid UTF-8 in YAML", "openapi: 3.0.0\na: \xff\xfe\n", u"neither JSON nor valid YAML"_s);
    refused("NUL bytes", QByteArray("{\"openapi\":\0\0}", 14), u"line 1, column 12"_s);
    refused("NUL bytes in YAML", QByteArray("openapi: \0 3\n", 13), u"neither JSON nor valid YAML"_s);
    warned("reference to itself", with(R"("/a":{"$ref":"#/paths/~1a"},"/b":{"get":{}})"), 1, u"leads back to itself"_s,
           u"/paths/~1a"_s);
    warned("references in a ring", with(R"("/a":{"$ref":"#/paths/~1b"},"/b":{"$ref":"#/paths/~1a"})"), 0,
           u"leads back to itself"_s, u"/paths/~1b"_s);
    warned("dangling reference", with(R"("/a":{"$ref":"#/x"},"/b":{"get":{}})"), 1, u"“#/x” leads nowhere"_s,
           u"/paths/~1a"_s);
    warned("reference of a wrong type", with(R"("/a":{"get":{"$ref":0}},"/b":{"get":{}})"), 2, u"operationId"_s,
           u"/paths/~1a/get"_s);
    warned("duplicate operationIds", with(R"("/a":{"get":{"operationId":"x"},"put":{"operationId":"x"}})"), 2,
           u"more than once"_s, u"/paths/~1a/put"_s);
    warned("missing operationId", with(R"("/a":{"get":{}})"), 1, u"no operationId"_s, u"/paths/~1a/get"_s);
    warned("path without a slash", with(R"("a":{"get":{"operationId":"x"}})"), 1, u"does not begin with a slash"_s,
           u"/paths/a"_s);
    warned("empty path", with(R"("":{"get":{"operationId":"x"}})"), 1, u"does not begin with a slash"_s, u"/paths/"_s);
    warned("dense schemas",
           with(R"("/a":{"post":{"requestBody":{"content":{"application/json":{"schema":
        {"$ref":"#/components/schemas/S0"}}}}}})",
                denseSchemas(60)),
           1, u"no operationId"_s, u"/paths/~1a/post"_s);
    warned(
        "100,000 paths of nothing",
        [] {
            QByteArray paths;
            for (int i = 0; i < 100'000; ++i)
                paths += (i ? ",\"/" : "\"/") + QByteArray::number(i) + "\":0";
            return with(paths);
        }(),
        0, u"is not an object"_s, u"/paths/~10"_s);
    warned("a name of a megabyte", with("\"/" + QByteArray(1'000'000, 'x') + R"(":{"get":{"operationId":"x"}})"), 1, {},
           {});
}

void HostileDocumentsTest::answersInTime()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, operations);
    QFETCH(QString, says);
    QFETCH(QString, where);
    constexpr qint64 mostMs = 20'000;
    constexpr qint64 mostKib = 900 * 1024;
    const qint64 before = test::residentKib();
    QElapsedTimer clock;
    clock.start();
    const auto loaded = Document::load(bytes, u"bad.json"_s);
    if (operations < 0) {
        QVERIFY(!loaded);
        QVERIFY2(loaded.error().text.contains(says), qPrintable(loaded.error().text));
    } else {
        QVERIFY2(loaded, loaded ? "" : qPrintable(loaded.error().text));
        QCOMPARE((*loaded)->operations().size(), operations);
        for (const openapi::OperationSummary &operation : (*loaded)->operations())
            QVERIFY((*loaded)->details(operation));
        const std::atomic<bool> stop = false;
        QVERIFY(openapi::OperationWords::make(**loaded, stop));
        QCOMPARE(openapi::compareDocuments(**loaded, **loaded).size(), 0);
        const QList<openapi::Warning> warnings = (*loaded)->warnings();
        const bool isTold = std::any_of(warnings.begin(), warnings.end(), [&](const openapi::Warning &warning) {
            return warning.message.contains(says) && warning.pointer == where;
        });
        QVERIFY2(isTold || says.isEmpty(), warnings.isEmpty() ? "no warning" : qPrintable(warnings.first().message));
    }
    QVERIFY2(clock.elapsed() < mostMs, qPrintable(QString::number(clock.elapsed())));
    QVERIFY2(test::residentKib() - before < mostKib, qPrintable(QString::number(test::residentKib() - before)));
}

void HostileDocumentsTest::buildsRequestsOfOddOnes_data()
{
    QTest::addColumn<QByteArray>("paths");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("a name that is markup")
        << R"("/a":{"get":{"parameters":[{"name":"DateCreated<","in":"query"}]}})"_qba << u"DateCreated<"_s
        << "https://h.example/a?DateCreated%3C=x"_qba;
    QTest::newRow("a question mark in the path")
        << R"("/a?action=list":{"get":{"parameters":[{"name":"p","in":"query"}]}})"_qba << u"p"_s
        << "https://h.example/a?action=list&p=x"_qba;
    QTest::newRow("a number sign in the path") << R"("/a#one":{"get":{"parameters":[{"name":"p","in":"query"}]}})"_qba
                                               << u"p"_s << "https://h.example/a?p=x"_qba;
    QTest::newRow("an empty path") << R"("":{"get":{"parameters":[{"name":"p","in":"query"}]}})"_qba << u"p"_s
                                   << "https://h.example/?p=x"_qba;
    QTest::newRow("two in one segment") << R"("/p/{a}:{b}":{"get":{"parameters":[{"name":"a","in":"path"}]}})"_qba
                                        << u"a"_s << QByteArray();
    QTest::newRow("a line break in a name") << R"("/a":{"get":{"parameters":[{"name":"p\nq","in":"query"}]}})"_qba
                                            << u"p\nq"_s << "https://h.example/a?p%0Aq=x"_qba;
    QTest::newRow("a line break in a header's name")
        << R"("/a":{"get":{"parameters":[{"name":"p\nq","in":"header"}]}})"_qba << u"p\nq"_s << QByteArray();
}

// An empty URL: refused with a sentence.
void HostileDocumentsTest::buildsRequestsOfOddOnes()
{
    QFETCH(QByteArray, paths);
    QFETCH(QString, name);
    QFETCH(QByteArray, url);
    const auto loaded = Document::load(with(paths), u"bad.json"_s);
    QVERIFY(loaded);
    const auto details = (*loaded)->details((*loaded)->operations().first());
    QVERIFY(details);
    openapi::RequestInput input;
    input.parameters.insert(name, json::Value("x"));
    const Result<HttpRequest> request = openapi::buildRequest(*details, input);
    QCOMPARE(request ? request->url : QByteArray(), url);
    if (!request)
        QVERIFY2(request.error().text.size() > 20, qPrintable(request.error().text));
}

QTEST_GUILESS_MAIN(HostileDocumentsTest)
#include "tst_hostiledocuments.moc"
