// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <QAbstractTableModel>

namespace uw::ui {

// The rows of a HeadersTable. GUI thread.
class HeadersModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setHeaders(const HeaderList &headers);
    [[nodiscard]] const HeaderList &headers() const { return m_headers; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    HeaderList m_headers;
};

// The bytes of a field as text: UTF-8 where they are, else Latin-1.
[[nodiscard]] QString headerText(const QByteArray &bytes);

} // namespace uw::ui
