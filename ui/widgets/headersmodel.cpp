// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/headersmodel.h"

#include "core/base/wiretext.h"

namespace uw::ui {

QString headerText(const QByteArray &bytes)
{
    return wireText(bytes);
}

void HeadersModel::setHeaders(const HeaderList &headers)
{
    beginResetModel();
    m_headers = headers;
    endResetModel();
}

int HeadersModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

int HeadersModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HeadersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HeaderField &field = m_headers.at(index.row());
    if (role == Qt::DisplayRole)
        return headerText(index.column() == NameColumn ? field.name : field.value);
    if (role == Qt::ToolTipRole && index.column() == ValueColumn)
        return headerText(field.value).toHtmlEscaped();
    return {};
}

QVariant HeadersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Name") : tr("Value");
}

} // namespace uw::ui
