// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

#include <memory>

QT_BEGIN_NAMESPACE
class QApplication;
QT_END_NAMESPACE

namespace uw::ui {

class PortalAppearance;

// What a colour is for. Widgets ask by role, never by value.
enum class ColorRole {
    Window,
    Base,
    Raised,
    Text,
    SecondaryText,
    DisabledText,
    Separator,
    StrongBorder,
    Accent,
    Selection,
    Success,
    Warning,
    Error,
    MethodGet,
    MethodPost,
    MethodPut,
    MethodPatch,
    MethodDelete,
    MethodOther,
};

// What a text is for; sizes follow the system's font.
enum class TextRole { Caption, Body, Section, Title, Fixed };

// Where light or dark comes from.
enum class ThemeMode { System, Light, Dark };

// Distances in logical pixels.
struct Spacing {
    static constexpr int Tiny = 4;
    static constexpr int Small = 8;
    static constexpr int Medium = 12;
    static constexpr int Large = 16;
    static constexpr int Huge = 24;
};

// Heights and sizes in logical pixels; text that needs more makes a control grow.
struct Metric {
    static constexpr int ControlHeight = 28;
    static constexpr int RowHeight = 26;
    static constexpr int IconSmall = 16;
    static constexpr int IconLarge = 20;
    static constexpr int Radius = 6;
};

// Looks of the whole application: palette, style, fonts by role and tinted line icons. Follows the
// system's light or dark unless a mode is set. Lives in the GUI thread, owned by main, outlives every
// widget; handed to widgets by reference. After changed() a widget repaints what it cached itself;
// palette, icons and colours asked for while painting follow on their own.
class Theme final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    // Gives `application` our style and palette at once.
    explicit Theme(QApplication &application, QObject *parent = nullptr);
    ~Theme() override;

    [[nodiscard]] ThemeMode mode() const { return m_mode; }
    void setMode(ThemeMode mode);
    [[nodiscard]] bool isDark() const;

    [[nodiscard]] QColor color(ColorRole role) const;
    // The value of a role in either look, whatever is shown now.
    [[nodiscard]] static QColor color(ColorRole role, bool dark);
    [[nodiscard]] static QPalette palette(bool dark);

    [[nodiscard]] QFont font(TextRole role) const;

    // The line icon resources/icons/<name>.svg in the colour of `role`. Follows the theme by itself;
    // disabled is drawn in the colour of disabled text. An unknown name gives an empty icon.
    [[nodiscard]] QIcon icon(QStringView name, ColorRole role = ColorRole::Text) const;
    // The same as a picture of `size` logical pixels in today's colour.
    [[nodiscard]] QPixmap pixmap(QStringView name, int size, ColorRole role, qreal devicePixelRatio) const;

    // False where the desktop asks for reduced motion.
    [[nodiscard]] bool animationsAllowed() const;

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    // Colours or fonts are other ones now.
    void changed();

private:
    void readSystem();
    void readSystemSoon();
    void apply();

    QApplication &m_application;
    ThemeMode m_mode = ThemeMode::System;
    bool m_systemDark = false;
    bool m_applying = false;
    bool m_readingSoon = false;
    PortalAppearance *m_portal = nullptr;
    // Shared with the icon engines, which may outlive the theme in a widget's hands.
    std::shared_ptr<bool> m_dark;
};

} // namespace uw::ui
