// SPDX-License-Identifier: GPL-3.0-or-later
// uwh: the command line and the headless service. Dispatches to one command and
// turns its outcome into an exit code: 0 done, 1 failed, 2 wrong usage or unreadable input.
#include "app/cli/command.h"
#include "app/cli/evalcommand.h"
#include "app/cli/eventscommand.h"
#include "app/cli/jsonpathcommand.h"
#include "app/cli/openapicommand.h"
#include "app/cli/replaycommand.h"
#include "app/cli/requestcommand.h"
#include "app/cli/servecommand.h"
#include "app/cli/tailcommand.h"
#include "app/cli/verifycommand.h"
#include "core/base/version.h"

#include <QCoreApplication>
#include <QTextStream>

#include <cstdio>

namespace {

using namespace uw;

struct CommandEntry {
    QLatin1StringView name;
    QLatin1StringView summary;
    std::unique_ptr<cli::Command> (*make)(cli::Streams);
};

template<typename T>
std::unique_ptr<cli::Command> makeCommand(cli::Streams streams)
{
    return std::make_unique<T>(streams);
}

constexpr CommandEntry commands[] = {
    {QLatin1StringView("serve"), QLatin1StringView("receive webhooks without a window"),
     makeCommand<cli::ServeCommand>},
    {QLatin1StringView("events"), QLatin1StringView("list received events, or show one whole"),
     makeCommand<cli::EventsCommand>},
    {QLatin1StringView("tail"), QLatin1StringView("print events as they arrive"), makeCommand<cli::TailCommand>},
    {QLatin1StringView("replay"), QLatin1StringView("send a stored event again"), makeCommand<cli::ReplayCommand>},
    {QLatin1StringView("openapi"), QLatin1StringView("tell what an API description holds"),
     makeCommand<cli::OpenApiCommand>},
    {QLatin1StringView("request"), QLatin1StringView("build and send the request of one operation"),
     makeCommand<cli::RequestCommand>},
    {QLatin1StringView("verify"), QLatin1StringView("judge the signature of a saved webhook request"),
     makeCommand<cli::VerifyCommand>},
    {QLatin1StringView("jsonpath"), QLatin1StringView("select from a JSON text"), makeCommand<cli::JsonPathCommand>},
    {QLatin1StringView("eval"), QLatin1StringView("evaluate a binding"), makeCommand<cli::EvalCommand>},
};

void printUsage(QTextStream &stream)
{
    stream << "Usage: uwh COMMAND [options]\n\nCommands:\n";
    for (const CommandEntry &entry : commands)
        stream << "  " << qSetFieldWidth(12) << Qt::left << entry.name << qSetFieldWidth(0) << entry.summary << '\n';
    stream << "\nuwh COMMAND --help lists the options of a command; uwh --version prints the version.\n";
}

int dispatch(const QStringList &arguments, cli::Streams streams, QCoreApplication &application)
{
    const QString name = arguments.value(1);
    if (name == u"--help" || name == u"-h" || name == u"help") {
        printUsage(streams.out);
        return cli::exitDone;
    }
    if (name == u"--version" || name == u"-v") {
        streams.out << "uwh " << productVersion << '\n';
        return cli::exitDone;
    }
    for (const CommandEntry &entry : commands) {
        if (name != entry.name)
            continue;
        const std::unique_ptr<cli::Command> command = entry.make(streams);
        QObject::connect(command.get(), &cli::Command::finished, &application, &QCoreApplication::exit,
                         Qt::QueuedConnection);
        // The command starts inside the event loop, so that its finished() always ends it.
        QMetaObject::invokeMethod(
            command.get(), [&command, arguments] { command->start(arguments.mid(1)); }, Qt::QueuedConnection);
        return application.exec();
    }
    if (name.isEmpty())
        streams.err << "uwh needs a command.\n\n";
    else
        streams.err << "uwh has no command named \"" << name << "\".\n\n";
    printUsage(streams.err);
    return cli::exitUsage;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("uwh"));
    QCoreApplication::setApplicationVersion(uw::productVersion);

    QTextStream out(stdout);
    QTextStream err(stderr);
    const int code = dispatch(application.arguments(), {out, err}, application);
    out.flush();
    err.flush();
    return code;
}
