// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/forward/forwarder.h"
#include "core/http/httpclient.h"
#include "core/store/forwardrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"
#include "tests/support/scriptedserver.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>
#include <optional>

namespace uw::test {

inline constexpr int waitMs = 30'000;

inline QByteArray answerOf(int status, const QByteArray &headers = {})
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Word\r\n" + headers + "Content-Length: 0\r\n\r\n";
}

// The forward rules on a real store, and what it takes to ask them. Base of their tests: begin() in init(), end() in
// cleanup().
class ForwarderFixture : public QObject {
protected:
    const SystemClock m_clock;
    HttpClient m_http;
    ProviderRegistry m_registry{builtInProviders()};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<Forwarder> m_forwarder;
    int m_ownPort = 0;
    bool m_isKeychainSettled = true;
    int m_number = 0;

    void open()
    {
        auto opened = Store::open({.databasePath = m_folder->filePath(QStringLiteral("log.db"))});
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
        m_store = std::move(*opened);
        m_forwarder = std::make_unique<Forwarder>(
            Forwarder::Parts{.store = *m_store,
                             .registry = m_registry,
                             .http = m_http,
                             .clock = m_clock,
                             .digestKeys = [] { return QList<QByteArray>{QByteArrayLiteral("key")}; },
                             .isKeychainSettled = [this] { return m_isKeychainSettled; },
                             .isOwnAddress = [this](const QUrl &url) { return url.port() == m_ownPort; },
                             .timeoutMs = 2'000,
                             .firstDelayMs = 10,
                             .longestDelayMs = 50});
        QSignalSpy loaded(m_forwarder.get(), &Forwarder::loaded);
        m_forwarder->load();
        QVERIFY(loaded.wait(waitMs));
    }
    void close()
    {
        m_forwarder.reset();
        if (m_store)
            m_store->close();
        m_store.reset();
    }
    // Stores so many events; their ids.
    QStringList store(int count, const std::function<void(Event &)> &change = {})
    {
        QStringList ids;
        int stored = 0;
        for (int i = 0; i < count; ++i) {
            Event event = sampleEvent(++m_number);
            if (change)
                change(event);
            ids << event.id;
            m_store->submitEvent(event, this, [&stored](const Result<qint64> &result) { stored += result ? 1 : 0; });
        }
        return QTest::qWaitFor([&] { return stored == count; }, waitMs) ? ids : QStringList();
    }
    template<typename T>
    static Result<T> wait(const std::optional<Result<T>> &outcome)
    {
        const bool came = QTest::qWaitFor([&outcome] { return outcome.has_value(); }, waitMs);
        return came ? *outcome : Result<T>(Error{ErrorCode::Timeout, QStringLiteral("nothing came")});
    }
    Result<ForwardStatus> put(const ForwardChange &change, const QString &source = QStringLiteral("clockify"))
    {
        std::optional<Result<ForwardStatus>> outcome;
        m_forwarder->put(source, change, this, [&outcome](const Result<ForwardStatus> &result) { outcome = result; });
        return wait(outcome);
    }
    Result<void> remove(const QString &source)
    {
        std::optional<Result<void>> outcome;
        m_forwarder->remove(source, this, [&outcome](const Result<void> &result) { outcome = result; });
        return wait(outcome);
    }
    ForwardStatus status(const QString &source = QStringLiteral("clockify"))
    {
        std::optional<Result<QList<ForwardStatus>>> outcome;
        m_forwarder->read(this, [&outcome](const Result<QList<ForwardStatus>> &result) { outcome = result; });
        const Result<QList<ForwardStatus>> all = wait(outcome);
        for (const ForwardStatus &status : all.valueOr({})) {
            if (status.rule.source == source)
                return status;
        }
        return {};
    }
    static QStringList idsOf(const ScriptedServer &server)
    {
        QStringList ids;
        for (const QByteArray &request : server.requests())
            ids << QString::fromLatin1(ScriptedServer::header(request, "X-Universal-Webhook-Event-Id"));
        return ids;
    }
    static ForwardChange to(const QByteArray &url) { return {.to = url}; }
    // Always the same answer.
    static void answerWith(ScriptedServer &server, const QByteArray &answer)
    {
        server.answerBy([answer](const QByteArray &) { return ScriptedServer::Script(answer); });
    }

    // The one rule, as stored.
    ForwardRule kept()
    {
        std::optional<Result<QList<ForwardRule>>> rules;
        m_store->readers().run<QList<ForwardRule>>(
            this, &forwardrepository::all, [&rules](const Result<QList<ForwardRule>> &result) { rules = result; });
        const Result<QList<ForwardRule>> all = wait(rules);
        return all && !all->isEmpty() ? all->first() : ForwardRule();
    }

    void begin()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_ownPort = 0;
        m_isKeychainSettled = true;
        m_registry.replaceAll({}, {});
        m_number = 0;
        open();
    }
    void end() { close(); }
};

} // namespace uw::test
