// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/callrecord.h"

#include <QWidget>

namespace uw::ui {

class Theme;

// How long the last calls of one operation took, oldest at the leading edge. How a call ended is told by the shape of
// its point: a dot for 2xx and 3xx, a square for 4xx, a triangle for 5xx, a cross without an answer. Left and Right go
// from call to call, Enter opens one. GUI thread; owned by the view.
class LatencyPlot final : public QWidget {
    Q_OBJECT

public:
    explicit LatencyPlot(const Theme &theme, QWidget *parent = nullptr);

    void setCalls(const QString &operation, const QList<CallLatency> &calls);
    [[nodiscard]] const QList<CallLatency> &calls() const { return m_calls; }
    // The call that keys and pointer are on; -1: none.
    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int call);
    // What the plot says in words: number, median and longest, and the current call.
    [[nodiscard]] QString summary() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void callActivated(qint64 sequence);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] QPointF place(int call) const;
    [[nodiscard]] int callAt(const QPointF &position) const;
    [[nodiscard]] QString callText(int call) const;
    void paintPoint(QPainter &painter, const QPointF &center, int status) const;

    const Theme &m_theme;
    QString m_operation;
    QList<CallLatency> m_calls;
    double m_longestMs = 0;
    double m_medianMs = 0;
    int m_current = -1;
};

} // namespace uw::ui
