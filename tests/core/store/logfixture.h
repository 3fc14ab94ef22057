// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"
#include "core/store/migrations.h"
#include "tests/support/sampleevent.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace uw::test {

// A log in a folder of its own, on the test's thread and without a writer's. Base of tests of the store's parts: begin()
// in init(), end() in cleanup().
class LogFixture : public QObject {
protected:
    [[nodiscard]] Connection &connection() { return *m_connection; }
    [[nodiscard]] QString path() const { return m_folder->filePath(QStringLiteral("log.db")); }
    qint64 integer(const QString &sql) { return m_connection->integer(sql).valueOr(-1); }

    void begin()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void close() { m_connection.reset(); }
    void end()
    {
        close();
        m_folder.reset();
    }
    // As a new start of the program finds it.
    void reopen()
    {
        m_connection.reset();
        QStringList notices;
        auto opened = databasefile::openForWriting(path(), notices);
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_connection = std::move(*opened);
    }
    // Another log, empty, as it was at that version.
    void beginAtVersion(std::size_t version)
    {
        m_connection.reset();
        QVERIFY(QFile::remove(path()));
        auto older = Connection::open(path(), Connection::Mode::ReadWrite);
        QVERIFY(older);
        m_connection = std::move(*older);
        QStringList notices;
        QVERIFY(migrate(*m_connection, migrations().first(version), notices));
    }
    // Into a log of version 3 to 6: event i has the id "id-i", was received at i seconds and has the delivery key i / 2.
    void insertRows(int count)
    {
        QVERIFY(m_connection->begin());
        QVERIFY(m_connection->execute(QStringLiteral(
            "INSERT INTO universal_webhook_log_kind VALUES (1, '', 'A', '', 'X', 'x', 'valid', 0, '', '', "
            "'POST', 'HTTP/1.1')")));
        QVERIFY(m_connection->execute(
            QStringLiteral(
                "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < %1) "
                "INSERT INTO universal_webhook_log (seq, id, received_at, kind_id, target, entity_id, "
                "verdict_reason, cause, public_url, peer, headers, body, delivery_key) SELECT n, 'id-' || n, "
                "n * 1000, 1, x'2f', '', '', x'', '', '', x'', x'7b7d', n / 2 FROM number WHERE n <= %1")
                .arg(count)));
        QVERIFY(m_connection->commit());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;
};

} // namespace uw::test
