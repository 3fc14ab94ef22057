// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/theme.h"

#include <QLabel>

namespace uw::ui {

// Gives `widget` font and text colour by role, now and after each change of the theme. A later call
// for the same widget replaces the former.
void setRoles(QWidget *widget, const Theme &theme, TextRole text, ColorRole color = ColorRole::Text);

// A label of plain text whose font and colour are roles.
class TextLabel final : public QLabel {
    Q_OBJECT

public:
    TextLabel(const Theme &theme, TextRole text, ColorRole color, const QString &content = {},
              QWidget *parent = nullptr);
};

} // namespace uw::ui
