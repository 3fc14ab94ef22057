// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// What F1 shows: the keys of the page in front, and those that hold everywhere. Not modal; Escape or F1
// closes it, and it deletes itself.
class ShortcutSheet final : public QDialog {
    Q_OBJECT

public:
    struct Group {
        QString title;
        QList<ShortcutInfo> shortcuts;
    };

    ShortcutSheet(const Theme &theme, const QList<Group> &groups, QWidget *parent);

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace uw::ui
