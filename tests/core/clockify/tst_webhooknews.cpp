// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/webhooknews.h"
#include "tests/core/clockify/addonkey.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;

namespace {

constexpr const char *base = "https://api.clockify.me/api/v1/workspaces/w1/webhooks";

// A webhook as the API shows it.
QByteArray webhook(const QByteArray &id, const QByteArray &token,
                   const QByteArray &url = "https://hooks.example/webhooks/clockify",
                   const QByteArray &workspaceId = "w1")
{
    return "{\"id\":\"" + id + "\",\"workspaceId\":\"" + workspaceId
         + "\",\"webhookEvent\":\"NEW_TASK\",\"authToken\":\"" + token + "\",\"url\":\"" + url + "\",\"enabled\":true}";
}

WebhookNews::Learnt learnt(const QString &id, const QByteArray &token)
{
    return {u"w1"_s, id, u"NEW_TASK"_s, token};
}

} // namespace

class WebhookNewsTest final : public QObject {
    Q_OBJECT

    static WebhookNews news(const QByteArray &method, const QByteArray &url, int status, const QByteArray &body,
                            const QString &configured = u"https://api.clockify.me/api"_s)
    {
        return webhookNews({.method = method, .url = url}, {.status = status, .body = body}, configured);
    }

private Q_SLOTS:
    void learns_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<int>("status");
        QTest::newRow("made") << "POST"_ba << QByteArray(base) << 201;
        QTest::newRow("shown") << "GET"_ba << base + "/h1"_ba << 200;
        QTest::newRow("changed") << "PUT"_ba << base + "/h1"_ba << 200;
        QTest::newRow("a new token") << "PATCH"_ba << base + "/h1/token"_ba << 200;
        QTest::newRow("a region") << "POST"_ba
                                  << "https://euc1.clockify.me/api/v1/workspaces/w1/webhooks"_ba << 201;
        QTest::newRow("with a query") << "POST"_ba << base + "?x=/y"_ba << 201;
    }
    void learns()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, url);
        QFETCH(int, status);
        const WebhookNews found = news(method, url, status, webhook("h1", "t1"));
        QCOMPARE(found.learnt, QList{learnt(u"h1"_s, "t1")});
        QVERIFY(found.gone.isEmpty());
    }
    void learnsFromLists()
    {
        const test::AddonKey key;
        const QByteArray body = "{\"workspaceWebhookCount\":6,\"webhooks\":[" + webhook("h1", "t1") + ','
                              + webhook("h2", "t2", "https://hooks.example/in//webhooks/clockify?a=b") + ','
                              + webhook("h3", "t3", "https://other.example/hook") + ',' + webhook("h4", "") + ','
                              + webhook("h5", "t5", "https://hooks.example/webhooks/clockify", "w2") + ','
                              + webhook("h6", key.token(u"w1"_s, u"a1"_s)) + ",5,null]}";
        const WebhookNews found = news("GET", base + "?type=USER_CREATED"_ba, 200, body);
        QCOMPARE(found.learnt, (QList{learnt(u"h1"_s, "t1"), learnt(u"h2"_s, "t2")}));
    }
    void hearsOfDeletions()
    {
        const WebhookNews found = news("DELETE", base + "/h1"_ba, 204, {});
        QCOMPARE(found.gone, (QList{WebhookNews::Gone{u"w1"_s, u"h1"_s}}));
        QVERIFY(found.learnt.isEmpty());
        QVERIFY(news("DELETE", base, 200, {}).gone.isEmpty());
        QVERIFY(news("DELETE", base + "/h1"_ba, 404, {}).gone.isEmpty());
    }

    void learnsNothingElse_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const QByteArray good = webhook("h1", "t1");
        const auto row = [](const char *name, const QByteArray &url, int status, const QByteArray &body) {
            QTest::newRow(name) << url << status << body;
        };
        row("refused", base, 400, good);
        row("another host", "https://clockify.me.evil.example/api/v1/workspaces/w1/webhooks", 201, good);
        row("a host that ends alike", "https://evilclockify.me/api/v1/workspaces/w1/webhooks", 201, good);
        row("not encrypted", "http://api.clockify.me/api/v1/workspaces/w1/webhooks", 201, good);
        row("another route", "https://api.clockify.me/api/v1/workspaces/w1/projects", 201, good);
        row("logs", base + "/h1/logs"_ba, 200, good);
        row("statuses", base + "/h1/statuses/token"_ba, 200, good);
        row("another version", "https://api.clockify.me/api/v2/workspaces/w1/webhooks", 201, good);
        row("no workspace", "https://api.clockify.me/api/v1/workspaces//webhooks", 201, good);
        row("a workspace that is no id", "https://api.clockify.me/api/v1/workspaces/a.b/webhooks", 201, good);
        row("another id than asked for", base + "/h2"_ba, 200, good);
        row("no JSON", base, 201, "hello");
        row("text", base, 201, "\"t1\"");
        row("an id that is none", base, 201, webhook("../h1", "t1"));
        row("too large", base, 201, webhook("h1", "t1") + QByteArray(1024 * 1024, ' '));
    }
    void learnsNothingElse()
    {
        QFETCH(QByteArray, url);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QVERIFY(news("POST", url, status, body).learnt.isEmpty());
    }

    void believesTheConfiguredServer()
    {
        const QByteArray url = "http://127.0.0.1:9/api/v1/workspaces/w1/webhooks";
        QCOMPARE(news("POST", url, 201, webhook("h1", "t1"), u"http://127.0.0.1:9/api"_s).learnt.size(), 1);
        for (const QString &other :
             {u"http://127.0.0.1:10/api"_s, u"https://127.0.0.1:9/api"_s, u"http://localhost:9"_s, QString()})
            QVERIFY(news("POST", url, 201, webhook("h1", "t1"), other).learnt.isEmpty());
    }
};

QTEST_GUILESS_MAIN(WebhookNewsTest)
#include "tst_webhooknews.moc"
