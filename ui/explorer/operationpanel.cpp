// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/operationpanel.h"

#include "ui/explorer/authpanel.h"
#include "ui/explorer/bodyeditor.h"
#include "ui/explorer/headerfields.h"
#include "ui/explorer/operationhead.h"
#include "ui/explorer/parameterform.h"
#include "ui/explorer/requestpreview.h"
#include "ui/explorer/responsepanel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/textlabel.h"

#include <QApplication>
#include <QBoxLayout>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>

#include <algorithm>
#include <limits>

namespace uw::ui {

namespace {

// The line is only looked at: it may follow the typing a moment later.
constexpr int curlDelayMs = 60;
constexpr int RequestShare = 5;
constexpr int ResponseShare = 4;

enum ParamsPage { FormPage, NoParamsPage };

// The parameters, those of the path in the order in which it names them.
QList<openapi::Parameter> inPathOrder(const openapi::OperationDetails &operation)
{
    const auto place = [&path = operation.summary.path](const openapi::Parameter &parameter) {
        // All others stay behind them, in the document's order.
        return parameter.location == openapi::ParameterLocation::Path ? path.indexOf(u'{' + parameter.name + u'}')
                                                                      : std::numeric_limits<qsizetype>::max();
    };
    QList<openapi::Parameter> parameters = operation.parameters;
    std::stable_sort(parameters.begin(), parameters.end(),
                     [place](const auto &a, const auto &b) { return place(a) < place(b); });
    return parameters;
}

} // namespace

OperationPanel::OperationPanel(const Theme &theme, DialogService &dialogs, SecretStore &secrets, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_splitter(new QSplitter(Qt::Vertical, this))
    , m_head(new OperationHead(theme, this))
    , m_tabs(new QTabWidget(this))
    , m_response(new ResponsePanel(theme, dialogs, this))
{
    makeTabs(dialogs, secrets);
    auto *request = new QWidget(this);
    auto *requestColumn = new QVBoxLayout(request);
    requestColumn->setContentsMargins(0, 0, 0, 0);
    requestColumn->setSpacing(0);
    requestColumn->addWidget(m_head);
    requestColumn->addWidget(m_tabs, 1);
    m_splitter->addWidget(request);
    m_splitter->addWidget(m_response);
    m_splitter->setStretchFactor(0, RequestShare);
    m_splitter->setStretchFactor(1, ResponseShare);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);

    m_curlDelay.setSingleShot(true);
    m_curlDelay.setInterval(curlDelayMs);
    connect(&m_curlDelay, &QTimer::timeout, this, &OperationPanel::updateCurl);
    connect(m_head, &OperationHead::sendPressed, this, [this] { Q_EMIT sendPressed(false); });
    connect(m_head, &OperationHead::sendAnywayPressed, this, [this] { Q_EMIT sendPressed(true); });
    connect(m_head, &OperationHead::cancelPressed, this, &OperationPanel::cancelPressed);
    connect(m_head, &OperationHead::fetchAllPressed, this, &OperationPanel::fetchAllPressed);
    connect(m_head, &OperationHead::serverChanged, this, &OperationPanel::serverEdited);
    connect(m_form, &ParameterForm::edited, this, &OperationPanel::edited);
    connect(m_body, &BodyEditor::edited, this, &OperationPanel::edited);
    connect(m_headers, &HeaderFields::edited, this, &OperationPanel::edited);
    connect(m_auth, &AuthPanel::statusChanged, this, &OperationPanel::updateTabs);
    connect(m_response, &ResponsePanel::keyWanted, this, &OperationPanel::showKey);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this](int tab) {
        m_tabChosen = m_tabChosen || !m_filling;
        if (tab == CurlTab)
            updateCurl();
        else if (tab == AuthTab)
            m_auth->refresh();
    });
}

void OperationPanel::makeTabs(DialogService &dialogs, SecretStore &secrets)
{
    m_form = new ParameterForm(m_theme, this);
    m_params = new QStackedWidget(this);
    auto *none = new EmptyState(m_theme, m_params);
    none->setTitle(tr("This operation takes no parameters"));
    none->setText(tr("Press Send to call it."));
    m_params->addWidget(m_form);
    m_params->addWidget(none);
    m_body = new BodyEditor(m_theme, this);
    m_auth = new AuthPanel(m_theme, dialogs, secrets, this);
    m_headers = new HeaderFields(m_theme, this);

    auto *curlPage = new QWidget(this);
    m_curl = new JsonView(m_theme, curlPage);
    m_curl->setWrapping(true);
    m_curl->editor()->setAccessibleName(tr("The request as a curl command"));
    auto *copy = new CopyButton(m_theme, tr("Copy the curl command"), curlPage);
    copy->setSource([this] { return m_curl->text(); });
    m_curlNote = new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText, {}, curlPage);
    auto *curlBar = new QHBoxLayout;
    curlBar->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    curlBar->addWidget(m_curlNote, 1);
    curlBar->addWidget(copy);
    auto *curlColumn = new QVBoxLayout(curlPage);
    curlColumn->setContentsMargins(0, 0, 0, 0);
    curlColumn->setSpacing(0);
    curlColumn->addLayout(curlBar);
    curlColumn->addWidget(m_curl, 1);

    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the request"));
    m_tabs->addTab(m_params, tr("Params"));
    m_tabs->addTab(m_body, tr("Body"));
    m_tabs->addTab(m_auth, tr("Auth"));
    m_tabs->addTab(m_headers, tr("Headers"));
    m_tabs->addTab(curlPage, tr("cURL"));
}

void OperationPanel::setOperation(const openapi::OperationDetails &operation, const OperationDraft &draft,
                                  const TargetContext &context)
{
    const QScopedValueRollback filling(m_filling, true);
    m_operation = operation;
    m_context = context;
    m_head->setOperation(operation, serverChoices(operation.servers, context), draft.server);
    m_form->setParameters(inPathOrder(operation), draft.parameters);
    m_params->setCurrentIndex(m_form->isEmpty() ? NoParamsPage : FormPage);
    m_body->setBody(operation.body, draft.body);
    m_headers->setHeaders(draft.headers);
    m_tabs->setTabVisible(BodyTab, operation.body.has_value());
    m_response->setFileStem(operation.summary.operationId.section(u' ', 0, 0));
    if (operation.body && operation.body->required && !m_body->isWritable())
        m_head->setSendBlocked(tr("A body of the type %1 is not written here.").arg(operation.body->mediaType));

    m_tabChosen = draft.tab >= 0;
    const bool bodyFirst = m_form->isEmpty() && m_body->isWritable();
    const Tab wanted = m_tabChosen ? Tab(draft.tab) : bodyFirst ? BodyTab : ParamsTab;
    showTab(m_tabs->isTabVisible(wanted) ? wanted : ParamsTab);
    updateKey();
    updateTabs();
    updateCurl();
    m_form->setErrors(faults());
}

void OperationPanel::setContext(const TargetContext &context)
{
    m_context = context;
    m_head->setServers(serverChoices(m_operation.servers, context));
}

void OperationPanel::setNesting(openapi::NestedStyle style)
{
    if (std::exchange(m_nesting, style) != style)
        m_curlDelay.start();
}

OperationDraft OperationPanel::draft() const
{
    return {
        .parameters = m_form->values(),
        .body = m_body->text(),
        .headers = m_headers->headers(),
        .server = m_head->isServerChanged() ? m_head->server() : QString(),
        .tab = m_tabChosen ? m_tabs->currentIndex() : -1,
    };
}

QString OperationPanel::server() const
{
    return m_head->server();
}

void OperationPanel::setCallState(const CallState &state)
{
    m_head->setRunning(state.phase == CallState::Phase::Running);
    m_response->setState(state);
}

openapi::RequestInput OperationPanel::input() const
{
    return {
        .parameters = m_form->values(),
        .body = m_body->bytes(),
        .server = m_head->server(),
        .nesting = m_nesting,
        .extraHeaders = m_headers->headers(),
    };
}

void OperationPanel::edited()
{
    m_head->setProblem({});
    m_form->setErrors(faults());
    updateTabs();
    m_curlDelay.start();
}

void OperationPanel::serverEdited()
{
    m_head->setProblem({});
    updateKey();
    m_curlDelay.start();
}

void OperationPanel::updateKey()
{
    m_key = keyPlace(m_operation, m_head->server(), m_context);
    m_auth->setPlace(m_key);
}

void OperationPanel::updateTabs()
{
    const int filled = m_form->filledCount();
    m_tabs->setTabText(ParamsTab, filled > 0 ? tr("Params %1", "with the number filled in").arg(filled) : tr("Params"));
    m_tabs->setTabText(BodyTab, m_body->bytes() ? tr("Body ●", "something is written there") : tr("Body"));
    const int headers = int(m_headers->headers().size());
    m_tabs->setTabText(HeadersTab, headers > 0 ? tr("Headers %1", "with their number").arg(headers) : tr("Headers"));
    const AuthPanel::Status status = m_auth->status();
    const bool warns = status == AuthPanel::Status::NotStored || status == AuthPanel::Status::Unavailable;
    m_tabs->setTabIcon(AuthTab, warns ? m_theme.icon(u"warning", ColorRole::Warning) : QIcon());
    m_tabs->setTabToolTip(AuthTab, warns ? tr("No key is stored for this server") : QString());
}

void OperationPanel::updateCurl()
{
    m_curlDelay.stop();
    // Nobody sees it: made when the tab is opened.
    if (m_tabs->currentIndex() != CurlTab)
        return;
    const QString line = curlPreview(m_operation, input(), m_key);
    if (line != m_curl->text())
        m_curl->setText(line, Syntax::Plain);
    m_curlNote->setText(m_key && m_key->isPrivate
                            ? tr("For a POSIX shell. The key comes from its variable %1.").arg(keyVariable(*m_key))
                            : tr("For a POSIX shell."));
}

void OperationPanel::showTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

// What is wrong with the parameters; the body is checked where it is written.
QList<openapi::InputError> OperationPanel::faults() const
{
    QList<openapi::InputError> errors = openapi::validate(m_operation, {.parameters = m_form->values()});
    errors.removeIf([this](const openapi::InputError &error) { return !m_form->row(error.field); });
    return errors;
}

bool OperationPanel::showFaultsOfForm(bool anyway)
{
    const QList<openapi::InputError> errors = faults();
    m_form->setErrors(errors);
    m_form->reveal();
    const bool blocking = std::any_of(errors.begin(), errors.end(), [](const auto &error) { return error.blocking; });
    if (errors.isEmpty() || (anyway && !blocking))
        return false;
    if (!blocking)
        m_head->setProblem(tr("What is filled in does not fit the description. Mend it, or send it all the same."),
                           true);
    showTab(ParamsTab);
    m_form->focusFirstError();
    return true;
}

bool OperationPanel::showFaultsOfBody(bool anyway)
{
    const QString problem = m_body->check(true);
    const bool mayBeSent = m_body->bytes().has_value();
    if (problem.isEmpty() || (anyway && mayBeSent))
        return false;
    m_head->setProblem(problem, mayBeSent);
    showTab(BodyTab);
    m_body->focusEditor();
    return true;
}

// Shows the first thing that is wrong where it can be mended; false when nothing stops the call.
bool OperationPanel::showFaults(bool anyway)
{
    const Result<void> server = checkServer(m_head->server(), m_context);
    if (!server) {
        m_head->setProblem(server.error().text);
        m_head->focusServer();
        return true;
    }
    if (showFaultsOfForm(anyway) || showFaultsOfBody(anyway))
        return true;
    const QString headers = m_headers->check();
    if (headers.isEmpty())
        return false;
    m_head->setProblem(headers);
    showTab(HeadersTab);
    m_headers->focusFirstError();
    return true;
}

std::optional<PreparedCall> OperationPanel::prepare(bool anyway)
{
    m_head->setProblem({});
    if (showFaults(anyway))
        return std::nullopt;
    Result<HttpRequest> request = openapi::buildRequest(m_operation, input());
    if (!request) {
        m_head->setProblem(request.error().text);
        return std::nullopt;
    }
    return PreparedCall{.request = std::move(request).value(), .key = m_key};
}

void OperationPanel::focusForm()
{
    if (m_tabs->currentIndex() == ParamsTab && !m_form->isEmpty())
        m_form->focusFirst();
    else if (m_tabs->currentIndex() == BodyTab)
        m_body->focusEditor();
    else
        m_tabs->setFocus(Qt::OtherFocusReason);
}

void OperationPanel::showKey()
{
    showTab(AuthTab);
    m_auth->focusField();
}

void OperationPanel::formatBody()
{
    if (m_body->isWritable())
        m_body->format();
}

bool OperationPanel::openFind()
{
    for (QWidget *widget = QApplication::focusWidget(); widget && widget != this; widget = widget->parentWidget()) {
        if (auto *view = qobject_cast<JsonView *>(widget)) {
            view->openFind();
            return true;
        }
        if (widget == m_response)
            return m_response->openFind();
    }
    return false;
}

QByteArray OperationPanel::splitterState() const
{
    return m_splitter->saveState();
}

void OperationPanel::restoreSplitter(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

} // namespace uw::ui
