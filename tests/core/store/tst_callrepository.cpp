// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/callrepository.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

CallRecord sampleCall(int number)
{
    CallRecord call;
    call.id = u"0190-%1"_s.arg(number);
    call.startedAtMs = 1'000 * number;
    call.origin = u"window"_s;
    call.document = u"clockify"_s;
    call.operation = number % 2 == 0 ? u"listTags"_s : u"createTag"_s;
    call.method = number % 2 == 0 ? "GET" : "POST";
    call.url = "https://api.example.com/v1/tags?page=" + QByteArray::number(number);
    call.status = 200;
    call.reason = "OK";
    call.workspaceId = u"ws1"_s;
    call.environment = u"staging"_s;
    call.timing = {.connectedMs = 1.5, .encryptedMs = -1, .sentMs = 2, .firstByteMs = 10.25, .totalMs = 12.125};
    call.requestSize = 7;
    call.responseSize = 5'000;
    call.isResponseCut = true;
    call.requestHeaders = {{"X-Case", "Kept"}, {"x-case", "twice"}};
    call.responseHeaders = {{"Content-Type", "application/json"}};
    call.requestBody = QByteArray("{\"a\":1}");
    call.responseBody = "{\"word\":\"Z\\u00fcrich" + QByteArray::number(number) + "\"}";
    call.arguments = R"({"parameters":{"page":1}})";
    return call;
}

bool isSame(const CallRecord &a, const CallRecord &b)
{
    return a.id == b.id && a.startedAtMs == b.startedAtMs && a.origin == b.origin && a.document == b.document
        && a.operation == b.operation && a.method == b.method && a.url == b.url && a.status == b.status
        && a.reason == b.reason && a.error == b.error && a.workspaceId == b.workspaceId
        && a.environment == b.environment && a.timing.connectedMs == b.timing.connectedMs
        && a.timing.encryptedMs == b.timing.encryptedMs && a.timing.sentMs == b.timing.sentMs
        && a.timing.firstByteMs == b.timing.firstByteMs && a.timing.totalMs == b.timing.totalMs
        && a.requestSize == b.requestSize && a.responseSize == b.responseSize && a.isRequestCut == b.isRequestCut
        && a.isResponseCut == b.isResponseCut && a.requestHeaders == b.requestHeaders
        && a.responseHeaders == b.responseHeaders && a.requestBody == b.requestBody && a.responseBody == b.responseBody
        && a.arguments == b.arguments;
}

} // namespace

class CallRepositoryTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;

    qint64 add(const CallRecord &call) { return callrepository::insert(*m_connection, call).valueOr(0); }
    QList<qint64> found(const CallFilter &filter, const CallPageRequest &request = {})
    {
        QList<qint64> sequences;
        const auto page = callrepository::page(*m_connection, filter, request);
        if (!page)
            return {-1};
        for (const CallSummary &call : *page)
            sequences << call.sequence;
        return sequences;
    }
    qint64 texts()
    {
        return m_connection->integer(u"SELECT count(*) FROM universal_webhook_request_history_text"_s).valueOr(-1);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QStringList notices;
        auto opened = databasefile::openForWriting(m_folder->filePath(u"log.db"_s), notices);
        QVERIFY(opened);
        m_connection = std::move(*opened);
        QVERIFY(m_connection->begin());
    }
    void cleanup()
    {
        m_connection.reset();
        m_folder.reset();
    }

    void keepsACallWhole()
    {
        const CallRecord call = sampleCall(1);
        const qint64 sequence = add(call);
        QVERIFY(sequence > 0);
        const auto bySequence = callrepository::find(*m_connection, sequence);
        QVERIFY(bySequence && *bySequence);
        QCOMPARE((*bySequence)->sequence, sequence);
        QVERIFY(isSame(**bySequence, call));
        const auto byId = callrepository::find(*m_connection, call.id);
        QVERIFY(byId && *byId && isSame(**byId, call));
        const auto none = callrepository::find(*m_connection, u"nothing"_s);
        QVERIFY(none && !*none);
        const auto page = callrepository::page(*m_connection, {}, {});
        QVERIFY(page && page->size() == 1);
        QCOMPARE(page->first().url, call.url);
        QCOMPARE(page->first().timing.firstByteMs, 10.25);
        QVERIFY(page->first().isResponseCut);
    }

    void pagesByKey()
    {
        for (int i = 1; i <= 7; ++i)
            add(sampleCall(i));
        QCOMPARE(found({}, {.limit = 3}), (QList<qint64>{7, 6, 5}));
        QCOMPARE(found({}, {.before = 5, .limit = 3}), (QList<qint64>{4, 3, 2}));
        QCOMPARE(found({}, {.after = 5, .limit = 3}), (QList<qint64>{7, 6}));
        QCOMPARE(found({}, {.limit = 0}), QList<qint64>{-1});
        QCOMPARE(found({}, {.limit = 501}), QList<qint64>{-1});
    }

    void filters_data()
    {
        QTest::addColumn<CallFilter>("filter");
        QTest::addColumn<QList<qint64>>("sequences");
        using List = QList<qint64>;
        QTest::newRow("all") << CallFilter{} << List{4, 3, 2, 1};
        QTest::newRow("operation") << CallFilter{.document = u"clockify"_s, .operation = u"listTags"_s} << List{4, 2};
        QTest::newRow("other document") << CallFilter{.document = u"else"_s} << List{};
        QTest::newRow("method") << CallFilter{.method = "POST"} << List{3, 1};
        QTest::newRow("workspace") << CallFilter{.workspaceId = u"ws1"_s} << List{4, 3, 2, 1};
        QTest::newRow("other workspace") << CallFilter{.workspaceId = u"ws2"_s} << List{};
        QTest::newRow("2xx") << CallFilter{.statusClasses = {2}} << List{2, 1};
        QTest::newRow("failures") << CallFilter{.statusClasses = {0, 4}} << List{4, 3};
        QTest::newRow("from") << CallFilter{.fromMs = 3'000} << List{4, 3};
        QTest::newRow("span") << CallFilter{.fromMs = 2'000, .toMs = 3'000} << List{3, 2};
        QTest::newRow("word of a body") << CallFilter{.text = u"z\u00fcrich2"_s} << List{2};
        QTest::newRow("beginning of a word") << CallFilter{.text = u"zurich"_s} << List{4, 3, 2, 1};
        QTest::newRow("header") << CallFilter{.text = u"twice"_s} << List{4, 3, 2, 1};
        QTest::newRow("address") << CallFilter{.text = u"\"page 3\""_s} << List{3};
        QTest::newRow("error") << CallFilter{.text = u"refused"_s} << List{4};
        QTest::newRow("word and status") << CallFilter{.text = u"zurich"_s, .statusClasses = {4}} << List{3};
        QTest::newRow("no word") << CallFilter{.text = u"***"_s} << List{};
        QTest::newRow("hostile") << CallFilter{.text = u"\" OR 1=1 --"_s} << List{};
    }
    void filters()
    {
        QFETCH(CallFilter, filter);
        for (int i = 1; i <= 4; ++i) {
            CallRecord call = sampleCall(i);
            if (i == 3)
                call.status = 404;
            if (i == 4) {
                call.status = 0;
                call.error = u"The connection was refused."_s;
            }
            add(call);
        }
        QTEST(found(filter), "sequences");
    }

    void refusesASearchThatIsTooLong()
    {
        const auto page = callrepository::page(*m_connection, {.text = QString(1'001, u'x')}, {});
        QVERIFY(!page);
        QCOMPARE(page.error().code, ErrorCode::LimitExceeded);
    }

    void removesWithItsWordsAndBringsBack()
    {
        for (int i = 1; i <= 3; ++i)
            add(sampleCall(i));
        const auto kept = callrepository::find(*m_connection, 2);
        QVERIFY(kept && *kept);
        QCOMPARE(callrepository::remove(*m_connection, {2, 99}).valueOr(-1), 1);
        QCOMPARE(found({}), (QList<qint64>{3, 1}));
        QCOMPARE(texts(), 2);
        QCOMPARE(found({.text = u"zurich2"_s}), QList<qint64>{});
        QCOMPARE(add(**kept), 2);
        QCOMPARE(found({.text = u"zurich"_s}), (QList<qint64>{3, 2, 1}));
        // Numbers are never given twice.
        QCOMPARE(callrepository::removeAll(*m_connection).valueOr(-1), 3);
        QCOMPARE(texts(), 0);
        QCOMPARE(add(sampleCall(4)), 4);
    }

    void removesWhatIsBeyondTheBounds()
    {
        for (int i = 1; i <= 10; ++i)
            add(sampleCall(i));
        const auto remove = [this](qint64 fromMs, qint64 count, int batch) {
            return callrepository::removeBeyond(*m_connection, {.fromMs = fromMs, .count = count}, batch).valueOr(-1);
        };
        QCOMPARE(remove(0, 100, 50), 0);
        QCOMPARE(remove(3'000, 100, 50), 2);
        QCOMPARE(remove(0, 5, 2), 2);
        QCOMPARE(remove(0, 5, 2), 1);
        QCOMPARE(remove(0, 5, 2), 0);
        QCOMPARE(found({}), (QList<qint64>{10, 9, 8, 7, 6}));
        QCOMPARE(callrepository::count(*m_connection).valueOr(-1), 5);
    }

    void tellsHowLongCallsTook()
    {
        for (int i = 1; i <= 6; ++i) {
            CallRecord call = sampleCall(i);
            call.timing.totalMs = i;
            add(call);
        }
        const auto latencies = callrepository::latencies(*m_connection, u"clockify"_s, u"listTags"_s, 2);
        QVERIFY(latencies && latencies->size() == 2);
        QCOMPARE(latencies->at(0).sequence, 4);
        QCOMPARE(latencies->at(1).totalMs, 6.0);
        QCOMPARE(latencies->at(1).status, 200);
        const auto known = callrepository::knownOperations(*m_connection, 10);
        QVERIFY(known);
        QCOMPARE(*known, (QList<callrepository::KnownOperation>{{u"clockify"_s, u"listTags"_s},
                                                                {u"clockify"_s, u"createTag"_s}}));
    }
};

QTEST_GUILESS_MAIN(CallRepositoryTest)
#include "tst_callrepository.moc"
