// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/json/bindingfixture.h"

#include <QRandomGenerator>
#include <QTest>

using namespace uw;
using namespace uw::json;
using namespace uw::test;

// What a binding becomes.
class TestBinding final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON.
private Q_SLOTS:
    void evaluates_data();
    void evaluates();
    void trees_data();
    void trees();
    void reads();
    void keepsEveryType();
    void evaluatesTwice();
};

void TestBinding::evaluates_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("result"); // JSON; "omitted" where nothing is left
    const auto row = [](const char *text, const char *result) {
        QTest::newRow(text) << QString::fromUtf8(text) << QByteArray(result);
    };
    // Types, text and roots.
    row("plain", "\"plain\"");
    row("", "\"\"");
    row("}} {", "\"}} {\"");
    row("{{ $.n }}", "5");
    row("{{$.n}}", "5");
    row("{{\n$.n\t}}", "5");
    row("{{ $.d }}", "2.5");
    row("{{ $.t }}", "true");
    row("{{ $.nil }}", "null");
    row("{{ $.list }}", "[3,1,2]");
    row("{{ $.o }}", R"({"x":1,"y":{"z":2}})");
    row("{{ $.big }}", "9007199254740993");
    row(" {{ $.n }}", "\" 5\"");
    row("n={{ $.n }}, t={{ $.t }}!", "\"n=5, t=true!\"");
    row("{{ $.n }}{{ $.n }}", "\"55\"");
    row("{{ $.list }};{{ $.nil }};{{ $.o }}", R"("[3,1,2];null;{\"x\":1,\"y\":{\"z\":2}}")");
    row("Hi {{ $.name }}", "\"Hi Zoë 😀\"");
    row("{{ trigger.id }}", "\"e1\"");
    row("{{ trigger.headers['x-id'] }}", "\"h\"");
    row("{{ steps.lookup.status }}", "200");
    row("{{ steps['look-up'].status }}", "201");
    row("{{ steps.lookup.body.items[-1] }}", "2");
    row("{{ workspace.id }}", "\"w1\"");
    row("{{ item }}", "7");
    row("{{ execution.id }}", "\"x1\"");
    row("{{ $.tags[*].name }}", R"(["a","b"])");
    row("{{ $.none[*] }}", "[]");
    row("{{ $..nowhere }}", "[]");
    row("{{ $.people[?@.age > 25].id }}", "[1]");
    row("{{ $.list[?@ > $.limit] }}", "[3]");
    row("{{ steps.lookup.body.items[?@ == $.limit] }}", "[2]");
    row("{{ $.list[0:2] }}", "[3,1]");
    row("{{ \"{{\" }} x", "\"{{ x\"");
    row("{{ 'it\\'s' }}", "\"it's\"");
    row("{{ -1.5e1 }}", "-15.0");
    row("{{ null }}", "null");
    row("{{ {\"a\": [1, {'b': true}], \"c\": {}} }}", R"({"a":[1,{"b":true}],"c":{}})");
    row("{{ $.nested }}", "\"{{ $.n }}\"");
    // Missing values.
    row("{{ $.no | default(\"none\") }}", "\"none\"");
    row("{{ $.no | default($.n) }}", "5");
    row("{{ $.no | default([]) }}", "[]");
    row("{{ $.no | default({}) }}", "{}");
    row("{{ $.no.deeper | upper | default('x') }}", "\"x\"");
    row("{{ $.nil | default(1) }}", "null");
    row("{{ $.empty | default(1) }}", "\"\"");
    row("{{ $.no | default($.also) | default(3) }}", "3");
    row("{{ $.tags[*].name | join(\", \") | default(\"none\") }}", "\"a, b\"");
    row("{{ $.none[*].name | join(\", \") | default(\"none\") }}", "\"none\"");
    row("{{ $.none[*].name | join(\", \") }}", "\"\"");
    row("{{ $.none | join(\", \") | default(\"none\") }}", "\"\"");
    row("{{ $.none[*] | length }}", "0");
    row("{{ steps.later.body | default(0) }}", "0");
    row("{{ $.no | omit }}", "omitted");
    row("{{ $.nil | omit }}", "null");
    row("{{ $.n | omit }}", "5");
    row("a {{ $.no | omit }}", "omitted");
    row("{{ $.no | coalesce($.nil, $.n, 9) }}", "5");
    row("{{ coalesce($.no, $.nil, \"x\") }}", "\"x\"");
    row("{{ $.nil | coalesce(1) }}", "1");
    row("{{ $.empty | coalesce(1) }}", "\"\"");
    row("{{ coalesce($.no, $.name | lower) }}", "\"zoë 😀\"");
    row("{{ $.none | first | default(0) }}", "0");
    row("{{ $.list | at(9) | default(0) }}", "0");
    // Text.
    row("{{ $.name | upper }}", "\"ZOË 😀\"");
    row("{{ $.name | lower }}", "\"zoë 😀\"");
    row("{{ '  a b \\n' | trim }}", "\"a b\"");
    row("{{ 'a.b.c' | replace('.', '--') }}", "\"a--b--c\"");
    row("{{ 'aaa' | replace('aa', 'b') }}", "\"ba\"");
    row("{{ 'a,b,,c' | split(',') }}", R"(["a","b","","c"])");
    row("{{ '' | split(',') }}", R"([""])");
    row("{{ 'ä😀b' | split('') }}", R"(["ä","😀","b"])");
    row("{{ $.name | length }}", "5");
    row("{{ $.name | slice(0, 3) }}", "\"Zoë\"");
    row("{{ $.name | slice(-1) }}", "\"😀\"");
    row("{{ $.name | slice(1, -2) }}", "\"oë\"");
    row("{{ $.name | slice(3, 1) }}", "\"\"");
    row("{{ $.name | at(-1) }}", "\"😀\"");
    row("{{ $.name | at(2) }}", "\"ë\"");
    row("{{ $.name | first }}", "\"Z\"");
    row("{{ $.name | last }}", "\"😀\"");
    row("{{ 'abc' | match('b') }}", "false");
    row("{{ 'abc' | match('a.c') }}", "true");
    row("{{ 'abc' | search('b') }}", "true");
    row("{{ 'ABC' | search('(?i)b') }}", "true");
    row("{{ $.name | search($.re) }}", "true");
    row("{{ $.n | string }}", "\"5\"");
    row("{{ $.name | string }}", "\"Zoë 😀\"");
    row("{{ $.list | string }}", "\"[3,1,2]\"");
    row("{{ $.nil | string }}", "\"null\"");
    // Arrays.
    row("{{ $.words | join('-') }}", "\"b-a-c-a\"");
    row("{{ [1, true, 'x', 2.5] | join(' ') }}", "\"1 true x 2.5\"");
    row("{{ $.list | length }}", "3");
    row("{{ $.o | length }}", "2");
    row("{{ $.list | first }}", "3");
    row("{{ $.list | last }}", "2");
    row("{{ $.list | at(1) }}", "1");
    row("{{ $.list | at(-3) }}", "3");
    row("{{ $.list | slice(1) }}", "[1,2]");
    row("{{ $.list | slice(0, -1) }}", "[3,1]");
    row("{{ $.list | slice(-100, 100) }}", "[3,1,2]");
    row("{{ $.tags | map(@.name) }}", R"(["a","b"])");
    row("{{ $.tags | map($.w) }}", "[2,1,3]");
    row("{{ $.tags | map(\"w\") }}", "[2,1,3]");
    row("{{ $.tags | map('$.w') }}", "[2,1,3]");
    row("{{ $.tags | map('@[\"w\"]') }}", "[2,1,3]");
    row("{{ $.tags | map(w) }}", "[2,1,3]");
    row("{{ $.tags | map(@.*) }}", R"([["a",2],["b",1],[3]])");
    row("{{ $.list | map(@) }}", "[3,1,2]");
    row("{{ $.tags | where(@.w, \"greater\", 1) | map(@.w) }}", "[2,3]");
    row("{{ $.tags | where(name, equals, 'b') }}", R"([{"name":"b","w":1}])");
    row("{{ $.tags | where('name', 'not_exists') }}", R"([{"w":3}])");
    row("{{ $.tags | where(@.w, 'greater', $.limit) | map(w) }}", "[3]");
    row("{{ $.words | where(@, 'in', ['a', 'c']) }}", R"(["a","c","a"])");
    row("{{ $.words | where(@, matches, '^[ab]$') }}", R"(["b","a","a"])");
    row("{{ $.tags | where(@.name, 'not_equals', 'a') | length }}", "2");
    row("{{ $.list | sort }}", "[1,2,3]");
    row("{{ $.words | sort }}", R"(["a","a","b","c"])");
    row("{{ $.tags | sort(@.w) | map(@.w) }}", "[1,2,3]");
    row("{{ $.list | sort(@, 'desc') }}", "[3,2,1]");
    row("{{ ['😀', '\xEF\xBF\xBD'] | sort }}", "[\"\xEF\xBF\xBD\",\"😀\"]");
    row("{{ $.words | unique }}", R"(["b","a","c"])");
    row("{{ [1, 1.0, '1', [1], [1.0], {'a': 1}, {'a': 1}] | unique }}", R"([1,"1",[1],{"a":1}])");
    row("{{ $.list | sum }}", "6");
    row("{{ [0.5, 1] | sum }}", "1.5");
    row("{{ [] | sum }}", "0");
    row("{{ [9223372036854775807, 1] | sum }}", "9.223372036854775807e18");
    row("{{ [9007199254740993, 1] | sum }}", "9007199254740994");
    row("{{ $.tags | sum(@.w) }}", "6");
    row("{{ $.list | min }}", "1");
    row("{{ $.words | max }}", "\"c\"");
    row("{{ $.tags | max(@.w) }}", R"({"w":3})");
    row("{{ [] | min | default(0) }}", "0");
    // Numbers.
    row("{{ 2.5 | round }}", "3");
    row("{{ -2.5 | round }}", "-3");
    row("{{ 2.345 | round(1) }}", "2.3");
    row("{{ 10.0 | round(2) }}", "10.0");
    row("{{ $.n | round }}", "5");
    row("{{ 1e300 | round }}", "1e+300");
    row("{{ 3.9 | int }}", "3");
    row("{{ -3.9 | int }}", "-3");
    row("{{ '42' | int }}", "42");
    row("{{ '1e3' | int }}", "1000");
    row("{{ $.big | int }}", "9007199254740993");
    row("{{ '2.5' | float }}", "2.5");
    row("{{ $.n | float }}", "5.0");
    // Encodings.
    row("{{ $.list | json }}", "\"[3,1,2]\"");
    row("{{ $.name | json }}", "\"\\\"Zoë 😀\\\"\"");
    row("{{ $.js | parse_json }}", R"({"k":[1]})");
    row("{{ 'äb' | base64 }}", "\"w6Ri\"");
    row("{{ 'w6Ri' | base64_decode }}", "\"äb\"");
    row("{{ 'YQ' | base64_decode }}", "\"a\"");
    row("{{ '_-8' | base64_decode | default('x') }}", "");
    row("{{ 'äb' | hex }}", "\"c3a462\"");
    row("{{ $.url | url_encode }}", "\"a%20b%2F%C3%BC%3F%26%3D\"");
    row("{{ $.n | url_encode }}", "\"5\"");
    row("{{ 'abc' | sha256 }}", "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"");
    row("{{ 'what do ya want for nothing?' | hmac_sha256('Jefe') }}",
        "\"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843\"");
    row("{{ 'a' | hmac_sha256(credential(\"key\")) | length }}", "64");
    // Objects.
    row("{{ $.o | keys }}", R"(["x","y"])");
    row("{{ $.o | values }}", R"([1,{"z":2}])");
    row("{{ $.o | merge({'x': 2, 'w': 3}) }}", R"({"x":2,"y":{"z":2},"w":3})");
    row("{{ {} | merge($.o, {'y': 0}) }}", R"({"x":1,"y":0})");
    row("{{ $.o | pick('x', 'q') }}", R"({"x":1})");
    row("{{ $.o | pick(['y']) }}", R"({"y":{"z":2}})");
    row("{{ $.o | omit_keys('x') }}", R"({"y":{"z":2}})");
    // Times.
    row("{{ now }}", "\"2026-01-02T03:04:05.678Z\"");
    row("{{ now() }}", "\"2026-01-02T03:04:05.678Z\"");
    row("{{ $.no | now }}", "\"2026-01-02T03:04:05.678Z\"");
    row("{{ now | date_format('yyyy-MM-dd HH:mm') }}", "\"2026-01-02 03:04\"");
    row("{{ now | date_format('yyyy-MM-dd HH:mm', 'Asia/Tokyo') }}", "\"2026-01-02 12:04\"");
    row("{{ $.at | date_format('ddd d MMM yyyy', 'Europe/Berlin') }}", "\"Sat 31 Jan 2026\"");
    row("{{ $.at | date_format('HH:mm:ss.zzz') }}", "\"22:30:00.500\"");
    row("{{ $.at | date_add('PT1H30M') }}", "\"2026-02-01T00:00:00.500Z\"");
    row("{{ $.at | date_add('-P1D') }}", "\"2026-01-30T22:30:00.500Z\"");
    row("{{ $.at | date_add('P1M') }}", "\"2026-02-28T22:30:00.500Z\"");
    row("{{ uuid }}", "\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"");
    row("id-{{ uuid() }}", "\"id-0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\"");
}

void TestBinding::evaluates()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, result);
    const Result<std::optional<Value>> value = evaluated(text);
    if (result.isEmpty())
        QVERIFY(!value);
    if (result.isEmpty())
        return;
    QVERIFY2(value, value ? "" : qPrintable(value.error().text));
    QCOMPARE(value->has_value() ? serialize(**value) : "omitted"_qba,
             result == "omitted" ? result : serialize(parse(result).valueOr(Value("no JSON"))));
}

void TestBinding::trees_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const char *source, const char *result) {
        QTest::newRow(name) << QByteArray(source) << QByteArray(result);
    };
    row("constant", R"({"a": [1, "x", null]})", R"({"a":[1,"x",null]})");
    row("leaves", R"({"a": "{{ $.n }}", "b": ["{{ $.name }}", 1], "c": {"d": "{{ $.list }}"}})",
        R"({"a":5,"b":["Zoë 😀",1],"c":{"d":[3,1,2]}})");
    row("names stay", R"({"{{ $.n }}": 1})", R"({"{{ $.n }}":1})");
    row("omitted member", R"({"a": "{{ $.no | omit }}", "b": 1})", R"({"b":1})");
    row("omitted element", R"([1, "{{ $.no | omit }}", 2])", "[1,2]");
    row("omitted text", R"([1, "x {{ $.no | omit }}"])", "[1]");
    row("all omitted", R"({"a": ["{{ $.no | omit }}"]})", R"({"a":[]})");
    row("order kept", R"({"z": "{{ $.n }}", "a": 1, "m": "{{ $.n }}"})", R"({"z":5,"a":1,"m":5})");
}

void TestBinding::trees()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, result);
    const Result<std::optional<Value>> value = evaluated(*parse(source));
    QVERIFY2(value, value ? "" : qPrintable(value.error().text));
    QCOMPARE(serialize(**value), result);
}

void TestBinding::reads()
{
    const Result<BindingTemplate> binding = BindingTemplate::compile(*parse(
        R"({"a": "{{ $.x.y[0] | upper }} {{ trigger.id }}", "b/c": ["{{ steps.one.body | default(steps.two.body) }}"],
            "d": "{{ coalesce($.p, $.q) }}", "e": "{{ 'a' | hmac_sha256(credential(\"k\")) }}", "f": "text"})"));
    QVERIFY(binding);
    QVERIFY(!binding->isConstant());
    QCOMPARE(binding->credentials(), QStringList(u"k"_qs));
    QStringList seen;
    for (const BindingRead &read : binding->reads())
        seen += u"%1 %2%3 %4"_qs.arg(read.pointer, read.path.text(), read.mayBeMissing ? u"?"_qs : QString(),
                                     QString::fromStdString(read.path.step()));
    QCOMPARE(seen, QStringList({u"/a $.x.y[0] "_qs, u"/a trigger.id "_qs, u"/b~1c/0 steps.one.body? one"_qs,
                                u"/b~1c/0 steps.two.body two"_qs, u"/d $.p? "_qs, u"/d $.q? "_qs}));
    QCOMPARE(binding->reads().front().path.path().fixedPrefix(), QStringList({u"x"_qs, u"y"_qs, u"[0]"_qs}));
    QVERIFY(BindingTemplate::compile(*parse(R"({"a": [1, "{ {x} }"]})"))->isConstant());
    BindingFault fault;
    QVERIFY(!BindingTemplate::compile(*parse(R"({"a": [1, "ä {{ $. }}"]})"), &fault));
    QCOMPARE(fault.pointer, u"/a/1"_qs);
    QCOMPARE(fault.fault.column, 8);
}

// Whatever a payload holds, a binding alone gives it back unchanged.
void TestBinding::keepsEveryType()
{
    QRandomGenerator random(20260122);
    const std::function<Value(int)> any = [&random, &any](int depth) -> Value {
        switch (random.bounded(depth > 4 ? 6 : 8)) {
        case 0:
            return nullptr;
        case 1:
            return random.bounded(2) == 0;
        case 2:
            return static_cast<std::int64_t>(random.generate64());
        case 3:
            return static_cast<std::uint64_t>(random.generate64());
        case 4:
            return random.generateDouble() * 1e6;
        case 5: {
            static constexpr std::string_view pieces[] = {"{{", "}}", "\"", "\\", "\n", "ä", "😀", "a", "$.x", "|", "'"};
            std::string text;
            for (int i = random.bounded(6); i > 0; --i)
                text += pieces[random.bounded(int(std::size(pieces)))];
            return text;
        }
        case 6: {
            Value list = Value::array();
            for (int i = random.bounded(4); i > 0; --i)
                list.push_back(any(depth + 1));
            return list;
        }
        default: {
            Value object = Value::object();
            for (int i = random.bounded(4); i > 0; --i)
                object["m" + std::to_string(i)] = any(depth + 1);
            return object;
        }
        }
    };
    const Result<BindingTemplate> alone = BindingTemplate::compile(*parse(R"({"whole": ["{{ $ }}"]})"));
    const Result<BindingTemplate> mixed = BindingTemplate::compile(*parse(R"({"text": "<{{ $ | json }}>"})"));
    for (int i = 0; i < 2000; ++i) {
        Value whole = Value::object();
        whole["payload"] = any(0);
        const Value &payload = whole["payload"];
        const TreeScope scope(whole);
        BindingEnvironment environment = environmentOn(scope);
        const Result<std::optional<Value>> value = alone->evaluate(environment);
        QVERIFY(value);
        QCOMPARE(serialize(**value), "{\"whole\":[" + serialize(payload) + "]}");
        const Result<std::optional<Value>> text = mixed->evaluate(environment);
        QVERIFY(text);
        QCOMPARE(toQString(*member(**text, "text")), QString(u'<' + QString::fromUtf8(serialize(payload)) + u'>'));
        // The text around is still one string of one member.
        QCOMPARE((*text)->size(), 1u);
    }
}

void TestBinding::evaluatesTwice()
{
    const Result<BindingTemplate> binding = BindingTemplate::compile(u"{{ $.tags | sort(@.w) | map(@.w) }}"_qs);
    const TreeScope scope(context());
    for (int i = 0; i < 3; ++i) {
        BindingEnvironment environment = environmentOn(scope);
        QCOMPARE(serialize(**binding->evaluate(environment)), "[1,2,3]");
    }
}

QTEST_GUILESS_MAIN(TestBinding)
#include "tst_binding.moc"
