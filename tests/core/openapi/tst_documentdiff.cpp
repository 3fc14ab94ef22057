// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/documentdiff.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using openapi::Document;
using openapi::DocumentChange;

namespace {

std::shared_ptr<const Document> load(const QByteArray &paths, const QByteArray &schemas = {})
{
    const auto loaded = Document::load(R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{)" + paths
                                           + R"(},"components":{"schemas":{)" + schemas + "}}}",
                                       u"api.json"_s);
    return loaded ? *loaded : nullptr;
}

// "! GET /a: text" for what breaks, "+ …" else.
QStringList linesOf(const QList<DocumentChange> &changes)
{
    QStringList lines;
    for (const DocumentChange &change : changes)
        lines << (change.isBreaking ? u"! "_s : u"+ "_s) + QString::fromLatin1(change.method) + u' ' + change.path
                     + u": " + change.text;
    return lines;
}

// An operation "GET /a" with these members.
QByteArray operation(const QByteArray &members)
{
    return R"("/a":{"get":{"operationId":"a")" + (members.isEmpty() ? QByteArray() : ',' + members) + "}}";
}

QByteArray body(const QByteArray &schema, const QByteArray &more = {})
{
    return R"("requestBody":{"content":{"application/json":{"schema":)" + schema + "}}" + more + '}';
}

QByteArray answer(const QByteArray &schema)
{
    return R"("responses":{"200":{"content":{"application/json":{"schema":)" + schema + "}}}}";
}

} // namespace

class DocumentDiffTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void tellsWhatChanged_data();
    void tellsWhatChanged();
    void endsInCircles();
    void boundsItsList();
    void findsBrokenCalls_data();
    void findsBrokenCalls();
    void findsNewlyBrokenCalls();
    void comparesRealDocuments();
};

void DocumentDiffTest::tellsWhatChanged_data()
{
    QTest::addColumn<QByteArray>("older");
    QTest::addColumn<QByteArray>("newer");
    QTest::addColumn<QStringList>("lines");
    const auto row = [](const char *name, const QByteArray &older, const QByteArray &newer, const QStringList &lines) {
        QTest::newRow(name) << older << newer << lines;
    };
    const auto parameter = [](const QByteArray &rest) {
        return operation(R"("parameters":[{"name":"n","in":"query")" + rest + "}]");
    };
    row("the same", operation({}), operation({}), {});
    row("only words", operation(R"("summary":"x","description":"y")"), operation(R"("summary":"z")"), {});
    row("added", "", operation({}), {u"+ GET /a: The operation is new."_s});
    row("removed", operation({}), "", {u"! GET /a: The operation is gone."_s});
    row("moved", operation({}), R"("/b":{"get":{"operationId":"a"}})",
        {u"! GET /b: The operation was GET /a before."_s});
    row("two that swap are no move", R"("/a":{"get":{"operationId":"a"}},"/b":{"get":{"operationId":"b"}})",
        R"("/b":{"get":{"operationId":"a"}},"/a":{"get":{"operationId":"b"}})", {});
    row("deprecated", operation({}), operation(R"("deprecated":true)"),
        {u"+ GET /a: The operation is deprecated now."_s});
    row("parameter added", operation({}), parameter({}), {u"+ GET /a: The parameter n (query) is new."_s});
    row("required parameter added", operation({}), parameter(R"(,"required":true)"),
        {u"! GET /a: The parameter n (query) is new and required."_s});
    row("parameter removed", parameter({}), operation({}), {u"! GET /a: The parameter n (query) is gone."_s});
    row("parameter required", parameter({}), parameter(R"(,"required":true)"),
        {u"! GET /a: The parameter n (query) is required now."_s});
    row("parameter no longer required", parameter(R"(,"required":true)"), parameter({}),
        {u"+ GET /a: The parameter n (query) is no longer required."_s});
    row("parameter type", parameter(R"(,"schema":{"type":"string"})"), parameter(R"(,"schema":{"type":"integer"})"),
        {u"! GET /a: The parameter n (query) is integer instead of string."_s});
    row("parameter values gone", parameter(R"(,"schema":{"type":"string","enum":["x","y"]})"),
        parameter(R"(,"schema":{"type":"string","enum":["x"]})"),
        {u"! GET /a: The parameter n (query) no longer takes all values it took."_s});
    row("parameter values more", parameter(R"(,"schema":{"type":"string","enum":["x"]})"),
        parameter(R"(,"schema":{"type":"string","enum":["y","x"]})"),
        {u"+ GET /a: The parameter n (query) takes more values."_s});
    row("parameter style", parameter(R"(,"explode":false)"), parameter({}),
        {u"! GET /a: The parameter n (query) is written in another way."_s});
    row("body gone", operation(body("{}")), operation({}), {u"! GET /a: The operation takes no body any more."_s});
    row("body new", operation({}), operation(body("{}")), {u"+ GET /a: The operation takes a body now."_s});
    row("body required", operation(body("{}")), operation(body("{}", R"(,"required":true)")),
        {u"! GET /a: The body is required now."_s});
    row("property required in a body", operation(body(R"({"properties":{"x":{}}})")),
        operation(body(R"({"properties":{"x":{}},"required":["x"]})")),
        {u"! GET /a: In the body, x is required now."_s});
    row("property added to a body", operation(body("{}")), operation(body(R"({"properties":{"x":{}}})")),
        {u"+ GET /a: In the body, x is new."_s});
    row("nested, behind references", operation(body(R"({"$ref":"#/components/schemas/Pet"})")),
        operation(body(R"({"$ref":"#/components/schemas/Cat"})")),
        {u"! GET /a: In the body, owner.names[] is integer instead of string."_s});
    row("property gone from an answer", operation(answer(R"({"properties":{"x":{},"y":{}}})")),
        operation(answer(R"({"properties":{"y":{}}})")), {u"! GET /a: In the answer 200, x is gone."_s});
    row("property required in an answer", operation(answer(R"({"properties":{"x":{}}})")),
        operation(answer(R"({"properties":{"x":{}},"required":["x"]})")),
        {u"+ GET /a: In the answer 200, x is required now."_s});
    row("value added to an answer", operation(answer(R"({"type":"string","enum":["x"]})")),
        operation(answer(R"({"type":"string","enum":["x","y"]})")), {u"! GET /a: The answer 200 may be \"y\" too."_s});
    row("nullable answer", operation(answer(R"({"type":"string"})")),
        operation(answer(R"({"type":"string","nullable":true})")),
        {u"! GET /a: The answer 200 is null or string instead of string."_s});
    row("answer of another type", operation(answer("{}")),
        operation(R"("responses":{"200":{"content":{"text/csv":{}}}})"),
        {u"! GET /a: The answer 200 is no longer application/json."_s});
    row("no answer", operation(answer("{}")), operation(R"("responses":{"204":{}})"),
        {u"! GET /a: There is no answer 200 any more."_s});
    row("fewer variants in a body", operation(body(R"({"oneOf":[{"type":"string"},{"type":"integer"}]})")),
        operation(body(R"({"oneOf":[{"type":"string"}]})")), {u"! GET /a: The body has 1 variants instead of 2."_s});
    row("parts of an allOf", operation(body(R"({"allOf":[{"properties":{"x":{}}},{"properties":{"y":{}}}]})")),
        operation(body(R"({"properties":{"y":{},"x":{}}})")), {});
}

void DocumentDiffTest::tellsWhatChanged()
{
    QFETCH(QByteArray, older);
    QFETCH(QByteArray, newer);
    QFETCH(QStringList, lines);
    const QByteArray schemas =
        R"("Pet":{"properties":{"owner":{"$ref":"#/components/schemas/Person"}}},
           "Person":{"properties":{"names":{"type":"array","items":{"type":"string"}}}},
           "Cat":{"properties":{"owner":{"properties":{"names":{"type":"array","items":{"type":"integer"}}}}}})";
    const auto before = load(older, schemas);
    const auto after = load(newer, schemas);
    QVERIFY(before && after);
    QCOMPARE(linesOf(openapi::compareDocuments(*before, *after)), lines);
}

void DocumentDiffTest::endsInCircles()
{
    const QByteArray node =
        R"("Node":{"properties":{"next":{"$ref":"#/components/schemas/Node"},"v":{"type":"TYPE"}}})";
    const QByteArray use = operation(answer(R"({"$ref":"#/components/schemas/Node"})"));
    const auto before = load(use, QByteArray(node).replace("TYPE", "string"));
    const auto after = load(use, QByteArray(node).replace("TYPE", "integer"));
    QVERIFY(before && after);
    QCOMPARE(linesOf(openapi::compareDocuments(*before, *after)),
             QStringList(u"! GET /a: In the answer 200, v is integer instead of string."_s));
    const QByteArray loop = R"("Node":{"$ref":"#/components/schemas/Node"})";
    QCOMPARE(linesOf(openapi::compareDocuments(*load(use, loop), *load(use, loop))), QStringList());
}

void DocumentDiffTest::boundsItsList()
{
    QByteArray paths;
    for (int i = 0; i < openapi::maximumChanges + 10; ++i)
        paths += (i ? ",\"/p" : "\"/p") + QByteArray::number(i) + R"(":{"get":{}})";
    const auto before = load(paths);
    const auto after = load({});
    QVERIFY(before && after);
    const QList<DocumentChange> changes = openapi::compareDocuments(*before, *after);
    QCOMPARE(changes.size(), openapi::maximumChanges + 1);
    QVERIFY(changes.last().text.contains(u"not listed"));
    QCOMPARE(openapi::compareDocuments(*after, *before).size(), openapi::maximumChanges + 1);
}

void DocumentDiffTest::findsBrokenCalls_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("hasBody");
    QTest::addColumn<QStringList>("reasons");
    QTest::newRow("fits") << "post"_qba << u"/p"_s << u"p"_s << QStringList({u"r"_s, u"o"_s}) << true << QStringList();
    QTest::newRow("by id") << QByteArray() << QString() << u"p"_s << QStringList(u"r"_s) << true << QStringList();
    QTest::newRow("gone") << "GET"_qba << u"/q"_s << u"q"_s << QStringList() << false
                          << QStringList(u"The operation GET /q is gone."_s);
    QTest::newRow("moved") << "POST"_qba << u"/old"_s << u"p"_s << QStringList(u"r"_s) << true
                           << QStringList(u"The operation is POST /p now."_s);
    QTest::newRow("argument gone") << "POST"_qba << u"/p"_s << QString() << QStringList({u"r"_s, u"x"_s}) << true
                                   << QStringList(u"The parameter x is gone."_s);
    QTest::newRow("argument missing") << "POST"_qba << u"/p"_s << QString() << QStringList() << true
                                      << QStringList(u"The parameter r is required and not set."_s);
    QTest::newRow("body missing") << "POST"_qba << u"/p"_s << QString() << QStringList(u"r"_s) << false
                                  << QStringList(u"The operation requires a body."_s);
    QTest::newRow("body too many") << "GET"_qba << u"/p"_s << QString() << QStringList() << true
                                   << QStringList(u"The operation takes no body."_s);
}

void DocumentDiffTest::findsBrokenCalls()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QString, id);
    QFETCH(QStringList, arguments);
    QFETCH(bool, hasBody);
    QFETCH(QStringList, reasons);
    const auto document = load(R"("/p":{"get":{},"post":{"operationId":"p","parameters":[
        {"name":"r","in":"query","required":true},{"name":"o","in":"query"}],
        "requestBody":{"required":true,"content":{"application/json":{}}}}})");
    QVERIFY(document);
    const openapi::SavedCall good{
        .method = "POST", .path = u"/p"_s, .operationId = u"p"_s, .arguments = {u"r"_s}, .hasBody = true};
    const auto broken = openapi::brokenCalls(*document, {good, {method, path, id, arguments, hasBody}});
    QCOMPARE(broken.size(), reasons.isEmpty() ? 0 : 1);
    if (!reasons.isEmpty()) {
        QCOMPARE(broken.first().call, 1);
        QCOMPARE(broken.first().reasons, reasons);
    }
}

// What did not fit before is no news.
void DocumentDiffTest::findsNewlyBrokenCalls()
{
    const auto older =
        load(R"("/p":{"get":{"parameters":[{"name":"key","in":"query","required":true}]}},"/q":{"get":{}})");
    const auto newer = load(R"("/p":{"get":{"parameters":[{"name":"key","in":"query","required":true},
        {"name":"n","in":"query","required":true}]}})");
    QVERIFY(older && newer);
    const QList<openapi::SavedCall> calls{
        {"GET", u"/p"_s, {}, {}, false}, {"GET", u"/q"_s, {}, {}, false}, {"GET", u"/r"_s, {}, {}, false}};
    const QList<openapi::BrokenCall> broken = openapi::callsBrokenBy(*older, *newer, calls);
    QCOMPARE(broken.size(), 2);
    QCOMPARE(broken.at(0).call, 0);
    QCOMPARE(broken.at(0).reasons, QStringList(u"The parameter n is required and not set."_s));
    QCOMPARE(broken.at(1).call, 1);
}

// A large description against itself has no changes, and against another one ends soon.
void DocumentDiffTest::comparesRealDocuments()
{
    const QString folder = QStringLiteral(UW_SOURCE_DIR) + u"/../shared/specs/"_s;
    const auto stripe = Document::loadFile(folder + u"stripe-3.0-2022-04.json");
    const auto github = Document::loadFile(folder + u"github-3.0-2022-07.json");
    if (!stripe || !github)
        QSKIP("the folder ../shared/specs is not there");
    QCOMPARE(openapi::compareDocuments(**stripe, **stripe).size(), 0);
    const QList<DocumentChange> changes = openapi::compareDocuments(**stripe, **github);
    QCOMPARE(changes.size(), (*stripe)->operations().size() + (*github)->operations().size());
}

QTEST_GUILESS_MAIN(DocumentDiffTest)
#include "tst_documentdiff.moc"
