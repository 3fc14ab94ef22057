// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/lifecyclecall.h"
#include "tests/core/clockify/addonkey.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::clockify;

namespace {

const AddonClaims claims{u"w1"_s, u"a1"_s};

// Single quotes for double ones, so that JSON can be read in the source.
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

json::Value parsed(const QByteArray &text)
{
    const Result<json::Value> value = json::parse(text);
    return value ? *value : json::Value();
}

} // namespace

class LifecycleCallTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAnInstallation()
    {
        const Result<InstalledCall> call = readInstalled(
            parsed(quoted("{'addonId':'a1','workspaceId':'w1','authToken':'secret','asUser':'u1','addonUserId':'u2','"
                          "apiUrl':'https://euc1.clockify.me/api/','more':{'x':1},'webhooks':[{'path':'https://"
                          "h.example/in/webhooks/clockify?x','webhookType':'ADDON','authToken':'t1'},{'path':'//"
                          "webhooks/clockify','authToken':'t2'},{'path':'//webhooks/clockify','authToken':'t2'}]}")),
            claims);
        QVERIFY2(call, call ? "" : qPrintable(call.error().text));
        QCOMPARE(call->authToken, "secret"_ba);
        QCOMPARE(call->apiUrl, u"https://euc1.clockify.me/api"_s);
        QCOMPARE(call->installedBy, u"u1"_s);
        QCOMPARE(call->addonUserId, u"u2"_s);
        QCOMPARE(call->webhooks.size(), 2);
        QCOMPARE(call->webhooks[0].path, u"/in/webhooks/clockify"_s);
        QCOMPARE(call->webhooks[0].tokenDigest, tokenDigest("t1"));
        QCOMPARE(call->webhooks[1].path, u"/webhooks/clockify"_s);
        QCOMPARE(call->webhooks[1].workspaceId, u"w1"_s);
    }
    void takesTheWorkspaceFromTheClaims()
    {
        const Result<InstalledCall> call = readInstalled(parsed(quoted("{'authToken':'secret'}")), claims);
        QVERIFY(call);
        QCOMPARE(call->claims, claims);
        QVERIFY(call->webhooks.isEmpty() && call->apiUrl.isEmpty());
    }

    void refusesInstallations_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const QByteArray &body, ErrorCode code = ErrorCode::InvalidInput) {
            QTest::newRow(name) << body << code;
        };
        row("no token", quoted("{}"));
        row("an empty token", quoted("{'authToken':''}"));
        row("a token that is no text", quoted("{'authToken':['x']}"));
        row("a token with a line break", quoted("{'authToken':'a\\r\\nX-Evil: 1'}"));
        row("a token with a blank", quoted("{'authToken':'a b'}"));
        row("a token beyond ASCII", quoted("{'authToken':'\\u00fc'}"));
        row("a long token", "{\"authToken\":\"" + QByteArray(17'000, 'x') + "\"}");
        row("http", quoted("{'authToken':'x','apiUrl':'http://api.clockify.me/api'}"));
        row("a file", quoted("{'authToken':'x','apiUrl':'file:///etc/passwd'}"));
        row("no address", quoted("{'authToken':'x','apiUrl':'{{apiUrl}}'}"));
        row("no host", quoted("{'authToken':'x','apiUrl':'https:///api'}"));
        row("a user in the address", quoted("{'authToken':'x','apiUrl':'https://a:b@api.clockify.me'}"));
        row("a query", quoted("{'authToken':'x','apiUrl':'https://api.clockify.me?x=1'}"));
        row("an address that is a number", quoted("{'authToken':'x','apiUrl':5}"));
        row("a user that is no id", quoted("{'authToken':'x','asUser':'../x'}"));
        row("webhooks no list", quoted("{'authToken':'x','webhooks':{}}"));
        row("a webhook without token", quoted("{'authToken':'x','webhooks':[{'path':'/w'}]}"));
        row("a webhook with an empty token", quoted("{'authToken':'x','webhooks':[{'path':'/w','authToken':''}]}"));
        row("a webhook that is text", quoted("{'authToken':'x','webhooks':['/w']}"));
        row("a path that is a number", quoted("{'authToken':'x','webhooks':[{'path':5,'authToken':'t'}]}"));
        QByteArray flood = quoted("{'authToken':'x','webhooks':[{'path':'/w','authToken':'t'}");
        for (int i = 0; i < 500; ++i)
            flood += quoted(",{'path':'/w','authToken':'t'}");
        row("a flood of webhooks", flood + "]}", ErrorCode::LimitExceeded);
        const test::AddonKey key;
        row("a token of another workspace", "{\"authToken\":\"" + key.token(u"w2"_s, u"a1"_s) + "\"}",
            ErrorCode::Unauthorized);
    }
    void refusesInstallations()
    {
        QFETCH(QByteArray, body);
        QFETCH(ErrorCode, code);
        const json::Value value = parsed(body);
        QVERIFY(value.is_object());
        const Result<InstalledCall> call = readInstalled(value, claims);
        QVERIFY(!call);
        QCOMPARE(call.error().code, code);
    }
    void takesALoopbackAddressWithoutTls()
    {
        for (const QByteArray &host : {"127.0.0.1:8080"_ba, "localhost"_ba, "[::1]:9"_ba}) {
            const auto call =
                readInstalled(parsed("{\"authToken\":\"x\",\"apiUrl\":\"http://" + host + "/api\"}"), claims);
            QVERIFY2(call, host.constData());
        }
    }

    void holdsTheBodyAgainstItsToken_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("isGood");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const QByteArray &body, bool isGood,
                            ErrorCode code = ErrorCode::Unauthorized) {
            QTest::newRow(name) << body << isGood << code;
        };
        row("both", quoted("{'workspaceId':'w1','addonId':'a1'}"), true);
        row("none", "{}", true);
        row("null", quoted("{'workspaceId':null}"), true);
        row("another workspace", quoted("{'workspaceId':'w2','addonId':'a1'}"), false);
        row("another installation", quoted("{'workspaceId':'w1','addonId':'a2'}"), false);
        row("no id", quoted("{'workspaceId':'w1/../w2'}"), false, ErrorCode::InvalidInput);
        row("a number", quoted("{'workspaceId':1}"), false, ErrorCode::InvalidInput);
        row("a list", "[]", false, ErrorCode::InvalidInput);
        row("text", "\"w1\"", false, ErrorCode::InvalidInput);
    }
    void holdsTheBodyAgainstItsToken()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, isGood);
        QFETCH(ErrorCode, code);
        const Result<void> checked = checkIdentity(parsed(body), claims);
        QCOMPARE(checked.hasValue(), isGood);
        QVERIFY(isGood || checked.error().code == code);
    }

    void readsTheStatus()
    {
        const auto active = readStatus(parsed(quoted("{'status':'ACTIVE'}")));
        QVERIFY(active && *active == Installation::Status::Active);
        const auto inactive = readStatus(parsed(quoted("{'status':'INACTIVE'}")));
        QVERIFY(inactive && *inactive == Installation::Status::Inactive);
        for (const char *body : {"{}", "{\"status\":\"active\"}", "{\"status\":true}", "{\"status\":\"DELETED\"}"})
            QVERIFY2(!readStatus(parsed(body)), body);
        QVERIFY(!readSettings(parsed("{}")));
    }

    void normalizesPaths_data()
    {
        QTest::addColumn<QString>("reported");
        QTest::addColumn<QString>("path");
        QTest::newRow("a path") << u"/webhooks/x"_s << u"/webhooks/x"_s;
        QTest::newRow("no slash") << u"webhooks/x"_s << u"/webhooks/x"_s;
        QTest::newRow("doubled") << u"//webhooks///x"_s << u"/webhooks/x"_s;
        QTest::newRow("a URL") << u"https://example.com/webhook"_s << u"/webhook"_s;
        QTest::newRow("a URL with more slashes") << u"https://example.com//webhook"_s << u"/webhook"_s;
        QTest::newRow("a URL without path") << u"https://example.com"_s << u"/"_s;
        QTest::newRow("a query") << u"/w?a=/b#c"_s << u"/w"_s;
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("an address in the path") << u"/a://b"_s << u"/a:/b"_s;
    }
    void normalizesPaths()
    {
        QFETCH(QString, reported);
        QFETCH(QString, path);
        QCOMPARE(normalizedWebhookPath(reported), path);
    }

    void readsThePublishedSamples_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"INSTALLED", "DELETED", "STATUS_CHANGED", "SETTINGS_UPDATED"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void readsThePublishedSamples()
    {
        QFETCH(QString, name);
        QFile file(QStringLiteral(UW_SOURCE_DIR "/../shared/clockify/lifecycle/") + name + u".json");
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("../shared/clockify/lifecycle is not here");
        // The sample has placeholders where a token and an address stand.
        QByteArray text = file.readAll();
        text.replace("{{apiUrl}}", "https://api.clockify.me/api").replace("{{token}}", "secret");
        const json::Value body = parsed(text);
        const AddonClaims ofSample{u"60332d61ff30282b1f23e624"_s, u"62ddf9b201f42e74228efa3c"_s};
        QVERIFY(checkIdentity(body, ofSample));
        if (name == "INSTALLED"_L1) {
            const Result<InstalledCall> call = readInstalled(body, ofSample);
            QVERIFY2(call, call ? "" : qPrintable(call.error().text));
            QCOMPARE(call->webhooks.value(0).path, u"/webhook"_s);
        } else if (name == "STATUS_CHANGED"_L1) {
            QVERIFY(readStatus(body));
        } else if (name == "SETTINGS_UPDATED"_L1) {
            QVERIFY(readSettings(body));
        }
    }
};

QTEST_GUILESS_MAIN(LifecycleCallTest)
#include "tst_lifecyclecall.moc"
