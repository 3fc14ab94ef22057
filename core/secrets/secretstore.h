// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

namespace uw {

// Where secrets live: the OS keychain in the product, the environment and systemd's
// credentials folder for `uwh serve`, memory in tests. Never a file of our own.
// Lives on the thread that made it and is called there; answers come later, on that thread.
class SecretStore : public QObject {
    Q_OBJECT

public:
    explicit SecretStore(QObject *parent = nullptr);
    ~SecretStore() override;

    // The value; nothing when no such secret is stored; Unavailable (with what to install or start),
    // Timeout or Unsupported (a read-only store was asked to write) else.
    using ReadDone = std::function<void(Result<std::optional<QByteArray>>)>;
    using WriteDone = std::function<void(Result<void>)>;

    // `key` is 1-200 characters, for example "clockify/api-key". Answers are dropped when `context` is gone.
    virtual void read(const QString &key, QObject *context, ReadDone done) = 0;
    virtual void write(const QString &key, const QByteArray &value, QObject *context, WriteDone done) = 0;
    virtual void remove(const QString &key, QObject *context, WriteDone done) = 0;
};

// Keys used by more than one feature.
namespace secretkeys {
inline constexpr QLatin1StringView clockifyApiKey{"clockify/api-key"};
inline constexpr QLatin1StringView controlToken{"control/token"};
// Of the digests by which a masked header is recognised.
inline constexpr QLatin1StringView digestKey{"profile/digest-key"};
} // namespace secretkeys

} // namespace uw
