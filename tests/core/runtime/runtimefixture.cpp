// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/runtime/runtimefixture.h"

#include "core/store/eventrepository.h"
#include "core/store/readerpool.h"
#include "core/store/store.h"

#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <thread>

using namespace Qt::StringLiterals;

namespace uw::test {

namespace {

PlainAnswer askAt(const QByteArray &url, const QByteArray &method, const HeaderList &headers, const QByteArray &body)
{
    std::optional<PlainAnswer> answer;
    std::atomic<bool> finished = false;
    std::thread client([&] {
        answer = plainRequest(url, method, headers, body);
        finished = true;
    });
    [[maybe_unused]] const bool inTime = QTest::qWaitFor([&finished] { return finished.load(); }, 20'000);
    client.join();
    return answer.value_or(PlainAnswer());
}

} // namespace

RuntimeFixture::RuntimeFixture() = default;

RuntimeFixture::~RuntimeFixture() = default;

bool RuntimeFixture::start()
{
    runtime.reset();
    options.dataDirectory = folder.path();
    options.databasePath = folder.filePath(u"uw.db"_s);
    options.listen.port = 0;
    options.control = ListenAddress();
    runtime = std::make_unique<Runtime>(
        options, nullptr, RuntimeReplacements{.secrets = &secrets, .addonPublicKey = key.publicPem(), .retryMs = 20});
    if (beforeStart)
        beforeStart(*runtime);
    QSignalSpy ready(runtime.get(), &Runtime::ready);
    runtime->start();
    return ready.wait(20'000);
}

PlainAnswer RuntimeFixture::ask(const QByteArray &method, const QByteArray &target, const HeaderList &headers,
                                const QByteArray &body) const
{
    return askAt(runtime->addresses().listen.toLatin1() + target, method, headers, body);
}

PlainAnswer RuntimeFixture::control(const QByteArray &method, const QByteArray &target, const QByteArray &body) const
{
    const QByteArray token = secrets.values.value(secretkeys::controlToken);
    return askAt(runtime->addresses().control.toLatin1() + target, method, {{"Authorization", "Bearer " + token}},
                 body);
}

int RuntimeFixture::call(const QByteArray &path, const json::Value &body, const QString &workspaceId,
                         const QString &addonId) const
{
    return ask("POST", "/lifecycle/" + path,
               {{"Content-Type", "application/json"}, {"X-Addon-Lifecycle-Token", key.token(workspaceId, addonId)}},
               json::serialize(body))
        .status;
}

int RuntimeFixture::install(const QString &workspaceId, const QString &addonId) const
{
    json::Value webhook = json::Value::object();
    webhook["path"] = "https://hooks.example//webhooks/clockify";
    webhook["authToken"] = webhookToken(workspaceId, addonId).toStdString();
    json::Value body = json::Value::object();
    body["authToken"] = "installation-secret";
    body["webhooks"] = json::Value::array({webhook});
    return call("installed", body, workspaceId, addonId);
}

int RuntimeFixture::uninstall(const QString &workspaceId, const QString &addonId) const
{
    return call("uninstalled", json::Value::object(), workspaceId, addonId);
}

int RuntimeFixture::push(const char *id, const json::Value &value) const
{
    json::Value setting = json::Value::object();
    setting["id"] = id;
    setting["name"] = std::string(2'000, 'n');
    setting["value"] = value;
    json::Value body = json::Value::object();
    body["settings"] = json::Value::array({setting});
    return call("settings-updated", body);
}

QByteArray RuntimeFixture::webhookToken(const QString &workspaceId, const QString &addonId, const char *mark) const
{
    json::Value claims = AddonKey::claims(workspaceId, addonId);
    claims["mark"] = mark;
    return key.token(claims);
}

PlainAnswer RuntimeFixture::send(const QByteArray &signature, const QByteArray &body) const
{
    HeaderList headers{{"Content-Type", "application/json"}, {"clockify-webhook-event-type", "NEW_TASK"}};
    if (!signature.isEmpty())
        headers.append({"clockify-signature", signature});
    return ask("POST", "/webhooks/clockify", headers, body);
}

QList<EventSummary> RuntimeFixture::events() const
{
    QObject context;
    std::optional<Result<QList<EventSummary>>> found;
    runtime->store()->readers().run<QList<EventSummary>>(
        &context, [](Connection &connection) { return eventrepository::page(connection, {}, {}); },
        [&found](const Result<QList<EventSummary>> &result) { found = result; });
    [[maybe_unused]] const bool inTime = QTest::qWaitFor([&found] { return found.has_value(); });
    return found ? found->valueOr({}) : QList<EventSummary>();
}

} // namespace uw::test
