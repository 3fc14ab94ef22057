// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace uw::ui {

class Theme;

// Name, version, licence and what a report of a fault should name. Window-modal; deletes itself.
class AboutDialog final : public QDialog {
    Q_OBJECT

public:
    // `dataFolder`: shown so that it can be found and copied.
    AboutDialog(const Theme &theme, const QString &dataFolder, QWidget *parent);
};

} // namespace uw::ui
