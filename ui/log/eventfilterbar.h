// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/log/eventlogreader.h"
#include "ui/log/timerangepopup.h"
#include "ui/widgets/chiprow.h"

#include <QVariantMap>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QPushButton;
class QSettings;
QT_END_NAMESPACE

namespace uw::ui {

class FilterButton;
class SearchField;
class TextLabel;
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
    // What is searched for; empty: nothing.
    [[nodiscard]] const QString &searchText() const { return m_text; }
    // What should be known of the search beside its hits; empty: nothing.
    void setSearchNote(const QString &note);
    void focusSearch();
    // Shows only events of the same source or type.
    void showOnlySource(const QString &source, const QString &customSource);
    void showOnlyType(const QString &type);
    void removeChip(const QString &key);
    void clear();
    // What the lists offer.
    void setValues(const FilterValues &values);
    // Offers what a new event brings, if it is new.
    void offer(const EventSummary &event);
    // Puts a widget at the end of the row of filters, or of the search above it.
    void addTrailing(QWidget *widget);
    void addBesideSearch(QWidget *widget);

    // The choices, by stable words.
    [[nodiscard]] QVariantMap state() const;
    // Emits filterChanged().
    void applyState(const QVariantMap &state);

    // A search lasts as long as the window.
    void saveState(QSettings &settings) const;
    // Does not emit filterChanged().
    void restoreState(QSettings &settings);

Q_SIGNALS:
    void filterChanged();
    // A list opens: what it offers should be brought up to date.
    void valuesWanted();
    // Down was pressed in the search.
    void left();

private:
    void buildFilters();
    void buildChosen();
    void buildSearch(const Theme &theme);
    void searchFor(const QString &text);
    void showState(const QVariantMap &state);
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
    QPushButton *m_starred = nullptr;
    SearchField *m_search = nullptr;
    TextLabel *m_searchNote = nullptr;
    QHBoxLayout *m_searchRow = nullptr;
    // As far as it can be searched for.
    QString m_text;
    // The range that was asked for last; offered again beside the fixed ones.
    std::optional<TimeRange> m_range;
    QStringList m_timeBefore;
    QHBoxLayout *m_row = nullptr;
    QWidget *m_chosen = nullptr;
    ChipRow *m_chips = nullptr;
};

} // namespace uw::ui
