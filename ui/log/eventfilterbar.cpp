// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/eventfilterbar.h"

#include "core/store/searchtext.h"
#include "ui/log/eventtext.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/filterbutton.h"
#include "ui/widgets/searchfield.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDateTime>
#include <QPushButton>
#include <QSettings>

#include <array>

namespace uw::ui {

namespace {

// As many as the store names of each kind.
constexpr qsizetype offeredWords = 200;
constexpr QLatin1StringView customPrefix{"custom:"};
constexpr std::array verdicts = {Verdict::Valid, Verdict::Invalid, Verdict::Stale, Verdict::Unsigned,
                                 Verdict::NotConfigured};

// A time range that ends now.
struct Range {
    QLatin1StringView key;
    qint64 minutes;
};
constexpr std::array ranges = {Range{QLatin1StringView("15m"), 15}, Range{QLatin1StringView("1h"), 60},
                               Range{QLatin1StringView("24h"), 24 * 60}, Range{QLatin1StringView("7d"), 7 * 24 * 60},
                               Range{QLatin1StringView("30d"), 30 * 24 * 60}};
constexpr QLatin1StringView todayKey{"today"};
// The range of its own, and the entry that asks for one.
constexpr QLatin1StringView rangeKey{"range"};
constexpr QLatin1StringView askKey{"ask"};

std::optional<qint64> startOf(const QString &range, qint64 nowMs)
{
    if (range == todayKey)
        return QDateTime::fromMSecsSinceEpoch(nowMs).date().startOfDay().toMSecsSinceEpoch();
    for (const Range &one : ranges) {
        if (range == one.key)
            return nowMs - one.minutes * 60'000;
    }
    return std::nullopt;
}

// What lasts beyond the window's end.
const QStringList &stateNames()
{
    static const QStringList names{QStringLiteral("sources"), QStringLiteral("types"),     QStringLiteral("verdicts"),
                                   QStringLiteral("time"),    QStringLiteral("rangeFrom"), QStringLiteral("rangeTo"),
                                   QStringLiteral("starred")};
    return names;
}

QString sourceKeyText(const QString &key)
{
    return key.startsWith(customPrefix) ? key.sliced(customPrefix.size()) : sourceText(key, {});
}

} // namespace

EventFilterBar::EventFilterBar(const Theme &theme, const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_source(new FilterButton(theme, tr("Source"), this))
    , m_type(new FilterButton(theme, tr("Type"), this))
    , m_verdict(new FilterButton(theme, tr("Verdict"), this))
    , m_time(new FilterButton(theme, tr("Time"), this))
    , m_starred(new QPushButton(theme.icon(u"star"), tr("Starred"), this))
    , m_row(new QHBoxLayout)
    , m_chosen(new QWidget(this))
    , m_chips(new ChipRow(theme, m_chosen))
{
    buildFilters();
    buildChosen();
    buildSearch(theme);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Medium, Spacing::Small, Spacing::Medium, Spacing::Small);
    column->setSpacing(Spacing::Small);
    column->addLayout(m_searchRow);
    column->addWidget(m_searchNote);
    column->addLayout(m_row);
    column->addWidget(m_chosen);
    showChips();
}

void EventFilterBar::buildFilters()
{
    m_source->setObjectName(QStringLiteral("sourceFilter"));
    m_type->setObjectName(QStringLiteral("typeFilter"));
    m_verdict->setObjectName(QStringLiteral("verdictFilter"));
    m_time->setObjectName(QStringLiteral("timeFilter"));
    QList<FilterEntry> words;
    for (const Verdict verdict : verdicts) {
        const Badge badge = verdictBadge(verdict);
        words.append({.key = verdictWord(verdict), .text = badge.text, .iconName = badge.iconName});
    }
    m_verdict->setEntries(words);
    m_time->setExclusive(true);
    offerTimes();

    m_row->setSpacing(Spacing::Small);
    for (FilterButton *button : {m_source, m_type, m_verdict}) {
        m_row->addWidget(button);
        connect(button, &FilterButton::selectionChanged, this, &EventFilterBar::changed);
        connect(button, &FilterButton::aboutToOpen, this, &EventFilterBar::valuesWanted);
    }
    m_row->addWidget(m_time);
    m_starred->setObjectName(QStringLiteral("starFilter"));
    m_starred->setAutoDefault(false);
    m_starred->setCheckable(true);
    m_starred->setToolTip(tr("Show only events with a star"));
    connect(m_starred, &QPushButton::clicked, this, &EventFilterBar::changed);
    m_row->addWidget(m_starred);
    connect(m_time, &FilterButton::selectionChanged, this, &EventFilterBar::timeChosen);
    m_row->addStretch(1);
}

void EventFilterBar::buildChosen()
{
    auto *clear = new QPushButton(tr("Clear filters"), m_chosen);
    clear->setObjectName(QStringLiteral("clearFilters"));
    clear->setAutoDefault(false);
    clear->setFlat(true);
    connect(clear, &QPushButton::clicked, this, &EventFilterBar::clear);
    connect(m_chips, &ChipRow::removed, this, &EventFilterBar::removeChip);
    auto *chosen = new QHBoxLayout(m_chosen);
    chosen->setContentsMargins(0, 0, 0, 0);
    chosen->setSpacing(Spacing::Small);
    chosen->addWidget(m_chips, 1);
    chosen->addWidget(clear, 0, Qt::AlignTop);
}

void EventFilterBar::buildSearch(const Theme &theme)
{
    m_search = new SearchField(theme, tr("Search bodies, headers, ids, notes…"), this);
    m_search->setObjectName(QStringLiteral("eventSearch"));
    m_search->setMaxLength(static_cast<int>(searchCharacters));
    m_search->setToolTip(
        tr("All words have to be there, the last one may go on; \"words in quotes\" as they stand (%1)")
            .arg(QKeySequence(QKeySequence::Find).toString(QKeySequence::NativeText)));
    connect(m_search, &SearchField::searched, this, &EventFilterBar::searchFor);
    connect(m_search, &SearchField::moveDown, this, &EventFilterBar::left);
    m_searchNote = new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this);
    m_searchNote->setObjectName(QStringLiteral("searchNote"));
    m_searchNote->setWordWrap(true);
    m_searchNote->hide();
    m_searchRow = new QHBoxLayout;
    m_searchRow->setSpacing(Spacing::Small);
    m_searchRow->addWidget(m_search, 1);
}

void EventFilterBar::searchFor(const QString &text)
{
    const QString wanted = text.trimmed();
    if (const Result<QString> expression = searchExpression(wanted); !expression) {
        // What was searched for before stays.
        setSearchNote(expression.error().text);
        return;
    }
    setSearchNote({});
    if (wanted == m_text)
        return;
    m_text = wanted;
    changed();
}

void EventFilterBar::setSearchNote(const QString &note)
{
    m_searchNote->setText(note);
    m_searchNote->setVisible(!note.isEmpty());
}

void EventFilterBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

EventFilter EventFilterBar::filter() const
{
    EventFilter filter;
    filter.text = m_text;
    filter.starredOnly = m_starred->isChecked();
    bool anyCustom = false;
    for (const QString &key : m_source->selected()) {
        if (key.startsWith(customPrefix))
            filter.customSources.append(key.sliced(customPrefix.size()));
        else
            filter.sources.append(key);
        anyCustom = anyCustom || key == u"CUSTOM";
    }
    if (anyCustom) {
        // All custom sources are wanted, so naming some of them narrows nothing.
        filter.customSources.clear();
    } else if (!filter.customSources.isEmpty() && !filter.sources.isEmpty()) {
        // The two lists of a filter are joined by AND: events of other sources bear no custom name.
        filter.sources.append(QStringLiteral("CUSTOM"));
        filter.customSources.append(QStringLiteral(""));
    }
    filter.eventTypes = m_type->selected();
    for (const QString &word : m_verdict->selected()) {
        if (const std::optional<Verdict> verdict = verdictFromWord(word))
            filter.verdicts.append(*verdict);
    }
    const QString time = m_time->selected().value(0);
    if (time == rangeKey && m_range) {
        filter.fromMs = m_range->fromMs;
        filter.toMs = m_range->toMs;
    } else {
        filter.fromMs = startOf(time, m_clock.nowMs());
    }
    return filter;
}

QList<Chip> EventFilterBar::chips() const
{
    QList<Chip> chips;
    for (const QString &key : m_source->selected())
        chips.append({u"source/" + key, tr("Source: %1").arg(sourceKeyText(key))});
    for (const QString &key : m_type->selected())
        chips.append({u"type/" + key, tr("Type: %1").arg(shortened(key, 80))});
    for (const QString &key : m_verdict->selected())
        chips.append({u"verdict/" + key, tr("Verdict: %1").arg(m_verdict->textOf(key))});
    for (const QString &key : m_time->selected()) {
        if (!key.isEmpty())
            chips.append({u"time/" + key, m_time->textOf(key)});
    }
    if (m_starred->isChecked())
        chips.append({QStringLiteral("star/"), tr("With a star")});
    if (!m_text.isEmpty())
        chips.append({QStringLiteral("text/"), tr("Search: %1").arg(shortened(m_text, 80))});
    return chips;
}

void EventFilterBar::showOnlySource(const QString &source, const QString &customSource)
{
    m_source->setSelected({customSource.isEmpty() ? source : customPrefix + customSource});
    changed();
}

void EventFilterBar::showOnlyType(const QString &type)
{
    m_type->setSelected({type});
    changed();
}

void EventFilterBar::removeChip(const QString &key)
{
    const QString list = key.section(u'/', 0, 0);
    if (list == u"text") {
        m_search->clear();
        return;
    }
    if (list == u"star") {
        m_starred->setChecked(false);
        changed();
        return;
    }
    FilterButton *button = list == u"source"  ? m_source
                         : list == u"type"    ? m_type
                         : list == u"verdict" ? m_verdict
                                              : m_time;
    QStringList selected = button->selected();
    if (selected.removeAll(key.section(u'/', 1)) == 0)
        return;
    button->setSelected(selected);
    changed();
}

void EventFilterBar::clear()
{
    if (!isFiltering())
        return;
    for (FilterButton *button : {m_source, m_type, m_verdict, m_time})
        button->setSelected({});
    m_starred->setChecked(false);
    m_search->setQuietly({});
    m_text.clear();
    setSearchNote({});
    changed();
}

void EventFilterBar::timeChosen(const QStringList &keys)
{
    if (keys.value(0) != askKey) {
        changed();
        return;
    }
    // Nothing is filtered otherwise before both ends are given.
    m_time->setSelected(m_timeBefore);
    askTimeRange();
}

void EventFilterBar::askTimeRange()
{
    const qint64 now = m_clock.nowMs();
    auto *popup = new TimeRangePopup(m_range.value_or(TimeRange{.fromMs = now - 60 * 60'000, .toMs = now}), m_time);
    connect(popup, &TimeRangePopup::chosen, this, [this](const TimeRange &range) {
        m_range = range;
        offerTimes();
        m_time->setSelected({rangeKey});
        changed();
    });
    popup->openBelow(m_time);
}

void EventFilterBar::offerTimes()
{
    QList<FilterEntry> entries{{.key = {}, .text = tr("Any time")},
                               {.key = ranges[0].key, .text = tr("Last 15 min")},
                               {.key = ranges[1].key, .text = tr("Last hour")},
                               {.key = todayKey, .text = tr("Today")},
                               {.key = ranges[2].key, .text = tr("Last 24 h")},
                               {.key = ranges[3].key, .text = tr("Last 7 days")},
                               {.key = ranges[4].key, .text = tr("Last 30 days")}};
    if (m_range) {
        const auto text = [](qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms).toString(u"yyyy-MM-dd HH:mm"); };
        entries.append(
            {.key = rangeKey, .text = tr("%1 to %2", "two times").arg(text(m_range->fromMs), text(m_range->toMs))});
    }
    entries.append({.key = askKey, .text = tr("Between two times…")});
    m_time->setEntries(entries);
}

void EventFilterBar::offer(const EventSummary &event)
{
    FilterValues values = m_values;
    const auto add = [](QStringList &list, const QString &value) {
        if (value.isEmpty() || list.size() >= offeredWords || list.contains(value))
            return false;
        list.append(value);
        return true;
    };
    const bool source = add(values.sources, event.source);
    const bool custom = add(values.customSources, event.customSource);
    const bool type = add(values.eventTypes, event.eventType);
    if (source || custom || type)
        setValues(values);
}

void EventFilterBar::setValues(const FilterValues &values)
{
    m_values = values;
    QList<FilterEntry> sources;
    for (const QString &source : values.sources) {
        const QString text =
            source == u"CUSTOM" && !values.customSources.isEmpty() ? tr("All custom sources") : sourceText(source, {});
        sources.append({.key = source, .text = text});
    }
    for (const QString &name : values.customSources)
        sources.append({.key = customPrefix + name, .text = name});
    m_source->setEntries(sources);
    QList<FilterEntry> types;
    for (const QString &type : values.eventTypes)
        types.append({.key = type, .text = shortened(type, 80)});
    m_type->setEntries(types);
}

void EventFilterBar::addTrailing(QWidget *widget)
{
    m_row->addWidget(widget);
}

void EventFilterBar::addBesideSearch(QWidget *widget)
{
    m_searchRow->addWidget(widget);
    // In the order of reading.
    setTabOrder(m_search, widget);
    setTabOrder(widget, m_source);
}

QVariantMap EventFilterBar::state() const
{
    QVariantMap state{
        {QStringLiteral("sources"), m_source->selected()},   {QStringLiteral("types"), m_type->selected()},
        {QStringLiteral("verdicts"), m_verdict->selected()}, {QStringLiteral("time"), m_time->selected().value(0)},
        {QStringLiteral("starred"), m_starred->isChecked()}, {QStringLiteral("text"), m_text}};
    if (m_range) {
        state.insert(QStringLiteral("rangeFrom"), m_range->fromMs);
        state.insert(QStringLiteral("rangeTo"), m_range->toMs);
    }
    return state;
}

void EventFilterBar::showState(const QVariantMap &state)
{
    m_source->setSelected(state.value(QStringLiteral("sources")).toStringList());
    m_type->setSelected(state.value(QStringLiteral("types")).toStringList());
    QStringList words = state.value(QStringLiteral("verdicts")).toStringList();
    words.removeIf([](const QString &word) { return !verdictFromWord(word); });
    m_verdict->setSelected(words);
    const qint64 from = state.value(QStringLiteral("rangeFrom")).toLongLong();
    const qint64 to = state.value(QStringLiteral("rangeTo")).toLongLong();
    m_range = from > 0 && to >= from ? std::optional(TimeRange{.fromMs = from, .toMs = to}) : std::nullopt;
    offerTimes();
    const QString time = state.value(QStringLiteral("time")).toString();
    const bool known = startOf(time, 0) || (time == rangeKey && m_range);
    m_time->setSelected(known ? QStringList{time} : QStringList());
    m_timeBefore = m_time->selected();
    m_starred->setChecked(state.value(QStringLiteral("starred")).toBool());
    const QString text = state.value(QStringLiteral("text")).toString();
    m_text = searchExpression(text) ? text : QString();
    m_search->setQuietly(m_text);
    setSearchNote({});
}

void EventFilterBar::applyState(const QVariantMap &state)
{
    showState(state);
    changed();
}

void EventFilterBar::saveState(QSettings &settings) const
{
    const QVariantMap now = state();
    for (const QString &name : stateNames())
        settings.setValue(name, now.value(name));
}

void EventFilterBar::restoreState(QSettings &settings)
{
    QVariantMap state;
    for (const QString &name : stateNames())
        state.insert(name, settings.value(name));
    showState(state);
    showChips();
}

void EventFilterBar::changed()
{
    m_timeBefore = m_time->selected();
    showChips();
    Q_EMIT filterChanged();
}

void EventFilterBar::showChips()
{
    QList<Chip> now = chips();
    // The search stands in its field; a star is a button that is pressed.
    now.removeIf([](const Chip &chip) { return chip.key == u"text/" || chip.key == u"star/"; });
    m_chips->setChips(now);
    m_chosen->setVisible(!now.isEmpty());
}

} // namespace uw::ui
