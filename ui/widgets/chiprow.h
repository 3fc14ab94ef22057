// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace uw::ui {

class Theme;

// A removable word ("Source: Clockify ✕").
struct Chip {
    QString key;
    QString text;

    bool operator==(const Chip &) const = default;
};

// Chips that wrap over several lines; each is a button that removes it.
class ChipRow final : public QWidget {
    Q_OBJECT

public:
    explicit ChipRow(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] const QList<Chip> &chips() const { return m_chips; }
    void setChips(const QList<Chip> &chips);

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removed(const QString &key);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    int arrange(int width, bool move) const;

    const Theme &m_theme;
    QList<Chip> m_chips;
    QList<QWidget *> m_buttons;
};

} // namespace uw::ui
