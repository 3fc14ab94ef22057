// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/eventcompare.h"

#include <QDialog>

namespace uw::ui {

class Theme;

// Shows where the bodies of two events differ: one row a place, with an icon and a word for what happened to it. Not
// modal; Escape closes it, and it deletes itself. GUI thread.
class CompareSheet final : public QDialog {
    Q_OBJECT

public:
    // `before` and `after` name the two events, the earlier one first.
    CompareSheet(const Theme &theme, const QString &before, const QString &after, const EventComparison &comparison,
                 QWidget *parent);
};

} // namespace uw::ui
