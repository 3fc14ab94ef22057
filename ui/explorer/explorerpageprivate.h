// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/timersource.h"
#include "core/history/finishedcall.h"
#include "ui/explorer/callrunner.h"
#include "ui/explorer/documentbar.h"
#include "ui/explorer/documentloader.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/noticebar.h"
#include "ui/explorer/operationlist.h"
#include "ui/explorer/operationpanel.h"

#include <QHash>
#include <QSet>

QT_BEGIN_NAMESPACE
class QShortcut;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace uw::ui {

class DocumentChanges;
class EmptyState;
class HistoryShelf;
struct FilledRequest;

// The inside of the page: the parts and the wires between them. Nobody but explorerpage*.cpp includes this.
class ExplorerPage::Private final {
public:
    Private(ExplorerPage *page, const ExplorerContext &explorerContext);
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;
    ~Private();

    void makeRightSide();
    void makeShortcuts();
    void connectParts();

    void showDocument(const LoadedDocument &loaded);
    void showFailure(const QString &path, const QString &text);
    void connectDocuments();
    void askForDocument();
    void askForAddress();
    void pasteDocument();
    void refreshDocument();
    void removeDocument();
    void offerFiles();
    void askForFiles();
    void applyNesting();
    // Opens a webhook as a request to our own listener, with the sample of its body.
    void openSample(openapi::OperationDetails webhook, const QString &key);
    void showChanges(const QList<openapi::DocumentChange> &found);
    void showBroken(const std::shared_ptr<const openapi::Document> &older);
    void askForBaseUrl();
    // The list of operations, with history and saved requests beside it when there is a history.
    QWidget *makeShelf(QWidget *parent);
    void connectShelf();
    void showHistory();
    [[nodiscard]] QList<Command> historyCommands() const;
    // The form of what is opened, instead of a call of the history.
    void showOperation();
    [[nodiscard]] FinishedCall currentCall() const;
    void keepCall(const CallEnd &end);
    void saveCurrent();
    void fill(const FilledRequest &request);
    void fillWaiting();
    void openFree(const FilledRequest &request);
    void openOperation(int position, bool enter);
    void keepDraft();
    // `anyway`: in spite of values that do not fit the description.
    void send(bool anyway = false);
    // Asks once before a call to a server that is not the document's usual one; true: wait for the answer.
    bool concernsPerson(const HttpRequest &request, bool anyway);
    void setAsking(bool asks);
    void setAnswerLimit(int mebibytes);
    void askForAnswerLimit();
    void fetchAllPages();
    [[nodiscard]] int positionOf(const QString &operation) const;
    [[nodiscard]] TargetContext targetContext() const;
    [[nodiscard]] QString callKey(int position) const;
    // Of the operation or free request that is open; empty: none.
    [[nodiscard]] QString currentKey() const;
    [[nodiscard]] const openapi::OperationSummary &summary(int position) const
    {
        return document.catalog->operations().at(position);
    }

    ExplorerPage *q;
    ExplorerContext context;
    LoadedDocument document;
    SystemClock clock;
    DocumentLibrary library;
    DocumentLoader loader{library};
    LatestJob<QList<QPair<QString, QStringList>>> brokenJob;
    CallRunner runner;
    SystemTimerSource timers;
    // By document and operation; for the life of the program.
    QHash<QString, OperationDraft> drafts;
    QStringList unasked;
    // The largest answer that is taken.
    static constexpr int largestAnswerLimitMiB = 4096;
    int answerLimitMiB = 512;
    // Origins of servers that a person has agreed to, by document; for the life of the program.
    QSet<QString> agreedServers;
    // Position of the opened operation, -1: none.
    int opened = -1;
    // Of the free request that is open instead.
    QString freeKey;
    // What was filled in for the calls that were made last, by key.
    QHash<QString, FinishedCall> sent;
    // Waits for its document.
    std::unique_ptr<FilledRequest> waiting;
    bool asking = false;
    bool fallingBack = false;
    // Waits for a document.
    QString wantedOperation;
    QStringList wantedExpanded;

    QSplitter *splitter = nullptr;
    DocumentBar *bar = nullptr;
    OperationList *list = nullptr;
    NoticeBar *notice = nullptr;
    QStackedWidget *pages = nullptr;
    EmptyState *nothing = nullptr;
    DocumentChanges *changes = nullptr;
    OperationPanel *panel = nullptr;
    HistoryShelf *shelf = nullptr;
    QShortcut *escape = nullptr;
    std::function<void()> noticeAction; // none: opens a document
};

// Shows the history.
[[nodiscard]] inline QKeySequence historyKeys()
{
    return {Qt::CTRL | Qt::Key_H};
}
enum ExplorerPart { NothingPage, OperationPage, ChangesPage };

// How an operation is named in commands and settings: "POST /v1/projects".
[[nodiscard]] inline QString methodAndPath(const openapi::OperationSummary &operation)
{
    return QString::fromLatin1(operation.method) % u' ' % operation.path;
}

} // namespace uw::ui
