// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/latencyplot.h"

#include "ui/explorer/timingview.h"
#include "ui/shell/theme.h"

#include <QAccessible>
#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace uw::ui {

namespace {

constexpr int plotHeight = 72;
constexpr double pointRadius = 3.5;
constexpr double hitRadius = 12;

} // namespace

LatencyPlot::LatencyPlot(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Latency of the operation's calls"));
    setMouseTracking(false);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void LatencyPlot::setCalls(const QString &operation, const QList<CallLatency> &calls)
{
    m_operation = operation;
    m_calls = calls;
    m_current = -1;
    QList<double> times;
    for (const CallLatency &call : calls) {
        if (call.totalMs >= 0)
            times << call.totalMs;
    }
    std::sort(times.begin(), times.end());
    m_longestMs = times.isEmpty() ? 0 : times.constLast();
    m_medianMs = times.isEmpty() ? 0 : times.at((times.size() - 1) / 2);
    setAccessibleDescription(summary());
    update();
}

void LatencyPlot::setCurrent(int call)
{
    const int wanted = call >= 0 && call < m_calls.size() ? call : -1;
    if (wanted == m_current)
        return;
    m_current = wanted;
    setAccessibleDescription(summary());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
    update();
}

QString LatencyPlot::summary() const
{
    if (m_calls.isEmpty())
        return tr("There are no calls of this operation yet.");
    QString text =
        tr("%1: the last %Ln calls, half of them within %2, the longest %3.", "an operation", int(m_calls.size()))
            .arg(m_operation, durationText(m_medianMs), durationText(m_longestMs));
    if (m_current >= 0)
        text += u' ' + callText(m_current);
    return text;
}

QString LatencyPlot::callText(int call) const
{
    const CallLatency &one = m_calls.at(call);
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(one.startedAtMs), QLocale::ShortFormat);
    if (one.status == 0)
        return tr("%1: no answer", "a time").arg(time);
    return tr("%1: status %2 after %3", "a time").arg(time).arg(one.status).arg(durationText(one.totalMs));
}

QSize LatencyPlot::sizeHint() const
{
    return {200, plotHeight + QFontMetrics(m_theme.font(TextRole::Caption)).height() + Spacing::Small};
}

QSize LatencyPlot::minimumSizeHint() const
{
    return {100, sizeHint().height()};
}

QRectF LatencyPlot::plotRect() const
{
    const int caption = QFontMetrics(m_theme.font(TextRole::Caption)).height() + Spacing::Tiny;
    return QRectF(rect()).adjusted(Spacing::Medium, caption + Spacing::Tiny, -Spacing::Medium, -Spacing::Small);
}

QPointF LatencyPlot::place(int call) const
{
    const QRectF room = plotRect();
    const double part = m_calls.size() < 2 ? 0.5 : double(call) / double(m_calls.size() - 1);
    const double x =
        layoutDirection() == Qt::RightToLeft ? room.right() - part * room.width() : room.left() + part * room.width();
    const double height = m_longestMs > 0 ? qMax(0.0, m_calls.at(call).totalMs) / m_longestMs : 0;
    return {x, room.bottom() - height * room.height()};
}

int LatencyPlot::callAt(const QPointF &position) const
{
    int nearest = -1;
    double distance = hitRadius;
    for (int call = 0; call < m_calls.size(); ++call) {
        const double away = std::abs(place(call).x() - position.x());
        if (away < distance) {
            distance = away;
            nearest = call;
        }
    }
    return nearest;
}

void LatencyPlot::paintPoint(QPainter &painter, const QPointF &center, int status) const
{
    const double r = pointRadius;
    painter.setPen(Qt::NoPen);
    if (status == 0) {
        painter.setPen(QPen(m_theme.color(ColorRole::Error), 2));
        painter.drawLine(center + QPointF(-r, -r), center + QPointF(r, r));
        painter.drawLine(center + QPointF(-r, r), center + QPointF(r, -r));
    } else if (status >= 500) {
        painter.setBrush(m_theme.color(ColorRole::Error));
        painter.drawPolygon(
            QPolygonF{center + QPointF(0, -r - 1), center + QPointF(r + 1, r), center + QPointF(-r - 1, r)});
    } else if (status >= 400) {
        painter.setBrush(m_theme.color(ColorRole::Warning));
        painter.drawRect(QRectF(center.x() - r, center.y() - r, 2 * r, 2 * r));
    } else {
        painter.setBrush(m_theme.color(ColorRole::Success));
        painter.drawEllipse(center, r, r);
    }
}

void LatencyPlot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF room = plotRect();
    painter.setFont(m_theme.font(TextRole::Caption));
    painter.setPen(m_theme.color(ColorRole::SecondaryText));
    const QRectF caption(room.left(), Spacing::Tiny, room.width(), room.top() - Spacing::Tiny);
    const QString words =
        m_calls.isEmpty() ? tr("No calls of this operation yet")
        : m_current >= 0
            ? callText(m_current)
            : tr("Latency: half within %1, longest %2").arg(durationText(m_medianMs), durationText(m_longestMs));
    painter.drawText(caption, int(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeading)) | Qt::TextSingleLine,
                     QFontMetrics(painter.font()).elidedText(words, Qt::ElideRight, int(caption.width())));
    painter.setPen(QPen(m_theme.color(ColorRole::Separator), 1));
    painter.drawLine(room.bottomLeft(), room.bottomRight());
    if (m_calls.isEmpty())
        return;
    const double median = room.bottom() - (m_longestMs > 0 ? m_medianMs / m_longestMs : 0) * room.height();
    painter.setPen(QPen(m_theme.color(ColorRole::StrongBorder), 1, Qt::DashLine));
    painter.drawLine(QPointF(room.left(), median), QPointF(room.right(), median));
    QPainterPath course;
    for (int call = 0; call < m_calls.size(); ++call) {
        if (call == 0)
            course.moveTo(place(call));
        else
            course.lineTo(place(call));
    }
    painter.setPen(QPen(m_theme.color(ColorRole::Accent), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(course);
    for (int call = 0; call < m_calls.size(); ++call)
        paintPoint(painter, place(call), m_calls.at(call).status);
    if (m_current >= 0 && hasFocus()) {
        painter.setPen(QPen(m_theme.color(ColorRole::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(place(m_current), pointRadius + 4, pointRadius + 4);
    }
}

bool LatencyPlot::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int call = callAt(help->pos());
        QToolTip::showText(help->globalPos(), call < 0 ? QString() : callText(call), this);
        return true;
    }
    return QWidget::event(event);
}

void LatencyPlot::keyPressEvent(QKeyEvent *event)
{
    if (m_calls.isEmpty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int last = int(m_calls.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const bool forward = (event->key() == Qt::Key_Right) != mirrored;
        setCurrent(qBound(0, m_current + (forward ? 1 : -1), last));
        break;
    }
    case Qt::Key_Home:
        setCurrent(0);
        break;
    case Qt::Key_End:
        setCurrent(last);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            Q_EMIT callActivated(m_calls.at(m_current).sequence);
        break;
    default:
        QWidget::keyPressEvent(event);
        break;
    }
}

void LatencyPlot::mousePressEvent(QMouseEvent *event)
{
    const int call = callAt(event->position());
    setCurrent(call);
    if (call >= 0)
        Q_EMIT callActivated(m_calls.at(call).sequence);
}

void LatencyPlot::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    if (m_current < 0 && event->reason() != Qt::MouseFocusReason)
        setCurrent(int(m_calls.size()) - 1);
    update();
}

void LatencyPlot::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

} // namespace uw::ui
