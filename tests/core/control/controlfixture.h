// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/controlserver.h"
#include "core/store/searchindexer.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <memory>

namespace uw::test {

// A control server on a port of its own over a store of its own; its token is "secret-token". One thread.
class ControlFixture final {
public:
    // Port 0 when it does not listen.
    ControlFixture()
    {
        auto opened = Store::open({.databasePath = databasePath()});
        if (!opened)
            return;
        m_store = std::move(*opened);
        ControlServer::Options options;
        options.address.port = 0;
        options.token = "secret-token";
        options.health = [] { return control::ComponentHealth{}; };
        m_server = std::make_unique<ControlServer>(options, *m_store, m_clock);
        QSignalSpy listening(m_server.get(), &ControlServer::listening);
        m_server->start();
        if (listening.wait())
            m_port = quint16(QUrl(listening.first().first().toString()).port());
    }

    [[nodiscard]] Store &store() { return *m_store; }
    // Makes events searchable from now on.
    void startSearch() { m_indexer = std::make_unique<SearchIndexer>(SearchIndexer::Options{.gatherMs = 1}, *m_store); }
    [[nodiscard]] SearchIndexer &indexer() { return *m_indexer; }
    [[nodiscard]] ControlServer &server() { return *m_server; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString databasePath() const { return m_folder.filePath(QStringLiteral("log.db")); }

    // Stores sample events first .. last and waits for it; their ids, none when one was not stored.
    QStringList add(int first, int last, const std::function<void(Event &)> &change = {})
    {
        QStringList ids;
        int stored = 0;
        QObject context;
        for (int i = first; i <= last; ++i) {
            Event event = sampleEvent(i);
            if (change)
                change(event);
            ids << event.id;
            m_store->submitEvent(event, &context,
                                 [&stored](const Result<qint64> &result) { stored += result ? 1 : 0; });
        }
        const bool done = QTest::qWaitFor([&] { return stored == last - first + 1; }, 30'000);
        return done ? ids : QStringList();
    }

private:
    const SystemClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<SearchIndexer> m_indexer;
    std::unique_ptr<ControlServer> m_server;
    quint16 m_port = 0;
};

} // namespace uw::test
