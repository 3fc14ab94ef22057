// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/tokenbucket.h"
#include "tests/support/manualclock.h"

#include <QTest>

using namespace uw;

class TokenBucketTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void letsASecondGoAtOnceAndThenTheRate()
    {
        test::ManualClock clock;
        TokenBucket bucket(clock, 25);
        for (int i = 0; i < 25; ++i)
            QCOMPARE(bucket.take(), 0);
        for (int i = 1; i <= 50; ++i)
            QCOMPARE(bucket.take(), 40 * i);
    }

    // Whatever the pattern of asking, the first two seconds never see more than twice the rate.
    void neverExceedsTheRate()
    {
        test::ManualClock clock;
        TokenBucket bucket(clock, 10);
        int sent = 0;
        for (int step = 0; step < 500; ++step) {
            if (bucket.take() == 0)
                ++sent;
            else
                bucket.giveBack();
            clock.advance(2);
        }
        // A full bucket and what a second brought.
        QCOMPARE(sent, 10 + 9);
    }

    void keepsNothingForLaterThanASecond()
    {
        test::ManualClock clock;
        TokenBucket bucket(clock, 5);
        clock.advance(3'600'000);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bucket.take(), 0);
        QCOMPARE(bucket.take(), 200);
    }

    void waitsWhenAskedTo()
    {
        test::ManualClock clock;
        TokenBucket bucket(clock, 10);
        bucket.pause(30'000);
        QCOMPARE(bucket.take(), 30'100);
        clock.advance(30'100);
        QCOMPARE(bucket.take(), 100);
        // A shorter pause takes nothing back.
        bucket.pause(10);
        QCOMPARE(bucket.take(), 200);
    }

    void movesPlacesToANewRate()
    {
        test::ManualClock clock;
        TokenBucket bucket(clock, 10);
        for (int i = 0; i < 20; ++i)
            (void)bucket.take();
        // The tenth place of those waiting came after a second; at 50 a second it is after a fifth of one.
        bucket.setRate(50);
        QCOMPARE(bucket.take(), 220);
        bucket.setRate(0);
        QCOMPARE(bucket.rate(), 1);
    }
};

QTEST_GUILESS_MAIN(TokenBucketTest)
#include "tst_tokenbucket.moc"
