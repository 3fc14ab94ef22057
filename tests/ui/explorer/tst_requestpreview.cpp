// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/requestpreview.h"

#include "core/secrets/secretstore.h"

#include <QProcess>
#include <QTest>

using namespace uw;
using namespace uw::ui;
using openapi::OperationDetails;
using openapi::Parameter;
using openapi::ParameterLocation;
using openapi::RequestInput;

namespace {

OperationDetails operation(const char *method)
{
    OperationDetails details;
    details.summary = {.operationId = u"getThing"_qs,
                       .method = method,
                       .path = u"/v1/{first}/things/{second}"_qs,
                       .tags = {},
                       .summary = u"Get a thing"_qs};
    for (const QString &name : {u"first"_qs, u"second"_qs}) {
        Parameter parameter{.name = name, .location = ParameterLocation::Path, .required = true};
        parameter.style = u"simple"_qs;
        parameter.schema.type = u"string"_qs;
        details.parameters << parameter;
    }
    details.servers = {u"https://api.example.com"_qs};
    return details;
}

const KeyPlace clockifyKey{.header = u"X-Api-Key"_qs,
                           .origin = u"https://api.example.com"_qs,
                           .secretKey = secretkeys::clockifyApiKey,
                           .isPrivate = true};

} // namespace

// What is shown of a request before it goes out.
class tst_RequestPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void missingValuesStandInBraces();
    void namesOfADocumentStayData_data();
    void namesOfADocumentStayData();
    void keyIsAVariable();
    void noKeyWhereNoneIsSent();
    void variables_data();
    void variables();
    void saysWhyThereIsNoLine();
    void questions_data();
    void questions();
    void longBodiesAreCut();
};

void tst_RequestPreview::missingValuesStandInBraces()
{
    RequestInput input;
    input.parameters.insert(u"second"_qs, json::fromQString(u"a b"));
    const QString line = curlPreview(operation("GET"), input, std::nullopt);
    QVERIFY2(line.contains(u"https://api.example.com/v1/{first}/things/a%20b"_qs), qPrintable(line));
}

// Whatever a document calls its parameters, headers and values: the shell that the line is pasted into runs curl alone.
void tst_RequestPreview::namesOfADocumentStayData_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("value");
    QTest::newRow("usual") << u"id"_qs << u"X-Api-Key"_qs << u"x"_qs;
    QTest::newRow("command in a name") << u";echo injected;"_qs << u"X-Api-Key"_qs << u"x"_qs;
    QTest::newRow("substitution in a name") << u"$(echo injected)"_qs << u"X-Api-Key"_qs << u"x"_qs;
    QTest::newRow("quote in a name") << u"';echo injected;'"_qs << u"X-Api-Key"_qs << u"x"_qs;
    QTest::newRow("line break in a name") << u"a\necho injected\n"_qs << u"X-Api-Key"_qs << u"x"_qs;
    QTest::newRow("backticks in a header") << u"id"_qs << u"X`true`"_qs << u"x"_qs;
    QTest::newRow("variable in a header") << u"id"_qs << u"X$HOME"_qs << u"x"_qs;
    QTest::newRow("a value like the key's field")
        << u"id"_qs << u"X-Api-Key"_qs << u" -H 'X-Api-Key: uw-key-goes-here';echo injected;'"_qs;
}

void tst_RequestPreview::namesOfADocumentStayData()
{
    QFETCH(QString, name);
    QFETCH(QString, header);
    QFETCH(QString, value);
    OperationDetails details = operation("GET");
    details.summary.path = u"/v1/{%1}/x"_qs.arg(name);
    details.parameters = {details.parameters.first()};
    details.parameters.first().name = name;
    RequestInput input;
    input.extraHeaders = {{"X-More", value.toUtf8()}};
    KeyPlace key = clockifyKey;
    key.header = header;
    key.secretKey = u"explorer/x"_qs;
    const QString line = curlPreview(details, input, key);

    const QString variable = keyVariable(key);
    QProcess shell;
    QProcessEnvironment environment;
    environment.insert(variable, u"the key"_qs);
    environment.insert(u"HOME"_qs, u"/injected"_qs);
    shell.setProcessEnvironment(environment);
    // Each argument on a line of its own, in the place of curl.
    shell.start(u"/bin/sh"_qs, {u"-c"_qs, u"curl() { printf '<%s>\\n' \"$@\"; }\n"_qs + line});
    QVERIFY(shell.waitForFinished());
    const QString said = QString::fromUtf8(shell.readAllStandardOutput());
    QCOMPARE(shell.exitCode(), 0);
    QVERIFY2(said.startsWith(u"<-X>\n<GET>\n<--globoff>\n<https://api.example.com/v1/{"_qs), qPrintable(said));
    QVERIFY2(said.contains(u'<' + header + u": the key>\n"), qPrintable(said));
    for (const QString &text : said.split(u'\n', Qt::SkipEmptyParts))
        QVERIFY2(text.startsWith(u'<') && text.endsWith(u'>'), qPrintable(said));
    QVERIFY2(!said.contains(u"/injected"_qs), qPrintable(said));
}

void tst_RequestPreview::keyIsAVariable()
{
    RequestInput input;
    input.parameters = {{u"first"_qs, json::fromQString(u"1")}, {u"second"_qs, json::fromQString(u"2")}};
    const QString line = curlPreview(operation("GET"), input, clockifyKey);
    QVERIFY2(line.endsWith(u"-H 'X-Api-Key: '\"$CLOCKIFY_API_KEY\""_qs), qPrintable(line));
    QVERIFY(!line.contains(u"uw-"_qs));
}

void tst_RequestPreview::noKeyWhereNoneIsSent()
{
    RequestInput input;
    KeyPlace plain = clockifyKey;
    plain.isPrivate = false;
    QVERIFY(!curlPreview(operation("GET"), input, plain).contains(u"X-Api-Key"_qs));
    input.extraHeaders = {{"x-api-key", "mine"}};
    const QString byHand = curlPreview(operation("GET"), input, clockifyKey);
    QVERIFY(byHand.contains(u"mine"_qs));
    QVERIFY(!byHand.contains(u"CLOCKIFY_API_KEY"_qs));
}

void tst_RequestPreview::variables_data()
{
    QTest::addColumn<QString>("header");
    QTest::addColumn<QString>("expected");
    QTest::newRow("usual") << u"X-Api-Key"_qs << u"X_API_KEY"_qs;
    QTest::newRow("odd") << u"1.token$(x)"_qs << u"_1_TOKEN__X_"_qs;
}

void tst_RequestPreview::variables()
{
    QFETCH(QString, header);
    QTEST(keyVariable({.header = header, .origin = {}, .secretKey = u"explorer/x"_qs}), "expected");
}

void tst_RequestPreview::saysWhyThereIsNoLine()
{
    RequestInput input;
    input.server = u"no address"_qs;
    const QString line = curlPreview(operation("GET"), input, std::nullopt);
    QVERIFY2(line.startsWith(u"# "_qs), qPrintable(line));
}

void tst_RequestPreview::questions_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("verb");
    QTest::addColumn<bool>("destructive");
    QTest::newRow("post") << QByteArray("POST") << u"Send POST to api.example.com?"_qs << u"Send POST"_qs << false;
    QTest::newRow("delete") << QByteArray("DELETE") << u"Send DELETE to api.example.com?"_qs << u"Send DELETE"_qs
                            << true;
}

void tst_RequestPreview::questions()
{
    QFETCH(QByteArray, method);
    const HttpRequest request{.method = method,
                              .url = "https://api.example.com/v1/x?y=1",
                              .headers = {{"Authorization", "secret"}},
                              .body = "{\"a\":1}"};
    const Question question = writeQuestion(operation(method.constData()), request);
    QTEST(question.title, "title");
    QTEST(question.verb, "verb");
    QTEST(question.destructive, "destructive");
    QVERIFY(question.text.contains(u"Get a thing"_qs));
    QCOMPARE(question.details, QString::fromLatin1(method) + u" https://api.example.com/v1/x?y=1\n\n{\"a\":1}"_qs);
}

void tst_RequestPreview::longBodiesAreCut()
{
    const HttpRequest request{
        .method = "POST", .url = "https://api.example.com/", .headers = {}, .body = QByteArray(1'000'000, 'x')};
    QVERIFY(writeQuestion(operation("POST"), request).details.size() < 3000);
}

QTEST_GUILESS_MAIN(tst_RequestPreview)
#include "tst_requestpreview.moc"
