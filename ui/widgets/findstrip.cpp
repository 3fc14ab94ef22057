// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/findstrip.h"

#include "ui/shell/theme.h"
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

FindStrip::FindStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
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
    m_count->setObjectName(u"findCount"_qs);
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
    connect(&m_delay, &QTimer::timeout, this, &FindStrip::searchNow);
    connect(m_field, &QLineEdit::textChanged, &m_delay, qOverload<>(&QTimer::start));
    connect(m_previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(m_next, &QToolButton::clicked, this, [this] { step(1); });
    connect(closeButton, &QToolButton::clicked, this, &FindStrip::close);
}

QString FindStrip::wanted() const
{
    return m_field->text();
}

void FindStrip::setCount(const QString &text)
{
    m_count->setText(text);
}

void FindStrip::setSteps(bool possible)
{
    m_previous->setEnabled(possible);
    m_next->setEnabled(possible);
}

void FindStrip::searchSoon()
{
    if (isVisible())
        m_delay.start();
}

void FindStrip::searchNow()
{
    m_delay.stop();
    search();
}

void FindStrip::open()
{
    if (const QString text = suggestion(); !text.isEmpty())
        m_field->setText(text);
    QWidget::show();
    m_field->setFocus();
    m_field->selectAll();
    searchNow();
}

void FindStrip::close()
{
    m_delay.stop();
    hide();
    leave();
}

void FindStrip::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        close();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_delay.isActive())
            searchNow();
        else
            step(event->modifiers().testFlag(Qt::ShiftModifier) ? -1 : 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace uw::ui
