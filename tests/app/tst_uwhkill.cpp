// SPDX-License-Identifier: GPL-3.0-or-later
// Kills the real `uwh serve` under load, again and again on one profile: whatever it acknowledged is there afterwards,
// byte for byte.
#include "tests/core/listener/admissiontable.h"
#include "tests/core/listener/rawclient.h"
#include "tests/support/uwhprocess.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <atomic>
#include <mutex>
#include <thread>

using namespace uw;
using namespace uw::test;

namespace {

constexpr int senders = 8;

// Each event's body is made from a number, so that a number is all that has to be remembered of it.
QByteArray bodyOf(quint32 number)
{
    QRandomGenerator random(number);
    if (number % 3 == 0) {
        QByteArray bytes(random.bounded(1, 20'000), Qt::Uninitialized);
        for (char &byte : bytes)
            byte = char(random.bounded(256));
        return bytes;
    }
    return "{\"number\":" + QByteArray::number(number) + ",\"pad\":\"" + QByteArray(random.bounded(600), 'x') + "\"}";
}

// What was acknowledged so far. Filled by the senders' threads, read by the test's when they have ended.
class Acknowledged final {
public:
    void add(const QByteArray &id, quint32 number)
    {
        const std::lock_guard lock(m_mutex);
        m_events.append({id, number});
        m_count = int(m_events.size());
    }
    [[nodiscard]] int count() const { return m_count; }
    [[nodiscard]] QList<std::pair<QByteArray, quint32>> take()
    {
        const std::lock_guard lock(m_mutex);
        m_count = 0;
        return std::exchange(m_events, {});
    }

private:
    std::mutex m_mutex;
    QList<std::pair<QByteArray, quint32>> m_events;
    std::atomic<int> m_count = 0;
};

// Posts one event after the other on one connection until it breaks; an answer read in part does not count.
void sendUntilItBreaks(quint16 port, std::atomic<quint32> &numbers, Acknowledged &acknowledged)
{
    RawClient client(port);
    for (;;) {
        const quint32 number = numbers++;
        if (!client.send(post("/webhooks/custom/load", bodyOf(number))))
            return;
        const RawResponse answer = client.readResponse();
        if (answer.status != 202)
            return;
        acknowledged.add(answer.field("X-Event-Id"), number);
    }
}

QByteArray storedBody(const json::Value &event)
{
    const json::Value *encoding = json::member(event, "bodyEncoding");
    const json::Value *body = json::member(event, "body");
    if (!encoding || !body)
        return {};
    const QByteArray text = json::toQString(*body).toUtf8();
    return json::toQString(*encoding) == u"base64" ? QByteArray::fromBase64(text) : text;
}

} // namespace

class UwhKillTest final : public QObject {
    Q_OBJECT

    // UW_KILL_ROUNDS=500 tests/tst_uwhkill goes on for longer.
    static int rounds()
    {
        const int wanted = qEnvironmentVariableIntValue("UW_KILL_ROUNDS");
        return wanted > 0 ? wanted : 12;
    }
    static void verifyThere(const UwhProcess &uwh, const QList<std::pair<QByteArray, quint32>> &events)
    {
        RawClient client(quint16(QUrl(QString::fromLatin1(uwh.controlUrl())).port()));
        for (const auto &[id, number] : events) {
            client.send("GET /ui/webhooks/" + id + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + UwhProcess::controlToken + "\r\n\r\n");
            const RawResponse answer = client.readResponse();
            QVERIFY2(answer.status == 200, id.constData());
            const Result<json::Value> event = json::parse(answer.body);
            QVERIFY(event);
            QVERIFY2(storedBody(*event) == bodyOf(number), id.constData());
        }
    }

private Q_SLOTS:
    void keepsWhatItAcknowledged()
    {
        const QTemporaryDir dir;
        std::atomic<quint32> numbers = 0;
        Acknowledged acknowledged;
        QList<std::pair<QByteArray, quint32>> previous;
        QList<std::pair<QByteArray, quint32>> all;
        for (int round = 0; round < rounds(); ++round) {
            UwhProcess uwh(dir.path());
            QVERIFY2(uwh.start(), qPrintable(uwh.errors()));
            verifyThere(uwh, previous);
            if (QTest::currentTestFailed())
                return;
            const quint16 port = quint16(QUrl(QString::fromLatin1(uwh.listenUrl())).port());
            std::vector<std::thread> threads;
            for (int i = 0; i < senders; ++i)
                threads.emplace_back([&] { sendUntilItBreaks(port, numbers, acknowledged); });
            // Anywhere in the work: the count that it dies at says nothing about where the writer is.
            const int enough = QRandomGenerator::global()->bounded(1, 400);
            const bool worked = QTest::qWaitFor([&] { return acknowledged.count() >= enough; }, 60'000);
            uwh.kill();
            for (std::thread &thread : threads)
                thread.join();
            QVERIFY(worked);
            previous = acknowledged.take();
            all += previous;
        }
        UwhProcess last(dir.path());
        QVERIFY2(last.start(), qPrintable(last.errors()));
        verifyThere(last, all);
        QCOMPARE(last.stop(), 0);
        qInfo("%d events were acknowledged in %d rounds, and all are there", int(all.size()), rounds());
    }
};

QTEST_GUILESS_MAIN(UwhKillTest)
#include "tst_uwhkill.moc"
