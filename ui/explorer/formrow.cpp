// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/formrow.h"

#include "ui/explorer/valueeditor.h"
#include "ui/explorer/valuetext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/textlabel.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QStyle>

namespace uw::ui {

namespace {

enum Row { TopLine, FieldLine, ErrorLine, HelpLine };
enum Column { NameColumn, FieldColumn, TypeColumn };

constexpr int TypeWidthEm = 13;
constexpr int MarkWidth = 3;

QString nameText(const openapi::Parameter &parameter)
{
    return parameter.required ? parameter.name + u'*' : parameter.name;
}

} // namespace

FormRow::FormRow(const openapi::Parameter &parameter, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_parameter(parameter)
    , m_theme(theme)
    , m_grid(new QGridLayout(this))
    , m_name(new ElidedLabel(this))
    , m_editor(makeValueEditor(parameter, theme, this))
    , m_type(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, typeCaption(parameter.schema), this))
    , m_help(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_errorLine(new QWidget(this))
{
    m_grid->setContentsMargins(Spacing::Small, 0, 0, 0);
    m_grid->setHorizontalSpacing(Spacing::Medium);
    m_grid->setVerticalSpacing(2);
    m_grid->setColumnStretch(FieldColumn, 1);

    setRoles(m_name, theme, TextRole::Fixed, parameter.deprecated ? ColorRole::SecondaryText : ColorRole::Text);
    m_name->setText(nameText(parameter));
    m_type->setWordWrap(true);

    m_errorIcon = new QLabel(m_errorLine);
    m_errorText = new TextLabel(theme, TextRole::Caption, ColorRole::Error, {}, m_errorLine);
    m_errorText->setWordWrap(true);
    auto *errorRow = new QHBoxLayout(m_errorLine);
    errorRow->setContentsMargins(0, 0, 0, 0);
    errorRow->setSpacing(Spacing::Tiny);
    errorRow->addWidget(m_errorIcon, 0, Qt::AlignTop);
    errorRow->addWidget(m_errorText, 1);

    QString help = helpHtml(parameter.description);
    if (parameter.deprecated)
        help = help.isEmpty() ? tr("Deprecated.") : tr("Deprecated. %1").arg(help);
    m_help->setTextFormat(Qt::RichText);
    m_help->setText(help);
    m_help->setWordWrap(true);
    m_help->setVisible(!help.isEmpty());

    setCompact(false);

    connect(m_editor, &ValueEditor::left, this, [this] {
        // An empty field that was only passed by is nobody's mistake yet.
        if (m_editor->value())
            reveal();
    });
    connect(&theme, &Theme::changed, this, &FormRow::refresh);
    refresh();
}

int FormRow::nameWidth() const
{
    return QFontMetrics(m_theme.font(TextRole::Fixed)).horizontalAdvance(nameText(m_parameter)) + 2;
}

void FormRow::setNameWidth(int width)
{
    m_name->setFixedWidth(width);
}

void FormRow::setCompact(bool compact)
{
    if (m_compact == compact)
        return;
    m_compact = compact;
    for (QWidget *widget : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_type),
                            static_cast<QWidget *>(m_editor), m_errorLine, static_cast<QWidget *>(m_help)})
        m_grid->removeWidget(widget);
    if (compact) {
        m_name->setFixedHeight(m_name->sizeHint().height());
        m_type->setMinimumSize(0, 0);
        m_type->setMaximumWidth(QWIDGETSIZE_MAX);
        m_grid->addWidget(m_name, TopLine, NameColumn);
        m_grid->addWidget(m_type, TopLine, FieldColumn);
        m_grid->addWidget(m_editor, FieldLine, NameColumn, 1, 3);
        m_grid->addWidget(m_errorLine, ErrorLine, NameColumn, 1, 3);
        m_grid->addWidget(m_help, HelpLine, NameColumn, 1, 3);
        return;
    }
    m_name->setFixedHeight(Metric::ControlHeight);
    m_type->setMinimumHeight(Metric::ControlHeight);
    m_type->setFixedWidth(TypeWidthEm * fontMetrics().horizontalAdvance(u'n'));
    m_grid->addWidget(m_name, FieldLine, NameColumn, Qt::AlignTop);
    m_grid->addWidget(m_editor, FieldLine, FieldColumn);
    m_grid->addWidget(m_type, FieldLine, TypeColumn, Qt::AlignTop);
    m_grid->addWidget(m_errorLine, ErrorLine, FieldColumn, 1, 2);
    m_grid->addWidget(m_help, HelpLine, FieldColumn, 1, 2);
}

void FormRow::setError(const QString &text)
{
    if (m_error == text)
        return;
    m_error = text;
    refresh();
}

void FormRow::reveal()
{
    if (m_revealed)
        return;
    m_revealed = true;
    refresh();
}

void FormRow::conceal()
{
    m_revealed = false;
    refresh();
}

void FormRow::refresh()
{
    const bool shown = showsError();
    m_errorLine->setVisible(shown);
    m_errorText->setText(shown ? m_error : QString());
    if (shown)
        m_errorIcon->setPixmap(m_theme.pixmap(u"error", Metric::IconSmall, ColorRole::Error, devicePixelRatioF()));
    QStringList description{m_parameter.description, typeCaption(m_parameter.schema)};
    if (shown)
        description.prepend(m_error);
    description.removeAll(QString());
    const QString name = m_parameter.required ? tr("%1, required").arg(m_parameter.name) : m_parameter.name;
    m_editor->setAccessibleTexts(name, description.join(u'\n'));
    update();
}

void FormRow::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    if (!showsError())
        return;
    QPainter painter(this);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, MarkWidth, height())),
                     m_theme.color(ColorRole::Error));
}

} // namespace uw::ui
