// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/bodytablemodel.h"

namespace uw::ui {

namespace {

constexpr qsizetype firstRows = 200;
constexpr qsizetype moreRows = 20'000;
constexpr qint64 shownCell = 300;

} // namespace

// What the worker found: further rows, and the columns known by now.
struct BodyTableModel::Portion {
    std::vector<TableRow> rows;
    TableColumns columns;
    bool hasMore = false;
};

BodyTableModel::BodyTableModel(QObject *parent) : QAbstractTableModel(parent) {}

BodyTableModel::~BodyTableModel()
{
    *m_stop = true;
}

// What is under way for the body or table before this one is dropped.
void BodyTableModel::renew()
{
    *m_stop = true;
    m_stop = std::make_shared<std::atomic_bool>(false);
    m_worker.dropWaiting();
    m_busy = 0;
    m_reader.reset();
    m_columns = {};
    m_rows.clear();
    m_order.clear();
    m_cells.clear();
}

template<typename T>
void BodyTableModel::run(std::function<T()> job, std::function<void(T)> done)
{
    ++m_busy;
    m_worker.run<T>(std::move(job), [this, stop = m_stop, done = std::move(done)](T result) {
        if (*stop)
            return;
        --m_busy;
        done(std::move(result));
    });
}

void BodyTableModel::setBody(const std::shared_ptr<const BodyFile> &body)
{
    beginResetModel();
    renew();
    m_body = body;
    m_text = {};
    m_tables.clear();
    m_table = -1;
    endResetModel();
    if (!m_body)
        return;
    const Result<QByteArrayView> view = m_body->view();
    if (!view)
        return;
    m_text = *view;
    const auto find = [text = m_text, body = m_body] {
        const QList<json::FoundArray> tables = json::findArrays(text);
        body->release(0, text.size());
        return tables;
    };
    run<QList<json::FoundArray>>(find, [this](const QList<json::FoundArray> &tables) {
        m_tables = tables;
        if (!tables.isEmpty())
            showTable(0);
        Q_EMIT tablesFound();
    });
}

void BodyTableModel::showTable(int table)
{
    if (table == m_table || table < 0 || table >= m_tables.size())
        return;
    beginResetModel();
    renew();
    m_table = table;
    endResetModel();
    m_reader = std::make_shared<TableReader>(m_text, m_tables.at(table).begin);
    read();
}

void BodyTableModel::read()
{
    const qsizetype most = m_rows.empty() ? firstRows : moreRows;
    run<std::shared_ptr<Portion>>(
        [reader = m_reader, body = m_body, most] {
            auto portion = std::make_shared<Portion>();
            const qint64 from = reader->position();
            portion->hasMore = reader->read(portion->rows, most);
            portion->columns = reader->columns();
            body->release(from, reader->position());
            return portion;
        },
        [this](const std::shared_ptr<Portion> &portion) { take(*portion); });
}

void BodyTableModel::take(const Portion &portion)
{
    const int columns = int(m_columns.names.size());
    if (portion.columns.names.size() > columns)
        beginInsertColumns({}, columns, int(portion.columns.names.size()) - 1);
    m_columns = portion.columns;
    m_cells.clear();
    // Rows that come behind sorted ones keep the order of the body.
    for (size_t row = m_rows.size(); !m_order.empty() && row < m_rows.size() + portion.rows.size(); ++row)
        m_order.push_back(int(row));
    if (m_columns.names.size() > columns)
        endInsertColumns();
    if (!portion.rows.empty()) {
        const int first = int(m_rows.size());
        beginInsertRows({}, first, first + int(portion.rows.size()) - 1);
        m_rows.insert(m_rows.end(), portion.rows.begin(), portion.rows.end());
        endInsertRows();
    }
    if (portion.hasMore)
        read();
    Q_EMIT grown();
}

const std::vector<json::ValueSpan> &BodyTableModel::cells(int row) const
{
    const int from = source(row);
    if (!m_cells.contains(from))
        m_cells.insert(from, new std::vector<json::ValueSpan>(cellsOf(m_text, m_rows[size_t(from)], m_columns)));
    return *m_cells.object(from);
}

int BodyTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int BodyTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.names.size());
}

QVariant BodyTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != Qt::TextAlignmentRole))
        return {};
    const json::ValueSpan &cell = cells(index.row())[size_t(index.column())];
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = cell.end > 0 && cell.kind == json::ValueSpan::Kind::Number;
        return int((isNumber ? Qt::AlignTrailing : Qt::AlignLeading) | Qt::AlignVCenter);
    }
    return cell.end == 0 ? QVariant() : QVariant(json::plainTextOf(m_text, cell, shownCell).simplified());
}

QVariant BodyTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return source(section) + 1;
    if (section < 0 || section >= m_columns.names.size())
        return {};
    return section == m_columns.plain ? tr("Value") : m_columns.names.at(section);
}

std::optional<PickedValue> BodyTableModel::picked(const QModelIndex &index) const
{
    if (!index.isValid())
        return std::nullopt;
    const json::ValueSpan cell = cells(index.row())[size_t(index.column())];
    if (cell.end == 0 || cell.end - cell.begin > mostPickedBytes)
        return std::nullopt;
    const Result<json::Value> value = json::parse(m_text.sliced(cell.begin, cell.end - cell.begin));
    if (!value)
        return std::nullopt;
    QString pointer = m_tables.at(m_table).pointer + u'/' + QString::number(source(index.row()));
    if (index.column() != m_columns.plain)
        pointer += u'/' + json::escapePointerToken(m_columns.names.at(index.column()));
    return PickedValue{*value, pointer};
}

void BodyTableModel::sort(int column, Qt::SortOrder order)
{
    const auto use = [this, run = ++m_sortRun](const std::vector<int> &rows) {
        if (run != m_sortRun)
            return;
        // Rows that came meanwhile stay behind.
        std::vector<int> all = rows;
        for (size_t row = all.size(); !rows.empty() && row < m_rows.size(); ++row)
            all.push_back(int(row));
        Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
        m_order = all;
        Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
        Q_EMIT sorted();
    };
    if (column < 0 || column >= m_columns.names.size()) {
        use({});
        return;
    }
    const bool descending = order == Qt::DescendingOrder;
    run<std::vector<int>>(
        [text = m_text, body = m_body, rows = m_rows, columns = m_columns, column, descending, stop = m_stop] {
            std::vector<int> sortedOrder = sortedRows(text, rows, columns, column, descending, *stop);
            body->release(0, text.size());
            return sortedOrder;
        },
        use);
}

void BodyTableModel::saveCsv(const QString &path, const std::function<void(const QString &)> &done)
{
    run<QString>(
        [path, text = m_text, body = m_body, rows = m_rows, columns = m_columns, order = m_order, stop = m_stop] {
            const Result<void> written = writeCsv(path, text, rows, columns, order, *stop);
            body->release(0, text.size());
            return written ? QString() : written.error().text;
        },
        done);
}

} // namespace uw::ui
