// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingfield.h"

#include "ui/settings/settingtext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

constexpr int ControlWidthEm = 16;
constexpr int SourceWidthEm = 24;
// Up to this width the control stands below the texts.
constexpr int NarrowWidthEm = 84;
constexpr int SavedMs = 4'000;

} // namespace

SettingField::SettingField(const Theme &theme, const SettingDefinition &definition, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_definition(definition)
    , m_outcomeTimer(this)
{
    const QString name = definition.name;
    const SettingText text = settingText(definition.id);
    m_label = new TextLabel(theme, TextRole::Body, ColorRole::Text, text.label);
    m_label->setWordWrap(true);
    m_label->setMinimumHeight(Metric::ControlHeight);
    m_help =
        new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, text.help + u' ' + rangeText(definition));
    m_help->setWordWrap(true);
    buildControl();
    m_sourceLabel = new ElidedLabel;
    m_sourceLabel->setObjectName(QString(u"source_"_s + name));
    setRoles(m_sourceLabel, theme, TextRole::Caption, ColorRole::SecondaryText);
    m_reset = new QPushButton(tr("Reset"));
    m_reset->setObjectName(QString(u"reset_"_s + name));
    m_reset->setAccessibleName(tr("Reset: %1").arg(text.label));
    m_reset->setToolTip(tr("Forgets what is set here"));
    QSizePolicy policy = m_reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(policy);
    m_outcome = new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText);
    m_outcome->setObjectName(QString(u"outcome_"_s + name));
    m_outcome->setWordWrap(true);
    m_outcome->hide();

    m_label->setBuddy(control());
    m_sourceLabel->setMinimumHeight(Metric::ControlHeight);
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(Spacing::Medium);
    m_grid->setVerticalSpacing(Spacing::Tiny / 2);
    arrange(false);

    m_outcomeTimer.setSingleShot(true);
    m_outcomeTimer.setInterval(SavedMs);
    connect(&m_outcomeTimer, &QTimer::timeout, m_outcome, &QWidget::hide);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        revert();
        Q_EMIT changeRequested(m_definition.id, std::nullopt);
    });
}

QWidget *SettingField::control() const
{
    return m_check ? static_cast<QWidget *>(m_check) : m_edit;
}

// Beside the texts stands what is set; where that leaves them no room, below.
void SettingField::arrange(bool isNarrow)
{
    m_isNarrow = isNarrow;
    const int em = fontMetrics().horizontalAdvance(u'n');
    const QList<QWidget *> row{control(), m_sourceLabel, m_reset};
    for (QWidget *widget : QList<QWidget *>{m_label, m_help, m_outcome} + row)
        m_grid->removeWidget(widget);
    m_grid->setColumnStretch(0, isNarrow ? 0 : 1);
    m_grid->setColumnStretch(3, isNarrow ? 1 : 0);
    m_grid->setColumnMinimumWidth(1, isNarrow ? 0 : ControlWidthEm * em);
    m_sourceLabel->setMinimumWidth(isNarrow ? 0 : SourceWidthEm * em);
    m_sourceLabel->setMaximumWidth(SourceWidthEm * em);
    if (isNarrow) {
        m_grid->addWidget(m_label, 0, 0, 1, 4);
        m_grid->addWidget(m_help, 1, 0, 1, 4);
        for (int column = 0; column < int(row.size()); ++column)
            m_grid->addWidget(row[column], 2, column, Qt::AlignTop | Qt::AlignLeading);
        m_grid->addWidget(m_outcome, 3, 0, 1, 4);
    } else {
        m_grid->addWidget(m_label, 0, 0);
        m_grid->addWidget(m_help, 1, 0);
        for (int column = 0; column < int(row.size()); ++column)
            m_grid->addWidget(row[column], 0, column + 1, 2, 1, Qt::AlignTop);
        m_grid->addWidget(m_outcome, 2, 0, 1, 4);
    }
}

void SettingField::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < NarrowWidthEm * fontMetrics().horizontalAdvance(u'n');
    if (isNarrow != m_isNarrow)
        arrange(isNarrow);
}

void SettingField::buildControl()
{
    const SettingText text = settingText(m_definition.id);
    const QString name = u"field_"_s + m_definition.name;
    if (m_definition.type == SettingType::Boolean) {
        m_check = new QCheckBox;
        m_check->setObjectName(name);
        m_check->setAccessibleName(text.label);
        m_check->setAccessibleDescription(text.help);
        m_check->setMinimumHeight(Metric::ControlHeight);
        connect(m_check, &QCheckBox::clicked, this,
                [this](bool on) { Q_EMIT changeRequested(m_definition.id, qint64(on ? 1 : 0)); });
        return;
    }
    m_edit = new QLineEdit;
    m_edit->setObjectName(name);
    m_edit->setAccessibleName(text.label);
    m_edit->setAccessibleDescription(text.help);
    m_edit->setInputMethodHints(Qt::ImhDigitsOnly);
    m_edit->setMaxLength(20);
    m_edit->setFixedWidth(ControlWidthEm * fontMetrics().horizontalAdvance(u'n'));
    connect(m_edit, &QLineEdit::editingFinished, this, &SettingField::commit);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { m_outcome->hide(); });
}

bool SettingField::matches(const QString &text) const
{
    const SettingText words = settingText(m_definition.id);
    const QString names = QString(m_definition.name) + u'\n' + QString(m_definition.environment);
    return QString(words.label + u'\n' + words.help + u'\n' + names).contains(text, Qt::CaseInsensitive);
}

void SettingField::setValue(qint64 value, SettingSource source, bool isForbidden)
{
    const bool isTyping = m_edit && m_edit->isModified() && m_edit->text() != QString::number(m_value);
    m_value = value;
    m_source = source;
    m_isForbidden = isForbidden;
    if (!isTyping)
        refresh();
}

void SettingField::focusControl()
{
    control()->setFocus(Qt::OtherFocusReason);
}

void SettingField::commit()
{
    if (!m_edit->isModified())
        return;
    const Result<qint64> value = parseSetting(m_definition, {}, m_edit->text());
    if (!value) {
        say(tr("%1 cannot be used: it has to be a whole number from %2 to %3.")
                .arg(m_edit->text().isEmpty() ? tr("Nothing") : m_edit->text(),
                     QLocale().toString(m_definition.minimum), QLocale().toString(m_definition.maximum)),
            true);
        return;
    }
    m_edit->setModified(false);
    if (*value == m_value && m_source != SettingSource::Default)
        refresh();
    else
        Q_EMIT changeRequested(m_definition.id, *value);
}

void SettingField::showOutcome(const QString &problem)
{
    if (m_edit)
        m_edit->setModified(false);
    refresh();
    say(problem.isEmpty() ? tr("Saved.") : problem, !problem.isEmpty());
}

void SettingField::revert()
{
    if (m_edit)
        m_edit->setModified(false);
    m_outcome->hide();
    refresh();
}

void SettingField::say(const QString &text, bool isProblem)
{
    setRoles(m_outcome, m_theme, TextRole::Caption, isProblem ? ColorRole::Error : ColorRole::Success);
    m_outcome->setText(text);
    m_outcome->show();
    if (isProblem)
        m_outcomeTimer.stop();
    else
        m_outcomeTimer.start();
}

void SettingField::refresh()
{
    // What the command line says holds for this run, so there is nothing to change here.
    const bool isFixed = m_source == SettingSource::CommandLine;
    if (m_check) {
        m_check->setChecked(m_value != 0);
        m_check->setEnabled(!isFixed && !m_isForbidden);
    } else {
        m_edit->setText(QString::number(m_value));
        m_edit->setModified(false);
        m_edit->setEnabled(!isFixed);
    }
    m_sourceLabel->setText(m_isForbidden ? tr("Forbidden in Clockify") : sourceText(m_definition, m_source));
    m_reset->setVisible(m_source == SettingSource::Workspace && !m_isForbidden);
}

} // namespace uw::ui
