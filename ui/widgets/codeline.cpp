// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/codeline.h"

#include "ui/shell/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>

namespace uw::ui {

CodeLine::CodeLine(const Theme &theme, const QString &copyText, QWidget *parent)
    : QFrame(parent)
    , m_label(new ElidedLabel(this))
    , m_copy(new CopyButton(theme, copyText, this))
{
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    m_label->setLayoutDirection(Qt::LeftToRight);
    m_copy->setSource([this] { return code(); });

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Tiny, Spacing::Tiny);
    row->setSpacing(Spacing::Small);
    row->addWidget(m_label, 1);
    row->addWidget(m_copy);
    setRoles(m_label, theme, TextRole::Fixed);
}

QString CodeLine::code() const
{
    return m_label->text();
}

void CodeLine::setCode(const QString &code)
{
    m_label->setText(code);
}

} // namespace uw::ui
