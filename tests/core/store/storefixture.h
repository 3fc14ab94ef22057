// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/connection.h"
#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"
#include "tests/support/sampleevent.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

namespace uw::test {

// A store in a folder of its own, asked from the test's thread. Base of the tests of Store: begin() in init(), end() in
// cleanup().
class StoreFixture : public QObject {
protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    // What writableChanged said, in order, on this thread.
    QList<std::pair<bool, QString>> m_changes;

    [[nodiscard]] StoreOptions options() const
    {
        return {.databasePath = m_folder->filePath(QStringLiteral("profile/log.db")), .probeIntervalMs = 20};
    }
    void open(const StoreOptions &options)
    {
        m_store.reset();
        auto store = Store::open(options);
        QVERIFY2(store, store ? "" : qPrintable(store.error().text));
        m_store = std::move(*store);
        connect(
            m_store.get(), &Store::writableChanged, this,
            [this](bool writable, const QString &reason) {
                m_changes.append({writable, reason});
            },
            Qt::QueuedConnection);
    }
    // Submits one event and waits for its outcome.
    Result<qint64> storeOne(int number, qsizetype bodySize = 0)
    {
        Event event = test::sampleEvent(number);
        if (bodySize > 0)
            event.body = QByteArray(bodySize, 'x');
        std::optional<Result<qint64>> outcome;
        m_store->submitEvent(event, this, [&outcome](Result<qint64> sequence) { outcome = std::move(sequence); });
        [[maybe_unused]] const bool answered = QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 30'000);
        return outcome.value_or(Error{ErrorCode::Timeout, QStringLiteral("no answer")});
    }
    Result<void> runJob(Store::WriteJob job)
    {
        std::optional<Result<void>> outcome;
        m_store->submit(std::move(job), this, [&outcome](Result<void> result) { outcome = std::move(result); });
        [[maybe_unused]] const bool answered = QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 30'000);
        return outcome.value_or(Result<void>(Error{ErrorCode::Timeout, QStringLiteral("no answer")}));
    }
    qint64 countEvents()
    {
        std::optional<qint64> count;
        m_store->readers().run<StoreCounts>(
            this, &eventrepository::counts,
            [&count](const Result<StoreCounts> &result) { count = result ? result->events : -1; });
        [[maybe_unused]] const bool answered = QTest::qWaitFor([&count] { return count.has_value(); }, 30'000);
        return count.value_or(-2);
    }
    void begin()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_changes.clear();
    }
    void end()
    {
        m_store.reset();
        m_folder.reset();
    }
};

} // namespace uw::test
