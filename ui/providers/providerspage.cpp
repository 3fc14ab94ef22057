// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/providerspage.h"

#include "core/forward/forwardsource.h"
#include "core/listener/sourcename.h"
#include "core/providers/samplesender.h"
#include "core/providers/secretlearner.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/providers/forwardpanel.h"
#include "ui/providers/providerlistmodel.h"
#include "ui/providers/providerpanel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/searchfield.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

// Counts follow events at most this often, and only while the page is seen.
constexpr int statisticsDelayMs = 1'000;
constexpr int listWidthEm = 66;
constexpr int panelWidthEm = 42;
// By column.
constexpr int columnWidthsEm[] = {18, 13, 12, 8, 10};
// How often the time that is left is shown anew.
constexpr int learningStepMs = 1'000;

// Name and title of those that sign: a source of its own can do what a provider of the table can.
QList<std::pair<QString, QString>> usableSchemes(const ProviderTable &table)
{
    QList<std::pair<QString, QString>> schemes;
    for (const ProviderDefinition &provider : table.providers) {
        if (!provider.schemes.isEmpty())
            schemes.append({provider.name, provider.title});
    }
    std::sort(schemes.begin(), schemes.end(), [](const auto &a, const auto &b) {
        return QString::compare(a.second, b.second, Qt::CaseInsensitive) < 0;
    });
    return schemes;
}

} // namespace

ProvidersPage::ProvidersPage(const ProvidersContext &context, QWidget *parent) : Page(parent), m_context(context)
{
    build();
    connectPanel();
    m_statisticsTimer.setSingleShot(true);
    m_statisticsTimer.setInterval(statisticsDelayMs);
    connect(&m_statisticsTimer, &QTimer::timeout, this, &ProvidersPage::readStatistics);
    m_learningTimer.setSingleShot(true);
    m_learningTimer.setInterval(learningStepMs);
    connect(&m_learningTimer, &QTimer::timeout, this, &ProvidersPage::showLearning);
    connect(
        &context.store, &Store::eventsStored, this,
        [this] {
            if (isVisible() && !m_statisticsTimer.isActive())
                m_statisticsTimer.start();
        },
        Qt::QueuedConnection);
    connect(&context.service, &ProviderService::changed, this, &ProvidersPage::showRows);
    connect(&context.service, &ProviderService::loaded, this, &ProvidersPage::showRows);
    showRows();
    m_view->setCurrentIndex(m_model->index(0, 0));
}

void ProvidersPage::build()
{
    m_model = new ProviderListModel(m_context.clock, this);
    if (m_context.forwarder)
        m_forward = new ForwardPanel(m_context.theme, m_context.clock, m_context.dialogs, *m_context.forwarder);
    m_panel = new ProviderPanel(m_context.theme, m_context.clock,
                                usableSchemes(m_context.service.registry().snapshot()->table()), m_forward);
    m_splitter = new QSplitter;
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildList());
    m_splitter->addWidget(m_panel);
    m_splitter->setStretchFactor(1, 1);
    m_panel->setMinimumWidth(panelWidthEm * fontMetrics().horizontalAdvance(u'n'));
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] {
        m_isArranged = true;
        fitColumns();
    });
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
}

void ProvidersPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const int listWidth = qMin(listWidthEm * fontMetrics().horizontalAdvance(u'n'), width() - m_panel->minimumWidth());
    if (!m_isArranged)
        m_splitter->setSizes({listWidth, width() - listWidth});
    fitColumns();
}

void ProvidersPage::fitColumns()
{
    const int em = fontMetrics().horizontalAdvance(u'n');
    int room = m_splitter->sizes().constFirst() - columnWidthsEm[ProviderListModel::NameColumn] * em;
    // The state says most, what was refused is seldom.
    for (const int column : {ProviderListModel::StateColumn, ProviderListModel::EventsColumn,
                             ProviderListModel::LastColumn, ProviderListModel::RejectedColumn}) {
        room -= columnWidthsEm[column] * em;
        m_view->setColumnHidden(column, room < 0);
    }
}

QWidget *ProvidersPage::buildList()
{
    m_search = new SearchField(m_context.theme, tr("Search providers…"));
    auto *add = new QPushButton(m_context.theme.icon(u"plus"), tr("Add source"));
    add->setObjectName(u"addSource"_s);
    add->setToolTip(tr("A custom source with a scheme and a secret of its own"));
    auto *top = new QHBoxLayout;
    top->setContentsMargins(Spacing::Small, Spacing::Small, Spacing::Small, Spacing::Small);
    top->setSpacing(Spacing::Small);
    top->addWidget(m_search, 1);
    top->addWidget(add);

    m_view = new QTreeView;
    m_view->setObjectName(u"providerList"_s);
    m_view->setAccessibleName(tr("Providers"));
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    // Not by way of the page: its base hides the list when the page itself is gone already.
    const auto badge = [model = QPointer(m_model)](const QModelIndex &index) {
        const ProviderRow *row = model ? model->row(index) : nullptr;
        return row ? row->badge() : Badge();
    };
    m_view->setItemDelegateForColumn(ProviderListModel::StateColumn, new BadgeDelegate(m_context.theme, badge, m_view));
    const int em = fontMetrics().horizontalAdvance(u'n');
    for (int column = 0; column < ProviderListModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, columnWidthsEm[column] * em);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(ProviderListModel::NameColumn, QHeaderView::Stretch);

    auto *list = new QWidget;
    auto *column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(m_view, 1);

    connect(add, &QPushButton::clicked, this, &ProvidersPage::askForSource);
    connect(m_search, &SearchField::searched, this, [this](const QString &text) {
        m_model->setFilter(text);
        open(m_name, m_isSource);
    });
    connect(m_search, &SearchField::moveDown, m_view, [this] { m_view->setFocus(Qt::OtherFocusReason); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (const ProviderRow *row = m_model->row(current)) {
            m_name = row->name;
            m_isSource = row->isSource;
            showSelected();
        }
    });
    return list;
}

void ProvidersPage::connectPanel()
{
    connect(m_panel, &ProviderPanel::enabledRequested, this, [this](bool enabled) { change({}, enabled); });
    connect(m_panel, &ProviderPanel::storeRequested, this, [this](const QByteArray &secret, bool keepsCurrent) {
        change({.secret = secret, .keepsCurrent = keepsCurrent}, {}, TypedSecret::Secret);
    });
    connect(m_panel, &ProviderPanel::deleteRequested, this, &ProvidersPage::askToDelete);
    connect(m_panel, &ProviderPanel::learnRequested, this, &ProvidersPage::learn);
    connect(m_panel, &ProviderPanel::tokenRequested, this,
            [this](const QByteArray &token) { change({.verifyToken = token}, {}, TypedSecret::Token); });
    connect(m_panel, &ProviderPanel::sampleRequested, this, &ProvidersPage::sendSample);
    connect(m_panel, &ProviderPanel::schemeRequested, this, &ProvidersPage::changeScheme);
    connect(m_panel, &ProviderPanel::removeRequested, this, &ProvidersPage::askToRemove);
    connect(m_panel, &ProviderPanel::eventRequested, this, &ProvidersPage::eventRequested);
}

QString ProvidersPage::title() const
{
    return tr("Providers");
}

QList<ShortcutInfo> ProvidersPage::shortcuts() const
{
    return {{Qt::Key_Up, tr("Previous provider")},
            {Qt::Key_Down, tr("Next provider")},
            {Qt::Key_Escape, tr("In the search: clear it")}};
}

QList<Command> ProvidersPage::commands() const
{
    auto *page = const_cast<ProvidersPage *>(this);
    return {{.id = u"providers.addSource"_s,
             .title = tr("Add a custom source"),
             .detail = title(),
             .iconName = u"plus"_s,
             .run = [page] {
                 Q_EMIT page->showRequested();
                 page->askForSource();
             }}};
}

QList<Command> ProvidersPage::find(const QString &text, int limit) const
{
    QList<Command> found;
    const QString wanted = text.trimmed();
    auto *page = const_cast<ProvidersPage *>(this);
    const ProviderTable &table = m_context.service.registry().snapshot()->table();
    for (const ProviderDefinition &provider : table.providers) {
        if (found.size() >= limit)
            break;
        if (wanted.isEmpty() || !provider.title.contains(wanted, Qt::CaseInsensitive))
            continue;
        found.append({.id = u"providers.open."_s + provider.name,
                      .title = provider.title,
                      .detail = title(),
                      .iconName = iconName(),
                      .run = [page, name = provider.name] {
                          Q_EMIT page->showRequested();
                          page->open(name, false);
                      }});
    }
    return found;
}

void ProvidersPage::saveState(QSettings &settings) const
{
    settings.setValue(u"splitter"_s, m_splitter->saveState());
    settings.setValue(u"columns"_s, m_view->header()->saveState());
    settings.setValue(u"selected"_s, m_name);
    settings.setValue(u"selectedIsSource"_s, m_isSource);
}

void ProvidersPage::restoreState(QSettings &settings)
{
    m_isArranged = m_splitter->restoreState(settings.value(u"splitter"_s).toByteArray()) || m_isArranged;
    m_view->header()->restoreState(settings.value(u"columns"_s).toByteArray());
    fitColumns();
    const QString name = settings.value(u"selected"_s).toString();
    if (!name.isEmpty())
        open(name, settings.value(u"selectedIsSource"_s).toBool());
}

void ProvidersPage::activated()
{
    readStatistics();
    m_view->setFocus(Qt::OtherFocusReason);
}

void ProvidersPage::open(const QString &name, bool isSource)
{
    m_name = name;
    m_isSource = isSource;
    const QModelIndex index = m_model->indexOf(name, isSource);
    if (!index.isValid())
        return;
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
    showSelected();
}

void ProvidersPage::refreshAddress()
{
    showSelected();
}

void ProvidersPage::readStatistics()
{
    if (m_isReading)
        return;
    m_isReading = true;
    m_context.store.readers().run<LogStatistics>(
        this, [](Connection &connection) { return eventrepository::statistics(connection); },
        [this](const Result<LogStatistics> &statistics) {
            m_isReading = false;
            if (statistics)
                m_statistics = *statistics;
            else
                Q_EMIT messageRequested({.text = tr("The counts could not be read: %1").arg(statistics.error().text),
                                         .severity = Severity::Warning});
            showRows();
            if (m_forward)
                m_forward->refresh();
        });
}

void ProvidersPage::showRows()
{
    m_model->setRows(providerRows(*m_context.service.registry().snapshot(), m_statistics));
    open(m_name, m_isSource);
    Q_EMIT refreshed();
}

void ProvidersPage::showSelected()
{
    if (const ProviderRow *row = m_model->row(m_model->indexOf(m_name, m_isSource))) {
        m_panel->setRow(*row, m_context.baseUrl());
        if (m_forward)
            m_forward->setSource(forwardSourceOf(row->name, row->isSource), row->title);
    }
    showLearning();
}

void ProvidersPage::learn(bool wanted)
{
    if (!wanted) {
        m_context.learner.close(m_name);
        showLearning();
        return;
    }
    m_context.learner.open(m_name);
    change({}, true);
    showLearning();
    Q_EMIT messageRequested(
        {.text = tr("The first key that %1 offers within ten minutes is taken.").arg(m_panel->row().title)});
}

void ProvidersPage::showLearning()
{
    const qint64 remaining = m_isSource ? 0 : m_context.learner.remainingMs(m_name);
    m_panel->setLearningMs(remaining);
    if (remaining > 0)
        m_learningTimer.start();
}

ProviderService::Done ProvidersPage::whenDone(TypedSecret typed)
{
    m_panel->setBusy(true);
    return [this, typed, name = m_name, isSource = m_isSource](const Result<void> &result) {
        // The answer may be about a row that is not shown any more.
        const bool isShown = name == m_name && isSource == m_isSource;
        if (isShown)
            m_panel->setBusy(false);
        if (result && isShown)
            m_panel->forgetTyped(typed);
        if (!result)
            Q_EMIT messageRequested({.text = result.error().text, .severity = Severity::Error, .showMs = 0});
        showSelected();
    };
}

void ProvidersPage::change(const SecretChange &secrets, std::optional<bool> enabled, TypedSecret typed)
{
    if (m_isSource)
        m_context.service.changeSource(m_name, {.enabled = enabled, .secrets = secrets}, this, whenDone(typed));
    else
        m_context.service.changeProvider(m_name, {.enabled = enabled, .secrets = secrets}, this, whenDone(typed));
}

void ProvidersPage::changeScheme(const QString &provider)
{
    json::Value settings = m_context.service.registry().snapshot()->source(m_name).settings;
    if (provider.isEmpty())
        settings.erase("scheme");
    else
        settings["scheme"] = json::fromQString(provider);
    m_context.service.changeSource(m_name, {.settings = settings}, this, whenDone());
}

void ProvidersPage::askForSource()
{
    const TextQuestion question{
        .title = tr("Add a custom source"),
        .text = tr("Its name is part of its address: /webhooks/custom/name."),
        .verb = tr("Add source"),
        .placeholder = tr("name"),
        .check =
            [](const QString &name) {
                return isSourceName(name.trimmed()) ? QString()
                                                    : tr("A name is 1 to 64 of a-z A-Z 0-9 . _ - and neither . nor ..");
            },
    };
    m_context.dialogs.askText(this, question, [this](const std::optional<QString> &name) {
        if (!name)
            return;
        m_search->setQuietly({});
        m_model->setFilter({});
        m_name = name->trimmed();
        m_isSource = true;
        m_context.service.changeSource(m_name, {}, this, whenDone());
    });
}

void ProvidersPage::askToDelete()
{
    const Question question{
        .title = tr("Delete the secret of %1?").arg(m_panel->row().title),
        .text = tr("Its signatures cannot be verified until another one is stored."),
        .verb = tr("Delete"),
        .destructive = true,
    };
    m_context.dialogs.confirm(this, question, [this, name = m_name, isSource = m_isSource](bool yes) {
        if (yes && name == m_name && isSource == m_isSource)
            change({.secret = QByteArray("")}, {}, TypedSecret::Secret);
    });
}

void ProvidersPage::askToRemove()
{
    const Question question{
        .title = tr("Forget the settings of %1?").arg(m_name),
        .text =
            tr("Its scheme and its secret go. The address takes webhooks as that of any other custom source does, and "
               "the events stay."),
        .verb = tr("Forget"),
        .destructive = true,
    };
    m_context.dialogs.confirm(this, question, [this, name = m_name](bool yes) {
        if (yes && m_isSource && name == m_name)
            m_context.service.removeSource(m_name, this, whenDone());
    });
}

void ProvidersPage::sendSample()
{
    m_panel->setBusy(true);
    const auto done = [this, name = m_name, isSource = m_isSource](const Result<SampleOutcome> &outcome) {
        if (name != m_name || isSource != m_isSource)
            return;
        m_panel->setBusy(false);
        m_panel->showSample(outcome);
    };
    if (m_isSource)
        m_context.samples.sendSource(m_name, this, done);
    else
        m_context.samples.sendProvider(m_name, this, done);
}

} // namespace uw::ui
