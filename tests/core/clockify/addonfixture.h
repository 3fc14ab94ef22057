// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clockify/addon.h"
#include "core/clockify/addonroutes.h"
#include "core/listener/httpserver.h"
#include "core/store/store.h"
#include "tests/core/clockify/addonkey.h"
#include "tests/support/manualclock.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/uwhprocess.h"

#include <QMutex>
#include <QTemporaryDir>

namespace uw::test {

// The add-on with its routes on a real server and a real store, in a folder of its own. For the test's thread, whose
// event loop goes on while a request waits.
class AddonFixture final {
public:
    explicit AddonFixture(const SettingValues &base = {});
    ~AddonFixture();
    Q_DISABLE_COPY_MOVE(AddonFixture)

    // False when something of it did not start.
    [[nodiscard]] bool isReady() const { return !m_url.isEmpty(); }
    // What the routes answer; status 0 when nothing came.
    PlainAnswer ask(const QByteArray &method, const QByteArray &target, const HeaderList &headers = {},
                    const QByteArray &body = {});
    // A lifecycle call with that token.
    PlainAnswer call(const QByteArray &path, const QByteArray &token, const QByteArray &body);
    // A good installation of the add-on in that workspace, and its answer's status.
    int install(const QString &workspaceId, const QString &addonId, const QByteArray &secret = "installation-secret");

    // Another add-on on the same store, as after a start of the program.
    void restart();
    // Closes the store: nothing can be written from here on.
    void closeStore() { store->close(); }
    // Everything that the store has on disk.
    [[nodiscard]] QByteArray bytesOnDisk() const;

    // One for the whole process: making one takes a moment.
    [[nodiscard]] static const AddonKey &key();
    [[nodiscard]] QByteArray url() const { return m_url; }

    QTemporaryDir folder;
    ManualClock clock;
    MemorySecretStore secrets;
    clockify::InstallationDirectory directory;
    std::unique_ptr<Store> store;
    std::unique_ptr<SettingService> settings;
    std::unique_ptr<clockify::Addon> addon;
    // What the manifest says from the next request on.
    void setBaseUrl(const QString &url);

private:
    [[nodiscard]] QString baseUrl() const;
    void makeAddon();

    SettingValues m_base;
    // The server reads it on its own thread.
    mutable QMutex m_mutex;
    QString m_baseUrl = QStringLiteral("https://hooks.example");
    std::unique_ptr<HttpServer> m_server;
    QByteArray m_url;
};

} // namespace uw::test
