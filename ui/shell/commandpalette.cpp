// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/commandpalette.h"

#include "ui/shell/commandlist.h"
#include "ui/shell/commandmatch.h"
#include "ui/shell/stylepaint.h"
#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>

namespace uw::ui {

namespace {

constexpr int PreferredWidth = 620;
constexpr int VisibleRows = 11;

} // namespace

CommandPalette::CommandPalette(const Theme &theme, Commands commands, Finder finder, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_commands(std::move(commands))
    , m_finder(std::move(finder))
    , m_frame(new QWidget(this))
    , m_field(new QLineEdit(m_frame))
    , m_list(new QListView(m_frame))
    , m_nothing(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, tr("Nothing found"), m_frame))
    , m_model(new CommandModel(this))
{
    setObjectName(u"commandPalette"_qs);
    m_field->setObjectName(u"paletteField"_qs);
    m_field->setPlaceholderText(tr("Go to a page, an operation, an event, or run a command"));
    m_field->setAccessibleName(tr("Search everything"));
    m_field->addAction(theme.icon(u"search", ColorRole::SecondaryText), QLineEdit::LeadingPosition);
    m_list->setObjectName(u"paletteList"_qs);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CommandDelegate(theme, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Results"));
    m_nothing->setAlignment(Qt::AlignCenter);

    auto *column = new QVBoxLayout(m_frame);
    column->setContentsMargins(Spacing::Small, Spacing::Small, Spacing::Small, Spacing::Small);
    column->setSpacing(Spacing::Small);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    column->addWidget(m_nothing, 1);
    hide();

    m_field->installEventFilter(this);
    parent->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::clicked, this, &CommandPalette::run);
    // The keyboard stays in the field, so the field says what is chosen.
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, m_field,
            [this](const QModelIndex &index) { m_field->setAccessibleDescription(index.data().toString()); });
}

void CommandPalette::open()
{
    if (isVisible()) {
        m_field->selectAll();
        return;
    }
    m_focusBefore = QApplication::focusWidget();
    m_known = m_commands();
    m_field->clear();
    search(QString());
    place();
    raise();
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::dismiss()
{
    if (!isVisible())
        return;
    hide();
    m_known.clear();
    m_model->setCommands({});
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent *>(event)))
        return true;
    if (watched == m_field && event->type() == QEvent::FocusOut && isVisible()) {
        // Another window or popup may take the focus for a moment; a widget of ours beneath may not.
        const QWidget *now = QApplication::focusWidget();
        if (now && now->window() == window() && !isAncestorOf(now))
            dismiss();
    }
    if (watched == parent() && event->type() == QEvent::Resize && isVisible())
        place();
    return QWidget::eventFilter(watched, event);
}

void CommandPalette::mousePressEvent(QMouseEvent *event)
{
    Q_UNUSED(event)
    dismiss();
}

void CommandPalette::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QColor veil = m_theme.color(ColorRole::Window);
    veil.setAlphaF(0.6F);
    QPainter painter(this);
    painter.fillRect(rect(), veil);
    drawPanel(painter, m_frame->geometry(), m_theme.color(ColorRole::Base), m_theme.color(ColorRole::StrongBorder),
              Metric::Radius);
}

void CommandPalette::place()
{
    const QRect room = parentWidget()->rect();
    setGeometry(room);
    const int width = qMin(PreferredWidth, room.width() - 2 * Spacing::Huge);
    const int rowHeight = m_list->itemDelegate()->sizeHint({}, {}).height();
    const int wanted = m_field->sizeHint().height() + 3 * Spacing::Small + VisibleRows * rowHeight + 4;
    const int top = room.height() / 8;
    m_frame->setGeometry((room.width() - width) / 2, top, width, qMin(wanted, room.height() - top - Spacing::Huge));
}

void CommandPalette::search(const QString &text)
{
    QList<Command> results = matching(m_known, text);
    if (!text.trimmed().isEmpty())
        results += m_finder(text.trimmed(), MaximumResults);
    if (results.size() > MaximumResults)
        results.resize(MaximumResults);
    m_model->setCommands(results);
    m_list->setVisible(!results.isEmpty());
    m_nothing->setVisible(results.isEmpty());
    if (!results.isEmpty())
        m_list->setCurrentIndex(m_model->index(0));
}

void CommandPalette::run(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const std::function<void()> action = m_model->command(index.row()).run;
    // Closed first: the command may open something of its own.
    dismiss();
    if (action)
        action();
}

bool CommandPalette::handleKey(QKeyEvent *event)
{
    const int rows = m_model->rowCount();
    const int current = m_list->currentIndex().row();
    int next = current;
    switch (event->key()) {
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(m_list->currentIndex());
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true;
    case Qt::Key_Down:
        next = rows > 0 ? (current + 1) % rows : -1;
        break;
    case Qt::Key_Up:
        next = rows > 0 ? (current + rows - 1) % rows : -1;
        break;
    case Qt::Key_PageDown:
        next = qMin(rows - 1, current + VisibleRows);
        break;
    case Qt::Key_PageUp:
        next = qMax(0, current - VisibleRows);
        break;
    default:
        return false;
    }
    if (next >= 0 && next < rows)
        m_list->setCurrentIndex(m_model->index(next));
    return true;
}

} // namespace uw::ui
