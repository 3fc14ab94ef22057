// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktopapplication.h"

#include "app/desktop/traycompanion.h"
#include "core/base/logging.h"
#include "core/clockify/addon.h"
#include "core/http/httpclient.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "ui/explorer/explorerpage.h"
#include "ui/log/logpage.h"
#include "ui/providers/providerspage.h"
#include "ui/settings/settingspage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/startuperrorwindow.h"
#include "ui/shell/startupwaitwindow.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <cstdio>

using namespace std::chrono_literals;

namespace uw {

namespace {

constexpr auto storeSizeInterval = 5s;
constexpr QLatin1StringView listenerFault("listener");
constexpr QLatin1StringView storeFault("store");
constexpr QLatin1StringView controlFault("control");
constexpr QLatin1StringView bodyFault("body");

} // namespace

DesktopApplication::DesktopApplication(const ProcessOptions &options, ui::Theme &theme, ui::DialogService &dialogs,
                                       const RuntimeReplacements &replacements)
    : m_theme(theme)
    , m_dialogs(dialogs)
    , m_runtime(options, nullptr, replacements)
{
    connectRuntime();
}

DesktopApplication::~DesktopApplication()
{
    // The pages read from the runtime, so they go first.
    dropTray();
    m_window.reset();
}

void DesktopApplication::connectRuntime()
{
    connect(&m_runtime, &Runtime::storePreparing, this, &DesktopApplication::showStartupWait);
    connect(&m_runtime, &Runtime::storeOpened, this, &DesktopApplication::showWindow);
    connect(&m_runtime, &Runtime::storeFailed, this, &DesktopApplication::showStartupError);
    connect(&m_runtime, &Runtime::listenerFailed, this, &DesktopApplication::showListenerProblem);
    connect(&m_runtime, &Runtime::listening, this, [this](const QString &url) {
        m_window->clearFault(listenerFault);
        // A new listener counts from the start.
        m_tooLargeBodies = 0;
        m_dismissedBodies = 0;
        m_window->setListenerState({ui::ListenerState::State::Listening, url, {}});
    });
    connect(&m_runtime, &Runtime::controlFailed, this, [this](const Error &error) {
        std::fputs(qPrintable(error.text + u'\n'), stderr);
        m_window->raiseFault({.id = controlFault,
                              .severity = ui::Severity::Warning,
                              .text = tr("The control API is not available: %1").arg(error.text)});
    });
    connect(&m_runtime, &Runtime::statisticsChanged, this, [this](const ListenerStatistics &statistics) {
        if (!m_window)
            return;
        m_window->setRate(int(statistics.acceptedLastMinute));
        if (statistics.tooLargeBodies != std::exchange(m_tooLargeBodies, statistics.tooLargeBodies))
            showTooLargeBodies();
    });
    connect(&m_runtime, &Runtime::notice, this, [this](const QString &sentence) {
        qCWarning(uwUi).noquote() << sentence;
        tell(sentence);
    });
    connect(&m_runtime, &Runtime::stopped, this, [this] { Q_EMIT finished(m_exitCode); });
}

// The window asks it before it hides.
void DesktopApplication::dropTray()
{
    if (m_window)
        m_window->setTray({});
    m_tray.reset();
}

void DesktopApplication::start()
{
    m_runtime.start();
}

void DesktopApplication::tell(const QString &sentence)
{
    if (m_window)
        m_window->post({.text = sentence, .severity = ui::Severity::Warning, .showMs = 0});
    else
        m_pendingNotices << sentence;
}

void DesktopApplication::stop()
{
    if (m_stopped)
        return;
    m_stopped = true;
    dropTray();
    if (m_window) {
        m_window->saveState();
        m_window->hide();
        m_window.reset();
    }
    m_runtime.setClockifyBaseUrl({});
    m_baseUrl.reset();
    m_startupError.reset();
    m_startupWait.reset();
    m_runtime.stop();
}

void DesktopApplication::showWindow()
{
    m_window = std::make_unique<ui::MainWindow>(m_theme, m_runtime.options().dataDirectory + u"/window.ini");
    connect(m_window.get(), &ui::MainWindow::closed, this, &DesktopApplication::stop, Qt::QueuedConnection);
    connect(m_runtime.store(), &Store::writableChanged, this, &DesktopApplication::showStoreState,
            Qt::QueuedConnection);

    m_baseUrl = std::make_unique<ClockifyBaseUrl>(*m_runtime.store(), m_runtime.options().clockifyBaseUrl);
    m_runtime.setClockifyBaseUrl([this] { return m_baseUrl->current(); });
    addPages();
    m_baseUrl->load();
    m_window->setListenerState({ui::ListenerState::State::Starting, {}, {}});
    m_tray = std::make_unique<TrayCompanion>(m_runtime, *m_window, m_theme);
    m_window->restore();
    m_window->show();
    // Only now, so that there is always a window.
    m_startupWait.reset();
    for (const QString &sentence : std::exchange(m_pendingNotices, {}))
        m_window->post({.text = sentence, .severity = ui::Severity::Warning, .showMs = 0});

    auto *timer = new QTimer(m_window.get());
    connect(timer, &QTimer::timeout, this, &DesktopApplication::refreshStoreSize);
    timer->start(storeSizeInterval);
    refreshStoreSize();
    // It may have found so when it was opened, before anybody could hear of it.
    if (!m_runtime.store()->isWritable())
        showStoreState(false, m_runtime.store()->unwritableReason());
    Q_EMIT windowShown();
}

void DesktopApplication::addPages()
{
    auto log = std::make_unique<ui::LogPage>(ui::LogPageContext{
        .theme = m_theme,
        .dialogs = m_dialogs,
        .store = *m_runtime.store(),
        .clock = m_clock,
        .listenerAddress = [this] { return m_runtime.addresses().listen; },
        .send = [this](const HttpRequest &request, QObject *context,
                       HttpClient::Done done) { m_runtime.http().send(request, context, std::move(done)); },
        .masksPersonalData = [this](const QString &workspaceId) { return m_runtime.masksPersonalData(workspaceId); },
        .search = m_runtime.searchIndexer(),
        .replayer = m_runtime.replayer(),
    });
    connect(&m_runtime, &Runtime::listening, log.get(), &ui::LogPage::refreshAddress);
    connect(&m_runtime, &Runtime::listenerFailed, log.get(), &ui::LogPage::refreshAddress);
    // Events of a workspace that goes are hidden, and a setting may mask others.
    connect(m_runtime.settings(), &SettingService::changed, log.get(), &ui::LogPage::refreshLog);
    connect(&m_runtime, &Runtime::settingsKnown, log.get(), &ui::LogPage::refreshLog);
    if (const clockify::Addon *addon = m_runtime.addon()) {
        connect(addon, &clockify::Addon::installed, log.get(), &ui::LogPage::refreshLog);
        connect(addon, &clockify::Addon::uninstalled, log.get(), &ui::LogPage::refreshLog);
    }
    ui::LogPage &logPage = *log;
    m_window->addPage(std::move(log));
    auto explorer = std::make_unique<ui::ExplorerPage>(ui::ExplorerContext{
        .theme = m_theme,
        .dialogs = m_dialogs,
        .http = m_runtime.http(),
        .secrets = m_runtime.secrets(),
        .baseUrl = [this] { return m_baseUrl->current(); },
        .startBaseUrl = [this] { return m_baseUrl->startValue(); },
        .setBaseUrl = [this](const QString &text) { return m_baseUrl->set(text); },
        .history = m_runtime.history(),
        .spoolFolder = QFileInfo(m_runtime.options().databasePath).absoluteDir().filePath(u"answers"_qs),
        .store = m_runtime.store(),
        .listener = [this] { return m_runtime.addresses().listen; },
    });
    connect(m_baseUrl.get(), &ClockifyBaseUrl::changed, explorer.get(), &ui::ExplorerPage::refreshBaseUrl);
    connect(m_baseUrl.get(), &ClockifyBaseUrl::failed, m_window.get(), [this](const Error &error) {
        m_window->post({.text = tr("The Clockify base URL lasts until the program ends. %1").arg(error.text),
                        .severity = ui::Severity::Warning,
                        .showMs = 0});
    });
    connect(m_baseUrl.get(), &ClockifyBaseUrl::unreadable, m_window.get(), [this](const Error &error) {
        m_window->post({.text = tr("The Clockify base URL that was set could not be read, so %1 is used. %2")
                                    .arg(m_baseUrl->current(), error.text),
                        .severity = ui::Severity::Warning,
                        .showMs = 0});
    });
    m_window->addPage(std::move(explorer));
    addProvidersPage(logPage);
    addSettingsPage();
}

void DesktopApplication::addProvidersPage(ui::LogPage &log)
{
    auto providers = std::make_unique<ui::ProvidersPage>(ui::ProvidersContext{
        .theme = m_theme,
        .dialogs = m_dialogs,
        .store = *m_runtime.store(),
        .clock = m_clock,
        .service = *m_runtime.providers(),
        .samples = *m_runtime.samples(),
        .learner = *m_runtime.secretLearner(),
        .forwarder = m_runtime.forwarder(),
        .baseUrl = [this] { return m_runtime.baseUrl(); },
    });
    connect(&m_runtime, &Runtime::listening, providers.get(), &ui::ProvidersPage::refreshAddress);
    connect(&m_runtime, &Runtime::listenerFailed, providers.get(), &ui::ProvidersPage::refreshAddress);
    connect(providers.get(), &ui::ProvidersPage::eventRequested, &log, [this, &log](const QString &id) {
        m_window->showPage(log.id());
        log.openEvent(id);
    });
    m_window->addPage(std::move(providers));
}

void DesktopApplication::addSettingsPage()
{
    auto settings = std::make_unique<ui::SettingsPage>(ui::SettingsContext{
        .theme = m_theme,
        .store = *m_runtime.store(),
        .clock = m_clock,
        .service = *m_runtime.settings(),
        .addon = m_runtime.addon(),
        .baseUrl = [this] { return m_runtime.baseUrl(); },
        .facts =
            [this] {
                const RuntimeAddresses addresses = m_runtime.addresses();
                const ProcessOptions &options = m_runtime.options();
                return ui::ComputerFacts{.listenUrl = addresses.listen,
                                         .controlUrl = addresses.control,
                                         .publicUrl = options.publicUrl,
                                         .databasePath = options.databasePath,
                                         .storeMaximumBytes = options.storeMaximumBytes};
            },
        .chooseLook = [this](ui::ThemeMode mode) { m_window->setLook(mode); },
    });
    connect(&m_runtime, &Runtime::ready, settings.get(), &ui::SettingsPage::refresh);
    connect(&m_runtime, &Runtime::settingsKnown, settings.get(), &ui::SettingsPage::refresh);
    connect(&m_runtime, &Runtime::listening, settings.get(), &ui::SettingsPage::refresh);
    connect(&m_runtime, &Runtime::listenerFailed, settings.get(), &ui::SettingsPage::refresh);
    m_window->addPage(std::move(settings));
}

void DesktopApplication::showStartupWait(const QString &sentence)
{
    if (m_stopped)
        return;
    m_startupWait = std::make_unique<ui::StartupWaitWindow>(m_theme, sentence);
    connect(m_startupWait.get(), &ui::StartupWaitWindow::quitRequested, this, &DesktopApplication::stop,
            Qt::QueuedConnection);
    m_startupWait->show();
}

void DesktopApplication::showStartupError(const Error &error)
{
    // A person may have started the program from a terminal or from the desktop: both are told.
    std::fputs(qPrintable(error.text + u'\n'), stderr);
    m_exitCode = 1;
    m_startupError = std::make_unique<ui::StartupErrorWindow>(m_theme, error.text, m_runtime.options().databasePath,
                                                              m_runtime.options().dataDirectory);
    connect(m_startupError.get(), &ui::StartupErrorWindow::quitRequested, this, &DesktopApplication::stop,
            Qt::QueuedConnection);
    m_startupError->show();
    m_startupWait.reset();
}

void DesktopApplication::showListenerProblem(const Error &error)
{
    std::fputs(qPrintable(error.text + u'\n'), stderr);
    m_window->raiseFault({
        .id = listenerFault,
        .text = error.text,
        .actionText = tr("Try again"),
        .action = [this] { m_runtime.startListener(m_runtime.options().listen); },
    });
    m_window->setListenerState({ui::ListenerState::State::Failed, {}, error.text});
}

void DesktopApplication::showTooLargeBodies()
{
    const int count = m_tooLargeBodies - m_dismissedBodies;
    if (count <= 0)
        return;
    const clockify::Addon *addon = m_runtime.addon();
    const SettingValues port = addon ? addon->portSettings() : m_runtime.settings()->values({});
    const QString limit = ui::longSize(port.integer(SettingId::MaxBodyBytes));
    const QString text = count == 1 ? tr("A request was refused because its body is larger than %1. Raise "
                                         "the limit on the Settings page or with UW_WEBHOOK_MAX_BODY_BYTES to take "
                                         "such requests.")
                                          .arg(limit)
                                    : tr("%Ln requests were refused because their bodies are larger than %1. Raise "
                                         "the limit on the Settings page or with UW_WEBHOOK_MAX_BODY_BYTES to take "
                                         "such requests.",
                                         nullptr, count)
                                          .arg(limit);
    // The first ones are news; how many more there were is said in the window alone.
    if (!std::exchange(m_tellsOfBodies, true))
        std::fputs(qPrintable(text + u'\n'), stderr);
    m_window->raiseFault({
        .id = bodyFault,
        .severity = ui::Severity::Warning,
        .text = text,
        .actionText = tr("Dismiss"),
        .action =
            [this] {
                m_dismissedBodies = m_tooLargeBodies;
                m_tellsOfBodies = false;
                m_window->clearFault(bodyFault);
            },
    });
}

void DesktopApplication::showStoreState(bool writable, const QString &reason)
{
    if (!m_window)
        return;
    if (writable) {
        m_window->clearFault(storeFault);
        m_window->post({.text = tr("Events are stored again."), .severity = ui::Severity::Success});
        return;
    }
    std::fputs(qPrintable(reason + u'\n'), stderr);
    m_window->raiseFault({
        .id = storeFault,
        .text = reason,
        .details = m_runtime.options().databasePath,
        .actionText = tr("Open data folder"),
        .action = [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_runtime.options().dataDirectory)); },
    });
}

void DesktopApplication::refreshStoreSize()
{
    m_runtime.store()->readers().run<qint64>(this, &eventrepository::databaseBytes,
                                             [this](const Result<qint64> &bytes) {
                                                 if (bytes && m_window)
                                                     m_window->setStoreSize(*bytes);
                                             });
}

} // namespace uw
