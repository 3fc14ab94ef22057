// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/theme.h"

#include "ui/shell/lineicon.h"
#include "ui/shell/portalappearance.h"
#include "ui/shell/style.h"
#include "ui/widgets/accessibletext.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleHints>
#include <QTimer>
#include <QToolTip>

#include <array>

// Q_INIT_RESOURCE declares a function and so cannot stand inside a namespace.
static void initIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace uw::ui {

namespace {

struct Tone {
    ColorRole role;
    QRgb light;
    QRgb dark;
};

constexpr std::array<Tone, 19> Tones{{
    {ColorRole::Window, 0xFFF6F7F9, 0xFF16191D},        {ColorRole::Base, 0xFFFFFFFF, 0xFF1C2025},
    {ColorRole::Raised, 0xFFFFFFFF, 0xFF22272D},        {ColorRole::Text, 0xFF1B1F24, 0xFFE6E9ED},
    {ColorRole::SecondaryText, 0xFF55606C, 0xFFA3ADB8}, {ColorRole::DisabledText, 0xFF9AA3AE, 0xFF5F6873},
    {ColorRole::Separator, 0xFFDDE1E6, 0xFF30363E},     {ColorRole::StrongBorder, 0xFF828C98, 0xFF6E7884},
    {ColorRole::Accent, 0xFF2158C9, 0xFF7FB0FF},        {ColorRole::Selection, 0xFFE3ECFF, 0xFF263A5C},
    {ColorRole::Success, 0xFF156B40, 0xFF4CC38A},       {ColorRole::Warning, 0xFF835700, 0xFFE2B341},
    {ColorRole::Error, 0xFFB42335, 0xFFFF8A94},         {ColorRole::MethodGet, 0xFF0B6658, 0xFF45C4B0},
    {ColorRole::MethodPost, 0xFF2158C9, 0xFF7FB0FF},    {ColorRole::MethodPut, 0xFF835700, 0xFFE2B341},
    {ColorRole::MethodPatch, 0xFF6C3FB4, 0xFFB79BF0},   {ColorRole::MethodDelete, 0xFFB42335, 0xFFFF8A94},
    {ColorRole::MethodOther, 0xFF55606C, 0xFFA3ADB8},
}};

constexpr bool tonesAreInOrder()
{
    for (size_t i = 0; i < Tones.size(); ++i) {
        if (size_t(Tones[i].role) != i)
            return false;
    }
    return true;
}
static_assert(tonesAreInOrder(), "Theme::color() indexes the table by role");

QFont scaled(QFont font, qreal factor)
{
    // A font is set in points or in pixels; the other one reads -1.
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qMax(1, qRound(font.pixelSize() * factor)));
    return font;
}

} // namespace

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_dark(std::make_shared<bool>(false))
{
    initIcons();
    QApplication::setStyle(new Style(m_dark));
    installAccessibleTexts();
    if (PortalAppearance::isSessionBusRunning()) {
        m_portal = new PortalAppearance(QDBusConnection::sessionBus(), this);
        connect(m_portal, &PortalAppearance::changed, this, &Theme::readSystemSoon);
    }
    readSystem();
    apply();
    m_application.installEventFilter(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::readSystemSoon);
#endif
}

Theme::~Theme() = default;

void Theme::setMode(ThemeMode mode)
{
    if (m_mode == mode)
        return;
    m_mode = mode;
    apply();
}

bool Theme::isDark() const
{
    return *m_dark;
}

QColor Theme::color(ColorRole role) const
{
    return color(role, *m_dark);
}

QColor Theme::color(ColorRole role, bool dark)
{
    const Tone &tone = Tones.at(size_t(role));
    return QColor::fromRgb(dark ? tone.dark : tone.light);
}

QPalette Theme::palette(bool dark)
{
    const auto of = [dark](ColorRole role) { return color(role, dark); };
    QPalette palette;
    palette.setColor(QPalette::Window, of(ColorRole::Window));
    palette.setColor(QPalette::WindowText, of(ColorRole::Text));
    palette.setColor(QPalette::Base, of(ColorRole::Base));
    palette.setColor(QPalette::AlternateBase, of(ColorRole::Window));
    palette.setColor(QPalette::Text, of(ColorRole::Text));
    palette.setColor(QPalette::PlaceholderText, of(ColorRole::SecondaryText));
    palette.setColor(QPalette::Button, of(ColorRole::Raised));
    palette.setColor(QPalette::ButtonText, of(ColorRole::Text));
    palette.setColor(QPalette::BrightText, of(ColorRole::Error));
    palette.setColor(QPalette::ToolTipBase, of(ColorRole::Raised));
    palette.setColor(QPalette::ToolTipText, of(ColorRole::Text));
    palette.setColor(QPalette::Highlight, of(ColorRole::Selection));
    palette.setColor(QPalette::HighlightedText, of(ColorRole::Text));
    palette.setColor(QPalette::Link, of(ColorRole::Accent));
    palette.setColor(QPalette::LinkVisited, of(ColorRole::MethodPatch));
    palette.setColor(QPalette::Light, of(ColorRole::Raised));
    palette.setColor(QPalette::Midlight, of(ColorRole::Separator));
    palette.setColor(QPalette::Mid, of(ColorRole::Separator));
    palette.setColor(QPalette::Dark, of(ColorRole::StrongBorder));
    palette.setColor(QPalette::Shadow, of(ColorRole::StrongBorder));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                           QPalette::HighlightedText, QPalette::PlaceholderText, QPalette::Link})
        palette.setColor(QPalette::Disabled, role, of(ColorRole::DisabledText));
    palette.setColor(QPalette::Disabled, QPalette::Base, of(ColorRole::Window));
    palette.setColor(QPalette::Disabled, QPalette::Button, of(ColorRole::Window));
    return palette;
}

QFont Theme::font(TextRole role) const
{
    const QFont body = QApplication::font();
    switch (role) {
    case TextRole::Caption:
        return scaled(body, 0.87);
    case TextRole::Body:
        return body;
    case TextRole::Section: {
        QFont font = scaled(body, 1.13);
        font.setWeight(QFont::DemiBold);
        return font;
    }
    case TextRole::Title: {
        QFont font = scaled(body, 1.4);
        font.setWeight(QFont::DemiBold);
        return font;
    }
    case TextRole::Fixed: {
        QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
        // The system's fixed font may be set apart in size; beside body text it has to match it.
        if (body.pointSizeF() > 0)
            font.setPointSizeF(body.pointSizeF());
        else
            font.setPixelSize(body.pixelSize());
        return font;
    }
    }
    Q_UNREACHABLE();
}

QIcon Theme::icon(QStringView name, ColorRole role) const
{
    const QString key = name.toString();
    return hasLineIcon(key) ? QIcon(new LineIconEngine(key, role, m_dark)) : QIcon();
}

QPixmap Theme::pixmap(QStringView name, int size, ColorRole role, qreal devicePixelRatio) const
{
    return lineIconPixmap(name.toString(), size, color(role), devicePixelRatio);
}

bool Theme::animationsAllowed() const
{
    return QApplication::isEffectEnabled(Qt::UI_General)
        && QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (m_applying)
        return QObject::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::ThemeChange:
        readSystemSoon();
        break;
    case QEvent::ApplicationPaletteChange:
        // Somebody else set a palette: the desktop's.
        if (watched == &m_application)
            readSystemSoon();
        break;
    case QEvent::ApplicationFontChange:
        if (watched == &m_application)
            Q_EMIT changed();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

// Asks for the desktop's own palette by taking ours away for a moment: QGuiApplication has no other
// way to it before Qt 6.5.
void Theme::readSystem()
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown) {
        m_systemDark = scheme == Qt::ColorScheme::Dark;
        return;
    }
#endif
    if (m_portal && m_portal->isDark()) {
        m_systemDark = *m_portal->isDark();
        return;
    }
    m_applying = true;
    QApplication::setPalette(QPalette());
    const QPalette system = QApplication::palette();
    m_applying = false;
    m_systemDark = system.color(QPalette::Window).lightness() < system.color(QPalette::WindowText).lightness();
}

// Every window hears of a change; one reading is enough.
void Theme::readSystemSoon()
{
    if (std::exchange(m_readingSoon, true))
        return;
    QTimer::singleShot(0, this, [this] {
        m_readingSoon = false;
        readSystem();
        apply();
    });
}

void Theme::apply()
{
    m_applying = true;
    *m_dark = m_mode == ThemeMode::Dark || (m_mode == ThemeMode::System && m_systemDark);
    QApplication::setPalette(palette(*m_dark));
    // Tooltips have a palette of their own.
    QToolTip::setPalette(palette(*m_dark));
    m_applying = false;
    Q_EMIT changed();
}

} // namespace uw::ui
