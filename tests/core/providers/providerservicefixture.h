// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerservice.h"
#include "core/store/store.h"
#include "tests/support/memorysecretstore.h"

#include <QTemporaryDir>

namespace uw::test {

// A keychain whose owner is asked before it reads: reads answer when they are told to, writes as usual.
class SlowSecretStore final : public SecretStore {
    Q_OBJECT

public:
    void read(const QString &key, QObject *context, ReadDone done) override;
    void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) override;
    void remove(const QString &key, QObject *context, WriteDone done) override;

    // Answers every read that waits.
    void answer(const Result<std::optional<QByteArray>> &found);

    QList<ReadDone> waiting;
    MemorySecretStore written;
};

// How a start differs from the usual one.
struct ProviderStart {
    // In place of the memory.
    SecretStore *keychain = nullptr;
    int patienceMs = 30'000;
    QList<ConfiguredProvider> configured;
};

// A provider service over a real store, started as often as a test wants. The base of a test.
class ProviderServiceFixture : public QObject {
    Q_OBJECT

protected:
    void open();
    void close();
    // A start of the program with what is stored.
    void restart(const ProviderStart &start = {});
    [[nodiscard]] ProviderState state(const QString &name) const { return m_registry->snapshot()->state(name); }
    [[nodiscard]] Result<void> change(const QString &name, const ProviderChange &what);
    // Stores that secret alone.
    [[nodiscard]] Result<void> store(const QString &name, const QByteArray &secret);
    [[nodiscard]] Result<void> changeSource(const QString &name, const SourceChange &what);
    [[nodiscard]] Result<void> submit(const std::function<Result<void>(Connection &)> &job);
    [[nodiscard]] Result<void> putRow(const QString &id, const QString &text);
    static Result<void> wait(const std::optional<Result<void>> &outcome);
    // Every text of the settings' table.
    [[nodiscard]] QString rows();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<MemorySecretStore> m_environment;
    std::unique_ptr<MemorySecretStore> m_keychain;
    std::unique_ptr<ProviderRegistry> m_registry;
    std::unique_ptr<ProviderService> m_service;
    // Of the newest start.
    QStringList m_notices;
};

} // namespace uw::test
