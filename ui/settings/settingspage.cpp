// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settingspage.h"

#include "core/clockify/addon.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/settings/addonsection.h"
#include "ui/settings/groupsection.h"
#include "ui/settings/settingtext.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QListWidget>
#include <QPointer>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

constexpr int ContentWidthEm = 110;
constexpr int ListWidthEm = 20;

Result<StoreFacts> readFacts(Connection &connection)
{
    const Result<StoreCounts> counts = eventrepository::counts(connection);
    if (!counts)
        return counts.error();
    const Result<QList<EventSummary>> oldest = eventrepository::page(connection, {}, {.limit = 1, .fromOldest = true});
    if (!oldest)
        return oldest.error();
    return StoreFacts{*counts, oldest->isEmpty() ? 0 : oldest->constFirst().receivedAtMs};
}

} // namespace

SettingsPage::SettingsPage(const SettingsContext &context, QWidget *parent) : Page(parent), m_context(context)
{
    build();
    connect(&context.service, &SettingService::changed, this, [this](const QString &workspaceId) {
        if (workspaceId == m_workspace)
            showValues();
    });
    if (context.addon) {
        for (const auto signal : {&clockify::Addon::installed, &clockify::Addon::uninstalled})
            connect(context.addon, signal, this, &SettingsPage::refresh);
        connect(context.addon, &clockify::Addon::statusChanged, this, &SettingsPage::refresh);
    }
    refresh();
}

void SettingsPage::build()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_list = new QListWidget;
    column->addWidget(buildBar());
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_list->setObjectName(u"settingSections"_s);
    m_list->setAccessibleName(tr("Sections"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFixedWidth(ListWidthEm * fontMetrics().horizontalAdvance(u'n'));
    row->addWidget(m_list);
    row->addWidget(buildSections(), 1);
    column->addLayout(row, 1);
    markSection();
    connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &SettingsPage::markSection);
    const auto scrollToRow = [this](int index) {
        if (const Section *section = m_sections.value(index))
            scrollTo(section);
    };
    connect(m_list, &QListWidget::currentRowChanged, this, scrollToRow);
    // The row that is the current one already leads there as well, after somebody has scrolled away.
    for (const auto signal : {&QListWidget::itemClicked, &QListWidget::itemActivated})
        connect(m_list, signal, this,
                [this, scrollToRow](const QListWidgetItem *item) { scrollToRow(m_list->row(item)); });
}

QWidget *SettingsPage::buildBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Spacing::Small, Spacing::Small, Spacing::Small, Spacing::Small);
    row->setSpacing(Spacing::Small);
    m_search = new SearchField(m_context.theme, tr("Search settings…"));
    m_workspaceLabel = new TextLabel(m_context.theme, TextRole::Body, ColorRole::SecondaryText, tr("Workspace"));
    m_workspaces = new QComboBox;
    m_workspaces->setObjectName(u"settingsWorkspace"_s);
    m_workspaces->setAccessibleName(tr("Workspace whose settings are shown"));
    m_workspaces->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_workspaceLabel->setBuddy(m_workspaces);
    row->addWidget(m_search, 1);
    row->addWidget(m_workspaceLabel);
    row->addWidget(m_workspaces);
    connect(m_search, &SearchField::searched, this, &SettingsPage::filter);
    connect(m_search, &SearchField::moveDown, m_list, [this] { m_list->setFocus(Qt::OtherFocusReason); });
    connect(m_workspaces, &QComboBox::activated, this, [this](int index) {
        m_workspace = m_chosenWorkspace = m_workspaces->itemData(index).toString();
        for (SettingField *field : std::as_const(m_fields))
            field->revert();
        showWorkspaces();
        showValues();
    });
    return bar;
}

QWidget *SettingsPage::buildSections()
{
    auto *content = new QWidget;
    content->setMaximumWidth(ContentWidthEm * fontMetrics().horizontalAdvance(u'n'));
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(Spacing::Large, Spacing::Medium, Spacing::Large, Spacing::Large);
    column->setSpacing(Spacing::Medium);
    m_note = new TextLabel(m_context.theme, TextRole::Body, ColorRole::SecondaryText);
    m_note->setObjectName(u"workspaceNote"_s);
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(content);
    for (const SettingGroup group :
         {SettingGroup::Bootstrap, SettingGroup::Webhooks, SettingGroup::Flows, SettingGroup::Data}) {
        m_groups.append(new GroupSection(m_context.theme, group));
        addSection(m_groups.last());
        m_fields += m_groups.last()->fields();
    }
    for (SettingField *field : std::as_const(m_fields))
        connect(field, &SettingField::changeRequested, this, &SettingsPage::change);
    m_addonSection = new AddonSection(m_context.theme);
    m_addonSection->setObjectName(u"addonSection"_s);
    addSection(m_addonSection);
    m_computer = new ComputerSection(m_context.theme, m_context.chooseLook);
    addSection(m_computer);
    m_nothing = new TextLabel(m_context.theme, TextRole::Body, ColorRole::SecondaryText, tr("No setting matches."));
    m_nothing->hide();
    column->addWidget(m_nothing);
    column->addStretch();
    return m_scroll;
}

void SettingsPage::addSection(Section *section)
{
    m_scroll->widget()->layout()->addWidget(section);
    m_sections.append(section);
    m_list->addItem(section->title());
}

QString SettingsPage::title() const
{
    return tr("Settings");
}

QList<ShortcutInfo> SettingsPage::shortcuts() const
{
    return {{Qt::Key_Return, tr("In a field: store what was typed")}, {Qt::Key_Escape, tr("In the search: clear it")}};
}

QList<Command> SettingsPage::find(const QString &text, int limit) const
{
    QList<Command> found;
    const QString wanted = text.trimmed();
    auto *page = const_cast<SettingsPage *>(this);
    for (SettingField *field : m_fields) {
        if (found.size() >= limit)
            break;
        if (wanted.isEmpty() || !field->matches(wanted))
            continue;
        found.append({.id = u"settings."_s + field->definition().name,
                      .title = settingText(field->definition().id).label,
                      .detail = title(),
                      .iconName = iconName(),
                      .run = [page, field = QPointer(field)] {
                          Q_EMIT page->showRequested();
                          page->m_search->setQuietly({});
                          page->filter({});
                          if (field) {
                              page->scrollTo(field);
                              field->focusControl();
                          }
                      }});
    }
    return found;
}

void SettingsPage::saveState(QSettings &settings) const
{
    settings.setValue(u"workspace"_s, m_chosenWorkspace);
}

void SettingsPage::restoreState(QSettings &settings)
{
    m_chosenWorkspace = settings.value(u"workspace"_s).toString();
    refresh();
}

void SettingsPage::activated()
{
    refresh();
    readStore();
    m_search->setFocus(Qt::OtherFocusReason);
}

void SettingsPage::refresh()
{
    showWorkspaces();
    showValues();
    m_addonSection->setBaseUrl(m_context.baseUrl());
    m_computer->setFacts(m_context.facts());
    QList<Installation> known;
    if (m_context.addon)
        known = m_context.addon->installations() + m_context.addon->formerInstallations();
    m_addonSection->setInstallations(known, m_context.clock.nowMs());
}

void SettingsPage::showWorkspaces()
{
    const QList<Installation> installed = m_context.addon ? m_context.addon->installations() : QList<Installation>();
    m_workspaces->clear();
    m_workspaces->addItem(tr("Events without a workspace"), QString());
    for (const Installation &installation : installed)
        m_workspaces->addItem(installation.workspaceId, installation.workspaceId);
    const int index = qMax(0, m_workspaces->findData(m_chosenWorkspace));
    m_workspace = m_workspaces->itemData(index).toString();
    m_workspaces->setCurrentIndex(index);
    m_workspaces->setVisible(!installed.isEmpty());
    m_workspaceLabel->setVisible(!installed.isEmpty());
    QString note;
    if (!installed.isEmpty() && m_workspace.isEmpty())
        note = installed.size() == 1 ? tr(
                   "The limits of the listener are those of the one workspace that has the add-on, for whatever names "
                   "no workspace as well. Here are the rest.")
                                     : tr("These hold for events that name none of the installed workspaces.");
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void SettingsPage::showValues()
{
    const SettingValues values = m_context.service.values(m_workspace);
    const bool isRestricted = m_context.service.isRestricted(m_workspace);
    for (SettingField *field : std::as_const(m_fields)) {
        const SettingId id = field->definition().id;
        field->setValue(values.integer(id), values.source(id),
                        isRestricted && id == SettingId::EnableGenericHttpActions);
    }
}

void SettingsPage::filter(const QString &text)
{
    const QString wanted = text.trimmed();
    bool isAnyShown = false;
    for (qsizetype i = 0; i < m_sections.size(); ++i) {
        const auto group = m_groups.value(i);
        const bool isShown = group
                               ? group->filter(wanted)
                               : wanted.isEmpty() || m_sections.at(i)->title().contains(wanted, Qt::CaseInsensitive);
        m_sections.at(i)->setVisible(isShown);
        m_list->item(int(i))->setHidden(!isShown);
        isAnyShown |= isShown;
    }
    m_nothing->setVisible(!isAnyShown);
    markSection();
}

void SettingsPage::change(SettingId id, std::optional<qint64> value)
{
    const QString name = settingDefinition(id).name;
    const auto done = [this, id, workspace = m_workspace](const Result<void> &stored) {
        // The answer may be about a workspace that is not shown any more.
        if (workspace != m_workspace)
            return;
        for (SettingField *field : std::as_const(m_fields)) {
            if (field->definition().id == id)
                field->showOutcome(stored ? QString() : stored.error().text);
        }
    };
    const SettingChanges changes{{name, value}};
    const auto guarded = [self = QPointer(this), done](const Result<void> &stored) {
        if (self)
            done(stored);
    };
    if (m_context.addon)
        m_context.addon->storeSettings(m_workspace, changes, guarded);
    else
        m_context.service.change(m_workspace, changes, guarded);
}

void SettingsPage::readStore()
{
    m_context.store.readers().run<StoreFacts>(this, readFacts, [this](const Result<StoreFacts> &facts) {
        if (facts)
            m_computer->setStore(*facts, m_context.service.values({}).integer(SettingId::LogRetentionDays),
                                 m_context.clock.nowMs());
        else
            Q_EMIT messageRequested({.text = tr("The size of the store could not be read: %1").arg(facts.error().text),
                                     .severity = Severity::Warning});
        Q_EMIT storeShown();
    });
}

void SettingsPage::scrollTo(const QWidget *target)
{
    // What was hidden a moment ago has no place yet.
    m_scroll->widget()->layout()->activate();
    const QPoint place = target->mapTo(m_scroll->widget(), QPoint(0, 0));
    m_isJumping = true;
    m_scroll->verticalScrollBar()->setValue(place.y() - Spacing::Medium);
    m_isJumping = false;
}

void SettingsPage::markSection()
{
    if (m_isJumping)
        return;
    const int place = m_scroll->verticalScrollBar()->value();
    int row = -1;
    for (int i = 0; i < int(m_sections.size()); ++i) {
        const QWidget *section = m_sections.at(i);
        // At the top it is the first one, also while they have no places yet.
        const bool isPassed = place > 0 && section->y() <= place + Spacing::Huge;
        if (!section->isHidden() && (row < 0 || isPassed))
            row = i;
    }
    const QSignalBlocker blocker(m_list);
    m_list->setCurrentRow(row);
}

} // namespace uw::ui
