// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documents/documentopener.h"
#include "core/http/httpclient.h"
#include "tests/support/scriptedserver.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using uw::test::ScriptedServer;
using Script = ScriptedServer::Script;

namespace {

constexpr auto pets = R"({"openapi":"3.0.3","info":{"title":"Pets"},"paths":{"/pets":{"get":{"operationId":"list"}}}})";

QByteArray redirectTo(const QByteArray &address)
{
    return "HTTP/1.1 302 Found\r\nLocation: " + address + "\r\nContent-Length: 0\r\n\r\n";
}

} // namespace

// Opens descriptions from a server that a script makes as good or as bad as servers are.
class DocumentOpenerTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<DocumentOpener> m_opener;
    std::optional<Result<OpenedDocument>> m_outcome;

    void open(const DocumentRequest &request)
    {
        m_outcome.reset();
        m_opener->open(request, this, [this](const Result<OpenedDocument> &result) { m_outcome = result; });
        QVERIFY(!m_outcome);
        QTRY_VERIFY_WITH_TIMEOUT(m_outcome.has_value(), 20'000);
    }
    QString address(const QByteArray &target = "/api.json") const { return QString::fromLatin1(m_server->url(target)); }

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ScriptedServer>();
        m_client = std::make_unique<HttpClient>();
        m_opener = std::make_unique<DocumentOpener>(m_client.get());
        m_opener->setTimeout(10'000);
    }
    void cleanup()
    {
        m_opener.reset();
        m_client.reset();
        m_server.reset();
    }
    void opensAFile();
    void opensGivenBytes();
    void opensAnAddress();
    void asksWithTheTag();
    void followsRedirects();
    void saysWhatTheServerDid_data();
    void saysWhatTheServerDid();
    void endsCirclesOfRedirects();
    void stopsAfterItsTime_data();
    void stopsAfterItsTime();
    void fetchesFilesWhenAllowed();
    void tellsOfFilesThatFailed();
    void endsEndlessChainsOfFiles();
    void needsAClientForTheNet();
    void dropsWhatNobodyWaitsFor();
};

void DocumentOpenerTest::opensAFile()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"api.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(pets) > 0);
    file.close();
    open({.origin = file.fileName()});
    QVERIFY2(*m_outcome, *m_outcome ? "" : qPrintable(m_outcome->error().text));
    QCOMPARE((*m_outcome)->document->title(), u"Pets"_s);
    QCOMPARE((*m_outcome)->bytes, pets);
    QCOMPARE((*m_outcome)->base, file.fileName());
    open({.origin = folder.filePath(u"none.json"_s)});
    QVERIFY(!*m_outcome);
    QCOMPARE(m_outcome->error().code, ErrorCode::NotFound);
}

void DocumentOpenerTest::opensGivenBytes()
{
    open({.origin = u"paste:1"_s, .bytes = QByteArray(pets)});
    QVERIFY(*m_outcome);
    QCOMPARE((*m_outcome)->document->operations().size(), 1);
    QCOMPARE((*m_outcome)->base, QString());
    open({.origin = u"paste:2"_s, .bytes = QByteArray("hello")});
    QVERIFY(!*m_outcome);
    QCOMPARE(m_outcome->error().code, ErrorCode::DocumentInvalid);
}

void DocumentOpenerTest::opensAnAddress()
{
    m_server->enqueue(ScriptedServer::ok(pets, "ETag: \"v1\"\r\n"));
    open({.origin = address("/api.json#part")});
    QVERIFY2(*m_outcome, *m_outcome ? "" : qPrintable(m_outcome->error().text));
    QCOMPARE((*m_outcome)->etag, "\"v1\"");
    QCOMPARE((*m_outcome)->base, address());
    QVERIFY(m_server->requests().first().startsWith("GET /api.json HTTP/1.1\r\n"));
    QVERIFY(ScriptedServer::header(m_server->requests().first(), "Accept").contains("application/json"));
    QVERIFY(ScriptedServer::header(m_server->requests().first(), "Authorization").isNull());
}

void DocumentOpenerTest::asksWithTheTag()
{
    m_server->enqueue(QByteArray("HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"));
    open({.origin = address(), .etag = "\"v1\""});
    QVERIFY2(*m_outcome, *m_outcome ? "" : qPrintable(m_outcome->error().text));
    QVERIFY((*m_outcome)->isUnchanged);
    QVERIFY(!(*m_outcome)->document);
    QCOMPARE(ScriptedServer::header(m_server->requests().first(), "If-None-Match"), "\"v1\"");
}

void DocumentOpenerTest::followsRedirects()
{
    ScriptedServer other;
    m_server->enqueue(redirectTo("/two"));
    m_server->enqueue(redirectTo(other.url("/deep/three.json")));
    other.enqueue(ScriptedServer::ok(pets));
    open({.origin = address(), .etag = "\"v1\""});
    QVERIFY2(*m_outcome, *m_outcome ? "" : qPrintable(m_outcome->error().text));
    // Relative references count from where it was found.
    QCOMPARE((*m_outcome)->base, QString::fromLatin1(other.url("/deep/three.json")));
    QCOMPARE((*m_outcome)->document->origin(), address());
}

void DocumentOpenerTest::saysWhatTheServerDid_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("resets");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &answer, const QString &says, bool resets = false) {
        QTest::newRow(name) << answer << resets << says;
    };
    row("nothing there", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", u"There is nothing at “http://"_s);
    row("closed", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", u"is not open to everybody"_s);
    row("broken", "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", u"answered 503 Busy instead"_s);
    row("a page", ScriptedServer::ok("<!DOCTYPE html><html>Sign in</html>"), u"is a web page"_s);
    row("redirect to nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", u"answered 302 Found instead"_s);
    row("redirect to a file", redirectTo("file:///etc/passwd"), u"redirects to a place that is not"_s);
    row("shorter than it says", "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"openapi\":", u"127.0.0.1"_s);
    row("larger than is read", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{", u"127.0.0.1"_s);
    row("truncated gzip",
        QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\n")
            + QByteArray("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xab\x56", 12),
        u"127.0.0.1"_s);
    row("no HTTP", "hello\r\n\r\n", u"127.0.0.1"_s);
    row("reset", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", u"127.0.0.1"_s, true);
    row("NUL bytes", ScriptedServer::ok(QByteArray("{\"openapi\":\0}", 13)), u"is not valid JSON (line 1, column 12"_s);
    row("bad UTF-8", ScriptedServer::ok("{\"openapi\":\"\xff\"}"), u"is not valid JSON (line 1, column 13"_s);
}

void DocumentOpenerTest::saysWhatTheServerDid()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, resets);
    QFETCH(QString, says);
    Script script(answer);
    // A reading client asks twice when a connection is lost at once.
    m_server->answerBy([script, resets](const QByteArray &) mutable {
        Script played = script;
        return resets ? played.reset() : played.close();
    });
    open({.origin = address()});
    QVERIFY(!*m_outcome);
    QVERIFY2(m_outcome->error().text.contains(says), qPrintable(m_outcome->error().text));
}

void DocumentOpenerTest::endsCirclesOfRedirects()
{
    m_server->enqueue(redirectTo("/two"));
    m_server->enqueue(redirectTo("/api.json"));
    open({.origin = address()});
    QVERIFY(!*m_outcome);
    QVERIFY2(m_outcome->error().text.contains(u"redirects in a circle"), qPrintable(m_outcome->error().text));
    QCOMPARE(m_server->requests().size(), 2);

    int hops = 0;
    m_server->answerBy([&hops](const QByteArray &) { return redirectTo("/" + QByteArray::number(++hops)); });
    open({.origin = address()});
    QVERIFY(!*m_outcome);
    QVERIFY2(m_outcome->error().text.contains(u"more than 5 times"), qPrintable(m_outcome->error().text));
}

void DocumentOpenerTest::stopsAfterItsTime_data()
{
    QTest::addColumn<bool>("drips");
    QTest::newRow("silent") << false;
    QTest::newRow("a byte at a time") << true;
}

void DocumentOpenerTest::stopsAfterItsTime()
{
    QFETCH(bool, drips);
    m_opener->setTimeout(300);
    Script script("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    if (drips)
        script.drip(QByteArray(100'000, ' '), 1, 20);
    m_server->enqueue(script);
    open({.origin = address()});
    QVERIFY(!*m_outcome);
    QCOMPARE(m_outcome->error().code, ErrorCode::Timeout);
}

void DocumentOpenerTest::fetchesFilesWhenAllowed()
{
    m_server->answerBy([](const QByteArray &request) -> Script {
        if (request.startsWith("GET /v1/api.json "))
            return ScriptedServer::ok(
                R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{"/a":{"$ref":"a b.json#/x"}}})");
        if (request.startsWith("GET /v1/a%20b.json "))
            return ScriptedServer::ok(R"({"x":{"get":{"operationId":"deep","parameters":[{"$ref":"/p.yaml"}]}}})");
        return ScriptedServer::ok("name: p\nin: query\nschema: {type: integer}\n");
    });
    open({.origin = address("/v1/api.json")});
    QVERIFY(*m_outcome);
    QCOMPARE((*m_outcome)->document->operations().size(), 0);
    QCOMPARE((*m_outcome)->document->withheldFiles().size(), 1);
    QCOMPARE(m_server->requests().size(), 1);

    open({.origin = address("/v1/api.json"), .allowsRemote = true});
    QVERIFY(*m_outcome);
    QCOMPARE((*m_outcome)->document->operations().size(), 1);
    QCOMPARE((*m_outcome)->document->withheldFiles().size(), 0);
    QCOMPARE((*m_outcome)->fetched.size(), 2);
    QCOMPARE((*m_outcome)->document->warnings().size(), 0);
    const auto details = (*m_outcome)->document->details((*m_outcome)->document->operations().first());
    QVERIFY(details);
    QCOMPARE(details->parameters.first().schema.type, u"integer"_s);
    // What was kept needs no net.
    const OpenedDocument kept = **m_outcome;
    const qsizetype requests = m_server->requests().size();
    open({.origin = address("/v1/api.json"), .bytes = kept.bytes, .base = kept.base, .fetched = kept.fetched});
    QVERIFY(*m_outcome);
    QCOMPARE((*m_outcome)->document->operations().size(), 1);
    QCOMPARE(m_server->requests().size(), requests);
}

void DocumentOpenerTest::tellsOfFilesThatFailed()
{
    m_server->answerBy([](const QByteArray &request) -> Script {
        if (request.startsWith("GET /api.json "))
            return ScriptedServer::ok(
                R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{"/a":{"$ref":"gone.json"},"/b":{"get":{}}}})");
        return QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    });
    open({.origin = address(), .allowsRemote = true});
    QVERIFY(*m_outcome);
    QCOMPARE((*m_outcome)->document->operations().size(), 1);
    QVERIFY2((*m_outcome)->document->warnings().first().message.contains(u"There is nothing at"),
             qPrintable((*m_outcome)->document->warnings().first().message));
}

void DocumentOpenerTest::endsEndlessChainsOfFiles()
{
    m_server->answerBy([](const QByteArray &request) -> Script {
        const QByteArray name = request.split(' ').value(1).sliced(1);
        const QByteArray next = QByteArray::number(name.toInt() + 1);
        if (name == "api.json")
            return ScriptedServer::ok(R"({"openapi":"3.0.3","info":{"title":"T"},"paths":{"/a":{"$ref":"1"}}})");
        return ScriptedServer::ok("{\"get\":{\"$ref\":\"" + next + "\"}}");
    });
    open({.origin = address(), .allowsRemote = true});
    QVERIFY(*m_outcome);
    QCOMPARE(m_server->requests().size(), DocumentOpener::maximumRounds);
    QCOMPARE((*m_outcome)->document->withheldFiles().size(), 1);
}

void DocumentOpenerTest::needsAClientForTheNet()
{
    m_opener = std::make_unique<DocumentOpener>(nullptr);
    open({.origin = address()});
    QVERIFY(!*m_outcome);
    QCOMPARE(m_outcome->error().code, ErrorCode::Unsupported);
}

void DocumentOpenerTest::dropsWhatNobodyWaitsFor()
{
    m_server->enqueue(ScriptedServer::ok(pets));
    bool called = false;
    {
        QObject context;
        m_opener->open({.origin = address()}, &context, [&called](const Result<OpenedDocument> &) { called = true; });
    }
    open({.origin = u"paste:1"_s, .bytes = QByteArray(pets)});
    QTRY_COMPARE(m_server->requests().size(), 1);
    QVERIFY(!called);
}

QTEST_GUILESS_MAIN(DocumentOpenerTest)
#include "tst_documentopener.moc"
