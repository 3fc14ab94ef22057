// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/arraysearch.h"
#include "ui/log/worker.h"
#include "ui/response/tablerows.h"
#include "ui/response/valuemenu.h"

#include <QAbstractTableModel>
#include <QCache>

#include <optional>

namespace uw::ui {

// The elements of an array in a JSON body as rows, found by a thread of its own and read when they are shown. Sorts
// there, too. GUI thread; owned by its view.
class BodyTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit BodyTableModel(QObject *parent = nullptr);
    ~BodyTableModel() override;

    // Looks for the arrays of a body and shows the first; null empties it.
    void setBody(const std::shared_ptr<const BodyFile> &body);
    [[nodiscard]] const std::shared_ptr<const BodyFile> &body() const { return m_body; }
    [[nodiscard]] const QList<json::FoundArray> &tables() const { return m_tables; }
    [[nodiscard]] int currentTable() const { return m_table; }
    void showTable(int table);

    [[nodiscard]] bool isReading() const { return m_busy > 0; }
    [[nodiscard]] const TableColumns &columns() const { return m_columns; }
    [[nodiscard]] std::optional<PickedValue> picked(const QModelIndex &index) const;
    // `done` gets why it failed, or nothing.
    void saveCsv(const QString &path, const std::function<void(const QString &)> &done);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    // A column below 0: in the order of the body.
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    void tablesFound();
    // More rows are there, or all of them.
    void grown();
    void sorted();

private:
    struct Portion;
    using Stop = std::shared_ptr<std::atomic_bool>;

    void renew();
    void read();
    void take(const Portion &portion);
    [[nodiscard]] const std::vector<json::ValueSpan> &cells(int row) const;
    [[nodiscard]] int source(int row) const { return m_order.empty() ? row : m_order[size_t(row)]; }
    template<typename T>
    void run(std::function<T()> job, std::function<void(T)> done);

    std::shared_ptr<const BodyFile> m_body;
    QByteArrayView m_text;
    QList<json::FoundArray> m_tables;
    int m_table = -1;
    std::shared_ptr<TableReader> m_reader;
    TableColumns m_columns;
    std::vector<TableRow> m_rows;
    std::vector<int> m_order;
    // Tells the order that is wanted from those asked for before.
    quint64 m_sortRun = 0;
    mutable QCache<int, std::vector<json::ValueSpan>> m_cells{500};
    Stop m_stop = std::make_shared<std::atomic_bool>(false);
    int m_busy = 0;
    Worker m_worker;
};

} // namespace uw::ui
