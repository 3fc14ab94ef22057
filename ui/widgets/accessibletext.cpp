// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/accessibletext.h"

#include "ui/widgets/badge.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/keycap.h"

#include <QAccessibleWidget>

namespace uw::ui {

namespace {

// The name that the widget gives itself is what it shows.
QAccessibleInterface *makeText(const QString &className, QObject *object)
{
    Q_UNUSED(className)
    const bool text =
        qobject_cast<ElidedLabel *>(object) || qobject_cast<BadgeLabel *>(object) || qobject_cast<KeyCap *>(object);
    return text ? new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::StaticText) : nullptr;
}

} // namespace

void installAccessibleTexts()
{
    // Qt asks the last one installed first; the same one twice would only be asked twice.
    QAccessible::removeFactory(makeText);
    QAccessible::installFactory(makeText);
}

} // namespace uw::ui
