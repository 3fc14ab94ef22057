// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/savedrequestjson.h"

#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

QByteArray fileWith(const QByteArray &rest)
{
    return "{\"format\":\"universal-webhook/saved-requests\",\"version\":1," + rest + '}';
}

} // namespace

class SavedRequestJsonTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings inside a class.
private Q_SLOTS:
    void goesThereAndBack();
    void refuses_data();
    void refuses();
    void boundsTheNumber();
};

void SavedRequestJsonTest::goesThereAndBack()
{
    const SavedRequests saved{
        .folders = {u"A"_s, u"A/B"_s},
        .requests = {{.id = u"1"_s,
                      .folder = u"A/B"_s,
                      .name = u"First"_s,
                      .position = 3,
                      .document = u"clockify"_s,
                      .operation = u"listTags"_s,
                      .arguments = R"({"parameters":{"page":1}})",
                      .createdAtMs = 5},
                     {.id = u"2"_s,
                      .folder = u"A/B"_s,
                      .name = u"Free \u00fc"_s,
                      .position = 9,
                      .method = "PUT",
                      .url = "https://h/p?x=%2F",
                      .arguments = R"({"headers":[["X-Api-Key","tell-nobody"],["X-A","b"]],"body":"x"})"}}};
    const QByteArray file = toSavedRequestsJson(saved);
    QVERIFY(!file.contains("tell-nobody"));
    const Result<SavedRequests> read = fromSavedRequestsJson(file);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().text));
    QCOMPARE(read->folders, saved.folders);
    QCOMPARE(read->requests.size(), 2);
    QCOMPARE(read->requests.at(0).operation, u"listTags"_s);
    QCOMPARE(read->requests.at(0).arguments, saved.requests.at(0).arguments);
    QCOMPARE(read->requests.at(0).position, 0);
    QCOMPARE(read->requests.at(1).position, 1);
    QCOMPARE(read->requests.at(1).name, u"Free \u00fc"_s);
    QCOMPARE(read->requests.at(1).url, "https://h/p?x=%2F");
    QVERIFY(read->requests.at(1).arguments.contains(R"("X-A")"));
    QVERIFY(read->requests.at(1).id.isEmpty());
}

void SavedRequestJsonTest::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("no JSON") << QByteArray("x");
    QTest::newRow("other file") << QByteArray(R"({"format":"flow","version":1,"requests":[]})");
    QTest::newRow("newer") << QByteArray(R"({"format":"universal-webhook/saved-requests","version":2,"requests":[]})");
    QTest::newRow("no requests") << fileWith(R"("folders":[])");
    QTest::newRow("folders") << fileWith(R"("folders":{},"requests":[])");
    QTest::newRow("bad folder") << fileWith(R"("folders":["A//B"],"requests":[])");
    QTest::newRow("no name") << fileWith(R"("requests":[{"operation":"x"}])");
    QTest::newRow("nothing to call") << fileWith(R"("requests":[{"name":"x"}])");
    QTest::newRow("bad arguments") << fileWith(R"("requests":[{"name":"x","operation":"y","arguments":[]}])");
    QTest::newRow("item") << fileWith(R"("requests":[1])");
}

void SavedRequestJsonTest::refuses()
{
    QFETCH(QByteArray, text);
    const auto read = fromSavedRequestsJson(text);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidInput);
}

void SavedRequestJsonTest::boundsTheNumber()
{
    const auto read = fromSavedRequestsJson(fileWith("\"requests\":[" + QByteArray("{},").repeated(10'000) + "{}]"));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::LimitExceeded);
}

QTEST_GUILESS_MAIN(SavedRequestJsonTest)
#include "tst_savedrequestjson.moc"
