// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/historysettings.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QSpinBox;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// How much the history keeps: days, calls, and of each body. Not modal; Escape closes it, and it deletes itself. GUI
// thread.
class HistorySettingsSheet final : public QDialog {
    Q_OBJECT

public:
    HistorySettingsSheet(const Theme &theme, const HistorySettings &settings, QWidget *parent);

    [[nodiscard]] HistorySettings settings() const;

Q_SIGNALS:
    void chosen(const uw::HistorySettings &settings);

private:
    QSpinBox *m_days = nullptr;
    QSpinBox *m_calls = nullptr;
    QSpinBox *m_body = nullptr;
};

} // namespace uw::ui
