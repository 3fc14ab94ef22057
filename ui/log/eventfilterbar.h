// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/log/eventlogreader.h"
#include "ui/log/timerangepopup.h"
#include "ui/widgets/chiprow.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QPushButton;
class QSettings;
QT_END_NAMESPACE

namespace uw::ui {

class FilterButton;
class Theme;

// The row above the table: what is shown of the log. Choices are remembered by stable words, so that a source that
// sends nothing for a while keeps its filter. GUI thread.
class EventFilterBar final : public QWidget {
    Q_OBJECT

public:
    EventFilterBar(const Theme &theme, const Clock &clock, QWidget *parent = nullptr);

    // Relative times are taken from now.
    [[nodiscard]] EventFilter filter() const;
    [[nodiscard]] bool isFiltering() const { return !chips().isEmpty(); }
    // One for each thing that is filtered by.
    [[nodiscard]] QList<Chip> chips() const;
    // Shows only events of the same source or type.
    void showOnlySource(const QString &source, const QString &customSource);
    void showOnlyType(const QString &type);
    void removeChip(const QString &key);
    void clear();
    // What the lists offer.
    void setValues(const FilterValues &values);
    // Offers what a new event brings, if it is new.
    void offer(const EventSummary &event);
    // Puts a widget at the end of the row.
    void addTrailing(QWidget *widget);

    void saveState(QSettings &settings) const;
    // Does not emit filterChanged().
    void restoreState(QSettings &settings);

Q_SIGNALS:
    void filterChanged();
    // A list opens: what it offers should be brought up to date.
    void valuesWanted();

private:
    void changed();
    void timeChosen(const QStringList &keys);
    void askTimeRange();
    void offerTimes();
    void showChips();

    const Clock &m_clock;
    FilterValues m_values;
    FilterButton *m_source = nullptr;
    FilterButton *m_type = nullptr;
    FilterButton *m_verdict = nullptr;
    FilterButton *m_time = nullptr;
    // The range that was asked for last; offered again beside the fixed ones.
    std::optional<TimeRange> m_range;
    QStringList m_timeBefore;
    QHBoxLayout *m_row = nullptr;
    QWidget *m_chosen = nullptr;
    ChipRow *m_chips = nullptr;
};

} // namespace uw::ui
