// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/events/eventexport.h"
#include "core/store/eventmark.h"
#include "ui/log/eventdetail.h"
#include "ui/log/eventfilterbar.h"
#include "ui/log/eventloader.h"
#include "ui/log/eventlogfeed.h"
#include "ui/log/eventlogmodel.h"
#include "ui/log/eventlogview.h"
#include "ui/log/firststart.h"
#include "ui/log/logpage.h"
#include "ui/log/savedfilters.h"
#include "ui/log/storelogreader.h"
#include "ui/log/worker.h"

QT_BEGIN_NAMESPACE
class QMenu;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace uw::ui {

class EmptyState;
class TextLabel;

// The inside of the page: the parts and the wires between them. Nobody but logpage*.cpp includes this.
class LogPage::Private final {
public:
    Private(LogPage &page, const LogPageContext &given);

    void build();
    void arrange();
    void copyCurl();
    // Asks first.
    void deleteSelected();
    // Opens a sheet for the selected event.
    void replaySelected();
    // The two selected events, the earlier one first.
    void compareSelected();
    void openEvent(const QString &id);
    // Reads the event that is shown anew.
    void reloadDetail();
    void saveState(QSettings &settings) const;
    void restoreState(QSettings &settings);

    LogPage &q;
    const LogPageContext context;
    StoreLogReader reader;
    EventLogModel model;
    EventLogFeed feed;
    EventLoader loader;
    Worker worker;
    SavedFilters savedFilters;

    EventFilterBar *filters = nullptr;
    EventLogView *view = nullptr;
    EventDetail *detail = nullptr;
    FirstStart *firstStart = nullptr;

private:
    QWidget *buildList();
    void connectList();
    void connectDetail();
    void connectMarks();
    void connectReplay();
    void openReplay(const std::shared_ptr<const Event> &event, const std::shared_ptr<const Event> &shown);
    void saveReplayTargets(QSettings &settings) const;
    void restoreReplayTargets(QSettings &settings);
    void addAction(const QKeySequence &keys, const std::function<void()> &run);

    void updateState();
    void updateCount();
    void updatePill();
    void updateLive();
    void placePill();
    void rowsArrived(qint64 count);
    void goLive();
    void select(qint64 sequence);
    void show(const std::shared_ptr<const Event> &event);
    void readFilterValues();
    void saveBody();
    void deleteRows(const std::shared_ptr<const QList<qint64>> &sequences, qsizetype done);
    void rowsDeleted(qsizetype count);
    void fillExportMenu(QMenu &menu, bool redacted);
    void exportSelected(ExportFormat format, bool redacted);
    void exportTo(const QString &path, const QList<qint64> &sequences, const ExportOptions &options);
    void compare(const std::shared_ptr<const Event> &before, const std::shared_ptr<const Event> &after);
    void copyId();
    [[nodiscard]] QList<qint64> markedSequences() const;
    void toggleStar();
    void editNote();
    void mark(const QList<qint64> &sequences, const EventMarkChange &change);
    void reread(const QList<qint64> &sequences);
    void searchProgressed();
    void tellSearchProgress();
    void showMenu(QPoint position);
    void fillSendMenu(QMenu &menu);
    void fillMarkMenu(QMenu &menu);
    void fillOnlyMenu(QMenu &menu);
    void fillMoreMenu(QMenu &menu);
    void fail(const Error &error);
    void tell(const QString &text, Severity severity = Severity::Info);
    [[nodiscard]] HttpRequest requestOf(const Event &event) const;

    QStackedWidget *m_pages = nullptr;
    QStackedWidget *m_lists = nullptr;
    QSplitter *m_splitter = nullptr;
    EmptyState *m_noMatch = nullptr;
    EmptyState *m_failure = nullptr;
    ChipRow *m_noMatchChips = nullptr;
    TextLabel *m_count = nullptr;
    QPushButton *m_live = nullptr;
    QPushButton *m_pill = nullptr;
    QByteArray m_besideState;
    QByteArray m_belowState;
    // Rows that came above what is in view.
    qint64 m_unseen = 0;
    qint64 m_selectWhenShown = 0;
    // Where events went to, the newest first.
    QStringList m_replayTargets;
    bool m_failed = false;
    bool m_deleting = false;
    bool m_readingValues = false;
    bool m_valuesRead = false;
};

} // namespace uw::ui
