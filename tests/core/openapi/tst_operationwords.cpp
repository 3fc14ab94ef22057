// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/operationwords.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using openapi::Document;
using openapi::OperationWords;

namespace {

constexpr auto text = R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{
  "/a":{"parameters":[{"name":"workspaceId","in":"query"}],
    "get":{"description":"Lists Überstunden of everybody","parameters":[{"$ref":"#/components/parameters/Page"}],
      "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Node"}}}}}}},
  "/b":{"post":{"requestBody":{"content":{"application/json":{"schema":{"properties":{
      "billableRate":{"type":"integer"},"kind":{"enum":["REGULAR_BREAK","other"]},
      "deep":{"properties":{"two":{"properties":{"three":{"properties":{"four":{"properties":{"fifth":{}}}}}}}}}}}}}}}},
  "/c":{"get":{}}},
  "components":{"parameters":{"Page":{"name":"page-size","in":"query","description":"how many"}},
    "schemas":{"Node":{"properties":{"next":{"$ref":"#/components/schemas/Node"},"colour":{"description":"a hue"}}}}}})";

} // namespace

class OperationWordsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWords_data()
    {
        QTest::addColumn<QString>("word");
        QTest::addColumn<QList<int>>("scores");
        QTest::newRow("parameter of the path") << u"workspaceid"_s << QList<int>{14, 0, 0};
        QTest::newRow("its second part") << u"id"_s << QList<int>{14, 0, 0};
        QTest::newRow("parameter behind a reference") << u"size"_s << QList<int>{14, 0, 0};
        QTest::newRow("beginning") << u"über"_s << QList<int>{6, 0, 0};
        QTest::newRow("middle") << u"stunden"_s << QList<int>{3, 0, 0};
        QTest::newRow("middle of two letters") << u"tu"_s << QList<int>{0, 0, 0};
        QTest::newRow("field of an answer in a circle") << u"colour"_s << QList<int>{4, 0, 0};
        QTest::newRow("description of a field") << u"hue"_s << QList<int>{4, 0, 0};
        QTest::newRow("field of a body") << u"billable"_s << QList<int>{0, 10, 0};
        QTest::newRow("value") << u"regular"_s << QList<int>{0, 8, 0};
        QTest::newRow("fourth level") << u"four"_s << QList<int>{0, 10, 0};
        QTest::newRow("fifth level") << u"fifth"_s << QList<int>{0, 0, 0};
        QTest::newRow("nowhere") << u"zebra"_s << QList<int>{0, 0, 0};
        QTest::newRow("two parts") << u"page-size"_s << QList<int>{14, 0, 0};
        QTest::newRow("one part of two") << u"page-zebra"_s << QList<int>{0, 0, 0};
        QTest::newRow("marks around it") << u"{workspaceid}"_s << QList<int>{14, 0, 0};
        QTest::newRow("marks alone") << u"{}"_s << QList<int>{0, 0, 0};
        QTest::newRow("behind the last word") << u"~"_s << QList<int>{0, 0, 0};
    }
    void findsWords()
    {
        QFETCH(QString, word);
        QFETCH(QList<int>, scores);
        const auto document = Document::load(text, u"api.json"_s);
        QVERIFY(document);
        const std::atomic<bool> stop = false;
        const auto words = OperationWords::make(**document, stop);
        QVERIFY(words && words->wordCount() > 10);
        const std::vector<std::uint8_t> found = words->scores(word);
        QCOMPARE(QList<int>(found.begin(), found.end()), scores);
    }
    void endsWhenTold()
    {
        const auto document = Document::load(text, u"api.json"_s);
        QVERIFY(document);
        const std::atomic<bool> stop = true;
        QVERIFY(!OperationWords::make(**document, stop));
    }
    void readsRealDocuments()
    {
        const auto stripe =
            Document::loadFile(QStringLiteral(UW_SOURCE_DIR) + u"/../shared/specs/stripe-3.0-2022-04.json"_s);
        if (!stripe)
            QSKIP("the folder ../shared/specs is not there");
        const std::atomic<bool> stop = false;
        const auto words = OperationWords::make(**stripe, stop);
        QVERIFY(words);
        const std::vector<std::uint8_t> found = words->scores(u"statement_descriptor");
        QCOMPARE(found.size(), std::size_t((*stripe)->operations().size()));
        QVERIFY(std::count_if(found.begin(), found.end(), [](std::uint8_t score) { return score > 0; }) > 5);
    }
};

QTEST_GUILESS_MAIN(OperationWordsTest)
#include "tst_operationwords.moc"
