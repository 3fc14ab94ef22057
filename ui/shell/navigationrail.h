// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QToolButton>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QButtonGroup;
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// One place of the rail: an icon over a short word, an accent when it is the open one, a dot when it
// has news.
class RailButton final : public QToolButton {
    Q_OBJECT

public:
    RailButton(const Theme &theme, const QString &iconName, const QString &word, QWidget *parent = nullptr);

    [[nodiscard]] bool hasNews() const { return m_news; }
    void setNews(bool news);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_iconName;
    bool m_news = false;
};

// The strip at the leading edge with the places of the program and, at its foot, its menu. GUI thread,
// owned by the main window.
class NavigationRail final : public QWidget {
    Q_OBJECT

public:
    static constexpr int Width = 64;

    NavigationRail(const Theme &theme, QMenu *menu, QWidget *parent = nullptr);

    // Returns the place's index. `shortcut` is shown in the tooltip.
    int addPlace(const QString &iconName, const QString &word, const QString &shortcut);
    void setCurrent(int index);
    void setNews(int index, bool news);
    [[nodiscard]] RailButton *button(int index) const { return m_buttons.at(index); }

Q_SIGNALS:
    void placeActivated(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const Theme &m_theme;
    QList<RailButton *> m_buttons;
    QButtonGroup *m_group = nullptr;
    QBoxLayout *m_places = nullptr;
};

} // namespace uw::ui
