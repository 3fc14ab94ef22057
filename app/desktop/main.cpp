// SPDX-License-Identifier: GPL-3.0-or-later
// universal-webhook: the desktop application.
#include "app/desktop/desktopapplication.h"
#include "app/signalwatcher.h"
#include "core/base/logging.h"
#include "core/base/version.h"
#include "ui/shell/theme.h"
#include "ui/widgets/qtdialogs.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QProcessEnvironment>

#include <cstdio>

namespace {

constexpr int exitUsage = 2;

int complain(const QString &sentence, int code)
{
    std::fputs(qPrintable(sentence + u'\n'), stderr);
    return code;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("universal-webhook"));
    QApplication::setApplicationDisplayName(QStringLiteral("Universal Webhook"));
    QApplication::setApplicationVersion(uw::productVersion);
    QApplication::setDesktopFileName(QStringLiteral("universal-webhook"));
    // The window's close button ends the program through DesktopApplication, which drains the store first.
    QApplication::setQuitOnLastWindowClosed(false);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Receives webhooks, shows them live and calls the APIs behind them."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    parser.addOption({QStringLiteral("data-dir"),
                      QCoreApplication::translate("main", "Opens the profile in this folder."), QStringLiteral("DIR")});
    parser.addOption(
        {QStringLiteral("set"),
         QCoreApplication::translate("main", "A setting for this run, over what is stored, as max_rps=10."),
         QStringLiteral("NAME=VALUE")});
    if (!parser.parse(QApplication::arguments()))
        return complain(parser.errorText(), exitUsage);
    if (!parser.positionalArguments().isEmpty())
        return complain(
            QStringLiteral("universal-webhook takes no argument \"%1\".").arg(parser.positionalArguments().first()),
            exitUsage);
    if (parser.isSet(help)) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        return 0;
    }
    if (parser.isSet(version)) {
        std::fputs(qPrintable(QStringLiteral("universal-webhook %1\n").arg(uw::productVersion)), stdout);
        return 0;
    }

    uw::ProcessOptions::CommandLine commandLine;
    if (parser.isSet(QStringLiteral("data-dir")))
        commandLine.dataDirectory = parser.value(QStringLiteral("data-dir"));
    commandLine.settings = parser.values(QStringLiteral("set"));
    const uw::Result<uw::ProcessOptions> options =
        uw::ProcessOptions::read(QProcessEnvironment::systemEnvironment(), commandLine);
    if (!options)
        return complain(options.error().text, exitUsage);

    uw::Result<std::unique_ptr<uw::LogSink>> log = uw::LogSink::install(
        {.directory = options->dataDirectory + u"/logs", .level = options->logLevel, .format = options->logFormat});
    if (!log && log.error().code == uw::ErrorCode::InvalidArgument)
        return complain(log.error().text, exitUsage);
    uw::Result<std::unique_ptr<uw::SignalWatcher>> watcher = uw::SignalWatcher::install();
    if (!watcher)
        return complain(watcher.error().text, 1);

    uw::ui::Theme theme(application);
    uw::ui::QtDialogService dialogs(theme);
    uw::DesktopApplication desktop(*options, theme, dialogs);
    QObject::connect(watcher->get(), &uw::SignalWatcher::stopRequested, &desktop, &uw::DesktopApplication::stop);
    QObject::connect(&desktop, &uw::DesktopApplication::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    // Without a log file the program still does its work; where nothing can be written the store says so next.
    if (!log) {
        complain(log.error().text, 1);
        desktop.tell(log.error().text);
    }
    desktop.start();
    return QApplication::exec();
}
