// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationtreemodel.h"

#include <QSet>

namespace uw::ui {

namespace {

// internalId of rows at the top; the rows of group n carry n + 1.
constexpr quintptr topLevel = 0;

} // namespace

void OperationTreeModel::setCatalog(const std::shared_ptr<const OperationCatalog> &catalog)
{
    beginResetModel();
    m_catalog = catalog;
    rebuild();
    endResetModel();
}

void OperationTreeModel::exchangeCatalog(const std::shared_ptr<const OperationCatalog> &catalog)
{
    if (m_flat)
        return setCatalog(catalog);
    m_catalog = catalog;
}

void OperationTreeModel::setFilter(const Filter &filter)
{
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = filter;
    rebuild();
    endResetModel();
}

bool OperationTreeModel::accepts(int operation) const
{
    const openapi::OperationSummary &summary = m_catalog->operations().at(operation);
    if (m_filter.hidesDeprecated && summary.deprecated)
        return false;
    return m_filter.methods.isEmpty() || m_filter.methods.contains(QString::fromLatin1(summary.method));
}

void OperationTreeModel::rebuild()
{
    m_groups.clear();
    m_hits.clear();
    m_shownOperations = 0;
    m_flat = !m_filter.text.trimmed().isEmpty();
    if (!m_catalog)
        return;
    const auto rejected = [this](int operation) { return !accepts(operation); };
    if (m_flat) {
        m_hits = m_catalog->search(m_filter.text);
        m_hits.removeIf(rejected);
        m_shownOperations = int(m_hits.size());
        return;
    }
    QSet<int> shown;
    m_groups = m_catalog->groups();
    if (!m_filter.methods.isEmpty() || m_filter.hidesDeprecated) {
        for (OperationCatalog::Group &group : m_groups)
            group.operations.removeIf(rejected);
        m_groups.removeIf([](const OperationCatalog::Group &group) { return group.operations.isEmpty(); });
    }
    for (const OperationCatalog::Group &group : std::as_const(m_groups)) {
        for (const int operation : group.operations)
            shown.insert(operation);
    }
    m_shownOperations = int(shown.size());
}

QModelIndex OperationTreeModel::indexOfOperation(int operation) const
{
    if (m_flat) {
        const qsizetype row = m_hits.indexOf(operation);
        return row < 0 ? QModelIndex() : createIndex(int(row), 0, topLevel);
    }
    for (qsizetype i = 0; i < m_groups.size(); ++i) {
        const qsizetype row = m_groups.at(i).operations.indexOf(operation);
        if (row >= 0)
            return createIndex(int(row), 0, quintptr(i) + 1);
    }
    return {};
}

QModelIndex OperationTreeModel::indexOfGroup(const QString &title) const
{
    for (qsizetype i = 0; i < m_groups.size(); ++i) {
        if (m_groups.at(i).title == title)
            return createIndex(int(i), 0, topLevel);
    }
    return {};
}

QModelIndex OperationTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column != 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : topLevel);
}

QModelIndex OperationTreeModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == topLevel)
        return {};
    return createIndex(int(child.internalId()) - 1, 0, topLevel);
}

int OperationTreeModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_flat ? m_hits.size() : m_groups.size());
    if (m_flat || parent.internalId() != topLevel || parent.column() != 0)
        return 0;
    return int(m_groups.at(parent.row()).operations.size());
}

int OperationTreeModel::columnCount(const QModelIndex &parent) const
{
    Q_UNUSED(parent)
    return 1;
}

bool OperationTreeModel::hasChildren(const QModelIndex &parent) const
{
    return rowCount(parent) > 0;
}

QVariant OperationTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (index.internalId() != topLevel)
        return operationData(m_groups.at(qsizetype(index.internalId()) - 1).operations.at(index.row()), index, role);
    if (m_flat)
        return operationData(m_hits.at(index.row()), index, role);
    return groupData(m_groups.at(index.row()), role);
}

QVariant OperationTreeModel::groupData(const OperationCatalog::Group &group, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
    case GroupRole:
        return group.title;
    case Qt::AccessibleTextRole:
        return group.operations.size() == 1
                 ? tr("%1, one operation").arg(group.title)
                 : tr("%1, %n operations", nullptr, int(group.operations.size())).arg(group.title);
    case CountRole:
        return int(group.operations.size());
    case OperationRole:
        return -1;
    default:
        return {};
    }
}

QVariant OperationTreeModel::operationData(int operation, const QModelIndex &index, int role) const
{
    const openapi::OperationSummary &summary = m_catalog->operations().at(operation);
    const QString method = QString::fromLatin1(summary.method);
    const QString text = summary.summary.isEmpty() ? summary.path : summary.summary;
    switch (role) {
    case Qt::DisplayRole:
        return text;
    case Qt::ToolTipRole: {
        const QString line = method % u' ' % summary.path;
        return summary.deprecated ? tr("%1\n%2 (deprecated)").arg(line, summary.operationId)
                                  : QString(line % u'\n' % summary.operationId);
    }
    case Qt::AccessibleTextRole:
        return summary.deprecated ? tr("%1 %2, deprecated").arg(method, text) : QString(method % u' ' % text);
    case Qt::AccessibleDescriptionRole:
    case PathRole:
        return summary.path;
    case OperationRole:
        return operation;
    case MethodRole:
        return method;
    case DeprecatedRole:
        return summary.deprecated;
    case GroupRole:
        return m_flat ? summary.tags.value(0) : m_groups.at(qsizetype(index.internalId()) - 1).title;
    default:
        return {};
    }
}

} // namespace uw::ui
