// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/savedrequestrepository.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;
namespace saved = uw::savedrequestrepository;

class SavedRequestRepositoryTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;

    Result<void> put(const QString &id, const QString &folder, qint64 position = -1)
    {
        return saved::put(*m_connection, {.id = id,
                                          .folder = folder,
                                          .name = u"Request "_s + id,
                                          .position = position,
                                          .document = u"clockify"_s,
                                          .operation = u"listTags"_s,
                                          .method = "GET",
                                          .url = "https://api.example.com/tags",
                                          .arguments = R"({"parameters":{}})",
                                          .createdAtMs = 5,
                                          .updatedAtMs = 6});
    }
    // "folder:id folder:id …", in order.
    QString order()
    {
        const auto all = saved::all(*m_connection);
        if (!all)
            return all.error().text;
        QStringList places;
        for (const SavedRequest &request : all->requests)
            places << request.folder + u':' + request.id;
        return places.join(u' ');
    }
    QStringList folders()
    {
        const auto all = saved::all(*m_connection);
        return all ? all->folders : QStringList{all.error().text};
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QStringList notices;
        auto opened = databasefile::openForWriting(m_folder->filePath(u"log.db"_s), notices);
        QVERIFY(opened);
        m_connection = std::move(*opened);
        QVERIFY(m_connection->begin());
    }
    void cleanup()
    {
        m_connection.reset();
        m_folder.reset();
    }

    void keepsARequestWhole()
    {
        const SavedRequest request{.id = u"1"_s,
                                   .folder = u"A/B"_s,
                                   .name = u"N\u00e4me"_s,
                                   .position = 3,
                                   .document = u"doc"_s,
                                   .operation = u"op"_s,
                                   .method = "PATCH",
                                   .url = "https://h/p?q=1",
                                   .arguments = "{}",
                                   .createdAtMs = 1,
                                   .updatedAtMs = 2};
        QVERIFY(saved::put(*m_connection, request));
        const auto all = saved::all(*m_connection);
        QVERIFY(all);
        QCOMPARE(all->requests, QList<SavedRequest>{request});
        QCOMPARE(all->folders, (QStringList{u"A"_s, u"A/B"_s}));
        // The same id again takes its place.
        SavedRequest renamed = request;
        renamed.name = u"Other"_s;
        QVERIFY(saved::put(*m_connection, renamed));
        QCOMPARE(saved::all(*m_connection).valueOr({}).requests, QList<SavedRequest>{renamed});
        QVERIFY(saved::remove(*m_connection, u"1"_s));
        QCOMPARE(order(), QString());
        QCOMPARE(folders().size(), 2);
    }

    void movesRequests()
    {
        for (const QString &id : {u"1"_s, u"2"_s, u"3"_s})
            QVERIFY(put(id, u"A"_s));
        QCOMPARE(order(), u"A:1 A:2 A:3"_s);
        QVERIFY(saved::move(*m_connection, u"3"_s, u"A"_s, 0));
        QCOMPARE(order(), u"A:3 A:1 A:2"_s);
        QVERIFY(saved::move(*m_connection, u"1"_s, u"B/C"_s, -1));
        QCOMPARE(order(), u"A:3 A:2 B/C:1"_s);
        QVERIFY(saved::move(*m_connection, u"2"_s, QString(), -1));
        QCOMPARE(order(), u":2 A:3 B/C:1"_s);
        QCOMPARE(folders(), (QStringList{u"A"_s, u"B"_s, u"B/C"_s}));
    }

    void movesFolders()
    {
        QVERIFY(put(u"1"_s, u"A"_s));
        QVERIFY(put(u"2"_s, u"A/B"_s));
        QVERIFY(put(u"3"_s, u"AB"_s));
        QVERIFY(put(u"4"_s, u"A/B/C"_s));
        QVERIFY(saved::moveFolder(*m_connection, u"A"_s, u"X/Y"_s));
        QCOMPARE(folders(), (QStringList{u"AB"_s, u"X"_s, u"X/Y"_s, u"X/Y/B"_s, u"X/Y/B/C"_s}));
        QCOMPARE(order(), u"AB:3 X/Y:1 X/Y/B:2 X/Y/B/C:4"_s);
        const Result<void> inItself = saved::moveFolder(*m_connection, u"X"_s, u"X/Y/Z"_s);
        QVERIFY(!inItself);
        QCOMPARE(inItself.error().code, ErrorCode::Conflict);
        const Result<void> taken = saved::moveFolder(*m_connection, u"AB"_s, u"X/Y"_s);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Conflict);
        QVERIFY(saved::moveFolder(*m_connection, u"AB"_s, u"AB"_s));
        QVERIFY(saved::removeFolder(*m_connection, u"X/Y"_s));
        QCOMPARE(order(), u"AB:3"_s);
        QCOMPARE(folders(), (QStringList{u"AB"_s, u"X"_s}));
    }

    void checksNames_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("plain") << u"A"_s << true;
        QTest::newRow("deep") << QStringList(16, u"f"_s).join(u'/') << true;
        QTest::newRow("too deep") << QStringList(17, u"f"_s).join(u'/') << false;
        QTest::newRow("longest") << QString(200, u'f') << true;
        QTest::newRow("too long") << QString(201, u'f') << false;
        QTest::newRow("empty part") << u"A//B"_s << false;
        QTest::newRow("blank part") << u"A/ "_s << false;
        QTest::newRow("slash in front") << u"/A"_s << false;
        QTest::newRow("pattern") << u"100%_*'"_s << true;
    }
    void checksNames()
    {
        QFETCH(QString, folder);
        QFETCH(bool, isGood);
        const Result<void> put = this->put(u"1"_s, folder);
        QCOMPARE(bool(put), isGood);
        if (isGood)
            QCOMPARE(order(), folder + u":1"_s);
        else
            QCOMPARE(put.error().code, ErrorCode::InvalidInput);
        QVERIFY(!saved::put(*m_connection, {.id = u"2"_s, .name = u" "_s}));
        QVERIFY(!saved::put(*m_connection, {.id = {}, .name = u"x"_s}));
    }

    void boundsTheSize()
    {
        SavedRequest request{.id = u"1"_s, .name = u"Large"_s};
        request.arguments = QByteArray(saved::argumentBytes, 'a');
        QVERIFY(saved::put(*m_connection, request));
        request.arguments += 'a';
        const Result<void> refused = saved::put(*m_connection, request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(SavedRequestRepositoryTest)
#include "tst_savedrequestrepository.moc"
