// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/json/jsonpathfixture.h"

using namespace uw::json;

namespace uw::test {

const char *const shop = R"({"shelf": {"plants": [
    {"kind": "fern", "name": "Boston", "price": 8.5},
    {"kind": "palm", "name": "Areca", "price": 24, "rare": true},
    {"kind": "palm", "name": "Kentia", "price": 39.9, "rare": false},
    {"kind": "moss", "name": "Java", "price": 24, "rare": null}],
    "pot": {"color": "blue", "price": 12}}, "closed": false})";

const char *const kinds = R"([null, true, false, 0, -1, 1.5, "", "a", "b", [], [1], {}, {"a": 1}])";

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

void JsonPathFixture::columns()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QByteArray>("paths");
}

void JsonPathFixture::selectsRow()
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

} // namespace uw::test
