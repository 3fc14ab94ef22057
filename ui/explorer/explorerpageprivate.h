// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/explorer/callrunner.h"
#include "ui/explorer/documentbar.h"
#include "ui/explorer/documentloader.h"
#include "ui/explorer/explorerpage.h"
#include "ui/explorer/noticebar.h"
#include "ui/explorer/operationlist.h"
#include "ui/explorer/operationpanel.h"

#include <QHash>

QT_BEGIN_NAMESPACE
class QShortcut;
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace uw::ui {

class EmptyState;

// The inside of the page: the parts and the wires between them. Nobody but explorerpage*.cpp includes this.
class ExplorerPage::Private final {
public:
    Private(ExplorerPage *page, const ExplorerContext &explorerContext);
    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    void makeRightSide();
    void makeShortcuts();
    void connectParts();

    void showDocument(const LoadedDocument &loaded);
    void showFailure(const QString &path, const QString &text);
    void askForDocument();
    void askForBaseUrl();
    void openOperation(int position, bool enter);
    void keepDraft();
    // `anyway`: in spite of values that do not fit the description.
    void send(bool anyway = false);
    void setAsking(bool asks);
    [[nodiscard]] int positionOf(const QString &operation) const;
    [[nodiscard]] TargetContext targetContext() const;
    [[nodiscard]] QString callKey(int position) const;
    [[nodiscard]] const openapi::OperationSummary &summary(int position) const
    {
        return document.catalog->operations().at(position);
    }

    ExplorerPage *q;
    ExplorerContext context;
    LoadedDocument document;
    DocumentLoader loader;
    CallRunner runner;
    // By document and operation; for the life of the program.
    QHash<QString, OperationDraft> drafts;
    QStringList unasked;
    // Position of the opened operation, -1: none.
    int opened = -1;
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
    OperationPanel *panel = nullptr;
    QShortcut *escape = nullptr;
};

// How an operation is named in commands and settings: "POST /v1/projects".
[[nodiscard]] inline QString methodAndPath(const openapi::OperationSummary &operation)
{
    return QString::fromLatin1(operation.method) % u' ' % operation.path;
}

} // namespace uw::ui
