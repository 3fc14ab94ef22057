// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/history/finishedcall.h"
#include "ui/log/worker.h"
#include "ui/widgets/message.h"

#include <QTabWidget>

#include <functional>
#include <memory>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace uw {

class CallHistory;

} // namespace uw

namespace uw::ui {

class DialogService;
class HistoryDetail;
class HistoryView;
class SavedView;
class Theme;
struct FileQuestion;

// What fills a form: of the history, of a saved request or of an import.
struct FilledRequest {
    // See CallSummary; both empty: a free request.
    QString document;
    QString operation;
    QByteArray method;
    QByteArray url;
    CallArguments arguments;
    // For the headline of a free request; may be empty.
    QString name;
};

// The tabs beside the operations: History and Saved, and what can be done with the calls in them. The detail of a call
// is made here and shown by the page. GUI thread; owned by the page.
class HistoryShelf final : public QTabWidget {
    Q_OBJECT

public:
    enum Tab { OperationsTab, HistoryTab, SavedTab };

    // `history` outlives it; `operations` becomes the first tab.
    HistoryShelf(const Theme &theme, DialogService &dialogs, CallHistory &history, QWidget *operations,
                 QWidget *parent = nullptr);

    [[nodiscard]] HistoryView *history() const { return m_view; }
    [[nodiscard]] SavedView *saved() const { return m_saved; }
    // To be placed by the page, which owns it from then on.
    [[nodiscard]] HistoryDetail *detail() const { return m_detail; }

    void compare(qint64 first, qint64 second);
    void remove(const QList<qint64> &sequences);
    // Writes these calls as a HAR file.
    void exportHar(const QList<qint64> &sequences);
    void exportSaved();
    void openImport();
    void fill(qint64 sequence);
    void fill(const SavedRequest &request);

Q_SIGNALS:
    // A call is in the detail: it wants to be seen; or it does not any more.
    void detailShown();
    void detailClosed();
    void fillRequested(const uw::ui::FilledRequest &request);
    // What is filled in now shall be saved.
    void saveCurrentRequested();
    void messageRequested(const uw::ui::Message &message);

private:
    void connectHistory();
    void connectSaved();
    // Reads calls, in the order of the numbers; those that are gone are missing.
    void read(const QList<qint64> &sequences, std::function<void(const QList<CallRecord> &)> use);
    void showCall(qint64 sequence);
    void save(qint64 sequence);
    void showMenu(QPoint position);
    void showCopyMenu(QPoint position);
    void fillCopyMenu(QMenu &menu, const std::shared_ptr<const CallRecord> &call);
    void copy(const QString &code, const CallRecord &call);
    void askForClearing();
    void askForSettings();
    void writeFile(const FileQuestion &question, std::function<QByteArray()> make);
    void tell(const QString &text, Severity severity = Severity::Info);

    const Theme &m_theme;
    DialogService &m_dialogs;
    CallHistory &m_history;
    const SystemClock m_clock;
    Worker m_worker;
    HistoryView *m_view = nullptr;
    SavedView *m_saved = nullptr;
    HistoryDetail *m_detail = nullptr;
    // The call that is wanted in the detail.
    qint64 m_shown = 0;
};

} // namespace uw::ui
