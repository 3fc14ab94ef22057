// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace uw::ui {

class EventLogModel;
class Theme;

// Paints an event's method in its colour and its path in the fixed font. Owned by the table.
class RequestDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    // `theme` and `model` outlive the delegate.
    RequestDelegate(const Theme &theme, const EventLogModel &model, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const EventLogModel &m_model;
};

} // namespace uw::ui
