// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcutsheet.h"

#include "ui/shell/theme.h"
#include "ui/widgets/keycap.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>

namespace uw::ui {

namespace {

constexpr int SheetWidth = 460;
constexpr int MaximumHeight = 560;

} // namespace

ShortcutSheet::ShortcutSheet(const Theme &theme, const QList<Group> &groups, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"shortcutSheet"_qs);
    setWindowTitle(tr("Keyboard shortcuts"));

    auto *content = new QWidget;
    auto *lines = new QGridLayout(content);
    lines->setContentsMargins(Spacing::Huge, Spacing::Large, Spacing::Huge, Spacing::Large);
    lines->setHorizontalSpacing(Spacing::Huge);
    lines->setVerticalSpacing(Spacing::Small);
    lines->setColumnStretch(0, 1);
    int line = 0;
    for (const Group &group : groups) {
        if (group.shortcuts.isEmpty())
            continue;
        if (line > 0)
            lines->setRowMinimumHeight(line++, Spacing::Small);
        lines->addWidget(new TextLabel(theme, TextRole::Section, ColorRole::Text, group.title, content), line++, 0, 1,
                         2);
        for (const ShortcutInfo &shortcut : group.shortcuts) {
            auto *text = new TextLabel(theme, TextRole::Body, ColorRole::Text, shortcut.text, content);
            text->setWordWrap(true);
            lines->addWidget(text, line, 0);
            lines->addWidget(new KeyCap(theme, shortcut.keys, content), line, 1, Qt::AlignTrailing | Qt::AlignVCenter);
            ++line;
        }
    }
    lines->setRowStretch(line, 1);

    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);
    resize(qMax(SheetWidth, content->minimumSizeHint().width()), qMin(MaximumHeight, content->sizeHint().height()));
}

void ShortcutSheet::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_F1)
        close();
    else
        QDialog::keyPressEvent(event);
}

} // namespace uw::ui
