// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme.h"

#include <QIconEngine>

#include <memory>

namespace uw::ui {

// Draws one of our line icons at any size in the colour that its role has at that moment. The
// lines are 1.5 logical pixels wide at every size. GUI thread; owned by the QIcon.
class LineIconEngine final : public QIconEngine {
public:
    // `dark`: the theme's present look, shared so that an icon may outlive the theme.
    LineIconEngine(const QString &name, ColorRole role, std::shared_ptr<const bool> dark);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QIconEngine *clone() const override;
    QString key() const override;
    QString iconName() override;
    bool isNull() override;
    void virtual_hook(int id, void *data) override;

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const;

    QString m_name;
    ColorRole m_role;
    std::shared_ptr<const bool> m_dark;
};

// The icon <name> in `color`: `size` logical pixels square at `scale` device pixels each; kept in
// QPixmapCache. Null for an unknown name.
[[nodiscard]] QPixmap lineIconPixmap(const QString &name, int size, const QColor &color, qreal scale);
[[nodiscard]] bool hasLineIcon(const QString &name);

} // namespace uw::ui
