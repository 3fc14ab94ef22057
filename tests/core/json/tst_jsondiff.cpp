// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/diff.h"
#include "core/json/treehash.h"

#include <QRandomGenerator>
#include <QTest>

using namespace uw;
using namespace uw::json;

namespace {

Value tree(QByteArrayView text)
{
    Result<Value> result = parse(text);
    if (!result)
        qFatal("%s", qPrintable(result.error().text));
    return std::move(result).value();
}

// "+/a=1", "-/b=2", "~/c=1>2", and "~/c/1>/c/2=…" where the places differ.
QString drawn(const Diff &diff)
{
    const auto text = [](const Value *value) { return QString::fromUtf8(serialize(*value)); };
    QStringList lines;
    for (const Difference &difference : diff.differences()) {
        const QString before = diff.pointerBefore(difference);
        const QString after = diff.pointerAfter(difference);
        switch (difference.kind) {
        case Difference::Kind::Added:
            lines.append(u'+' + after + u'=' + text(difference.after));
            break;
        case Difference::Kind::Removed:
            lines.append(u'-' + before + u'=' + text(difference.before));
            break;
        case Difference::Kind::Changed:
            lines.append(u'~' + before + (before == after ? QString() : QString(u'>' + after)) + u'='
                         + text(difference.before) + u'>' + text(difference.after));
        }
    }
    return lines.join(u' ');
}

Value nested(int depth, Value innermost)
{
    Value value = std::move(innermost);
    for (int i = 0; i < depth; ++i) {
        Value outer = i % 2 == 0 ? Value::array() : Value::object();
        if (outer.is_array())
            outer.push_back(std::move(value));
        else
            outer["m"] = std::move(value);
        value = std::move(outer);
    }
    return value;
}

} // namespace

class TestJsonDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void compares_data();
    void compares();
    void leadsToTheValues();
    void rebuildsTheOther();
    void countsDifferences();
    void boundsTheWork();
    void deepTrees();
    void hashesAgreeWithEqual_data();
    void hashesAgreeWithEqual();
};

void TestJsonDiff::compares_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *before, const char *after, const char *expected) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(expected);
    };
    row("same", R"({"a":[1,{"b":null}]})", R"({"a":[1.0,{"b":null}]})", "");
    row("another order of members", R"({"a":1,"b":2})", R"({"b":2,"a":1})", "");
    row("root", "1", "2", "~=1>2");
    row("exact numbers", "9007199254740993", "9007199254740992.0", "~=9007199254740993>9007199254740992.0");
    row("type", R"({"a":[]})", R"({"a":{}})", "~/a=[]>{}");
    row("text and number", R"(["1"])", "[1]", R"(~/0="1">1)");
    row("members", R"({"a":1,"b":2,"c":3})", R"({"x":0,"a":1,"c":4})", "-/b=2 ~/c=3>4 +/x=0");
    row("names are escaped", R"({"a/b":{"~":1}})", R"({"a/b":{"~":2}})", "~/a~1b/~0=1>2");
    row("element inserted", "[1,2,3]", "[0,1,2,3]", "+/0=0");
    row("element removed", "[1,2,3]", "[1,3]", "-/1=2");
    row("element changed", "[1,2,3]", "[1,5,3]", "~/1=2>5");
    row("elements swapped", R"(["a","b"])", R"(["b","a"])", R"(-/0="a" +/1="a")");
    row("all elements changed", "[1,2]", "[3,4,5]", "~/0=1>3 ~/1=2>4 +/2=5");
    row("inside a shifted element", R"([{"id":1,"v":1},{"id":2,"v":1}])", R"([{"id":9},{"id":1,"v":1},{"id":2,"v":2}])",
        R"(+/0={"id":9} ~/1/v>/2/v=1>2)");
    row("elements paired by id", R"([{"id":1,"v":1},{"id":2,"v":1}])", R"([{"id":2,"v":2}])",
        R"(-/0={"id":1,"v":1} ~/1/v>/0/v=1>2)");
    row("another id is another element", R"([{"id":"a","v":1}])", R"([{"id":"b","v":1}])",
        R"(-/0={"id":"a","v":1} +/0={"id":"b","v":1})");
    row("without id in order", R"([{"v":1},{"v":2}])", R"([{"v":3},{"v":4}])", "~/0/v=1>3 ~/1/v=2>4");
    row("types are paired", R"(["a",[1]])", R"([[1,2]])", R"(-/0="a" +/0/1=2)");
    row("emptied", R"({"a":[1,2]})", R"({"a":[]})", "-/a/0=1 -/a/1=2");
    row("nested arrays", "[[1,2],[3,4]]", "[[1,2],[3,5]]", "~/1/1=4>5");
    row("document order", R"({"a":{"x":1,"y":1},"b":1,"c":[1]})", R"({"n":1,"c":[2],"a":{"z":1,"x":2},"b":1})",
        "~/a/x=1>2 -/a/y=1 +/a/z=1 ~/c/0=1>2 +/n=1");
}

void TestJsonDiff::compares()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, expected);
    const Value left = tree(before);
    const Value right = tree(after);
    const Diff diff = Diff::between(left, right);
    QCOMPARE(drawn(diff), expected);
    QVERIFY(diff.isComplete());
    QCOMPARE(diff.differences().isEmpty(), equal(left, right));
}

void TestJsonDiff::leadsToTheValues()
{
    const Value before = tree(R"({"list":[{"id":1,"t":["a","b"]},{"id":2}],"gone":{"x":1}})");
    const Value after = tree(R"({"list":[{"id":0},{"id":1,"t":["a","c","d"]}],"new":[]})");
    const Diff diff = Diff::between(before, after);
    QVERIFY(diff.differences().size() > 4);
    for (const Difference &difference : diff.differences()) {
        if (difference.before)
            QCOMPARE(resolvePointer(before, diff.pointerBefore(difference)), difference.before);
        else
            QVERIFY(diff.pointerBefore(difference).isNull());
        if (difference.after)
            QCOMPARE(resolvePointer(after, diff.pointerAfter(difference)), difference.after);
        else
            QVERIFY(diff.pointerAfter(difference).isNull());
    }
    QCOMPARE(diff.count(Difference::Kind::Added) + diff.count(Difference::Kind::Removed)
                 + diff.count(Difference::Kind::Changed),
             diff.differences().size());
}

namespace {

Value randomTree(QRandomGenerator &random, int depth)
{
    if (depth == 0 || random.bounded(4) == 0)
        return Value(random.bounded(4));
    Value value = random.bounded(2) == 0 ? Value::array() : Value::object();
    for (int i = random.bounded(6); i > 0; --i) {
        if (value.is_array())
            value.push_back(randomTree(random, depth - 1));
        else
            value[std::string(1, char('a' + random.bounded(5)))] = randomTree(random, depth - 1);
    }
    return value;
}

// A leaf or a whole container somewhere in the tree is replaced, a few times.
void disturb(QRandomGenerator &random, Value &value)
{
    if (value.is_structured() && !value.empty() && random.bounded(5) != 0) {
        auto child = value.begin();
        std::advance(child, random.bounded(int(value.size())));
        if (random.bounded(6) == 0)
            value.erase(child);
        else
            disturb(random, *child);
        return;
    }
    value = randomTree(random, 2);
}

// Applies the differences to the tree before: changes in place, removals from the end on, additions from the start on.
Value applied(Value value, const Diff &diff)
{
    const auto at = [&value](const QString &pointer) -> Value & {
        return const_cast<Value &>(*resolvePointer(value, pointer));
    };
    const auto parentOf = [](const QString &pointer) { return pointer.left(pointer.lastIndexOf(u'/')); };
    const auto tokenOf = [](const QString &pointer) { return pointer.mid(pointer.lastIndexOf(u'/') + 1); };
    const QList<Difference> &all = diff.differences();
    for (const Difference &difference : all) {
        if (difference.kind == Difference::Kind::Changed)
            at(diff.pointerBefore(difference)) = *difference.after;
    }
    for (auto difference = all.rbegin(); difference != all.rend(); ++difference) {
        if (difference->kind != Difference::Kind::Removed)
            continue;
        const QString pointer = diff.pointerBefore(*difference);
        Value &parent = at(parentOf(pointer));
        if (parent.is_array())
            parent.erase(tokenOf(pointer).toULongLong());
        else
            parent.erase(tokenOf(pointer).toStdString());
    }
    for (const Difference &difference : all) {
        if (difference.kind != Difference::Kind::Added)
            continue;
        const QString pointer = diff.pointerAfter(difference);
        Value &parent = at(parentOf(pointer));
        if (parent.is_array())
            parent.insert(parent.begin() + tokenOf(pointer).toLongLong(), *difference.after);
        else
            parent[tokenOf(pointer).toStdString()] = *difference.after;
    }
    return value;
}

} // namespace

// The differences are right when they turn the one tree into the other, also when the work is cut short.
void TestJsonDiff::rebuildsTheOther()
{
    for (quint32 seed = 0; seed < 4000; ++seed) {
        QRandomGenerator random(seed);
        const Value before = randomTree(random, 5);
        Value after = before;
        for (int i = random.bounded(5); i > 0; --i)
            disturb(random, after);
        const DiffLimits limits{.maximumWork = seed % 4 == 0 ? random.bounded(60) : 1'000'000};
        const Diff diff = Diff::between(before, after, limits);
        QVERIFY2(equal(applied(before, diff), after),
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(drawn(diff))));
        QCOMPARE(diff.differences().isEmpty(), equal(before, after));
    }
}

void TestJsonDiff::countsDifferences()
{
    Value before = Value::array();
    Value after = Value::array();
    for (int i = 0; i < 50; ++i) {
        before.push_back(i);
        after.push_back(-1 - i);
    }
    QVERIFY(Diff::between(before, after, {.maximumDifferences = 50}).isComplete());
    const Diff cut = Diff::between(before, after, {.maximumDifferences = 49});
    QVERIFY(!cut.isComplete());
    QCOMPARE(cut.differences().size(), 49);
}

// Two long arrays without anything in common: place by place once the work is used up.
void TestJsonDiff::boundsTheWork()
{
    Value before = Value::array();
    Value after = Value::array();
    for (int i = 0; i < 100'000; ++i) {
        before.push_back(2 * i);
        after.push_back(2 * i + 1);
    }
    after.push_back("end");
    const Diff diff = Diff::between(before, after, {.maximumDifferences = 200'000, .maximumWork = 1'000'000});
    QCOMPARE(diff.count(Difference::Kind::Changed), 100'000);
    QCOMPARE(diff.count(Difference::Kind::Added), 1);
    QCOMPARE(diff.pointerAfter(diff.differences().constLast()), QStringLiteral("/100000"));
}

void TestJsonDiff::deepTrees()
{
    constexpr int depth = 20'000;
    const Value before = nested(depth, Value(1));
    const Value after = nested(depth, Value(2));
    const Diff diff = Diff::between(before, after);
    QCOMPARE(diff.differences().size(), 1);
    QCOMPARE(diff.pointerBefore(diff.differences().first()).count(u'/'), depth);
    QVERIFY(Diff::between(before, nested(depth, Value(1))).differences().isEmpty());
}

void TestJsonDiff::hashesAgreeWithEqual_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    const auto row = [](const char *a, const char *b) {
        QTest::addRow("%s and %s", a, b) << QByteArray(a) << QByteArray(b);
    };
    row("1", "1.0");
    row("0", "-0.0");
    row("-5", "-5.0");
    row("18446744073709551615", "18446744073709551616");
    row("9223372036854775808", "9223372036854775808.0");
    row("-9223372036854775808", "-9223372036854775808.0");
    row("9007199254740993", "9007199254740992.0");
    row("0.5", "0.25");
    row("null", "false");
    row("true", "1");
    row("[]", "{}");
    row("[]", "[[]]");
    row("[1,2]", "[2,1]");
    row("[[1],2]", "[[1,2]]");
    row(R"({"a":1,"b":2})", R"({"b":2,"a":1})");
    row(R"({"a":1,"b":2})", R"({"a":2,"b":1})");
    row(R"({"a":{"b":1},"c":[]})", R"({"a":{},"c":[]})");
    row(R"("")", "null");
    row(R"("a")", R"(["a"])");
}

void TestJsonDiff::hashesAgreeWithEqual()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    qint64 work = 0;
    QCOMPARE(treeHash(tree(a), work) == treeHash(tree(b), work), equal(tree(a), tree(b)));
    QVERIFY(work >= 2);
}

QTEST_GUILESS_MAIN(TestJsonDiff)
#include "tst_jsondiff.moc"
