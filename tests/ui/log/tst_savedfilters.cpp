// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/store.h"
#include "ui/log/savedfilters.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace uw::ui;

// Saved filters on a real store, which is broken and mended underneath.
class SavedFiltersTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;

    // Returns when the writer has done it, and all that was handed in before.
    void write(const std::function<Result<void>(Connection &)> &job)
    {
        std::optional<Result<void>> done;
        m_store->submit(job, this, [&done](const Result<void> &result) { done = result; });
        QVERIFY(QTest::qWaitFor([&done] { return done.has_value(); }));
        QVERIFY2(*done, *done ? "" : qPrintable(done->error().text));
    }
    void run(const QString &sql)
    {
        write([sql](Connection &connection) { return connection.execute(sql); });
    }
    // What is saved shows before it is stored.
    void waitUntilStored()
    {
        write([](Connection &) { return Result<void>(); });
    }
    void breakTable() { run(u"ALTER TABLE universal_webhook_setting RENAME TO hidden"_qs); }
    void mendTable() { run(u"ALTER TABLE hidden RENAME TO universal_webhook_setting"_qs); }
    static QStringList names(const SavedFilters &filters)
    {
        QStringList names;
        for (const SavedFilter &filter : filters.filters())
            names << filter.name;
        return names;
    }
    static QVariantMap state(const QString &text) { return {{u"search"_qs, text}}; }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Store::open({.databasePath = m_folder->filePath(u"log.db"_qs)});
        QVERIFY(opened);
        m_store = std::move(*opened);
        SavedFilters filters(*m_store);
        filters.save(u"old"_qs, state(u"a"_qs));
        QTRY_COMPARE(names(filters), QStringList{u"old"_qs});
        waitUntilStored();
    }
    void cleanup()
    {
        m_store->close();
        m_store.reset();
        m_folder.reset();
    }

    void whatIsSavedAtOnceJoinsWhatIsStored()
    {
        SavedFilters filters(*m_store);
        filters.save(u"new"_qs, state(u"b"_qs));
        QTRY_COMPARE(names(filters), (QStringList{u"new"_qs, u"old"_qs}));
        waitUntilStored();
        SavedFilters later(*m_store);
        QTRY_COMPARE(later.filters(), filters.filters());
        QCOMPARE(later.filters().first().state, state(u"b"_qs));
    }

    void whatCannotBeReadIsNeverReplaced()
    {
        breakTable();
        SavedFilters filters(*m_store);
        QSignalSpy failed(&filters, &SavedFilters::failed);
        QTRY_COMPARE(failed.size(), 1);
        filters.save(u"lost"_qs, state(u"b"_qs));
        QTRY_COMPARE(failed.size(), 2);
        QVERIFY(filters.filters().isEmpty());
        mendTable();
        // The next one reads again, and the old one is still there.
        filters.save(u"new"_qs, state(u"c"_qs));
        QTRY_COMPARE(names(filters), (QStringList{u"new"_qs, u"old"_qs}));
        QCOMPARE(failed.size(), 2);
    }

    void keepsNoMoreThanItsBound()
    {
        SavedFilters filters(*m_store);
        for (int i = 0; i < SavedFilters::MaximumCount + 5; ++i)
            filters.save(u"filter %1"_qs.arg(i), state({}));
        QTRY_COMPARE(filters.filters().size(), SavedFilters::MaximumCount);
        QVERIFY(names(filters).contains(u"old"_qs));
        QVERIFY(!filters.problemOf(u"one more"_qs).isEmpty());
        filters.save(u"old"_qs, state(u"z"_qs));
        QTRY_COMPARE(filters.filters().last().state, state(u"z"_qs));
    }
};

QTEST_GUILESS_MAIN(SavedFiltersTest)
#include "tst_savedfilters.moc"
