// SPDX-License-Identifier: GPL-3.0-or-later
// bench_store: how fast the writer stores events durably, against a bare table without indexes in the same run, without
// and with a delivery id of each event's own; and what an event costs in time of the processor and in bytes written,
// which other programs on the machine change little.
// bench_store DB: how fast the queries of the window answer on a database that uw-make-events made.
#include "benchmarks/store/benchqueries.h"
#include "benchmarks/store/eventfactory.h"
#include "core/store/connection.h"
#include "core/store/store.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <memory>

using namespace uw;
using namespace Qt::StringLiterals;

namespace {

constexpr int eventCount = 100'000;

double cpuSeconds()
{
    timespec now{};
    return ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0 ? double(now.tv_sec) + double(now.tv_nsec) / 1e9 : 0;
}

// Bytes that this process gave to write() so far; 0 where the system does not say.
double writtenBytes()
{
    QFile file(u"/proc/self/io"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("wchar: "))
            return line.sliced(7).toDouble();
    }
    return 0;
}

QList<Event> makeEvents(int count, bool haveDeliveryIds)
{
    bench::EventFactory factory(1, 1'767'323'045'000, 10);
    QList<Event> events;
    events.reserve(count);
    for (int i = 0; i < count; ++i) {
        Event event = factory.next();
        event.body.resize(400);
        if (haveDeliveryIds)
            event.deliveryId = event.id;
        events.append(std::move(event));
    }
    return events;
}

// The bound: id and body into a table without any index, 2,000 rows a transaction, the same PRAGMAs.
Result<double> bareRate(const QString &path, const QList<Event> &events)
{
    Result<std::unique_ptr<Connection>> opened = Connection::open(path, Connection::Mode::ReadWrite);
    if (!opened)
        return opened.error();
    Connection &connection = **opened;
    Result<void> result =
        connection.execute(u"CREATE TABLE bare (seq INTEGER PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL)"_s);
    QElapsedTimer timer;
    timer.start();
    for (qsizetype i = 0; result && i < events.size(); i += 2000) {
        result = connection.begin();
        Result<Statement> insert = connection.prepare(u"INSERT INTO bare (id, body) VALUES (?,?)"_s);
        for (qsizetype k = i; result && insert && k < std::min(i + 2000, events.size()); ++k)
            result = insert->bind(events[k].id).bind(events[k].body).execute();
        if (result)
            result = connection.commit();
    }
    if (!result)
        return result.error();
    return double(events.size()) / (double(timer.nsecsElapsed()) / 1e9);
}

// Keeps `inFlight` events under way until all are stored; reports and leaves the event loop at the end.
class Load final : public QObject {
public:
    Load(Store &store, const QList<Event> &events, int inFlight) : m_store(store), m_events(events)
    {
        QObject::connect(
            &store, &Store::eventsStored, this, [this] { ++m_commits; }, Qt::QueuedConnection);
        m_timer.start();
        m_cpu = cpuSeconds();
        m_written = writtenBytes();
        for (int i = 0; i < inFlight; ++i)
            submitNext();
    }

    [[nodiscard]] double rate() const { return m_rate; }

private:
    void submitNext()
    {
        if (m_submitted == m_events.size())
            return;
        const qint64 begun = m_timer.nsecsElapsed();
        m_store.submitEvent(m_events[m_submitted++], this, [this, begun](const Result<qint64> &sequence) {
            m_latencies.append(double(m_timer.nsecsElapsed() - begun) / 1e6);
            if (!sequence) {
                std::fprintf(stderr, "%s\n", qPrintable(sequence.error().text));
                QCoreApplication::exit(1);
                return;
            }
            if (++m_stored == m_events.size())
                finish();
            else
                submitNext();
        });
    }
    void finish()
    {
        const double seconds = double(m_timer.nsecsElapsed()) / 1e9;
        m_rate = double(m_stored) / seconds;
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto percentile = [this](int perMille) {
            return m_latencies[(m_latencies.size() - 1) * perMille / 1000];
        };
        // Commits are counted by queued signals, the last of which may come after this callback.
        const auto count = double(m_stored);
        std::printf("%7.0f/s  %5.1f us of CPU and %6.0f bytes written an event  %4.0f a commit  p50 %6.2f  p99 %6.2f  "
                    "worst %7.2f ms",
                    m_rate, (cpuSeconds() - m_cpu) / count * 1e6, (writtenBytes() - m_written) / count,
                    count / std::max(1, m_commits), percentile(500), percentile(990), percentile(1000));
        QCoreApplication::exit(0);
    }

    Store &m_store;
    const QList<Event> &m_events;
    QElapsedTimer m_timer;
    QList<double> m_latencies;
    double m_cpu = 0;
    double m_written = 0;
    double m_rate = 0;
    qsizetype m_submitted = 0;
    qsizetype m_stored = 0;
    int m_commits = 0;
};

int runLoads(QCoreApplication &application, const QList<Event> &events, double bound)
{
    for (const int inFlight : {1, 8, 32, 256, 10'000}) {
        const QTemporaryDir folder;
        auto store = Store::open({.databasePath = folder.filePath(u"log.db"_s)});
        if (!store) {
            std::fprintf(stderr, "%s\n", qPrintable(store.error().text));
            return 1;
        }
        std::printf("  %6d in flight:", inFlight);
        const QList<Event> some = inFlight == 1 ? events.first(eventCount / 20) : events;
        const Load load(**store, some, inFlight);
        if (const int code = application.exec(); code != 0)
            return code;
        std::printf("  ratio %.2f\n", load.rate() / bound);
        std::fflush(stdout);
    }
    return 0;
}

int run(QCoreApplication &application)
{
    const QTemporaryDir folder;
    const Result<double> bound = bareRate(folder.filePath(u"bare.db"_s), makeEvents(eventCount, false));
    if (!bound) {
        std::fprintf(stderr, "%s\n", qPrintable(bound.error().text));
        return 1;
    }
    std::printf("Writer, synchronous=FULL, 400-byte bodies; bound: bare table %.0f/s\n", *bound);
    for (const bool haveDeliveryIds : {false, true}) {
        std::printf(haveDeliveryIds ? "each with a delivery id of its own:\n" : "without delivery ids:\n");
        if (const int code = runLoads(application, makeEvents(eventCount, haveDeliveryIds), *bound); code != 0)
            return code;
    }
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QString database = QCoreApplication::arguments().value(1);
    if (const int code = database.isEmpty() ? run(application) : 0; code != 0 || database.isEmpty())
        return code;
    if (const Result<void> done = bench::benchQueries(QFileInfo(database).absoluteFilePath()); !done) {
        std::fprintf(stderr, "%s\n", qPrintable(done.error().text));
        return 1;
    }
    return 0;
}
