// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/jsonview.h"

#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/findbar.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QLocale>
#include <QPushButton>

namespace uw::ui {

namespace {

// What one step of loading adds; small enough for the window to stay quick.
constexpr qsizetype StepPart = 64 * 1024;

// A strip of text with room for an icon or a button.
QWidget *makeStrip(QWidget *parent, std::initializer_list<QWidget *> parts)
{
    auto *strip = new QWidget(parent);
    strip->setAutoFillBackground(true);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(Spacing::Small, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    row->setSpacing(Spacing::Small);
    for (QWidget *part : parts)
        row->addWidget(part, qobject_cast<TextLabel *>(part) ? 1 : 0);
    strip->hide();
    return strip;
}

} // namespace

JsonView::JsonView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_editor(new CodeEditor(theme, this))
    , m_find(new FindBar(theme, *m_editor, this))
    , m_noteText(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_noteAction(new QPushButton(tr("Load all"), this))
    , m_problemText(new TextLabel(theme, TextRole::Body, ColorRole::Error, {}, this))
{
    auto *problemIcon = new QLabel(this);
    const auto tint = [this, problemIcon] {
        problemIcon->setPixmap(severityPixmap(m_theme, Severity::Error, devicePixelRatioF()));
    };
    connect(&theme, &Theme::changed, this, tint);
    tint();
    m_noteText->setWordWrap(true);
    m_problemText->setWordWrap(true);
    m_noteAction->setAutoDefault(false);
    m_note = makeStrip(this, {m_noteText, m_noteAction});
    m_problem = makeStrip(this, {problemIcon, m_problemText});

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_note);
    column->addWidget(m_editor, 1);
    column->addWidget(m_problem);
    column->addWidget(m_find);
    setFocusProxy(m_editor);
    setReadOnly(true);

    m_loader.setInterval(0);
    connect(&m_loader, &QTimer::timeout, this, &JsonView::loadStep);
    connect(m_noteAction, &QPushButton::clicked, this, &JsonView::loadAll);
    connect(m_editor, &CodeEditor::findRequested, this, &JsonView::openFind);
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        if (m_setting || isReadOnly())
            return;
        Q_EMIT textEdited();
    });
}

void JsonView::setText(const QString &text, Syntax syntax)
{
    m_loader.stop();
    clearProblem();
    m_text = text;
    const bool large = text.size() >= LargeText;
    m_editor->setSyntax(large ? Syntax::Plain : syntax);
    m_setting = true;
    if (isReadOnly()) {
        // The rest of a middling text comes in steps: laying it all out at once would be felt.
        m_shown = m_editor->appendPart(m_text, 0, FirstPart);
    } else {
        m_editor->setWholeText(text);
        m_shown = text.size();
    }
    m_setting = false;
    m_editor->moveCursor(QTextCursor::Start);
    mark();
    if (!m_editor->marks().isEmpty()) {
        QTextCursor first = m_editor->marks().constFirst();
        first.setPosition(first.selectionStart());
        m_editor->setTextCursor(first);
        m_editor->ensureCursorVisible();
    }
    if (m_shown < m_text.size() && !large)
        m_loader.start();
    updateNote();
}

QString JsonView::text() const
{
    if (isReadOnly())
        return m_text;
    // toPlainText() would turn no-break spaces into spaces.
    QString raw = m_editor->document()->toRawText();
    raw.replace(QChar::ParagraphSeparator, u'\n');
    return raw;
}

void JsonView::setReadOnly(bool readOnly)
{
    if (!readOnly && m_editor->isReadOnly() && !m_text.isEmpty()) {
        const QString whole = m_text;
        m_loader.stop();
        m_setting = true;
        m_editor->setWholeText(whole);
        m_setting = false;
        m_shown = whole.size();
        updateNote();
    } else if (readOnly && !m_editor->isReadOnly()) {
        m_text = text();
        m_shown = m_text.size();
    }
    m_editor->setReadOnly(readOnly);
    m_editor->setUndoRedoEnabled(!readOnly);
    // A read-only text still has a cursor, so that the keyboard can select.
    if (readOnly)
        m_editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_editor->setTabChangesFocus(readOnly);
}

bool JsonView::isReadOnly() const
{
    return m_editor->isReadOnly();
}

void JsonView::setWrapping(bool wrap)
{
    m_editor->setLineWrapMode(wrap ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
}

bool JsonView::isWrapping() const
{
    return m_editor->lineWrapMode() == QPlainTextEdit::WidgetWidth;
}

void JsonView::setPlaceholderText(const QString &text)
{
    m_editor->setPlaceholderText(text);
}

bool JsonView::isPartial() const
{
    return m_shown < m_text.size();
}

void JsonView::loadAll()
{
    if (isPartial())
        m_loader.start();
    updateNote();
}

void JsonView::openFind()
{
    m_find->open();
}

void JsonView::setMarks(const QRegularExpression &pattern)
{
    if (pattern == m_marks)
        return;
    m_marks = pattern;
    mark();
}

void JsonView::mark()
{
    QList<QTextCursor> marks;
    if (!m_marks.pattern().isEmpty()) {
        const QString text = m_editor->document()->toRawText();
        for (auto matches = m_marks.globalMatch(text); matches.hasNext() && marks.size() < MaximumMarks;) {
            const QRegularExpressionMatch match = matches.next();
            QTextCursor cursor(m_editor->document());
            cursor.setPosition(int(match.capturedStart()));
            cursor.setPosition(int(match.capturedEnd()), QTextCursor::KeepAnchor);
            marks.append(cursor);
        }
    }
    if (!marks.isEmpty() || !m_editor->marks().isEmpty())
        m_editor->setMarks(marks);
}

void JsonView::setProblem(const QString &text, qsizetype offset)
{
    m_problemText->setText(text);
    m_problem->setVisible(!text.isEmpty());
    m_editor->setAccessibleDescription(text);
    m_editor->setProblemAt(offset);
}

void JsonView::clearProblem()
{
    if (m_problem->isHidden())
        return;
    m_problem->hide();
    m_editor->setAccessibleDescription({});
    m_editor->setProblemAt(-1);
}

void JsonView::loadStep()
{
    m_setting = true;
    m_shown = m_editor->appendPart(m_text, m_shown, StepPart);
    m_setting = false;
    if (m_shown >= m_text.size()) {
        m_loader.stop();
        mark();
    }
    updateNote();
}

void JsonView::updateNote()
{
    const bool large = m_text.size() >= LargeText;
    m_note->setVisible(large && isReadOnly() && isPartial());
    if (!m_note->isVisibleTo(this))
        return;
    const QLocale locale;
    m_noteText->setText(tr("Large text: %1 of %2 shown, without colours.")
                            .arg(locale.formattedDataSize(m_shown, 1, QLocale::DataSizeTraditionalFormat),
                                 locale.formattedDataSize(m_text.size(), 1, QLocale::DataSizeTraditionalFormat)));
    m_noteAction->setEnabled(!m_loader.isActive());
}

} // namespace uw::ui
