// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/parameterform.h"

#include "ui/explorer/formrow.h"
#include "ui/explorer/valueeditor.h"
#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QHash>

#include <algorithm>
#include <array>

namespace uw::ui {

namespace {

using openapi::Parameter;
using openapi::ParameterLocation;

// In widths of an "n", so that a larger font gets its room.
constexpr int LongestNameEm = 26;
constexpr int ShortestNameEm = 8;
constexpr int CompactEm = 56;
constexpr int WidestFormEm = 104;

constexpr std::array locations{ParameterLocation::Path, ParameterLocation::Query, ParameterLocation::Header,
                               ParameterLocation::Cookie};

QString locationTitle(ParameterLocation location)
{
    switch (location) {
    case ParameterLocation::Path:
        return ParameterForm::tr("In the path");
    case ParameterLocation::Query:
        return ParameterForm::tr("In the query");
    case ParameterLocation::Header:
        return ParameterForm::tr("Headers");
    case ParameterLocation::Cookie:
        return ParameterForm::tr("Cookies");
    }
    Q_UNREACHABLE();
}

} // namespace

ParameterForm::ParameterForm(const Theme &theme, QWidget *parent) : QScrollArea(parent), m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
}

void ParameterForm::setParameters(const QList<Parameter> &parameters, const QMap<QString, json::Value> &values)
{
    m_rows.clear();
    auto *content = new QWidget;
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(Spacing::Small, Spacing::Medium, Spacing::Medium, Spacing::Medium);
    m_column->setSpacing(Spacing::Medium);
    QList<QList<Parameter>> groups;
    for (const ParameterLocation location : locations) {
        QList<Parameter> group;
        std::copy_if(parameters.begin(), parameters.end(), std::back_inserter(group),
                     [location](const Parameter &parameter) { return parameter.location == location; });
        std::stable_partition(group.begin(), group.end(),
                              [](const Parameter &parameter) { return parameter.required; });
        if (!group.isEmpty())
            groups << group;
    }
    for (const QList<Parameter> &group : std::as_const(groups))
        addGroup(group.first().location, group, groups.size() > 1);
    m_column->addStretch();

    for (FormRow *row : std::as_const(m_rows)) {
        const auto value = values.constFind(row->parameter().name);
        if (value != values.constEnd())
            row->editor()->setValue(*value);
        connect(row->editor(), &ValueEditor::edited, this, &ParameterForm::edited);
    }
    // Takes the former rows with it.
    setWidget(content);
    arrange();
}

void ParameterForm::addGroup(ParameterLocation location, const QList<Parameter> &parameters, bool titled)
{
    if (titled) {
        if (!m_rows.isEmpty())
            m_column->addSpacing(Spacing::Small);
        auto *title = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText, locationTitle(location));
        title->setIndent(Spacing::Small);
        m_column->addWidget(title);
    }
    for (const Parameter &parameter : parameters) {
        auto *row = new FormRow(parameter, m_theme);
        row->setObjectName(parameter.name);
        m_column->addWidget(row);
        if (!m_rows.isEmpty())
            QWidget::setTabOrder(m_rows.last(), row);
        m_rows << row;
    }
}

QMap<QString, json::Value> ParameterForm::values() const
{
    QMap<QString, json::Value> values;
    for (const FormRow *row : m_rows) {
        if (std::optional<json::Value> value = row->editor()->value())
            values.insert(row->parameter().name, std::move(*value));
    }
    return values;
}

void ParameterForm::setErrors(const QList<openapi::InputError> &errors)
{
    QHash<QString, QString> texts;
    for (const openapi::InputError &error : errors) {
        // The first one is enough to go on.
        if (!texts.contains(error.field))
            texts.insert(error.field, error.text);
    }
    for (FormRow *row : std::as_const(m_rows))
        row->setError(texts.value(row->parameter().name));
}

void ParameterForm::reveal()
{
    for (FormRow *row : std::as_const(m_rows))
        row->reveal();
}

bool ParameterForm::focusFirstError()
{
    for (FormRow *row : std::as_const(m_rows)) {
        if (!row->error().isEmpty()) {
            focusRow(row);
            return true;
        }
    }
    return false;
}

void ParameterForm::focusFirst()
{
    const auto isMissing = [](const FormRow *row) { return row->parameter().required && !row->editor()->value(); };
    const auto missing = std::find_if(m_rows.begin(), m_rows.end(), isMissing);
    if (missing != m_rows.end())
        focusRow(*missing);
    else if (!m_rows.isEmpty())
        focusRow(m_rows.first());
}

void ParameterForm::focusRow(FormRow *row)
{
    row->editor()->setFocus(Qt::OtherFocusReason);
    // The whole row, so that the error under the field is in view as well.
    ensureWidgetVisible(row, 0, Spacing::Medium);
}

FormRow *ParameterForm::row(const QString &name) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&name](const FormRow *row) { return row->parameter().name == name; });
    return found == m_rows.end() ? nullptr : *found;
}

void ParameterForm::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

// One column of names for all rows; names and types above their fields where the form is narrow.
void ParameterForm::arrange()
{
    if (m_rows.isEmpty())
        return;
    const int em = fontMetrics().horizontalAdvance(u'n');
    const bool compact = viewport()->width() < CompactEm * em;
    int width = ShortestNameEm * em;
    for (const FormRow *row : std::as_const(m_rows))
        width = qMax(width, row->nameWidth());
    width = qMin(width, qMin(LongestNameEm * em, viewport()->width() / (compact ? 2 : 3)));
    for (FormRow *row : std::as_const(m_rows)) {
        row->setNameWidth(width);
        row->setMaximumWidth(WidestFormEm * em);
        row->setCompact(compact);
    }
}

} // namespace uw::ui
