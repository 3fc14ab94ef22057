// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/eventcompare.h"

#include <QDialog>

namespace uw::ui {

class Theme;

// Shows where the bodies of two events, or two calls, differ: one row a place, with an icon and a word for what happened to it. Not
// modal; Escape closes it, and it deletes itself. GUI thread.
class CompareSheet final : public QDialog {
    Q_OBJECT

public:
    // What is compared, in words; empty: events by their bodies.
    struct Words {
        QString title;
        // Where nothing differs.
        QString same;
    };

    // `before` and `after` name the two events, the earlier one first.
    CompareSheet(const Theme &theme, const QString &before, const QString &after, const EventComparison &comparison,
                 QWidget *parent, const Words &words = {});
};

} // namespace uw::ui
