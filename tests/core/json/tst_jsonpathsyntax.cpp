// SPDX-License-Identifier: GPL-3.0-or-later
// What is no JSONPath, and where: the grammar of RFC 9535 and its rules of types, each broken on purpose.
#include "core/json/jsonpath.h"

#include <QTest>

using namespace uw;
using namespace uw::json;

namespace {

struct Row {
    const char *query;
    int column; // of the fault
};

} // namespace

class TestJsonPathSyntax : public QObject {
    Q_OBJECT

private:
    static void columns();
    template<std::size_t Count>
    static void add(const Row (&rows)[Count]);
    void refusesRow();

private Q_SLOTS:
    void wholeQueries_data();
    void wholeQueries() { refusesRow(); }
    void segments_data();
    void segments() { refusesRow(); }
    void names_data();
    void names() { refusesRow(); }
    void numbers_data();
    void numbers() { refusesRow(); }
    void conditions_data();
    void conditions() { refusesRow(); }
    void literals_data();
    void literals() { refusesRow(); }
    void types_data();
    void types() { refusesRow(); }
    void blanks_data();
    void blanks() { refusesRow(); }
    void encoding_data();
    void encoding() { refusesRow(); }

    void limits();
    void countsCharacters();
    void acceptsWhatLooksOdd_data();
    void acceptsWhatLooksOdd();
};

void TestJsonPathSyntax::columns()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("column");
}

template<std::size_t Count>
void TestJsonPathSyntax::add(const Row (&rows)[Count])
{
    columns();
    for (std::size_t i = 0; i < Count; ++i)
        QTest::addRow("%zu: %s", i, rows[i].query) << QByteArray(rows[i].query) << rows[i].column;
}

void TestJsonPathSyntax::refusesRow()
{
    QFETCH(QByteArray, query);
    QFETCH(int, column);
    QueryFault fault;
    const Result<JsonPath> path = JsonPath::compile(query.toStdString(), &fault);
    QVERIFY(!path);
    QCOMPARE(path.error().code, ErrorCode::InvalidInput);
    QCOMPARE(fault.column, column);
    QVERIFY(fault.offset >= column - 1 && fault.offset <= query.size());
    QVERIFY2(fault.message.endsWith(u'.'), qPrintable(fault.message));
    QCOMPARE(path.error().text, u"Column %1: %2"_qs.arg(column).arg(fault.message));
}

void TestJsonPathSyntax::wholeQueries_data()
{
    add({{"", 1},          {"a", 1},         {".a", 1},           {"@", 1},     {"@.a", 1},
         {" $", 1},        {"$ ", 2},        {"$.a ", 4},         {"$\n", 2},   {"$$", 2},
         {"$a", 2},        {"$.a$", 4},      {"$.a.", 5},         {"$.a[", 5},  {"$]", 2},
         {"$(", 2},        {"*", 1},         {"[0]", 1},          {"'$'", 1},   {"$.a,$.b", 4},
         {"$.a | $.b", 5}, {"$.a//note", 4}, {"$.length()", 9},   {"$.a=1", 4}, {"$,", 2},
         {"$-1", 2},       {"$.a]", 4},      {"\xEF\xBB\xBF$", 1}});
}

void TestJsonPathSyntax::segments_data()
{
    add({{"$.", 3},     {"$..", 4},    {"$...a", 4},    {"$. .a", 3},   {"$.. a", 4},   {"$.. [0]", 4},
         {"$. a", 3},   {"$.[0]", 3},  {"$.['a']", 3},  {"$.\"a\"", 3}, {"$.'a'", 3},   {"$..'a'", 4},
         {"$.1", 3},    {"$.1a", 3},   {"$.a-b", 4},    {"$.-a", 3},    {"$.a b", 5},   {"$.a*", 4},
         {"$.**", 4},   {"$.@", 3},    {"$.$", 3},      {"$.a'", 4},    {"$[]", 3},     {"$[ ]", 4},
         {"$[,]", 3},   {"$[0,]", 5},  {"$[,0]", 3},    {"$[0,,1]", 5}, {"$[0 1]", 5},  {"$['a' 'b']", 7},
         {"$[0", 2},    {"$['a'", 2},  {"$[0]]", 5},    {"$[[0]]", 3},  {"$[a]", 3},    {"$[-a]", 3},
         {"$[$.a]", 3}, {"$[@.a]", 3}, {"$[(@.a)]", 3}, {"$[**]", 4},   {"$[* 0]", 5},  {"$..[]", 5},
         {"$.&", 3},    {"$.(a)", 3},  {"$.a#", 4},     {"$[true]", 3}, {"$['a'].", 8}, {"$.a..", 6},
         {"$..[0", 4}});
}

// Quoted names and their escapes, section 2.3.1.1.
void TestJsonPathSyntax::names_data()
{
    add({{"$['a]", 3},
         {"$[\"a]", 3},
         {"$['a\"]", 3},
         {"$['a'b']", 6},
         {"$['a\\']", 3},
         {"$['\\\"']", 4},
         {"$[\"\\'\"]", 4},
         {"$['\\a']", 4},
         {"$['\\v']", 4},
         {"$['\\0']", 4},
         {"$['\\x41']", 4},
         {"$['\\U0041']", 4},
         {"$['\\u']", 4},
         {"$['\\u12']", 4},
         {"$['\\u004']", 4},
         {"$['\\u004G']", 4},
         {"$['\\u+041']", 4},
         {"$['\\u-041']", 4},
         {"$['\\u{41}']", 4},
         {"$['\\uD800']", 4},
         {"$['\\uDC00']", 4},
         {"$['\\uD800\\uD800']", 4},
         {"$['\\uDC00\\uD800']", 4},
         {"$['\\uD800x']", 4},
         {"$['\\uD800\\n']", 4},
         {"$['\\uD83D \\uDE00']", 4},
         {"$['\n']", 4},
         {"$['\t']", 4},
         {"$['\x1f']", 4},
         {"$['a\x01']", 5},
         {"$['\\ ']", 4},
         {"$['\\", 4},
         {"$['", 3},
         {"$[\"\\u00\"]", 4},
         {"$['\\\n']", 4},
         {"$[?@['\\x'] == 1]", 7}});
}

// Indexes and slices, sections 2.1 and 2.3.
void TestJsonPathSyntax::numbers_data()
{
    add({{"$[01]", 3},
         {"$[00]", 3},
         {"$[-0]", 3},
         {"$[-01]", 3},
         {"$[1.0]", 4},
         {"$[1e0]", 4},
         {"$[+1]", 3},
         {"$[-]", 3},
         {"$[--1]", 3},
         {"$[- 1]", 3},
         {"$[0x1]", 4},
         {"$[1_0]", 4},
         {"$[9007199254740992]", 3},
         {"$[-9007199254740992]", 3},
         {"$[99999999999999999999]", 3},
         {"$[:9007199254740992]", 4},
         {"$[::-9007199254740992]", 5},
         {"$[9007199254740992:]", 3},
         {"$[01:]", 3},
         {"$[:02]", 4},
         {"$[::-0]", 5},
         {"$[::01]", 5},
         {"$[-0:]", 3},
         {"$[:-0]", 4},
         {"$[1:2:3:4]", 8},
         {"$[:::]", 5},
         {"$[1:2.0]", 6},
         {"$['a':1]", 6},
         {"$[1:'a']", 5},
         {"$[a:b]", 3},
         {"$[1;2]", 4},
         {"$[1:2 3]", 7},
         {"$[.5]", 3}});
}

void TestJsonPathSyntax::conditions_data()
{
    add({{"$[?]", 4},
         {"$[? ]", 5},
         {"$[?@.a", 2},
         {"$[?(@.a)", 2},
         {"$[?(@.a]", 8},
         {"$[?@.a)]", 7},
         {"$[?()]", 5},
         {"$[?!]", 5},
         {"$[?@.a &&]", 10},
         {"$[?&& @.a]", 4},
         {"$[?@.a || ]", 11},
         {"$[?@.a & @.b]", 8},
         {"$[?@.a | @.b]", 8},
         {"$[?@.a and @.b]", 8},
         {"$[?not @.a]", 4},
         {"$[?@.a = 1]", 8},
         {"$[?@.a === 1]", 10},
         {"$[?@.a <> 1]", 9},
         {"$[?@.a =~ 'x']", 8},
         {"$[?@.a == ]", 11},
         {"$[?== 1]", 4},
         {"$[?@.a == 1 == 2]", 13},
         {"$[?1 < @.a < 3]", 12},
         {"$[?(@.a == 1) == true]", 15},
         {"$[?!@.a == 1]", 9},
         {"$[?!1 == 1]", 7},
         {"$[?!!@.a]", 5},
         {"$[?@.a in [1]]", 8},
         {"$[?@.a == [1]]", 11},
         {"$[?@.a == {}]", 11},
         {"$[?@.a + 1 == 2]", 8},
         {"$[?a == 1]", 4},
         {"$[?.a]", 4},
         {"$[?*]", 4},
         {"$[?@.a == *]", 11},
         {"$[?@a]", 5},
         {"$[?$a]", 5},
         {"$[?@ @]", 6},
         {"$[?@.a, ]", 9},
         {"$[(?@.a)]", 3},
         {"$[?(@.a, @.b)]", 8},
         {"$[?@.a ? 1]", 8},
         {"$?@.a", 2},
         {"$.?@.a", 3},
         {"$[?@.a &&& @.b]", 10},
         {"$[?@.a == 'x' &&]", 17},
         {"$[?@.]", 6},
         {"$[?@..]", 7}});
}

void TestJsonPathSyntax::literals_data()
{
    add({{"$[?true]", 4},       {"$[?false]", 4},          {"$[?null]", 4},         {"$[?'a']", 4},
         {"$[?1]", 4},          {"$[?!true]", 5},          {"$[?@.a && true]", 11}, {"$[?(1)]", 5},
         {"$[?@ == True]", 9},  {"$[?@ == TRUE]", 9},      {"$[?@ == Null]", 9},    {"$[?@ == nul]", 9},
         {"$[?@ == nulls]", 9}, {"$[?@ == undefined]", 9}, {"$[?@ == 01]", 9},      {"$[?@ == -01]", 9},
         {"$[?@ == 1.]", 9},    {"$[?@ == .1]", 9},        {"$[?@ == -.1]", 9},     {"$[?@ == 1e]", 9},
         {"$[?@ == 1e+]", 9},   {"$[?@ == 1.e1]", 9},      {"$[?@ == +1]", 9},      {"$[?@ == 1e1.0]", 12},
         {"$[?@ == - 1]", 9},   {"$[?@ == --1]", 9},       {"$[?@ == 0x1]", 10},    {"$[?@ == 1e999]", 9},
         {"$[?@ == NaN]", 9},   {"$[?@ == Infinity]", 9},  {"$[?@ == 'a]", 9},      {"$[?@ == '\\q']", 10},
         {"$[?@ == abc]", 9},   {"$[?@ == /a/]", 9},       {"$[?@ == `a`]", 9}});
}

// Section 2.4.3: well-typedness.
void TestJsonPathSyntax::types_data()
{
    add({{"$[?@.* == 1]", 4},
         {"$[?1 == @.*]", 9},
         {"$[?@..a == 1]", 4},
         {"$[?@[0, 1] == 1]", 4},
         {"$[?@['a','b'] == 1]", 4},
         {"$[?@[0:1] == 1]", 4},
         {"$[?@[?@.a] == 1]", 4},
         {"$[?@ == $..a]", 9},
         {"$[?@[*] < 1]", 4},
         {"$[?length(@)]", 4},
         {"$[?!length(@)]", 5},
         {"$[?count(@.*)]", 4},
         {"$[?value(@.*)]", 4},
         {"$[?length(@) && @.a]", 4},
         {"$[?match(@, 'a') == true]", 4},
         {"$[?true == search(@, 'a')]", 12},
         {"$[?length(match(@, 'a')) == 1]", 11},
         {"$[?length(@.*) == 1]", 11},
         {"$[?length(@[0:1]) == 1]", 11},
         {"$[?length() == 1]", 4},
         {"$[?length(@, @) == 1]", 4},
         {"$[?count() == 1]", 4},
         {"$[?count(1) == 1]", 10},
         {"$[?count('a') == 1]", 10},
         {"$[?count(true) == 1]", 10},
         {"$[?count(length(@)) == 1]", 10},
         {"$[?count(@.a, @.b) == 1]", 4},
         {"$[?value(1) == 1]", 10},
         {"$[?value() == 1]", 4},
         {"$[?match(@.*, 'a')]", 10},
         {"$[?match('a', @..b)]", 15},
         {"$[?match(@)]", 4},
         {"$[?match(@, 'a', 'b')]", 4},
         {"$[?search('a')]", 4},
         {"$[?search(@, match(@, 'a'))]", 14},
         {"$[?len(@) == 1]", 4},
         {"$[?sum(@.*) > 1]", 4},
         {"$[?Length(@) == 1]", 4},
         {"$[?length (@) == 1]", 4},
         {"$[?count\n(@) == 1]", 4},
         {"$[?length(@.a == 1) == 1]", 11},
         {"$[?count(@.a && @.b) == 1]", 10},
         {"$[?length(!@.a) == 1]", 11},
         {"$[?length((@.a)) == 1]", 11},
         {"$[?length(@ == 1]", 11},
         {"$[?length(@,) == 1]", 13},
         {"$[?length(,@) == 1]", 11},
         {"$[?length(@ @) == 1]", 13},
         {"$[?length(@", 12},
         {"$[?f()]", 4},
         {"$[?_f(@)]", 4},
         {"$[?match(@, 'a{1001}')]", 13}});
}

// Where the grammar has no S.
void TestJsonPathSyntax::blanks_data()
{
    add({{"$. a", 3},
         {"$.\ta", 3},
         {"$.. a", 4},
         {"$..\n[0]", 4},
         {"$ . a", 4},
         {"$[- 1]", 3},
         {"$[? @. a]", 7},
         {"$[?@[ 'a'] == 1]", 4},
         {"$[?@['a' ] == 1]", 4},
         {"$[?@[ 0 ] < 1]", 4},
         {"$[?1 == @[ 0]]", 9},
         {"$[?length(@[ 'a' ]) == 1]", 11},
         {"$[?@ = = 1]", 6},
         {"$[?@ ! = 1]", 6},
         {"$[?@ < = 1]", 8},
         {"$[?@.a & & @.b]", 8},
         {"$[?@.a | | @.b]", 8},
         {"$[?@ == 1 .0]", 11},
         {"$[?@ == 1 e1]", 11},
         {"$[?@ == tr ue]", 9},
         {"$[\xC2\xA0"
          "0]",
          3},
         {"$\v.a", 2},
         {"$\f.a", 2},
         {"$[?. a]", 4}});
}

void TestJsonPathSyntax::encoding_data()
{
    add({{"$.\xFF", 3},
         {"$['\xC3']", 4},
         {"$.\xED\xA0\x80", 3},
         {"$.\xC0\xAE", 3},
         {"$.a\x80", 4},
         {"$.\xF4\x90\x80\x80", 3}});
    QTest::newRow("NUL") << QByteArray("$.a\0b", 5) << 4;
}

void TestJsonPathSyntax::limits()
{
    const auto nested = [](int depth, const std::string &open, const std::string &close) {
        std::string query = "$[?";
        for (int i = 0; i < depth; ++i)
            query += open;
        query += "@.a";
        for (int i = 0; i < depth; ++i)
            query += close;
        return query + "]";
    };
    QVERIFY(JsonPath::compile(nested(50, "(", ")")));
    QVERIFY(JsonPath::compile(nested(50, "@[?", "]")));
    QVERIFY(!JsonPath::compile(nested(100'000 / 10, "(", ")")));
    QVERIFY(!JsonPath::compile(nested(10'000, "@[?", "]")));
    QVERIFY(!JsonPath::compile(nested(10'000, "!(", ")")));
    std::string functions = "$[?";
    for (int i = 0; i < 5'000; ++i)
        functions += "length(";
    QVERIFY(!JsonPath::compile(functions));
    QVERIFY(!JsonPath::compile("$" + std::string(70'000, 'a')));
    // Long, but flat.
    std::string chain = "$[?@.a";
    for (int i = 0; i < 5'000; ++i)
        chain += "||@.a";
    const Result<JsonPath> path = JsonPath::compile(chain + "]");
    QVERIFY(path);
    EvaluationMeter meter;
    QVERIFY(path->select(Value::array({1}), meter));
}

void TestJsonPathSyntax::countsCharacters()
{
    QueryFault fault;
    QVERIFY(!JsonPath::compile(u"$['äöü😀'].x y", &fault));
    QCOMPARE(fault.column, 13);
    QCOMPARE(fault.offset, 18);
    QVERIFY2(fault.message.contains(u"“y”"), qPrintable(fault.message));
    QVERIFY(!JsonPath::compile(u"$[?@.a = 1]", &fault));
    QVERIFY2(fault.message.contains(u"“==”"), qPrintable(fault.message));
    QVERIFY(!JsonPath::compile(u"", &fault));
    QVERIFY2(fault.message.contains(u"the end"), qPrintable(fault.message));
}

void TestJsonPathSyntax::acceptsWhatLooksOdd_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : {"$['\x7f']",
                              "$.\xC2\x80",
                              "$.\xF4\x8F\xBF\xBF",
                              "$[?@ == -0]",
                              "$[?@ == 1.0e+01]",
                              "$[?@==-0e0]",
                              "$..[*]",
                              "$..*",
                              "$['\\uFFFF']",
                              "$[\"\xEF\xBF\xBF\"]",
                              "$._",
                              "$.__proto__",
                              "$.a1_",
                              "$[?@[?@[?@.a]]]",
                              "$[?$..a]",
                              "$[?count($..*) > 1]",
                              "$[?length(@)==length($)]",
                              "$[?match('a', '(')]",
                              "$[?!match(@,'a')&&!@.b]",
                              "$[?@.a==@.a&&!(@.b||@.c)]",
                              "$[0:0:0]"})
        QTest::newRow(query) << QByteArray(query);
}

void TestJsonPathSyntax::acceptsWhatLooksOdd()
{
    QFETCH(QByteArray, query);
    const Result<JsonPath> path = JsonPath::compile(query.toStdString());
    QVERIFY2(path, path ? "" : qPrintable(path.error().text));
}

QTEST_GUILESS_MAIN(TestJsonPathSyntax)
#include "tst_jsonpathsyntax.moc"
