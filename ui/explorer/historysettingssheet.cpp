// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/historysettingssheet.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QPushButton>
#include <QSpinBox>

namespace uw::ui {

HistorySettingsSheet::HistorySettingsSheet(const Theme &theme, const HistorySettings &settings, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("historySettings"));
    setWindowTitle(tr("What the history keeps"));
    const auto makeBox = [this](const HistoryRange &range, qint64 value, qint64 unit, const QString &suffix) {
        auto *box = new QSpinBox(this);
        box->setRange(int(range.least / unit), int(range.most / unit));
        box->setGroupSeparatorShown(true);
        box->setSuffix(suffix);
        box->setValue(int(value / unit));
        return box;
    };
    m_days = makeBox(historyDays, settings.days, 1, {});
    m_calls = makeBox(historyCalls, settings.calls, 1, {});
    m_body = makeBox(historyBodyBytes, settings.bodyBytes, limits::kibibyte, tr(" KiB"));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(Spacing::Medium);
    form->setVerticalSpacing(Spacing::Small);
    form->addRow(tr("&Days:"), m_days);
    form->addRow(tr("&Calls:"), m_calls);
    form->addRow(tr("Of each &body:"), m_body);
    auto *hint =
        new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText,
                      tr("Older calls, and all beyond that number, are deleted. Of larger bodies the beginning "
                         "is kept."),
                      this);
    hint->setWordWrap(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *keep = new QPushButton(tr("Keep this much"), this);
    keep->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::close);
    connect(keep, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(this->settings());
        close();
    });
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(keep);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Large, Spacing::Large, Spacing::Large, Spacing::Large);
    column->setSpacing(Spacing::Medium);
    column->addWidget(hint);
    column->addLayout(form);
    column->addLayout(buttons);
}

HistorySettings HistorySettingsSheet::settings() const
{
    return {.bodyBytes = m_body->value() * limits::kibibyte, .days = m_days->value(), .calls = m_calls->value()};
}

} // namespace uw::ui
