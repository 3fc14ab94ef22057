// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/event.h"
#include "ui/shell/theme.h"

#include <QStyledItemDelegate>
#include <QWidget>

#include <functional>

namespace uw::ui {

// A word in a colour, with an icon where colour and word shall not stand alone.
struct Badge {
    QString text;
    ColorRole role = ColorRole::SecondaryText;
    // Name of a line icon; empty: none.
    QString iconName = {};
    // Drawn in the fixed font, semibold (methods, status codes).
    bool fixed = false;

    bool operator==(const Badge &) const = default;
};

// "GET" in teal and so on; methods that we have no colour for are secondary. `method` in any case.
[[nodiscard]] Badge methodBadge(QStringView method);
// Icon and translated word of a verdict.
[[nodiscard]] Badge verdictBadge(Verdict verdict);
// Status code and reason of an answer ("201 Created"), coloured by its class.
[[nodiscard]] Badge statusBadge(int status, QStringView reason = {});

// Room that a badge takes, without outer margins.
[[nodiscard]] QSize badgeSize(const Badge &badge, const Theme &theme);
// Paints inside `rect`, vertically centred, leading edge by `direction`; elides when short.
void paintBadge(QPainter &painter, const QRect &rect, const Badge &badge, const Theme &theme,
                Qt::LayoutDirection direction, bool enabled = true);

// Paints the cells of a view as badges; selection, hover and focus stay the style's.
class BadgeDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using Source = std::function<Badge(const QModelIndex &)>;

    // `source` says what a cell shows; called while painting.
    BadgeDelegate(const Theme &theme, Source source, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    Source m_source;
};

// A badge as a widget, for headers and lines.
class BadgeLabel final : public QWidget {
    Q_OBJECT

public:
    explicit BadgeLabel(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] const Badge &badge() const { return m_badge; }
    void setBadge(const Badge &badge);
    // A quiet filled shape behind the word; off at first.
    void setFilled(bool filled);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    const Theme &m_theme;
    Badge m_badge;
    bool m_filled = false;
};

} // namespace uw::ui
