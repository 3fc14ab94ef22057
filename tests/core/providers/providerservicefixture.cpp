// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/providers/providerservicefixture.h"

#include "core/store/connection.h"
#include "core/store/readerpool.h"
#include "core/store/settingrepository.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace uw::test {

void SlowSecretStore::read(const QString &, QObject *, ReadDone done)
{
    waiting.append(std::move(done));
}

void SlowSecretStore::write(const QString &key, const QByteArray &value, QObject *context, WriteDone done)
{
    written.write(key, value, context, std::move(done));
}

void SlowSecretStore::remove(const QString &key, QObject *context, WriteDone done)
{
    written.remove(key, context, std::move(done));
}

void SlowSecretStore::answer(const Result<std::optional<QByteArray>> &found)
{
    const QList<ReadDone> asked = std::exchange(waiting, {});
    for (const ReadDone &done : asked)
        done(found);
}

void ProviderServiceFixture::open()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = Store::open({.databasePath = m_folder->filePath(u"x.db"_s)});
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text));
    m_store = std::move(*opened);
    m_environment = std::make_unique<MemorySecretStore>();
    m_keychain = std::make_unique<MemorySecretStore>();
}

void ProviderServiceFixture::close()
{
    m_service.reset();
    m_store->close();
    m_store.reset();
}

void ProviderServiceFixture::restart(const ProviderStart &start)
{
    m_service.reset();
    m_notices.clear();
    m_registry = std::make_unique<ProviderRegistry>(builtInProviders());
    m_service = std::make_unique<ProviderService>(
        ProviderService::Parts{.registry = *m_registry,
                               .store = *m_store,
                               .environment = *m_environment,
                               .secrets = start.keychain ? *start.keychain : static_cast<SecretStore &>(*m_keychain),
                               .configured = start.configured,
                               .configFile = u"old.yaml"_s,
                               .patienceMs = start.patienceMs,
                               .retryMs = 10});
    connect(m_service.get(), &ProviderService::notice, this, [this](const QString &text) { m_notices << text; });
    QSignalSpy loaded(m_service.get(), &ProviderService::loaded);
    m_service->load();
    QTRY_COMPARE(loaded.size(), 1);
}

Result<void> ProviderServiceFixture::change(const QString &name, const ProviderChange &what)
{
    std::optional<Result<void>> outcome;
    m_service->changeProvider(name, what, this, [&outcome](const Result<void> &result) { outcome = result; });
    return wait(outcome);
}

Result<void> ProviderServiceFixture::store(const QString &name, const QByteArray &secret)
{
    ProviderChange what;
    what.secrets.secret = secret;
    return change(name, what);
}

Result<void> ProviderServiceFixture::changeSource(const QString &name, const SourceChange &what)
{
    std::optional<Result<void>> outcome;
    m_service->changeSource(name, what, this, [&outcome](const Result<void> &result) { outcome = result; });
    return wait(outcome);
}

Result<void> ProviderServiceFixture::submit(const std::function<Result<void>(Connection &)> &job)
{
    std::optional<Result<void>> outcome;
    m_store->submit(job, this, [&outcome](const Result<void> &result) { outcome = result; });
    return wait(outcome);
}

Result<void> ProviderServiceFixture::putRow(const QString &id, const QString &text)
{
    return submit([id, text](Connection &connection) { return settingrepository::put(connection, {}, id, text); });
}

Result<void> ProviderServiceFixture::wait(const std::optional<Result<void>> &outcome)
{
    if (!QTest::qWaitFor([&outcome] { return outcome.has_value(); }, 10'000))
        return Error{ErrorCode::Timeout, u"no answer"_s};
    return *outcome;
}

QString ProviderServiceFixture::rows()
{
    std::optional<QString> text;
    m_store->readers().run<QMap<QString, QString>>(
        this, [](Connection &connection) { return settingrepository::all(connection, {}); },
        [&text](const Result<QMap<QString, QString>> &all) {
            text = QString();
            const QMap<QString, QString> known = all.valueOr({});
            for (auto row = known.cbegin(); row != known.cend(); ++row)
                *text += row.key() + u'=' + row.value() + u'\n';
        });
    return QTest::qWaitFor([&text] { return text.has_value(); }) ? *text : QString();
}

} // namespace uw::test
