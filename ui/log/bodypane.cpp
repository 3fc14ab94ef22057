// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/bodypane.h"

#include "ui/log/worker.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QToolButton>

namespace uw::ui {

namespace {

// The old text stays that long before the pane says that it is working.
constexpr int lateMs = 150;

} // namespace

BodyPane::BodyPane(const Theme &theme, Worker &worker, QWidget *parent)
    : QWidget(parent)
    , m_worker(worker)
    , m_bar(new QWidget(this))
    , m_forms(new QButtonGroup(this))
    , m_note(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_view(new JsonView(theme, this))
{
    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins(Spacing::Small, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    row->setSpacing(Spacing::Tiny);
    row->addWidget(addForm(BodyForm::Pretty, tr("Pretty"), tr("Laid out, one member a line")));
    row->addWidget(addForm(BodyForm::Raw, tr("Raw"), tr("The text as it was received")));
    row->addWidget(addForm(BodyForm::Hex, tr("Hex"), tr("The bytes as hexadecimal numbers")));
    row->addSpacing(Spacing::Small);
    row->addWidget(m_note, 1);

    auto *wrap = new QToolButton(m_bar);
    wrap->setIcon(theme.icon(u"wrap"));
    wrap->setCheckable(true);
    wrap->setAutoRaise(true);
    wrap->setToolTip(tr("Wrap long lines"));
    wrap->setAccessibleName(tr("Wrap long lines"));
    connect(wrap, &QToolButton::toggled, m_view, &JsonView::setWrapping);
    auto *copy = new CopyButton(theme, tr("Copy the body as it is shown"), m_bar);
    copy->setSource([this] { return text(); });
    auto *save = new QToolButton(m_bar);
    save->setIcon(theme.icon(u"save"));
    save->setAutoRaise(true);
    save->setToolTip(tr("Save the body as it was received"));
    save->setAccessibleName(tr("Save the body"));
    connect(save, &QToolButton::clicked, this, &BodyPane::saveRequested);
    for (QToolButton *button : {wrap, static_cast<QToolButton *>(copy), save})
        row->addWidget(button);

    m_view->setObjectName(QStringLiteral("bodyView"));
    m_view->editor()->setAccessibleName(tr("Body"));
    m_note->setWordWrap(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_view, 1);
    setFocusProxy(m_view);

    connect(m_forms, &QButtonGroup::idClicked, this, [this](int form) { setChosenForm(static_cast<BodyForm>(form)); });
    m_late.setSingleShot(true);
    m_late.setInterval(lateMs);
    connect(&m_late, &QTimer::timeout, this, [this] {
        m_view->clear();
        m_view->setPlaceholderText(tr("Laying out the body…"));
    });
    setBody({});
}

QToolButton *BodyPane::addForm(BodyForm form, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(m_bar);
    button->setText(text);
    button->setToolTip(toolTip);
    button->setCheckable(true);
    button->setAutoRaise(true);
    m_forms->addButton(button, static_cast<int>(form));
    return button;
}

void BodyPane::setBody(std::shared_ptr<const Event> event)
{
    m_event = std::move(event);
    ++m_generation;
    if (m_event && !m_event->body.isEmpty()) {
        format();
        return;
    }
    m_late.stop();
    m_shown = true;
    m_note->clear();
    m_view->clear();
    m_view->setPlaceholderText(m_event ? tr("This request has no body.") : QString());
    m_bar->setEnabled(false);
    if (m_event)
        Q_EMIT shown();
}

void BodyPane::setChosenForm(std::optional<BodyForm> form)
{
    m_chosen = form;
    if (m_event && !m_event->body.isEmpty())
        format();
}

void BodyPane::openFind()
{
    m_view->openFind();
}

void BodyPane::setMarks(const QRegularExpression &pattern)
{
    m_view->setMarks(pattern);
}

QString BodyPane::text() const
{
    return m_view->text();
}

void BodyPane::format()
{
    m_shown = false;
    m_late.start();
    m_worker.dropWaiting();
    m_worker.run<BodyText>(
        [event = m_event, chosen = m_chosen] {
            return formatBody(event->body, headerValue(event->headers, "Content-Type"), chosen);
        },
        [this, generation = ++m_generation](const BodyText &text) {
            if (generation == m_generation)
                show(text);
        });
}

void BodyPane::show(const BodyText &text)
{
    m_late.stop();
    m_shown = true;
    m_bar->setEnabled(true);
    m_forms->button(static_cast<int>(text.form))->setChecked(true);
    m_note->setText(text.note);
    m_view->setPlaceholderText({});
    m_view->setText(text.text, text.syntax);
    Q_EMIT shown();
}

} // namespace uw::ui
