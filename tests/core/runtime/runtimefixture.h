// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runtime/runtime.h"
#include "core/store/event.h"
#include "tests/core/clockify/addonkey.h"
#include "tests/support/memorysecretstore.h"
#include "tests/support/uwhprocess.h"

#include <QTemporaryDir>

#include <memory>

namespace uw::test {

// The whole runtime as `uwh serve` runs it, in a folder of its own, with a key of the test's own in Clockify's place. For
// the test's thread, whose event loop goes on while a request waits.
class RuntimeFixture final {
public:
    RuntimeFixture();
    ~RuntimeFixture();
    Q_DISABLE_COPY_MOVE(RuntimeFixture)

    // Starts it on free ports, anew when it runs; false when it did not become ready.
    bool start();
    void stop() { runtime.reset(); }

    // A request to the public port; status 0 when nothing came.
    PlainAnswer ask(const QByteArray &method, const QByteArray &target, const HeaderList &headers = {},
                    const QByteArray &body = {}) const;
    // A request to the control API with its token.
    PlainAnswer control(const QByteArray &method, const QByteArray &target, const QByteArray &body = {}) const;
    // The status of a lifecycle call.
    int call(const QByteArray &path, const json::Value &body, const QString &workspaceId = QStringLiteral("w1"),
             const QString &addonId = QStringLiteral("a1")) const;
    int install(const QString &workspaceId, const QString &addonId) const;
    int uninstall(const QString &workspaceId, const QString &addonId) const;
    // What Clockify says when this setting was changed.
    int push(const char *id, const json::Value &value) const;
    // The token of the webhook that install() registers; with another mark, one that Clockify signed all the same.
    [[nodiscard]] QByteArray webhookToken(const QString &workspaceId, const QString &addonId,
                                          const char *mark = "first") const;
    // A webhook of Clockify.
    PlainAnswer send(const QByteArray &signature, const QByteArray &body = "{\"id\":\"task-1\"}") const;
    // The log, newest first.
    [[nodiscard]] QList<EventSummary> events() const;

    const AddonKey key;
    QTemporaryDir folder;
    MemorySecretStore secrets;
    // What the next start() is given, beside folder and ports.
    ProcessOptions options;
    // Called by start() between making the runtime and starting it; may be empty.
    std::function<void(Runtime &)> beforeStart;
    std::unique_ptr<Runtime> runtime;
};

} // namespace uw::test
