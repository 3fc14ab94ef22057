// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh serve` as the senders of webhooks and the owner of the secrets see it.
#include "core/base/clock.h"
#include "tests/support/uwhprocess.h"

#include <QCryptographicHash>
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
};

QTEST_GUILESS_MAIN(UwhProvidersTest)
#include "tst_uwhproviders.moc"
