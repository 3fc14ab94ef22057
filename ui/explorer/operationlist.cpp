// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationlist.h"

#include "ui/explorer/methodfilter.h"
#include "ui/explorer/operationdelegate.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/searchfield.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeView>

namespace uw::ui {

namespace {

// The index answers in a few milliseconds: no need to wait until typing pauses.
constexpr int searchDelayMs = 20;
// Walking over operations with the arrow keys opens the one where it stops.
constexpr int walkDelayMs = 150;
// A document this small shows all its operations at once.
constexpr int expandedUpTo = 25;

enum Page { TreePage, NothingPage };

} // namespace

OperationList::OperationList(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(new OperationTreeModel(this))
    , m_search(new SearchField(theme, tr("Search operations…"), this, searchDelayMs))
    , m_methods(new MethodFilter(theme, this))
    , m_view(new QTreeView(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(theme, this))
{
    m_view->setObjectName(QStringLiteral("operationTree"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new OperationDelegate(theme, m_view));
    m_view->setUniformRowHeights(true);
    m_view->setHeaderHidden(true);
    m_view->header()->setStretchLastSection(true);
    m_view->setIndentation(Spacing::Large);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setExpandsOnDoubleClick(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setAccessibleName(tr("Operations"));
    m_view->installEventFilter(this);
    m_search->installEventFilter(this);

    m_empty->setIcon(u"search");
    m_empty->setTitle(tr("No operation fits"));
    m_empty->setText(tr("Words are looked for in summaries, paths, tags and ids."));
    QPushButton *clear = m_empty->addAction(tr("Clear the search"));
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);

    auto *top = new QVBoxLayout;
    top->setContentsMargins(Spacing::Small, Spacing::Small, Spacing::Small, Spacing::Small);
    top->setSpacing(Spacing::Small);
    top->addWidget(m_search);
    top->addWidget(m_methods);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_pages, 1);

    m_walk.setSingleShot(true);
    m_walk.setInterval(walkDelayMs);
    connect(&m_walk, &QTimer::timeout, this, [this] { openCurrent(false); });
    connect(m_search, &SearchField::searched, this, &OperationList::applyFilter);
    connect(m_search, &SearchField::moveDown, this, &OperationList::goToFirst);
    connect(m_methods, &MethodFilter::changed, this, &OperationList::applyFilter);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_methods->clear();
        m_search->clear();
        m_search->setFocus();
    });
    connect(m_view, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        m_walk.stop();
        if (index.data(OperationTreeModel::OperationRole).toInt() < 0)
            m_view->setExpanded(index, !m_view->isExpanded(index));
        else
            openCurrent(false);
    });
    connect(m_view, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_arranging)
            m_expanded.insert(index.data(OperationTreeModel::GroupRole).toString());
    });
    connect(m_view, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (!m_arranging)
            m_expanded.remove(index.data(OperationTreeModel::GroupRole).toString());
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        // Only a walk with the keys; clicks and searches say themselves what they want.
        if (m_view->hasFocus() && !m_arranging)
            m_walk.start();
    });
}

void OperationList::setCatalog(const std::shared_ptr<const OperationCatalog> &catalog)
{
    m_walk.stop();
    m_opened = -1;
    m_expanded.clear();
    m_search->setQuietly({});
    const int count = catalog ? int(catalog->operations().size()) : 0;
    const QString placeholder = count == 1 ? tr("Search one operation…") : tr("Search %n operations…", nullptr, count);
    m_search->setPlaceholderText(placeholder);
    m_search->setAccessibleName(placeholder);
    const QStringList methods = catalog ? catalog->methods() : QStringList();
    auto *delegate = static_cast<OperationDelegate *>(m_view->itemDelegate());
    delegate->setMethods(methods);
    delegate->setOpened(-1);
    m_methods->clear();
    m_methods->setMethods(methods);
    if (catalog && count <= expandedUpTo) {
        for (const OperationCatalog::Group &group : catalog->groups())
            m_expanded.insert(group.title);
    }
    m_arranging = true;
    m_model->setFilter({.hidesDeprecated = m_hidesDeprecated});
    m_model->setCatalog(catalog);
    m_arranging = false;
    restoreExpansion();
    showEmptyState();
}

void OperationList::improveSearch(const std::shared_ptr<const OperationCatalog> &catalog)
{
    const QModelIndex current = m_view->currentIndex();
    const int kept = current.isValid() ? current.data(OperationTreeModel::OperationRole).toInt() : -1;
    m_arranging = true;
    m_model->exchangeCatalog(catalog);
    if (m_model->isFlat()) {
        const QModelIndex again = m_model->indexOfOperation(kept);
        m_view->setCurrentIndex(again.isValid() ? again : m_model->index(0, 0));
    }
    m_arranging = false;
    showEmptyState();
}

void OperationList::setHidesDeprecated(bool hides)
{
    if (std::exchange(m_hidesDeprecated, hides) != hides)
        applyFilter();
}

void OperationList::applyFilter()
{
    m_walk.stop();
    m_arranging = true;
    m_model->setFilter(
        {.text = m_search->text(), .methods = m_methods->chosen(), .hidesDeprecated = m_hidesDeprecated});
    m_arranging = false;
    m_view->setRootIsDecorated(!m_model->isFlat());
    restoreExpansion();
    showEmptyState();
    if (m_model->isFlat() && m_model->shownOperations() > 0) {
        // The best hit is what Enter opens.
        m_arranging = true;
        m_view->setCurrentIndex(m_model->index(0, 0));
        m_arranging = false;
        m_view->scrollToTop();
    } else if (m_opened >= 0) {
        setOpened(m_opened);
    }
}

void OperationList::restoreExpansion()
{
    if (m_model->isFlat())
        return;
    m_arranging = true;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex group = m_model->index(row, 0);
        m_view->setExpanded(group, m_expanded.contains(group.data(OperationTreeModel::GroupRole).toString()));
    }
    m_arranging = false;
}

void OperationList::showEmptyState()
{
    const bool nothing = !m_model->filter().isEmpty() && m_model->shownOperations() == 0;
    m_pages->setCurrentIndex(nothing ? NothingPage : TreePage);
}

void OperationList::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void OperationList::goToFirst()
{
    if (m_pages->currentIndex() != TreePage || m_model->rowCount() == 0)
        return;
    m_arranging = true;
    if (!m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
    m_view->setFocus(Qt::OtherFocusReason);
    m_arranging = false;
}

void OperationList::openCurrent(bool enter)
{
    m_walk.stop();
    const QModelIndex index = m_view->currentIndex();
    const int operation = index.isValid() ? index.data(OperationTreeModel::OperationRole).toInt() : -1;
    if (operation >= 0)
        Q_EMIT opened(operation, enter);
}

void OperationList::setOpened(int operation)
{
    m_opened = operation;
    static_cast<OperationDelegate *>(m_view->itemDelegate())->setOpened(operation);
    m_view->viewport()->update();
    // It may stand in several groups: where the person is already, it stays.
    if (m_view->currentIndex().data(OperationTreeModel::OperationRole) == QVariant(operation))
        return;
    const QModelIndex index = m_model->indexOfOperation(operation);
    if (!index.isValid())
        return;
    m_arranging = true;
    m_view->setCurrentIndex(index);
    m_arranging = false;
    if (index.parent().isValid())
        m_expanded.insert(index.parent().data(OperationTreeModel::GroupRole).toString());
    m_view->scrollTo(index);
}

QStringList OperationList::expanded() const
{
    QStringList titles(m_expanded.begin(), m_expanded.end());
    titles.sort();
    return titles;
}

void OperationList::setExpanded(const QStringList &titles)
{
    m_expanded = QSet<QString>(titles.begin(), titles.end());
    restoreExpansion();
}

void OperationList::expandAll(bool expand)
{
    m_expanded.clear();
    if (expand && m_model->catalog()) {
        for (const OperationCatalog::Group &group : m_model->catalog()->groups())
            m_expanded.insert(group.title);
    }
    restoreExpansion();
}

bool OperationList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (!isEnter || key->modifiers().testFlag(Qt::ControlModifier))
        return QWidget::eventFilter(watched, event);
    if (watched == m_search) {
        // What was typed last may not have been looked for yet.
        applyFilter();
        openCurrent(true);
        return true;
    }
    const QModelIndex index = m_view->currentIndex();
    if (index.isValid() && index.data(OperationTreeModel::OperationRole).toInt() < 0)
        m_view->setExpanded(index, !m_view->isExpanded(index));
    else
        openCurrent(true);
    return true;
}

} // namespace uw::ui
