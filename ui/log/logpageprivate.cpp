// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/logpageprivate.h"

#include "core/store/store.h"
#include "ui/log/bodypane.h"
#include "ui/log/eventtext.h"
#include "ui/log/savedfilterbutton.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/textlabel.h"

#include <QAction>
#include <QBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

namespace uw::ui {

namespace {

// Up to this width of the page the detail stands below the list: in pixels, and in letters for a large font.
constexpr int narrowWidth = 1000;
constexpr int narrowWidthEm = 120;
// Rows of a batch that are looked at for rejected events and new words of the filters.
constexpr int newsRows = 50;

enum ListPage { TableList, NoMatchList, FailureList };
enum OuterPage { ContentPage, FirstStartPage };

QFrame *makeLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFrameShape(QFrame::HLine);
    line->setFrameShadow(QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    return line;
}

} // namespace

LogPage::Private::Private(LogPage &page, const LogPageContext &given)
    : q(page)
    , context(given)
    , reader(given.store.readers(), given.masksPersonalData)
    , model(reader, given.clock)
    , feed(reader, model)
    , loader(reader)
    , savedFilters(given.store)
{}

void LogPage::Private::build()
{
    filters = new EventFilterBar(context.theme, context.clock, &q);
    m_count = new TextLabel(context.theme, TextRole::Body, ColorRole::SecondaryText, {}, filters);
    m_count->setObjectName(QStringLiteral("eventCount"));
    m_live = new QPushButton(filters);
    m_live->setObjectName(QStringLiteral("liveButton"));
    m_live->setAutoDefault(false);
    filters->addTrailing(m_count);
    filters->addTrailing(m_live);
    filters->addBesideSearch(new SavedFilterButton(context.theme, context.dialogs, savedFilters, *filters));

    m_splitter = new QSplitter(Qt::Horizontal, &q);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildList());
    detail = new EventDetail(context.theme, context.clock, worker, m_splitter);
    m_splitter->addWidget(detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);

    auto *content = new QWidget(&q);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(filters);
    column->addWidget(makeLine(content));
    column->addWidget(m_splitter, 1);

    firstStart = new FirstStart(context.theme, context.listenerAddress, context.send, &q);
    m_pages = new QStackedWidget(&q);
    m_pages->addWidget(content);
    m_pages->addWidget(firstStart);
    auto *outer = new QVBoxLayout(&q);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_pages);

    connectList();
    connectDetail();
    connectMarks();
    connectReplay();
    select(-1);
    updateLive();
    updatePill();
    updateCount();
}

QWidget *LogPage::Private::buildList()
{
    m_lists = new QStackedWidget(m_splitter);
    view = new EventLogView(context.theme, model, m_lists);
    view->setMinimumSize(320, 120);

    m_noMatch = new EmptyState(context.theme, m_lists);
    m_noMatch->setObjectName(QStringLiteral("noMatch"));
    m_noMatch->setIcon(u"filter");
    m_noMatch->setTitle(LogPage::tr("No event matches"));
    m_noMatch->setText(LogPage::tr("Take a filter away to see more. Events that match appear here as they arrive."));
    m_noMatchChips = new ChipRow(context.theme, m_noMatch);
    m_noMatch->setExtra(m_noMatchChips);
    auto *clear = m_noMatch->addAction(LogPage::tr("Clear filters"));
    connect(clear, &QPushButton::clicked, filters, &EventFilterBar::clear);
    connect(m_noMatchChips, &ChipRow::removed, filters, &EventFilterBar::removeChip);

    m_failure = new EmptyState(context.theme, m_lists);
    m_failure->setObjectName(QStringLiteral("failure"));
    m_failure->setIcon(u"error");
    m_failure->setTitle(LogPage::tr("The log cannot be read"));
    auto *again = m_failure->addAction(LogPage::tr("Try again"), true);
    connect(again, &QPushButton::clicked, &feed, &EventLogFeed::refresh);

    m_lists->addWidget(view);
    m_lists->addWidget(m_noMatch);
    m_lists->addWidget(m_failure);

    m_pill = new QPushButton(view);
    m_pill->setObjectName(QStringLiteral("newEvents"));
    m_pill->setDefault(true);
    m_pill->setFocusPolicy(Qt::NoFocus);
    m_pill->setCursor(Qt::ArrowCursor);
    return m_lists;
}

void LogPage::Private::connectList()
{
    connect(filters, &EventFilterBar::filterChanged, &q, [this] {
        feed.setFilter(filters->filter());
        detail->setSearch(filters->searchText());
        tellSearchProgress();
    });
    connect(filters, &EventFilterBar::valuesWanted, &q, [this] { readFilterValues(); });

    connect(&feed, &EventLogFeed::firstPageShown, &q, [this] {
        m_failed = false;
        m_unseen = 0;
        view->verticalScrollBar()->setValue(0);
        if (m_selectWhenShown > 0)
            view->selectQuietly(m_selectWhenShown);
        updateState();
        updatePill();
        Q_EMIT q.listShown();
    });
    connect(&feed, &EventLogFeed::loadingChanged, &q, [this] { updateCount(); });
    connect(&feed, &EventLogFeed::completed, &q, [this] {
        updateCount();
        // Later ones come with the events that bring them.
        if (!m_valuesRead)
            readFilterValues();
    });
    connect(&feed, &EventLogFeed::arrived, &q, [this](qint64 count) { rowsArrived(count); });
    connect(&feed, &EventLogFeed::pausedChanged, &q, [this] {
        updateLive();
        updatePill();
    });
    connect(&feed, &EventLogFeed::heldBackChanged, &q, [this] {
        updateLive();
        updatePill();
    });
    connect(&feed, &EventLogFeed::failed, &q, [this](const Error &error) { fail(error); });
    connect(&model, &QAbstractItemModel::rowsRemoved, &q, [this] {
        updateState();
        updateCount();
    });

    connect(view, &EventLogView::sequenceSelected, &q, [this](qint64 sequence) { select(sequence); });
    connect(view, &EventLogView::opened, detail, [this] { detail->focusContent(); });
    connect(view, &EventLogView::pauseToggled, &feed, [this] { feed.setPaused(!feed.isPaused()); });
    connect(view, &EventLogView::deleteRequested, &q, [this] { deleteSelected(); });
    connect(view, &EventLogView::compareRequested, &q, [this] { compareSelected(); });
    connect(view, &EventLogView::selectedCountChanged, &q, [this] { updateCount(); });
    connect(view, &EventLogView::menuRequested, &q, [this](QPoint position) { showMenu(position); });
    connect(view, &EventLogView::escaped, view, [this] { view->selectSequence(-1); });
    connect(view, &EventLogView::atTopChanged, &q, [this](bool atTop) {
        if (atTop)
            m_unseen = 0;
        updatePill();
    });
    connect(view, &EventLogView::viewportResized, &q, [this] { placePill(); });
    connect(m_live, &QPushButton::clicked, &feed, [this] { feed.setPaused(!feed.isPaused()); });
    connect(m_pill, &QPushButton::clicked, &q, [this] { goLive(); });
    connect(&context.theme, &Theme::changed, &q, [this] { updateLive(); });
    addAction(Qt::Key_F5, [this] { feed.refresh(); });
    addAction(Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { copyCurl(); });
}

void LogPage::Private::connectDetail()
{
    connect(&loader, &EventLoader::loaded, &q, [this](const std::shared_ptr<const Event> &event) { show(event); });
    connect(&loader, &EventLoader::gone, detail,
            [this] { detail->setNotice(LogPage::tr("This event has been deleted.")); });
    connect(&loader, &EventLoader::failed, detail, [this](const Error &error) {
        detail->setNotice(LogPage::tr("The event cannot be read. %1").arg(error.text));
    });
    connect(detail, &EventDetail::copyCurlRequested, &q, [this] { copyCurl(); });
    connect(detail, &EventDetail::copyIdRequested, &q, [this] { copyId(); });
    connect(detail, &EventDetail::deleteRequested, &q, [this] { deleteSelected(); });
    connect(detail, &EventDetail::saveBodyRequested, &q, [this] { saveBody(); });
    connect(detail, &EventDetail::left, view, [this] { view->setFocus(Qt::OtherFocusReason); });
    connect(firstStart, &FirstStart::messageRequested, &q, &LogPage::messageRequested);
}

void LogPage::Private::addAction(const QKeySequence &keys, const std::function<void()> &run)
{
    auto *action = new QAction(&q);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, &q, run);
    q.addAction(action);
}

void LogPage::Private::arrange()
{
    const int narrow = qMax(narrowWidth, narrowWidthEm * q.fontMetrics().horizontalAdvance(u'n'));
    const Qt::Orientation orientation = q.width() <= narrow ? Qt::Vertical : Qt::Horizontal;
    if (m_splitter->orientation() == orientation)
        return;
    (orientation == Qt::Vertical ? m_besideState : m_belowState) = m_splitter->saveState();
    m_splitter->setOrientation(orientation);
    const QByteArray &state = orientation == Qt::Vertical ? m_belowState : m_besideState;
    if (!state.isEmpty())
        m_splitter->restoreState(state);
}

void LogPage::Private::updateState()
{
    const bool empty = model.rowCount() == 0;
    m_pages->setCurrentIndex(empty && feed.isLogEmpty() && !m_failed ? FirstStartPage : ContentPage);
    if (empty && m_failed) {
        m_lists->setCurrentIndex(FailureList);
    } else if (empty && filters->isFiltering()) {
        m_noMatchChips->setChips(filters->chips());
        m_lists->setCurrentIndex(NoMatchList);
    } else {
        m_lists->setCurrentIndex(TableList);
    }
    updateCount();
}

void LogPage::Private::updateCount()
{
    if (feed.isLoading())
        m_count->setText(LogPage::tr("Reading…"));
    else if (!feed.isComplete() && !m_failed)
        m_count->setText(LogPage::tr("Counting…"));
    else
        m_count->setText(view->selectedCount() > 1 ? LogPage::tr("%Ln selected", nullptr, view->selectedCount())
                                                   : LogPage::tr("%Ln events", nullptr, model.rowCount()));
}

void LogPage::Private::updateLive()
{
    const bool paused = feed.isPaused();
    m_live->setIcon(context.theme.icon(paused ? u"play" : u"pause"));
    m_live->setText(paused ? LogPage::tr("Paused") : LogPage::tr("Live"));
    m_live->setToolTip(paused ? LogPage::tr("New events are counted, not shown. Go on (Space)")
                              : LogPage::tr("New events appear as they arrive. Pause (Space)"));
    m_live->setAccessibleName(paused ? LogPage::tr("Paused, go on with the live list")
                                     : LogPage::tr("Live, pause the list"));
}

void LogPage::Private::updatePill()
{
    const qint64 count = feed.heldBack() + m_unseen;
    m_pill->setVisible(count > 0);
    if (count == 0)
        return;
    m_pill->setText(LogPage::tr("%Ln new ↑", nullptr, static_cast<int>(qMin<qint64>(count, 1'000'000'000))));
    m_pill->setAccessibleName(
        LogPage::tr("%Ln new events, show them", nullptr, static_cast<int>(qMin<qint64>(count, 1'000'000'000))));
    placePill();
}

void LogPage::Private::placePill()
{
    m_pill->resize(m_pill->sizeHint());
    const QRect area = view->viewport()->geometry();
    m_pill->move(area.x() + (area.width() - m_pill->width()) / 2, area.y() + Spacing::Small);
    m_pill->raise();
}

void LogPage::Private::rowsArrived(qint64 count)
{
    if (!view->isAtTop())
        m_unseen += count;
    bool rejected = false;
    for (int row = 0; row < qMin<qint64>(count, newsRows); ++row) {
        const EventSummary *event = model.summary(row);
        if (!event)
            break;
        filters->offer(*event);
        rejected = rejected || event->rejected;
    }
    if (rejected && !q.isVisible())
        q.setNews(true);
    updateState();
    updatePill();
}

void LogPage::Private::goLive()
{
    feed.setPaused(false);
    m_unseen = 0;
    view->verticalScrollBar()->setValue(0);
    updatePill();
}

void LogPage::Private::select(qint64 sequence)
{
    m_selectWhenShown = sequence;
    if (sequence > 0) {
        loader.load(sequence);
        return;
    }
    loader.forget();
    detail->setNotice(LogPage::tr("Select an event to see its body, headers and request."));
}

void LogPage::Private::show(const std::shared_ptr<const Event> &event)
{
    // Where somebody reads stays in view when nothing is another than before.
    if (!detail->event() || *detail->event() != *event)
        detail->setEvent(event);
}

void LogPage::Private::reloadDetail()
{
    if (detail->event())
        loader.load(detail->event()->sequence);
    else if (m_selectWhenShown > 0)
        loader.load(m_selectWhenShown);
}

void LogPage::Private::openEvent(const QString &id)
{
    reader.eventById(&q, id, [this, id](const Result<std::optional<Event>> &found) {
        if (!found) {
            tell(found.error().text, Severity::Error);
        } else if (!*found) {
            tell(LogPage::tr("There is no event %1. It may have been deleted.").arg(id), Severity::Warning);
        } else {
            view->selectSequence((*found)->sequence);
            loader.forget();
            show(std::make_shared<const Event>(**found));
        }
    });
}

void LogPage::Private::readFilterValues()
{
    if (m_readingValues)
        return;
    m_readingValues = true;
    m_valuesRead = true;
    reader.filterValues(&q, [this](const Result<FilterValues> &values) {
        m_readingValues = false;
        // Without an answer the lists offer what they did before; the table says what is wrong with the log.
        if (values)
            filters->setValues(*values);
    });
}

void LogPage::Private::fail(const Error &error)
{
    m_failed = true;
    m_failure->setText(error.text);
    updateState();
    if (model.rowCount() > 0) {
        Q_EMIT q.messageRequested({.text = LogPage::tr("The log cannot be read. %1").arg(error.text),
                                   .severity = Severity::Error,
                                   .actionText = LogPage::tr("Try again"),
                                   .action = [this] { feed.refresh(); },
                                   .showMs = 0});
    }
    Q_EMIT q.listShown();
}

void LogPage::Private::tell(const QString &text, Severity severity)
{
    Q_EMIT q.messageRequested({.text = text, .severity = severity, .actionText = {}});
}

void LogPage::Private::saveState(QSettings &settings) const
{
    const bool below = m_splitter->orientation() == Qt::Vertical;
    saveReplayTargets(settings);
    settings.setValue("columns", view->columnState());
    settings.setValue("splitterBeside", below ? m_besideState : m_splitter->saveState());
    settings.setValue("splitterBelow", below ? m_splitter->saveState() : m_belowState);
    settings.setValue("detailTab", detail->currentTab());
    settings.setValue("selected", view->selectedSequence());
}

void LogPage::Private::restoreState(QSettings &settings)
{
    restoreReplayTargets(settings);
    const QByteArray columns = settings.value("columns").toByteArray();
    if (!columns.isEmpty() && !view->restoreColumns(columns))
        view->resetColumns();
    m_besideState = settings.value("splitterBeside").toByteArray();
    m_belowState = settings.value("splitterBelow").toByteArray();
    const QByteArray &state = m_splitter->orientation() == Qt::Vertical ? m_belowState : m_besideState;
    if (!state.isEmpty())
        m_splitter->restoreState(state);
    detail->setCurrentTab(settings.value("detailTab").toInt());
    m_selectWhenShown = settings.value("selected", -1).toLongLong();
    if (m_selectWhenShown > 0 && !feed.isLoading())
        view->selectQuietly(m_selectWhenShown);
}

} // namespace uw::ui
