// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

namespace uw::ui {

class Theme;

// One chip for each method of a document; those pressed are shown, none pressed: all. Chips wrap over
// several lines where there is no room. GUI thread; owned by the operation list.
class MethodFilter final : public QWidget {
    Q_OBJECT

public:
    explicit MethodFilter(const Theme &theme, QWidget *parent = nullptr);

    // Keeps what is chosen among the methods that stay.
    void setMethods(const QStringList &methods);
    [[nodiscard]] QStringList chosen() const;
    void clear();

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void changed();

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    int arrange(int width, bool move) const;

    const Theme &m_theme;
    QList<QWidget *> m_chips;
};

} // namespace uw::ui
