// SPDX-License-Identifier: GPL-3.0-or-later
// Calls by the control API and by uwh are there after a restart, and their secrets are nowhere in the profile.
#include "tests/support/programrun.h"
#include "tests/support/quickcall.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/uwhprocess.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace uw;
using namespace uw::test;
using namespace Qt::StringLiterals;

namespace {

// With characters that look otherwise when they are encoded.
constexpr const char *secret = "s3cret+Key/1=?&ok";

} // namespace

class CallHistoryProgramTest final : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QTemporaryDir m_documents;
    ScriptedServer m_server;

    QuickAnswer history(UwhProcess &uwh, const QByteArray &query = {})
    {
        return quickCall(uwh.controlUrl() + "/ui/api-explorer/history" + query, UwhProcess::controlToken);
    }
    static QStringList origins(const QuickAnswer &answer)
    {
        QStringList origins;
        if (const json::Value *items = json::member(answer.json, "items")) {
            for (const json::Value &item : *items)
                origins << textAt(item, u"/origin"_s);
        }
        return origins;
    }
    ProgramRun request(const QStringList &more)
    {
        const QByteArray value = secret;
        const QByteArray credential =
            "{\"kind\":\"header\",\"header\":\"X-Api-Key\",\"value\":\"" + value + "\",\"hosts\":[\"127.0.0.1\"]}";
        return runUwh(QStringList{u"request"_s, m_documents.filePath(u"pets.json"_s), u"addPet"_s, u"--data-dir"_s,
                                  m_folder.path(), u"--credential"_s, u"pets"_s}
                          + more,
                      {{u"UW_CREDENTIAL_PETS"_s, QString::fromUtf8(credential)}});
    }

    // The slots stand below: moc loses its way in raw strings inside a class.
private Q_SLOTS:
    void initTestCase();
    void keepsCallsOverARestart();
    void keepsNoSecret();
};

namespace {

constexpr auto document = R"({"openapi":"3.0.3","info":{"title":"Pets"},"servers":[{"url":"SERVER"}],
    "paths":{"/pets":{"post":{"operationId":"addPet","requestBody":{"content":{"application/json":{}}},
      "parameters":[{"name":"api_key","in":"query","schema":{"type":"string"}}]}}}})";

// Every file of a folder.
QByteArrayList contents(const QString &folder)
{
    QByteArrayList all;
    const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        QFile file(QDir(folder).filePath(name));
        all << (file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    }
    return all;
}

} // namespace

void CallHistoryProgramTest::initTestCase()
{
    // Repeats every secret, in each spelling.
    m_server.answerBy([](const QByteArray &request) {
        const QByteArray key = ScriptedServer::header(request, "X-Api-Key");
        return ScriptedServer::Script(ScriptedServer::ok(
            "{\"plain\":\"" + key + "\",\"base64\":\"" + key.toBase64() + "\",\"url\":\"" + key.toPercentEncoding()
                + "\",\"target\":\"" + request.split(' ').value(1) + "\"}",
            "Content-Type: application/json\r\nX-Echo: " + key + "\r\nSet-Cookie: sid=cookie-secret-9\r\n"));
    });
    QFile file(m_documents.filePath(u"pets.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(QByteArray(document).replace("SERVER", m_server.url(""))) > 0);
}

void CallHistoryProgramTest::keepsCallsOverARestart()
{
    // No other process: the profile is made.
    const ProgramRun alone = request({u"--param"_s, u"api_key=query-secret-7"_s, u"--body"_s, u"{\"a\":1}"_s});
    QCOMPARE(alone.exitCode, 0);
    QVERIFY2(!alone.err.contains("history"), alone.err.constData());
    {
        UwhProcess uwh(m_folder.path());
        uwh.environment.insert(u"CLOCKIFY_API_KEY"_s, QString::fromLatin1(secret));
        uwh.environment.insert(u"CLOCKIFY_API_BASE_URL"_s, QString::fromUtf8(m_server.url("/api")));
        QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
        QCOMPARE(origins(history(uwh)), QStringList{u"uwh"_s});
        // Beside a process that has the profile.
        const ProgramRun beside = request({u"--body"_s, u"{\"b\":\"beside\"}"_s});
        QCOMPARE(beside.exitCode, 0);
        QVERIFY2(!beside.err.contains("history"), beside.err.constData());
        const QuickAnswer executed =
            quickCall(uwh.controlUrl() + "/ui/api-explorer/execute", UwhProcess::controlToken, "POST",
                      R"({"operationId":"GET /v1/workspaces/{workspaceId}/tags","parameters":{"workspaceId":"w1"}})");
        QCOMPARE(executed.status, 200);
        QCOMPARE(ScriptedServer::header(m_server.requests().last(), "X-Api-Key"), secret);
        QCOMPARE(uwh.stop(), 0);
    }
    const ProgramRun left = request({u"--no-history"_s});
    QCOMPARE(left.exitCode, 0);
    UwhProcess uwh(m_folder.path());
    QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
    const QuickAnswer all = history(uwh);
    QCOMPARE(origins(all), (QStringList{u"control"_s, u"uwh"_s, u"uwh"_s}));
    QCOMPARE(textAt(all.json, u"/items/0/document"_s), u"clockify"_s);
    QCOMPARE(textAt(all.json, u"/items/1/document"_s), m_documents.filePath(u"pets.json"_s));
    QCOMPARE(origins(history(uwh, "?q=beside")), QStringList{u"uwh"_s});
    QCOMPARE(uwh.stop(), 0);
}

void CallHistoryProgramTest::keepsNoSecret()
{
    const QByteArray value = secret;
    const QByteArrayList forms{value,
                               value.toBase64(),
                               value.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals),
                               value.toPercentEncoding(),
                               value.toPercentEncoding().toLower(),
                               "query-secret-7",
                               "cookie-secret-9"};
    const QByteArrayList files = contents(m_folder.path());
    QVERIFY(files.size() > 1);
    bool holdsCalls = false;
    for (const QByteArray &bytes : files) {
        holdsCalls = holdsCalls || bytes.contains("addPet");
        for (const QByteArray &form : forms)
            QVERIFY2(!bytes.contains(form), form.constData());
    }
    QVERIFY(holdsCalls);
}

QTEST_GUILESS_MAIN(CallHistoryProgramTest)
#include "tst_uwhhistory.moc"
