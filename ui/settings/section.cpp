// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/section.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>

namespace uw::ui {

Section::Section(const Theme &theme, const QString &title, const QString &note, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(title)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, Spacing::Medium);
    m_column->setSpacing(Spacing::Small);
    m_column->addWidget(new TextLabel(theme, TextRole::Section, ColorRole::Text, title));
    if (!note.isEmpty())
        addCaption(note);
}

QLabel *Section::addCaption(const QString &text, const QString &objectName)
{
    auto *label = new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText, text);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    m_column->addWidget(label);
    return label;
}

QLabel *Section::addLabel(const QString &text)
{
    auto *label = new TextLabel(m_theme, TextRole::Body, ColorRole::Text, text);
    label->setWordWrap(true);
    m_column->addSpacing(Spacing::Tiny);
    m_column->addWidget(label);
    return label;
}

} // namespace uw::ui
