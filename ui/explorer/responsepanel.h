// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"
#include "core/text/bodyfile.h"
#include "ui/explorer/callrunner.h"
#include "ui/explorer/latestjob.h"
#include "ui/explorer/responsevalue.h"
#include "ui/response/valuemenu.h"
#include "ui/widgets/message.h"

#include <QTimer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace uw::ui {

class BodyTable;
class ResponseText;
class BodyTree;
class DialogService;
class EmptyState;
class EventStreamView;
class HeadersTable;
class ImagePane;
class JsonPathBar;
class ResponseCheck;
class ResponseHead;
class SchemaView;
class Theme;
class TimingView;

// What came back: status, latency and size in a line, and the body in many views below; the tab chosen stays from call
// to call. Bodies of any size: each view reads what it shows. GUI thread; owned by the operation panel.
class ResponsePanel final : public QWidget {
    Q_OBJECT

public:
    enum Tab { PrettyTab, RawTab, TreeTab, TableTab, ImageTab, HexTab, EventsTab, SchemaTab, HeadersTab, TimingTab };

    ResponsePanel(const Theme &theme, DialogService &dialogs, QWidget *parent = nullptr);

    // Shows how a call stands; the same answer again changes nothing in its tab.
    void setState(const CallState &state);
    // The name offered when the body is saved, without a suffix.
    void setFileStem(const QString &stem);
    // What the following answers are held against; its operationId goes with the values that are chosen.
    void setOperation(const std::shared_ptr<const openapi::Document> &document,
                      const openapi::OperationSummary &operation);
    // Where laid-out texts too large for memory go.
    void setSpoolFolder(const QString &folder) { m_folder = folder; }

    // As chosen, also while this answer has no such tab.
    [[nodiscard]] Tab currentTab() const { return m_wanted; }
    void setCurrentTab(Tab tab);
    void saveBody();
    // False while there is no text to search.
    bool openFind();
    void openJsonPath();

Q_SIGNALS:
    // The person wants to see or change the key.
    void keyWanted();
    // The stream of events is to end.
    void stopPressed();
    // "Use as…" was chosen for a value of the answer.
    void valueChosen(const uw::ui::ResponseValue &value);
    // A line for the window ("Saved …").
    void messageRequested(const uw::ui::Message &message);

private:
    void makeViews(DialogService &dialogs);
    void makeTabs();
    void layOut();
    void connectViews();
    void showAnswer();
    void forgetAnswer();
    void emptyViews();
    void showBody(const std::shared_ptr<const BodyFile> &body);
    void updateTabs();
    void showTab();
    void fillTab(Tab tab);
    void showProgress();
    void showCheck();
    void choose(const PickedValue &picked);
    [[nodiscard]] QString copyText() const;
    [[nodiscard]] QByteArray contentType() const;
    [[nodiscard]] QString suggestedFile() const;
    [[nodiscard]] Tab shownTab() const;

    const Theme &m_theme;
    DialogService &m_dialogs;
    CallState m_state;
    std::shared_ptr<const Answer> m_shownAnswer;
    // The whole body, and what of it is shown.
    std::shared_ptr<const BodyFile> m_body;
    std::shared_ptr<const BodyFile> m_shownBody;
    Tab m_wanted = PrettyTab;
    QString m_fileStem;
    QString m_folder;
    QString m_operation;
    QTimer m_tick;
    LatestJob<QString> m_writer;

    QStackedWidget *m_pages = nullptr;
    EmptyState *m_empty = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
    ResponseCheck *m_check = nullptr;
    ResponseHead *m_head = nullptr;
    QTabBar *m_tabs = nullptr;
    JsonPathBar *m_path = nullptr;
    QStackedWidget *m_views = nullptr;
    ResponseText *m_pretty = nullptr;
    ResponseText *m_raw = nullptr;
    ResponseText *m_hex = nullptr;
    BodyTree *m_tree = nullptr;
    BodyTable *m_table = nullptr;
    ImagePane *m_image = nullptr;
    EventStreamView *m_events = nullptr;
    SchemaView *m_schema = nullptr;
    HeadersTable *m_headers = nullptr;
    TimingView *m_timing = nullptr;
};

} // namespace uw::ui
