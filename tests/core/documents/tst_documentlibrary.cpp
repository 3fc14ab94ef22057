// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/documents/documentlibrary.h"
#include "core/http/httpclient.h"
#include "core/store/documentrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/support/manualclock.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
using uw::test::ScriptedServer;

namespace {

QByteArray description(const QByteArray &title, const QByteArray &paths)
{
    return R"({"openapi":"3.0.3","info":{"title":")" + title + R"("},"paths":{)" + paths + "}}";
}

} // namespace

// The descriptions of a profile on a store of the test's own, with a server of its own.
class DocumentLibraryTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<DocumentLibrary> m_library;
    test::ManualClock m_clock;
    std::optional<Result<DocumentLibrary::Loaded>> m_opened;
    std::optional<Result<DocumentLibrary::Refreshed>> m_refreshed;

    void start()
    {
        m_library = std::make_unique<DocumentLibrary>(
            DocumentLibrary::Parts{.store = m_store.get(), .client = m_client.get(), .clock = &m_clock});
        m_library->setClockifyAddress(QString::fromLatin1(m_server->url("/clockify.json")));
        QSignalSpy changed(m_library.get(), &DocumentLibrary::changed);
        m_library->load();
        QTRY_VERIFY(!changed.isEmpty());
    }
    // What was submitted is in the database when this returns.
    void settle()
    {
        bool done = false;
        m_store->submit([](Connection &) { return Result<void>(); }, this,
                        [&done](const Result<void> &) { done = true; });
        QTRY_VERIFY(done);
        QCoreApplication::sendPostedEvents();
    }
    void open(const QString &origin)
    {
        m_opened.reset();
        m_library->open(origin, this, [this](const Result<DocumentLibrary::Loaded> &result) { m_opened = result; });
        QTRY_VERIFY(m_opened.has_value());
        settle();
    }
    void refresh(const QString &origin)
    {
        m_refreshed.reset();
        m_library->refresh(origin, (*m_opened)->document, this,
                           [this](const Result<DocumentLibrary::Refreshed> &result) { m_refreshed = result; });
        QTRY_VERIFY(m_refreshed.has_value());
        settle();
    }
    QString write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

    // The slots stand below: moc loses its way in raw strings of JSON inside a class.
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto store = Store::open({.databasePath = m_folder->filePath(u"log.db"_s)});
        QVERIFY2(store, store ? "" : qPrintable(store.error().text));
        m_store = std::move(*store);
        m_server = std::make_unique<ScriptedServer>();
        m_client = std::make_unique<HttpClient>();
        start();
    }
    void cleanup()
    {
        m_library.reset();
        m_client.reset();
        m_server.reset();
        m_store.reset();
    }
    void keepsWhatItFetched();
    void keepsWhatWasPasted();
    void showsAKeptFileThatIsGone();
    void storesAFileOnceUntilItChanges();
    void saysWhatChanged();
    void knowsWhatDidNotChange();
    void refreshesClockify();
    void keepsPermissionsAndOptions();
    void forgets();
    void worksWithoutAStore();
};

void DocumentLibraryTest::keepsWhatItFetched()
{
    m_server->enqueue(ScriptedServer::ok(description("Pets", R"("/a":{"get":{}})"), "ETag: \"1\"\r\n"));
    const QString address = QString::fromLatin1(m_server->url("/pets.json"));
    open(address);
    QVERIFY2(*m_opened, *m_opened ? "" : qPrintable(m_opened->error().text));
    // A new run of the program, without the server.
    m_server = std::make_unique<ScriptedServer>();
    start();
    QCOMPARE(m_library->documents().size(), 2);
    QCOMPARE(m_library->documents().first().title, u"Pets"_s);
    QCOMPARE(m_library->documents().first().name, u"pets"_s);
    QCOMPARE(m_library->documents().first().etag, "\"1\"");
    open(address);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->operations().size(), 1);
    QCOMPARE((*m_opened)->document->origin(), address);
    QCOMPARE(m_server->requests().size(), 0);
}

void DocumentLibraryTest::keepsWhatWasPasted()
{
    const QByteArray text = description("Pasted", "");
    for (int i = 0; i < 2; ++i) {
        m_opened.reset();
        m_library->openPasted(text, this, [this](const Result<DocumentLibrary::Loaded> &result) { m_opened = result; });
        QTRY_VERIFY(m_opened.has_value());
        settle();
    }
    QVERIFY(*m_opened);
    const QString origin = (*m_opened)->record.origin;
    QVERIFY(DocumentLibrary::isPasted(origin));
    start();
    QCOMPARE(m_library->documents().size(), 2);
    open(origin);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->title(), u"Pasted"_s);
    refresh(origin);
    QVERIFY(!*m_refreshed);
    QCOMPARE(m_refreshed->error().code, ErrorCode::InvalidArgument);
}

void DocumentLibraryTest::showsAKeptFileThatIsGone()
{
    const QString path = write(u"api.json"_s, description("Filed", ""));
    open(path);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->notice, QString());
    QVERIFY(QFile::remove(path));
    start();
    open(path);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->title(), u"Filed"_s);
    QVERIFY2((*m_opened)->notice.contains(u"What was kept of it is shown"), qPrintable((*m_opened)->notice));
    open(m_folder->filePath(u"never.json"_s));
    QVERIFY(!*m_opened);
    QCOMPARE(m_opened->error().code, ErrorCode::NotFound);
}

void DocumentLibraryTest::storesAFileOnceUntilItChanges()
{
    const QString path = write(u"api.json"_s, description("One", ""));
    open(path);
    const qint64 fetched = m_library->record(path)->fetchedAtMs;
    m_clock.advance(1000);
    open(path);
    QCOMPARE(m_library->record(path)->fetchedAtMs, fetched);
    QVERIFY(m_library->record(path)->openedAtMs > fetched);
    QVERIFY(!write(u"api.json"_s, description("Two", "")).isEmpty());
    open(path);
    QCOMPARE(m_library->record(path)->title, u"Two"_s);
    QVERIFY(m_library->record(path)->fetchedAtMs > fetched);
    start();
    QCOMPARE(m_library->record(path)->title, u"Two"_s);
}

void DocumentLibraryTest::saysWhatChanged()
{
    const QString path = write(u"api.json"_s, description("T", R"("/a":{"get":{}},"/b":{"get":{}})"));
    open(path);
    QVERIFY(!write(u"api.json"_s, description("T", R"("/a":{"get":{}},"/c":{"get":{}})")).isEmpty());
    refresh(path);
    QVERIFY2(*m_refreshed, *m_refreshed ? "" : qPrintable(m_refreshed->error().text));
    QVERIFY(!(*m_refreshed)->isUnchanged);
    QCOMPARE((*m_refreshed)->changes.size(), 2);
    QCOMPARE((*m_refreshed)->changes.first().path, u"/b"_s);
    QVERIFY((*m_refreshed)->changes.first().isBreaking);
}

void DocumentLibraryTest::knowsWhatDidNotChange()
{
    const QString path = write(u"api.json"_s, description("T", ""));
    open(path);
    refresh(path);
    QVERIFY(*m_refreshed);
    QVERIFY((*m_refreshed)->isUnchanged);

    m_server->enqueue(ScriptedServer::ok(description("Net", ""), "ETag: \"7\"\r\n"));
    m_server->enqueue(QByteArray("HTTP/1.1 304 Not Modified\r\n\r\n"));
    const QString address = QString::fromLatin1(m_server->url("/net.json"));
    open(address);
    QVERIFY(*m_opened);
    refresh(address);
    QVERIFY(*m_refreshed);
    QVERIFY((*m_refreshed)->isUnchanged);
    QCOMPARE(ScriptedServer::header(m_server->requests().last(), "If-None-Match"), "\"7\"");
}

// The one that comes along is replaced by the live one, which is kept, until that is taken back.
void DocumentLibraryTest::refreshesClockify()
{
    const QString origin = DocumentLibrary::clockifyOrigin;
    open(origin);
    QVERIFY2(*m_opened, *m_opened ? "" : qPrintable(m_opened->error().text));
    const qsizetype own = (*m_opened)->document->operations().size();
    QVERIFY(own > 100);
    m_server->enqueue(ScriptedServer::ok(description("Clockify live", R"("/v1/user":{"get":{}})")));
    refresh(origin);
    QVERIFY2(*m_refreshed, *m_refreshed ? "" : qPrintable(m_refreshed->error().text));
    QVERIFY((*m_refreshed)->changes.size() > 100);
    QCOMPARE(m_library->record(origin)->name, u"clockify"_s);
    start();
    open(origin);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->title(), u"Clockify live"_s);
    m_library->remove(origin);
    settle();
    QCOMPARE(m_library->documents().size(), 1);
    open(origin);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->operations().size(), own);
}

void DocumentLibraryTest::keepsPermissionsAndOptions()
{
    m_server->answerBy([](const QByteArray &request) -> ScriptedServer::Script {
        return ScriptedServer::ok(request.startsWith("GET /api.json ")
                                      ? description("T", R"("/a":{"$ref":"part.json"})")
                                      : QByteArray(R"({"get":{}})"));
    });
    const QString address = QString::fromLatin1(m_server->url("/api.json"));
    open(address);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->operations().size(), 0);
    m_library->allow(address, false, true);
    m_library->setOption(address, u"nesting"_s, u"json"_s);
    m_library->setOption(address, u"other"_s, u"x"_s);
    m_library->setOption(address, u"other"_s, {});
    settle();
    open(address);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->operations().size(), 1);
    // Kept together with the file that was fetched for it.
    m_server->answerBy([](const QByteArray &) { return QByteArray("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"); });
    start();
    open(address);
    QVERIFY(*m_opened);
    QCOMPARE((*m_opened)->document->operations().size(), 1);
    QCOMPARE(m_library->option(address, u"nesting"_s), u"json"_s);
    QCOMPARE(m_library->option(address, u"other"_s), QString());
    // Clockify's own has no bytes to keep and takes a choice all the same.
    m_library->setOption(DocumentLibrary::clockifyOrigin, u"nesting"_s, u"dots-indexed"_s);
    settle();
    start();
    QCOMPARE(m_library->option(DocumentLibrary::clockifyOrigin, u"nesting"_s), u"dots-indexed"_s);
    open(DocumentLibrary::clockifyOrigin);
    QVERIFY(*m_opened);
    QVERIFY((*m_opened)->document->operations().size() > 100);
}

void DocumentLibraryTest::forgets()
{
    const QString path = write(u"api.json"_s, description("T", ""));
    open(path);
    m_library->remove(path);
    settle();
    start();
    QCOMPARE(m_library->documents().size(), 1);
    QVERIFY(!m_library->record(path));
    QVERIFY(QFile::exists(path));
}

void DocumentLibraryTest::worksWithoutAStore()
{
    DocumentLibrary library({.client = m_client.get(), .clock = &m_clock});
    const QString path = write(u"api.json"_s, description("T", ""));
    std::optional<Result<DocumentLibrary::Loaded>> opened;
    library.load();
    library.open(path, this, [&opened](const Result<DocumentLibrary::Loaded> &result) { opened = result; });
    QTRY_VERIFY(opened.has_value());
    QVERIFY(*opened);
    QCOMPARE(library.documents().size(), 2);
    library.setOption(path, u"nesting"_s, u"json"_s);
    QCOMPARE(library.option(path, u"nesting"_s), u"json"_s);
    library.remove(path);
    QCOMPARE(library.documents().size(), 1);
}

QTEST_GUILESS_MAIN(DocumentLibraryTest)
#include "tst_documentlibrary.moc"
