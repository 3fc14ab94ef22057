// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QStyledItemDelegate>

namespace uw::ui {

class Theme;

// Paints a call in two lines: method, name and status; below, when it was and how long it took. GUI thread; owned by
// its view.
class HistoryDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    HistoryDelegate(const Theme &theme, const Clock &clock, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const Clock &m_clock;
};

} // namespace uw::ui
