// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/linkheader.h"
#include "core/openapi/paging.h"

#include <QTest>

using namespace uw;
using namespace uw::openapi;

// How the page after a page is asked for, whatever the API's habit.
class tst_Paging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void links_data();
    void links();
    void queries_data();
    void queries();
    void next_data();
    void next();
    void totals();
    void anotherHostIsNotFollowed();
};

void tst_Paging::links_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("plain") << QByteArray("</a?page=2>; rel=\"next\"") << QByteArray("/a?page=2");
    QTest::newRow("among others") << QByteArray("</1>; rel=prev, </3,4;5>; title=\"x, y; \\\"z\"; REL=\"last Next\"")
                                  << QByteArray("/3,4;5");
    QTest::newRow("the first rel counts") << QByteArray("</a>; rel=prev; rel=next") << QByteArray();
    QTest::newRow("no brackets") << QByteArray("/a; rel=next") << QByteArray();
    QTest::newRow("empty") << QByteArray() << QByteArray();
}

void tst_Paging::links()
{
    QFETCH(QByteArray, field);
    QTEST(linkTarget({{"link", field}}, "next"), "expected");
}

void tst_Paging::queries_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("none yet") << QByteArray("https://a/b") << u"page"_qs << QByteArray("https://a/b?page=x%26y");
    QTest::newRow("empty query") << QByteArray("https://a/b?") << u"page"_qs << QByteArray("https://a/b?page=x%26y");
    QTest::newRow("replaced, the rest untouched") << QByteArray("https://a/b%2Fc?q=%41&page=1&z") << u"page"_qs
                                                  << QByteArray("https://a/b%2Fc?q=%41&page=x%26y&z");
    QTest::newRow("name in brackets") << QByteArray("https://a/?page%5Bnumber%5D=1") << u"page[number]"_qs
                                      << QByteArray("https://a/?page[number]=x%26y");
}

void tst_Paging::queries()
{
    QFETCH(QByteArray, url);
    QFETCH(QString, name);
    const QByteArray set = withQueryValue(url, name, u"x&y"_qs);
    QTEST(set, "expected");
    QCOMPARE(queryValue(set, name), std::optional(u"x&y"_qs));
    QVERIFY(!queryValue(set, u"nobody"_qs));
}

void tst_Paging::next_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QString>("parameters");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("items");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *query, const char *parameters, const char *header,
                        const char *body, int items, PagingKind kind, const char *expected) {
        QTest::newRow(name) << QByteArray(query) << QString::fromLatin1(parameters) << QByteArray(header)
                            << QByteArray(body) << items << int(kind) << QByteArray(expected);
    };
    const auto number = PagingKind::PageNumber;
    row("Clockify: more", "?page=1&page-size=2", "page page-size", "Last-Page: false", "[1,2]", 2, number,
        "?page=2&page-size=2");
    row("Clockify: the last, though full", "?page=2&page-size=2", "page page-size", "Last-Page: true", "[1,2]", 2,
        number, "");
    row("page not said: the first", "?page-size=1", "page page-size", "", "[1]", 1, number, "?page-size=1&page=2");
    row("page that is not full", "?page=3&per_page=2", "page per_page", "", "[1]", 1, number, "");
    row("empty page", "?page=3", "page", "", "[]", 0, number, "");
    row("total pages in the body", "?page=3", "page", "", R"({"total_pages":3,"data":[1]})", 1, number, "");
    row("total pages in a header", "?page=2", "page", "X-Total-Pages: 3", "[1]", 1, number, "?page=3");
    row("link", "?a=1", "", "Link: </list?after=7>; rel=\"next\"", "[1]", 1, PagingKind::LinkHeader, "?after=7");
    row("link without a next", "?a=1", "page", "Link: </list?page=1>; rel=\"first\"", "[1]", 1, PagingKind::LinkHeader,
        "");
    row("address in the body", "", "", "", R"({"next":"https://a.example/list?p=2","results":[1]})", 1,
        PagingKind::NextAddress, "?p=2");
    row("address as in HAL", "", "", "", R"({"_links":{"next":{"href":"/list?p=2"}}})", 1, PagingKind::NextAddress,
        "?p=2");
    row("cursor", "?cursor=a", "cursor limit", "", R"({"next_cursor":"b/c","data":[1]})", 1, PagingKind::Cursor,
        "?cursor=b%2Fc");
    row("cursor further in", "", "cursor", "", R"({"response_metadata":{"next_cursor":"b"}})", 1, PagingKind::Cursor,
        "?cursor=b");
    row("empty cursor", "?cursor=a", "cursor", "", R"({"response_metadata":{"next_cursor":""}})", 1, PagingKind::Cursor,
        "");
    row("null cursor", "", "cursor", "", R"({"next_cursor":null,"data":[1]})", 1, PagingKind::Cursor, "");
    row("token of a page", "", "pageToken", "", R"({"nextPageToken":"t","items":[1]})", 1, PagingKind::Cursor,
        "?pageToken=t");
    row("cursor although there is no more", "", "start_cursor", "",
        R"({"next_cursor":"x","has_more":false,"results":[]})", 0, PagingKind::Cursor, "");
    row("the last item's id", "?limit=1", "limit starting_after", "",
        R"({"has_more":true,"data":[{"id":"i1"},{"id":"i2"}]})", 2, PagingKind::LastItem, "?limit=1&starting_after=i2");
    row("no more items", "", "starting_after", "", R"({"has_more":false,"data":[{"id":"i1"}]})", 1,
        PagingKind::LastItem, "");
    row("offset", "?offset=10&limit=5", "offset limit", "", "[1,2,3,4,5]", 5, PagingKind::Offset, "?offset=15&limit=5");
    row("offset at the total", "?offset=10&limit=5", "offset limit", "X-Total-Count: 15", "[1,2,3,4,5]", 5,
        PagingKind::Offset, "");
    row("nothing known", "", "q", "", "[1]", 1, PagingKind::None, "");
}

void tst_Paging::next()
{
    QFETCH(QByteArray, query);
    QFETCH(QString, parameters);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, body);
    QFETCH(int, items);
    QFETCH(QByteArray, expected);
    const Result<json::Value> parsed = json::parse(body);
    PageSeen page{.request = {.url = "https://a.example/list" + query}, .body = &*parsed, .items = items};
    if (parsed->is_object() && json::member(*parsed, "data"))
        page.listPointer = u"/data"_qs;
    if (!header.isEmpty())
        page.response.headers << HeaderField{header.left(header.indexOf(':')), header.mid(header.indexOf(':') + 2)};
    const NextPage next = nextPage(page, parameters.split(u' ', Qt::SkipEmptyParts));
    QTEST(int(next.kind), "kind");
    QCOMPARE(next.request.has_value(), !expected.isEmpty());
    if (next.request)
        QCOMPARE(next.request->url, "https://a.example/list" + expected);
    QCOMPARE(next.problem, QString());
}

void tst_Paging::totals()
{
    const Result<json::Value> body = json::parse(R"({"meta":{"total":95},"data":[1]})");
    const PageSeen page{.request = {.url = "https://a.example/?page=1&limit=10"}, .body = &*body, .items = 10};
    const NextPage next = nextPage(page, {u"page"_qs, u"limit"_qs});
    QCOMPARE(next.totalItems, 95);
    QCOMPARE(next.totalPages, 10);
}

void tst_Paging::anotherHostIsNotFollowed()
{
    const Result<json::Value> body = json::parse(R"({"next":"https://evil.example/list"})");
    const PageSeen page{.request = {.url = "https://a.example/"}, .body = &*body};
    const NextPage next = nextPage(page, {});
    QVERIFY(!next.request);
    QVERIFY2(next.problem.contains(u"evil.example"_qs), qPrintable(next.problem));
}

QTEST_GUILESS_MAIN(tst_Paging)
#include "tst_paging.moc"
