// SPDX-License-Identifier: GPL-3.0-or-later
// GET /metrics in the whole runtime.
#include "core/listener/eventcounters.h"
#include "core/secrets/secretstore.h"
#include "core/store/writerstatistics.h"
#include "tests/core/runtime/runtimefixture.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;
using namespace uw::test;

class RuntimeMetricsTest final : public QObject {
    Q_OBJECT

    RuntimeFixture m_fixture;

    static double valueOf(const QByteArray &text, const QByteArray &series)
    {
        for (const QByteArray &line : text.split('\n')) {
            if (line.startsWith(QByteArray(series + ' ')))
                return line.sliced(series.size() + 1).toDouble();
        }
        return -1;
    }

private Q_SLOTS:
    void tellsWhatHappened()
    {
        QVERIFY(m_fixture.start());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(m_fixture.ask("POST", "/webhooks/custom/shop", {}, "12345").status, 202);
        QCOMPARE(m_fixture.send({}).status, 202);
        QCOMPARE(m_fixture.ask("POST", "/elsewhere", {}, "x").status, 404);
        QCOMPARE(m_fixture.ask("GET", "/webhooks/custom/%00").status, 400);
        const PlainAnswer answer = m_fixture.control("GET", "/metrics");
        QCOMPARE(answer.status, 200);
        QVERIFY(headerValue(answer.headers, "Content-Type").startsWith("text/plain; version=0.0.4"));
        const QByteArray text = answer.body;
        const auto value = [&text](const QByteArray &series) { return valueOf(text, series); };
        QCOMPARE(value(R"(uw_http_requests_total{port="listener",status="202"})"), 4.0);
        QCOMPARE(value(R"(uw_http_requests_total{port="listener",status="404"})"), 1.0);
        // What the gate refuses counts as well.
        QCOMPARE(value(R"(uw_http_requests_total{port="listener",status="400"})"), 1.0);
        QCOMPARE(value(R"(uw_events_total{source="custom",custom_source="shop",verdict="unsigned"})"), 3.0);
        QCOMPARE(value(R"(uw_event_body_bytes_total{source="custom",custom_source="shop",verdict="unsigned"})"), 15.0);
        QCOMPARE(value(R"(uw_events_total{source="clockify",custom_source="",verdict="not_configured"})"), 1.0);
        QVERIFY(value(R"(uw_connections_accepted_total{port="listener"})") >= 6);
        QCOMPARE(value(R"(uw_connections_refused_total{port="listener",reason="all_taken"})"), 0.0);
        QCOMPARE(value(R"(uw_connections_open{port="control"})"), 1.0);
        QCOMPARE(value(R"(uw_bodies_waiting{port="listener"})"), 0.0);
        QVERIFY(value("uw_store_commit_seconds_count") >= 4);
        QCOMPARE(value(R"(uw_store_commit_seconds_bucket{le="+Inf"})"), value("uw_store_commit_seconds_count"));
        QVERIFY(value("uw_store_commit_seconds_sum") > 0);
        QCOMPARE(value("uw_store_queue_length"), 0.0);
        QCOMPARE(value("uw_store_writable"), 1.0);
        QVERIFY(value("uw_store_bytes") > 4096);
#ifdef Q_OS_LINUX
        QVERIFY(value("process_resident_memory_bytes") > 1'000'000);
#endif
        // No secret, and nothing that is no metric.
        QVERIFY(!text.contains(m_fixture.secrets.values.value(secretkeys::controlToken)));
        static const QRegularExpression line(uR"(^(#.*|[a-z_]+(\{[^}]*\})? [0-9.e+-]+|)$)"_s);
        for (const QByteArray &one : text.split('\n'))
            QVERIFY2(line.match(QString::fromUtf8(one)).hasMatch(), one.constData());
    }

    void namesFewSources()
    {
        EventCounters counters;
        for (int i = 0; i < 1'000; ++i)
            counters.count(u"custom"_s, u"s%1"_s.arg(i), Verdict::Unsigned, 1);
        counters.count(u"custom"_s, u"s3"_s, Verdict::Unsigned, 1);
        counters.count(u"github"_s, {}, Verdict::Valid, 1);
        const auto counts = counters.counts();
        QCOMPARE(counts.size(), EventCounters::customSourcesMaximum + 2);
        QCOMPARE(counts.value({u"custom"_s, u"s3"_s, Verdict::Unsigned}).events, 2U);
        QCOMPARE(counts.value({u"custom"_s, u"other"_s, Verdict::Unsigned}).events,
                 quint64(1'000 - EventCounters::customSourcesMaximum));
    }

    void sortsCommitsByTheirTime()
    {
        WriterStatistics statistics;
        statistics.count(0.0005, true);
        statistics.count(0.0006, true);
        statistics.count(99, false);
        QCOMPARE(statistics.commits.front(), 1U);
        QCOMPARE(statistics.commits[1], 1U);
        QCOMPARE(statistics.commits.back(), 1U);
        QCOMPARE(statistics.failedCommits, 1U);
    }
};

QTEST_GUILESS_MAIN(RuntimeMetricsTest)
#include "tst_runtimemetrics.moc"
