// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QStringList>
#include <QWidget>

namespace uw::ui {

class Theme;

// A key combination as small keys: [Ctrl] [K].
class KeyCap final : public QWidget {
    Q_OBJECT

public:
    KeyCap(const Theme &theme, const QKeySequence &keys, QWidget *parent = nullptr);

    [[nodiscard]] const QStringList &parts() const { return m_parts; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] int capWidth(const QString &part) const;

    const Theme &m_theme;
    QStringList m_parts;
};

} // namespace uw::ui
