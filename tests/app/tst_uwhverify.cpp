// SPDX-License-Identifier: GPL-3.0-or-later
// The real `uwh verify`: verdicts, causes, exit codes, bad input.
#include "core/base/clock.h"
#include "core/json/value.h"
#include "tests/support/programrun.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using test::ProgramRun;
using test::runUwh;

class UwhVerifyTest final : public QObject {
    Q_OBJECT

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void published_data();
    void published();
    void saysWhyNot_data();
    void saysWhyNot();
    void publicUrl_data();
    void publicUrl();
    void judgesTokensOfTheAddon();
    void secrets_data();
    void secrets();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void helps();

private:
    [[nodiscard]] QString write(const QString &name, const QByteArray &bytes) const;
    [[nodiscard]] ProgramRun verify(const QString &provider, const QByteArray &secret, const QByteArray &request,
                                    const QStringList &more = {}) const;

    const QTemporaryDir m_folder;
};

namespace {

// "hello" signed for GitHub with the secret of its documentation.
QByteArray githubRequest(const QByteArray &body = "Hello, World!")
{
    return "POST /webhooks/github HTTP/1.1\r\nHost: localhost\r\n"
           "X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\r\n"
           "Content-Length: "
         + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

const QByteArray githubSecret = "It's a Secret to Everybody";

QString member(const ProgramRun &run, std::string_view name)
{
    const Result<json::Value> report = json::parse(run.out);
    const json::Value *value = report ? json::member(*report, name) : nullptr;
    return value ? json::toQString(*value) : QString();
}

QString causeCode(const ProgramRun &run)
{
    const Result<json::Value> report = json::parse(run.out);
    const json::Value *cause = report ? json::member(*report, "cause") : nullptr;
    const json::Value *code = cause ? json::member(*cause, "code") : nullptr;
    return code ? json::toQString(*code) : cause && cause->is_null() ? u"null"_s : QString();
}

} // namespace

QString UwhVerifyTest::write(const QString &name, const QByteArray &bytes) const
{
    const QString path = m_folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

ProgramRun UwhVerifyTest::verify(const QString &provider, const QByteArray &secret, const QByteArray &request,
                                 const QStringList &more) const
{
    return runUwh(QStringList{u"verify"_s, u"--provider"_s, provider, u"--secret-env"_s, u"THE_SECRET"_s,
                              u"--request"_s, write(u"request"_s, request)}
                      + more,
                  {{u"THE_SECRET"_s, QString::fromUtf8(secret)}});
}

void UwhVerifyTest::published_data()
{
    QTest::addColumn<QByteArray>("item");
    QFile file(QStringLiteral(UW_SOURCE_DIR "/../shared/signature-vectors.json"));
    if (!file.open(QIODevice::ReadOnly))
        QSKIP("../shared/signature-vectors.json is absent");
    const Result<json::Value> vectors = json::parse(file.readAll());
    QVERIFY(vectors);
    for (const json::Value &vector : *json::member(*vectors, "vectors")->get_ptr<const json::Array *>())
        QTest::newRow(qPrintable(json::toQString(*json::member(vector, "id")))) << json::serialize(vector);
}

void UwhVerifyTest::published()
{
    QFETCH(QByteArray, item);
    const Result<json::Value> vector = json::parse(item);
    QVERIFY(vector);
    const auto text = [&vector](std::string_view name) {
        const json::Value *value = json::member(*vector, name);
        return value ? json::toQString(*value).toUtf8() : QByteArray();
    };
    const QByteArray method = text("method").isEmpty() ? QByteArray("POST") : text("method");
    QByteArray request = method + " /webhooks/x HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto &[name, value] : *json::member(*vector, "headers")->get_ptr<const json::Object *>())
        request += QByteArray::fromStdString(name) + ": " + json::toQString(value).toUtf8() + "\r\n";
    request += "Content-Length: " + QByteArray::number(text("body").size()) + "\r\n\r\n" + text("body");
    QStringList more;
    if (!text("url").isEmpty())
        more << u"--public-url"_s << QString::fromUtf8(text("url"));
    if (const json::Value *now = json::member(*vector, "now"))
        more << u"--received-at"_s << toRfc3339(now->get<qint64>() * 1000);
    QString provider = QString::fromUtf8(text("provider"));
    if (provider == "standardwebhooks"_L1)
        provider = u"standard"_s;
    const ProgramRun run = verify(provider, text("secret"), request, more);
    QVERIFY2(run.exitCode == 0, QByteArray(run.out + run.err).constData());
    QCOMPARE(member(run, "verdict"), u"valid"_s);
    QVERIFY(member(run, "scheme").startsWith(provider));
    QCOMPARE(causeCode(run), u"null"_s);
}

void UwhVerifyTest::saysWhyNot_data()
{
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("cause");
    QTest::newRow("other secret") << u"github"_s << QByteArray("s3cr3t-of-another") << githubRequest() << u"invalid"_s
                                  << u"unknown"_s;
    QTest::newRow("previous") << u"github"_s
                              << QByteArray("{\"current\":[\"other\"],\"previous\":[\"" + githubSecret + "\"]}")
                              << githubRequest() << u"invalid"_s << u"other_secret"_s;
    QTest::newRow("line feed") << u"github"_s << githubSecret << githubRequest("Hello, World!\n") << u"invalid"_s
                               << u"trailing_newline"_s;
    QTest::newRow("other provider") << u"gitea"_s << githubSecret << githubRequest() << u"invalid"_s
                                    << u"other_scheme"_s;
    QTest::newRow("not signed") << u"github"_s << QByteArray("x") << QByteArray("POST / HTTP/1.1\r\n\r\n{}")
                                << u"invalid"_s << u"unknown"_s;
    QTest::newRow("token") << u"gitlab"_s << QByteArray("t")
                           << QByteArray("POST / HTTP/1.1\r\nX-Gitlab-Token: t\r\n\r\n{}") << u"unsigned"_s
                           << u"null"_s;
    QTest::newRow("wrong token") << u"gitlab"_s << QByteArray("t")
                                 << QByteArray("POST / HTTP/1.1\r\nX-Gitlab-Token: u\r\n\r\n{}") << u"invalid"_s
                                 << u"unknown"_s;
    QTest::newRow("stale")
        << u"slack"_s << QByteArray("8f742231b10e8888abcd99yyyzzz85a5")
        << QByteArray(
               "POST / HTTP/1.1\r\nX-Slack-Request-Timestamp: 1531420618\r\n"
               "X-Slack-Signature: v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503\r\n\r\n"
               "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_"
               "name=foobar&"
               "user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%"
               "2Fhooks.slack.com"
               "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
               "803a0bc887a14d10d2c447fce8b6703c")
        << u"stale"_s << u"clock_skew"_s;
}

void UwhVerifyTest::saysWhyNot()
{
    QFETCH(QString, provider);
    QFETCH(QByteArray, secret);
    QFETCH(QByteArray, request);
    QFETCH(QString, verdict);
    QFETCH(QString, cause);
    const ProgramRun run = verify(provider, secret, request);
    QVERIFY2(run.exitCode == 1, QByteArray(run.out + run.err).constData());
    QCOMPARE(run.err, QByteArray());
    QCOMPARE(member(run, "verdict"), verdict);
    QVERIFY2(causeCode(run) == cause, run.out.constData());
    QVERIFY(!member(run, "reason").isEmpty());
    QVERIFY(secret.size() < 3 || !run.out.contains(secret));
}

// A whole URL, or a base to which the target is added.
// A token of the add-on is no wrong secret: Clockify's key says whose it is, as at the listener.
void UwhVerifyTest::judgesTokensOfTheAddon()
{
    const auto part = [](const QByteArray &bytes) {
        return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    const QByteArray token =
        part(R"({"alg":"RS256","typ":"JWT"})") + '.' + part(R"({"iss":"clockify"})") + '.' + part("x");
    const auto request = [](const QByteArray &signature) -> QByteArray {
        return "POST /webhooks/clockify HTTP/1.1\r\nHost: localhost\r\nclockify-signature: " + signature
             + "\r\nContent-Length: 2\r\n\r\n{}";
    };
    const ProgramRun jwt = verify(u"clockify"_s, "s", request(token));
    QCOMPARE(member(jwt, "verdict"), u"invalid"_s);
    QCOMPARE(member(jwt, "scheme"), u"clockify-addon"_s);
    const ProgramRun known = verify(u"clockify"_s, "s", request("s"));
    QCOMPARE(member(known, "verdict"), u"valid"_s);
    QCOMPARE(member(known, "scheme"), u"clockify"_s);
    QCOMPARE(member(verify(u"clockify"_s, "s", request("t")), "verdict"), u"invalid"_s);
}

void UwhVerifyTest::publicUrl_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<bool>("isValid");
    QTest::newRow("base") << u"https://hooks.example.com"_s << true;
    QTest::newRow("base with a slash") << u"https://hooks.example.com/"_s << true;
    QTest::newRow("whole") << u"https://hooks.example.com/webhooks/square?a=1"_s << true;
    QTest::newRow("http") << u"http://hooks.example.com"_s << false;
    QTest::newRow("other host") << u"https://other.example.com"_s << false;
}

void UwhVerifyTest::publicUrl()
{
    QFETCH(QString, given);
    QFETCH(bool, isValid);
    // HMAC-SHA256 with "sq" of https://hooks.example.com/webhooks/square?a=1{} by openssl.
    const QByteArray request = "POST /webhooks/square?a=1 HTTP/1.1\r\nHost: 127.0.0.1:8001\r\n"
                               "x-square-hmacsha256-signature: SIGNATURE\r\n\r\n{}";
    const QByteArray signature = "swTrkUK5wVr0HN6x8yxMNrZWphPBILKFIKo3xVfg06o=";
    const ProgramRun run =
        verify(u"square"_s, "sq", QByteArray(request).replace("SIGNATURE", signature), {u"--public-url"_s, given});
    QVERIFY2(run.exitCode == (isValid ? 0 : 1), QByteArray(run.out + run.err).constData());
    QCOMPARE(causeCode(run), isValid ? u"null"_s : given.startsWith("http:"_L1) ? u"url_mismatch"_s : u"unknown"_s);
}

void UwhVerifyTest::secrets_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("plain") << githubSecret << 0;
    QTest::newRow("line feed") << QByteArray(githubSecret + "\n") << 0;
    QTest::newRow("CRLF") << QByteArray(githubSecret + "\r\n") << 0;
    QTest::newRow("two line feeds") << QByteArray(githubSecret + "\n\n") << 1;
    QTest::newRow("several") << QByteArray("{\"current\":[\"a\",\"" + githubSecret + "\"]}\n") << 0;
    QTest::newRow("empty") << QByteArray() << 2;
    QTest::newRow("a line feed alone") << QByteArray("\n") << 2;
    QTest::newRow("faulty object") << QByteArray("{\"current\":[1]}") << 2;
    QTest::newRow("huge") << QByteArray(300'000, 'x') << 2;
}

void UwhVerifyTest::secrets()
{
    QFETCH(QByteArray, file);
    QFETCH(int, exitCode);
    const ProgramRun run = runUwh({u"verify"_s, u"--provider"_s, u"github"_s, u"--secret-file"_s,
                                   write(u"secret"_s, file), u"--request"_s, write(u"request"_s, githubRequest())});
    QVERIFY2(run.exitCode == exitCode, QByteArray(run.out + run.err).constData());
    QCOMPARE(run.err.isEmpty(), exitCode != 2);
    QVERIFY(!run.err.contains(githubSecret));
}

void UwhVerifyTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString request = write(u"good"_s, githubRequest());
    const QString secret = write(u"secret"_s, githubSecret);
    const QStringList good{u"--provider"_s, u"github"_s, u"--secret-file"_s, secret, u"--request"_s, request};
    QTest::newRow("nothing") << QStringList();
    QTest::newRow("no provider") << good.sliced(2);
    QTest::newRow("no secret") << (good.first(2) + good.sliced(4));
    QTest::newRow("no request") << good.first(4);
    QTest::newRow("both secrets") << (good + QStringList{u"--secret-env"_s, u"HOME"_s});
    QTest::newRow("unset variable") << (good.first(2) + good.sliced(4)
                                        + QStringList{u"--secret-env"_s, u"UW_NOT_SET"_s});
    QTest::newRow("secret on the command line") << (good + QStringList{u"--secret"_s, u"x"_s});
    QTest::newRow("stray word") << (good + QStringList{u"x"_s});
    QTest::newRow("unknown provider") << (QStringList{u"--provider"_s, u"nobody"_s} + good.sliced(2));
    QTest::newRow("missing file") << (good.first(4) + QStringList{u"--request"_s, request + u".none"_s});
    QTest::newRow("a folder") << (good.first(4) + QStringList{u"--request"_s, m_folder.path()});
    QTest::newRow("no request in it") << (good.first(4) + QStringList{u"--request"_s, secret});
    QTest::newRow("bad time") << (good + QStringList{u"--received-at"_s, u"yesterday"_s});
    QTest::newRow("bad URL") << (good + QStringList{u"--public-url"_s, u"hooks.example.com"_s});
}

void UwhVerifyTest::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    const ProgramRun run = runUwh(QStringList{u"verify"_s} + arguments);
    QVERIFY2(run.exitCode == 2, QByteArray(run.out + run.err).constData());
    QCOMPARE(run.out, QByteArray());
    QVERIFY(run.err.startsWith("uwh verify: "));
    QCOMPARE(run.err.count('\n'), 1);
}

void UwhVerifyTest::helps()
{
    const ProgramRun run = runUwh({u"verify"_s, u"--help"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.startsWith("Usage: uwh verify [options]"));
    QVERIFY(run.out.contains("--secret-env"));
    const ProgramRun names = runUwh({u"verify"_s, u"--providers"_s});
    QCOMPARE(names.exitCode, 0);
    QVERIFY(names.out.contains("\nstandard\n"));
}

QTEST_GUILESS_MAIN(UwhVerifyTest)
#include "tst_uwhverify.moc"
