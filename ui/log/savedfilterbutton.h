// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/savedfilters.h"

#include <QPushButton>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

class DialogService;
class EventFilterBar;
class Theme;

// "Saved filters ▾": picks a filter by its name, saves what the bar shows now, renames and deletes. GUI thread.
class SavedFilterButton final : public QPushButton {
    Q_OBJECT

public:
    // Everything outlives the button.
    SavedFilterButton(const Theme &theme, DialogService &dialogs, SavedFilters &filters, EventFilterBar &bar);

    // Asks for a name.
    void askToSave();

private:
    void fill();
    void askToRename(const QString &name);
    void askToDelete(const QString &name);
    void askName(const QString &title, const QString &verb, const QString &current,
                 std::function<void(const QString &)> done);

    const Theme &m_theme;
    DialogService &m_dialogs;
    SavedFilters &m_filters;
    EventFilterBar &m_bar;
    QMenu *m_menu = nullptr;
};

} // namespace uw::ui
