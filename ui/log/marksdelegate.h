// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace uw {
struct EventSummary;
}

namespace uw::ui {

class EventLogModel;
class Theme;

// An event's type with what stands on it at the end: a star, a note, that it is a second delivery. GUI thread.
class MarksDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    // `theme` and `model` outlive the delegate.
    MarksDelegate(const Theme &theme, const EventLogModel &model, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const EventLogModel &m_model;
};

// What the marks of a row say, one a line; empty when it has none.
[[nodiscard]] QString marksText(const EventSummary &row);

} // namespace uw::ui
