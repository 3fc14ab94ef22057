// SPDX-License-Identifier: GPL-3.0-or-later
// Against the real secret service of the session that scripts/test starts.
#include "core/base/uuidv7.h"
#include "core/secrets/keychainsecretstore.h"

#include <QTest>

using namespace uw;

class KeychainSecretStoreTest final : public QObject {
    Q_OBJECT

    std::optional<Result<std::optional<QByteArray>>> m_read;
    std::optional<Result<void>> m_written;

    void read(SecretStore &store, const QString &key)
    {
        m_read.reset();
        store.read(key, this, [this](const Result<std::optional<QByteArray>> &result) { m_read = result; });
        QTRY_VERIFY_WITH_TIMEOUT(m_read.has_value(), 20'000);
    }

private Q_SLOTS:
    void storesReadsAndRemoves()
    {
        if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
            QSKIP("There is no session bus; scripts/test starts one with a keyring.");
        const SystemClock clock;
        UuidV7Generator ids(clock);
        KeychainSecretStore store(u"universal-webhook-test-"_qs + ids.next());
        const QString key = u"provider/github/secret"_qs;
        const QByteArray value("s\xC3\xA9"
                               "cret\n\0with zero",
                               17);

        read(store, key);
        if (!*m_read)
            QSKIP(qPrintable(u"No keyring answers here: "_qs + m_read->error().text));
        QVERIFY(!m_read->value().has_value());

        store.write(key, value, this, [this](const Result<void> &result) { m_written = result; });
        QTRY_VERIFY_WITH_TIMEOUT(m_written.has_value(), 20'000);
        QVERIFY2(m_written->hasValue(), m_written->hasValue() ? "" : qPrintable(m_written->error().text));
        read(store, key);
        QVERIFY(m_read->hasValue() && m_read->value().has_value());
        QCOMPARE(*m_read->value(), value);

        for (int round = 0; round < 2; ++round) {
            m_written.reset();
            store.remove(key, this, [this](const Result<void> &result) { m_written = result; });
            QTRY_VERIFY_WITH_TIMEOUT(m_written.has_value(), 20'000);
            QVERIFY(m_written->hasValue());
        }
        read(store, key);
        QVERIFY(m_read->hasValue() && !m_read->value().has_value());
    }
    void answersTheCallsOfOneKeyInTheirOrder()
    {
        if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
            QSKIP("There is no session bus; scripts/test starts one with a keyring.");
        const SystemClock clock;
        UuidV7Generator ids(clock);
        KeychainSecretStore store(u"universal-webhook-test-"_qs + ids.next());
        std::optional<Result<void>> available;
        store.checkAvailability(this, [&available](const Result<void> &result) { available = result; });
        QTRY_VERIFY_WITH_TIMEOUT(available.has_value(), 20'000);
        if (!*available)
            QSKIP(qPrintable(u"No keyring answers here: "_qs + available->error().text));

        // All at once: each read sees the write that was called before it.
        QList<QByteArray> seen;
        const QString key = u"credential/order"_qs;
        for (int i = 0; i < 5; ++i) {
            store.write(key, QByteArray::number(i), this, [](const Result<void> &result) { QVERIFY(result); });
            store.read(key, this, [&seen](const Result<std::optional<QByteArray>> &result) {
                seen.append(result ? result->value_or("none") : QByteArray("failed"));
            });
        }
        bool removed = false;
        store.remove(key, this, [&removed](const Result<void> &result) { removed = bool(result); });
        QTRY_VERIFY_WITH_TIMEOUT(removed, 30'000);
        QCOMPARE(seen, (QList<QByteArray>{"0", "1", "2", "3", "4"}));
    }
    void refusesNamesOutOfBounds()
    {
        KeychainSecretStore store;
        for (const QString &key : {QString(), QString(201, u'x')}) {
            read(store, key);
            QCOMPARE(m_read->error().code, ErrorCode::InvalidArgument);
            QVERIFY(!m_read->error().text.contains(u"xxx"));
        }
    }
    void neverRepeatsWhatItWasToStore()
    {
        KeychainSecretStore store(u"universal-webhook-test"_qs, 0);
        m_written.reset();
        store.write(u"credential/masked"_qs, "hunter2-hunter2", this,
                    [this](const Result<void> &result) { m_written = result; });
        QTRY_VERIFY_WITH_TIMEOUT(m_written.has_value(), 20'000);
        if (!*m_written)
            QVERIFY2(!m_written->error().text.contains(u"hunter2"), qPrintable(m_written->error().text));
    }
    void mayGoWhileAJobRuns()
    {
        auto store = std::make_unique<KeychainSecretStore>(u"universal-webhook-test"_qs, 50);
        m_read.reset();
        store->read(u"control/token"_qs, this,
                    [this](const Result<std::optional<QByteArray>> &result) { m_read = result; });
        store.reset();
        // The deadline answers for the store that is gone.
        QTRY_VERIFY(m_read.has_value());
        QCOMPARE(m_read->error().code, ErrorCode::Timeout);
    }
    void aJobThatTakesTooLongIsGivenUp()
    {
        KeychainSecretStore store(u"universal-webhook-test"_qs, 0);
        read(store, u"control/token"_qs);
        // No deadline at all: whichever of the two comes first, there is exactly one answer and no crash later.
        if (!*m_read)
            QVERIFY(m_read->error().code == ErrorCode::Timeout || m_read->error().code == ErrorCode::Unavailable);
    }
    void anAskerThatIsGoneHearsNothing()
    {
        KeychainSecretStore store;
        bool called = false;
        {
            QObject context;
            store.read(u"control/token"_qs, &context,
                       [&called](const Result<std::optional<QByteArray>> &) { called = true; });
        }
        read(store, u"control/token"_qs);
        QVERIFY(!called);
    }
};

QTEST_GUILESS_MAIN(KeychainSecretStoreTest)
#include "tst_keychainsecretstore.moc"
