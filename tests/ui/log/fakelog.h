// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/eventlogreader.h"

#include <QObject>
#include <QPointer>
#include <QSet>
#include <QStringList>

namespace uw::ui {

// A log of any length that takes no room: the event of each sequence follows from its number. Answers wait until
// the test lets them go, unless `prompt` is set; then they come by the event loop. Remembers what it was asked.
class FakeLog final : public EventLogReader {
public:
    // Events 1 .. newest exist but for the deleted ones. Source EVEN or ODD; type "t<sequence mod 10>".
    qint64 newest = 0;
    QSet<qint64> deleted;
    bool prompt = false;
    // The next question is answered with it.
    std::optional<Error> failure;
    // "firstPage", "page <10", "page oldest", "runs <10", "arrivals >10".
    QStringList questions;

    // Lets all answers go, and those to the questions they lead to.
    void answerAll();
    // Lets the oldest `count` answers go.
    void answer(int count = 1);
    [[nodiscard]] qsizetype waiting() const { return m_answers.size(); }
    [[nodiscard]] qsizetype asked(const QString &beginning) const;

    [[nodiscard]] EventSummary summaryOf(qint64 sequence) const;
    [[nodiscard]] bool passes(const EventFilter &filter, qint64 sequence) const;

    void firstPage(QObject *context, const EventFilter &filter, int limit, Done<FirstPage> done) override;
    void page(QObject *context, const EventFilter &filter, const EventPageRequest &request,
              Done<QList<EventSummary>> done) override;
    void runs(QObject *context, const EventFilter &filter, qint64 before, qint64 maximumRows,
              Done<QList<SequenceRun>> done) override;
    void arrivals(QObject *context, const EventFilter &filter, qint64 after, int maximumRows,
                  Done<Arrivals> done) override;
    void event(QObject *context, qint64 sequence, Done<std::optional<Event>> done) override;
    void eventById(QObject *context, const QString &id, Done<std::optional<Event>> done) override;
    void filterValues(QObject *context, Done<FilterValues> done) override;

private:
    template<typename T>
    void reply(QObject *context, T value, Done<T> done);
    [[nodiscard]] QList<EventSummary> rowsBelow(const EventFilter &filter, qint64 before, int limit) const;
    [[nodiscard]] QList<SequenceRun> runsBelow(const EventFilter &filter, qint64 before, qint64 floor,
                                               qint64 maximumRows) const;

    QList<std::function<void()>> m_answers;
    QObject m_post;
};

} // namespace uw::ui
