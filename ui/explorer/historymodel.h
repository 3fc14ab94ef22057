// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/callrecord.h"

#include <QAbstractListModel>

namespace uw {

class Store;

} // namespace uw

namespace uw::ui {

// The calls of the history that pass a filter, newest first, read a page at a time on the store's reader threads.
// GUI thread; owned by the view. The store outlives it.
class HistoryModel final : public QAbstractListModel {
    Q_OBJECT

public:
    explicit HistoryModel(Store &store, QObject *parent = nullptr);

    [[nodiscard]] const CallFilter &filter() const { return m_filter; }
    void setFilter(const CallFilter &filter);
    // Reads anew: calls were removed or came back.
    void refresh();
    // Reads what is newer than the newest row.
    void readNewer();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    [[nodiscard]] const CallSummary &call(int row) const { return m_calls.at(row); }
    // -1: it is not among the rows that were read.
    [[nodiscard]] int rowOf(qint64 sequence) const;
    // False while the first page is on its way.
    [[nodiscard]] bool isLoaded() const { return m_isLoaded; }
    [[nodiscard]] const QString &problem() const { return m_problem; }

Q_SIGNALS:
    // The first page is there, or why it is not.
    void loaded();

private:
    void read(const CallPageRequest &request, void (HistoryModel::*take)(const QList<CallSummary> &));
    void takeFirst(const QList<CallSummary> &calls);
    void takeOlder(const QList<CallSummary> &calls);
    void takeNewer(const QList<CallSummary> &calls);

    Store &m_store;
    CallFilter m_filter;
    QList<CallSummary> m_calls;
    QString m_problem;
    // Tells answers to this filter from those to the one before.
    quint64 m_generation = 0;
    bool m_isLoaded = false;
    bool m_isReadingOlder = false;
    bool m_isReadingNewer = false;
    bool m_hasNewer = false;
    bool m_hasOlder = false;
};

// How a call is named in lists: its operation, or the path of its address.
[[nodiscard]] QString callTitle(const CallSummary &call);
// "201 Created", or a word for a call without an answer.
[[nodiscard]] QString callOutcome(const CallSummary &call);
// The whole of a call in a sentence, for assistive programs and tooltips.
[[nodiscard]] QString callSentence(const CallSummary &call);

} // namespace uw::ui
