// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/severity.h"

namespace uw::ui {

QString severityIcon(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return u"info"_qs;
    case Severity::Success:
        return u"check"_qs;
    case Severity::Warning:
        return u"warning"_qs;
    case Severity::Error:
        return u"error"_qs;
    }
    Q_UNREACHABLE();
}

ColorRole severityRole(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return ColorRole::Accent;
    case Severity::Success:
        return ColorRole::Success;
    case Severity::Warning:
        return ColorRole::Warning;
    case Severity::Error:
        return ColorRole::Error;
    }
    Q_UNREACHABLE();
}

QPixmap severityPixmap(const Theme &theme, Severity severity, qreal devicePixelRatio)
{
    return theme.pixmap(severityIcon(severity), Metric::IconSmall, severityRole(severity), devicePixelRatio);
}

} // namespace uw::ui
