// SPDX-License-Identifier: GPL-3.0-or-later
// What JSONPath selects: one table for each section of RFC 9535.
#include "core/json/jsonpath.h"

#include <QTest>

#include <thread>

using namespace uw;
using namespace uw::json;

namespace {

struct Row {
    const char *query;
    const char *document;
    const char *values;          // the array of what is selected
    const char *paths = nullptr; // the array of the normalized paths, where the row is about them
};

Value tree(QByteArrayView text)
{
    Result<Value> result = parse(text);
    if (!result)
        qFatal("%s: %s", text.constData(), qPrintable(result.error().text));
    return std::move(result).value();
}

JsonPath compiled(std::string_view query)
{
    Result<JsonPath> path = JsonPath::compile(query);
    if (!path)
        qFatal("%s: %s", query.data(), qPrintable(path.error().text));
    return std::move(path).value();
}

Value valuesOf(const Nodes &nodes)
{
    Value values = Value::array();
    for (const Value *node : nodes)
        values.push_back(*node);
    return values;
}

constexpr const char *shop = R"({"shelf": {"plants": [
    {"kind": "fern", "name": "Boston", "price": 8.5},
    {"kind": "palm", "name": "Areca", "price": 24, "rare": true},
    {"kind": "palm", "name": "Kentia", "price": 39.9, "rare": false},
    {"kind": "moss", "name": "Java", "price": 24, "rare": null}],
    "pot": {"color": "blue", "price": 12}}, "closed": false})";

constexpr const char *kinds = R"([null, true, false, 0, -1, 1.5, "", "a", "b", [], [1], {}, {"a": 1}])";

} // namespace

class TestJsonPath : public QObject {
    Q_OBJECT

private:
    void selectsRow();
    static void columns();
    template<std::size_t Count>
    static void add(const Row (&rows)[Count]);

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
    void existence_data();
    void existence() { selectsRow(); }
    void comparisons_data();
    void comparisons() { selectsRow(); }
    void numbers_data();
    void numbers() { selectsRow(); }
    void logic_data();
    void logic() { selectsRow(); }
    void length_data();
    void length() { selectsRow(); }
    void count_data();
    void count() { selectsRow(); }
    void matchAndSearch_data();
    void matchAndSearch() { selectsRow(); }
    void value_data();
    void value() { selectsRow(); }
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

void TestJsonPath::columns()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QByteArray>("paths");
}

template<std::size_t Count>
void TestJsonPath::add(const Row (&rows)[Count])
{
    columns();
    for (std::size_t i = 0; i < Count; ++i)
        QTest::addRow("%zu: %s", i, rows[i].query) << QByteArray(rows[i].query) << QByteArray(rows[i].document)
                                                   << QByteArray(rows[i].values) << QByteArray(rows[i].paths);
}

void TestJsonPath::selectsRow()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, document);
    QFETCH(QByteArray, values);
    QFETCH(QByteArray, paths);
    const Value root = tree(document);
    const JsonPath path = compiled(query.toStdString());
    EvaluationMeter meter;
    const Result<Nodes> nodes = path.select(root, meter);
    QVERIFY2(nodes, nodes ? "" : qPrintable(nodes.error().text));
    QCOMPARE(serialize(valuesOf(*nodes)), serialize(tree(values)));
    // Each path, read as a query, selects the very node it was made for.
    const Result<std::vector<LocatedNode>> located = path.locate(root, meter);
    QVERIFY(located);
    QCOMPARE(located->size(), nodes->size());
    Value spelt = Value::array();
    for (std::size_t i = 0; i < located->size(); ++i) {
        const LocatedNode &node = (*located)[i];
        QCOMPARE(node.value, (*nodes)[i]);
        QCOMPARE(compiled(node.path).selectSingle(root), node.value);
        spelt.push_back(node.path);
    }
    if (!paths.isNull())
        QCOMPARE(serialize(spelt), serialize(tree(paths)));
    if (path.isSingular()) {
        QVERIFY(nodes->size() <= 1);
        QCOMPARE(path.selectSingle(root), nodes->empty() ? nullptr : nodes->front());
    }
}

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

// Section 2.3.5.2.1: what exists, whatever its value.
void TestJsonPath::existence_data()
{
    add({{"$[?@.a]", R"([{"a": 1}, {"a": null}, {"a": false}, {"a": 0}, {"a": ""}, {"a": []}, {"b": 1}, 5])",
          R"([{"a": 1}, {"a": null}, {"a": false}, {"a": 0}, {"a": ""}, {"a": []}])"},
         {"$[?!@.a]", R"([{"a": null}, {"b": 1}, 5, []])", R"([{"b": 1}, 5, []])"},
         {"$[?! @.a]", R"([{"a": null}, {"b": 1}])", R"([{"b": 1}])"},
         {"$[?@]", "[null, 0]", "[null, 0]"},
         {"$[?!@]", "[null, 0]", "[]"},
         {"$[?$]", "[1, 2]", "[1, 2]"},
         {"$[?$[5]]", "[1, 2]", "[]"},
         {"$[?@.*]", "[[], [1], {}, {\"a\": 1}, 2]", "[[1], {\"a\": 1}]"},
         {"$[?@[0]]", "[[], [1], {\"0\": 1}]", "[[1]]"},
         {"$[?@[0:1]]", "[[], [1]]", "[[1]]"},
         {"$[?@..x]", R"([{"a": [{"x": 1}]}, {"y": 2}])", R"([{"a": [{"x": 1}]}])"},
         {"$[?@[?@ > 1]]", "[[0, 1], [1, 2], [3]]", "[[1, 2], [3]]"},
         {"$[?@[?@.b]]", R"([[{"b": 1}], [{"a": 1}]])", R"([[{"b": 1}]])"},
         {"$[?@['a','b']]", R"([{"a": 1}, {"b": 2}, {"c": 3}])", R"([{"a": 1}, {"b": 2}])"},
         {"$[?@.a.b]", R"([{"a": {"b": 0}}, {"a": 1}])", R"([{"a": {"b": 0}}])"},
         {"$.o[?@ < 3, ?@ < 2]", R"({"o": {"j": 1, "k": 2, "l": 3}})", "[1, 2, 1]"},
         {"$[?@.a, ?@.b]", R"([{"a": 1, "b": 2}])", R"([{"a": 1, "b": 2}, {"a": 1, "b": 2}])"},
         {"$[?@.a]", R"({"x": {"a": 1}, "y": {"b": 2}})", R"([{"a": 1}])", R"(["$['x']"])"},
         {"$[?@.a]", "\"text\"", "[]"},
         {"$[?@.a]", "{}", "[]"}});
}

// Section 2.3.5.2.2.
void TestJsonPath::comparisons_data()
{
    constexpr auto pair = R"([{"n": "both absent"}, {"n": "left", "a": 1}, {"n": "right", "b": 1},
        {"n": "same", "a": 1, "b": 1}, {"n": "less", "a": 1, "b": 2}, {"n": "null", "a": null, "b": null},
        {"n": "types", "a": 1, "b": "1"}, {"n": "lists", "a": [1, {"x": 2}], "b": [1, {"x": 2.0}]}])";
    add({{"$[?@.a == @.b].n", pair, R"(["both absent", "same", "null", "lists"])"},
         {"$[?@.a != @.b].n", pair, R"(["left", "right", "less", "types"])"},
         {"$[?@.a < @.b].n", pair, R"(["less"])"},
         {"$[?@.a > @.b].n", pair, "[]"},
         {"$[?@.b > @.a].n", pair, R"(["less"])"},
         {"$[?@.a <= @.b].n", pair, R"(["both absent", "same", "less", "null", "lists"])"},
         {"$[?@.a >= @.b].n", pair, R"(["both absent", "same", "null", "lists"])"},
         {"$[?@ == null]", kinds, "[null]"},
         {"$[?@ != null]", "[null, 0]", "[0]"},
         {"$[?@ == true]", kinds, "[true]"},
         {"$[?true == @]", kinds, "[true]"},
         {"$[?@ == false]", kinds, "[false]"},
         {"$[?@ == 0]", kinds, "[0]"},
         {"$[?@ == '']", kinds, R"([""])"},
         {"$[?@ == \"a\"]", kinds, R"(["a"])"},
         {"$[?'a' == @]", kinds, R"(["a"])"},
         {"$[?@ > 'a']", kinds, R"(["b"])"},
         {"$[?@ >= 'a']", kinds, R"(["a", "b"])"},
         {"$[?@ < 'a']", kinds, R"([""])"},
         {"$[?@ < 1]", kinds, "[0, -1]"},
         {"$[?@ <= 1.5]", kinds, "[0, -1, 1.5]"},
         {"$[?@ < true]", kinds, "[]"},
         {"$[?@ <= true]", kinds, "[true]"},
         {"$[?@ >= null]", kinds, "[null]"},
         {"$[?@ > null]", kinds, "[]"},
         {"$[?@ == $[10]]", kinds, "[[1]]"},
         {"$[?@ <= $[10]]", kinds, "[[1]]"},
         {"$[?@ < $[10]]", kinds, "[]"},
         {"$[?@ == $[12]]", kinds, R"([{"a": 1}])"},
         {"$[?@ == $.none]", kinds, "[]"},
         {"$[?@.none == $.none]", "[1, {}]", "[1, {}]"},
         {"$[?@.none != $.none]", "[1, {}]", "[]"},
         {"$[?@.none == 1]", "[1]", "[]"},
         {"$[?@.none != 1]", "[1]", "[1]"},
         {"$[?@.none < 1]", "[1]", "[]"},
         {"$[?@.a == @.b]", R"([{"a": {"x": 1, "y": 2}, "b": {"y": 2, "x": 1}}])",
          R"([{"a": {"x": 1, "y": 2}, "b": {"y": 2, "x": 1}}])"},
         {"$[?@.a == @.b]", R"([{"a": {"x": 1}, "b": {"x": 1, "y": 1}}, {"a": [1, 2], "b": [2, 1]}])", "[]"},
         {"$[?1 == 1]", "[7]", "[7]"},
         {"$[?1 == 2]", "[7]", "[]"},
         {"$[?'z' > '\\uD83D\\uDE00']", "[7]", "[]"},
         // By code point: U+FFFD stands before U+1F600, though its UTF-16 unit is the larger one.
         {"$[?@ < '😀']", "[\"\xEF\xBF\xBD\", \"😁\"]", "[\"\xEF\xBF\xBD\"]"},
         {"$[?@[0] == @[1]]", "[[1, 1], [1, 2], [], [1]]", "[[1, 1], []]"},
         {"$[?@[-1] == 2]", "[[1, 2], [2, 1]]", "[[1, 2]]"},
         {"$[?@['a'][0]['b'] == 1]", R"([{"a": [{"b": 1}]}])", R"([{"a": [{"b": 1}]}])"},
         {"$[?@.a=='it\\'s']", R"([{"a": "it's"}])", R"([{"a": "it's"}])"}});
}

// Section 2.3.5.2.2 and I-JSON: numbers compare as what they are, not as doubles.
void TestJsonPath::numbers_data()
{
    add({{"$[?@ == 1]", "[1, 1.0, 1e0, 10e-1, \"1\", true]", "[1, 1.0, 1.0, 1.0]"},
         {"$[?@ == 1.0]", "[1]", "[1]"},
         {"$[?@ == -0]", "[0, 0.0, -0.0]", "[0, 0.0, -0.0]"},
         {"$[?@ == -0.0e2]", "[0]", "[0]"},
         {"$[?@ == 1e2]", "[100]", "[100]"},
         {"$[?@ == 1E2]", "[100]", "[100]"},
         {"$[?@ == 1e+2]", "[100]", "[100]"},
         {"$[?@ == 100e-2]", "[1]", "[1]"},
         {"$[?@ == 0.5]", "[0.5, 0.25]", "[0.5]"},
         {"$[?@ > -1.5]", "[-1, -2]", "[-1]"},
         {"$[?@ == 9007199254740993]", "[9007199254740992, 9007199254740993]", "[9007199254740993]"},
         {"$[?@ > 9007199254740992.0]", "[9007199254740992, 9007199254740993]", "[9007199254740993]"},
         {"$[?@ == 18446744073709551615]", "[18446744073709551615, 18446744073709551614]", "[18446744073709551615]"},
         {"$[?@ < 18446744073709551616]", "[18446744073709551615]", "[18446744073709551615]"},
         {"$[?@ == 0.1]", "[0.1, 0.10000000000000002]", "[0.1]"},
         {"$[?@ < 1e308]", "[1e307]", "[1e307]"}});
}

// Section 2.3.5.1: precedence and parentheses.
void TestJsonPath::logic_data()
{
    constexpr auto bits = R"([{"n": 0}, {"n": 1, "a": 1}, {"n": 2, "b": 1}, {"n": 3, "a": 1, "b": 1}, {"n": 4, "c": 1},
        {"n": 5, "a": 1, "c": 1}, {"n": 6, "b": 1, "c": 1}, {"n": 7, "a": 1, "b": 1, "c": 1}])";
    add({{"$[?@.a && @.b].n", bits, "[3, 7]"},
         {"$[?@.a || @.b].n", bits, "[1, 2, 3, 5, 6, 7]"},
         {"$[?@.a || @.b && @.c].n", bits, "[1, 3, 5, 6, 7]"},
         {"$[?(@.a || @.b) && @.c].n", bits, "[5, 6, 7]"},
         {"$[?@.a && @.b || @.c].n", bits, "[3, 4, 5, 6, 7]"},
         {"$[?!@.a && @.b].n", bits, "[2, 6]"},
         {"$[?!(@.a && @.b)].n", bits, "[0, 1, 2, 4, 5, 6]"},
         {"$[?! ( @.a || @.b || @.c )].n", bits, "[0]"},
         {"$[?!(!@.a)].n", bits, "[1, 3, 5, 7]"},
         {"$[?(((@.a)))].n", bits, "[1, 3, 5, 7]"},
         {"$[?@.n > 2 && @.n < 5].n", bits, "[3, 4]"},
         {"$[?@.n == 1 || @.n == 6 || @.n == 7].n", bits, "[1, 6, 7]"},
         {"$[?(@.n == 1) || !(@.n < 7)].n", bits, "[1, 7]"},
         {"$[?@.a&&@.b||@.c].n", bits, "[3, 4, 5, 6, 7]"},
         {"$[?@.a == 1 && !@.b].n", bits, "[1, 5]"}});
}

// Section 2.4.4.
void TestJsonPath::length_data()
{
    add({{"$[?length(@) == 0]", kinds, R"(["", [], {}])"},
         {"$[?length(@) == 1]", kinds, R"(["a", "b", [1], {"a": 1}])"},
         {"$[?length(@.a) >= 2]", R"([{"a": "ab"}, {"a": [1, 2, 3]}, {"a": {"x": 1}}, {"b": 1}])",
          R"([{"a": "ab"}, {"a": [1, 2, 3]}])"},
         {"$[?length(@) == 2]", R"(["😀é", "ab", "abc"])", R"(["😀é", "ab"])"},
         {"$[?length(@) == length('ab')]", R"(["xy", "x"])", R"(["xy"])"},
         {"$[?length('abc') == 3]", "[1]", "[1]"},
         {"$[?length(1) == length(true)]", "[1]", "[1]"},
         {"$[?length(@.none) == length(null)]", "[1]", "[1]"},
         {"$[?length(@) < 1]", "[1, null]", "[]"},
         {"$[?length(value(@.*)) == 2]", R"([["ab"], ["ab", "cd"]])", R"([["ab"]])"},
         {"$[?length( @ ) == 1]", "[[1]]", "[[1]]"},
         {"$[?length($) == 2]", "[1, 2]", "[1, 2]"}});
}

// Section 2.4.5.
void TestJsonPath::count_data()
{
    add({{"$[?count(@.*) == 2]", R"([[1, 2], {"a": 1, "b": 2}, [1], 3])", R"([[1, 2], {"a": 1, "b": 2}])"},
         {"$[?count(@..*) > 2]", "[[[1], 2], [1, 2]]", "[[[1], 2]]"},
         {"$[?count(@) == 1]", "[1, null]", "[1, null]"},
         {"$[?count(@.a) == 1]", R"([{"a": null}, {}])", R"([{"a": null}])"},
         {"$[?count(@['a','b']) == 1]", R"([{"a": 1}, {"a": 1, "b": 2}])", R"([{"a": 1}])"},
         {"$[?count(@[?@ > 1]) >= 2]", "[[1, 2, 3], [1, 2]]", "[[1, 2, 3]]"},
         {"$[?count($..x) == 0]", "[1]", "[1]"},
         {"$[?count(@ .*) == count( @.* )]", "[[1]]", "[[1]]"},
         {"$[?count(@[0, 0]) == 2]", "[[1]]", "[[1]]"}});
}

// Sections 2.4.6 and 2.4.7, RFC 9485.
void TestJsonPath::matchAndSearch_data()
{
    constexpr auto words = R"(["ab", "abc", "xab", "a\nb", "", 5, null, ["ab"]])";
    add({{"$[?match(@, 'ab')]", words, R"(["ab"])"},
         {"$[?match(@, 'a.')]", words, R"(["ab"])"},
         {"$[?match(@, '.*')]", words, R"(["ab", "abc", "xab", ""])"},
         {"$[?match(@, 'a|abc')]", words, R"(["abc"])"},
         {"$[?match(@, '')]", words, R"([""])"},
         {"$[?search(@, 'ab')]", words, R"(["ab", "abc", "xab"])"},
         {"$[?search(@, 'a.b')]", words, "[]"},
         {"$[?search(@, '')]", words, R"(["ab", "abc", "xab", "a\nb", ""])"},
         {"$[?search(@, 'b|c')]", words, R"(["ab", "abc", "xab", "a\nb"])"},
         {"$[?!match(@, 'ab')]", "[\"ab\", 5]", "[5]"},
         {"$[?match(@.a, $.re)]", R"({"re": "x+", "o": {"a": "xx"}, "p": {"a": "y"}})", R"([{"a": "xx"}])"},
         {"$[?match(@.a, @.re)]", R"([{"a": "xx", "re": "x{2}"}, {"a": "xx", "re": "("}, {"a": "xx", "re": 1}])",
          R"([{"a": "xx", "re": "x{2}"}])"},
         {"$[?match(@, '(')]", words, "[]"},
         {"$[?search(@, '*a')]", words, "[]"},
         {"$[?match(@, 5)]", "[\"5\", 5]", "[]"},
         {"$[?match(@, null)]", words, "[]"},
         {"$[?match(5, '5')]", words, "[]"},
         {"$[?match(@.none, '.*')]", words, "[]"},
         {"$[?match(@, @.none)]", words, "[]"},
         {"$[?match('ab', 'a[b]')]", "[1]", "[1]"},
         {"$[?match(@, '\\\\d')]", "[\"5\", \"d\"]", "[]"},
         {"$[?match(@, '[0-9]{2,3}')]", R"(["1", "12", "123", "1234"])", R"(["12", "123"])"},
         {"$[?match(@, '\\\\p{Lu}\\\\P{Lu}')]", R"(["Ab", "ab", "Äb", "AB"])", R"(["Ab", "Äb"])"},
         {"$[?match(@, '[^a-c]')]", R"(["a", "d", "😀", "\n"])", R"(["d", "😀", "\n"])"},
         {"$[?match(@, '.')]", "[\"\\u2028\", \"\\r\", \"\\n\", \"\\u0085\", \"😀\"]",
          "[\"\\u2028\", \"\\u0085\", \"😀\"]"},
         {"$[?match(@, 'a\\\\.b')]", R"(["a.b", "axb"])", R"(["a.b"])"},
         {"$[?match(@, '[.]')]", R"([".", "x"])", R"(["."])"},
         {"$[?match(@, '^ab.*')]", words, R"(["ab", "abc"])"},
         {"$[?search(@, 'ab$')]", words, R"(["ab", "xab"])"},
         {"$[?match(@.x, 'a') || search(@.y, 'b')]", R"([{"x": "a"}, {"y": "abc"}, {"x": "b"}])",
          R"([{"x": "a"}, {"y": "abc"}])"},
         {"$[?match(value(@.*), 'a+')]", R"([["aa"], ["aa", "a"]])", R"([["aa"]])"}});
}

// Section 2.4.8.
void TestJsonPath::value_data()
{
    add({{"$[?value(@.*) == 4]", R"([[4], {"a": 4}, [4, 4], [5], 4])", R"([[4], {"a": 4}])"},
         {"$[?value(@..a) == 1]", R"([{"x": {"a": 1}}, {"a": 1, "x": {"a": 1}}])", R"([{"x": {"a": 1}}])"},
         {"$[?value(@.none) == value(@.also)]", "[1]", "[1]"},
         {"$[?value(@.*) == value($.none)]", "[[1], [1, 2], []]", "[[1, 2], []]"},
         {"$[?value(@) == 1]", "[1, 2]", "[1]"}});
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
