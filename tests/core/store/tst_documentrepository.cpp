// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/documentrepository.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

DocumentRecord record(const QString &origin, const QString &name, qint64 openedAtMs = 1)
{
    return {.origin = origin,
            .name = name,
            .title = u"Pets"_s,
            .version = u"3.0.1"_s,
            .operations = 3,
            .base = origin,
            .etag = "\"1\"",
            .fetchedAtMs = 1'000,
            .openedAtMs = openedAtMs};
}

} // namespace

class DocumentRepositoryTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;

    QStringList origins()
    {
        QStringList list;
        const auto all = documentrepository::all(*m_connection);
        for (const DocumentRecord &one : all ? *all : QList<DocumentRecord>())
            list << one.origin;
        return list;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QStringList notices;
        auto opened = databasefile::openForWriting(m_folder->filePath(u"log.db"_s), notices);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_connection = std::move(*opened);
    }
    void cleanup() { m_connection.reset(); }

    void keepsBytesAndFiles()
    {
        const QByteArray body = QByteArray("{\"a\":\0}", 7);
        const DocumentBytes bytes{body, {{u"https://h/a.json"_s, "one"}, {u"https://h/b.json"_s, "two"}}};
        const auto put = documentrepository::put(*m_connection, record(u"https://h/api.json"_s, u"Pets API"_s), bytes);
        QVERIFY2(put, put ? "" : qPrintable(put.error().text));
        QCOMPARE(put->name, u"pets-api"_s);
        QCOMPARE(put->bytes, body.size());
        QCOMPARE(put->etag, "\"1\"");
        const auto read = documentrepository::bytes(*m_connection, put->id);
        QVERIFY(read);
        QCOMPARE(read->body, body);
        QCOMPARE(read->files, bytes.files);
        QVERIFY(documentrepository::remove(*m_connection, u"https://h/api.json"_s));
        QVERIFY(documentrepository::remove(*m_connection, u"https://h/api.json"_s));
        const auto gone = documentrepository::bytes(*m_connection, put->id);
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, ErrorCode::NotFound);
        QCOMPARE(m_connection->integer(u"SELECT count(*) FROM universal_webhook_document_file"_s).valueOr(-1), 0);
    }
    // The same place again is the same row: its name and what a person chose stay.
    void replacesByOrigin()
    {
        auto first = documentrepository::put(*m_connection, record(u"/srv/a.json"_s, u"a"_s), {"old", {}});
        QVERIFY(first);
        first->options = R"({"nesting":"dots"})";
        first->allowsRemote = true;
        QVERIFY(documentrepository::choose(*m_connection, *first));
        DocumentRecord again = record(u"/srv/a.json"_s, u"a"_s, 7);
        again.title = u"Cats"_s;
        const auto second = documentrepository::put(*m_connection, again, {"newer", {}});
        QVERIFY(second);
        QCOMPARE(second->id, first->id);
        QCOMPARE(second->name, u"a"_s);
        QCOMPARE(second->title, u"Cats"_s);
        QCOMPARE(second->bytes, 5);
        QCOMPARE(second->openedAtMs, 7);
        QCOMPARE(second->options, first->options);
        QVERIFY(second->allowsRemote);
        first->options = QByteArray(65 * 1024, ' ');
        const auto refused = documentrepository::choose(*m_connection, *first);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
    }
    void givesEachItsOwnName()
    {
        QCOMPARE(documentrepository::put(*m_connection, record(u"/1"_s, u"Pets!"_s), {})->name, u"pets"_s);
        QCOMPARE(documentrepository::put(*m_connection, record(u"/2"_s, u"pets"_s), {})->name, u"pets-2"_s);
        QCOMPARE(documentrepository::put(*m_connection, record(u"/3"_s, u"ペット"_s), {})->name, u"api"_s);
        const auto byName = documentrepository::find(*m_connection, u"pets-2"_s);
        QVERIFY(byName && *byName);
        QCOMPARE((*byName)->origin, u"/2"_s);
        const auto byOrigin = documentrepository::find(*m_connection, u"/1"_s);
        QVERIFY(byOrigin && *byOrigin);
        const auto none = documentrepository::find(*m_connection, u"dogs"_s);
        QVERIFY(none && !*none);
    }
    void listsTheLastOpenedFirst()
    {
        QVERIFY(documentrepository::put(*m_connection, record(u"/1"_s, u"a"_s, 10), {}));
        QVERIFY(documentrepository::put(*m_connection, record(u"/2"_s, u"b"_s, 30), {}));
        QVERIFY(documentrepository::put(*m_connection, record(u"/3"_s, u"c"_s, 20), {}));
        QCOMPARE(origins(), QStringList({u"/2"_s, u"/3"_s, u"/1"_s}));
        QVERIFY(documentrepository::touch(*m_connection, u"/1"_s, 40));
        QVERIFY(documentrepository::touch(*m_connection, u"/unknown"_s, 40));
        QCOMPARE(origins(), QStringList({u"/1"_s, u"/2"_s, u"/3"_s}));
    }
    void isBounded()
    {
        for (int i = 0; i < documentrepository::maximumDocuments; ++i)
            QVERIFY(documentrepository::put(*m_connection, record(u"/%1"_s.arg(i), u"n%1"_s.arg(i)), {}));
        const auto more = documentrepository::put(*m_connection, record(u"/more"_s, u"more"_s), {});
        QVERIFY(!more);
        QCOMPARE(more.error().code, ErrorCode::LimitExceeded);
        QVERIFY2(more.error().text.contains(u"100 API descriptions"), qPrintable(more.error().text));
        // One that is there already takes no more room.
        QVERIFY(documentrepository::put(*m_connection, record(u"/1"_s, u"n1"_s), {"x", {}}));
        QVERIFY(m_connection->execute(u"UPDATE universal_webhook_document SET all_bytes = %1 WHERE origin = '/2'"_s.arg(
            documentrepository::maximumBytes)));
        const auto large = documentrepository::put(*m_connection, record(u"/1"_s, u"n1"_s), {"x", {}});
        QVERIFY(!large);
        QVERIFY2(large.error().text.contains(u"512 MiB"), qPrintable(large.error().text));
    }
};

QTEST_GUILESS_MAIN(DocumentRepositoryTest)
#include "tst_documentrepository.moc"
