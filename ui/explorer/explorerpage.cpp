// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/explorerpage.h"

#include "core/base/logging.h"
#include "core/runtime/clockifybaseurl.h"
#include "ui/explorer/documentchanges.h"
#include "ui/explorer/explorerpageprivate.h"
#include "ui/explorer/historyshelf.h"
#include "ui/explorer/historyview.h"
#include "ui/explorer/requestpreview.h"
#include "ui/explorer/responsepanel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/emptystate.h"

#include <QBoxLayout>
#include <QDir>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

namespace uw::ui {

namespace {

constexpr int ListWidth = 300;
constexpr int ListMinimumWidth = 200;
constexpr int PanelMinimumWidth = 440;
// Documents that a person has switched the question off for; beyond it the oldest ask again.
constexpr qsizetype keptUnasked = 100;

} // namespace

ExplorerPage::Private::Private(ExplorerPage *page, const ExplorerContext &explorerContext)
    : q(page)
    , context(explorerContext)
    , library({.store = explorerContext.store, .client = &explorerContext.http, .clock = &clock})
    , runner(explorerContext.http, explorerContext.secrets)
    , splitter(new QSplitter(Qt::Horizontal, page))
    , bar(new DocumentBar(explorerContext.theme, page))
    , list(new OperationList(explorerContext.theme, page))
{
    auto *left = new QWidget(page);
    auto *leftColumn = new QVBoxLayout(left);
    leftColumn->setContentsMargins(0, 0, 0, 0);
    leftColumn->setSpacing(0);
    leftColumn->addWidget(bar);
    leftColumn->addWidget(makeShelf(left), 1);
    left->setMinimumWidth(ListMinimumWidth);
    splitter->addWidget(left);
    makeRightSide();
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({ListWidth, 3 * ListWidth});
    auto *outer = new QHBoxLayout(page);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(splitter);
    page->setAcceptDrops(true);
    makeShortcuts();
    connectParts();
    connectShelf();
}

ExplorerPage::Private::~Private() = default;

void ExplorerPage::Private::makeRightSide()
{
    auto *right = new QWidget(q);
    notice = new NoticeBar(context.theme, right);
    pages = new QStackedWidget(right);
    nothing = new EmptyState(context.theme, pages);
    nothing->setIcon(u"explorer");
    nothing->setTitle(tr("Choose an operation"));
    nothing->setText(tr("Type / to search, Enter opens what is found. A file with an OpenAPI description can be "
                        "dropped here."));
    QObject::connect(nothing->addAction(tr("Open document…")), &QPushButton::clicked, q, [this] { askForDocument(); });
    panel = new OperationPanel(context.theme, context.dialogs, context.secrets, pages);
    if (!context.spoolFolder.isEmpty()) {
        BodyFile::sweep(context.spoolFolder);
        panel->response()->setSpoolFolder(context.spoolFolder);
    }
    setAnswerLimit(answerLimitMiB);
    pages->addWidget(nothing);
    pages->addWidget(panel);
    changes = new DocumentChanges(context.theme, pages);
    pages->addWidget(changes);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, Spacing::Small, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addWidget(notice);
    column->addWidget(pages, 1);
    right->setMinimumWidth(PanelMinimumWidth);
    splitter->addWidget(right);
}

void ExplorerPage::Private::makeShortcuts()
{
    const auto add = [this](const QKeySequence &keys, const std::function<void()> &run) {
        auto *shortcut = new QShortcut(keys, q);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(shortcut, &QShortcut::activated, q, run);
        return shortcut;
    };
    add(QKeySequence::Find, [this] {
        if (!panel->openFind())
            list->focusSearch();
    });
    add(QKeySequence(Qt::Key_Slash), [this] { list->focusSearch(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Return), [this] { send(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_Enter), [this] { send(); });
    add(QKeySequence::Open, [this] { askForDocument(); });
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] { panel->formatBody(); });
    escape = add(QKeySequence(Qt::Key_Escape), [this] { runner.cancel(currentKey()); });
    // Only while a call runs: otherwise Escape belongs to fields and lists.
    escape->setEnabled(false);
}

void ExplorerPage::Private::connectParts()
{
    QObject::connect(&loader, &DocumentLoader::started, q, [this](const QString &path) { bar->setLoading(path); });
    QObject::connect(&loader, &DocumentLoader::loaded, q,
                     [this](const LoadedDocument &loaded) { showDocument(loaded); });
    QObject::connect(&loader, &DocumentLoader::failed, q,
                     [this](const QString &path, const QString &text) { showFailure(path, text); });
    connectDocuments();
    QObject::connect(bar, &DocumentBar::askToggled, q, [this](bool asks) { setAsking(asks); });
    QObject::connect(bar, &DocumentBar::baseUrlPressed, q, [this] { askForBaseUrl(); });
    QObject::connect(notice, &NoticeBar::actionPressed, q, [this] {
        if (noticeAction)
            noticeAction();
        else
            askForDocument();
    });
    QObject::connect(list, &OperationList::opened, q,
                     [this](int operation, bool enter) { openOperation(operation, enter); });
    QObject::connect(panel, &OperationPanel::sendPressed, q, [this](bool anyway) { send(anyway); });
    QObject::connect(panel, &OperationPanel::cancelPressed, q, [this] { runner.cancel(currentKey()); });
    QObject::connect(panel, &OperationPanel::fetchAllPressed, q, [this] { fetchAllPages(); });
    QObject::connect(panel->response(), &ResponsePanel::stopPressed, q, [this] { runner.cancel(currentKey()); });
    QObject::connect(panel->response(), &ResponsePanel::messageRequested, q, &ExplorerPage::messageRequested);
    QObject::connect(&runner, &CallRunner::changed, q, [this](const QString &key) {
        if (key.isEmpty() || key != currentKey())
            return;
        const CallState state = runner.state(key);
        escape->setEnabled(state.phase == CallState::Phase::Running);
        panel->setCallState(state);
    });
}

TargetContext ExplorerPage::Private::targetContext() const
{
    return {.clockify = document.isBuiltIn(), .baseUrl = context.baseUrl ? context.baseUrl() : QString()};
}

QString ExplorerPage::Private::callKey(int position) const
{
    return document.path % u'\n' % methodAndPath(summary(position));
}

int ExplorerPage::Private::positionOf(const QString &operation) const
{
    if (!document.document)
        return -1;
    const QList<openapi::OperationSummary> &operations = document.catalog->operations();
    const auto found = std::find_if(operations.begin(), operations.end(), [&operation](const auto &candidate) {
        return candidate.operationId == operation || methodAndPath(candidate) == operation;
    });
    return found == operations.end() ? -1 : int(found - operations.begin());
}

void ExplorerPage::Private::showDocument(const LoadedDocument &loaded)
{
    bar->setLoading({});
    // What led to this document being shown instead is still to be read.
    if (!std::exchange(fallingBack, false))
        notice->hide();
    keepDraft();
    // The same document anew keeps its place.
    if (wantedOperation.isEmpty() && document.path == loaded.path && opened >= 0)
        wantedOperation = methodAndPath(summary(opened));
    if (wantedExpanded.isEmpty() && document.path == loaded.path)
        wantedExpanded = list->expanded();
    opened = -1;
    freeKey.clear();
    document = loaded;
    pages->setCurrentIndex(NothingPage);
    bar->setDocument(document);
    bar->setAsksBeforeWriting(!unasked.contains(document.path));
    applyNesting();
    list->setCatalog(document.catalog);
    if (!wantedExpanded.isEmpty())
        list->setExpanded(std::exchange(wantedExpanded, {}));
    const int position = positionOf(std::exchange(wantedOperation, {}));
    if (position >= 0)
        openOperation(position, false);
    if (document.catalog->operations().isEmpty())
        notice->show(Severity::Info, tr("The document describes no operation. Open another one."),
                     tr("Open document…"));
    offerFiles();
    fillWaiting();
    Q_EMIT q->documentShown();
}

void ExplorerPage::Private::showFailure(const QString &path, const QString &text)
{
    bar->setLoading({});
    qCWarning(uwUi).noquote() << text;
    noticeAction = nullptr;
    notice->show(Severity::Error, text, tr("Open document…"));
    waiting.reset();
    // The first one failed: there is still Clockify's own.
    if (!document.document && path != DocumentLoader::ClockifyPath) {
        fallingBack = true;
        loader.load(DocumentLoader::ClockifyPath);
    }
}

void ExplorerPage::Private::askForBaseUrl()
{
    const TextQuestion question{
        .title = tr("Clockify base URL"),
        .text = tr("Calls of the Clockify API go to this address from the next one on. Left empty, they go to %1.")
                    .arg(context.startBaseUrl()),
        .verb = tr("Use address"),
        .initial = context.baseUrl(),
        .placeholder = context.startBaseUrl(),
        .mayBeEmpty = true,
        .check =
            [](const QString &text) {
                const Result<QString> parsed = ClockifyBaseUrl::parse(text);
                return text.trimmed().isEmpty() || parsed ? QString() : parsed.error().text;
            },
    };
    context.dialogs.askText(q, question, [this](const std::optional<QString> &text) {
        if (!text)
            return;
        if (const Result<void> done = context.setBaseUrl(*text); !done)
            notice->show(Severity::Error, done.error().text);
    });
}

// Larger answers are refused; out of range: the default stays.
void ExplorerPage::Private::setAnswerLimit(int mebibytes)
{
    if (mebibytes >= 1 && mebibytes <= largestAnswerLimitMiB)
        answerLimitMiB = mebibytes;
    const QString folder = context.spoolFolder.isEmpty() ? QDir::tempPath() : context.spoolFolder;
    runner.setSpool(folder, answerLimitMiB * limits::mebibyte);
}

void ExplorerPage::Private::askForAnswerLimit()
{
    const TextQuestion question{
        .title = tr("Largest answer"),
        .text = tr("Answers of more megabytes than this are refused. They lie on disk while they are shown."),
        .verb = tr("Use limit"),
        .initial = QString::number(answerLimitMiB),
        .check =
            [](const QString &text) {
                const int value = text.trimmed().toInt();
                return value >= 1 && value <= largestAnswerLimitMiB
                         ? QString()
                         : tr("Give a whole number from 1 to %1.").arg(largestAnswerLimitMiB);
            },
    };
    context.dialogs.askText(q, question, [this](const std::optional<QString> &text) {
        if (text)
            setAnswerLimit(text->trimmed().toInt());
    });
}

void ExplorerPage::Private::keepDraft()
{
    if (!currentKey().isEmpty())
        drafts.insert(currentKey(), panel->draft());
}

void ExplorerPage::Private::openOperation(int position, bool enter)
{
    if (position != opened) {
        const Result<openapi::OperationDetails> details = document.document->details(summary(position));
        if (!details) {
            notice->show(Severity::Error, details.error().text);
            return;
        }
        keepDraft();
        opened = position;
        freeKey.clear();
        const QString key = callKey(position);
        if (document.catalog->isWebhook(position))
            openSample(*details, key);
        else
            panel->setOperation(*details, drafts.value(key), targetContext());
        panel->response()->setOperation(document.document, summary(position));
        const CallState state = runner.state(key);
        escape->setEnabled(state.phase == CallState::Phase::Running);
        panel->setCallState(state);
        if (shelf)
            shelf->history()->setOperation(historyDocumentName(document.path), summary(position).operationId);
    }
    pages->setCurrentIndex(OperationPage);
    list->setOpened(position);
    if (enter)
        panel->focusForm();
}

void ExplorerPage::Private::send(bool anyway)
{
    if (currentKey().isEmpty() || asking)
        return;
    const std::optional<PreparedCall> call = panel->prepare(anyway);
    if (!call)
        return;
    if (concernsPerson(call->request, anyway))
        return;
    const QString key = currentKey();
    sent.insert(key, currentCall());
    if (!isWriting(call->request.method) || !bar->asksBeforeWriting()) {
        runner.start(key, *call);
        return;
    }
    asking = true;
    // What was shown is what is sent, whatever is typed meanwhile.
    context.dialogs.confirm(q, writeQuestion(panel->operation(), call->request), [this, key, call](bool yes) {
        asking = false;
        if (yes)
            runner.start(key, *call);
    });
}

void ExplorerPage::Private::setAsking(bool asks)
{
    unasked.removeAll(document.path);
    if (!asks)
        unasked << document.path;
    while (unasked.size() > keptUnasked)
        unasked.removeFirst();
}

ExplorerPage::ExplorerPage(const ExplorerContext &context, QWidget *parent)
    : Page(parent)
    , d(std::make_unique<Private>(this, context))
{
    refreshBaseUrl();
    d->library.load();
    d->loader.load(DocumentLoader::ClockifyPath);
}

ExplorerPage::~ExplorerPage() = default;

QString ExplorerPage::title() const
{
    return tr("Explorer");
}

void ExplorerPage::openDocument(const QString &path)
{
    d->loader.load(path);
}

void ExplorerPage::openOperation(const QString &operation)
{
    const int position = d->positionOf(operation);
    if (position >= 0)
        d->openOperation(position, true);
    else if (!d->document.document)
        d->wantedOperation = operation;
}

void ExplorerPage::refreshBaseUrl()
{
    if (d->context.setBaseUrl)
        d->bar->setBaseUrl(d->context.baseUrl());
    if (d->opened >= 0)
        d->panel->setContext(d->targetContext());
}

void ExplorerPage::saveState(QSettings &settings) const
{
    settings.setValue(u"splitter"_qs, d->splitter->saveState());
    settings.setValue(u"requestSplitter"_qs, d->panel->splitterState());
    settings.setValue(u"answerTab"_qs, int(d->panel->response()->currentTab()));
    settings.setValue(u"recentDocuments"_qs, d->bar->recent());
    settings.setValue(u"writeWithoutAsking"_qs, d->unasked);
    settings.setValue(u"largestAnswerMiB"_qs, d->answerLimitMiB);
    settings.setValue(u"hideDeprecated"_qs, d->bar->hidesDeprecated());
    // Closed before a document was there: what was kept last time still counts.
    if (!d->document.document)
        return;
    settings.setValue(u"document"_qs, d->document.isBuiltIn() ? QString() : d->document.path);
    settings.setValue(u"operation"_qs, d->opened >= 0 ? methodAndPath(d->summary(d->opened)) : QString());
    settings.setValue(u"expanded"_qs, d->list->expanded());
}

void ExplorerPage::restoreState(QSettings &settings)
{
    d->splitter->restoreState(settings.value(u"splitter"_qs).toByteArray());
    d->panel->restoreSplitter(settings.value(u"requestSplitter"_qs).toByteArray());
    d->panel->response()->setCurrentTab(ResponsePanel::Tab(settings.value(u"answerTab"_qs, 0).toInt()));
    d->bar->setRecent(settings.value(u"recentDocuments"_qs).toStringList());
    d->unasked = settings.value(u"writeWithoutAsking"_qs).toStringList();
    d->setAnswerLimit(settings.value(u"largestAnswerMiB"_qs, d->answerLimitMiB).toInt());
    d->bar->setHidesDeprecated(settings.value(u"hideDeprecated"_qs).toBool());
    d->list->setHidesDeprecated(d->bar->hidesDeprecated());
    d->wantedOperation = settings.value(u"operation"_qs).toString();
    d->wantedExpanded = settings.value(u"expanded"_qs).toStringList();
    const QString path = settings.value(u"document"_qs).toString();
    if (!path.isEmpty())
        d->loader.load(path);
    else if (d->document.document)
        d->showDocument(LoadedDocument(d->document));
}

void ExplorerPage::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void ExplorerPage::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() != 1 || !urls.first().isLocalFile())
        return;
    event->acceptProposedAction();
    d->loader.load(urls.first().toLocalFile());
}

} // namespace uw::ui
