// SPDX-License-Identifier: GPL-3.0-or-later
// What JSONPath selects: one table for each section of RFC 9535.
#include "tests/core/json/jsonpathfixture.h"

#include <thread>

using namespace uw;
using namespace uw::json;
using namespace uw::test;

class TestJsonPath final : public JsonPathFixture {
    Q_OBJECT

private Q_SLOTS:
    void overview_data();
    void overview() { selectsRow(); }
    void names_data();
    void names() { selectsRow(); }
    void wildcards_data();
    void wildcards() { selectsRow(); }
    void indexes_data();
    void indexes() { selectsRow(); }
    void slices_data();
    void slices() { selectsRow(); }
    void children_data();
    void children() { selectsRow(); }
    void descendants_data();
    void descendants() { selectsRow(); }
    void blanks_data();
    void blanks() { selectsRow(); }
    void normalizedPaths_data();
    void normalizedPaths() { selectsRow(); }

    void slicesAsTheRfcComputesThem();
    void pointsIntoTheTree();
    void knowsWhetherSingular();
    void namesItsPrefix();
    void startsElsewhere();
    void stopsAtTheBudget();
    void walksDeepTrees();
    void isSharedByThreads();
};

// Sections 1.5, 2.2.
void TestJsonPath::overview_data()
{
    add({{"$", R"({"k": "v"})", R"([{"k": "v"}])", R"(["$"])"},
         {"$", "null", "[null]"},
         {"$", "\"text\"", "[\"text\"]"},
         {"$.a", "5", "[]"},
         {"$[0]", "\"text\"", "[]"},
         {"$.*", "true", "[]"},
         {"$..*", "1", "[]"},
         {"$..a", "\"a\"", "[]"},
         {"$.shelf.plants[*].name", shop, R"(["Boston", "Areca", "Kentia", "Java"])"},
         {"$..name", shop, R"(["Boston", "Areca", "Kentia", "Java"])"},
         {"$.shelf..price", shop, "[8.5, 24, 39.9, 24, 12]"},
         {"$..plants[2].name", shop, R"(["Kentia"])"},
         {"$..plants[-1].name", shop, R"(["Java"])"},
         {"$..plants[0,1].name", shop, R"(["Boston", "Areca"])"},
         {"$..plants[:2].name", shop, R"(["Boston", "Areca"])"},
         {"$..plants[?@.rare].name", shop, R"(["Areca", "Kentia", "Java"])"},
         {"$..plants[?@.price < 20].name", shop, R"(["Boston"])"},
         {"$..plants[?@.price == $.shelf.plants[1].price].name", shop, R"(["Areca", "Java"])"},
         {"$..[?@.price > 10 && @.price < 30].price", shop, "[12, 24, 24]"},
         {"$.shelf['plants'][?@['kind'] == 'palm']['name']", shop, R"(["Areca", "Kentia"])"}});
}

// Section 2.3.1.
void TestJsonPath::names_data()
{
    constexpr auto odd = R"({"": 0, "a": 1, "a b": 2, "'": 3, "\"": 4, "\\": 5, "\n": 6, "ä": 7, "😀": 8, "A": 9,
        "a.b": 10, "0": 11, "$": 12, "@": 13, "*": 14, "_x1": 15, "\u0000": 16, "\u007f": 17, "..": 18, "/": 19})";
    add({{"$.a", odd, "[1]"},
         {"$['a']", odd, "[1]"},
         {"$[\"a\"]", odd, "[1]"},
         {"$.A", odd, "[9]"},
         {"$['']", odd, "[0]"},
         {"$[\"\"]", odd, "[0]"},
         {"$['a b']", odd, "[2]"},
         {R"($['\''])", odd, "[3]"},
         {R"($["'"])", odd, "[3]"},
         {R"($['"'])", odd, "[4]"},
         {R"($["\""])", odd, "[4]"},
         {R"($['\\'])", odd, "[5]"},
         {R"($["\\"])", odd, "[5]"},
         {R"($['\n'])", odd, "[6]"},
         {R"($["\n"])", odd, "[6]"},
         {R"($["\u000A"])", odd, "[6]"},
         {R"($["\u000a"])", odd, "[6]"},
         {"$.ä", odd, "[7]"},
         {R"($['\u00e4'])", odd, "[7]"},
         {R"($['\u00E4'])", odd, "[7]"},
         {"$.😀", odd, "[8]"},
         {"$['😀']", odd, "[8]"},
         {R"($['\uD83D\uDE00'])", odd, "[8]"},
         {R"($["\ud83d\ude00"])", odd, "[8]"},
         {"$['a.b']", odd, "[10]"},
         {"$['0']", odd, "[11]"},
         {"$['$']", odd, "[12]"},
         {"$['@']", odd, "[13]"},
         {"$['*']", odd, "[14]"},
         {"$._x1", odd, "[15]"},
         {R"($['\u0000'])", odd, "[16]"},
         {"$['\x7f']", odd, "[17]"},
         {"$['..']", odd, "[18]"},
         {"$['/']", odd, "[19]"},
         {R"($['\/'])", odd, "[19]"},
         {R"($["\/"])", odd, "[19]"},
         {"$.b", odd, "[]"},
         {"$.a.b", odd, "[]"},
         {"$[0]", odd, "[]"},
         {"$['a','A']", odd, "[1, 9]"},
         {"$['A','a']", odd, "[9, 1]"},
         {"$['a']", "[\"a\"]", "[]"},
         {"$['0']", "[\"a\"]", "[]"},
         {"$['length']", "[1, 2]", "[]"},
         {"$.true", R"({"true": 1})", "[1]"},
         {"$.null", R"({"null": 1})", "[1]"},
         {"$.length", R"({"length": 1})", "[1]"},
         {R"($['\b\f\r\t'])", R"({"\b\f\r\t": 1})", "[1]"},
         {"$['null']", R"({"null": null})", "[null]"}});
}

// Section 2.3.2.
void TestJsonPath::wildcards_data()
{
    add({{"$[*]", R"({"z": 1, "a": [2], "m": {"n": 3}})", R"([1, [2], {"n": 3}])"},
         {"$.*", R"({"z": 1, "a": [2], "m": {"n": 3}})", R"([1, [2], {"n": 3}])"},
         {"$.a[*]", R"({"a": [5, 3, {"j": 4}]})", R"([5, 3, {"j": 4}])"},
         {"$[*].*", R"([[1, 2], {"a": 3}, 4])", "[1, 2, 3]"},
         {"$[*, *]", "[1, 2]", "[1, 2, 1, 2]"},
         {"$.a[*]", R"({"a": {}})", "[]"},
         {"$.a[*]", R"({"a": []})", "[]"},
         {"$.a[*]", R"({"a": "text"})", "[]"},
         {"$[*]", "[null, false]", "[null, false]"},
         {"$[*]['a']", R"([{"a": 1}, {"b": 2}, {"a": 3}])", "[1, 3]"}});
}

// Section 2.3.3.
void TestJsonPath::indexes_data()
{
    constexpr auto letters = R"(["a", "b", "c"])";
    add({{"$[0]", letters, R"(["a"])"},
         {"$[1]", letters, R"(["b"])"},
         {"$[2]", letters, R"(["c"])"},
         {"$[3]", letters, "[]"},
         {"$[-1]", letters, R"(["c"])"},
         {"$[-2]", letters, R"(["b"])"},
         {"$[-3]", letters, R"(["a"])"},
         {"$[-4]", letters, "[]"},
         {"$[9007199254740991]", letters, "[]"},
         {"$[-9007199254740991]", letters, "[]"},
         {"$[0]", R"({"0": 1})", "[]"},
         {"$[0]", "\"abc\"", "[]"},
         {"$[0][0]", "[[7]]", "[7]"},
         {"$[0, 0]", letters, R"(["a", "a"])"},
         {"$[2,0]", letters, R"(["c", "a"])"},
         {"$[-1, 0, 5]", letters, R"(["c", "a"])", "[\"$[2]\", \"$[0]\"]"},
         {"$[0]", "[]", "[]"},
         {"$[-1]", "[]", "[]"}});
}

// Section 2.3.4.
void TestJsonPath::slices_data()
{
    constexpr auto digits = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    add({{"$[1:3]", digits, "[1, 2]", R"(["$[1]", "$[2]"])"},
         {"$[5:]", digits, "[5, 6, 7, 8, 9]"},
         {"$[:3]", digits, "[0, 1, 2]"},
         {"$[:]", digits, digits},
         {"$[::]", digits, digits},
         {"$[::1]", digits, digits},
         {"$[1:5:2]", digits, "[1, 3]"},
         {"$[1:6:2]", digits, "[1, 3, 5]"},
         {"$[5:1:-2]", digits, "[5, 3]"},
         {"$[::-1]", digits, "[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]"},
         {"$[::-3]", digits, "[9, 6, 3, 0]"},
         {"$[::0]", digits, "[]"},
         {"$[1:5:0]", digits, "[]"},
         {"$[-3:]", digits, "[7, 8, 9]"},
         {"$[:-7]", digits, "[0, 1, 2]"},
         {"$[-3:-1]", digits, "[7, 8]"},
         {"$[-1:-4:-1]", digits, "[9, 8, 7]"},
         {"$[3:1]", digits, "[]"},
         {"$[1:3:-1]", digits, "[]"},
         {"$[3::-1]", digits, "[3, 2, 1, 0]"},
         {"$[:7:-1]", digits, "[9, 8]"},
         {"$[100:]", digits, "[]"},
         {"$[:100]", digits, digits},
         {"$[-100:2]", digits, "[0, 1]"},
         {"$[-100:]", digits, digits},
         {"$[100::-4]", digits, "[9, 5, 1]"},
         {"$[:-100:-4]", digits, "[9, 5, 1]"},
         {"$[2:3:9007199254740991]", digits, "[2]"},
         {"$[::9007199254740991]", digits, "[0]"},
         {"$[::-9007199254740991]", digits, "[9]"},
         {"$[-9007199254740991:9007199254740991]", digits, digits},
         {"$[9007199254740991:-9007199254740991:-1]", digits, "[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]"},
         {"$[0:2, 0:1]", digits, "[0, 1, 0]"},
         {"$[ 1 : 5 : 2 ]", digits, "[1, 3]"},
         {"$[1 :3]", digits, "[1, 2]"},
         {"$[1: 3: ]", digits, "[1, 2]"},
         {"$[\n:\t2\r]", digits, "[0, 1]"},
         {"$[:]", R"({"a": 1})", "[]"},
         {"$[:]", "\"abc\"", "[]"},
         {"$[:]", "[]", "[]"},
         {"$[::-1]", "[]", "[]"}});
}

// Section 2.5.1.
void TestJsonPath::children_data()
{
    constexpr auto letters = R"(["a", "b", "c", "d", "e", "f", "g"])";
    add({{"$[0, 3]", letters, R"(["a", "d"])"},
         {"$[0:2, 5]", letters, R"(["a", "b", "f"])"},
         {"$[0, 0]", letters, R"(["a", "a"])"},
         {"$['a', 1]", R"({"a": 7})", "[7]"},
         {"$[1, 'a', *]", R"(["x", "y"])", R"(["y", "x", "y"])"},
         {"$[?@ > 'e', 0, 0:1]", letters, R"(["f", "g", "a", "a"])"},
         {"$['a','b'].c", R"({"a": {"c": 1}, "b": {"c": 2}})", "[1, 2]"},
         {"$[*][0,1]", "[[1, 2], [3, 4]]", "[1, 2, 3, 4]"}});
}

// Section 2.5.2.
void TestJsonPath::descendants_data()
{
    constexpr auto mixed = R"({"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]})";
    add({{"$..j", mixed, "[1, 4]", R"(["$['o']['j']", "$['a'][2][0]['j']"])"},
         {"$..[0]", mixed, R"([5, {"j": 4}])"},
         {"$..[*]", mixed,
          R"([{"j": 1, "k": 2}, [5, 3, [{"j": 4}, {"k": 6}]], 1, 2, 5, 3, [{"j": 4}, {"k": 6}], {"j": 4}, {"k": 6},
              4, 6])"},
         {"$..*", "[[1], [2]]", "[[1], [2], 1, 2]", R"(["$[0]", "$[1]", "$[0][0]", "$[1][0]"])"},
         {"$..o", mixed, R"([{"j": 1, "k": 2}])"},
         {"$.o..[*, *]", mixed, "[1, 2, 1, 2]"},
         {"$.a..[0, 1]", mixed, R"([5, 3, {"j": 4}, {"k": 6}])"},
         {"$..['j','k']", mixed, "[1, 2, 4, 6]"},
         {"$..[?@.j]", mixed, R"([{"j": 1, "k": 2}, {"j": 4}])"},
         {"$..[1:]", mixed, R"([3, [{"j": 4}, {"k": 6}], {"k": 6}])"},
         {"$..[-1]", "[[1, 2], 3]", "[3, 2]"},
         {"$..j..k", R"({"j": {"j": {"k": 1}}})", "[1, 1]"},
         {"$..[?@ == 3]", mixed, "[3]"},
         {"$..a", R"([{"a": {"a": {"a": 1}}}])", R"([{"a": {"a": 1}}, {"a": 1}, 1])"}});
    QTest::newRow("order") << QByteArray("$..x") << QByteArray(R"([{"x": 1}, [{"x": 2}, [{"x": 3}]], {"x": 4}])")
                           << QByteArray("[1, 2, 3, 4]") << QByteArray();
}

// Where the grammar has S.
void TestJsonPath::blanks_data()
{
    constexpr auto nested = R"({"a": [{"b": 1}, {"b": 2}]})";
    add({{"$ .a", "{\"a\": 1}", "[1]"},
         {"$\n.a", "{\"a\": 1}", "[1]"},
         {"$\t['a']", "{\"a\": 1}", "[1]"},
         {"$.a [0] .b", nested, "[1]"},
         {"$ ..b", nested, "[1, 2]"},
         {"$.a\r[*]", "{\"a\": [1]}", "[1]"},
         {"$[ 'a' ]", "{\"a\": 1}", "[1]"},
         {"$[ 'a' , 'b' ]", R"({"a": 1, "b": 2})", "[1, 2]"},
         {"$[\n0\t,\r1 ]", "[1, 2]", "[1, 2]"},
         {"$[ * ]", "[1]", "[1]"},
         {"$[ ?@ == 1 ]", "[1]", "[1]"},
         {"$[? @ == 1]", "[1]", "[1]"},
         {"$[?@==1]", "[1]", "[1]"},
         {"$[?@  ==\n1]", "[1]", "[1]"},
         {"$[?( @ == 1 )]", "[1]", "[1]"},
         {"$[?@ .a == 1]", R"([{"a": 1}])", R"([{"a": 1}])"},
         {"$[?@ ['a'] == 1]", R"([{"a": 1}])", R"([{"a": 1}])"},
         {"$[?@[ 'a' ]]", R"([{"a": 1}])", R"([{"a": 1}])"},
         {"$[?count(@[ 'a' ]) == 1]", R"([{"a": 1}])", R"([{"a": 1}])"},
         {"$[?@.a && \n @.b]", R"([{"a": 1, "b": 2}])", R"([{"a": 1, "b": 2}])"},
         {"$[?match( @ , 'a' )]", "[\"a\"]", "[\"a\"]"},
         {"$[?match(\n@\n,\n'a'\n)]", "[\"a\"]", "[\"a\"]"}});
}

// Section 2.7.
void TestJsonPath::normalizedPaths_data()
{
    add({{"$.a", "{\"a\": 1}", "[1]", R"(["$['a']"])"},
         {"$[\"a\"][-1]", "{\"a\": [1, 2]}", "[2]", R"(["$['a'][1]"])"},
         {"$.*", R"({"'": 1})", "[1]", R"(["$['\\'']"])"},
         {"$.*", R"({"\"": 1})", "[1]", R"(["$['\"']"])"},
         {"$.*", R"({"\\": 1})", "[1]", R"(["$['\\\\']"])"},
         {"$.*", R"({"\b\t\n\f\r": 1})", "[1]", R"(["$['\\b\\t\\n\\f\\r']"])"},
         {"$.*", R"({"\u000b\u0000\u001f": 1})", "[1]", R"(["$['\\u000b\\u0000\\u001f']"])"},
         {"$.*", R"({"ä😀\u007f/": 1})", "[1]", "[\"$['ä😀\x7f/']\"]"},
         {"$.*", R"({"": 1})", "[1]", R"(["$['']"])"}});
}

// All bounds and steps against the pseudo-code of section 2.3.4.2.2, written out once more.
void TestJsonPath::slicesAsTheRfcComputesThem()
{
    const auto text = [](int bound) { return bound == 99 ? std::string() : std::to_string(bound); };
    constexpr int bounds[] = {99, -8, -6, -5, -4, -1, 0, 1, 3, 4, 5, 6, 8};
    constexpr int steps[] = {99, -6, -5, -2, -1, 0, 1, 2, 5, 6};
    for (const int size : {0, 1, 5}) {
        Value array = Value::array();
        for (int i = 0; i < size; ++i)
            array.push_back(i);
        for (const int start : bounds) {
            for (const int end : bounds) {
                for (const int givenStep : steps) {
                    const int step = givenStep == 99 ? 1 : givenStep;
                    Value wanted = Value::array();
                    const int from = start != 99 ? start : (step >= 0 ? 0 : size - 1);
                    const int to = end != 99 ? end : (step >= 0 ? size : -size - 1);
                    const int first = from >= 0 ? from : size + from;
                    const int last = to >= 0 ? to : size + to;
                    for (int i = 0; i < size && step > 0; ++i) {
                        const int lower = std::min(std::max(first, 0), size);
                        if (i >= lower && i < std::min(std::max(last, 0), size) && (i - lower) % step == 0)
                            wanted.push_back(i);
                    }
                    for (int i = size - 1; i >= 0 && step < 0; --i) {
                        const int upper = std::min(std::max(first, -1), size - 1);
                        if (i <= upper && i > std::min(std::max(last, -1), size - 1) && (upper - i) % -step == 0)
                            wanted.push_back(i);
                    }
                    const std::string query = "$[" + text(start) + ":" + text(end) + ":" + text(givenStep) + "]";
                    EvaluationMeter meter;
                    const Result<Nodes> nodes = compiled(query).select(array, meter);
                    QVERIFY(nodes);
                    QVERIFY2(equal(valuesOf(*nodes), wanted), query.c_str());
                }
            }
        }
    }
}

void TestJsonPath::pointsIntoTheTree()
{
    const Value root = tree(shop);
    EvaluationMeter meter;
    const Result<Nodes> nodes = compiled("$.shelf.plants[?@.name == 'Java']").select(root, meter);
    QVERIFY(nodes);
    QCOMPARE(nodes->size(), 1u);
    QCOMPARE(nodes->front(), resolvePointer(root, u"/shelf/plants/3"));
}

void TestJsonPath::knowsWhetherSingular()
{
    for (const char *query : {"$", "$.a", "$['a'][0].b", "$[ 'a' ]", "$[-1]"})
        QVERIFY2(compiled(query).isSingular(), query);
    for (const char *query : {"$..a", "$[*]", "$[0,1]", "$['a','a']", "$[0:1]", "$[?@]", "$..[0]"})
        QVERIFY2(!compiled(query).isSingular(), query);
    QVERIFY(compiled("$").isRoot());
    QVERIFY(!compiled("$.a").isRoot());
}

void TestJsonPath::namesItsPrefix()
{
    QCOMPARE(compiled("$").fixedPrefix(), QStringList());
    QCOMPARE(compiled("$.a['b c'][0].d").fixedPrefix(), QStringList({u"a"_qs, u"b c"_qs, u"[0]"_qs, u"d"_qs}));
    QCOMPARE(compiled("$.a[*].b").fixedPrefix(), QStringList({u"a"_qs}));
    QCOMPARE(compiled("$.a..b").fixedPrefix(), QStringList({u"a"_qs}));
    QCOMPARE(compiled("$['a','b'].c").fixedPrefix(), QStringList());
}

void TestJsonPath::startsElsewhere()
{
    const Value root = tree(R"({"limit": 2, "list": [1, 2, 3]})");
    EvaluationMeter meter;
    const Result<Nodes> nodes = compiled("$[?@ > $.limit]").selectFrom(*member(root, "list"), root, meter);
    QVERIFY(nodes);
    QCOMPARE(serialize(valuesOf(*nodes)), "[3]");
}

void TestJsonPath::stopsAtTheBudget()
{
    Value wide = Value::array();
    for (int i = 0; i < 2000; ++i)
        wide.push_back(i);
    EvaluationMeter enough(2000);
    QVERIFY(compiled("$[*]").select(wide, enough));
    EvaluationMeter little(1999);
    const Result<Nodes> stopped = compiled("$[*]").select(wide, little);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::LimitExceeded);
    // Every element against every element: stopped by the default budget, at once.
    EvaluationMeter usual;
    QVERIFY(!compiled("$[?count($[?@ == 5]) > 3]").select(wide, usual));
    QVERIFY(usual.isExhausted());
    EvaluationMeter deepEqual(1000);
    QVERIFY(!compiled("$[?$ == $]").select(wide, deepEqual));
    EvaluationMeter shortPaths(10'000, 100);
    QVERIFY(!compiled("$[*]").locate(wide, shortPaths));
    // Long texts cost more than short ones.
    const Value longText = Value::array({std::string(1'000'000, 'a'), std::string(1'000'000, 'a')});
    for (const char *query : {"$[?length(@) > 3]", "$[?@ < $[0]]"}) {
        EvaluationMeter many(100'000);
        QVERIFY2(compiled(query).select(longText, many), query);
        EvaluationMeter few(1000);
        QVERIFY2(!compiled(query).select(longText, few), query);
    }
    // A pattern that would explode elsewhere, on a text that would make it.
    const Value text = Value::array({std::string(100'000, 'a') + "!"});
    EvaluationMeter linear;
    const Result<Nodes> none = compiled("$[?match(@, '(a*)*(a*)*b')]").select(text, linear);
    QVERIFY(none);
    QVERIFY(none->empty());
}

void TestJsonPath::walksDeepTrees()
{
    constexpr int depth = 100'000;
    Value value = tree(R"({"x": 1})");
    for (int i = 0; i < depth; ++i) {
        Value outer = Value::array();
        outer.push_back(std::move(value));
        value = std::move(outer);
    }
    EvaluationMeter meter;
    const Result<Nodes> nodes = compiled("$..x").select(value, meter);
    QVERIFY(nodes);
    QCOMPARE(nodes->size(), 1u);
    const Result<std::vector<LocatedNode>> located = compiled("$..x").locate(value, meter);
    QVERIFY(located);
    QCOMPARE(located->front().path.size(), std::size_t(depth) * 3 + 6);
}

void TestJsonPath::isSharedByThreads()
{
    const Value root = tree(shop);
    const JsonPath path = compiled("$..[?match(@.kind, 'p.*') && @.price > 30].name");
    std::array<std::size_t, 4> found{};
    {
        std::vector<std::jthread> threads;
        for (std::size_t &count : found) {
            threads.emplace_back([&root, &path, &count] {
                for (int i = 0; i < 200; ++i) {
                    EvaluationMeter meter;
                    count += path.select(root, meter).valueOr({}).size();
                }
            });
        }
    }
    for (const std::size_t count : found)
        QCOMPARE(count, 200u);
}

QTEST_GUILESS_MAIN(TestJsonPath)
#include "tst_jsonpath.moc"
