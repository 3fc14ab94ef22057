// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/listeditor.h"

#include "ui/explorer/valuetext.h"
#include "ui/shell/theme.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace uw::ui {

ListEditor::ListEditor(const openapi::ValueSchema &schema, const Theme &theme, QWidget *parent)
    : ValueEditor(parent)
    , m_theme(theme)
    , m_itemType(schema.itemType)
    , m_hint(fieldHint(schema))
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(Spacing::Tiny);
    m_add = new QToolButton(this);
    m_add->setText(tr("Add value"));
    m_add->setIcon(theme.icon(u"plus", ColorRole::SecondaryText));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setAutoRaise(true);
    m_column->addWidget(m_add, 0, Qt::AlignLeading);
    connect(m_add, &QToolButton::clicked, this, [this] { insertLine(m_lines.size()).edit->setFocus(); });
    insertLine(0);
}

ListEditor::Line ListEditor::insertLine(qsizetype at, const QString &text)
{
    Line line;
    line.row = new QWidget(this);
    line.edit = new QLineEdit(text, line.row);
    line.remove = new QToolButton(line.row);
    line.remove->setIcon(m_theme.icon(u"close", ColorRole::SecondaryText));
    line.remove->setAutoRaise(true);
    auto *row = new QHBoxLayout(line.row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Tiny);
    row->addWidget(line.edit, 1);
    row->addWidget(line.remove);
    line.edit->installEventFilter(this);
    connect(line.edit, &QLineEdit::textEdited, this, [this] {
        refresh();
        Q_EMIT edited();
    });
    connect(line.edit, &QLineEdit::editingFinished, this, &ValueEditor::left);
    connect(line.remove, &QToolButton::clicked, this, [this, edit = line.edit] { removeLine(lineOf(edit)); });

    QWidget *before = at > 0 ? m_lines.at(at - 1).edit : nullptr;
    m_lines.insert(at, line);
    m_column->insertWidget(int(at), line.row);
    if (before)
        setTabOrder(before, line.edit);
    setTabOrder(line.edit, line.remove);
    line.row->show();
    refresh();
    return line;
}

void ListEditor::removeLine(qsizetype at)
{
    if (at < 0)
        return;
    if (m_lines.size() == 1) {
        m_lines.first().edit->clear();
        m_lines.first().edit->setFocus();
    } else {
        const Line line = m_lines.takeAt(at);
        m_lines.at(qMax(at - 1, qsizetype(0))).edit->setFocus();
        line.row->hide();
        line.row->deleteLater();
    }
    refresh();
    Q_EMIT edited();
    Q_EMIT left();
}

void ListEditor::pasteLines(qsizetype at)
{
    const QStringList texts = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    m_lines.at(at).edit->insert(texts.first().trimmed());
    for (qsizetype i = 1; i < texts.size() && m_lines.size() < MaximumItems; ++i)
        insertLine(at + i, texts.at(i).trimmed());
    refresh();
    Q_EMIT edited();
}

// Names, hint and buttons follow the number of lines.
void ListEditor::refresh()
{
    setFocusProxy(m_lines.first().edit);
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        const Line &line = m_lines.at(i);
        line.edit->setPlaceholderText(m_lines.size() == 1 ? m_hint : QString());
        line.edit->setAccessibleName(tr("%1, value %2", "field and number").arg(m_name).arg(i + 1));
        line.edit->setAccessibleDescription(m_description);
        line.remove->setVisible(m_lines.size() > 1);
        line.remove->setToolTip(tr("Remove this value"));
        line.remove->setAccessibleName(tr("Remove value %1 of %2", "number and field").arg(i + 1).arg(m_name));
    }
    // An empty last line is there to be filled.
    m_add->setVisible(!m_lines.last().edit->text().isEmpty() && m_lines.size() < MaximumItems);
}

qsizetype ListEditor::lineOf(const QObject *edit) const
{
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines.at(i).edit == edit)
            return i;
    }
    return -1;
}

std::optional<json::Value> ListEditor::value() const
{
    json::Value values = json::Array();
    for (const Line &line : m_lines) {
        if (std::optional<json::Value> value = valueFromText(line.edit->text(), m_itemType))
            values.push_back(std::move(*value));
    }
    return values.empty() ? std::nullopt : std::optional(values);
}

void ListEditor::setValue(const std::optional<json::Value> &value)
{
    QStringList texts;
    if (value && value->is_array()) {
        for (const json::Value &item : *value)
            texts << valueText(item);
    } else if (value) {
        texts << valueText(*value);
    }
    while (m_lines.size() > 1) {
        const Line line = m_lines.takeLast();
        line.row->hide();
        line.row->deleteLater();
    }
    m_lines.first().edit->setText(texts.value(0));
    for (qsizetype i = 1; i < qMin(texts.size(), qsizetype(MaximumItems)); ++i)
        insertLine(i, texts.at(i));
    refresh();
}

void ListEditor::setAccessibleTexts(const QString &name, const QString &description)
{
    m_name = name;
    m_description = description;
    m_add->setAccessibleName(tr("Add a value to %1").arg(name));
    refresh();
}

bool ListEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return ValueEditor::eventFilter(watched, event);
    const qsizetype at = lineOf(watched);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (at < 0)
        return ValueEditor::eventFilter(watched, event);
    const QString text = m_lines.at(at).edit->text();
    const bool plain = key->modifiers() == Qt::NoModifier;
    if (plain && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)) {
        if (at + 1 < m_lines.size())
            m_lines.at(at + 1).edit->setFocus();
        else if (!text.isEmpty() && m_lines.size() < MaximumItems)
            insertLine(at + 1).edit->setFocus();
        return true;
    }
    if (plain && key->key() == Qt::Key_Backspace && text.isEmpty() && m_lines.size() > 1) {
        removeLine(at);
        return true;
    }
    if (key->matches(QKeySequence::Paste) && QGuiApplication::clipboard()->text().trimmed().contains(u'\n')) {
        pasteLines(at);
        return true;
    }
    return ValueEditor::eventFilter(watched, event);
}

} // namespace uw::ui
