// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/callrecord.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QListView;
class QStackedWidget;
class QToolButton;
QT_END_NAMESPACE

namespace uw {

class CallHistory;

} // namespace uw

namespace uw::ui {

class EmptyState;
class FilterButton;
class HistoryModel;
class LatencyPlot;
class SearchField;
class Theme;

// The list of calls: search, filters by status, time and operation, and below it how long the calls of an operation
// took. Keys of the list: Enter fills the form again, D compares two, S saves, Del deletes. GUI thread; owned by the
// shelf.
class HistoryView final : public QWidget {
    Q_OBJECT

public:
    HistoryView(const Theme &theme, CallHistory &history, const Clock &clock, QWidget *parent = nullptr);

    // The operation whose form is open, for the filter "This operation" and the plot.
    void setOperation(const QString &document, const QString &operation);
    // Reads the first page, later what is newer: another process may have called as well.
    void load();
    void focusSearch();

    [[nodiscard]] HistoryModel *model() const { return m_model; }
    [[nodiscard]] QListView *list() const { return m_list; }
    [[nodiscard]] LatencyPlot *plot() const { return m_plot; }
    // Newest first.
    [[nodiscard]] QList<qint64> selected() const;
    // Selects a call that is among the rows.
    void select(qint64 sequence);

Q_SIGNALS:
    // The call to be shown; 0: none.
    void shown(qint64 sequence);
    void fillRequested(qint64 sequence);
    void saveRequested(qint64 sequence);
    void compareRequested(qint64 first, qint64 second);
    void deleteRequested(const QList<qint64> &sequences);
    // The menu of the selected calls is wanted there, in global coordinates.
    void menuRequested(QPoint position);
    void importRequested();
    void clearRequested();
    void settingsRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeFilters();
    void makeList();
    void makeMore();
    void applyFilter();
    void updatePage();
    void updatePlot();
    [[nodiscard]] bool isListKey(int key);

    const Theme &m_theme;
    CallHistory &m_history;
    const Clock &m_clock;
    QString m_document;
    QString m_operation;
    // Whose calls the plot shows.
    std::pair<QString, QString> m_plotted;
    HistoryModel *m_model = nullptr;
    SearchField *m_search = nullptr;
    FilterButton *m_status = nullptr;
    FilterButton *m_time = nullptr;
    QToolButton *m_only = nullptr;
    QToolButton *m_more = nullptr;
    QStackedWidget *m_pages = nullptr;
    QListView *m_list = nullptr;
    EmptyState *m_nothing = nullptr;
    EmptyState *m_noMatch = nullptr;
    EmptyState *m_failed = nullptr;
    LatencyPlot *m_plot = nullptr;
    bool m_isAsked = false;
};

} // namespace uw::ui
