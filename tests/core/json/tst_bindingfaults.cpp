// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/json/bindingfixture.h"

#include <QTest>

using namespace uw;
using namespace uw::json;
using namespace uw::test;

// What a binding refuses, where it ends, and what it may not do.
class TestBindingFaults final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON.
private Q_SLOTS:
    void fails_data();
    void fails();
    void refuses_data();
    void refuses();
    void injectsNothing();
    void budgets();
    void taints();
    void needsWhatItUses();
};

void TestBindingFaults::fails_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QStringList>("says");
    const auto row = [](const char *text, const char *word, const QStringList &says) {
        QTest::newRow(text) << QString::fromUtf8(text) << QByteArray(word) << says;
    };
    const char *missing = "binding_missing";
    const char *invalid = "binding_invalid";
    row("{{ $.no }}", missing, {u"$.no"_qs, u"default"_qs});
    row("a {{ $.no }}", missing, {u"$.no"_qs});
    row("{{ $.no | upper }}", missing, {u"$.no | upper"_qs});
    row("{{ steps.later.status }}", missing, {u"steps.later.status"_qs});
    row("{{ $.no | default($.also) }}", missing, {u"$.also"_qs});
    row("{{ coalesce($.no, $.nil) }}", missing, {u"coalesce"_qs});
    row("{{ $.none | first }}", missing, {u"$.none | first"_qs});
    row("{{ $.list | at($.no) }}", missing, {u"$.no"_qs});
    row("{{ [] | max }}", missing, {u"max"_qs});
    row("{{ $.n | upper }}", invalid, {u"upper"_qs, u"$.n"_qs, u"number"_qs});
    row("{{ $.list | lower }}", invalid, {u"lower"_qs, u"$.list"_qs, u"array"_qs});
    row("{{ $.nil | trim }}", invalid, {u"trim"_qs, u"null"_qs});
    row("{{ $.o | replace('a', 'b') }}", invalid, {u"replace"_qs, u"object"_qs});
    row("{{ 'a' | replace('', 'b') }}", invalid, {u"replace"_qs});
    row("{{ 'a' | replace('a', 1) }}", invalid, {u"replace"_qs, u"Argument 2"_qs});
    row("{{ $.name | join(',') }}", invalid, {u"join"_qs, u"an array"_qs, u"string"_qs});
    row("{{ [[1]] | join(',') }}", invalid, {u"join"_qs, u"array"_qs});
    row("{{ [null] | join(',') }}", invalid, {u"join"_qs, u"null"_qs});
    row("{{ $.list | join(1) }}", invalid, {u"join"_qs, u"Argument 1"_qs});
    row("{{ $.n | length }}", invalid, {u"length"_qs, u"number"_qs});
    row("{{ $.t | first }}", invalid, {u"first"_qs, u"boolean"_qs});
    row("{{ $.list | at('0') }}", invalid, {u"at"_qs, u"whole number"_qs});
    row("{{ $.list | at(1.5) }}", invalid, {u"1.5"_qs});
    row("{{ $.o | slice(0) }}", invalid, {u"slice"_qs});
    row("{{ $.o | map(@.x) }}", invalid, {u"map"_qs, u"an array"_qs});
    row("{{ $.n | where(@, 'equals', 1) }}", invalid, {u"where"_qs});
    row("{{ $.words | where(@, 'matches', $.n) }}", invalid, {u"matches"_qs});
    row("{{ $.mixed | sort }}", invalid, {u"sort"_qs, u"$.mixed"_qs});
    row("{{ $.tags | sort(@.name) }}", invalid, {u"sort"_qs, u"selects no value"_qs});
    row("{{ $.tags | sort }}", invalid, {u"object"_qs});
    row("{{ $.list | sort(@, 'up') }}", invalid, {u"desc"_qs});
    row("{{ $.mixed | sum }}", invalid, {u"sum"_qs, u"string"_qs});
    row("{{ [true] | max }}", invalid, {u"max"_qs, u"boolean"_qs});
    row("{{ $.name | round }}", invalid, {u"round"_qs, u"a number"_qs});
    row("{{ 1.5 | round(-1) }}", invalid, {u"0 to 15"_qs});
    row("{{ 'x' | int }}", invalid, {u"int"_qs});
    row("{{ ' 1' | int }}", invalid, {u"int"_qs});
    row("{{ 1e300 | int }}", invalid, {u"64 bits"_qs});
    row("{{ $.t | float }}", invalid, {u"float"_qs, u"boolean"_qs});
    row("{{ '{' | parse_json }}", invalid, {u"parse_json"_qs, u"line 1"_qs});
    row("{{ $.n | base64 }}", invalid, {u"base64"_qs});
    row("{{ 'a*' | base64_decode }}", invalid, {u"base64_decode"_qs});
    row("{{ '/w==' | base64_decode }}", invalid, {u"UTF-8"_qs});
    row("{{ $.list | url_encode }}", invalid, {u"url_encode"_qs, u"array"_qs});
    row("{{ $.n | sha256 }}", invalid, {u"sha256"_qs, u"number"_qs});
    row("{{ 'a' | hmac_sha256($.n) }}", invalid, {u"hmac_sha256"_qs});
    row("{{ $.list | keys }}", invalid, {u"keys"_qs, u"an object"_qs});
    row("{{ $.o | merge(1) }}", invalid, {u"merge"_qs});
    row("{{ $.o | pick(1) }}", invalid, {u"pick"_qs});
    row("{{ $.name | date_add('P1D') }}", invalid, {u"date_add"_qs, u"$.name"_qs});
    row("{{ now | date_add('1 day') }}", invalid, {u"1 day"_qs});
    row("{{ now | date_add('P9000Y') }}", invalid, {u"9999"_qs});
    row("{{ now | date_format('yyyy', 'Mars/Crater') }}", invalid, {u"Mars/Crater"_qs});
    row("{{ $.n | date_format('yyyy') }}", invalid, {u"date_format"_qs, u"number"_qs});
    row("{{ 'a' | match($.nil) }}", invalid, {u"match"_qs});
    row("{{ 'a' | search($.badre) }}", invalid, {u"search"_qs});
    row("{{ 'a' | hmac_sha256(credential('other')) }}", "credential_missing", {u"other"_qs});
}

void TestBindingFaults::fails()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, word);
    QFETCH(QStringList, says);
    const Result<std::optional<Value>> value = evaluated(text);
    QVERIFY(!value);
    QCOMPARE(bindingErrorWord(value.error().code), QLatin1StringView(word));
    for (const QString &part : says)
        QVERIFY2(value.error().text.contains(part), qPrintable(value.error().text));
}

void TestBindingFaults::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("column");
    const auto row = [](const char *text, int column) { QTest::newRow(text) << QString::fromUtf8(text) << column; };
    row("{{", 3);
    row("{{ }}", 4);
    row("{{ $.a", 7);
    row("{{ $.a }", 8);
    row("a {{ $.a } }}", 10);
    row("{{ $.a | }}", 10);
    row("{{ $.a | uper }}", 10);
    row("{{ $.a || upper }}", 9);
    row("{{ $.a upper }}", 8);
    row("{{ $.a[01] }}", 8);
    row("{{ payload.a }}", 4);
    row("{{ a.b }}", 4);
    row("{{ @.a }}", 4);
    row("{{ Steps.a }}", 4);
    row("{{ steps }}", 10);
    row("{{ steps[0] }}", 10);
    row("{{ steps.look-up.status }}", 14);
    row("{{ $.a | upper() }} {{", 23);
    row("{{ $.a | upper(1) }}", 10);
    row("{{ $.a | default }}", 10);
    row("{{ $.a | default() }}", 10);
    row("{{ $.a | default(1, 2) }}", 10);
    row("{{ $.a | replace('a') }}", 10);
    row("{{ $.a | slice }}", 10);
    row("{{ $.a | join(', ' }}", 20);
    row("{{ $.a | join(\", ) }}", 15);
    row("{{ $.a | map }}", 10);
    row("{{ $.a | map(1) }}", 14);
    row("{{ $.a | map('a b c') }}", 14);
    row("{{ $.a | where(@.b) }}", 10);
    row("{{ $.a | where(@.b, 'is') }}", 21);
    row("{{ $.a | where(@.b, 'equals') }}", 10);
    row("{{ $.a | where(@.b, 'exists', 1) }}", 10);
    row("{{ $.a | where(@.b, 'in', 1) }}", 10);
    row("{{ $.a | match('(') }}", 10);
    row("{{ $.a | search(1) }}", 10);
    row("{{ $.a | sha256(credential('k')) }}", 17);
    row("{{ credential('k') }}", 4);
    row("{{ $.a | hmac_sha256(credential(k)) }}", 22);
    row("{{ $.a | hmac_sha256(credential('K')) }}", 22);
    row("{{ $.a | hmac_sha256(credential('k') | upper) }}", 38);
    row("{{ now( }}", 9);
    row("{{ upper }}", 4);
    row("{{ [1, }}", 8);
    row("{{ {a: 1} }}", 5);
    row("{{ {\"a\"} }}", 8);
    row("{{ 01 }}", 4);
    row("{{ 'a }}", 4);
    row("{{ $.a; $.b }}", 7);
    row("{{ $.a + 1 }}", 8);
    row("{{ constructor }}", 4);
    row("{{ $.a | eval('1') }}", 10);
}

void TestBindingFaults::refuses()
{
    QFETCH(QString, text);
    QFETCH(int, column);
    BindingFault fault;
    const Result<BindingTemplate> binding = BindingTemplate::compile(text, &fault);
    QVERIFY(!binding);
    QCOMPARE(binding.error().code, ErrorCode::InvalidInput);
    QVERIFY2(fault.fault.column == column, qPrintable(u"%1: %2"_qs.arg(fault.fault.column).arg(fault.fault.message)));
}

void TestBindingFaults::injectsNothing()
{
    const Result<std::optional<Value>> value =
        evaluated(*parse(R"({"user": "{{ $.evil }}", "note": "by {{ $.evil }}", "again": "{{ $.nested }}!"})"));
    QVERIFY(value);
    const Result<Value> sent = parse(serialize(**value));
    QVERIFY(sent);
    QCOMPARE(sent->size(), 3u);
    QVERIFY(!member(*sent, "admin"));
    QCOMPARE(toQString(*member(*sent, "user")), u"\", \"admin\": true, \"x\": \""_qs);
    QCOMPARE(toQString(*member(*sent, "again")), u"{{ $.n }}!"_qs);
}

void TestBindingFaults::budgets()
{
    Value whole = Value::object();
    Value list = Value::array();
    for (int i = 0; i < 1000; ++i)
        list.push_back(std::string(1000, 'x'));
    whole["payload"] = list;
    const TreeScope scope(whole);
    const auto run = [&scope](const char *text, qint64 visits, qint64 bytes) {
        const Result<BindingTemplate> binding = BindingTemplate::compile(QString::fromUtf8(text));
        BindingEnvironment environment = environmentOn(scope);
        environment.meter = EvaluationMeter(visits, bytes);
        const Result<std::optional<Value>> value = binding->evaluate(environment);
        return value ? ""_qba : QByteArray(bindingErrorWord(value.error().code).data());
    };
    QCOMPARE(run("{{ $ }}", 100'000, 2'000'000), "");
    QCOMPARE(run("{{ $ }}", 100'000, 500'000), "limit_exceeded");
    QCOMPARE(run("{{ $ }}", 500, 2'000'000), "limit_exceeded");
    QCOMPARE(run("{{ $[*] }}", 100'000, 500'000), "limit_exceeded");
    QCOMPARE(run("{{ $ | join('') | length }}", 100'000, 500'000), "limit_exceeded");
    QCOMPARE(run("{{ $ | length }}", 100, 100), "");
    QCOMPARE(run("{{ $ | first | replace('x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') }}", 100'000, 10'000),
             "limit_exceeded");
    QCOMPARE(run("{{ $ | where(@, 'matches', 'x*y') }}", 1'000, 10'000), "limit_exceeded");
    QCOMPARE(run("{{ $ | unique }}", 500, 10'000'000), "limit_exceeded");
    QCOMPARE(run("{{ $ | string }} {{ $ | string }}", 100'000, 1'500'000), "limit_exceeded");
    // A payload may bring both the text and what is looked for in it; the plain search would take hours for these.
    whole["payload"] =
        Value::array({std::string(2'000'000, 'a'), std::string(500'000, 'a') + "b" + std::string(500'000, 'a')});
    QCOMPARE(run("{{ $[0] | replace($[1], '') | length }}", 200'000, 8'000'000), "");
    QCOMPARE(run("{{ $[0] | split($[1]) | length }}", 200'000, 8'000'000), "");
    QCOMPARE(run("{{ $ | where(@, 'contains', $[1]) | length }}", 200'000, 8'000'000), "");
    QCOMPARE(run("{{ $[0] | split($[1]) | length }}", 20'000, 8'000'000), "limit_exceeded");
    QCOMPARE(run("{{ $ | where(@, 'contains', $[1]) | length }}", 20'000, 8'000'000), "limit_exceeded");
    // A value as deep as can be parsed does not get deeper.
    QByteArray deep = QByteArray(200, '[') + QByteArray(200, ']');
    whole["payload"] = *parse(deep);
    QCOMPARE(run("{{ $ }}", 100'000, 100'000), "");
    const Result<BindingTemplate> outer = BindingTemplate::compile(*parse(R"(["{{ $ }}"])"));
    BindingEnvironment environment = environmentOn(scope);
    const Result<std::optional<Value>> value = outer->evaluate(environment);
    QVERIFY(!value);
    QCOMPARE(value.error().code, ErrorCode::LimitExceeded);
    // Nesting of the language itself.
    QVERIFY(!BindingTemplate::compile(QString(u"{{ " + QString(5000, u'[') + u" }}")));
    QString calls = u"{{ "_qs;
    for (int i = 0; i < 5000; ++i)
        calls += u"coalesce("_qs;
    QVERIFY(!BindingTemplate::compile(calls));
}

void TestBindingFaults::taints()
{
    const Result<BindingTemplate> binding =
        BindingTemplate::compile(u"sha256={{ $.name | hmac_sha256(credential(\"key\")) }}"_qs);
    QVERIFY(binding);
    const TreeScope scope(context());
    BindingEnvironment environment = environmentOn(scope);
    const Result<std::optional<Value>> value = binding->evaluate(environment);
    QVERIFY(value);
    QCOMPARE(environment.tainted.size(), 1);
    QCOMPARE(toQString(**value), QString(u"sha256=" + QString::fromLatin1(environment.tainted.constFirst())));
    BindingEnvironment open = environmentOn(scope);
    QVERIFY(BindingTemplate::compile(u"{{ $.name | hmac_sha256('key') }}"_qs)->evaluate(open));
    QVERIFY(open.tainted.isEmpty());
}

void TestBindingFaults::needsWhatItUses()
{
    const TreeScope scope(context());
    for (const char16_t *text : {u"{{ now }}", u"{{ uuid }}", u"{{ 'a' | hmac_sha256(credential('key')) }}"}) {
        BindingEnvironment bare{.scope = scope};
        const Result<std::optional<Value>> value = BindingTemplate::compile(QStringView(text))->evaluate(bare);
        QVERIFY(!value);
    }
}

QTEST_GUILESS_MAIN(TestBindingFaults)
#include "tst_bindingfaults.moc"
