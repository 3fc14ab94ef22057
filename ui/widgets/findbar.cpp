// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/findbar.h"

#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace uw::ui {

namespace {

constexpr int DelayMs = 120;

QToolButton *makeButton(const Theme &theme, QStringView icon, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setIcon(theme.icon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

} // namespace

FindBar::FindBar(const Theme &theme, CodeEditor &editor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_field(new QLineEdit(this))
    , m_count(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_previous(makeButton(theme, u"chevron-up", tr("Previous match"), this))
    , m_next(makeButton(theme, u"chevron-down", tr("Next match"), this))
{
    QToolButton *closeButton = makeButton(theme, u"close", tr("Close the search"), this);
    m_field->setObjectName(u"findField"_qs);
    m_field->setPlaceholderText(tr("Find in this text"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->addAction(theme.icon(u"search", ColorRole::SecondaryText), QLineEdit::LeadingPosition);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Spacing::Small, Spacing::Tiny, Spacing::Tiny, Spacing::Tiny);
    row->setSpacing(Spacing::Tiny);
    row->addWidget(m_field, 1);
    row->addSpacing(Spacing::Tiny);
    row->addWidget(m_count);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(closeButton);
    setAutoFillBackground(true);
    hide();

    m_delay.setSingleShot(true);
    m_delay.setInterval(DelayMs);
    connect(&m_delay, &QTimer::timeout, this, &FindBar::search);
    connect(m_field, &QLineEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(closeButton, &QToolButton::clicked, this, &FindBar::close);
    connect(m_editor.document(), &QTextDocument::contentsChanged, this, [this] {
        if (isVisible())
            m_delay.start();
    });
}

void FindBar::open()
{
    const QString selected = m_editor.textCursor().selectedText();
    if (!selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator))
        m_field->setText(selected);
    QWidget::show();
    m_field->setFocus();
    m_field->selectAll();
    search();
}

void FindBar::close()
{
    m_delay.stop();
    hide();
    m_matches.clear();
    m_current = -1;
    m_editor.setMatches({}, -1);
    m_editor.setFocus();
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        close();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_delay.isActive())
            search();
        else
            step(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void FindBar::search()
{
    m_delay.stop();
    m_matches.clear();
    m_more = false;
    m_current = -1;
    const QString wanted = m_field->text();
    if (!wanted.isEmpty()) {
        const QString text = m_editor.document()->toRawText();
        const int start = m_editor.textCursor().selectionStart();
        for (qsizetype at = text.indexOf(wanted, 0, Qt::CaseInsensitive); at >= 0;
             at = text.indexOf(wanted, at + wanted.size(), Qt::CaseInsensitive)) {
            if (m_matches.size() == MaximumMatches) {
                m_more = true;
                break;
            }
            QTextCursor cursor(m_editor.document());
            cursor.setPosition(int(at));
            cursor.setPosition(int(at + wanted.size()), QTextCursor::KeepAnchor);
            if (m_current < 0 && at >= start)
                m_current = int(m_matches.size());
            m_matches.append(cursor);
        }
    }
    if (m_current < 0 && !m_matches.isEmpty())
        m_current = 0;
    m_previous->setEnabled(!m_matches.isEmpty());
    m_next->setEnabled(!m_matches.isEmpty());
    show(m_current);
}

void FindBar::step(int direction)
{
    if (m_matches.isEmpty())
        return;
    const int count = int(m_matches.size());
    show((m_current + direction + count) % count);
}

void FindBar::show(int index)
{
    m_current = index;
    m_editor.setMatches(m_matches, index);
    if (index >= 0) {
        m_editor.setTextCursor(m_matches.at(index));
        m_editor.ensureCursorVisible();
        m_count->setText(m_more ? tr("%1 of more than %2").arg(index + 1).arg(MaximumMatches)
                                : tr("%1 of %2").arg(index + 1).arg(m_matches.size()));
    } else {
        m_count->setText(m_field->text().isEmpty() ? QString() : tr("Not found"));
    }
}

} // namespace uw::ui
