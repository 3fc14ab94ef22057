// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QStyledItemDelegate>

namespace uw::ui {

class Theme;

// What lies behind a place that was found; text stays readable on it.
[[nodiscard]] QColor markGround(const Theme &theme);

// Lays a ground behind what a pattern finds in the texts of a view's cells. GUI thread.
class MarkDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    // Of a longer text only so many characters are looked at.
    static constexpr qsizetype LongestText = 4096;

    explicit MarkDelegate(const Theme &theme, QObject *parent = nullptr);

    // An empty pattern marks nothing.
    void setPattern(const QRegularExpression &pattern) { m_pattern = pattern; }
    [[nodiscard]] const QRegularExpression &pattern() const { return m_pattern; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    QRegularExpression m_pattern;
};

} // namespace uw::ui
