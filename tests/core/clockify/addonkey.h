// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QByteArray>

#include <memory>

namespace uw::test {

// An RSA key of a test's own in Clockify's place, and the tokens it signs. Any one thread.
class AddonKey final {
public:
    // A fresh key of 2048 bits.
    AddonKey();
    ~AddonKey();
    Q_DISABLE_COPY_MOVE(AddonKey)

    [[nodiscard]] QByteArray publicPem() const;
    // A token in compact form with these claims, signed with RS256 whatever the header says.
    [[nodiscard]] QByteArray token(const json::Value &claims,
                                   const QByteArray &header = R"({"alg":"RS256","typ":"JWT"})") const;
    // The same over any bytes as payload.
    [[nodiscard]] QByteArray tokenOf(const QByteArray &payload,
                                     const QByteArray &header = R"({"alg":"RS256","typ":"JWT"})") const;

    // The claims of a good token.
    [[nodiscard]] static json::Value claims(const QString &workspaceId, const QString &addonId,
                                            const QString &addonKey = QStringLiteral("universal-webhook"));
    // A good token.
    [[nodiscard]] QByteArray token(const QString &workspaceId, const QString &addonId) const
    {
        return token(claims(workspaceId, addonId));
    }

private:
    class Private;
    std::unique_ptr<Private> d;
};

[[nodiscard]] QByteArray base64Url(const QByteArray &bytes);

} // namespace uw::test
