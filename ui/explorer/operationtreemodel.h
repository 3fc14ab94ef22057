// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/operationcatalog.h"

#include <QAbstractItemModel>

namespace uw::ui {

// The operations of a catalog as a tree: tags with their operations or, while something is searched, the
// operations that fit as one list, best first. A thin view over immutable data: each change of catalog
// or filter is one reset. GUI thread; owned by the list that shows it.
class OperationTreeModel final : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Role {
        // Position in the catalog's operations, -1 for a group.
        OperationRole = Qt::UserRole,
        MethodRole,
        PathRole,
        DeprecatedRole,
        // Number of operations shown below a group.
        CountRole,
        // Title of a group, of an operation's group or of its first tag in a list of hits.
        GroupRole,
    };

    struct Filter {
        QString text;
        // Upper case; empty: all.
        QStringList methods;
        bool hidesDeprecated = false;

        [[nodiscard]] bool isEmpty() const { return text.trimmed().isEmpty() && methods.isEmpty() && !hidesDeprecated; }
        bool operator==(const Filter &) const = default;
    };

    using QAbstractItemModel::QAbstractItemModel;

    void setCatalog(const std::shared_ptr<const OperationCatalog> &catalog);
    [[nodiscard]] const std::shared_ptr<const OperationCatalog> &catalog() const { return m_catalog; }
    // The same operations with a better search: only hits that are shown change.
    void exchangeCatalog(const std::shared_ptr<const OperationCatalog> &catalog);
    void setFilter(const Filter &filter);
    [[nodiscard]] const Filter &filter() const { return m_filter; }
    // One list of hits instead of groups.
    [[nodiscard]] bool isFlat() const { return m_flat; }
    // Operations shown; one that stands in several groups counts once.
    [[nodiscard]] int shownOperations() const { return m_shownOperations; }

    // Where an operation (position in the catalog) stands first; invalid when it is filtered out.
    [[nodiscard]] QModelIndex indexOfOperation(int operation) const;
    [[nodiscard]] QModelIndex indexOfGroup(const QString &title) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const final;
    QModelIndex parent(const QModelIndex &child) const final;
    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    bool hasChildren(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role) const final;

private:
    void rebuild();
    [[nodiscard]] bool accepts(int operation) const;
    [[nodiscard]] QVariant groupData(const OperationCatalog::Group &group, int role) const;
    [[nodiscard]] QVariant operationData(int operation, const QModelIndex &index, int role) const;

    std::shared_ptr<const OperationCatalog> m_catalog;
    Filter m_filter;
    bool m_flat = false;
    int m_shownOperations = 0;
    // What is shown now: groups, or hits when flat.
    QList<OperationCatalog::Group> m_groups;
    QList<int> m_hits;
};

} // namespace uw::ui
