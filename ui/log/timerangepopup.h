// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QDateTimeEdit;
QT_END_NAMESPACE

namespace uw::ui {

// Two moments, inclusive, as UTC milliseconds.
struct TimeRange {
    qint64 fromMs = 0;
    qint64 toMs = 0;

    bool operator==(const TimeRange &) const = default;
};

// Asks for the two ends of a time range, in local time. Enter applies, Escape closes. Deletes itself when it closes.
class TimeRangePopup final : public QFrame {
    Q_OBJECT

public:
    TimeRangePopup(const TimeRange &initial, QWidget *parent);

    // Below `anchor`, inside its screen.
    void openBelow(const QWidget *anchor);

Q_SIGNALS:
    // The later of the two is always `toMs`, at the end of its minute.
    void chosen(const uw::ui::TimeRange &range);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void apply();

    QDateTimeEdit *m_from = nullptr;
    QDateTimeEdit *m_to = nullptr;
};

} // namespace uw::ui
