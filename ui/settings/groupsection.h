// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/section.h"
#include "ui/settings/settingfield.h"

#include <QList>

namespace uw::ui {

// The settings of one group, made from the table. GUI thread; owned by the page.
class GroupSection final : public Section {
    Q_OBJECT

public:
    GroupSection(const Theme &theme, SettingGroup group, QWidget *parent = nullptr);

    [[nodiscard]] const QList<SettingField *> &fields() const { return m_fields; }
    // Hides the fields that do not hold the text. True when one is left.
    bool filter(const QString &text);

private:
    QList<SettingField *> m_fields;
};

} // namespace uw::ui
