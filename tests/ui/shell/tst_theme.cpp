// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include <QApplication>
#include <QDir>
#include <QPalette>
#include <QPixmap>
#include <QSignalSpy>
#include <QTest>

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
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::color(ColorRole::Window, false));
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
