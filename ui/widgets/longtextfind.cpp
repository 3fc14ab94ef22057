// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/longtextfind.h"

#include "core/base/pooltask.h"
#include "ui/widgets/longtextview.h"

#include <QElapsedTimer>
#include <QLocale>

#include <algorithm>
#include <functional>

namespace uw::ui {

namespace {

constexpr qint64 tellEveryMs = 60;
constexpr qint64 longestSuggestion = 200;

using Tell = std::function<void(const QList<TextMatch> &, qint64 position, bool isDone)>;

// On the worker's thread.
void searchAll(TextSearch search, const std::atomic_bool &stop, const Tell &tell)
{
    QList<TextMatch> found;
    qsizetype count = 0;
    QElapsedTimer told;
    told.start();
    bool more = true;
    while (more && !stop) {
        const qsizetype before = found.size();
        more = search.step(found) && count + found.size() < LongTextFind::MaximumMatches;
        // The first match is shown at once.
        const bool isFirst = count == 0 && before == 0 && !found.isEmpty();
        if (more && !isFirst && !told.hasExpired(tellEveryMs))
            continue;
        count += found.size();
        tell(std::exchange(found, {}), search.position(), !more);
        told.start();
    }
}

} // namespace

LongTextFind::LongTextFind(const Theme &theme, LongTextView &view, QWidget *parent)
    : FindStrip(theme, parent)
    , m_view(view)
{
    m_pool.setMaxThreadCount(1);
}

LongTextFind::~LongTextFind()
{
    stop();
    m_pool.waitForDone();
}

void LongTextFind::stop()
{
    if (m_stopped)
        *m_stopped = true;
    m_stopped.reset();
}

void LongTextFind::textChanged()
{
    stop();
    searchSoon();
}

QString LongTextFind::suggestion() const
{
    if (m_view.selectionEnd() - m_view.selectionBegin() > longestSuggestion)
        return {};
    const QString selected = m_view.selectedText();
    return selected.contains(u'\n') ? QString() : selected;
}

void LongTextFind::leave()
{
    stop();
    m_matches.clear();
    m_current = -1;
    m_view.setMatches({}, -1);
    m_view.setFocus();
}

void LongTextFind::search()
{
    stop();
    m_matches.clear();
    m_current = -1;
    m_percent = 0;
    m_from = m_view.selectionBegin();
    m_view.setMatches({}, -1);
    setSteps(false);
    if (wanted().isEmpty() || !m_view.text()) {
        setCount({});
        return;
    }
    m_stopped = std::make_shared<std::atomic_bool>(false);
    setCount(tr("Searching…"));
    const Tell tell = [this, flag = m_stopped, to = m_hub.recipient(this)](const QList<TextMatch> &found,
                                                                           qint64 position, bool isDone) {
        DeliveryHub::deliver(to, [this, flag, found, position, isDone] {
            if (!*flag)
                take(found, position, isDone);
        });
    };
    // The pool owns it from here.
    m_pool.start(new PoolTask(
        [search = TextSearch(m_view.text(), wanted()), flag = m_stopped, tell] { searchAll(search, *flag, tell); }));
}

void LongTextFind::take(const QList<TextMatch> &found, qint64 position, bool isDone)
{
    m_matches += found;
    if (m_matches.size() > MaximumMatches)
        m_matches.resize(MaximumMatches);
    const qint64 total = m_view.text() ? m_view.text()->size() : 0;
    m_percent = total > 0 ? int(100 * position / total) : 100;
    if (m_current < 0) {
        const auto next = std::lower_bound(m_matches.cbegin(), m_matches.cend(), m_from,
                                           [](const TextMatch &match, qint64 from) { return match.begin < from; });
        if (next != m_matches.cend())
            m_current = next - m_matches.cbegin();
        else if (isDone && !m_matches.isEmpty())
            m_current = 0;
    }
    if (isDone)
        m_stopped.reset();
    setSteps(!m_matches.isEmpty());
    m_view.setMatches(m_matches, m_current);
    showCount();
}

void LongTextFind::step(int direction)
{
    if (m_matches.isEmpty())
        return;
    m_current = (std::max<qsizetype>(m_current, 0) + direction + m_matches.size()) % m_matches.size();
    m_view.setMatches(m_matches, m_current);
    showCount();
}

void LongTextFind::showCount()
{
    const QLocale locale;
    const QString count = locale.toString(m_matches.size());
    const QString current = locale.toString(m_current + 1);
    if (isSearching())
        setCount(tr("%1 found, %2 % searched").arg(count).arg(m_percent));
    else if (m_matches.isEmpty())
        setCount(tr("Not found"));
    else if (m_matches.size() == MaximumMatches)
        setCount(tr("%1 of more than %2").arg(current, count));
    else
        setCount(tr("%1 of %2").arg(current, count));
}

} // namespace uw::ui
