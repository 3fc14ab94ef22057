// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventlogview.h"

#include "ui/log/eventlogmodel.h"
#include "ui/log/eventtext.h"
#include "ui/log/marksdelegate.h"
#include "ui/log/requestdelegate.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>

namespace uw::ui {

namespace {

constexpr int arrivalMs = 150;
// More rows at once are a stream, not something to point at.
constexpr int highlightedRows = 5;
// A moment in November, and later ones that make a row show its date and its year.
constexpr qint64 someMs = 1'795'000'000'000;
constexpr qint64 daysLaterMs = someMs + 3LL * 24 * 60 * 60 * 1000;
constexpr qint64 yearsLaterMs = someMs + 800LL * 24 * 60 * 60 * 1000;

} // namespace

EventLogView::EventLogView(const Theme &theme, EventLogModel &model, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_model(model)
{
    setModel(&model);
    setObjectName(QStringLiteral("eventTable"));
    setAccessibleName(tr("Events"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTextElideMode(Qt::ElideRight);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setDragEnabled(false);

    // Fixed rows: measuring them would read the whole log.
    verticalHeader()->setVisible(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, [this](QPoint position) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        fillColumnMenu(*menu);
        menu->popup(horizontalHeader()->mapToGlobal(position));
    });

    const auto verdict = [&model](const QModelIndex &index) {
        const EventSummary *row = model.summary(index.row());
        return row ? verdictBadge(row->verdict) : Badge{};
    };
    setItemDelegateForColumn(EventLogModel::VerdictColumn, new BadgeDelegate(theme, verdict, this));
    setItemDelegateForColumn(EventLogModel::TypeColumn, new MarksDelegate(theme, model, this));
    setItemDelegateForColumn(EventLogModel::RequestColumn, new RequestDelegate(theme, model, this));

    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &EventLogView::noteScroll);
    connect(&model, &QAbstractItemModel::modelReset, this, &EventLogView::noteScroll);
    connect(this, &QAbstractItemView::doubleClicked, this, &EventLogView::opened);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    m_arrival.setDuration(arrivalMs);
    m_arrival.setStartValue(1.0);
    m_arrival.setEndValue(0.0);
    connect(&m_arrival, &QVariantAnimation::valueChanged, viewport(), qOverload<>(&QWidget::update));
    applyFont();
    resetColumns();
}

bool EventLogView::isAtTop() const
{
    return verticalScrollBar()->value() == 0;
}

qint64 EventLogView::selectedSequence() const
{
    return m_selected;
}

QList<qint64> EventLogView::selectedSequences() const
{
    QList<qint64> sequences;
    sequences.reserve(selectedCount());
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            sequences.append(m_model.sequenceAt(row));
    }
    return sequences;
}

int EventLogView::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

void EventLogView::selectSequence(qint64 sequence)
{
    const int row = m_model.rowOf(sequence);
    if (row >= 0)
        moveTo(row);
    else
        selectionModel()->clear();
}

void EventLogView::selectQuietly(qint64 sequence)
{
    setAutoScroll(false);
    selectSequence(sequence);
    setAutoScroll(true);
}

void EventLogView::goToNewest()
{
    if (m_model.rowCount() > 0)
        moveTo(0);
    verticalScrollBar()->setValue(0);
}

void EventLogView::goToOldest()
{
    if (m_model.rowCount() > 0)
        moveTo(m_model.rowCount() - 1);
}

QString EventLogView::currentText() const
{
    return currentIndex().data(Qt::EditRole).toString();
}

QByteArray EventLogView::columnState() const
{
    return horizontalHeader()->saveState();
}

bool EventLogView::restoreColumns(const QByteArray &state)
{
    return horizontalHeader()->restoreState(state);
}

void EventLogView::resetColumns()
{
    const QFontMetrics metrics(font());
    const int margin = style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, this) + 1;
    const int padding = 2 * margin + Spacing::Small;
    const auto widthOf = [&](std::initializer_list<QString> texts) {
        int width = 0;
        for (const QString &text : texts)
            width = qMax(width, metrics.horizontalAdvance(text));
        return width + padding;
    };
    for (int column = 0; column < EventLogModel::ColumnCount; ++column) {
        setColumnHidden(column, false);
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), column);
    }
    // Method and path gets what the others leave, so they are no wider than what they show as a rule.
    setColumnWidth(EventLogModel::TimeColumn, widthOf({rowTimeText(someMs, someMs), rowTimeText(someMs, daysLaterMs),
                                                       rowTimeText(someMs, yearsLaterMs)}));
    setColumnWidth(EventLogModel::SourceColumn, widthOf({QStringLiteral("WooCommerce")}));
    setColumnWidth(EventLogModel::TypeColumn, widthOf({QStringLiteral("NEW_TIMER_STARTED")}));
    setColumnWidth(EventLogModel::VerdictColumn,
                   badgeSize(verdictBadge(Verdict::NotConfigured), m_theme).width() + padding);
    setColumnWidth(
        EventLogModel::SizeColumn,
        widthOf({QStringLiteral("999 K"), m_model.headerData(EventLogModel::SizeColumn, Qt::Horizontal).toString()}));
    setColumnWidth(EventLogModel::RequestColumn, horizontalHeader()->minimumSectionSize());
}

void EventLogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copyCell();
        return;
    }
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier) {
        QTableView::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_J:
        moveBy(1);
        break;
    case Qt::Key_K:
        moveBy(-1);
        break;
    case Qt::Key_Home:
        goToNewest();
        break;
    case Qt::Key_End:
        goToOldest();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (currentIndex().isValid())
            Q_EMIT opened();
        break;
    case Qt::Key_Space:
        Q_EMIT pauseToggled();
        break;
    case Qt::Key_Escape:
        Q_EMIT escaped();
        break;
    case Qt::Key_D:
        Q_EMIT compareRequested();
        break;
    case Qt::Key_S:
        Q_EMIT starToggled();
        break;
    case Qt::Key_N:
        Q_EMIT noteRequested();
        break;
    case Qt::Key_Slash:
        Q_EMIT searchRequested();
        break;
    case Qt::Key_Delete:
        Q_EMIT deleteRequested();
        break;
    default:
        QTableView::keyPressEvent(event);
    }
}

void EventLogView::focusInEvent(QFocusEvent *event)
{
    m_takingFocus = true;
    QTableView::focusInEvent(event);
    m_takingFocus = false;
}

QModelIndex EventLogView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    // A view that takes the focus makes its first row the current one; here that would open an event unasked.
    return m_takingFocus ? QModelIndex() : QTableView::moveCursor(action, modifiers);
}

void EventLogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    const qint64 sequence = current.isValid() ? m_model.sequenceAt(current.row()) : -1;
    if (sequence == m_selected)
        return;
    m_selected = sequence;
    Q_EMIT sequenceSelected(sequence);
}

void EventLogView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT selectedCountChanged();
}

void EventLogView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    // Rows are scrolled by number, so the first visible one moves on with what is put before it.
    const int top = verticalScrollBar()->value();
    QTableView::rowsInserted(parent, start, end);
    updateGeometries();
    if (top > 0 && start <= top) {
        verticalScrollBar()->setValue(top + end - start + 1);
        viewport()->update();
    } else if (top == 0 && start == 0) {
        highlightNewest(end - start + 1);
    }
}

void EventLogView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    const int top = verticalScrollBar()->value();
    QTableView::rowsAboutToBeRemoved(parent, start, end);
    if (start < top)
        verticalScrollBar()->setValue(top - (qMin(end + 1, top) - start));
}

void EventLogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        applyFont();
}

void EventLogView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_arrival.state() != QAbstractAnimation::Running)
        return;
    QPainter painter(viewport());
    QColor glow = m_theme.color(ColorRole::Accent);
    glow.setAlphaF(static_cast<float>(0.18 * m_arrival.currentValue().toReal()));
    const int bottom = rowViewportPosition(m_arrived - 1) + rowHeight(m_arrived - 1);
    painter.fillRect(QRect(0, 0, viewport()->width(), bottom), glow);
}

void EventLogView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    noteScroll();
    Q_EMIT viewportResized();
}

void EventLogView::moveBy(int rows)
{
    if (m_model.rowCount() == 0)
        return;
    const int row = currentIndex().isValid() ? currentIndex().row() + rows : 0;
    moveTo(qBound(0, row, m_model.rowCount() - 1));
}

void EventLogView::moveTo(int row)
{
    int column = currentIndex().column();
    if (column < 0 || isColumnHidden(column))
        column = horizontalHeader()->logicalIndex(0);
    setCurrentIndex(m_model.index(row, column));
}

void EventLogView::copyCell()
{
    if (const QString text = currentText(); !text.isEmpty())
        QGuiApplication::clipboard()->setText(text);
}

void EventLogView::fillColumnMenu(QMenu &menu)
{
    for (int column = 0; column < EventLogModel::ColumnCount; ++column) {
        QAction *action = menu.addAction(m_model.headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        // One column has to stay, or there would be no header to bring the others back with.
        action->setEnabled(isColumnHidden(column)
                           || horizontalHeader()->hiddenSectionCount() + 1 < EventLogModel::ColumnCount);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    menu.addSeparator();
    const bool hasColumn = currentIndex().isValid();
    QAction *before = menu.addAction(tr("Move column to the start"));
    QAction *after = menu.addAction(tr("Move column to the end"));
    before->setEnabled(hasColumn);
    after->setEnabled(hasColumn);
    connect(before, &QAction::triggered, this, [this] { moveColumn(-1); });
    connect(after, &QAction::triggered, this, [this] { moveColumn(1); });
    menu.addSeparator();
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, &EventLogView::resetColumns);
}

// One place on, in the order of reading; hidden columns are stepped over.
void EventLogView::moveColumn(int step)
{
    QHeaderView *header = horizontalHeader();
    const int from = header->visualIndex(currentIndex().column());
    for (int to = from + step; to >= 0 && to < header->count(); to += step) {
        if (header->isSectionHidden(header->logicalIndex(to)))
            continue;
        header->moveSection(from, to);
        return;
    }
}

void EventLogView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!currentIndex().isValid())
        return;
    // Asked for with the keyboard, the menu stands at the row and not where the pointer happens to be.
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    Q_EMIT menuRequested(byMouse ? event->globalPos()
                                 : viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()));
}

void EventLogView::applyFont()
{
    const int height = qMax(Metric::RowHeight, QFontMetrics(font()).height() + Spacing::Small);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void EventLogView::noteScroll()
{
    if (m_atTop == isAtTop())
        return;
    m_atTop = isAtTop();
    Q_EMIT atTopChanged(m_atTop);
}

void EventLogView::highlightNewest(int rows)
{
    if (rows > highlightedRows || !m_theme.animationsAllowed() || !isVisible())
        return;
    m_arrived = rows;
    m_arrival.stop();
    m_arrival.start();
}

} // namespace uw::ui
