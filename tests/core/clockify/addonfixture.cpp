// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/clockify/addonfixture.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace uw::test {

using namespace clockify;

AddonFixture::AddonFixture(const SettingValues &base) : m_base(base)
{
    auto opened = Store::open({.databasePath = folder.filePath(u"uw.db"_s)});
    auto manifest = Manifest::builtIn();
    if (!opened || !manifest)
        return;
    store = std::move(*opened);
    auto tokens = AddonTokenVerifier::make(key().publicPem(), manifest->key());
    if (!tokens)
        return;
    makeAddon();
    m_server = std::make_unique<HttpServer>(HttpServerOptions(), clock);
    addAddonRoutes(m_server->router(),
                   {.addon = *addon, .tokens = std::move(*tokens), .manifest = std::move(*manifest), .baseUrl = [this] {
                        return baseUrl();
                    }});
    QSignalSpy listening(m_server.get(), &HttpServer::listening);
    m_server->start();
    if (listening.wait())
        m_url = "http://127.0.0.1:" + QByteArray::number(listening.first().at(1).toInt());
}

AddonFixture::~AddonFixture()
{
    m_server.reset();
    addon.reset();
}

void AddonFixture::setBaseUrl(const QString &url)
{
    const QMutexLocker locker(&m_mutex);
    m_baseUrl = url;
}

QString AddonFixture::baseUrl() const
{
    const QMutexLocker locker(&m_mutex);
    return m_baseUrl;
}

const AddonKey &AddonFixture::key()
{
    static const AddonKey shared;
    return shared;
}

void AddonFixture::makeAddon()
{
    addon.reset();
    settings = std::make_unique<SettingService>(*store, m_base);
    addon = std::make_unique<Addon>(Addon::Parts{
        .store = *store, .secrets = secrets, .clock = clock, .directory = directory, .settings = *settings});
    bool loaded = false;
    settings->load([this, &loaded](const Result<void> &) {
        addon->load([&loaded](const Result<void> &result) { loaded = result.hasValue(); });
    });
    QVERIFY(QTest::qWaitFor([&loaded] { return loaded; }));
}

void AddonFixture::restart()
{
    m_server.reset();
    m_url.clear();
    directory.replace({}, {});
    makeAddon();
}

PlainAnswer AddonFixture::ask(const QByteArray &method, const QByteArray &target, const HeaderList &headers,
                              const QByteArray &body)
{
    std::optional<PlainAnswer> answer;
    std::atomic<bool> finished = false;
    std::thread client([&] {
        answer = plainRequest(m_url + target, method, headers, body);
        finished = true;
    });
    [[maybe_unused]] const bool inTime = QTest::qWaitFor([&finished] { return finished.load(); }, 20'000);
    client.join();
    return answer.value_or(PlainAnswer());
}

PlainAnswer AddonFixture::call(const QByteArray &path, const QByteArray &token, const QByteArray &body)
{
    return ask("POST", path, {{"Content-Type", "application/json"}, {"x-addon-lifecycle-token", token}}, body);
}

int AddonFixture::install(const QString &workspaceId, const QString &addonId, const QByteArray &secret)
{
    json::Value webhook = json::Value::object();
    webhook["path"] = "//webhooks/clockify";
    webhook["webhookType"] = "ADDON";
    webhook["authToken"] = "webhook-" + workspaceId.toStdString();
    json::Value body = json::Value::object();
    body["addonId"] = addonId.toStdString();
    body["authToken"] = secret.toStdString();
    body["workspaceId"] = workspaceId.toStdString();
    body["asUser"] = "60348d63df70d82b7183e635";
    body["apiUrl"] = "https://api.clockify.me/api";
    body["addonUserId"] = "1a2b3c4d5e6f7g8h9i0j1k2l";
    body["webhooks"] = json::Value::array({webhook});
    return call("/lifecycle/installed", key().token(workspaceId, addonId), json::serialize(body)).status;
}

QByteArray AddonFixture::bytesOnDisk() const
{
    QByteArray all;
    const QDir dir(folder.path());
    for (const QString &name : dir.entryList(QDir::Files)) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            all += file.readAll();
    }
    return all;
}

} // namespace uw::test
