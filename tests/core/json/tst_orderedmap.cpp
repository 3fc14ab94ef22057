// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"

#include <QTest>

using namespace uw::json;

namespace {

// A name that counts how often it is compared with another.
struct CountedName {
    std::string text;
    static inline qint64 comparisons = 0;

    operator std::string_view() const { return text; }
    friend bool operator==(const CountedName &name, std::string_view other)
    {
        ++comparisons;
        return name.text == other;
    }
};

std::string nameOf(int i)
{
    return "m" + std::to_string(i);
}

Object objectOf(int count)
{
    Object object;
    for (int i = 0; i < count; ++i)
        object.emplace(nameOf(i), i);
    return object;
}

QString namesOf(const Object &object)
{
    QStringList names;
    for (const auto &[name, value] : object)
        names.append(QString::fromStdString(name));
    return names.join(u' ');
}

} // namespace

class TestOrderedMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsAtEverySize_data();
    void findsAtEverySize();
    void keepsOrder();
    void erases_data();
    void erases();
    void copiesAndMoves();
    void comparesWithoutOrder();
    void orders();
    void workIsLinear();
    void servesNlohmann();
};

void TestOrderedMap::findsAtEverySize_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 15, 16, 17, 31, 32, 33, 63, 64, 65, 1000})
        QTest::addRow("%d", count) << count;
}

void TestOrderedMap::findsAtEverySize()
{
    QFETCH(int, count);
    const Object object = objectOf(count);
    QCOMPARE(object.size(), std::size_t(count));
    for (int i = 0; i < count; ++i) {
        const auto found = object.find(nameOf(i));
        QVERIFY(found != object.end());
        QCOMPARE(found - object.begin(), i);
        QVERIFY(object.contains(nameOf(i)));
    }
    QVERIFY(object.find("m") == object.end());
    QVERIFY(object.find(nameOf(count)) == object.end());
    QCOMPARE(object.count(std::string_view("")), 0U);
}

void TestOrderedMap::keepsOrder()
{
    Object object;
    QVERIFY(object.emplace("z", 1).second);
    QVERIFY(object.emplace("a", 2).second);
    QVERIFY(!object.emplace("z", 3).second);
    object["m"] = 4;
    object["a"] = 5;
    QCOMPARE(namesOf(object), QStringLiteral("z a m"));
    QVERIFY(object.find("z")->second == Value(1));
    QVERIFY(object.find("a")->second == Value(5));
    object.clear();
    QVERIFY(object.empty());
    QVERIFY(object.emplace("z", 6).second);
}

void TestOrderedMap::erases_data()
{
    findsAtEverySize_data();
}

void TestOrderedMap::erases()
{
    QFETCH(int, count);
    Object object = objectOf(count);
    QCOMPARE(object.erase("absent"), 0U);
    for (int i = 0; i < count; i += 3)
        QCOMPARE(object.erase(nameOf(i)), 1U);
    int position = 0;
    for (int i = 0; i < count; ++i) {
        const auto found = object.find(nameOf(i));
        QCOMPARE(found == object.end(), i % 3 == 0);
        if (i % 3 != 0)
            QCOMPARE(found - object.begin(), position++);
    }
    QCOMPARE(object.size(), std::size_t(position));
    object.erase(object.begin(), object.end());
    QVERIFY(object.empty());
    QVERIFY(object.find(nameOf(1)) == object.end());
}

void TestOrderedMap::copiesAndMoves()
{
    Object original = objectOf(40);
    Object copy = original;
    copy.erase(nameOf(0));
    copy[nameOf(100)] = 1;
    QVERIFY(original.contains(nameOf(0)));
    QVERIFY(!original.contains(nameOf(100)));
    QVERIFY(!copy.contains(nameOf(0)));
    QVERIFY(copy.contains(nameOf(39)));

    const Object moved = std::move(original);
    QVERIFY(moved.contains(nameOf(39)));
    original = objectOf(20);
    QVERIFY(original.contains(nameOf(19)));
    QVERIFY(!original.contains(nameOf(20)));
    original.swap(copy);
    QVERIFY(original.contains(nameOf(100)));
    QVERIFY(!copy.contains(nameOf(100)));
}

void TestOrderedMap::comparesWithoutOrder()
{
    for (const int count : {0, 3, 40}) {
        const Object forwards = objectOf(count);
        Object backwards;
        for (int i = count - 1; i >= 0; --i)
            backwards.emplace(nameOf(i), i);
        QVERIFY(forwards == backwards);
        backwards["other"] = 1;
        QVERIFY(!(forwards == backwards));
        if (count > 0) {
            backwards.erase(nameOf(0));
            QVERIFY(!(forwards == backwards));
        }
    }
}

void TestOrderedMap::orders()
{
    const auto order = [](QByteArrayView a, QByteArrayView b) { return parse(a).valueOr({}) <=> parse(b).valueOr({}); };
    QVERIFY(order(R"({"a":1,"b":2})", R"({"b":2,"a":1})") == 0);
    QVERIFY(order(R"({"a":1,"b":2})", R"({"b":3,"a":1})") < 0);
    QVERIFY(order(R"({"b":1})", R"({"a":2})") > 0);
    QVERIFY(order(R"({"b":1})", R"({"a":2,"b":1})") < 0);
    QVERIFY(order("{}", "{}") == 0);
}

// Counts comparisons instead of seconds: building and finding cost a few for each member, whatever their number.
void TestOrderedMap::workIsLinear()
{
    constexpr int count = 400'000;
    std::vector<std::pair<CountedName, int>> entries;
    MemberIndex index;
    CountedName::comparisons = 0;
    for (int i = 0; i < count; ++i) {
        QCOMPARE(index.find(entries, nameOf(i)), entries.size());
        entries.emplace_back(CountedName{nameOf(i)}, i);
        index.appended(entries);
    }
    const qint64 building = CountedName::comparisons;
    QVERIFY2(building < count, qPrintable(QString::number(building)));
    for (int i = 0; i < count; ++i)
        QCOMPARE(index.find(entries, nameOf(i)), std::size_t(i));
    const qint64 finding = CountedName::comparisons - building;
    QVERIFY2(finding < 2 * count, qPrintable(QString::number(finding)));
}

// The parts of nlohmann::basic_json that lean on the object type.
void TestOrderedMap::servesNlohmann()
{
    Value value = Value::object();
    value["z"] = 1;
    value["a"] = {{"x", 1}, {"y", {1, 2}}};
    value.emplace("m", "text");
    value.push_back({"n", nullptr});
    QVERIFY(value.contains("a"));
    QVERIFY(value.contains(std::string_view("n")));
    QCOMPARE(value.value("z", 7), 1);
    QCOMPARE(value.value("absent", 7), 7);
    QCOMPARE(value.erase("z"), 1U);
    QCOMPARE(value.find("z"), value.end());
    QStringList names;
    for (const auto &item : value.items())
        names.append(QString::fromStdString(item.key()));
    QCOMPARE(names, (QStringList{QStringLiteral("a"), QStringLiteral("m"), QStringLiteral("n")}));
    Value update = Value::object();
    update["m"] = 2;
    update["o"] = 3;
    value.update(update);
    QCOMPARE(serialize(value), QByteArray(R"({"a":{"x":1,"y":[1,2]},"m":2,"n":null,"o":3})"));
    const Value copy = value;
    QVERIFY(copy == value);
    value.erase(value.begin());
    QVERIFY(copy != value);
    value.clear();
    QVERIFY(value.empty());
}

QTEST_GUILESS_MAIN(TestOrderedMap)
#include "tst_orderedmap.moc"
