// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/history/callhistory.h"
#include "core/store/connection.h"
#include "core/store/savedrequestrepository.h"
#include "core/store/store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace uw::test {

// A history in a store of its own. GUI thread.
class HistoryFixture final {
public:
    HistoryFixture()
    {
        if (auto opened = Store::open({.databasePath = m_folder.filePath(QStringLiteral("log.db"))})) {
            m_store = std::move(*opened);
            m_history = std::make_unique<CallHistory>(*m_store, m_clock);
        }
    }

    [[nodiscard]] CallHistory &history() { return *m_history; }
    [[nodiscard]] const SystemClock &clock() const { return m_clock; }
    [[nodiscard]] QString filePath(const QString &name) const { return m_folder.filePath(name); }
    [[nodiscard]] QString databasePath() const { return m_store->databasePath(); }

    // A call of getPet that ended with `status`, 0: without an answer; its number stands in its answer.
    [[nodiscard]] FinishedCall call(int number, int status = 200) const
    {
        FinishedCall call;
        call.origin = QStringLiteral("window");
        call.document = QStringLiteral("clockify");
        call.operation = QStringLiteral("getPet");
        call.startedAtMs = m_clock.nowMs();
        call.request = {.method = "GET",
                        .url = "http://h.example/pets/" + QByteArray::number(number) + "?deep=true",
                        .headers = {{"X-Trace", "t" + QByteArray::number(number)}}};
        call.arguments = {.parameters = {{QStringLiteral("petId"), std::to_string(number)}}};
        if (status == 0) {
            call.response = Error{ErrorCode::ConnectionFailed, QStringLiteral("The connection was refused.")};
            return call;
        }
        HttpResponse response;
        response.status = status;
        response.reason = "Reason";
        response.headers = {{"Content-Type", "application/json"}};
        response.body = "{\"number\":" + QByteArray::number(number) + ",\"name\":\"pet\"}";
        response.timing.totalMs = 10.0 * number;
        call.response = response;
        return call;
    }

    // Records calls first .. last and waits; false when they were not stored.
    bool add(int first, int last, int status = 200)
    {
        QSignalSpy recorded(m_history.get(), &CallHistory::recorded);
        for (int number = first; number <= last; ++number)
            m_history->record(call(number, status));
        return QTest::qWaitFor([&] { return recorded.size() == last - first + 1; }, 30'000);
    }

    [[nodiscard]] qint64 count() const
    {
        const auto connection = Connection::open(databasePath(), Connection::Mode::ReadOnly);
        return connection ? callrepository::count(**connection).valueOr(-1) : -1;
    }
    [[nodiscard]] SavedRequests saved() const
    {
        const auto connection = Connection::open(databasePath(), Connection::Mode::ReadOnly);
        return connection ? savedrequestrepository::all(**connection).valueOr({}) : SavedRequests();
    }

private:
    const SystemClock m_clock;
    QTemporaryDir m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<CallHistory> m_history;
};

} // namespace uw::test
