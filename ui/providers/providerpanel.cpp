// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/providerpanel.h"

#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

constexpr int ContentWidthEm = 76;

} // namespace

ProviderPanel::ProviderPanel(const Theme &theme, const Clock &clock, const QList<std::pair<QString, QString>> &schemes,
                             QWidget *forward, QWidget *parent)
    : QScrollArea(parent)
    , m_theme(theme)
    , m_clock(clock)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    content->setMaximumWidth(ContentWidthEm * fontMetrics().horizontalAdvance(u'n'));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Spacing::Large, Spacing::Medium, Spacing::Large, Spacing::Large);
    column->setSpacing(Spacing::Small);
    buildHead(column);
    buildAddress(column);
    buildScheme(column, schemes);
    addHeading(column, tr("Secret"));
    m_secret = new SecretPanel(theme);
    column->addWidget(m_secret);
    buildSample(column);
    if (forward) {
        addHeading(column, tr("Forward"));
        column->addWidget(forward);
    }
    buildRemoval(column);
    column->addStretch();
    setWidget(content);
    connect(m_secret, &SecretPanel::storeRequested, this, &ProviderPanel::storeRequested);
    connect(m_secret, &SecretPanel::deleteRequested, this, &ProviderPanel::deleteRequested);
    connect(m_secret, &SecretPanel::learnRequested, this, &ProviderPanel::learnRequested);
    connect(m_secret, &SecretPanel::tokenRequested, this, &ProviderPanel::tokenRequested);
}

QLabel *ProviderPanel::addHeading(QVBoxLayout *column, const QString &text)
{
    auto *label = new TextLabel(m_theme, TextRole::Section, ColorRole::Text, text);
    column->addSpacing(Spacing::Small);
    column->addWidget(label);
    return label;
}

void ProviderPanel::buildHead(QVBoxLayout *column)
{
    m_title = new TextLabel(m_theme, TextRole::Title, ColorRole::Text);
    m_title->setObjectName(u"providerTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    m_badge = new BadgeLabel(m_theme);
    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::Medium);
    head->addWidget(m_title);
    head->addWidget(m_badge);
    head->addStretch();
    column->addLayout(head);
    m_explanation = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText);
    m_explanation->setWordWrap(true);
    column->addWidget(m_explanation);
    m_enabled = new QCheckBox(tr("Take its webhooks"));
    m_enabled->setObjectName(u"providerEnabled"_s);
    column->addWidget(m_enabled);
    connect(m_enabled, &QCheckBox::clicked, this, &ProviderPanel::enabledRequested);
}

void ProviderPanel::buildAddress(QVBoxLayout *column)
{
    addHeading(column, tr("Address"));
    m_address = new CodeLine(m_theme, tr("Copy the webhook address"));
    m_address->setObjectName(u"providerAddress"_s);
    column->addWidget(m_address);
    m_noAddress = new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText,
                                tr("The listener is not running, so there is no address."));
    column->addWidget(m_noAddress);
    m_documentation = new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText);
    m_documentation->setTextFormat(Qt::RichText);
    m_documentation->setOpenExternalLinks(true);
    m_documentation->setTextInteractionFlags(Qt::LinksAccessibleByKeyboard | Qt::LinksAccessibleByMouse);
    column->addWidget(m_documentation);
}

void ProviderPanel::buildScheme(QVBoxLayout *column, const QList<std::pair<QString, QString>> &schemes)
{
    m_schemeHeading = addHeading(column, tr("Scheme"));
    m_scheme = new QComboBox;
    m_scheme->setObjectName(u"sourceScheme"_s);
    m_scheme->addItem(tr("Nothing is signed"), QString());
    for (const auto &[name, title] : schemes)
        m_scheme->addItem(tr("As %1 signs").arg(title), name);
    m_scheme->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    column->addWidget(m_scheme, 0, Qt::AlignLeft);
    connect(m_scheme, &QComboBox::activated, this,
            [this](int index) { Q_EMIT schemeRequested(m_scheme->itemData(index).toString()); });
}

void ProviderPanel::buildSample(QVBoxLayout *column)
{
    addHeading(column, tr("Events"));
    m_counts = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText);
    m_counts->setObjectName(u"providerCounts"_s);
    m_counts->setWordWrap(true);
    column->addWidget(m_counts);
    m_sample = new QPushButton(m_theme.icon(u"send"), tr("Send a signed sample"));
    m_sample->setObjectName(u"sendSample"_s);
    m_openEvent = new QPushButton(tr("Show it"));
    m_openEvent->setObjectName(u"openSample"_s);
    m_outcome = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText);
    m_outcome->setObjectName(u"sampleOutcome"_s);
    m_outcome->setWordWrap(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(Spacing::Small);
    row->addWidget(m_sample);
    row->addWidget(m_outcome, 1);
    row->addWidget(m_openEvent);
    column->addLayout(row);
    connect(m_sample, &QPushButton::clicked, this, &ProviderPanel::sampleRequested);
    connect(m_openEvent, &QPushButton::clicked, this, [this] { Q_EMIT eventRequested(m_sampleEvent); });
}

void ProviderPanel::buildRemoval(QVBoxLayout *column)
{
    m_remove = new QPushButton(m_theme.icon(u"trash"), tr("Forget this source's settings"));
    m_remove->setObjectName(u"removeSource"_s);
    column->addSpacing(Spacing::Medium);
    column->addWidget(m_remove, 0, Qt::AlignLeft);
    connect(m_remove, &QPushButton::clicked, this, &ProviderPanel::removeRequested);
}

void ProviderPanel::setRow(const ProviderRow &row, const QString &url)
{
    if (!row.isSame(m_row)) {
        m_outcome->clear();
        m_sampleEvent.clear();
        m_isBusy = false;
    }
    m_row = row;
    m_url = url;
    m_secret->setRow(row);
    refresh();
}

void ProviderPanel::setBusy(bool busy)
{
    m_isBusy = busy;
    refresh();
}

void ProviderPanel::forgetTyped(TypedSecret what)
{
    m_secret->forgetTyped(what);
}

void ProviderPanel::setLearningMs(qint64 remainingMs)
{
    m_secret->setLearningMs(remainingMs);
}

void ProviderPanel::showSample(const Result<SampleOutcome> &outcome)
{
    m_sampleEvent.clear();
    ColorRole role = ColorRole::Error;
    if (!outcome) {
        m_outcome->setText(outcome.error().text);
    } else if (outcome->status >= 300) {
        m_outcome->setText(tr("Answered %1. %2").arg(QString::number(outcome->status), outcome->detail));
    } else {
        role = ColorRole::Success;
        m_sampleEvent = outcome->eventId;
        m_outcome->setText(tr("Taken, answered %1.").arg(outcome->status));
    }
    setRoles(m_outcome, m_theme, TextRole::Body, role);
    refresh();
}

void ProviderPanel::refresh()
{
    m_title->setText(m_row.title);
    m_enabled->setAccessibleName(tr("Take webhooks of %1").arg(m_row.title));
    m_scheme->setAccessibleName(tr("Signature scheme of %1").arg(m_row.title));
    m_sample->setAccessibleName(tr("Send a sample to the address of %1").arg(m_row.title));
    m_remove->setAccessibleName(tr("Forget the settings of %1").arg(m_row.title));
    m_badge->setBadge(m_row.badge());
    m_explanation->setText(m_row.explanation());
    m_enabled->setChecked(m_row.isEnabled);
    m_enabled->setEnabled(!m_isBusy);
    const QString address = m_url.isEmpty() ? QString() : m_url + m_row.path();
    m_address->setCode(address);
    m_address->setVisible(!address.isEmpty());
    m_noAddress->setVisible(address.isEmpty());
    m_documentation->setVisible(!m_row.documentation.isEmpty());
    m_documentation->setText(u"<a href=\"%1\" style=\"color: %3\">%2</a>"_s.arg(
        m_row.documentation.toHtmlEscaped(), tr("How %1 signs its webhooks").arg(m_row.title).toHtmlEscaped(),
        m_theme.color(ColorRole::Accent).name()));
    m_schemeHeading->setVisible(m_row.isSource);
    m_scheme->setVisible(m_row.isSource);
    m_scheme->setEnabled(!m_isBusy);
    m_scheme->setCurrentIndex(qMax(0, m_scheme->findData(m_row.schemeOf)));
    m_secret->setBusy(m_isBusy);
    const SourceStatistics &statistics = m_row.statistics;
    QString counts = tr("Nothing has arrived yet.");
    if (statistics.events > 0) {
        counts =
            tr("%1 in the log, the last one %2.")
                .arg(QLocale().toString(statistics.events), relativeTime(statistics.lastReceivedMs, m_clock.nowMs()));
        if (statistics.rejected > 0)
            counts += u' '
                    + tr("Rejected: %1, the last one %2.")
                          .arg(QLocale().toString(statistics.rejected),
                               relativeTime(statistics.lastRejectedMs, m_clock.nowMs()));
    }
    m_counts->setText(counts);
    m_sample->setText(m_row.activeSecrets > 0 ? tr("Send a signed sample") : tr("Send a sample"));
    m_sample->setEnabled(!m_isBusy && m_row.isEnabled && !m_url.isEmpty());
    m_openEvent->setVisible(!m_sampleEvent.isEmpty());
    m_remove->setVisible(m_row.isSource && m_row.hasSettings);
    m_remove->setEnabled(!m_isBusy);
}

} // namespace uw::ui
