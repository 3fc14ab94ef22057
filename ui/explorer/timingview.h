// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/httpmessage.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace uw::ui {

class Theme;

// One stretch of a call, in milliseconds from its start.
struct TimingPhase {
    QString title;
    double startMs = 0;
    double endMs = 0;

    [[nodiscard]] double durationMs() const { return endMs - startMs; }
    bool operator==(const TimingPhase &) const = default;
};

// The phases that took place, in their order. A reused connection has neither connecting nor TLS.
[[nodiscard]] QList<TimingPhase> timingPhases(const HttpTiming &timing);
// "184 ms", "0.4 ms", "2.4 s".
[[nodiscard]] QString durationText(double ms);
// One line a phase, for a tooltip.
[[nodiscard]] QString timingText(const HttpTiming &timing);

// The phases of a call as rows: name, duration, and where it lies in the whole. GUI thread.
class TimingModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { PhaseColumn, DurationColumn, BarColumn, ColumnCount };
    // Start and end of the bar as parts of the whole, 0 to 1.
    enum Role { StartRole = Qt::UserRole, EndRole };

    using QAbstractTableModel::QAbstractTableModel;

    void setTiming(const HttpTiming &timing);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<TimingPhase> m_phases;
    double m_totalMs = 0;
};

// The model as a table whose last column is drawn as bars.
class TimingView final : public QTableView {
    Q_OBJECT

public:
    explicit TimingView(const Theme &theme, QWidget *parent = nullptr);

    void setTiming(const HttpTiming &timing) { m_model->setTiming(timing); }

private:
    TimingModel *m_model = nullptr;
};

} // namespace uw::ui
