// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/choiceeditors.h"

#include "ui/explorer/valuetext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/filterbutton.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QRadioButton>

#include <algorithm>

namespace uw::ui {

namespace {

// Position of `value` among `values`, or -1.
qsizetype positionOf(const QList<json::Value> &values, const json::Value &value)
{
    const auto found =
        std::find_if(values.begin(), values.end(), [&value](const json::Value &v) { return json::equal(v, value); });
    return found == values.end() ? -1 : found - values.begin();
}

QString absentText(const openapi::ValueSchema &schema)
{
    if (schema.defaultValue)
        return ValueEditor::tr("not sent (%1 by default)").arg(valueText(*schema.defaultValue));
    return ValueEditor::tr("not sent");
}

} // namespace

BooleanEditor::BooleanEditor(const openapi::ValueSchema &schema, bool required, QWidget *parent) : ValueEditor(parent)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Large);
    m_yes = addChoice(tr("yes"));
    m_no = addChoice(tr("no"));
    if (!required) {
        m_absent = addChoice(absentText(schema));
        m_absent->setChecked(true);
    }
    row->addStretch();
    setFocusProxy(m_yes);
}

QRadioButton *BooleanEditor::addChoice(const QString &text)
{
    auto *button = new QRadioButton(text, this);
    button->setMinimumHeight(Metric::ControlHeight);
    layout()->addWidget(button);
    connect(button, &QRadioButton::clicked, this, [this] {
        m_other.reset();
        Q_EMIT edited();
        Q_EMIT left();
    });
    return button;
}

std::optional<json::Value> BooleanEditor::value() const
{
    if (m_other)
        return m_other;
    if (m_yes->isChecked())
        return json::Value(true);
    return m_no->isChecked() ? std::optional(json::Value(false)) : std::nullopt;
}

void BooleanEditor::clearChoice()
{
    // Exclusive buttons do not let go of the last choice by themselves.
    for (QRadioButton *button : {m_yes, m_no}) {
        button->setAutoExclusive(false);
        button->setChecked(false);
        button->setAutoExclusive(true);
    }
}

void BooleanEditor::setValue(const std::optional<json::Value> &value)
{
    m_other.reset();
    if (value && value->is_boolean()) {
        (value->get<bool>() ? m_yes : m_no)->setChecked(true);
        return;
    }
    m_other = value;
    if (m_absent && !value)
        m_absent->setChecked(true);
    else
        clearChoice();
}

void BooleanEditor::setAccessibleTexts(const QString &name, const QString &description)
{
    setAccessibleName(name);
    setAccessibleDescription(description);
    for (QRadioButton *button : {m_yes, m_no, m_absent}) {
        if (button) {
            button->setAccessibleName(tr("%1: %2", "field and choice").arg(name, button->text()));
            button->setAccessibleDescription(description);
        }
    }
}

ChoiceEditor::ChoiceEditor(const openapi::ValueSchema &schema, bool required, QWidget *parent)
    : ValueEditor(parent)
    , m_values(schema.enumValues)
    , m_combo(new QComboBox(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_combo);
    m_combo->addItem(required ? tr("Choose a value") : absentText(schema));
    m_combo->setItemData(0, palette().brush(QPalette::PlaceholderText), Qt::ForegroundRole);
    for (const json::Value &value : std::as_const(m_values))
        m_combo->addItem(valueText(value));
    m_combo->setMinimumContentsLength(12);
    m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_combo->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    ignoreWheelWithoutFocus(m_combo);
    setFocusProxy(m_combo);
    connect(m_combo, &QComboBox::activated, this, [this] {
        Q_EMIT edited();
        Q_EMIT left();
    });
}

std::optional<json::Value> ChoiceEditor::value() const
{
    const int row = m_combo->currentIndex();
    return row > 0 ? std::optional(m_values.at(row - 1)) : std::nullopt;
}

void ChoiceEditor::setValue(const std::optional<json::Value> &value)
{
    if (!value) {
        m_combo->setCurrentIndex(0);
        return;
    }
    qsizetype position = positionOf(m_values, *value);
    if (position < 0) {
        // From a saved or older request: shown as it is, and the validation says what is wrong with it.
        m_values << *value;
        m_combo->addItem(valueText(*value));
        position = m_values.size() - 1;
    }
    m_combo->setCurrentIndex(int(position) + 1);
}

MultiChoiceEditor::MultiChoiceEditor(const openapi::ValueSchema &schema, const Theme &theme, QWidget *parent)
    : ValueEditor(parent)
    , m_values(schema.enumValues)
    , m_button(new FilterButton(theme, tr("Choose values"), this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_button);
    row->addStretch();
    QList<FilterEntry> entries;
    for (const json::Value &value : std::as_const(m_values))
        entries << FilterEntry{.key = valueText(value), .text = valueText(value)};
    m_button->setEntries(entries);
    setFocusProxy(m_button);
    connect(m_button, &FilterButton::selectionChanged, this, [this] {
        Q_EMIT edited();
        Q_EMIT left();
    });
}

std::optional<json::Value> MultiChoiceEditor::value() const
{
    json::Value chosen = json::Array();
    const QStringList &keys = m_button->selected();
    for (const json::Value &value : m_values) {
        if (keys.contains(valueText(value)))
            chosen.push_back(value);
    }
    return chosen.empty() ? std::nullopt : std::optional(chosen);
}

void MultiChoiceEditor::setValue(const std::optional<json::Value> &value)
{
    QStringList keys;
    if (value && value->is_array()) {
        for (const json::Value &item : *value)
            keys << valueText(item);
    }
    m_button->setSelected(keys);
}

} // namespace uw::ui
