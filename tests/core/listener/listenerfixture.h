// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/webhooklistener.h"
#include "tests/core/listener/basicjudge.h"
#include "tests/core/listener/rawclient.h"

#include <QSignalSpy>
#include <QTest>
#include <QUrl>

#include <memory>

namespace uw::test {

// A running listener on a free port of this computer, and one request at a time to it. Base of tests, on their thread.
class ListenerFixture {
protected:
    ListenerFixture() = default;
    ~ListenerFixture() = default;
    Q_DISABLE_COPY_MOVE(ListenerFixture)

    // `sink` outlives the listener, and so does `judge`; without one there is a simple one.
    void startListener(EventSink &sink, const ListenerSettings &settings = {}, const QStringList &knownSources = {},
                       const RequestJudge *judge = nullptr)
    {
        m_listener = std::make_unique<WebhookListener>(
            HttpServerOptions(), settings, knownSources,
            WebhookListener::Parts{.sink = sink, .judge = judge ? *judge : m_judge, .clock = m_clock, .ids = m_ids});
        QSignalSpy listening(m_listener.get(), &WebhookListener::listening);
        m_listener->start();
        QVERIFY(listening.wait());
        const QUrl url(listening.first().first().toString());
        QCOMPARE(url.host(), QStringLiteral("127.0.0.1"));
        m_port = quint16(url.port());
    }
    RawResponse ask(const QByteArray &request) const
    {
        RawClient client(m_port);
        client.send(request);
        return client.readResponse();
    }

    const SystemClock m_clock;
    UuidV7Generator m_ids{m_clock};
    const BasicJudge m_judge;
    std::unique_ptr<WebhookListener> m_listener;
    quint16 m_port = 0;
};

} // namespace uw::test
