// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/lineicon.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace uw::ui {

namespace {

// The grid that the icons are drawn on.
constexpr qreal Grid = 16;
constexpr qreal LineWidth = 1.5;

QString pathOf(const QString &name)
{
    return u":/icons/"_qs % name % u".svg"_qs;
}

} // namespace

bool hasLineIcon(const QString &name)
{
    return !name.isEmpty() && QFile::exists(pathOf(name));
}

QPixmap lineIconPixmap(const QString &name, int size, const QColor &color, qreal scale)
{
    const int pixels = qRound(size * scale);
    if (pixels <= 0)
        return {};
    const QString key = u"uw-icon:%1:%2:%3:%4"_qs.arg(name).arg(size).arg(pixels).arg(color.rgba(), 0, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QFile file(pathOf(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray svg = file.readAll();
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    const QByteArray width = "stroke-width=\"" + QByteArray::number(LineWidth * Grid / size) + "\"";
    svg.replace("stroke-width=\"1.5\"", width);

    QSvgRenderer renderer(svg);
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(color.alphaF());
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

LineIconEngine::LineIconEngine(const QString &name, ColorRole role, std::shared_ptr<const bool> dark)
    : m_name(name)
    , m_role(role)
    , m_dark(std::move(dark))
{}

QColor LineIconEngine::colorFor(QIcon::Mode mode) const
{
    return Theme::color(mode == QIcon::Disabled ? ColorRole::DisabledText : m_role, *m_dark);
}

void LineIconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state)
{
    Q_UNUSED(state)
    const int size = qMin(rect.width(), rect.height());
    const qreal scale = painter->device() ? painter->device()->devicePixelRatio() : 1.0;
    const QPoint corner(rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2);
    painter->drawPixmap(corner, lineIconPixmap(m_name, size, colorFor(mode), scale));
}

QPixmap LineIconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state)
{
    Q_UNUSED(state)
    return lineIconPixmap(m_name, qMin(size.width(), size.height()), colorFor(mode), 1.0);
}

QIconEngine *LineIconEngine::clone() const
{
    return new LineIconEngine(*this);
}

QString LineIconEngine::key() const
{
    return u"UwLineIcon"_qs;
}

QString LineIconEngine::iconName()
{
    return m_name;
}

bool LineIconEngine::isNull()
{
    return !hasLineIcon(m_name);
}

void LineIconEngine::virtual_hook(int id, void *data)
{
    if (id != ScaledPixmapHook) {
        QIconEngine::virtual_hook(id, data);
        return;
    }
    auto *argument = static_cast<ScaledPixmapArgument *>(data);
    const qreal scale = argument->scale > 0 ? argument->scale : 1.0;
    const int given = qMin(argument->size.width(), argument->size.height());
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    // From 6.8 on the size is given in logical pixels.
    const int size = given;
#else
    const int size = qRound(given / scale);
#endif
    argument->pixmap = lineIconPixmap(m_name, size, colorFor(argument->mode), scale);
}

} // namespace uw::ui
