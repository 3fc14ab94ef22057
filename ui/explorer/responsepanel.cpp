// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/responsepanel.h"

#include "core/text/contenttype.h"
#include "ui/explorer/responsecheck.h"
#include "ui/explorer/timingview.h"
#include "ui/response/bodytable.h"
#include "ui/response/bodytree.h"
#include "ui/response/eventstreamview.h"
#include "ui/response/imagepane.h"
#include "ui/response/jsonpathbar.h"
#include "ui/response/responsehead.h"
#include "ui/response/responsetext.h"
#include "ui/response/schemaview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/longtextfind.h"
#include "ui/widgets/longtextview.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDir>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTabBar>

namespace uw::ui {

namespace {

constexpr int tickMs = 100;
// Below it a call answers before progress could be read.
constexpr qint64 showProgressAfterMs = 200;
constexpr int ProgressHeight = 3;
// Looked at to tell what a body is.
constexpr qint64 sampleBytes = 64;

enum Page { EmptyPage, AnswerPage };

bool looksLikeJson(const QByteArray &contentType, const QByteArray &start)
{
    const QByteArray text = start.trimmed();
    return ContentType::read(contentType).saysJson() || text.startsWith('{') || text.startsWith('[');
}

} // namespace

ResponsePanel::ResponsePanel(const Theme &theme, DialogService &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_folder(QDir::tempPath())
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(theme, this))
    , m_progress(new QProgressBar(this))
    , m_progressText(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_check(new ResponseCheck(this))
    , m_head(new ResponseHead(theme, this))
    , m_tabs(new QTabBar(this))
    , m_path(new JsonPathBar(theme, this))
    , m_views(new QStackedWidget(this))
{
    makeViews(dialogs);
    makeTabs();
    layOut();
    connectViews();
    m_tick.setInterval(tickMs);
    setState({});
}

void ResponsePanel::makeViews(DialogService &dialogs)
{
    m_pretty = new ResponseText(m_theme, TextForm::Pretty, this);
    m_pretty->setObjectName(QStringLiteral("prettyBody"));
    m_pretty->pane()->view()->setAccessibleName(tr("Body, laid out"));
    m_raw = new ResponseText(m_theme, TextForm::Raw, this);
    m_raw->setObjectName(QStringLiteral("rawBody"));
    m_raw->pane()->view()->setAccessibleName(tr("Body as it came"));
    m_hex = new ResponseText(m_theme, TextForm::Hex, this);
    m_hex->setObjectName(QStringLiteral("hexBody"));
    m_hex->pane()->view()->setAccessibleName(tr("Body in hexadecimal numbers"));
    m_tree = new BodyTree(m_theme, this);
    m_table = new BodyTable(m_theme, dialogs, this);
    m_image = new ImagePane(m_theme, this);
    m_events = new EventStreamView(m_theme, this);
    m_schema = new SchemaView(m_theme, this);
    m_headers = new HeadersTable(m_theme, this);
    m_headers->setFrameShape(QFrame::NoFrame);
    m_timing = new TimingView(m_theme, this);
    // In the order of the tabs.
    const std::initializer_list<QWidget *> views{m_pretty, m_raw,    m_tree,   m_table,   m_image,
                                                 m_hex,    m_events, m_schema, m_headers, m_timing};
    for (QWidget *view : views)
        m_views->addWidget(view);
}

void ResponsePanel::makeTabs()
{
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setAccessibleName(tr("Views of the answer"));
    for (const QString &title : {tr("Pretty"), tr("Raw"), tr("Tree"), tr("Table"), tr("Image"), tr("Hex"), tr("Events"),
                                 tr("Schema"), tr("Headers"), tr("Timing")})
        m_tabs->addTab(title);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this](int tab) {
        if (tab >= 0)
            setCurrentTab(Tab(tab));
    });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) {
        // By keyboard; a tab that was hidden takes nothing with it.
        if (m_tabs->hasFocus())
            m_wanted = Tab(tab);
        showTab();
    });
}

void ResponsePanel::layOut()
{
    m_progress->setRange(0, m_theme.animationsAllowed() ? 0 : 1);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(ProgressHeight);
    m_progress->setAccessibleName(tr("Call in progress"));
    m_progressText->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Medium, Spacing::Tiny);
    auto *answer = new QWidget(this);
    auto *answerColumn = new QVBoxLayout(answer);
    answerColumn->setContentsMargins(0, 0, 0, 0);
    answerColumn->setSpacing(0);
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(Spacing::Small, 0, Spacing::Small, 0);
    tabRow->addWidget(m_tabs, 1);
    answerColumn->addWidget(m_head);
    answerColumn->addLayout(tabRow);
    answerColumn->addWidget(m_path);
    answerColumn->addWidget(m_views, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(answer);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_progress);
    column->addWidget(m_progressText);
    column->addWidget(m_pages, 1);
}

void ResponsePanel::connectViews()
{
    connect(&m_tick, &QTimer::timeout, this, &ResponsePanel::showProgress);
    connect(m_head, &ResponseHead::savePressed, this, &ResponsePanel::saveBody);
    connect(m_head, &ResponseHead::keyPressed, this, &ResponsePanel::keyWanted);
    connect(m_head, &ResponseHead::narrowPressed, this, &ResponsePanel::openJsonPath);
    connect(m_head, &ResponseHead::verdictPressed, this, [this] { setCurrentTab(SchemaTab); });
    connect(m_check, &ResponseCheck::checked, this, &ResponsePanel::showCheck);
    connect(m_events, &EventStreamView::stopPressed, this, &ResponsePanel::stopPressed);
    m_head->copyButton()->setSource([this] { return copyText(); });
    for (ResponseText *text : {m_pretty, m_raw, m_hex}) {
        connect(m_head, &ResponseHead::wrapToggled, text->pane(), &LongTextPane::setWrapping);
        connect(text, &ResponseText::valueChosen, this, &ResponsePanel::choose);
        connect(text->pane(), &LongTextPane::copyRefused, this, [this](qint64 bytes) {
            Q_EMIT messageRequested(
                {.text = tr("%1 are too much for the clipboard. Save the body instead.").arg(longSize(bytes)),
                 .severity = Severity::Warning});
        });
    }
    connect(m_tree, &BodyTree::valueChosen, this, &ResponsePanel::choose);
    connect(m_table, &BodyTable::valueChosen, this, &ResponsePanel::choose);
    connect(m_table, &BodyTable::messageRequested, this, &ResponsePanel::messageRequested);
    connect(m_path, &JsonPathBar::bodyChanged, this, &ResponsePanel::showBody);
}

void ResponsePanel::setFileStem(const QString &stem)
{
    m_fileStem = stem;
    m_table->setFileStem(stem);
}

void ResponsePanel::setState(const CallState &state)
{
    m_state = state;
    const bool running = state.phase == CallState::Phase::Running;
    if (running)
        m_tick.start();
    else
        m_tick.stop();
    showProgress();
    const bool failed = state.phase == CallState::Phase::Failed;
    const bool cancelled = state.phase == CallState::Phase::Cancelled;
    if (state.answer && !failed && !cancelled) {
        m_pages->setCurrentIndex(AnswerPage);
        showAnswer();
        return;
    }
    if (!state.answer)
        forgetAnswer();
    m_pages->setCurrentIndex(EmptyPage);
    m_empty->setIcon(failed ? u"error" : u"send");
    if (failed)
        m_empty->setTitle(tr("No answer"));
    else if (cancelled)
        m_empty->setTitle(tr("Cancelled"));
    else
        m_empty->setTitle(running ? tr("Waiting for the answer") : tr("Nothing sent yet"));
    if (failed || cancelled)
        m_empty->setText(state.problem);
    else
        m_empty->setText(running ? QString() : tr("Fill in what is marked with * and press Send (Ctrl+Enter)."));
}

void ResponsePanel::showProgress()
{
    const bool shown = m_state.phase == CallState::Phase::Running && m_state.elapsed.elapsed() >= showProgressAfterMs;
    m_progress->setVisible(shown);
    m_progressText->setVisible(shown);
    if (!shown)
        return;
    const QString seconds = QLocale().toString(double(m_state.elapsed.elapsed()) / 1000, 'f', 1);
    m_progressText->setText(m_state.received && *m_state.received > 0
                                ? tr("Receiving from %1… %2 in %3 s. Escape cancels.")
                                      .arg(m_state.host, longSize(*m_state.received), seconds)
                                : tr("Waiting for %1… %2 s. Escape cancels.").arg(m_state.host, seconds));
}

void ResponsePanel::showAnswer()
{
    const std::shared_ptr<const Answer> answer = m_state.answer;
    m_events->setEvents(answer->events, m_state.isStreaming);
    if (std::exchange(m_shownAnswer, answer) == answer)
        return;
    const HttpResponse &response = answer->response;
    m_body = response.file ? response.file : std::make_shared<const BodyFile>(response.body);
    m_head->setResponse(response, m_body->size());
    m_tabs->setTabText(HeadersTab, tr("Headers %1").arg(response.headers.size()));
    KeyOfCall key{.sent = answer->keySent};
    if (answer->key)
        key = {answer->key->header, answer->key->origin, answer->key->isPrivate, answer->keySent};
    bool aboutKey = false;
    QString hint = hintOf(response, key, &aboutKey);
    if (hint.isEmpty())
        hint = m_state.problem;
    m_head->setHint(hint, aboutKey);
    m_headers->setHeaders(response.headers);
    m_timing->setTiming(response.timing);
    m_check->check(answer, m_body);
    m_path->setBody(m_body, m_folder);
    showBody(m_body);
}

// So that the file of its body goes with it.
void ResponsePanel::forgetAnswer()
{
    if (!std::exchange(m_shownAnswer, nullptr))
        return;
    m_events->setEvents({}, false);
    m_path->setBody({}, m_folder);
    m_body.reset();
    m_shownBody.reset();
    emptyViews();
}

void ResponsePanel::emptyViews()
{
    for (ResponseText *text : {m_pretty, m_raw, m_hex})
        text->setBody({}, {}, m_folder);
    m_tree->setBody({});
    m_table->setBody({});
    m_image->setBody({});
}

void ResponsePanel::showBody(const std::shared_ptr<const BodyFile> &body)
{
    m_shownBody = body;
    // What is not looked at now does not hold the body before this one.
    emptyViews();
    updateTabs();
    showTab();
}

QByteArray ResponsePanel::contentType() const
{
    // What a JSONPath selects is JSON, whatever the whole said to be.
    return m_path->isNarrowing() ? QByteArray("application/json")
                                 : headerValue(m_shownAnswer->response.headers, "Content-Type");
}

void ResponsePanel::updateTabs()
{
    const QByteArray type = contentType();
    const QByteArray start = m_shownBody->read(0, sampleBytes);
    const bool isJson = looksLikeJson(type, start);
    const QSignalBlocker quiet(m_tabs);
    m_tabs->setTabVisible(TreeTab, isJson);
    m_tabs->setTabVisible(TableTab, isJson);
    m_tabs->setTabVisible(ImageTab, ImagePane::isPicture(type, start));
    m_tabs->setTabVisible(EventsTab, m_shownAnswer->events != nullptr);
    Tab usual = PrettyTab;
    if (m_tabs->isTabVisible(EventsTab))
        usual = EventsTab;
    else if (m_tabs->isTabVisible(ImageTab))
        usual = ImageTab;
    m_tabs->setCurrentIndex(m_wanted == PrettyTab || !m_tabs->isTabVisible(m_wanted) ? usual : m_wanted);
}

ResponsePanel::Tab ResponsePanel::shownTab() const
{
    return Tab(m_tabs->currentIndex());
}

void ResponsePanel::setCurrentTab(Tab tab)
{
    if (tab < PrettyTab || tab > TimingTab)
        return;
    m_wanted = tab;
    if (m_tabs->isTabVisible(tab))
        m_tabs->setCurrentIndex(tab);
    showTab();
}

void ResponsePanel::showTab()
{
    if (!m_shownAnswer)
        return;
    const Tab tab = shownTab();
    const bool isText = tab == PrettyTab || tab == RawTab;
    const bool isJson = m_tabs->isTabVisible(TreeTab);
    m_head->setTools(isText, isText || tab == HexTab || tab == TableTab || tab == HeadersTab,
                     isJson && tab < EventsTab);
    fillTab(tab);
    m_views->setCurrentIndex(tab);
}

// A view gets the body when it is looked at.
void ResponsePanel::fillTab(Tab tab)
{
    switch (tab) {
    case PrettyTab:
        m_pretty->setBody(m_shownBody, contentType(), m_folder);
        break;
    case RawTab:
        m_raw->setBody(m_shownBody, contentType(), m_folder);
        break;
    case HexTab:
        m_hex->setBody(m_shownBody, contentType(), m_folder);
        break;
    case TreeTab:
        m_tree->setBody(m_shownBody);
        break;
    case TableTab:
        m_table->setBody(m_shownBody);
        break;
    case ImageTab:
        m_image->setBody(m_shownBody);
        break;
    case EventsTab:
    case SchemaTab:
    case HeadersTab:
    case TimingTab:
        break;
    }
}

void ResponsePanel::setOperation(const std::shared_ptr<const openapi::Document> &document,
                                 const openapi::OperationSummary &operation)
{
    m_operation = operation.operationId;
    m_check->setOperation(document, operation);
}

void ResponsePanel::showCheck()
{
    const openapi::ResponseReport &report = m_check->report();
    m_head->setVerdict(verdictText(report), report.faults() > 0 ? Severity::Warning : Severity::Success,
                       tr("Show how the answer fits its description"));
    m_schema->setReport(report, m_check->drift());
}

void ResponsePanel::choose(const PickedValue &picked)
{
    Q_EMIT valueChosen({picked.value, m_path->wholePointer(picked.pointer), m_operation});
}

QString ResponsePanel::copyText() const
{
    switch (shownTab()) {
    case HeadersTab:
        return m_headers->copyText();
    case TableTab:
        return m_table->copyText();
    case RawTab:
        return m_raw->pane()->allText();
    case HexTab:
        return m_hex->pane()->allText();
    default:
        return m_pretty->pane()->allText();
    }
}

bool ResponsePanel::openFind()
{
    if (m_pages->currentIndex() != AnswerPage)
        return false;
    const Tab tab = shownTab();
    if (tab != PrettyTab && tab != RawTab && tab != HexTab)
        setCurrentTab(PrettyTab);
    ResponseText *text = shownTab() == RawTab ? m_raw : shownTab() == HexTab ? m_hex : m_pretty;
    text->pane()->openFind();
    return true;
}

void ResponsePanel::openJsonPath()
{
    if (m_pages->currentIndex() == AnswerPage && m_tabs->isTabVisible(TreeTab))
        m_path->open();
}

QString ResponsePanel::suggestedFile() const
{
    const QByteArray type = headerValue(m_state.answer->response.headers, "Content-Type");
    const QString name = QString::fromLatin1(type).section(u';', 0, 0).trimmed().toLower();
    QString suffix = QMimeDatabase().mimeTypeForName(name).preferredSuffix();
    if (suffix.isEmpty())
        suffix = name.endsWith(u"json") ? u"json"_qs : u"bin"_qs;
    return (m_fileStem.isEmpty() ? tr("answer") : m_fileStem) % u'.' % suffix;
}

void ResponsePanel::saveBody()
{
    if (!m_state.answer)
        return;
    const FileQuestion question{
        .title = tr("Save the body"), .suggestedName = suggestedFile(), .filter = tr("All files (*)")};
    // What was shown when it was asked for: another answer may come while the dialog is open.
    m_dialogs.askSaveFile(this, question, [this, body = m_body](const QString &path) {
        if (path.isEmpty())
            return;
        const auto write = [body, path] {
            const Result<void> written = body->copyTo(path);
            return written ? QString() : written.error().text;
        };
        m_writer.start(write, [this, path](const QString &problem) {
            const QString done = tr("Saved the body as %1.").arg(QFileInfo(path).fileName());
            Q_EMIT messageRequested(savedMessage(done, path, problem));
        });
    });
}

} // namespace uw::ui
