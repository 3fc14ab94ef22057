// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/bodytreemodel.h"

#include <QFont>

#include <algorithm>
#include <optional>

namespace uw::ui {

namespace {

using json::ContainerScan;
using json::ValueSpan;
using Kind = ValueSpan::Kind;

constexpr qint64 previewBytes = 200;

ColorRole roleOf(Kind kind)
{
    switch (kind) {
    case Kind::String:
        return ColorRole::Success;
    case Kind::Number:
        return ColorRole::Warning;
    case Kind::True:
    case Kind::False:
    case Kind::Null:
        return ColorRole::MethodPatch;
    case Kind::Members:
    case Kind::Elements:
        return ColorRole::SecondaryText;
    }
    Q_UNREACHABLE();
}

} // namespace

struct BodyTreeModel::Node {
    Node *parent = nullptr;
    int row = 0;
    ValueSpan span;
    QString name;
    QString value;
    std::vector<std::unique_ptr<Node>> children;
    // Where the next portion goes on; nothing before the first one.
    std::optional<ContainerScan> scan;
    bool isFetching = false;
    bool isComplete = false;
    // The row that says there are more.
    bool isMore = false;
};

// Children as they come from the worker.
struct BodyTreeModel::Portioned {
    struct Child {
        ValueSpan span;
        QString name;
        QString value;
    };
    std::vector<Child> children;
    std::optional<ContainerScan> scan;
    bool isComplete = false;
};

BodyTreeModel::BodyTreeModel(const Theme &theme, QObject *parent)
    : QAbstractItemModel(parent)
    , m_theme(theme)
    , m_root(std::make_unique<Node>())
{}

BodyTreeModel::~BodyTreeModel() = default;

void BodyTreeModel::setBody(const std::shared_ptr<const BodyFile> &body)
{
    beginResetModel();
    ++m_generation;
    m_worker.dropWaiting();
    m_fetches = 0;
    m_body = body;
    m_text = {};
    m_root = std::make_unique<Node>();
    m_root->isComplete = true;
    if (m_body) {
        if (const Result<QByteArrayView> view = m_body->view())
            m_text = *view;
        // The root stands for a row of its own: what it is need not be known to its end.
        if (const std::optional<ValueSpan> whole = json::valueBeginning(m_text)) {
            auto top = std::make_unique<Node>();
            top->parent = m_root.get();
            top->span = *whole;
            top->name = tr("Body", "the outermost value of a JSON text");
            if (!whole->isContainer()) {
                top->value = json::plainTextOf(m_text, *whole, previewBytes);
                top->isComplete = true;
            }
            m_root->children.push_back(std::move(top));
        }
    }
    endResetModel();
}

BodyTreeModel::Node *BodyTreeModel::nodeOf(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex BodyTreeModel::indexOf(const Node *node) const
{
    return node == m_root.get() ? QModelIndex() : createIndex(node->row, 0, node);
}

QModelIndex BodyTreeModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    if (row < 0 || size_t(row) >= node->children.size() || column < 0 || column >= ColumnCount || parent.column() > 0)
        return {};
    return createIndex(row, column, node->children[size_t(row)].get());
}

QModelIndex BodyTreeModel::parent(const QModelIndex &child) const
{
    const Node *node = nodeOf(child);
    return node->parent ? indexOf(node->parent) : QModelIndex();
}

int BodyTreeModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(nodeOf(parent)->children.size());
}

int BodyTreeModel::columnCount(const QModelIndex &parent) const
{
    Q_UNUSED(parent)
    return ColumnCount;
}

bool BodyTreeModel::hasChildren(const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    return parent.column() <= 0 && (!node->children.empty() || !node->isComplete)
        && (node == m_root.get() || node->span.isContainer());
}

bool BodyTreeModel::canFetchMore(const QModelIndex &parent) const
{
    const Node *node = nodeOf(parent);
    return parent.column() <= 0 && node->span.isContainer() && !node->isComplete && !node->isFetching
        && node->children.empty();
}

void BodyTreeModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        fetch(nodeOf(parent));
}

bool BodyTreeModel::isMore(const QModelIndex &index) const
{
    return index.isValid() && nodeOf(index)->isMore;
}

void BodyTreeModel::fetchRest(const QModelIndex &more)
{
    Node *node = isMore(more) ? nodeOf(more)->parent : nullptr;
    if (node && !node->isFetching)
        fetch(node);
}

void BodyTreeModel::fetch(Node *node)
{
    node->isFetching = true;
    ++m_fetches;
    // The node lives as long as the generation: the result of another one is dropped.
    const quint64 generation = m_generation;
    const auto read = [body = m_body, text = m_text, scan = node->scan, begin = node->span.begin] {
        auto portion = std::make_shared<Portioned>();
        portion->scan = scan ? scan : ContainerScan(text, begin);
        const qint64 from = portion->scan->position();
        while (portion->children.size() < size_t(Portion)) {
            const std::optional<ValueSpan> child = portion->scan->next();
            if (!child) {
                portion->isComplete = true;
                break;
            }
            portion->children.push_back(
                {*child, json::nameOf(text, *child), json::plainTextOf(text, *child, previewBytes)});
        }
        body->release(from, portion->scan->position());
        return portion;
    };
    m_worker.run<std::shared_ptr<Portioned>>(read, [this, node, generation](const std::shared_ptr<Portioned> &portion) {
        if (generation == m_generation)
            take(node, *portion);
    });
}

void BodyTreeModel::take(Node *node, const Portioned &portion)
{
    --m_fetches;
    const QModelIndex parent = indexOf(node);
    if (!node->children.empty() && node->children.back()->isMore) {
        const int last = int(node->children.size()) - 1;
        beginRemoveRows(parent, last, last);
        node->children.pop_back();
        endRemoveRows();
    }
    node->isComplete = portion.isComplete;
    node->scan = portion.scan;
    const size_t added = portion.children.size() + (portion.isComplete ? 0 : 1);
    if (added == 0) {
        node->isFetching = false;
        Q_EMIT fetched();
        return;
    }
    const int first = int(node->children.size());
    beginInsertRows(parent, first, first + int(added) - 1);
    const auto add = [node]() -> Node & {
        auto child = std::make_unique<Node>();
        child->parent = node;
        child->row = int(node->children.size());
        node->children.push_back(std::move(child));
        return *node->children.back();
    };
    for (const Portioned::Child &one : portion.children) {
        Node &child = add();
        child.span = one.span;
        child.name = one.span.nameBegin >= 0 ? one.name : QString::number(child.row);
        child.value = one.value.simplified();
        child.isComplete = !one.span.isContainer();
    }
    if (!portion.isComplete) {
        Node &more = add();
        more.isMore = true;
        more.isComplete = true;
        more.name = tr("More…");
        more.value = tr("%Ln shown so far", nullptr, int(node->children.size()) - 1);
    }
    // Whoever hears of rows that are about to come shall not ask for them again.
    node->isFetching = false;
    endInsertRows();
    Q_EMIT fetched();
}

QString BodyTreeModel::pointer(const QModelIndex &index) const
{
    QString text;
    for (const Node *node = nodeOf(index); node->parent && node->parent != m_root.get(); node = node->parent)
        text.prepend(u'/' + json::escapePointerToken(node->name));
    return text;
}

ValueSpan BodyTreeModel::spanOf(const QModelIndex &index) const
{
    const Node *node = nodeOf(index);
    // The end of the outermost value was not looked for.
    return node->parent == m_root.get() ? json::valueFrom(m_text).value_or(node->span) : node->span;
}

QVariant BodyTreeModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Node *node = nodeOf(index);
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == NameColumn ? node->name : node->value;
    case Qt::ForegroundRole:
        if (node->isMore)
            return m_theme.color(ColorRole::Accent);
        return m_theme.color(index.column() == NameColumn ? ColorRole::Text : roleOf(node->span.kind));
    case Qt::ToolTipRole:
        return index.column() == ValueColumn && !node->span.isContainer() ? node->value : QString();
    default:
        return {};
    }
}

QVariant BodyTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Name") : tr("Value");
}

} // namespace uw::ui
