// SPDX-License-Identifier: GPL-3.0-or-later
// uw-make-events DB COUNT: fills a profile's database with realistic events, for benchmarks
// of the store and of the window. Appends when the database exists.
#include "benchmarks/store/eventfactory.h"
#include "core/base/clock.h"
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventrepository.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>

#include <cstdio>

using namespace uw;

namespace {

Result<void> makeEvents(Connection &connection, qint64 count)
{
    // A lost benchmark database costs nothing: no sync.
    if (const Result<void> done = connection.execute(QStringLiteral("PRAGMA synchronous=OFF")); !done)
        return done;
    const Result<StoreCounts> before = eventrepository::counts(connection);
    if (!before)
        return before.error();
    constexpr qint64 ninetyDaysMs = 90LL * 24 * 3600 * 1000;
    const qint64 step = std::max<qint64>(1, ninetyDaysMs / count);
    bench::EventFactory factory(quint32(before->events + 1), SystemClock().nowMs() - step * count, step);
    for (qint64 made = 0; made < count;) {
        if (const Result<void> begun = connection.begin(); !begun)
            return begun;
        for (const qint64 end = std::min(count, made + 10'000); made < end; ++made) {
            if (const Result<qint64> stored = eventrepository::insert(connection, factory.next()); !stored)
                return stored.error();
        }
        if (const Result<void> committed = connection.commit(); !committed)
            return committed;
    }
    return {};
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const qint64 count = arguments.size() == 3 ? arguments[2].toLongLong() : 0;
    if (count < 1) {
        std::fprintf(stderr, "usage: uw-make-events DB COUNT\n");
        return 2;
    }
    const QString path = QFileInfo(arguments[1]).absoluteFilePath();
    QElapsedTimer timer;
    timer.start();
    QStringList notices;
    Result<void> result = databasefile::prepareFolder(path);
    if (result) {
        const Result<std::unique_ptr<Connection>> connection = databasefile::openForWriting(path, notices);
        result = connection ? makeEvents(**connection, count) : Result<void>(connection.error());
    }
    if (!result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
        return 1;
    }
    const double seconds = double(timer.elapsed()) / 1000;
    std::printf("%lld events in %.1f s (%.0f/s), %lld MiB\n", count, seconds, double(count) / seconds,
                QFileInfo(path).size() / (1024 * 1024));
    return 0;
}
