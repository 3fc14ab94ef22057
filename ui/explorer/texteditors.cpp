// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/texteditors.h"

#include "core/base/clock.h"
#include "ui/explorer/valuetext.h"
#include "ui/shell/theme.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QLineEdit>
#include <QMenu>
#include <QTimeZone>
#include <QToolButton>

#include <cmath>

namespace uw::ui {

namespace {

// Beyond it a double no longer steps by one.
constexpr double exactIntegers = 9007199254740992.0;
// A field is one line; a longer text belongs in a body.
constexpr int longestText = 1 << 16;

void connectLine(ValueEditor *editor, QLineEdit *line)
{
    line->setMaxLength(longestText);
    QObject::connect(line, &QLineEdit::textEdited, editor, &ValueEditor::edited);
    QObject::connect(line, &QLineEdit::editingFinished, editor, &ValueEditor::left);
    editor->setFocusProxy(line);
}

QHBoxLayout *bareRow(QWidget *owner)
{
    auto *row = new QHBoxLayout(owner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Spacing::Tiny);
    return row;
}

} // namespace

TextEditor::TextEditor(const openapi::ValueSchema &schema, QWidget *parent)
    : ValueEditor(parent)
    , m_type(schema.type)
    , m_line(new QLineEdit(this))
{
    bareRow(this)->addWidget(m_line);
    m_line->setPlaceholderText(fieldHint(schema));
    if (schema.format == u"password")
        m_line->setEchoMode(QLineEdit::Password);
    connectLine(this, m_line);
}

std::optional<json::Value> TextEditor::value() const
{
    return valueFromText(m_line->text(), m_type == u"string" ? m_type : QString());
}

void TextEditor::setValue(const std::optional<json::Value> &value)
{
    if (!value)
        m_line->clear();
    // Without a type, a string that reads like JSON ("12") would come back as something else.
    else if (m_type != u"string" && value->is_string() && valueFromText(valueText(*value), {}) != value)
        m_line->setText(QString::fromUtf8(json::serialize(*value)));
    else
        m_line->setText(valueText(*value));
}

NumberBox::NumberBox(const openapi::ValueSchema &schema, QWidget *parent) : QAbstractSpinBox(parent), m_schema(schema)
{
    lineEdit()->setPlaceholderText(fieldHint(schema));
    lineEdit()->setInputMethodHints(schema.type == u"integer" ? Qt::ImhPreferNumbers : Qt::ImhFormattedNumbersOnly);
    setAccelerated(true);
    ignoreWheelWithoutFocus(this);
}

double NumberBox::held(double number) const
{
    if (m_schema.maximum)
        number = qMin(number, *m_schema.maximum);
    return m_schema.minimum ? qMax(number, *m_schema.minimum) : number;
}

double NumberBox::current() const
{
    if (const std::optional<json::Value> value = valueFromText(text(), m_schema.type); value && value->is_number())
        return value->get<double>();
    if (m_schema.defaultValue && m_schema.defaultValue->is_number())
        return m_schema.defaultValue->get<double>();
    return held(0);
}

void NumberBox::stepBy(int steps)
{
    // The first step into an empty field shows where counting starts.
    const bool first = text().isEmpty();
    const double from = current();
    if (std::abs(from) >= exactIntegers)
        return;
    const double to = held(first && !m_schema.defaultValue ? from : from + steps);
    lineEdit()->setText(numberText(to));
    lineEdit()->selectAll();
    Q_EMIT lineEdit()->textEdited(text());
}

QValidator::State NumberBox::validate(QString &input, int &position) const
{
    Q_UNUSED(input)
    Q_UNUSED(position)
    return QValidator::Acceptable;
}

QAbstractSpinBox::StepEnabled NumberBox::stepEnabled() const
{
    StepEnabled steps = StepNone;
    if (!m_schema.maximum || current() < *m_schema.maximum || text().isEmpty())
        steps |= StepUpEnabled;
    if (!m_schema.minimum || current() > *m_schema.minimum || text().isEmpty())
        steps |= StepDownEnabled;
    return steps;
}

NumberEditor::NumberEditor(const openapi::ValueSchema &schema, QWidget *parent)
    : ValueEditor(parent)
    , m_type(schema.type)
    , m_box(new NumberBox(schema, this))
{
    bareRow(this)->addWidget(m_box);
    connectLine(this, m_box->line());
    setFocusProxy(m_box);
}

std::optional<json::Value> NumberEditor::value() const
{
    return valueFromText(m_box->text(), m_type);
}

void NumberEditor::setValue(const std::optional<json::Value> &value)
{
    m_box->line()->setText(value ? valueText(*value) : QString());
}

DateEditor::DateEditor(const openapi::ValueSchema &schema, const Theme &theme, QWidget *parent)
    : ValueEditor(parent)
    , m_withTime(schema.format == u"date-time")
    , m_line(new QLineEdit(this))
{
    QHBoxLayout *row = bareRow(this);
    row->addWidget(m_line, 1);
    const QString hint = fieldHint(schema);
    m_line->setPlaceholderText(!hint.isEmpty() ? hint
                               : m_withTime    ? tr("for example 2026-01-31T08:00:00Z")
                                               : tr("for example 2026-01-31"));
    auto *moments = new QToolButton(this);
    moments->setIcon(theme.icon(u"clock", ColorRole::SecondaryText));
    moments->setToolTip(tr("Fill in a usual moment"));
    moments->setAccessibleName(moments->toolTip());
    moments->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(moments);
    fillMenu(menu);
    moments->setMenu(menu);
    row->addWidget(moments);
    connectLine(this, m_line);
}

void DateEditor::fillMenu(QMenu *menu)
{
    const auto today = [] { return QDate::currentDate().startOfDay(); };
    if (m_withTime)
        addMoment(menu, tr("Now"), [] { return QDateTime::currentDateTime(); });
    addMoment(menu, m_withTime ? tr("Start of today") : tr("Today"), today);
    addMoment(menu, m_withTime ? tr("Start of yesterday") : tr("Yesterday"),
              [] { return QDate::currentDate().addDays(-1).startOfDay(); });
    addMoment(menu, tr("Start of this week"), [] {
        const QDate day = QDate::currentDate();
        const int sinceFirst = (day.dayOfWeek() - int(QLocale().firstDayOfWeek()) + 7) % 7;
        return day.addDays(-sinceFirst).startOfDay();
    });
    addMoment(menu, tr("Start of this month"), [] {
        const QDate day = QDate::currentDate();
        return QDate(day.year(), day.month(), 1).startOfDay();
    });
}

void DateEditor::addMoment(QMenu *menu, const QString &title, const std::function<QDateTime()> &moment)
{
    connect(menu->addAction(title), &QAction::triggered, this, [this, moment] {
        const QDateTime when = moment();
        // Instants go out in UTC, days as the person's calendar shows them.
        m_line->setText(m_withTime ? when.toUTC().toString(Qt::ISODate) : when.date().toString(Qt::ISODate));
        Q_EMIT edited();
        Q_EMIT left();
    });
}

std::optional<json::Value> DateEditor::value() const
{
    return valueFromText(m_line->text(), u"string"_qs);
}

void DateEditor::setValue(const std::optional<json::Value> &value)
{
    m_line->setText(value ? valueText(*value) : QString());
}

} // namespace uw::ui
