// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/statement.h"

#include "core/store/sqlerror.h"

#include <QSqlError>
#include <QVariant>

namespace uw {

Statement::Statement(std::shared_ptr<Prepared> prepared, QString path)
    : m_prepared(std::move(prepared))
    , m_path(std::move(path))
{
    m_prepared->lent = true;
}

Statement::Statement(Statement &&other) noexcept
    : m_prepared(std::move(other.m_prepared))
    , m_path(std::move(other.m_path))
    , m_position(other.m_position)
{}

Statement::~Statement()
{
    if (!m_prepared)
        return;
    // An unfinished SELECT would hold its snapshot and keep the log from being checkpointed.
    m_prepared->query.finish();
    m_prepared->lent = false;
}

Statement &Statement::bind(qint64 value)
{
    m_prepared->query.bindValue(m_position++, value);
    return *this;
}

Statement &Statement::bind(const QString &value)
{
    m_prepared->query.bindValue(m_position++, value.isNull() ? QStringLiteral("") : value);
    return *this;
}

Statement &Statement::bind(const QByteArray &value)
{
    m_prepared->query.bindValue(m_position++, value.isNull() ? QByteArrayLiteral("") : value);
    return *this;
}

Statement &Statement::bind(const QString &name, qint64 value)
{
    m_prepared->query.bindValue(name, value);
    return *this;
}

Statement &Statement::bind(const QString &name, const QString &value)
{
    m_prepared->query.bindValue(name, value.isNull() ? QStringLiteral("")
                                                     : QString::fromRawData(value.constData(), value.size()));
    return *this;
}

Statement &Statement::bind(const QString &name, const QByteArray &value)
{
    m_prepared->query.bindValue(name, value.isNull() ? QByteArrayLiteral("")
                                                     : QByteArray::fromRawData(value.constData(), value.size()));
    return *this;
}

Result<void> Statement::execute()
{
    m_position = 0;
    if (!m_prepared->query.exec())
        return sqlError(m_prepared->query.lastError(), m_path);
    return {};
}

Result<bool> Statement::next()
{
    if (m_prepared->query.next())
        return true;
    // A row that could not be read ends the rows as well: tell the two apart.
    const QSqlError error = m_prepared->query.lastError();
    if (error.isValid())
        return sqlError(error, m_path);
    return false;
}

qint64 Statement::integer(int column) const
{
    return m_prepared->query.value(column).toLongLong();
}

QString Statement::text(int column) const
{
    return m_prepared->query.value(column).toString();
}

QByteArray Statement::blob(int column) const
{
    return m_prepared->query.value(column).toByteArray();
}

bool Statement::isNull(int column) const
{
    return m_prepared->query.isNull(column);
}

qint64 Statement::lastInsertId() const
{
    return m_prepared->query.lastInsertId().toLongLong();
}

qint64 Statement::changedRows() const
{
    return m_prepared->query.numRowsAffected();
}

} // namespace uw
