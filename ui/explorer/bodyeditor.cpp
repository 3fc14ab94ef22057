// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/bodyeditor.h"

#include "core/json/prettyprinter.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextCursor>

namespace uw::ui {

namespace {

constexpr int checkDelayMs = 150;

// The type without its parameters, in lower case.
QString essence(const QString &mediaType)
{
    return mediaType.section(u';', 0, 0).trimmed().toLower();
}

bool isTextType(const QString &type)
{
    return type.startsWith(u"text/") || type.endsWith(u"xml") || type.endsWith(u"yaml") || type.endsWith(u"javascript")
        || type.endsWith(u"graphql") || type == u"application/x-www-form-urlencoded";
}

} // namespace

BodyEditor::BodyEditor(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_pages(new QStackedWidget(this))
    , m_nothing(new EmptyState(theme, this))
    , m_editor(new JsonView(theme, this))
    , m_type(new TextLabel(theme, TextRole::Fixed, ColorRole::SecondaryText, {}, this))
    , m_verdictIcon(new QLabel(this))
    , m_verdict(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_sample(new QPushButton(tr("Insert sample"), this))
    , m_format(new QPushButton(tr("Format"), this))
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    bar->setSpacing(Spacing::Small);
    bar->addWidget(m_type);
    bar->addSpacing(Spacing::Small);
    bar->addWidget(m_verdictIcon);
    bar->addWidget(m_verdict, 1);
    bar->addWidget(m_sample);
    bar->addWidget(m_format);
    m_sample->setToolTip(tr("Put a body made from the description into the editor"));
    m_format->setToolTip(tr("Lay the JSON out afresh (Ctrl+Shift+F)"));

    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_editor, 1);
    m_pages->addWidget(m_nothing);
    m_pages->addWidget(page);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_pages);

    m_editor->setReadOnly(false);
    m_editor->editor()->setAccessibleName(tr("Body"));
    m_delay.setSingleShot(true);
    m_delay.setInterval(checkDelayMs);
    connect(&m_delay, &QTimer::timeout, this, [this] { check(); });
    connect(m_editor, &JsonView::textEdited, this, [this] {
        checkSoon();
        updateButtons();
        Q_EMIT edited();
    });
    connect(m_sample, &QPushButton::clicked, this, &BodyEditor::insertSample);
    connect(m_format, &QPushButton::clicked, this, &BodyEditor::format);
    connect(&theme, &Theme::changed, this, &BodyEditor::checkSoon);
    setBody(std::nullopt, {});
}

bool BodyEditor::isJsonType(const QString &mediaType)
{
    const QString type = essence(mediaType);
    return type == u"application/json" || type.endsWith(u"+json") || type.endsWith(u"/json");
}

void BodyEditor::setBody(const std::optional<openapi::RequestBody> &body, const QString &text)
{
    m_body = body;
    m_formatter.drop();
    m_json = body && isJsonType(body->mediaType);
    m_writable = body && (m_json || isTextType(essence(body->mediaType)));
    m_pages->setCurrentIndex(m_writable ? 1 : 0);
    if (!body) {
        m_nothing->setTitle(tr("This operation takes no body"));
        m_nothing->setText({});
    } else if (!m_writable) {
        m_nothing->setTitle(tr("Bodies of the type %1 are not written here").arg(body->mediaType));
        m_nothing->setText(tr("The explorer writes JSON and text. Copy the request as cURL and add the body there."));
    }
    m_editor->setText(text, m_json ? Syntax::Json : Syntax::Plain);
    if (m_writable) {
        m_type->setText(body->mediaType);
        m_editor->setPlaceholderText(body->required ? tr("A body is required. “Insert sample” puts one here to change.")
                                                    : tr("Empty: no body is sent."));
    }
    m_sample->setVisible(m_body && !m_body->sample.isEmpty());
    m_format->setVisible(m_json);
    showVerdict({}, -1);
    check();
    updateButtons();
}

QString BodyEditor::text() const
{
    return m_writable ? m_editor->text() : QString();
}

std::optional<QByteArray> BodyEditor::bytes() const
{
    const QString written = text();
    return written.trimmed().isEmpty() ? std::nullopt : std::optional(written.toUtf8());
}

void BodyEditor::checkSoon()
{
    m_delay.start();
}

QString BodyEditor::check(bool goThere)
{
    m_delay.stop();
    const QString written = text();
    if (!m_writable || written.trimmed().isEmpty()) {
        showVerdict({}, -1);
        return m_writable && isRequired() ? tr("This operation needs a body. Write one, or insert the sample.")
                                          : QString();
    }
    if (!m_json || written.size() > CheckedCharacters) {
        showVerdict({}, -1);
        return {};
    }
    const QByteArray utf8 = written.toUtf8();
    json::ParseReport report;
    const Result<json::Value> parsed = json::parse(utf8, {}, &report);
    if (parsed) {
        showVerdict({}, -1);
        return {};
    }
    const QString problem = report.failure ? report.failure->text() : parsed.error().text;
    const qint64 offset = report.failure ? report.failure->offset : 0;
    showVerdict(problem, QString::fromUtf8(utf8.first(qBound(qint64(0), offset, qint64(utf8.size())))).size(), goThere);
    return tr("The body is not JSON: %1").arg(problem);
}

void BodyEditor::markProblem(const QString &problem, qsizetype offset, bool goThere)
{
    CodeEditor *editor = m_editor->editor();
    const QTextCursor cursor = editor->textCursor();
    const int across = editor->horizontalScrollBar()->value();
    const int down = editor->verticalScrollBar()->value();
    m_editor->setProblem(problem, offset);
    if (goThere)
        return;
    // Somebody is typing: the mark must not take the cursor along.
    editor->setTextCursor(cursor);
    editor->horizontalScrollBar()->setValue(across);
    editor->verticalScrollBar()->setValue(down);
}

void BodyEditor::showVerdict(const QString &problem, qsizetype offset, bool goThere)
{
    const bool written = !m_editor->text().trimmed().isEmpty();
    const bool judged = m_json && written && m_editor->text().size() <= CheckedCharacters;
    m_verdictIcon->setVisible(judged);
    if (problem.isEmpty()) {
        m_editor->clearProblem();
        m_verdict->setText(judged              ? tr("Valid JSON")
                           : written && m_json ? tr("Large body: not checked while typing")
                                               : QString());
        m_verdictIcon->setPixmap(m_theme.pixmap(u"check", Metric::IconSmall, ColorRole::Success, devicePixelRatioF()));
    } else {
        markProblem(problem, offset, goThere);
        m_verdict->setText(tr("Not JSON"));
        m_verdictIcon->setPixmap(m_theme.pixmap(u"cross", Metric::IconSmall, ColorRole::Error, devicePixelRatioF()));
    }
}

void BodyEditor::updateButtons()
{
    m_format->setEnabled(!m_editor->text().trimmed().isEmpty());
}

void BodyEditor::replaceText(const QString &text)
{
    // Through the cursor, so that Ctrl+Z brings the former text back.
    QTextCursor cursor(m_editor->editor()->document());
    cursor.beginEditBlock();
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    cursor.endEditBlock();
    cursor.movePosition(QTextCursor::Start);
    m_editor->editor()->setTextCursor(cursor);
    check();
    updateButtons();
}

void BodyEditor::insertSample()
{
    if (!m_writable || m_body->sample.isEmpty())
        return;
    replaceText(QString::fromUtf8(m_body->sample));
    focusEditor();
}

void BodyEditor::format()
{
    const QString before = text();
    if (!m_json || before.trimmed().isEmpty())
        return;
    const auto work = [before]() -> Formatted {
        const Result<QByteArray> pretty = json::prettyPrint(before.toUtf8());
        if (!pretty)
            return {.text = {}, .problem = pretty.error().text};
        return {.text = QString::fromUtf8(*pretty).trimmed(), .problem = {}};
    };
    m_formatter.start(work, [this, before](const Formatted &result) {
        // Typed on in the meantime: the newer text counts.
        if (text() != before)
            return;
        if (!result.problem.isEmpty())
            check();
        else if (result.text != before)
            replaceText(result.text);
    });
}

void BodyEditor::focusEditor()
{
    if (m_writable)
        m_editor->editor()->setFocus(Qt::OtherFocusReason);
}

} // namespace uw::ui
