// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh serve` as the senders of webhooks and the owner of the secrets see it.
#include "core/base/clock.h"
#include "tests/support/uwhprocess.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMessageAuthenticationCode>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;

class UwhProvidersTest final : public QObject {
    Q_OBJECT

    static HeaderList authorized() { return {{"Authorization", QByteArray("Bearer ") + UwhProcess::controlToken}}; }
    static QString text(const json::Value &object, std::string_view name)
    {
        const json::Value *value = json::member(object, name);
        return value ? json::toQString(*value) : QString();
    }
    static QByteArray mac(const QByteArray &secret, const QByteArray &message)
    {
        return QMessageAuthenticationCode::hash(message, secret, QCryptographicHash::Sha256).toHex();
    }
    static HeaderList github(const QByteArray &secret, const QByteArray &body, const QByteArray &delivery)
    {
        return {{"Content-Type", "application/json"},
                {"X-GitHub-Event", "issues"},
                {"X-GitHub-Delivery", delivery},
                {"X-Hub-Signature-256", "sha256=" + mac(secret, body)}};
    }
    static json::Value newest(const UwhProcess &uwh, const QByteArray &filter = {})
    {
        const auto list = plainRequest(uwh.controlUrl() + "/ui/webhooks?limit=1" + filter, "GET", authorized());
        const json::Value *items = list ? json::member(list->json, "items") : nullptr;
        if (!items || items->size() != 1)
            return {};
        const auto one =
            plainRequest(uwh.controlUrl() + "/ui/webhooks/" + text(items->at(0), "id").toLatin1(), "GET", authorized());
        return one ? one->json : json::Value();
    }

private Q_SLOTS:
    void judgesSignedWebhooks()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        uwh.environment.insert(u"UW_SECRET_GITHUB"_s, uR"({"current":["new","next"],"previous":["old"]})"_s);
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        const QByteArray url = uwh.listenUrl() + "/webhooks/github";
        const QByteArray body = R"({"action":"opened","issue":{"id":17}})";

        auto answer = plainRequest(url, "POST", github("next", body, "d-1"), body);
        QVERIFY(answer);
        QCOMPARE(answer->status, 202);
        const QString first = text(answer->json, "id");
        json::Value event = newest(uwh);
        QCOMPARE(text(event, "id"), first);
        QCOMPARE(text(event, "verdict"), u"valid"_s);
        QCOMPARE(text(event, "source"), u"GITHUB"_s);
        QCOMPARE(text(event, "provider"), u"github"_s);
        QCOMPARE(text(event, "eventType"), u"issues"_s);
        QCOMPARE(text(event, "normalizedType"), u"issues.opened"_s);
        QCOMPARE(text(event, "entityId"), u"17"_s);
        QCOMPARE(text(event, "entityType"), u"issue"_s);
        QCOMPARE(text(event, "deliveryId"), u"d-1"_s);
        QVERIFY(json::member(event, "duplicateOf")->is_null());

        answer = plainRequest(url, "POST", github("new", body, "d-1"), body);
        QCOMPARE(answer->status, 202);
        QCOMPARE(text(newest(uwh), "duplicateOf"), first);

        answer = plainRequest(url, "POST", github("old", body, "d-2"), body);
        QCOMPARE(answer->status, 401);
        QVERIFY(!answer->body.contains("previous"));
        event = newest(uwh, "&verdict=invalid");
        QVERIFY(json::member(event, "rejected")->get<bool>());
        QCOMPARE(text(*json::member(event, "cause"), "code"), u"other_secret"_s);

        answer = plainRequest(url, "POST", github("new", body, "d-3"), body + '\n');
        QCOMPARE(answer->status, 401);
        QCOMPARE(text(*json::member(newest(uwh), "cause"), "code"), u"trailing_newline"_s);
        answer = plainRequest(url, "POST", {{"Content-Type", "application/json"}}, body);
        QCOMPARE(answer->status, 401);
        answer = plainRequest(url, "POST", {{"Content-Type", "text/plain"}}, body);
        QCOMPARE(answer->status, 401);
        answer = plainRequest(uwh.listenUrl() + "/webhooks/stripe", "POST", {}, "{}");
        QCOMPARE(answer->status, 404);
        QCOMPARE(uwh.stop(), 0);
    }
    void hidesTokensAndAnswersHandshakes()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        uwh.environment.insert(u"UW_SECRET_GITLAB"_s, u"gitlab-token"_s);
        uwh.environment.insert(u"UW_SECRET_SLACK"_s, u"slack-secret"_s);
        uwh.environment.insert(u"UW_SECRET_DROPBOX"_s, u"dropbox-secret"_s);
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        auto answer = plainRequest(
            uwh.listenUrl() + "/webhooks/gitlab", "POST",
            {{"Content-Type", "application/json"}, {"X-Gitlab-Token", "gitlab-token"}, {"X-Gitlab-Event", "Push Hook"}},
            "{}");
        QCOMPARE(answer->status, 202);
        const json::Value event = newest(uwh);
        QCOMPARE(text(event, "verdict"), u"unsigned"_s);
        QVERIFY(!json::serialize(event).contains("gitlab-token"));
        QVERIFY(json::serialize(event).contains("[\"X-Gitlab-Token\",\"\u2022\u2022\u2022\u2022\"]"));
        QCOMPARE(text(json::member(event, "maskedHeaders")->at(0), "name"), u"X-Gitlab-Token"_s);

        answer = plainRequest(uwh.listenUrl() + "/webhooks/dropbox?challenge=abc-123");
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, "abc-123"_ba);
        const QByteArray body = R"({"type":"url_verification","challenge":"xyz"})";
        const QByteArray time = QByteArray::number(SystemClock().nowMs() / 1000);
        const HeaderList signedHeaders{{"Content-Type", "application/json"},
                                       {"X-Slack-Request-Timestamp", time},
                                       {"X-Slack-Signature", "v0=" + mac("slack-secret", "v0:" + time + ':' + body)}};
        answer = plainRequest(uwh.listenUrl() + "/webhooks/slack", "POST", signedHeaders, body);
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, "xyz"_ba);
        QCOMPARE(uwh.stop(), 0);
    }
    void theControlApiKnowsProviders()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        uwh.environment.insert(u"UW_SECRET_STRIPE"_s, u"whsec_env-secret"_s);
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        const auto control = [&uwh](const QByteArray &path, const QByteArray &method = "GET",
                                    const QByteArray &body = {}) {
            return plainRequest(uwh.controlUrl() + path, method, authorized(), body).value_or(PlainAnswer());
        };
        PlainAnswer answer = control("/providers");
        QCOMPARE(answer.status, 200);
        QCOMPARE(json::serialize(*json::member(answer.json, "enabled_providers")), R"(["clockify","stripe"])"_ba);
        QVERIFY(json::member(answer.json, "all_providers")->size() > 40);
        QCOMPARE(json::member(answer.json, "count")->get<int>(), 2);

        answer = control("/ui/providers/stripe");
        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.body.contains("env-secret"));
        QVERIFY(json::member(answer.json, "enabled")->get<bool>());
        QVERIFY(json::member(answer.json, "secretIsFixed")->get<bool>());
        QCOMPARE(text(answer.json, "url").toLatin1(), uwh.listenUrl() + "/webhooks/stripe");
        QVERIFY(json::member(answer.json, "lastEventAt")->is_null());

        answer = control("/ui/providers/stripe/sample", "POST");
        QCOMPARE(answer.status, 200);
        QCOMPARE(json::member(answer.json, "status")->get<int>(), 202);
        const json::Value event = newest(uwh);
        QCOMPARE(text(event, "id"), text(answer.json, "id"));
        QCOMPARE(text(event, "verdict"), u"valid"_s);
        QCOMPARE(text(event, "eventType"), u"charge.succeeded"_s);
        answer = control("/ui/providers/stripe");
        QCOMPARE(json::member(answer.json, "events")->get<int>(), 1);
        QVERIFY(fromRfc3339(text(answer.json, "lastEventAt")));
        QCOMPARE(plainRequest(uwh.listenUrl() + "/webhooks/stripe", "POST", {}, "{}")->status, 401);
        answer = control("/stats");
        const json::Value *stripe = json::member(*json::member(answer.json, "providers"), "stripe");
        QVERIFY(stripe);
        QCOMPARE(json::member(*stripe, "events_processed")->get<int>(), 2);
        QCOMPARE(json::member(*stripe, "events_failed")->get<int>(), 1);
        QCOMPARE(json::member(*stripe, "success_rate")->get<double>(), 0.5);

        QCOMPARE(control("/ui/providers/stripe", "PUT", R"({"secret":"x"})").status, 409);
        // There is no keychain here, and no other place for a secret.
        answer = control("/ui/providers/github", "PUT", R"({"secret":"my-github-secret"})");
        QCOMPARE(answer.status, 503);
        QVERIFY(!answer.body.contains("my-github-secret"));
        QCOMPARE(control("/ui/providers/github", "PUT", R"({"enabled":"yes"})").status, 400);
        QCOMPARE(control("/ui/providers/github", "PUT", "{").status, 400);
        QCOMPARE(control("/ui/providers/nobody", "PUT", "{}").status, 404);
        QCOMPARE(control("/ui/providers/nobody").status, 404);
        QCOMPARE(control("/ui/providers/nobody/sample", "POST").status, 404);
        QCOMPARE(control("/ui/providers/nobody", "DELETE").status, 404);

        answer = control("/ui/providers/github", "PUT", R"({"enabled":true})");
        QCOMPARE(answer.status, 200);
        QVERIFY(json::member(answer.json, "enabled")->get<bool>());
        QCOMPARE(plainRequest(uwh.listenUrl() + "/webhooks/github", "POST", {}, "{}")->status, 202);
        QCOMPARE(text(newest(uwh), "verdict"), u"not_configured"_s);
        QCOMPARE(control("/ui/providers/stripe", "PUT", R"({"enabled":false})").status, 200);
        QCOMPARE(plainRequest(uwh.listenUrl() + "/webhooks/stripe", "POST", {}, "{}")->status, 404);
        QCOMPARE(control("/ui/providers/github", "DELETE").status, 204);
        QCOMPARE(plainRequest(uwh.listenUrl() + "/webhooks/github", "POST", {}, "{}")->status, 404);
        answer = control("/ui/providers");
        QVERIFY(json::member(answer.json, "items")->size() > 40);
        QCOMPARE(uwh.stop(), 0);
    }
    void readsTheOldConfiguration()
    {
        const QTemporaryDir dir;
        QFile file(dir.filePath(u"config.yaml"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("clickup:\n  webhook_secret: click-secret\nwebhooks:\n  port: 1\n  providers:\n"
                   "    github: {enabled: true, webhook_secret: git-secret}\n");
        file.close();
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start({u"--config"_s, file.fileName()}), qPrintable(uwh.errors()));
        const QByteArray body = R"({"event":"taskCreated"})";
        const HeaderList headers{{"Content-Type", "application/json"}, {"X-Signature", mac("click-secret", body)}};
        QCOMPARE(plainRequest(uwh.listenUrl() + "/webhooks/clickup", "POST", headers, body)->status, 202);
        QCOMPARE(text(newest(uwh), "verdict"), u"valid"_s);
        QCOMPARE(plainRequest(uwh.listenUrl() + "/webhooks/github", "POST", headers, body)->status, 401);
        // Said once the keychain has answered, or has not within its deadline.
        QTRY_VERIFY2_WITH_TIMEOUT(uwh.errors().contains(u"config.yaml"_s), qPrintable(uwh.errors()), 20'000);
        QCOMPARE(uwh.stop(), 0);

        UwhProcess wrong(dir.path());
        QVERIFY(!wrong.start({u"--config"_s, dir.filePath(u"none.yaml"_s)}));
        QCOMPARE(wrong.waitForExit(), 2);
    }
    void sourcesHaveSettingsOfTheirOwn()
    {
        const QTemporaryDir dir;
        {
            UwhProcess uwh(dir.path());
            QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
            const QByteArray change = R"({"settings":{"answer":{"status":200,"type":"text/plain","body":"ok"},)"
                                      R"("methods":["POST","PUT"],"required":["body:/order"]}})";
            const auto stored = plainRequest(uwh.controlUrl() + "/ui/sources/shop", "PUT", authorized(), change);
            QCOMPARE(stored->status, 200);
            QCOMPARE(uwh.stop(), 0);
        }
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        const QByteArray url = uwh.listenUrl() + "/webhooks/custom/shop";
        auto answer = plainRequest(url, "PUT", {}, R"({"order":1})");
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, "ok"_ba);
        answer = plainRequest(url, "POST", {}, R"({"ordre":1})");
        QCOMPARE(answer->status, 400);
        QVERIFY(text(answer->json, "detail").contains(u"order"_s));
        QCOMPARE(plainRequest(url, "DELETE")->status, 405);
        const auto list = plainRequest(uwh.controlUrl() + "/ui/sources", "GET", authorized());
        QCOMPARE(json::member(list->json, "items")->size(), 1U);
        QCOMPARE(text(json::member(list->json, "items")->at(0), "name"), u"shop"_s);
        const auto sample = plainRequest(uwh.controlUrl() + "/ui/sources/shop/sample", "POST", authorized());
        QCOMPARE(json::member(sample->json, "status")->get<int>(), 200);
        QCOMPARE(plainRequest(uwh.controlUrl() + "/ui/sources/shop", "DELETE", authorized())->status, 204);
        QCOMPARE(plainRequest(url, "DELETE")->status, 405);
        QCOMPARE(plainRequest(uwh.controlUrl() + "/ui/sources/..", "PUT", authorized(), "{}")->status, 400);
        QCOMPARE(uwh.stop(), 0);
    }
    void sourcesHoldBodiesAgainstTheirSchema()
    {
        const QTemporaryDir dir;
        UwhProcess uwh(dir.path());
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        const QByteArray source = uwh.controlUrl() + "/ui/sources/orders";
        const auto refused = plainRequest(source, "PUT", authorized(),
                                          R"({"settings":{"schema":{"properties":{"id":{"minimum":"1"}}}}})");
        QCOMPARE(refused->status, 400);
        QVERIFY2(text(refused->json, "detail").contains(u"/properties/id/minimum"_s), refused->body.constData());
        const QByteArray change = R"({"settings":{"schema":{"type":"object","required":["id"],)"
                                  R"("properties":{"id":{"type":"integer"}}}}})";
        QCOMPARE(plainRequest(source, "PUT", authorized(), change)->status, 200);
        const QByteArray url = uwh.listenUrl() + "/webhooks/custom/orders";
        QCOMPARE(plainRequest(url, "POST", {}, R"({"id":1})")->status, 202);
        const auto wrong = plainRequest(url, "POST", {}, R"({"id":"1"})");
        QCOMPARE(wrong->status, 400);
        QCOMPARE(text(wrong->json, "field"), u"/id"_s);
        QCOMPARE(plainRequest(url, "POST", {}, "id=1")->status, 400);
        QCOMPARE(plainRequest(source, "PUT", authorized(), R"({"settings":{}})")->status, 200);
        QCOMPARE(plainRequest(url, "POST", {}, R"({"id":"1"})")->status, 202);
        QCOMPARE(uwh.stop(), 0);
    }
};

QTEST_GUILESS_MAIN(UwhProvidersTest)
#include "tst_uwhproviders.moc"
