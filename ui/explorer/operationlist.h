// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/operationtreemodel.h"

#include <QSet>
#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QTreeView;
QT_END_NAMESPACE

namespace uw::ui {

class EmptyState;
class MethodFilter;
class SearchField;
class Theme;

// The left side of the explorer: search field, methods to filter by and the tree of operations. A
// click or Enter opens an operation, walking over it with the arrow keys does so after a moment. GUI
// thread; owned by the page.
class OperationList final : public QWidget {
    Q_OBJECT

public:
    explicit OperationList(const Theme &theme, QWidget *parent = nullptr);

    void setCatalog(const std::shared_ptr<const OperationCatalog> &catalog);
    // The same operations with a better search; nothing else changes.
    void improveSearch(const std::shared_ptr<const OperationCatalog> &catalog);
    void setHidesDeprecated(bool hides);
    [[nodiscard]] OperationTreeModel *model() const { return m_model; }
    [[nodiscard]] QTreeView *view() const { return m_view; }

    void focusSearch();
    // Marks the opened operation (position in the catalog, -1: none) and brings it into view.
    void setOpened(int operation);

    // Titles of the groups that stand open.
    [[nodiscard]] QStringList expanded() const;
    void setExpanded(const QStringList &titles);
    void expandAll(bool expand);

Q_SIGNALS:
    // Position in the catalog; `enter`: the person wants to go on with the operation's form.
    void opened(int operation, bool enter);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyFilter();
    void restoreExpansion();
    void openCurrent(bool enter);
    void goToFirst();
    void showEmptyState();

    const Theme &m_theme;
    OperationTreeModel *m_model = nullptr;
    SearchField *m_search = nullptr;
    MethodFilter *m_methods = nullptr;
    QTreeView *m_view = nullptr;
    QStackedWidget *m_pages = nullptr;
    EmptyState *m_empty = nullptr;
    QSet<QString> m_expanded;
    int m_opened = -1;
    bool m_arranging = false;
    bool m_hidesDeprecated = false;
    QTimer m_walk;
};

} // namespace uw::ui
