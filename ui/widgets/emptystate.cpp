// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/shell/theme.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace uw::ui {

namespace {

constexpr int IconSize = 40;
constexpr int ColumnWidth = 560;

} // namespace

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_title(new TextLabel(theme, TextRole::Section, ColorRole::Text, {}, this))
    , m_text(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_code(new CodeLine(theme, tr("Copy the command"), this))
{
    auto *holder = new QWidget(this);
    // Grows to a width that reads well, shrinks with the window.
    holder->setMaximumWidth(ColumnWidth);
    holder->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *outer = new QGridLayout(this);
    outer->setContentsMargins(Spacing::Huge, Spacing::Huge, Spacing::Huge, Spacing::Huge);
    outer->setRowStretch(0, 2);
    outer->setRowStretch(2, 3);
    outer->setColumnStretch(0, 1);
    outer->setColumnStretch(1, 1000);
    outer->setColumnStretch(2, 1);
    outer->addWidget(holder, 1, 1);

    m_column = new QVBoxLayout(holder);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Spacing::Small);
    for (QLabel *label : {m_icon, m_title, m_text})
        label->setAlignment(Qt::AlignCenter);
    m_title->setWordWrap(true);
    m_text->setWordWrap(true);
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(Spacing::Small);
    m_buttons->addStretch();
    m_buttons->addStretch();
    m_column->addWidget(m_icon);
    m_column->addWidget(m_title);
    m_column->addWidget(m_text);
    m_column->addSpacing(Spacing::Small);
    m_column->addWidget(m_code);
    m_column->addSpacing(Spacing::Small);
    m_column->addLayout(m_buttons);
    m_code->hide();
    m_icon->hide();

    connect(&theme, &Theme::changed, this, &EmptyState::refresh);
    refresh();
}

void EmptyState::setIcon(QStringView name)
{
    m_iconName = name.toString();
    m_icon->setVisible(!m_iconName.isEmpty());
    refresh();
}

void EmptyState::setTitle(const QString &title)
{
    m_title->setText(title);
}

void EmptyState::setText(const QString &text)
{
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

void EmptyState::setCodeLine(const QString &code)
{
    m_code->setCode(code);
    m_code->setVisible(!code.isEmpty());
}

QPushButton *EmptyState::addAction(const QString &text, bool primary)
{
    auto *button = new QPushButton(text, this);
    button->setDefault(primary);
    button->setAutoDefault(primary);
    m_buttons->insertWidget(m_buttons->count() - 1, button);
    return button;
}

void EmptyState::setExtra(QWidget *extra)
{
    delete m_extra;
    m_extra = extra;
    if (extra)
        m_column->insertWidget(m_column->indexOf(m_text) + 1, extra);
}

void EmptyState::refresh()
{
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(m_theme.pixmap(m_iconName, IconSize, ColorRole::StrongBorder, devicePixelRatioF()));
}

} // namespace uw::ui
