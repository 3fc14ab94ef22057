// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/providers/providerrow.h"

#include <QAbstractTableModel>

namespace uw::ui {

// Providers and sources as a table, narrowed down by a text. Holds values; a hundred or a thousand rows. GUI thread.
class ProviderListModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, StateColumn, LastColumn, EventsColumn, RejectedColumn, ColumnCount };

    explicit ProviderListModel(const Clock &clock, QObject *parent = nullptr);

    // Changed rows are updated where they stand; other rows reset the model.
    void setRows(const QList<ProviderRow> &rows);
    // Part of a name or title, without case.
    void setFilter(const QString &text);
    // Null when there is no such row.
    [[nodiscard]] const ProviderRow *row(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const QString &name, bool isSource) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QList<ProviderRow> filtered() const;
    void show(QList<ProviderRow> rows);

    const Clock &m_clock;
    QList<ProviderRow> m_all;
    QList<ProviderRow> m_rows;
    QString m_filter;
};

} // namespace uw::ui
