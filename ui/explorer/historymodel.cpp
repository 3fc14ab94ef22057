// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/historymodel.h"

#include "core/store/callrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/explorer/timingview.h"
#include "ui/widgets/format.h"

#include <QDateTime>
#include <QLocale>
#include <QUrl>

#include <algorithm>

namespace uw::ui {

namespace {

constexpr int pageRows = 100;
// So many new calls at once are read anew as a whole.
constexpr int newerRows = 200;

} // namespace

QString callTitle(const CallSummary &call)
{
    if (!call.operation.isEmpty())
        return call.operation;
    const QUrl url = QUrl::fromEncoded(call.url, QUrl::TolerantMode);
    const QString title = url.host() + url.path(QUrl::PrettyDecoded);
    return title.isEmpty() ? QString::fromUtf8(call.url) : title;
}

QString callOutcome(const CallSummary &call)
{
    if (call.status == 0)
        return HistoryModel::tr("No answer");
    return QString::number(call.status) + u' ' + QString::fromLatin1(call.reason);
}

QString callSentence(const CallSummary &call)
{
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(call.startedAtMs), QLocale::ShortFormat);
    return HistoryModel::tr("%1 %2, %3, %4, took %5")
        .arg(QString::fromLatin1(call.method), callTitle(call), callOutcome(call).trimmed(), time,
             durationText(qMax(0.0, call.timing.totalMs)));
}

HistoryModel::HistoryModel(Store &store, QObject *parent) : QAbstractListModel(parent), m_store(store) {}

void HistoryModel::setFilter(const CallFilter &filter)
{
    if (filter == m_filter && m_isLoaded)
        return;
    m_filter = filter;
    refresh();
}

void HistoryModel::refresh()
{
    ++m_generation;
    m_isLoaded = false;
    m_isReadingOlder = m_isReadingNewer = m_hasNewer = false;
    read({.limit = pageRows}, &HistoryModel::takeFirst);
}

void HistoryModel::readNewer()
{
    // What comes meanwhile is read afterwards.
    if (!m_isLoaded || m_isReadingNewer) {
        m_hasNewer = true;
        return;
    }
    m_isReadingNewer = true;
    m_hasNewer = false;
    const qint64 newest = m_calls.isEmpty() ? 0 : m_calls.constFirst().sequence;
    read({.after = newest, .limit = newerRows}, &HistoryModel::takeNewer);
}

void HistoryModel::read(const CallPageRequest &request, void (HistoryModel::*take)(const QList<CallSummary> &))
{
    m_store.readers().run<QList<CallSummary>>(
        this,
        [filter = m_filter, request](Connection &connection) {
            return callrepository::page(connection, filter, request);
        },
        [this, take, generation = m_generation](const Result<QList<CallSummary>> &page) {
            if (generation != m_generation)
                return;
            m_problem = page ? QString() : page.error().text;
            (this->*take)(page.valueOr({}));
        });
}

void HistoryModel::takeFirst(const QList<CallSummary> &calls)
{
    beginResetModel();
    m_calls = calls;
    endResetModel();
    m_hasOlder = calls.size() == pageRows;
    m_isLoaded = true;
    Q_EMIT loaded();
    if (m_hasNewer)
        readNewer();
}

void HistoryModel::takeOlder(const QList<CallSummary> &calls)
{
    m_isReadingOlder = false;
    m_hasOlder = calls.size() == pageRows;
    if (calls.isEmpty())
        return;
    beginInsertRows({}, int(m_calls.size()), int(m_calls.size() + calls.size()) - 1);
    m_calls += calls;
    endInsertRows();
}

void HistoryModel::takeNewer(const QList<CallSummary> &calls)
{
    m_isReadingNewer = false;
    if (calls.size() == newerRows) {
        refresh();
        return;
    }
    const bool wasEmpty = m_calls.isEmpty();
    if (!calls.isEmpty()) {
        beginInsertRows({}, 0, int(calls.size()) - 1);
        m_calls = calls + m_calls;
        endInsertRows();
    }
    if (wasEmpty && !calls.isEmpty())
        Q_EMIT loaded();
    if (m_hasNewer)
        readNewer();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_calls.size());
}

bool HistoryModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_isLoaded && m_hasOlder && !m_isReadingOlder;
}

void HistoryModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    m_isReadingOlder = true;
    read({.before = m_calls.constLast().sequence, .limit = pageRows}, &HistoryModel::takeOlder);
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const CallSummary &call = m_calls.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return callTitle(call);
    case Qt::AccessibleTextRole:
        return callSentence(call);
    case Qt::ToolTipRole:
        return Qt::convertFromPlainText(QString::fromUtf8(call.url) + u'\n' + exactTime(call.startedAtMs)
                                            + (call.error.isEmpty() ? QString() : u'\n' + call.error),
                                        Qt::WhiteSpaceNormal);
    default:
        return {};
    }
}

int HistoryModel::rowOf(qint64 sequence) const
{
    const auto found = std::lower_bound(m_calls.begin(), m_calls.end(), sequence,
                                        [](const CallSummary &call, qint64 wanted) { return call.sequence > wanted; });
    return found != m_calls.end() && found->sequence == sequence ? int(found - m_calls.begin()) : -1;
}

} // namespace uw::ui
