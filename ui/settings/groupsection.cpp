// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/groupsection.h"

#include "ui/settings/settingtext.h"

#include <QBoxLayout>

namespace uw::ui {

GroupSection::GroupSection(const Theme &theme, SettingGroup group, QWidget *parent)
    : Section(theme, groupTitle(group), groupNote(group), parent)
{
    for (const SettingDefinition &definition : settingDefinitions()) {
        if (definition.group != group)
            continue;
        m_fields.append(new SettingField(theme, definition));
        column()->addWidget(m_fields.last());
    }
}

bool GroupSection::filter(const QString &text)
{
    const bool isWhole = text.isEmpty() || title().contains(text, Qt::CaseInsensitive);
    bool isAnyLeft = false;
    for (SettingField *field : m_fields) {
        field->setVisible(isWhole || field->matches(text));
        isAnyLeft |= !field->isHidden();
    }
    return isAnyLeft;
}

} // namespace uw::ui
