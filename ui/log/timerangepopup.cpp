// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/timerangepopup.h"

#include "ui/shell/theme.h"

#include <QDateTimeEdit>
#include <QFormLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>

#include <algorithm>

namespace uw::ui {

namespace {

// The fields show minutes; the last one is meant whole.
constexpr qint64 restOfMinuteMs = 59'999;

QDateTimeEdit *makeField(qint64 ms, const QString &name, QWidget *parent)
{
    auto *field = new QDateTimeEdit(QDateTime::fromMSecsSinceEpoch(ms), parent);
    field->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    field->setCalendarPopup(true);
    field->setAccessibleName(name);
    return field;
}

} // namespace

TimeRangePopup::TimeRangePopup(const TimeRange &initial, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_from(makeField(initial.fromMs, tr("From"), this))
    , m_to(makeField(initial.toMs, tr("To"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("timeRangePopup"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    auto *show = new QPushButton(tr("Show"), this);
    show->setDefault(true);
    connect(show, &QPushButton::clicked, this, &TimeRangePopup::apply);
    auto *form = new QFormLayout(this);
    form->setContentsMargins(Spacing::Medium, Spacing::Medium, Spacing::Medium, Spacing::Medium);
    form->setSpacing(Spacing::Small);
    form->addRow(tr("From"), m_from);
    form->addRow(tr("To"), m_to);
    form->addRow(show);
}

void TimeRangePopup::openBelow(const QWidget *anchor)
{
    adjustSize();
    const bool rightToLeft = anchor->isRightToLeft();
    QPoint corner = anchor->mapToGlobal(QPoint(rightToLeft ? anchor->width() - width() : 0, anchor->height() + 2));
    const QRect screen = anchor->screen()->availableGeometry();
    corner.setX(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    corner.setY(std::clamp(corner.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
    move(corner);
    show();
    m_from->setFocus(Qt::PopupFocusReason);
}

void TimeRangePopup::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        apply();
    else
        QFrame::keyPressEvent(event);
}

void TimeRangePopup::apply()
{
    // The list: of two temporaries the plain call would return references.
    const auto [from, to] = std::minmax({m_from->dateTime().toMSecsSinceEpoch(), m_to->dateTime().toMSecsSinceEpoch()});
    Q_EMIT chosen({.fromMs = from, .toMs = to + restOfMinuteMs});
    close();
}

} // namespace uw::ui
