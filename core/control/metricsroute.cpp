// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/metricsroute.h"

#include "core/control/answers.h"
#include "core/listener/eventcounters.h"
#include "core/listener/router.h"
#include "core/listener/servercounters.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

#include <QFile>

#include <prometheus/text_serializer.h>

#ifdef Q_OS_LINUX
#include <unistd.h>
#endif

#include <array>
#include <limits>
#include <sstream>
#include <utility>

namespace uw::control {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

MetricFamily family(const char *name, const char *help, MetricType type)
{
    return {name, help, type, {}};
}

void add(MetricFamily &family, double value, Labels labels = {})
{
    ClientMetric metric;
    metric.label = std::move(labels);
    if (family.type == MetricType::Counter)
        metric.counter.value = value;
    else
        metric.gauge.value = value;
    family.metric.push_back(std::move(metric));
}

MetricFamily single(const char *name, const char *help, MetricType type, double value)
{
    MetricFamily one = family(name, help, type);
    add(one, value);
    return one;
}

void addServer(std::vector<MetricFamily> &families, const MetricsParts &parts)
{
    MetricFamily answers =
        family("uw_http_requests_total", "Requests answered, by port and status.", MetricType::Counter);
    MetricFamily bytes =
        family("uw_http_request_body_bytes_total", "Bytes of bodies that were read whole.", MetricType::Counter);
    MetricFamily open = family("uw_connections_open", "Connections that are open.", MetricType::Gauge);
    MetricFamily waiting = family("uw_bodies_waiting", "Connections whose body waits for memory.", MetricType::Gauge);
    MetricFamily accepted = family("uw_connections_accepted_total", "Connections taken.", MetricType::Counter);
    MetricFamily refused =
        family("uw_connections_refused_total", "Connections not taken, by reason.", MetricType::Counter);
    constexpr std::array<const char *, ServerCounters::turnedAwayReasons> reasons = {"all_taken", "too_many_of_address",
                                                                                     "no_descriptor"};
    for (const auto &[port, counters] :
         {std::pair("listener", parts.listener.get()), std::pair("control", parts.control.get())}) {
        const ClientMetric::Label label{"port", port};
        for (std::size_t i = 0; i < counters->answers.size(); ++i) {
            if (const quint64 count = counters->answers[i].load(std::memory_order_relaxed))
                add(answers, double(count), {label, {"status", std::to_string(ServerCounters::firstStatus + int(i))}});
        }
        add(bytes, double(counters->bodyBytes.load(std::memory_order_relaxed)), {label});
        add(open, counters->openConnections.load(std::memory_order_relaxed), {label});
        add(waiting, counters->waitingBodies.load(std::memory_order_relaxed), {label});
        add(accepted, double(counters->acceptedConnections.load(std::memory_order_relaxed)), {label});
        for (std::size_t i = 0; i < reasons.size(); ++i)
            add(refused, double(counters->turnedAway[i].load(std::memory_order_relaxed)),
                {label, {"reason", reasons[i]}});
    }
    for (MetricFamily *one : {&answers, &bytes, &open, &waiting, &accepted, &refused})
        families.push_back(std::move(*one));
}

void addEvents(std::vector<MetricFamily> &families, const EventCounters &counters)
{
    MetricFamily events = family("uw_events_total",
                                 "Events stored, by sender and verdict; custom sources beyond the first are \"other\".",
                                 MetricType::Counter);
    MetricFamily bytes =
        family("uw_event_body_bytes_total", "Bytes of the bodies of stored events.", MetricType::Counter);
    const auto counts = counters.counts();
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const Labels labels{{"source", it.key().provider.toStdString()},
                            {"custom_source", it.key().customSource.toStdString()},
                            {"verdict", verdictWord(it.key().verdict).data()}};
        add(events, double(it->events), labels);
        add(bytes, double(it->bodyBytes), labels);
    }
    families.push_back(std::move(events));
    families.push_back(std::move(bytes));
}

MetricFamily commitHistogram(const WriterStatistics &writer)
{
    MetricFamily commits =
        family("uw_store_commit_seconds", "How long commits to the disk took.", MetricType::Histogram);
    ClientMetric metric;
    for (std::size_t i = 0; i < writer.commits.size(); ++i) {
        metric.histogram.sample_count += writer.commits[i];
        const bool isLast = i == WriterStatistics::commitBounds.size();
        metric.histogram.bucket.push_back({metric.histogram.sample_count, isLast
                                                                              ? std::numeric_limits<double>::infinity()
                                                                              : WriterStatistics::commitBounds[i]});
    }
    metric.histogram.sample_sum = writer.commitSeconds;
    commits.metric.push_back(std::move(metric));
    return commits;
}

// The second number of /proc/self/statm is the resident memory in pages; 0 where there is no such file.
double residentBytes()
{
#ifdef Q_OS_LINUX
    QFile file(QStringLiteral("/proc/self/statm"));
    if (file.open(QIODevice::ReadOnly))
        return double(file.readAll().split(' ').value(1).toLongLong()) * double(sysconf(_SC_PAGESIZE));
#endif
    return 0;
}

void addStore(std::vector<MetricFamily> &families, const Store &store, qint64 databaseBytes)
{
    const WriterStatistics writer = store.writerStatistics();
    families.push_back(commitHistogram(writer));
    families.push_back(single("uw_store_commits_failed_total", "Commits that failed.", MetricType::Counter,
                              double(writer.failedCommits)));
    families.push_back(single("uw_store_queue_length", "Events and jobs that wait for a commit.", MetricType::Gauge,
                              double(writer.waiting)));
    families.push_back(single("uw_store_writable", "1 while events can be stored, else 0.", MetricType::Gauge,
                              store.isWritable() ? 1 : 0));
    families.push_back(
        single("uw_store_bytes", "Size of the database on disk.", MetricType::Gauge, double(databaseBytes)));
    if (const double bytes = residentBytes(); bytes > 0)
        families.push_back(
            single("process_resident_memory_bytes", "Resident memory of the process.", MetricType::Gauge, bytes));
}

} // namespace

void addMetricsRoute(Router &router, Store &store, const MetricsParts &parts)
{
    router.add("GET", "/metrics", [&store, parts](const ServerRequest &, const ResponseChannel &channel) {
        store.readers().run<qint64>(channel.lifetime(), &eventrepository::databaseBytes,
                                    [&store, parts, channel](const Result<qint64> &databaseBytes) {
                                        if (!databaseBytes) {
                                            channel.send(problemOf(databaseBytes.error()));
                                            return;
                                        }
                                        std::vector<MetricFamily> families;
                                        addServer(families, parts);
                                        addEvents(families, *parts.events);
                                        addStore(families, store, *databaseBytes);
                                        std::ostringstream text;
                                        prometheus::TextSerializer().Serialize(text, families);
                                        channel.send({.status = 200,
                                                      .contentType = "text/plain; version=0.0.4; charset=utf-8",
                                                      .body = QByteArray::fromStdString(text.str())});
                                    });
    });
}

} // namespace uw::control
