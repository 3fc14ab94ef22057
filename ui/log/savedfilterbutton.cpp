// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/savedfilterbutton.h"

#include "ui/log/eventfilterbar.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"

#include <QMenu>

namespace uw::ui {

namespace {

// An ampersand in a name is not a mnemonic.
QString menuText(const QString &name)
{
    return QString(name).replace(u'&', QStringLiteral("&&"));
}

} // namespace

SavedFilterButton::SavedFilterButton(const Theme &theme, DialogService &dialogs, SavedFilters &filters,
                                     EventFilterBar &bar)
    : QPushButton(theme.icon(u"filter"), tr("Saved filters"), &bar)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_filters(filters)
    , m_bar(bar)
    , m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("savedFilters"));
    setAutoDefault(false);
    m_menu->setObjectName(QStringLiteral("savedFilterMenu"));
    m_menu->setToolTipsVisible(true);
    setMenu(m_menu);
    connect(m_menu, &QMenu::aboutToShow, this, &SavedFilterButton::fill);
    connect(&theme, &Theme::changed, this, [this] { setIcon(m_theme.icon(u"filter")); });
}

void SavedFilterButton::fill()
{
    m_menu->clear();
    const QList<SavedFilter> &filters = m_filters.filters();
    for (const SavedFilter &filter : filters) {
        connect(m_menu->addAction(menuText(filter.name)), &QAction::triggered, &m_bar,
                [bar = &m_bar, state = filter.state] { bar->applyState(state); });
    }
    if (!filters.isEmpty())
        m_menu->addSeparator();
    QAction *save = m_menu->addAction(tr("Save this filter…"));
    save->setEnabled(m_bar.isFiltering());
    if (!save->isEnabled())
        save->setToolTip(tr("Nothing is filtered now"));
    connect(save, &QAction::triggered, this, &SavedFilterButton::askToSave);
    if (filters.isEmpty())
        return;
    QMenu *rename = m_menu->addMenu(tr("Rename"));
    QMenu *remove = m_menu->addMenu(tr("Delete"));
    for (const SavedFilter &filter : filters) {
        connect(rename->addAction(menuText(filter.name)), &QAction::triggered, this,
                [this, name = filter.name] { askToRename(name); });
        connect(remove->addAction(menuText(filter.name)), &QAction::triggered, this,
                [this, name = filter.name] { askToDelete(name); });
    }
}

void SavedFilterButton::askName(const QString &title, const QString &verb, const QString &current,
                                std::function<void(const QString &)> done)
{
    const TextQuestion question{
        .title = title,
        .text = tr("The name under which the filter is found."),
        .verb = verb,
        .initial = current,
        .check = [this, current](const QString &name) { return m_filters.problemOf(name, current); }};
    m_dialogs.askText(this, question, [done = std::move(done)](const std::optional<QString> &name) {
        if (name)
            done(*name);
    });
}

void SavedFilterButton::askToSave()
{
    askName(tr("Save this filter"), tr("Save filter"), {},
            [this, state = m_bar.state()](const QString &name) { m_filters.save(name, state); });
}

void SavedFilterButton::askToRename(const QString &name)
{
    askName(tr("Rename the filter %1").arg(name), tr("Rename filter"), name,
            [this, name](const QString &newName) { m_filters.rename(name, newName); });
}

void SavedFilterButton::askToDelete(const QString &name)
{
    const Question question{.title = tr("Delete the filter %1?").arg(name),
                            .text = tr("The events that it shows stay."),
                            .verb = tr("Delete filter"),
                            .destructive = true};
    m_dialogs.confirm(this, question, [this, name](bool yes) {
        if (yes)
            m_filters.remove(name);
    });
}

} // namespace uw::ui
