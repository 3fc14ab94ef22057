// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/valuescan.h"
#include "core/text/bodyfile.h"

#include <QHash>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace uw::ui {

// The columns of a table: the union of the members of its rows, in the order in which they are met.
struct TableColumns {
    static constexpr qsizetype Most = 200;

    QStringList names;
    // By the bytes of the name as it is written, with its quotes.
    QHash<QByteArray, int> bySpelling;
    // Rows that are no objects have their value in a column of its own, without a name; -1: there are none.
    int plain = -1;
    // There are members beyond the most.
    bool isCut = false;
};

struct TableRow {
    qint64 begin = 0;
    qint64 end = 0;
};

// Finds the rows of an array a portion at a time. On one thread; the text must outlive it.
class TableReader final {
public:
    TableReader(QByteArrayView text, qint64 begin) : m_text(text), m_scan(text, begin) {}

    // Appends at most `most` rows; false when there are no more.
    bool read(std::vector<TableRow> &rows, qsizetype most);
    [[nodiscard]] const TableColumns &columns() const { return m_columns; }
    [[nodiscard]] qint64 position() const { return m_scan.position(); }

private:
    void learn(const json::ValueSpan &row);

    QByteArrayView m_text;
    json::ContainerScan m_scan;
    TableColumns m_columns;
};

// Where the value of each column stands in a row; an empty span (end 0) where it has none.
[[nodiscard]] std::vector<json::ValueSpan> cellsOf(QByteArrayView text, const TableRow &row,
                                                   const TableColumns &columns);

// The order of the rows by a column: nothing, null, false and true, numbers by size, texts by the rules of the language,
// what holds more by its text. Rows that are equal keep their order. Empty when `stop` was set. On a worker.
[[nodiscard]] std::vector<int> sortedRows(QByteArrayView text, const std::vector<TableRow> &rows,
                                          const TableColumns &columns, int column, bool descending,
                                          const std::atomic_bool &stop);

// Writes the rows as CSV (RFC 4180), in `order` when it has one. Errors: Io, Cancelled. On a worker.
[[nodiscard]] Result<void> writeCsv(const QString &path, QByteArrayView text, const std::vector<TableRow> &rows,
                                    const TableColumns &columns, const std::vector<int> &order,
                                    const std::atomic_bool &stop);

} // namespace uw::ui
