// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/filterbutton.h"

#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QPalette>
#include <QPixmap>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

using namespace uw::ui;

namespace {

// WCAG 2.1, "relative luminance" and "contrast ratio".
double luminance(const QColor &color)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double two = luminance(b);
    return (qMax(one, two) + 0.05) / (qMin(one, two) + 0.05);
}

constexpr ColorRole TextRoles[] = {
    ColorRole::Text,      ColorRole::SecondaryText, ColorRole::Accent,       ColorRole::Success,
    ColorRole::Warning,   ColorRole::Error,         ColorRole::MethodGet,    ColorRole::MethodPost,
    ColorRole::MethodPut, ColorRole::MethodPatch,   ColorRole::MethodDelete, ColorRole::MethodOther,
};

QWidget *makeControl(int kind, const Theme &theme, QWidget *parent)
{
    switch (kind) {
    case 0:
        return new QPushButton(u"Button"_qs, parent);
    case 1:
        return new QLineEdit(parent);
    case 2:
        return new QComboBox(parent);
    case 3:
        return new QCheckBox(u"Billable"_qs, parent);
    case 4: {
        auto *button = new QToolButton(parent);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setIcon(theme.icon(u"star"));
        button->setAutoRaise(true);
        return button;
    }
    case 5: {
        auto *tabs = new QTabBar(parent);
        tabs->addTab(u"Body"_qs);
        return tabs;
    }
    case 6:
        return new FilterButton(theme, u"Source"_qs, parent);
    default: {
        auto *button = new QPushButton(parent);
        button->setIcon(theme.icon(u"check"));
        button->setFlat(true);
        return button;
    }
    }
}

int countOf(const QImage &image, const QColor &color)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == color.rgb() ? 1 : 0;
    }
    return count;
}

} // namespace

class ThemeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheContrastOfText_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void keepsTheContrastOfText()
    {
        QFETCH(bool, dark);
        for (const ColorRole ground : {ColorRole::Window, ColorRole::Base, ColorRole::Selection}) {
            for (const ColorRole role : TextRoles) {
                const double ratio = contrast(Theme::color(role, dark), Theme::color(ground, dark));
                QVERIFY2(ratio >= 4.5,
                         qPrintable(u"role %1 on ground %2: %3"_qs.arg(int(role)).arg(int(ground)).arg(ratio)));
            }
        }
        for (const ColorRole ground : {ColorRole::Window, ColorRole::Base}) {
            const double ratio = contrast(Theme::color(ColorRole::StrongBorder, dark), Theme::color(ground, dark));
            QVERIFY2(ratio >= 3.0, qPrintable(u"strong border on %1: %2"_qs.arg(int(ground)).arg(ratio)));
        }
    }

    void givesTheApplicationItsPalette()
    {
        Theme theme(*qApp);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(ThemeMode::Dark);
        QVERIFY(theme.isDark());
        QCOMPARE(changed.count(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0x16, 0x19, 0x1D));
        QCOMPARE(QApplication::palette().color(QPalette::Highlight), QColor(0x26, 0x3A, 0x5C));
        theme.setMode(ThemeMode::Light);
        QVERIFY(!theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Window), QColor(0xF6, 0xF7, 0xF9));
        QCOMPARE(QApplication::palette().color(QPalette::Disabled, QPalette::Text),
                 Theme::color(ColorRole::DisabledText, false));
        QCOMPARE(theme.color(ColorRole::Accent), QColor(0x21, 0x58, 0xC9));
    }

    void followsThePaletteOfTheSystem()
    {
        Theme theme(*qApp);
        QCOMPARE(theme.mode(), ThemeMode::System);
        QVERIFY(!theme.isDark());
        // What a desktop does when its look changes while we run: whatever palette arrives, ours stays.
        QPalette other;
        other.setColor(QPalette::Window, Qt::red);
        QApplication::setPalette(other);
        QTRY_COMPARE(QApplication::palette().color(QPalette::Window), Theme::color(ColorRole::Window, false));
    }

    void keepsControlsTallEnough_data()
    {
        QTest::addColumn<double>("points");
        QTest::newRow("usual") << 9.0;
        QTest::newRow("large") << 20.0;
    }
    // The least height, and room for the text whatever its size.
    void keepsControlsTallEnough()
    {
        QFETCH(double, points);
        Theme theme(*qApp);
        const QFont before = QApplication::font();
        QFont font = before;
        font.setPointSizeF(points);
        QApplication::setFont(font);
        QWidget window;
        auto *tool = new QToolButton(&window);
        tool->setText(u"Live"_qs);
        const QList<QWidget *> controls{new QPushButton(u"Send"_qs, &window),
                                        new QLineEdit(&window),
                                        new QComboBox(&window),
                                        new QSpinBox(&window),
                                        tool,
                                        new FilterButton(theme, u"Source"_qs, &window)};
        for (const QWidget *control : controls) {
            const int height = control->sizeHint().height();
            QVERIFY2(height >= 28 && height >= control->fontMetrics().height() + 4,
                     qPrintable(QString::fromLatin1(control->metaObject()->className()) + QString::number(height)));
        }
        QApplication::setFont(before);
    }

    void showsWhereTheKeyboardIs_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("button") << 0;
        QTest::newRow("line edit") << 1;
        QTest::newRow("combo box") << 2;
        QTest::newRow("check box") << 3;
        QTest::newRow("tool button") << 4;
        QTest::newRow("tabs") << 5;
        QTest::newRow("filter") << 6;
        QTest::newRow("flat button") << 7;
    }
    // A control with the focus wears the accent somewhere where it does not without.
    void showsWhereTheKeyboardIs()
    {
        QFETCH(int, kind);
        Theme theme(*qApp);
        QWidget window;
        auto *other = new QLineEdit(&window);
        QWidget *control = makeControl(kind, theme, &window);
        auto *column = new QVBoxLayout(&window);
        column->addWidget(other);
        column->addWidget(control);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        other->setFocus();
        const int without = countOf(control->grab().toImage(), theme.color(ColorRole::Accent));
        control->setFocus(Qt::TabFocusReason);
        QTRY_VERIFY(control->hasFocus());
        const int with = countOf(control->grab().toImage(), theme.color(ColorRole::Accent));
        QVERIFY2(with > without + 20, qPrintable(u"%1 then %2"_qs.arg(without).arg(with)));
    }

    void saysThatPaintedTextsAreTexts()
    {
        Theme theme(*qApp);
        ElidedLabel label;
        label.setText(u"http://127.0.0.1:8001"_qs);
        QAccessibleInterface *text = QAccessible::queryAccessibleInterface(&label);
        QVERIFY(text);
        QCOMPARE(text->role(), QAccessible::StaticText);
        QCOMPARE(text->text(QAccessible::Name), u"http://127.0.0.1:8001"_qs);
        QPushButton button(u"Send"_qs);
        QCOMPARE(QAccessible::queryAccessibleInterface(&button)->role(), QAccessible::PushButton);
    }

    void drawsEveryIcon_data()
    {
        QTest::addColumn<QString>("name");
        QDir folder(QStringLiteral(UW_SOURCE_DIR "/resources/icons"));
        const QStringList files = folder.entryList({u"*.svg"_qs}, QDir::Files);
        QVERIFY(files.size() > 20);
        for (const QString &file : files)
            QTest::newRow(qPrintable(file)) << file.chopped(4);
    }
    void drawsEveryIcon()
    {
        QFETCH(QString, name);
        Theme theme(*qApp);
        theme.setMode(ThemeMode::Light);
        QVERIFY(!theme.icon(name).isNull());
        for (const int size : {16, 20}) {
            for (const qreal scale : {1.0, 1.5, 2.0}) {
                const QPixmap pixmap = theme.pixmap(name, size, ColorRole::Text, scale);
                QCOMPARE(pixmap.width(), qRound(size * scale));
                QCOMPARE(pixmap.devicePixelRatio(), scale);
                const QImage image = pixmap.toImage();
                int inked = 0;
                for (int y = 0; y < image.height(); ++y) {
                    for (int x = 0; x < image.width(); ++x)
                        inked += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
                }
                QVERIFY2(inked > 3, qPrintable(u"%1 px at %2: %3 pixels"_qs.arg(size).arg(scale).arg(inked)));
            }
        }
    }

    void iconsFollowTheTheme()
    {
        Theme theme(*qApp);
        theme.setMode(ThemeMode::Light);
        const QIcon icon = theme.icon(u"check", ColorRole::Success);
        const QImage light = icon.pixmap(QSize(20, 20), 2.0).toImage();
        QCOMPARE(light.size(), QSize(40, 40));
        theme.setMode(ThemeMode::Dark);
        QVERIFY(icon.pixmap(QSize(20, 20), 2.0).toImage() != light);
        QVERIFY(theme.icon(u"no-such-icon").isNull());
        QVERIFY(theme.pixmap(u"no-such-icon", 16, ColorRole::Text, 1.0).isNull());
    }

    void sizesTextByRole()
    {
        Theme theme(*qApp);
        QFont large = QApplication::font();
        const QFont before = large;
        large.setPointSizeF(20);
        QApplication::setFont(large);
        QCOMPARE(theme.font(TextRole::Body).pointSizeF(), 20.0);
        QCOMPARE(theme.font(TextRole::Fixed).pointSizeF(), 20.0);
        QVERIFY(qAbs(theme.font(TextRole::Caption).pointSizeF() - 17.4) < 0.01);
        QVERIFY(qAbs(theme.font(TextRole::Title).pointSizeF() - 28.0) < 0.01);
        QCOMPARE(theme.font(TextRole::Section).weight(), QFont::DemiBold);
        large.setPixelSize(20);
        QApplication::setFont(large);
        QCOMPARE(theme.font(TextRole::Title).pixelSize(), 28);
        QCOMPARE(theme.font(TextRole::Fixed).pixelSize(), 20);
        QApplication::setFont(before);
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
