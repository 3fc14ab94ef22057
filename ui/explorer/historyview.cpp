// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/historyview.h"

#include "core/history/callhistory.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/explorer/historydelegate.h"
#include "ui/explorer/historymodel.h"
#include "ui/explorer/latencyplot.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/filterbutton.h"
#include "ui/widgets/searchfield.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>

#include <algorithm>

namespace uw::ui {

namespace {

// Calls in the plot.
constexpr int plottedCalls = 100;
constexpr qint64 hourMs = 3'600'000;

enum Page { ListPage, NothingPage, NoMatchPage, FailedPage };

} // namespace

HistoryView::HistoryView(const Theme &theme, CallHistory &history, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_history(history)
    , m_clock(clock)
    , m_model(new HistoryModel(history.store(), this))
    , m_pages(new QStackedWidget(this))
    , m_plot(new LatencyPlot(theme, this))
{
    makeList();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Spacing::Small, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addWidget(makeFilters());
    column->addWidget(m_pages, 1);
    column->addWidget(m_plot);
    m_plot->hide();

    connect(&history, &CallHistory::recorded, this, [this] {
        if (m_isAsked)
            m_model->readNewer();
    });
    connect(&history, &CallHistory::changed, this, [this] {
        if (m_isAsked)
            m_model->refresh();
    });
    connect(m_model, &HistoryModel::loaded, this, &HistoryView::updatePage);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this] {
        m_plotted = {};
        updatePlot();
    });
    connect(m_plot, &LatencyPlot::callActivated, this, [this](qint64 sequence) {
        select(sequence);
        Q_EMIT shown(sequence);
    });
}

QWidget *HistoryView::makeFilters()
{
    auto *filters = new QWidget(this);
    m_search = new SearchField(m_theme, tr("Search calls, headers, bodies…"), filters);
    m_search->setAccessibleName(tr("Search the history"));
    m_status = new FilterButton(m_theme, tr("Status"), filters);
    m_status->setEntries(
        {{.key = QStringLiteral("2"), .text = tr("2xx Success"), .iconName = QStringLiteral("check")},
         {.key = QStringLiteral("3"), .text = tr("3xx Redirect"), .iconName = QStringLiteral("chevron-right")},
         {.key = QStringLiteral("4"), .text = tr("4xx Refused"), .iconName = QStringLiteral("warning")},
         {.key = QStringLiteral("5"), .text = tr("5xx Failed"), .iconName = QStringLiteral("error")},
         {.key = QStringLiteral("0"), .text = tr("No answer"), .iconName = QStringLiteral("cancel")}});
    m_time = new FilterButton(m_theme, tr("Time"), filters);
    m_time->setEntries({{.key = QStringLiteral("0"), .text = tr("Any time")},
                        {.key = QStringLiteral("1"), .text = tr("Last hour")},
                        {.key = QStringLiteral("24"), .text = tr("Last 24 hours")},
                        {.key = QStringLiteral("168"), .text = tr("Last 7 days")}});
    m_time->setExclusive(true);
    m_only = new QToolButton(filters);
    m_only->setIcon(m_theme.icon(u"filter"));
    m_only->setToolTip(tr("Only calls of the operation that is open"));
    m_only->setAccessibleName(m_only->toolTip());
    m_only->setCheckable(true);
    m_only->setAutoRaise(true);
    m_more = new QToolButton(filters);
    makeMore();
    auto *line = new QHBoxLayout;
    line->setSpacing(Spacing::Tiny);
    line->addWidget(m_status);
    line->addWidget(m_time);
    line->addStretch(1);
    line->addWidget(m_only);
    line->addWidget(m_more);
    auto *column = new QVBoxLayout(filters);
    column->setContentsMargins(Spacing::Small, 0, Spacing::Small, 0);
    column->setSpacing(Spacing::Small);
    column->addWidget(m_search);
    column->addLayout(line);
    m_search->installEventFilter(this);
    connect(m_search, &SearchField::searched, this, &HistoryView::applyFilter);
    connect(m_search, &SearchField::moveDown, this, [this] {
        m_list->setFocus();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->index(0));
    });
    connect(m_status, &FilterButton::selectionChanged, this, &HistoryView::applyFilter);
    connect(m_time, &FilterButton::selectionChanged, this, &HistoryView::applyFilter);
    connect(m_only, &QToolButton::toggled, this, &HistoryView::applyFilter);
    return filters;
}

void HistoryView::makeMore()
{
    m_more->setIcon(m_theme.icon(u"more"));
    m_more->setToolTip(tr("More of the history"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->setAutoRaise(true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    menu->addAction(m_theme.icon(u"plus"), tr("Import cURL or HAR…"), this, &HistoryView::importRequested);
    menu->addAction(m_theme.icon(u"settings"), tr("What is kept…"), this, &HistoryView::settingsRequested);
    menu->addSeparator();
    menu->addAction(m_theme.icon(u"trash"), tr("Delete all calls…"), this, &HistoryView::clearRequested);
    m_more->setMenu(menu);
}

void HistoryView::makeList()
{
    m_list = new QListView(m_pages);
    m_list->setObjectName(QStringLiteral("historyList"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new HistoryDelegate(m_theme, m_clock, m_list));
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setAccessibleName(tr("Calls"));
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_list->installEventFilter(this);
    m_nothing = new EmptyState(m_theme, m_pages);
    m_nothing->setIcon(u"clock");
    m_nothing->setTitle(tr("No calls yet"));
    m_nothing->setText(tr("Every call that you send is kept here, with its answer and without secrets."));
    connect(m_nothing->addAction(tr("Import cURL or HAR…")), &QPushButton::clicked, this,
            &HistoryView::importRequested);
    m_noMatch = new EmptyState(m_theme, m_pages);
    m_noMatch->setIcon(u"search");
    m_noMatch->setTitle(tr("No call fits"));
    m_noMatch->setText(tr("Words are looked for in addresses, headers and bodies."));
    connect(m_noMatch->addAction(tr("Clear search and filters")), &QPushButton::clicked, this, [this] {
        m_search->setQuietly({});
        m_status->setSelected({});
        m_time->setSelected({});
        const QSignalBlocker quiet(m_only);
        m_only->setChecked(false);
        applyFilter();
        m_search->setFocus();
    });
    m_failed = new EmptyState(m_theme, m_pages);
    m_failed->setIcon(u"error");
    m_failed->setTitle(tr("The history cannot be read"));
    connect(m_failed->addAction(tr("Try again")), &QPushButton::clicked, this, [this] { m_model->refresh(); });
    for (QWidget *page : std::initializer_list<QWidget *>{m_list, m_nothing, m_noMatch, m_failed})
        m_pages->addWidget(page);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            Q_EMIT shown(m_model->call(current.row()).sequence);
        updatePlot();
    });
    connect(m_list, &QListView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT fillRequested(m_model->call(index.row()).sequence); });
    connect(m_list, &QListView::customContextMenuRequested, this, [this](const QPoint &position) {
        if (m_list->currentIndex().isValid())
            Q_EMIT menuRequested(m_list->viewport()->mapToGlobal(position));
    });
}

void HistoryView::load()
{
    if (!std::exchange(m_isAsked, true))
        m_model->refresh();
    else
        m_model->readNewer();
}

void HistoryView::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void HistoryView::setOperation(const QString &document, const QString &operation)
{
    if (document == m_document && operation == m_operation)
        return;
    m_document = document;
    m_operation = operation;
    if (m_only->isChecked())
        applyFilter();
    updatePlot();
}

void HistoryView::applyFilter()
{
    CallFilter filter{.text = m_search->text().trimmed()};
    for (const QString &key : m_status->selected())
        filter.statusClasses << key.toInt();
    const qint64 hours = m_time->selected().value(0).toLongLong();
    if (hours > 0)
        filter.fromMs = m_clock.nowMs() - hours * hourMs;
    if (m_only->isChecked()) {
        filter.document = m_document;
        filter.operation = m_operation;
    }
    m_isAsked = true;
    m_model->setFilter(filter);
}

void HistoryView::updatePage()
{
    if (!m_model->problem().isEmpty()) {
        m_failed->setText(m_model->problem());
        m_pages->setCurrentIndex(FailedPage);
    } else if (m_model->rowCount() > 0) {
        m_pages->setCurrentIndex(ListPage);
    } else {
        m_pages->setCurrentIndex(m_model->filter() == CallFilter() ? NothingPage : NoMatchPage);
    }
    updatePlot();
}

// Of the selected call's operation, else of the one whose form is open.
void HistoryView::updatePlot()
{
    std::pair<QString, QString> wanted{m_document, m_operation};
    const QModelIndex current = m_list->currentIndex();
    if (current.isValid() && !m_model->call(current.row()).operation.isEmpty())
        wanted = {m_model->call(current.row()).document, m_model->call(current.row()).operation};
    if (wanted == m_plotted || !m_isAsked)
        return;
    m_plotted = wanted;
    if (wanted.second.isEmpty()) {
        m_plot->hide();
        return;
    }
    m_history.store().readers().run<QList<CallLatency>>(
        this,
        [wanted](Connection &connection) {
            return callrepository::latencies(connection, wanted.first, wanted.second, plottedCalls);
        },
        [this, wanted](const Result<QList<CallLatency>> &latencies) {
            if (wanted != m_plotted || !latencies)
                return;
            m_plot->setCalls(wanted.second, *latencies);
            m_plot->setVisible(!latencies->isEmpty());
        });
}

QList<qint64> HistoryView::selected() const
{
    QList<qint64> sequences;
    const QModelIndexList indexes = m_list->selectionModel()->selectedIndexes();
    for (const QModelIndex &index : indexes)
        sequences << m_model->call(index.row()).sequence;
    std::sort(sequences.begin(), sequences.end(), std::greater<>());
    return sequences;
}

void HistoryView::select(qint64 sequence)
{
    if (const int row = m_model->rowOf(sequence); row >= 0)
        m_list->setCurrentIndex(m_model->index(row));
}

bool HistoryView::isListKey(int key)
{
    const QList<qint64> calls = selected();
    if (calls.isEmpty())
        return false;
    if (key == Qt::Key_D && calls.size() == 2)
        Q_EMIT compareRequested(calls.at(1), calls.at(0));
    else if (key == Qt::Key_S)
        Q_EMIT saveRequested(calls.constFirst());
    else if (key == Qt::Key_Delete)
        Q_EMIT deleteRequested(calls);
    else if (key == Qt::Key_Menu)
        Q_EMIT menuRequested(m_list->viewport()->mapToGlobal(m_list->visualRect(m_list->currentIndex()).center()));
    else
        return false;
    return true;
}

bool HistoryView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers() == Qt::NoModifier && isListKey(key->key()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace uw::ui
