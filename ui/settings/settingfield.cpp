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
    const int em = fontMetrics().horizontalAdvance(u'n');
    auto *label = new TextLabel(theme, TextRole::Body, ColorRole::Text, text.label);
    label->setWordWrap(true);
    label->setMinimumHeight(Metric::ControlHeight);
    auto *help =
        new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, text.help + u' ' + rangeText(definition));
    help->setWordWrap(true);
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

    QWidget *control = m_check ? static_cast<QWidget *>(m_check) : m_edit;
    label->setBuddy(control);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Spacing::Medium);
    grid->setVerticalSpacing(Spacing::Tiny / 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnMinimumWidth(1, ControlWidthEm * em);
    m_sourceLabel->setFixedWidth(SourceWidthEm * em);
    grid->addWidget(label, 0, 0);
    grid->addWidget(help, 1, 0);
    grid->addWidget(control, 0, 1, 2, 1, Qt::AlignTop);
    grid->addWidget(m_sourceLabel, 0, 2, 2, 1, Qt::AlignTop);
    grid->addWidget(m_reset, 0, 3, 2, 1, Qt::AlignTop);
    grid->addWidget(m_outcome, 2, 0, 1, 4);
    m_sourceLabel->setMinimumHeight(Metric::ControlHeight);

    m_outcomeTimer.setSingleShot(true);
    m_outcomeTimer.setInterval(SavedMs);
    connect(&m_outcomeTimer, &QTimer::timeout, m_outcome, &QWidget::hide);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        revert();
        Q_EMIT changeRequested(m_definition.id, std::nullopt);
    });
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
