// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/responsepanel.h"

#include "ui/explorer/timingview.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/format.h"
#include "ui/widgets/headerstable.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/message.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QMimeDatabase>
#include <QProgressBar>
#include <QPushButton>
#include <QSaveFile>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>

namespace uw::ui {

namespace {

constexpr int tickMs = 100;
// Below it a call answers before progress could be read.
constexpr qint64 showProgressAfterMs = 200;
// A body this large is laid out long enough to say so.
constexpr qsizetype noteWhileLayingOut = 1024 * 1024;
constexpr int ProgressHeight = 3;

enum Page { EmptyPage, AnswerPage };
enum View { TextView, HeadersView, TimingsView };

QToolButton *makeTool(const Theme &theme, QStringView icon, const QString &what, QWidget *parent)
{
    auto *tool = new QToolButton(parent);
    tool->setIcon(theme.icon(icon));
    tool->setToolTip(what);
    tool->setAccessibleName(what);
    tool->setAutoRaise(true);
    return tool;
}

} // namespace

ResponsePanel::ResponsePanel(const Theme &theme, DialogService &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(theme, this))
    , m_progress(new QProgressBar(this))
    , m_progressText(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_views(new QStackedWidget(this))
    , m_text(new JsonView(theme, this))
    , m_note(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_headers(new HeadersTable(theme, this))
    , m_timing(new TimingView(theme, this))
{
    m_text->setObjectName(QStringLiteral("responseText"));
    m_progress->setRange(0, theme.animationsAllowed() ? 0 : 1);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(ProgressHeight);
    m_progress->setAccessibleName(tr("Call in progress"));
    m_progressText->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Medium, Spacing::Tiny);
    m_note->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Medium, Spacing::Tiny);
    m_note->setWordWrap(true);
    m_note->hide();

    auto *text = new QWidget(this);
    auto *textColumn = new QVBoxLayout(text);
    textColumn->setContentsMargins(0, 0, 0, 0);
    textColumn->setSpacing(0);
    textColumn->addWidget(m_note);
    textColumn->addWidget(m_text, 1);
    m_views->addWidget(text);
    m_views->addWidget(m_headers);
    m_views->addWidget(m_timing);
    m_text->setPlaceholderText(tr("The answer has no body."));
    m_headers->setFrameShape(QFrame::NoFrame);

    auto *answer = new QWidget(this);
    auto *answerColumn = new QVBoxLayout(answer);
    answerColumn->setContentsMargins(0, 0, 0, 0);
    answerColumn->setSpacing(0);
    answerColumn->addWidget(makeHead());
    answerColumn->addWidget(m_hintLine);
    answerColumn->addWidget(m_views, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(answer);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_progress);
    column->addWidget(m_progressText);
    column->addWidget(m_pages, 1);

    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &ResponsePanel::showProgress);
    setState({});
}

QWidget *ResponsePanel::makeHead()
{
    auto *head = new QWidget(this);
    m_status = new BadgeLabel(m_theme, head);
    m_facts = new TextLabel(m_theme, TextRole::Body, ColorRole::SecondaryText, {}, head);
    m_tabs = new QTabBar(head);
    m_tabs->setDrawBase(false);
    m_tabs->setAccessibleName(tr("Views of the answer"));
    for (const QString &title : {tr("Pretty"), tr("Raw"), tr("Headers"), tr("Timing")})
        m_tabs->addTab(title);
    m_wrap = makeTool(m_theme, u"wrap", tr("Wrap long lines"), head);
    m_wrap->setCheckable(true);
    m_copy = new CopyButton(m_theme, tr("Copy what is shown"), head);
    m_copy->setSource([this] { return currentTab() == HeadersTab ? m_headers->copyText() : m_text->text(); });
    m_save = makeTool(m_theme, u"save", tr("Save the body as a file"), head);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    row->setSpacing(Spacing::Tiny);
    row->addWidget(m_status);
    row->addSpacing(Spacing::Small);
    row->addWidget(m_facts, 1);
    row->addWidget(m_tabs);
    row->addSpacing(Spacing::Small);
    row->addWidget(m_wrap);
    row->addWidget(m_copy);
    row->addWidget(m_save);
    m_facts->setMinimumWidth(0);
    m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);

    m_hintLine = new QWidget(this);
    m_hintText = new TextLabel(m_theme, TextRole::Body, ColorRole::Text, {}, m_hintLine);
    m_hintText->setWordWrap(true);
    m_hintAction = new QPushButton(tr("Change the key"), m_hintLine);
    auto *hintRow = new QHBoxLayout(m_hintLine);
    hintRow->setContentsMargins(Spacing::Medium, 0, Spacing::Small, Spacing::Tiny);
    hintRow->addWidget(m_hintText, 1);
    hintRow->addWidget(m_hintAction);
    m_hintLine->hide();

    connect(m_tabs, &QTabBar::currentChanged, this, &ResponsePanel::showTab);
    connect(m_wrap, &QToolButton::toggled, this, &ResponsePanel::toggleWrapping);
    connect(m_save, &QToolButton::clicked, this, &ResponsePanel::saveBody);
    connect(m_hintAction, &QPushButton::clicked, this, &ResponsePanel::keyWanted);
    return head;
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
    if (shown) {
        m_progressText->setText(
            tr("Waiting for %1… %2 s. Escape cancels.")
                .arg(m_state.host, QLocale().toString(double(m_state.elapsed.elapsed()) / 1000, 'f', 1)));
    }
}

void ResponsePanel::showAnswer()
{
    const Answer &answer = *m_state.answer;
    const HttpResponse &response = answer.response;
    m_status->setBadge(statusBadge(response.status, QString::fromLatin1(response.reason)));
    m_facts->setText(tr("%1 · %2", "duration and size of an answer")
                         .arg(durationText(response.timing.totalMs), shortSize(response.body.size())));
    m_facts->setToolTip(timingText(response.timing));
    m_tabs->setTabText(HeadersTab, tr("Headers %1").arg(response.headers.size()));
    bool aboutKey = false;
    const QString text = hint(&aboutKey);
    setHint(text, aboutKey);
    showTab();
}

QString ResponsePanel::hint(bool *aboutKey) const
{
    const Answer &answer = *m_state.answer;
    const HttpResponse &response = answer.response;
    const auto value = [&response](const char *name) {
        return QString::fromUtf8(headerValue(response.headers, name)).trimmed();
    };
    *aboutKey = response.status == 401 && answer.key && answer.key->isPrivate;
    if (*aboutKey) {
        return answer.keySent
                 ? tr("The server refused the stored %1. Store another one.").arg(answer.key->header)
                 : tr("No %1 is stored for %2. Store one and send again.").arg(answer.key->header, answer.key->origin);
    }
    if (response.status == 403 && answer.keySent)
        return tr("The server knows the key, but its owner may not do this. Use the key of somebody who may.");
    if (response.status == 429) {
        const QString after = value("Retry-After");
        return after.isEmpty()
                 ? tr("Too many calls in a short time. Wait a moment, then send again.")
                 : tr("Too many calls in a short time. Send again after: %1.", "seconds or a date").arg(after);
    }
    if (response.status >= 300 && response.status < 400 && !value("Location").isEmpty())
        return tr("The server sends on to %1, which was not followed.").arg(value("Location"));
    return {};
}

void ResponsePanel::setHint(const QString &text, bool aboutKey)
{
    m_hintText->setText(text);
    m_hintAction->setVisible(aboutKey);
    m_hintLine->setVisible(!text.isEmpty());
}

ResponsePanel::Tab ResponsePanel::currentTab() const
{
    return Tab(m_tabs->currentIndex());
}

void ResponsePanel::setCurrentTab(Tab tab)
{
    if (tab >= PrettyTab && tab <= TimingTab)
        m_tabs->setCurrentIndex(tab);
}

void ResponsePanel::showTab()
{
    const Tab tab = currentTab();
    const bool isBody = tab == PrettyTab || tab == RawTab;
    m_wrap->setVisible(isBody);
    m_copy->setVisible(tab != TimingTab);
    if (!m_state.answer || (m_shownAnswer == m_state.answer && m_shownTab == tab))
        return;
    m_shownAnswer = m_state.answer;
    m_shownTab = tab;
    m_formatter.drop();
    if (tab == HeadersTab) {
        m_headers->setHeaders(m_shownAnswer->response.headers);
        m_views->setCurrentIndex(HeadersView);
    } else if (tab == TimingTab) {
        m_timing->setTiming(m_shownAnswer->response.timing);
        m_views->setCurrentIndex(TimingsView);
    } else {
        m_views->setCurrentIndex(TextView);
        showBody(tab == PrettyTab ? BodyForm::Pretty : BodyForm::Raw);
    }
}

void ResponsePanel::showBody(BodyForm form)
{
    const QByteArray body = m_shownAnswer->response.body;
    const QByteArray type = headerValue(m_shownAnswer->response.headers, "Content-Type");
    if (body.size() > noteWhileLayingOut) {
        m_text->clear();
        m_note->setText(tr("Laying out %1…", "size of a body").arg(shortSize(body.size())));
        m_note->show();
    }
    m_formatter.start([body, type, form] { return formatBody(body, type, form); },
                      [this](const BodyText &text) {
                          m_note->setText(text.note);
                          m_note->setVisible(!text.note.isEmpty());
                          m_text->setText(text.text, text.syntax);
                      });
}

void ResponsePanel::toggleWrapping(bool wrap)
{
    m_text->setWrapping(wrap);
}

void ResponsePanel::openFind()
{
    if (m_pages->currentIndex() == AnswerPage && m_views->currentIndex() == TextView)
        m_text->openFind();
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
    m_dialogs.askSaveFile(this, question, [this, body = m_state.answer->response.body](const QString &path) {
        if (!path.isEmpty())
            writeFile(path, body);
    });
}

void ResponsePanel::writeFile(const QString &path, const QByteArray &body)
{
    const auto write = [body, path]() -> QString {
        QSaveFile file(path);
        if (file.open(QIODevice::WriteOnly) && file.write(body) == body.size() && file.commit())
            return {};
        return file.errorString();
    };
    m_writer.start(write, [this, path](const QString &problem) {
        const QString name = QFileInfo(path).fileName();
        if (problem.isEmpty())
            Q_EMIT messageRequested({.text = tr("Saved the body as %1.").arg(name), .severity = Severity::Success});
        else
            Q_EMIT messageRequested(
                {.text = tr("%1 could not be written: %2. Choose another folder.").arg(name, problem),
                 .severity = Severity::Error});
    });
}

} // namespace uw::ui
