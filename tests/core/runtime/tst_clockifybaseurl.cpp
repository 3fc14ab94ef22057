// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/clockifybaseurl.h"
#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace uw;
using namespace Qt::StringLiterals;

class ClockifyBaseUrlTest final : public QObject {
    Q_OBJECT

private:
    const QString m_default = u"https://api.clockify.me/api"_s;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;

    // One reader, so that its jobs end in the order of their calls.
    void open()
    {
        Result<std::unique_ptr<Store>> store =
            Store::open({.databasePath = m_folder->filePath(u"log.db"_s), .readerThreads = 1});
        QVERIFY2(store, store ? "" : qPrintable(store.error().text));
        m_store = std::move(*store);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup()
    {
        m_store.reset();
        m_folder.reset();
    }

    void takesAddresses_data()
    {
        QTest::addColumn<QString>("text");
        // Empty: refused.
        QTest::addColumn<QString>("expected");
        QTest::newRow("regular") << m_default << m_default;
        QTest::newRow("completed") << u"https://euc1.clockify.me"_s << u"https://euc1.clockify.me/api"_s;
        QTest::newRow("slash, blanks") << u"  https://clock.example/api/ "_s << u"https://clock.example/api"_s;
        QTest::newRow("this computer") << u"http://127.0.0.1:8080/api"_s << u"http://127.0.0.1:8080/api"_s;
        QTest::newRow("localhost") << u"http://localhost:8080"_s << u"http://localhost:8080"_s;
        QTest::newRow("this computer, IPv6") << u"http://[::1]:8080"_s << u"http://[::1]:8080"_s;
        QTest::newRow("plain http elsewhere") << u"http://clock.example/api"_s << QString();
        QTest::newRow("a name that only begins like this computer") << u"http://localhost.example"_s << QString();
        QTest::newRow("no scheme") << u"api.clockify.me/api"_s << QString();
        QTest::newRow("ftp") << u"ftp://api.clockify.me/api"_s << QString();
        QTest::newRow("file") << u"file:///etc/passwd"_s << QString();
        QTest::newRow("user") << u"https://me:word@api.clockify.me/api"_s << QString();
        QTest::newRow("query") << u"https://api.clockify.me/api?a=b"_s << QString();
        QTest::newRow("no host") << u"https:///api"_s << QString();
        QTest::newRow("words") << u"my clockify"_s << QString();
    }
    void takesAddresses()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        ClockifyBaseUrl url(*m_store, m_default);
        const Result<void> result = url.set(text);
        QCOMPARE(bool(result), !expected.isEmpty());
        QCOMPARE(url.current(), expected.isEmpty() ? m_default : expected);
        if (!result) {
            QVERIFY(result.error().text.endsWith(u'.'));
            QVERIFY(!result.error().text.contains(u"word"));
        }
    }

    void isThereAgainAfterARestart()
    {
        {
            ClockifyBaseUrl url(*m_store, m_default);
            QSignalSpy changed(&url, &ClockifyBaseUrl::changed);
            QVERIFY(url.set(u"https://clock.example/api"_s));
            QCOMPARE(changed.size(), 1);
            QCOMPARE(url.startValue(), m_default);
        }
        m_store.reset();
        open();
        {
            ClockifyBaseUrl url(*m_store, m_default);
            QCOMPARE(url.current(), m_default);
            QSignalSpy changed(&url, &ClockifyBaseUrl::changed);
            url.load();
            QTRY_COMPARE(changed.size(), 1);
            QCOMPARE(url.current(), u"https://clock.example/api"_s);
            // Back to what the process was started with, for good.
            QVERIFY(url.set({}));
            QCOMPARE(changed.size(), 2);
            QCOMPARE(url.current(), m_default);
        }
        m_store.reset();
        open();
        ClockifyBaseUrl url(*m_store, u"http://127.0.0.1:1/api"_s);
        QSignalSpy changed(&url, &ClockifyBaseUrl::changed);
        url.load();
        QSignalSpy failed(&url, &ClockifyBaseUrl::failed);
        bool read = false;
        m_store->readers().run<bool>(
            this, [](Connection &) { return Result<bool>(true); }, [&read](const Result<bool> &) { read = true; });
        QTRY_VERIFY(read);
        QCOMPARE(url.current(), u"http://127.0.0.1:1/api"_s);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(failed.size(), 0);
    }

    void saysThatItCouldNotBeRead()
    {
        ClockifyBaseUrl url(*m_store, m_default);
        QSignalSpy failed(&url, &ClockifyBaseUrl::failed);
        QSignalSpy unreadable(&url, &ClockifyBaseUrl::unreadable);
        std::optional<Result<void>> renamed;
        m_store->submit(
            [](Connection &connection) {
                return connection.execute(u"ALTER TABLE universal_webhook_setting RENAME TO aside"_s);
            },
            this, [&renamed](const Result<void> &result) { renamed = result; });
        QTRY_VERIFY(renamed && *renamed);
        url.load();
        QTRY_COMPARE(unreadable.size(), 1);
        QCOMPARE(failed.size(), 0);
        QCOMPARE(url.current(), m_default);
    }

    void saysThatItCouldNotBeKept()
    {
        ClockifyBaseUrl url(*m_store, m_default);
        QSignalSpy failed(&url, &ClockifyBaseUrl::failed);
        m_store->close();
        QVERIFY(url.set(u"https://clock.example/api"_s));
        QCOMPARE(url.current(), u"https://clock.example/api"_s);
        QTRY_COMPARE(failed.size(), 1);
    }
};

QTEST_GUILESS_MAIN(ClockifyBaseUrlTest)
#include "tst_clockifybaseurl.moc"
