// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/style.h"

#include <QMenu>
#include <QTest>
#include <QToolButton>

using uw::ui::Style;

namespace {

// What the style paints for a button that shows an icon, and words as far as there are any.
QImage painted(Style &style, const QString &words, bool withMenu)
{
    QMenu menu;
    QPixmap pixmap(16, 16);
    pixmap.fill(Qt::darkGreen);
    QToolButton button;
    button.setStyle(&style);
    button.setIcon(pixmap);
    button.setText(words);
    button.setToolButtonStyle(words.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    button.setPopupMode(QToolButton::InstantPopup);
    if (withMenu)
        button.setMenu(&menu);
    button.resize(120, 40);
    return button.grab().toImage();
}

} // namespace

class StyleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void paintsNoMenuArrowOverAnIcon()
    {
        Style style(std::make_shared<const bool>(false));
        QCOMPARE(painted(style, QString(), true), painted(style, QString(), false));
        QVERIFY(painted(style, u"Moments"_qs, true) != painted(style, u"Moments"_qs, false));
    }
};

QTEST_MAIN(StyleTest)
#include "tst_style.moc"
