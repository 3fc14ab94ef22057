// SPDX-License-Identifier: GPL-3.0-or-later
// bench_start DB [ROUNDS]: how long a person waits for the desktop program over the database DB: from the moment its
// process is asked for until the window, the newest events and Clockify's tree are painted. Each round is a process of
// its own that does what main() does, with DB and an empty profile; the files are in the system's cache. Prints the
// middle of the rounds (9), its bound and their ratio; exits with 1 when a bound is broken. Runs under Xvfb.
#include "app/desktop/desktopapplication.h"
#include "benchmarks/ui/guiprobe.h"
#include "core/base/logging.h"
#include "ui/explorer/explorerpage.h"
#include "ui/log/logpage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/theme.h"
#include "ui/widgets/qtdialogs.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

using namespace uw;
using namespace uw::bench;
using namespace Qt::StringLiterals;

namespace {

constexpr int roundPatienceMs = 60'000;

// A clock that all processes of the machine share.
qint64 nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

struct Line {
    const char *what;
    // 0: printed without a bound.
    double boundMs;
};
// What a child prints, one number each.
constexpr std::array lines = {
    Line{"cold start to a painted window", 400},
    Line{"    main() reached", 0},
    Line{"    store open, window made", 0},
    Line{"newest events painted, after the window", 0},
    Line{"Clockify's tree ready, after the window", 0},
    Line{"Clockify's tree painted, after the window", 100},
};

// Once the window is on the screen: the newest events on it, then the other page as soon as it can be asked for.
void measurePages(ui::MainWindow &window, bool &listShown, bool &treeShown, QList<double> &times)
{
    QElapsedTimer sincePainted;
    sincePainted.start();
    QAbstractItemView *table = window.findChild<QAbstractItemView *>(u"eventTable"_s);
    times.append(untilPainted(table->viewport(), sincePainted, [&] {
        table->viewport()->update();
        return listShown;
    }));
    window.showPage(u"explorer"_s);
    QAbstractItemView *tree = window.findChild<QAbstractItemView *>(u"operationTree"_s);
    double readyMs = 0;
    const double painted = untilPainted(tree->viewport(), sincePainted, [&] {
        tree->viewport()->update();
        if (treeShown && readyMs == 0)
            readyMs = static_cast<double>(sincePainted.nsecsElapsed()) / 1e6;
        return treeShown && tree->model()->rowCount() > 0;
    });
    times.append(readyMs);
    times.append(painted);
}

int runChild(QApplication &application, const QString &database, qint64 askedNs, qint64 mainNs)
{
    const auto since = [askedNs](qint64 ns) { return static_cast<double>(ns - askedNs) / 1e6; };
    const QTemporaryDir profile;
    ProcessOptions options;
    options.dataDirectory = profile.path();
    options.databasePath = database;
    options.listen.port = 0;
    options.control->port = 0;
    options.logLevel = u"WARNING"_s;
    const Result<std::unique_ptr<LogSink>> log = LogSink::install(
        {.directory = options.dataDirectory + u"/logs", .level = options.logLevel, .format = options.logFormat});
    ui::Theme theme(application);
    ui::QtDialogService dialogs(theme);
    DesktopApplication desktop(options, theme, dialogs);
    bool listShown = false;
    bool treeShown = false;
    QObject::connect(&desktop, &DesktopApplication::finished, &application, &QCoreApplication::exit,
                     Qt::QueuedConnection);
    QObject::connect(&desktop, &DesktopApplication::windowShown, &application, [&] {
        ui::MainWindow &window = *desktop.window();
        QObject::connect(window.findChild<ui::LogPage *>(), &ui::LogPage::listShown, &window,
                         [&listShown] { listShown = true; });
        QObject::connect(window.findChild<ui::ExplorerPage *>(), &ui::ExplorerPage::documentShown, &window,
                         [&treeShown] { treeShown = true; });
        const qint64 madeNs = nowNs();
        // The program goes on with its start; what waits here may not stand in its way.
        QMetaObject::invokeMethod(
            &desktop,
            [&, madeNs] {
                QElapsedTimer timer;
                timer.start();
                (void)untilPainted(desktop.window(), timer, [] { return true; });
                QList<double> times{since(nowNs()), since(mainNs), since(madeNs)};
                measurePages(*desktop.window(), listShown, treeShown, times);
                for (const double ms : std::as_const(times))
                    std::printf("%.3f\n", ms);
                desktop.stop();
            },
            Qt::QueuedConnection);
    });
    desktop.start();
    return QApplication::exec();
}

// One process; its times, or nothing and a line on stderr.
QList<double> measureOnce(const QString &database)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {u"--child"_s, database, QString::number(nowNs())});
    if (!child.waitForFinished(roundPatienceMs) || child.exitCode() != 0) {
        std::fprintf(stderr, "A round did not end well: %s\n", qPrintable(child.errorString()));
        return {};
    }
    QList<double> times;
    for (const QByteArray &line : child.readAllStandardOutput().trimmed().split('\n'))
        times.append(line.toDouble());
    return times.size() == qsizetype(lines.size()) ? times : QList<double>();
}

int runRounds(const QString &database, int rounds)
{
    std::array<QList<double>, lines.size()> all;
    // One more than is counted: the first fills the system's cache.
    for (int round = 0; round <= rounds; ++round) {
        const QList<double> times = measureOnce(database);
        if (times.isEmpty())
            return 1;
        for (std::size_t i = 0; round > 0 && i < lines.size(); ++i)
            all[i].append(times[qsizetype(i)]);
    }
    bool allKept = true;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::sort(all[i].begin(), all[i].end());
        const double middle = all[i][all[i].size() / 2];
        const bool kept = middle >= 0 && (lines[i].boundMs == 0 || middle <= lines[i].boundMs);
        allKept = allKept && kept;
        std::printf("%-46s %9.1f ms   (best %.1f, worst %.1f)", lines[i].what, middle, all[i].constFirst(),
                    all[i].constLast());
        if (lines[i].boundMs > 0)
            std::printf("   bound %6.0f  ratio %5.2f%s", lines[i].boundMs, middle / lines[i].boundMs,
                        kept ? "" : "  BROKEN");
        std::printf("\n");
    }
    return allKept ? 0 : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    const qint64 mainNs = nowNs();
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == u"--child")
        return runChild(application, arguments[2], arguments[3].toLongLong(), mainNs);
    const int rounds = arguments.size() > 2 ? arguments[2].toInt() : 9;
    if (arguments.size() < 2 || arguments.size() > 3 || rounds < 1 || !QFileInfo::exists(arguments[1])) {
        std::fprintf(stderr, "usage: bench_start DB [ROUNDS]\nMake DB with: uw-make-events DB 1000000\n");
        return 2;
    }
    return runRounds(QFileInfo(arguments[1]).absoluteFilePath(), rounds);
}
