// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/retrypolicy.h"

#include "core/base/clock.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace uw;

using Failure = uw::AttemptEnd::Failure;
Q_DECLARE_METATYPE(uw::AttemptEnd::Failure)

class RetryPolicyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decides_data()
    {
        QTest::addColumn<Failure>("failure");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isRepeatable");
        QTest::addColumn<bool>("retries");
        for (const int status : {200, 204, 301, 400, 401, 404, 409, 422})
            QTest::addRow("status %d", status) << Failure::None << status << true << false;
        for (const int status : {429, 500, 501, 502, 503, 504, 599})
            QTest::addRow("status %d", status) << Failure::None << status << false << true;
        QTest::newRow("not connected") << Failure::NotConnected << 0 << false << true;
        QTest::newRow("lost, repeatable") << Failure::Lost << 0 << true << true;
        QTest::newRow("lost, not repeatable") << Failure::Lost << 0 << false << false;
        QTest::newRow("final") << Failure::Final << 0 << true << false;
    }
    void decides()
    {
        QFETCH(Failure, failure);
        QFETCH(int, status);
        QFETCH(bool, isRepeatable);
        QFETCH(bool, retries);
        const AttemptEnd end{failure, status, {}};
        QCOMPARE(isWorthRetrying(end, isRepeatable), retries);
        QCOMPARE(delayBeforeNextMs({}, 1, end, isRepeatable, 0.5).has_value(), retries);
    }

    void growsUpToTheLongest()
    {
        const RetryPolicy policy{.maximumAttempts = 2'000, .baseDelayMs = 1'000, .factor = 2, .maximumDelayMs = 60'000};
        const AttemptEnd end{Failure::NotConnected, 0, {}};
        QList<qint64> seen;
        for (const int attempts : {1, 2, 3, 6, 7, 8, 1'000})
            seen << *delayBeforeNextMs(policy, attempts, end, true, 0.999999);
        QCOMPARE(seen, (QList<qint64>{999, 1'999, 3'999, 31'999, 59'999, 59'999, 59'999}));
        QCOMPARE(*delayBeforeNextMs(policy, 5, end, true, 0), 0);
        QCOMPARE(*delayBeforeNextMs(policy, 5, end, true, 0.25), 4'000);
        QVERIFY(!delayBeforeNextMs(policy, 2'000, end, true, 0.5));
        QVERIFY(!delayBeforeNextMs({.maximumAttempts = 1}, 1, end, true, 0.5));
    }

    void followsTheServerUpToTheLongest()
    {
        QCOMPARE(*delayBeforeNextMs({}, 1, {Failure::None, 503, 7'000}, false, 0.1), 7'000);
        QCOMPARE(*delayBeforeNextMs({}, 1, {Failure::None, 429, 3'600'000}, false, 0.1), 60'000);
        QCOMPARE(*delayBeforeNextMs({}, 1, {Failure::None, 429, 0}, false, 0.9), 0);
    }

    void readsRetryAfter_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("milliseconds"); // -1: none
        QTest::newRow("seconds") << "120"_qba << qint64(120'000);
        QTest::newRow("zero") << "0"_qba << qint64(0);
        QTest::newRow("blanks") << " 5 "_qba << qint64(5'000);
        QTest::newRow("a year at most") << "99999999999999999999"_qba << qint64(366) * 24 * 3'600'000;
        QTest::newRow("date") << "Fri, 02 Jan 2026 03:05:05 GMT"_qba << qint64(60'000);
        QTest::newRow("date that has passed") << "Thu, 01 Jan 2026 03:04:05 GMT"_qba << qint64(0);
        QTest::newRow("RFC 850") << "Friday, 02-Jan-26 03:05:05 GMT"_qba << qint64(60'000);
        QTest::newRow("asctime") << "Fri Jan  2 03:05:05 2026"_qba << qint64(60'000);
        QTest::newRow("negative") << "-1"_qba << qint64(-1);
        QTest::newRow("fraction") << "1.5"_qba << qint64(-1);
        QTest::newRow("empty") << ""_qba << qint64(-1);
        QTest::newRow("word") << "soon"_qba << qint64(-1);
        QTest::newRow("long") << QByteArray(100, '1') << qint64(-1);
    }
    void readsRetryAfter()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, milliseconds);
        const qint64 now = *fromRfc3339(u"2026-01-02T03:04:05Z");
        QCOMPARE(parseRetryAfter(text, now).value_or(-1), milliseconds);
    }

    void knowsTheMethods()
    {
        for (const QByteArray &method : {"GET"_qba, "HEAD"_qba, "PUT"_qba, "DELETE"_qba, "OPTIONS"_qba, "TRACE"_qba})
            QVERIFY(isIdempotentMethod(method));
        for (const QByteArray &method : {"POST"_qba, "PATCH"_qba, "get"_qba, "LINK"_qba, ""_qba})
            QVERIFY(!isIdempotentMethod(method));
    }
};

QTEST_GUILESS_MAIN(RetryPolicyTest)
#include "tst_retrypolicy.moc"
