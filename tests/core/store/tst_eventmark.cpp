// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/connection.h"
#include "core/store/databasefile.h"
#include "core/store/eventmark.h"
#include "core/store/eventrepository.h"
#include "core/store/searchpart.h"
#include "tests/support/sampleevent.h"

#include <QTemporaryDir>
#include <QTest>

using namespace uw;
using namespace Qt::StringLiterals;

class EventMarkTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_connection;

    qint64 store(int number, const QString &deliveryId = {})
    {
        Event event = test::sampleEvent(number);
        event.deliveryId = deliveryId;
        return eventrepository::insert(*m_connection, event).valueOr(0);
    }
    EventSummary summary(qint64 sequence)
    {
        const auto page =
            eventrepository::page(*m_connection, {}, {.before = sequence + 1, .after = sequence - 1, .limit = 1});
        return page && !page->isEmpty() ? page->constFirst() : EventSummary{};
    }
    bool apply(qint64 sequence, const EventMarkChange &change)
    {
        return eventmark::apply(*m_connection, sequence, change).valueOr(false);
    }
    qint64 count(const QString &table) { return m_connection->integer(u"SELECT count(*) FROM "_s + table).valueOr(-1); }
    // How often rows of the first part changed so that its index has to be made anew.
    qint64 gapChanges()
    {
        const auto gaps = searchpart::gaps(*m_connection, 10);
        return gaps && gaps->size() == 1 ? gaps->constFirst().changes : gaps ? gaps->size() : -1;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QStringList notices;
        auto opened = databasefile::openForWriting(m_folder->filePath(u"log.db"_s), notices);
        QVERIFY(opened);
        m_connection = std::move(*opened);
        QVERIFY(m_connection->begin());
    }
    void cleanup()
    {
        m_connection.reset();
        m_folder.reset();
    }

    void changesWhatIsAskedAndNothingElse()
    {
        const qint64 sequence = store(1);
        QVERIFY(apply(sequence, {.starred = true}));
        QVERIFY(summary(sequence).starred);
        QVERIFY(apply(sequence, {.note = u"ask \u00C4nn"_s}));
        QVERIFY(summary(sequence).starred);
        QCOMPARE(summary(sequence).note, u"ask \u00C4nn"_s);
        const auto whole = eventrepository::find(*m_connection, sequence);
        QVERIFY(whole && *whole && (*whole)->starred);
        QCOMPARE((*whole)->note, u"ask \u00C4nn"_s);
        QVERIFY(apply(sequence, {.starred = false}));
        QCOMPARE(summary(sequence).note, u"ask \u00C4nn"_s);
        QVERIFY(apply(sequence, {}));
        QCOMPARE(count(u"universal_webhook_log_mark"_s), 1);
        // Without both there is nothing to keep.
        QVERIFY(apply(sequence, {.note = QString()}));
        QCOMPARE(count(u"universal_webhook_log_mark"_s), 0);
        QCOMPARE(summary(sequence).note, QString());
    }

    void anEventThatIsNotThereHasNoMark()
    {
        const Result<bool> applied = eventmark::apply(*m_connection, 17, {.starred = true, .note = u"x"_s});
        QVERIFY(applied && !*applied);
        QCOMPARE(count(u"universal_webhook_log_mark"_s), 0);
        QCOMPARE(count(u"universal_webhook_log_changed"_s), 0);
    }

    void boundsTheNote()
    {
        const qint64 sequence = store(1);
        const QString longest(eventmark::noteCharacters, u'n');
        QVERIFY(apply(sequence, {.note = longest}));
        QCOMPARE(summary(sequence).note, longest);
        const Result<bool> refused =
            eventmark::apply(*m_connection, sequence, {.starred = true, .note = longest + u'n'});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::LimitExceeded);
        QVERIFY(!summary(sequence).starred);
    }

    void goesWithItsEvent()
    {
        const qint64 sequence = store(1);
        QVERIFY(apply(sequence, {.starred = true, .note = u"gone soon"_s}));
        QVERIFY(eventrepository::remove(*m_connection, {sequence}));
        QCOMPARE(count(u"universal_webhook_log_mark"_s), 0);
    }

    void notesWhatTheSearchHasToFollow()
    {
        const qint64 sequence = store(1);
        QVERIFY(apply(sequence, {.starred = true}));
        QCOMPARE(count(u"universal_webhook_log_changed"_s), 0);
        QVERIFY(apply(sequence, {.note = u"first"_s}));
        QCOMPARE(searchpart::changes(*m_connection, 10).valueOr({}), QList<qint64>{sequence});
        // Nothing was taken away so far.
        QCOMPARE(gapChanges(), 0);
        QVERIFY(apply(sequence, {.note = u"first"_s}));
        QCOMPARE(gapChanges(), 0);
        QVERIFY(apply(sequence, {.note = u"second"_s}));
        QCOMPARE(gapChanges(), 1);
        const qint64 other = store(2);
        QVERIFY(eventrepository::remove(*m_connection, {other}));
        QCOMPARE(gapChanges(), 2);
        // A gap that grew meanwhile stays.
        QVERIFY(searchpart::forgetGap(*m_connection, {.part = 0, .changes = 1}));
        QCOMPARE(gapChanges(), 2);
        QVERIFY(searchpart::forgetGap(*m_connection, {.part = 0, .changes = 2}));
        QCOMPARE(gapChanges(), 0);
        QVERIFY(searchpart::forgetChanges(*m_connection, {sequence}));
        QCOMPARE(count(u"universal_webhook_log_changed"_s), 0);
    }

    void aSecondDeliveryIsToldInTheList()
    {
        const qint64 first = store(1, u"d-1"_s);
        const qint64 second = store(2, u"d-1"_s);
        QCOMPARE(summary(first).duplicateOf, QString());
        QCOMPARE(summary(second).duplicateOf, test::sampleEvent(1).id);
        const auto whole = eventrepository::find(*m_connection, second);
        QVERIFY(whole && *whole);
        QCOMPARE((*whole)->duplicateOf, test::sampleEvent(1).id);
    }
};

QTEST_GUILESS_MAIN(EventMarkTest)
#include "tst_eventmark.moc"
