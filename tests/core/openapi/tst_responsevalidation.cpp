// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/responsedrift.h"
#include "core/openapi/responsevalidation.h"

#include <QTest>

using namespace uw;
using namespace uw::openapi;
using Kind = Deviation::Kind;

namespace {

constexpr auto document = R"({"openapi":"%1","info":{"title":"T","version":"1"},
"paths":{"/pets":{"get":{"operationId":"getPets","responses":{
 "200":{"$ref":"#/components/responses/Pets"},
 "4XX":{"description":"","content":{"application/problem+json":{"schema":{"type":"object","required":["title"]}}}},
 "default":{"description":"","content":{"text\u002f*":{"schema":{"type":"string"}}}}}}}},
"components":{"responses":{"Pets":{"description":"","content":{"application/json":{"schema":
 {"type":"array","items":{"$ref":"#/components/schemas/Pet"}}}}}},
"schemas":{"Pet":{"allOf":[{"$ref":"#/components/schemas/Named"},{"type":"object","required":["id"],"properties":
 {"id":{"type":"integer"},"secret":{"type":"string","writeOnly":true},"pin":{"$ref":"#/components/schemas/Pin"},
 "tags":{"type":"object","additionalProperties":{"type":"object","properties":{"color":{"type":"string"}}}},
 "mother":{"$ref":"#/components/schemas/Pet"},
 "free":{"type":"object"}}},{"required":["pin"]}],"required":["secret"]},
 "Pin":{"type":"string","writeOnly":true},
 "Named":{"type":"object","properties":{"name":{"type":"string","maxLength":5}}}}}})";

QStringList wordsOf(const ResponseReport &report)
{
    static const QHash<Kind, QString> words{{Kind::Status, u"status"_qs},   {Kind::MediaType, u"type"_qs},
                                            {Kind::NotJson, u"no JSON"_qs}, {Kind::MissingMember, u"missing"_qs},
                                            {Kind::WrongType, u"wrong"_qs}, {Kind::Rule, u"rule"_qs},
                                            {Kind::Undocumented, u"new"_qs}};
    QStringList list;
    for (const Deviation &one : report.deviations)
        list << words.value(one.kind) + u' ' + one.pointer;
    list.sort();
    return list;
}

} // namespace

// Answers are held against the entry of the description that is theirs.
class tst_ResponseValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void entries_data();
    void entries();
    void types_data();
    void types();
    void checks_data();
    void checks();
    void largeBodiesAreNotChecked();
    void endsInTime();
    void driftOverCalls();

private:
    [[nodiscard]] static ResponseReport check(const QByteArray &body, int status = 200,
                                              const QString &type = u"application/json"_qs,
                                              const QString &version = u"3.0.3"_qs)
    {
        const auto loaded = Document::load(QString::fromLatin1(document).arg(version).toUtf8(), u"test"_qs);
        return checkResponse(**loaded, *(*loaded)->find(u"getPets"_qs), status, type, body, body.size());
    }
};

void tst_ResponseValidation::entries_data()
{
    QTest::addColumn<QByteArray>("responses");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("expected");
    QTest::newRow("exact") << QByteArray(R"({"200":{},"2XX":{},"default":{}})") << 200 << u"200"_qs;
    QTest::newRow("class") << QByteArray(R"({"200":{},"2XX":{},"default":{}})") << 204 << u"2XX"_qs;
    QTest::newRow("class in small letters") << QByteArray(R"({"5xx":{}})") << 503 << u"5xx"_qs;
    QTest::newRow("default") << QByteArray(R"({"200":{},"default":{}})") << 404 << u"default"_qs;
    QTest::newRow("none") << QByteArray(R"({"200":{}})") << 404 << QString();
}

void tst_ResponseValidation::entries()
{
    QFETCH(QByteArray, responses);
    QFETCH(int, status);
    QTEST(responseEntryFor(*json::parse(responses), status), "expected");
}

void tst_ResponseValidation::types_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("expected");
    QTest::newRow("parameters do not count") << QByteArray(R"({"application/json; v=1":{}})")
                                             << u"Application/JSON;charset=utf-8"_qs << u"application/json; v=1"_qs;
    QTest::newRow("range") << QByteArray("{\"*/*\":{},\"text/*\":{}}") << u"text/csv"_qs << u"text/*"_qs;
    QTest::newRow("anything") << QByteArray("{\"*/*\":{}}") << u"image/png"_qs << u"*/*"_qs;
    QTest::newRow("none") << QByteArray(R"({"application/json":{}})") << u"text/html"_qs << QString();
    QTest::newRow("no object") << QByteArray("[]") << u"text/html"_qs << QString();
}

void tst_ResponseValidation::types()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, type);
    QTEST(mediaTypeFor(*json::parse(content), type), "expected");
}

void tst_ResponseValidation::checks_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("isChecked");
    QTest::addColumn<QStringList>("expected");
    const QString json = u"application/json"_qs;
    QTest::newRow("valid, without what is only written")
        << QByteArray(R"([{"id":1,"name":"Rex"}])") << 200 << json << true << QStringList{};
    QTest::newRow("missing and wrong") << QByteArray(R"([{"id":1},{"name":7}])") << 200 << json << true
                                       << QStringList{u"missing /1/id"_qs, u"wrong /1/name"_qs};
    QTest::newRow("a bound") << QByteArray(R"([{"id":1,"name":"too long"}])") << 200 << json << true
                             << QStringList{u"rule /0/name"_qs};
    QTest::newRow("undocumented, once for all elements")
        << QByteArray(R"([{"id":1,"age":3},{"id":2,"age":4,"mother":{"id":3,"x":1}}])") << 200 << json << true
        << QStringList{u"new /0/age"_qs, u"new /1/mother/x"_qs};
    QTest::newRow("free maps and objects are no news, what is in them may be")
        << QByteArray(R"([{"id":1,"free":{"a":1},"tags":{"any":{"color":"red","odd":1}}}])") << 200 << json << true
        << QStringList{u"new /0/tags/any/odd"_qs};
    QTest::newRow("no JSON") << QByteArray("<html>") << 200 << json << false << QStringList{u"no JSON "_qs};
    QTest::newRow("another type") << QByteArray("<html>") << 200 << u"text/html"_qs << false
                                  << QStringList{u"type "_qs};
    QTest::newRow("by its class") << QByteArray("{}") << 404 << u"application/problem+json"_qs << true
                                  << QStringList{u"missing /title"_qs};
    QTest::newRow("text is not checked") << QByteArray("oops") << 500 << u"text/plain"_qs << false << QStringList{};
    QTest::newRow("JSON of a range") << QByteArray("7") << 500 << u"text/json"_qs << true << QStringList{u"wrong "_qs};
    QTest::newRow("no body") << QByteArray() << 200 << json << false << QStringList{};
}

void tst_ResponseValidation::checks()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QString, type);
    for (const QString &version : {u"3.0.3"_qs, u"3.1.0"_qs}) {
        const ResponseReport report = check(body, status, type, version);
        QTEST(wordsOf(report), "expected");
        QTEST(report.isChecked, "isChecked");
        QVERIFY(report.isChecked || !report.note.isEmpty() || report.faults() > 0);
    }
}

void tst_ResponseValidation::largeBodiesAreNotChecked()
{
    const auto loaded = Document::load(QString::fromLatin1(document).arg(u"3.0.0"_qs).toUtf8(), u"test"_qs);
    const ResponseReport report =
        checkResponse(**loaded, *(*loaded)->find(u"getPets"_qs), 200, u"application/json"_qs, {}, mostCheckedBytes + 1);
    QVERIFY(!report.isChecked);
    QVERIFY2(report.note.contains(u"16 MB"_qs), qPrintable(report.note));
}

// A recursive schema over a long body.
void tst_ResponseValidation::endsInTime()
{
    QByteArray body("[");
    for (int i = 0; i < 100'000; ++i)
        body += R"({"id":1,"mother":{"id":2,"age":)" + QByteArray::number(i) + "}},";
    const ResponseReport report = check(body + R"({"id":3}])");
    QVERIFY(report.isChecked);
    QCOMPARE(wordsOf(report), QStringList{u"new /0/mother/age"_qs});
}

void tst_ResponseValidation::driftOverCalls()
{
    ResponseDrift drift;
    drift.add(check(R"([{"id":1},{"id":2,"age":1}])"), 1000);
    drift.add(check(R"([{"id":1,"age":1},{"id":"x","age":1}])"), 2000);
    drift.add(check("[]", 200), 3000);
    QCOMPARE(drift.calls(), 3);
    const QList<DriftEntry> entries = drift.entries();
    QCOMPARE(entries.size(), 2);
    QCOMPARE(entries.first().place, u"/*/age"_qs);
    QCOMPARE(entries.first().calls, 2);
    QCOMPARE(entries.first().firstMs, 1000);
    QCOMPARE(entries.first().lastMs, 2000);
    QCOMPARE(entries.last().kind, Kind::WrongType);
    QCOMPARE(entries.last().place, u"/*/id"_qs);
}

QTEST_GUILESS_MAIN(tst_ResponseValidation)
#include "tst_responsevalidation.moc"
