// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QSqlQuery>
#include <QString>

#include <memory>

namespace uw {

class Connection;

// A prepared statement on loan from a Connection: values are bound in order, then it is
// run and its rows are read forward. Goes back (and ends its read lock) on destruction;
// must not outlive its connection. Used on the connection's thread only.
class Statement final {
public:
    // What the connection's cache keeps.
    struct Prepared {
        QSqlQuery query;
        bool lent = false;
    };

    Statement(std::shared_ptr<Prepared> prepared, QString path);
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) = delete;
    ~Statement();
    Q_DISABLE_COPY(Statement)

    // Bind the next placeholder. A null string or array is stored as an empty one, never as NULL.
    Statement &bind(qint64 value);
    Statement &bind(const QString &value);
    Statement &bind(const QByteArray &value);
    // The same by name (":id"), for what runs thousands of times a second: QtSql makes a name of each position anew.
    // Values are not even counted as shared, which would take turns with the thread that made them, so they must
    // stay as they are until execute() has returned.
    Statement &bind(const QString &name, qint64 value);
    Statement &bind(const QString &name, const QString &value);
    Statement &bind(const QString &name, const QByteArray &value);
    Statement &bind(const QString &name, QString &&value) = delete;
    Statement &bind(const QString &name, QByteArray &&value) = delete;

    // Runs it; the next bind() starts again at the first placeholder.
    Result<void> execute();
    // Goes to the next row; false after the last one.
    Result<bool> next();

    [[nodiscard]] qint64 integer(int column) const;
    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] QByteArray blob(int column) const;
    [[nodiscard]] bool isNull(int column) const;

    // The row number that the last INSERT made.
    [[nodiscard]] qint64 lastInsertId() const;
    // How many rows the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] qint64 changedRows() const;

private:
    std::shared_ptr<Prepared> m_prepared;
    QString m_path;
    int m_position = 0;
};

} // namespace uw
