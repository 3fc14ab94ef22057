// SPDX-License-Identifier: GPL-3.0-or-later
// The hostile rows of the admission table against both ports of the real `uwh serve`: each sender reads its status and
// an orderly end, and the process does not grow.
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/rawclient.h"
#include "tests/support/programrun.h"
#include "tests/support/uwhprocess.h"

#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace uw;
using namespace uw::test;

class UwhHostileTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<UwhProcess> m_uwh;

    static QList<AdmissionRow> hostileRows()
    {
        QList<AdmissionRow> rows = admissionTable();
        rows.removeIf([](const AdmissionRow &row) { return row.status < 400 || !row.closes; });
        return rows;
    }
    static quint16 portOf(const QByteArray &url) { return quint16(QUrl(QString::fromLatin1(url)).port()); }
    QList<quint16> ports() const { return {portOf(m_uwh->listenUrl()), portOf(m_uwh->controlUrl())}; }

private Q_SLOTS:
    void initTestCase()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_uwh = std::make_unique<UwhProcess>(m_folder->path());
        QVERIFY2(m_uwh->start(), qPrintable(m_uwh->errors()));
        QVERIFY(hostileRows().size() > 20);
    }
    void cleanupTestCase()
    {
        QCOMPARE(m_uwh->stop(), 0);
        m_uwh.reset();
    }

    void saysWhyAndEnds_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        const QList<AdmissionRow> rows = hostileRows();
        for (const AdmissionRow &row : rows)
            QTest::newRow(row.name) << row.bytes << row.status;
    }
    void saysWhyAndEnds()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        for (const quint16 port : ports()) {
            RawClient client(port);
            client.send(bytes);
            const RawResponse answer = client.readResponse();
            QCOMPARE(answer.status, status);
            QCOMPARE(answer.field("Connection"), QByteArray("close"));
            QVERIFY2(client.readEnd(), "the client saw a reset");
        }
    }

    void doesNotGrow()
    {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer keeps freed memory for itself");
#endif
        qint64 sent = 0;
        const auto sendAll = [this, &sent] {
            const QList<AdmissionRow> rows = hostileRows();
            for (const quint16 port : ports()) {
                for (const AdmissionRow &row : rows) {
                    RawClient client(port);
                    client.send(row.bytes);
                    QCOMPARE(client.readResponse().status, row.status);
                    sent += row.bytes.size();
                }
            }
        };
        sendAll(); // what allocators and Qt take once
        const qint64 before = residentKib(m_uwh->pid());
        if (before == 0)
            QSKIP("This system does not say how much memory a process holds.");
        // Who kept a quarter of what was sent would be found.
        constexpr qint64 bound = 8 * 1024 * 1024;
        sent = 0;
        while (sent < 4 * bound && !QTest::currentTestFailed())
            sendAll();
        const qint64 grown = residentKib(m_uwh->pid()) - before;
        QVERIFY2(grown < bound / 1024, qPrintable(u"grew by %1 KiB"_qs.arg(grown)));
        const auto health = plainRequest(m_uwh->listenUrl() + "/health");
        QVERIFY(health);
        QCOMPARE(health->status, 200);
    }
};

QTEST_GUILESS_MAIN(UwhHostileTest)
#include "tst_uwhhostile.moc"
