// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/requestarguments.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using openapi::OperationDetails;
using openapi::Parameter;

class RequestArgumentsTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void readsValues_data();
    void readsValues();
    void gathersRepeatedNames();
    void refusesWhatIsNoParameter_data();
    void refusesWhatIsNoParameter();
    void readsBodies();
};

void RequestArgumentsTest::readsValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("json");
    const auto row = [](const char *name, const char16_t *text, const QByteArray &json) {
        QTest::newRow(name) << QString::fromUtf16(text) << json;
    };
    row("text", u"hello world", R"("hello world")");
    row("empty", u"", R"("")");
    row("number", u"42", "42");
    row("negative", u"-1.5", "-1.5");
    row("truth", u"true", "true");
    row("null", u"null", "null");
    row("quoted", u"\"42\"", R"("42")");
    row("array", u"[1, \"a\"]", R"([1,"a"])");
    row("object", u"{\"b\":1,\"a\":2}", R"({"b":1,"a":2})");
    row("an equals sign", u"a=b", R"("a=b")");
    row("leading zero", u"007", R"("007")");
    row("exponent keeps its spelling", u"1e5", R"("1e5")");
    row("trailing zero keeps its spelling", u"1.50", R"("1.50")");
    row("an id of digits", u"640000000000000000000123", R"("640000000000000000000123")");
    row("an id that looks like a number out of range", u"5e3213456789012345678901", R"("5e3213456789012345678901")");
    row("blanks around", u" 42 ", R"(" 42 ")");
    row("broken JSON", u"{\"a\":", R"("{\"a\":")");
    row("date", u"2026-01-31T08:00:00Z", R"("2026-01-31T08:00:00Z")");
}

void RequestArgumentsTest::readsValues()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, json);
    const auto parsed = openapi::parseParameterArguments({u"p=" + text}, {});
    QVERIFY(parsed);
    QCOMPARE(json::serialize(parsed->value(u"p"_qs)), json);
    // For a parameter that is text JSON in the value is text too, but a number may stay one.
    OperationDetails operation;
    operation.parameters = {Parameter{.name = u"p"_qs, .schema = {.type = u"string"_qs}}};
    const auto typed = openapi::parseParameterArguments({u"p=" + text}, operation);
    QVERIFY(typed);
    QVERIFY(!typed->value(u"p"_qs).is_structured());
}

void RequestArgumentsTest::gathersRepeatedNames()
{
    const auto parsed = openapi::parseParameterArguments(
        {u"tag=a"_qs, u"page=1"_qs, u"tag=2"_qs, u"tag=[3]"_qs, u"list=[1]"_qs, u"list=2"_qs}, {});
    QVERIFY(parsed);
    QCOMPARE(json::serialize(parsed->value(u"tag"_qs)), R"(["a",2,[3]])"_qba);
    QCOMPARE(json::serialize(parsed->value(u"page"_qs)), "1");
    QCOMPARE(json::serialize(parsed->value(u"list"_qs)), "[[1],2]");
}

void RequestArgumentsTest::refusesWhatIsNoParameter_data()
{
    QTest::addColumn<QString>("argument");
    QTest::newRow("no equals sign") << u"page"_qs;
    QTest::newRow("no name") << u"=1"_qs;
    QTest::newRow("nothing") << QString();
}

void RequestArgumentsTest::refusesWhatIsNoParameter()
{
    QFETCH(QString, argument);
    const auto parsed = openapi::parseParameterArguments({argument}, {});
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::InvalidInput);
    QVERIFY(parsed.error().text.contains(u"NAME=VALUE"));
}

void RequestArgumentsTest::readsBodies()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"body.bin"_qs);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray bytes("\0\xff@{", 4);
    QCOMPARE(file.write(bytes), 4);
    file.close();
    QCOMPARE(openapi::readBodyArgument(u"@" + path).valueOr({}), bytes);
    QCOMPARE(openapi::readBodyArgument(u" {\"é\": 1}"_qs).valueOr({}), " {\"\xc3\xa9\": 1}");
    QCOMPARE(openapi::readBodyArgument(QString()).valueOr("x"), "");
    const Result<QByteArray> missing = openapi::readBodyArgument(u"@" + path + u".none");
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const Result<QByteArray> directory = openapi::readBodyArgument(u"@" + folder.path());
    QVERIFY(!directory);
    QCOMPARE(directory.error().code, ErrorCode::Io);
}

QTEST_GUILESS_MAIN(RequestArgumentsTest)
#include "tst_requestarguments.moc"
