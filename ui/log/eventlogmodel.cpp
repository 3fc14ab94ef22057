// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventlogmodel.h"

#include "ui/log/eventtext.h"
#include "ui/log/marksdelegate.h"
#include "ui/widgets/badge.h"

#include <QTextDocument>

#include <algorithm>
#include <functional>
#include <limits>

namespace uw::ui {

namespace {

// Two pages cover what a view shows; more at once would only be answers for places that were scrolled past.
constexpr int maximumRequests = 2;
// More rows than a screen shows; older questions are for places that were scrolled past.
constexpr qsizetype maximumMisses = 128;
// A target may be 16 KB long; laying that out in each row would be felt.
constexpr qsizetype displayedCharacters = 300;
constexpr qsizetype toolTipCharacters = 2000;

} // namespace

EventLogModel::EventLogModel(EventLogReader &reader, const Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_reader(reader)
    , m_clock(clock)
{
    m_missTimer.setSingleShot(true);
    m_missTimer.setInterval(0);
    connect(&m_missTimer, &QTimer::timeout, this, &EventLogModel::readMisses);
}

int EventLogModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return static_cast<int>(std::min<qint64>(m_index.count(), std::numeric_limits<int>::max()));
}

int EventLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (index.column() == SizeColumn ? Qt::AlignTrailing : Qt::AlignLeading));
    case SequenceRole:
        return sequenceAt(index.row());
    case LoadedRole:
        return m_cache.find(sequenceAt(index.row())) != nullptr;
    case Qt::DisplayRole:
    case Qt::EditRole:
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        break;
    default:
        return {};
    }
    const EventSummary *row = summary(index.row());
    if (!row)
        return role == Qt::AccessibleTextRole ? QVariant(tr("Loading")) : QVariant();
    switch (role) {
    case Qt::AccessibleTextRole:
        if (index.column() == TypeColumn)
            return shortened(withMarks(*row, TypeColumn), toolTipCharacters);
        break;
    case Qt::EditRole:
        return fullText(*row, index.column());
    case Qt::ToolTipRole:
        return toolTip(*row, index.column());
    case Qt::DisplayRole:
        if (index.column() == TimeColumn)
            return rowTimeText(row->receivedAtMs, m_clock.nowMs());
        break;
    default:
        break;
    }
    return shortened(fullText(*row, index.column()), displayedCharacters);
}

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section == SizeColumn ? Qt::AlignTrailing : Qt::AlignLeading));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case SourceColumn:
        return tr("Source");
    case TypeColumn:
        return tr("Event");
    case VerdictColumn:
        return tr("Verdict");
    case SizeColumn:
        return tr("Size");
    case RequestColumn:
        return tr("Method and path");
    default:
        return {};
    }
}

QString EventLogModel::fullText(const EventSummary &row, int column) const
{
    switch (column) {
    case TimeColumn:
        return clockText(row.receivedAtMs, m_clock.nowMs());
    case SourceColumn:
        return sourceText(row.source, row.customSource);
    case TypeColumn:
        return row.eventType.isEmpty() ? QStringLiteral("–") : row.eventType;
    case VerdictColumn:
        return verdictBadge(row.verdict).text;
    case SizeColumn:
        return sizeText(row.bodySize);
    case RequestColumn:
        return wireText(row.method) + u' ' + wireText(row.target);
    default:
        return {};
    }
}

QString EventLogModel::toolTip(const EventSummary &row, int column) const
{
    switch (column) {
    case TimeColumn:
        return timeToolTip(row.receivedAtMs);
    case SizeColumn:
        return tr("%n bytes", nullptr,
                  static_cast<int>(std::min<qint64>(row.bodySize, std::numeric_limits<int>::max())));
    default:
        // Senders' words are never read as rich text.
        return Qt::convertFromPlainText(shortened(withMarks(row, column), toolTipCharacters), Qt::WhiteSpaceNormal);
    }
}

QString EventLogModel::withMarks(const EventSummary &row, int column) const
{
    const QString marks = column == TypeColumn ? marksText(row) : QString();
    return marks.isEmpty() ? fullText(row, column) : fullText(row, column) + u'\n' + marks;
}

const EventSummary *EventLogModel::summary(int row) const
{
    const qint64 sequence = sequenceAt(row);
    const EventSummary *found = m_cache.find(sequence);
    if (!found)
        miss(sequence);
    return found;
}

int EventLogModel::rowOf(qint64 sequence) const
{
    return static_cast<int>(m_index.rowOf(sequence).value_or(-1));
}

void EventLogModel::reset(const EventFilter &filter, const QList<EventSummary> &firstRows)
{
    beginResetModel();
    ++m_generation;
    m_failed = false;
    m_filter = filter;
    m_requests.clear();
    m_misses.clear();
    m_index.clear();
    m_cache.clear();
    m_index.addOlder(runsOf(firstRows));
    m_cache.insert(firstRows);
    endResetModel();
}

void EventLogModel::addNewer(const QList<SequenceRun> &runs, const QList<EventSummary> &rows)
{
    const qint64 count = rowCountOf(runs);
    if (count == 0)
        return;
    m_cache.insertNewest(rows, m_index.isEmpty() ? 0 : m_index.sequenceAt(0));
    beginInsertRows({}, 0, static_cast<int>(count) - 1);
    m_index.addNewer(runs);
    endInsertRows();
}

void EventLogModel::addOlder(const QList<SequenceRun> &runs)
{
    const qint64 count = rowCountOf(m_index.olderPart(runs));
    if (count == 0)
        return;
    const int first = static_cast<int>(m_index.tailRow());
    beginInsertRows({}, first, first + static_cast<int>(count) - 1);
    m_index.addOlder(runs);
    endInsertRows();
}

void EventLogModel::addTail(const QList<EventSummary> &rows)
{
    const QList<SequenceRun> runs = runsOf(rows);
    const qint64 count = rowCountOf(m_index.tailPart(runs));
    if (count == 0)
        return;
    m_cache.insert(rows);
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(count) - 1);
    m_index.addTail(runs);
    endInsertRows();
}

void EventLogModel::remove(QList<qint64> sequences)
{
    std::sort(sequences.begin(), sequences.end(), std::greater<>());
    sequences.removeIf([this](qint64 sequence) { return rowOf(sequence) < 0; });
    // Neighbours go together: what lies between their sequences has no row.
    for (qsizetype first = 0; first < sequences.size();) {
        qsizetype last = first;
        while (last + 1 < sequences.size() && rowOf(sequences[last + 1]) == rowOf(sequences[last]) + 1)
            ++last;
        dropVanished(sequences[first] + 1, sequences[last] - 1);
        first = last + 1;
    }
}

void EventLogModel::replace(const EventSummary &row)
{
    m_cache.replace(row);
    if (const int at = rowOf(row.sequence); at >= 0)
        Q_EMIT dataChanged(index(at, 0), index(at, ColumnCount - 1));
}

void EventLogModel::miss(qint64 sequence) const
{
    if (m_failed || (!m_misses.isEmpty() && m_misses.constLast() == sequence))
        return;
    if (m_misses.size() == maximumMisses)
        m_misses.removeFirst();
    m_misses.append(sequence);
    if (m_requests.size() < maximumRequests && !m_missTimer.isActive())
        m_missTimer.start();
}

bool EventLogModel::isBeingRead(qint64 sequence) const
{
    return std::any_of(m_requests.begin(), m_requests.end(), [sequence](const Request &request) {
        return sequence <= request.high && sequence >= request.low;
    });
}

void EventLogModel::readMisses()
{
    // What was asked for last is what the view shows now.
    while (!m_misses.isEmpty() && m_requests.size() < maximumRequests) {
        const qint64 sequence = m_misses.takeLast();
        const std::optional<qint64> row = m_index.rowOf(sequence);
        if (row && !m_cache.find(sequence) && !isBeingRead(sequence))
            readPage(static_cast<int>(*row - *row % SummaryCache::PageRows));
    }
}

void EventLogModel::readPage(int firstRow)
{
    const qint64 lastRow = std::min<qint64>(firstRow + SummaryCache::PageRows, m_index.count()) - 1;
    const Request request{.high = m_index.sequenceAt(firstRow),
                          .low = m_index.sequenceAt(lastRow),
                          .limit = static_cast<int>(lastRow - firstRow) + 1};
    m_requests.append(request);
    ++m_pagesRead;
    const EventPageRequest page{.before = request.high + 1, .limit = request.limit};
    m_reader.page(this, m_filter, page,
                  [this, request, generation = m_generation](const Result<QList<EventSummary>> &rows) {
                      if (generation != m_generation)
                          return;
                      m_requests.removeIf([&](const Request &one) { return one.high == request.high; });
                      if (rows) {
                          pageArrived(request, *rows);
                          readMisses();
                      } else {
                          m_failed = true;
                          m_misses.clear();
                          Q_EMIT failed(rows.error());
                      }
                  });
}

void EventLogModel::pageArrived(const Request &request, const QList<EventSummary> &rows)
{
    m_cache.insert(rows);
    // Rows of the index that the store no longer has were deleted meanwhile.
    qint64 above = request.high + 1;
    for (const EventSummary &row : rows) {
        dropVanished(above, row.sequence);
        above = row.sequence;
    }
    // A page that is not full is the end of the log.
    if (rows.size() < request.limit) {
        dropVanished(above, -1);
        above = 0;
    }
    const int first = static_cast<int>(m_index.rowsAbove(request.high));
    const int last = static_cast<int>(m_index.rowsAbove(above - 1)) - 1;
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

// Takes out the rows between two sequences, both exclusive.
void EventLogModel::dropVanished(qint64 above, qint64 below)
{
    const qint64 first = m_index.rowsAbove(above - 1);
    const qint64 last = m_index.rowsAbove(below) - 1;
    if (first > last)
        return;
    beginRemoveRows({}, static_cast<int>(first), static_cast<int>(last));
    m_index.remove({below + 1, above - 1});
    endRemoveRows();
}

} // namespace uw::ui
