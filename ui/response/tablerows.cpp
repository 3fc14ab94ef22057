// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/tablerows.h"

#include <QCollator>
#include <QSaveFile>

#include <algorithm>
#include <numeric>

namespace uw::ui {

namespace {

using json::ContainerScan;
using json::ValueSpan;
using Kind = ValueSpan::Kind;

constexpr qint64 sortKeyBytes = 256;
constexpr qint64 longestCell = 64 * limits::kibibyte;
constexpr qsizetype writeAtOnce = 256 * limits::kibibyte;

struct SortKey {
    int rank = 0;
    double number = 0;
    QString text;
};

SortKey keyOf(QByteArrayView text, const ValueSpan &cell)
{
    if (cell.end == 0)
        return {.rank = 0};
    switch (cell.kind) {
    case Kind::Null:
        return {.rank = 1};
    case Kind::False:
        return {.rank = 2};
    case Kind::True:
        return {.rank = 3};
    case Kind::Number:
        return {.rank = 4, .number = text.sliced(cell.begin, cell.end - cell.begin).toByteArray().toDouble()};
    case Kind::String:
        return {.rank = 5, .text = json::plainTextOf(text, cell, sortKeyBytes)};
    case Kind::Members:
    case Kind::Elements:
        return {.rank = 6, .text = json::plainTextOf(text, cell, sortKeyBytes)};
    }
    Q_UNREACHABLE();
}

QByteArray quoted(const QString &cell)
{
    const bool needsQuotes = std::any_of(cell.begin(), cell.end(),
                                         [](QChar c) { return c == u'"' || c == u',' || c == u'\n' || c == u'\r'; });
    if (!needsQuotes)
        return cell.toUtf8();
    return '"' + QString(cell).replace(u'"', QStringLiteral("\"\"")).toUtf8() + '"';
}

} // namespace

bool TableReader::read(std::vector<TableRow> &rows, qsizetype most)
{
    for (qsizetype i = 0; i < most; ++i) {
        const std::optional<ValueSpan> row = m_scan.next();
        if (!row)
            return false;
        rows.push_back({row->begin, row->end});
        learn(*row);
    }
    return true;
}

void TableReader::learn(const ValueSpan &row)
{
    if (row.kind != Kind::Members) {
        if (m_columns.plain < 0) {
            m_columns.plain = int(m_columns.names.size());
            m_columns.names.append(QString());
        }
        return;
    }
    ContainerScan members(m_text, row.begin);
    while (const std::optional<ValueSpan> member = members.next()) {
        const QByteArrayView spelling = m_text.sliced(member->nameBegin, member->nameEnd - member->nameBegin);
        const QByteArray key = QByteArray::fromRawData(spelling.data(), spelling.size());
        if (m_columns.bySpelling.contains(key))
            continue;
        if (m_columns.names.size() >= TableColumns::Most) {
            m_columns.isCut = true;
            continue;
        }
        const QString name = json::nameOf(m_text, *member);
        qsizetype column = m_columns.names.indexOf(name);
        // A member may have an empty name, which is not the column of the plain values.
        if (column < 0 || column == m_columns.plain) {
            column = m_columns.names.size();
            m_columns.names.append(name);
        }
        m_columns.bySpelling.insert(spelling.toByteArray(), int(column));
    }
}

std::vector<ValueSpan> cellsOf(QByteArrayView text, const TableRow &row, const TableColumns &columns)
{
    std::vector<ValueSpan> cells(size_t(columns.names.size()));
    const std::optional<ValueSpan> whole = json::valueBeginning(text, row.begin);
    if (!whole)
        return cells;
    if (whole->kind != Kind::Members) {
        if (columns.plain >= 0)
            cells[size_t(columns.plain)] = {.kind = whole->kind, .begin = row.begin, .end = row.end};
        return cells;
    }
    ContainerScan members(text, row.begin);
    while (const std::optional<ValueSpan> member = members.next()) {
        const QByteArrayView spelling = text.sliced(member->nameBegin, member->nameEnd - member->nameBegin);
        const int column = columns.bySpelling.value(QByteArray::fromRawData(spelling.data(), spelling.size()), -1);
        if (column >= 0)
            cells[size_t(column)] = *member;
    }
    return cells;
}

std::vector<int> sortedRows(QByteArrayView text, const std::vector<TableRow> &rows, const TableColumns &columns,
                            int column, bool descending, const std::atomic_bool &stop)
{
    std::vector<SortKey> keys;
    keys.reserve(rows.size());
    for (const TableRow &row : rows) {
        if (stop)
            return {};
        keys.push_back(keyOf(text, cellsOf(text, row, columns)[size_t(column)]));
    }
    QCollator collator;
    collator.setNumericMode(true);
    collator.setCaseSensitivity(Qt::CaseInsensitive);
    const auto less = [&collator](const SortKey &a, const SortKey &b) {
        if (a.rank != b.rank)
            return a.rank < b.rank;
        return a.rank == 4 ? a.number < b.number : a.rank > 4 && collator.compare(a.text, b.text) < 0;
    };
    std::vector<int> order(rows.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const SortKey &left = keys[size_t(a)];
        const SortKey &right = keys[size_t(b)];
        return descending ? less(right, left) : less(left, right);
    });
    return stop ? std::vector<int>() : order;
}

Result<void> writeCsv(const QString &path, QByteArrayView text, const std::vector<TableRow> &rows,
                      const TableColumns &columns, const std::vector<int> &order, const std::atomic_bool &stop)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return Error{ErrorCode::Io, file.errorString()};
    QByteArray lines;
    for (qsizetype i = 0; i < columns.names.size(); ++i)
        lines += (i > 0 ? "," : "") + quoted(i == columns.plain ? QStringLiteral("value") : columns.names.at(i));
    lines += "\r\n";
    for (size_t i = 0; i < rows.size(); ++i) {
        if (stop)
            return Error{ErrorCode::Cancelled, QStringLiteral("it was stopped")};
        const TableRow &row = rows[order.empty() ? i : size_t(order[i])];
        const std::vector<ValueSpan> cells = cellsOf(text, row, columns);
        for (size_t cell = 0; cell < cells.size(); ++cell) {
            if (cell > 0)
                lines += ',';
            if (cells[cell].end > 0 && cells[cell].kind != Kind::Null)
                lines += quoted(json::plainTextOf(text, cells[cell], longestCell));
        }
        lines += "\r\n";
        if (lines.size() >= writeAtOnce && file.write(std::exchange(lines, {})) < 0)
            return Error{ErrorCode::Io, file.errorString()};
    }
    if (file.write(lines) != lines.size() || !file.commit())
        return Error{ErrorCode::Io, file.errorString()};
    return {};
}

} // namespace uw::ui
