// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/socketwatch.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <array>

using namespace uw;

// Two ends of a connection; one is watched.
class Pair final {
public:
    Pair()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) != 0)
            qFatal("no socket pair");
    }
    ~Pair()
    {
        closeOther();
        ::close(ends[0]);
    }
    Q_DISABLE_COPY_MOVE(Pair)

    [[nodiscard]] int watched() const { return ends[0]; }
    [[nodiscard]] bool sendToWatched() const { return ::send(ends[1], "x", 1, 0) == 1; }
    [[nodiscard]] bool readAtWatched() const
    {
        char byte = 0;
        return ::recv(ends[0], &byte, 1, 0) == 1;
    }
    void closeOther()
    {
        if (ends[1] >= 0)
            ::close(ends[1]);
        ends[1] = -1;
    }

private:
    int ends[2] = {-1, -1};
};

class SocketWatchTest final : public QObject {
    Q_OBJECT

private:
    static void methods()
    {
        QTest::addColumn<SocketPoller::Method>("method");
        QTest::newRow("best") << SocketPoller::Method::Best;
        QTest::newRow("notifiers") << SocketPoller::Method::Notifiers;
    }

private Q_SLOTS:
    void tellsWhatCanBeRead_data() { methods(); }
    void tellsWhatCanBeRead()
    {
        QFETCH(SocketPoller::Method, method);
        SocketPoller poller(method);
        Pair pair;
        int reads = 0;
        int writes = 0;
        SocketWatch watch(
            poller, pair.watched(),
            [&] {
                ++reads;
                QVERIFY(pair.readAtWatched());
            },
            [&] { ++writes; });
        QVERIFY(pair.sendToWatched());
        QCoreApplication::processEvents();
        QCOMPARE(reads, 0); // not wanted yet
        watch.setReading(true);
        QTRY_COMPARE(reads, 1);
        QVERIFY(pair.sendToWatched());
        QTRY_COMPARE(reads, 2);
        QCOMPARE(writes, 0);
        watch.setWriting(true);
        QTRY_VERIFY(writes > 0);
        watch.setWriting(false);
        watch.setReading(false);
        const int written = writes;
        QVERIFY(pair.sendToWatched());
        QCoreApplication::processEvents();
        QCOMPARE(reads, 2);
        QCOMPARE(writes, written);
        watch.setReading(true);
        QTRY_COMPARE(reads, 3);
    }

    void saysNothingOfABrokenConnectionUnasked_data() { methods(); }
    void saysNothingOfABrokenConnectionUnasked()
    {
        QFETCH(SocketPoller::Method, method);
        SocketPoller poller(method);
        Pair pair;
        int reads = 0;
        SocketWatch watch(
            poller, pair.watched(),
            [&] {
                ++reads;
                watch.setReading(false);
            },
            [] {});
        watch.setReading(true);
        pair.closeOther();
        QTRY_COMPARE(reads, 1);
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        QCOMPARE(reads, 1);
        watch.setReading(true);
        QTRY_COMPARE(reads, 2);
    }

    void aCallbackMayStopEveryWatch_data() { methods(); }
    void aCallbackMayStopEveryWatch()
    {
        QFETCH(SocketPoller::Method, method);
        SocketPoller poller(method);
        Pair first;
        Pair second;
        int calls = 0;
        std::unique_ptr<SocketWatch> one;
        std::unique_ptr<SocketWatch> other;
        const auto stopBoth = [&] {
            ++calls;
            one->stop();
            other->stop();
        };
        one = std::make_unique<SocketWatch>(poller, first.watched(), stopBoth, [] {});
        other = std::make_unique<SocketWatch>(poller, second.watched(), stopBoth, [] {});
        QVERIFY(first.sendToWatched() && second.sendToWatched());
        one->setReading(true);
        other->setReading(true);
        QTRY_COMPARE(calls, 1);
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        QCOMPARE(calls, 1);
    }

    void aCallbackMayDestroyAnother_data() { methods(); }
    void aCallbackMayDestroyAnother()
    {
        QFETCH(SocketPoller::Method, method);
        SocketPoller poller(method);
        Pair first;
        Pair second;
        int calls = 0;
        std::array<std::unique_ptr<SocketWatch>, 2> watches;
        const auto callback = [&](std::size_t other) {
            return [&, other] {
                ++calls;
                watches[other].reset();
                watches[1 - other]->setReading(false);
            };
        };
        watches[0] = std::make_unique<SocketWatch>(poller, first.watched(), callback(1), [] {});
        watches[1] = std::make_unique<SocketWatch>(poller, second.watched(), callback(0), [] {});
        QVERIFY(first.sendToWatched() && second.sendToWatched());
        watches[0]->setReading(true);
        watches[1]->setReading(true);
        QTRY_COMPARE(calls, 1);
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        QCOMPARE(calls, 1);
    }

    void aStoppedWatchMayOutliveItsPoller()
    {
        auto poller = std::make_unique<SocketPoller>();
        Pair pair;
        SocketWatch watch(
            *poller, pair.watched(), [] {}, [] {});
        watch.setReading(true);
        watch.stop();
        poller.reset();
        QVERIFY(pair.sendToWatched());
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(SocketWatchTest)
#include "tst_socketwatch.moc"
