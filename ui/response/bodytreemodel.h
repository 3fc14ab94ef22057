// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/valuescan.h"
#include "core/text/bodyfile.h"
#include "ui/log/worker.h"
#include "ui/shell/theme.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace uw::ui {

// A JSON body as a tree that is read as it is opened: children come in portions, from a thread of their own, and each
// node keeps only where its value stands. GUI thread; owned by its view.
class BodyTreeModel final : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, ColumnCount };
    // Children that come at once; a row behind them fetches more.
    static constexpr int Portion = 500;

    explicit BodyTreeModel(const Theme &theme, QObject *parent = nullptr);
    ~BodyTreeModel() override;

    // Null, or what is no JSON, empties it.
    void setBody(const std::shared_ptr<const BodyFile> &body);
    [[nodiscard]] const std::shared_ptr<const BodyFile> &body() const { return m_body; }

    // RFC 6901, from the body's root.
    [[nodiscard]] QString pointer(const QModelIndex &index) const;
    [[nodiscard]] json::ValueSpan spanOf(const QModelIndex &index) const;
    // The row that stands for children not fetched yet.
    [[nodiscard]] bool isMore(const QModelIndex &index) const;
    // Fetches the next children of the node that the row belongs to.
    void fetchRest(const QModelIndex &more);
    [[nodiscard]] bool isFetching() const { return m_fetches > 0; }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    bool hasChildren(const QModelIndex &parent = {}) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void fetched();

private:
    struct Node;
    struct Portioned;

    [[nodiscard]] Node *nodeOf(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const Node *node) const;
    void fetch(Node *node);
    void take(Node *node, const Portioned &portion);

    const Theme &m_theme;
    std::shared_ptr<const BodyFile> m_body;
    QByteArrayView m_text;
    std::unique_ptr<Node> m_root;
    // Tells the portions of this body from those of the one before.
    quint64 m_generation = 0;
    int m_fetches = 0;
    Worker m_worker;
};

} // namespace uw::ui
