// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "ui/log/eventlogreader.h"
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
    void removeChip(const QString &key);
    void clear();
    // What the lists offer.
    void setValues(const FilterValues &values);
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
    void showChips();

    const Clock &m_clock;
    FilterButton *m_source = nullptr;
    FilterButton *m_type = nullptr;
    FilterButton *m_verdict = nullptr;
    FilterButton *m_time = nullptr;
    QHBoxLayout *m_row = nullptr;
    QWidget *m_chosen = nullptr;
    ChipRow *m_chips = nullptr;
};

} // namespace uw::ui
