// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/addressguard.h"
#include "core/http/hostresolver.h"

#include <QHash>

namespace uw::test {

// Answers names from a table and counts who asks; what is not in it is not known.
class TableResolver final : public HostResolver {
public:
    void resolve(const QString &host, QObject *context, Done done) override
    {
        asked << host;
        if (isSilent)
            return;
        const std::optional<QHostAddress> literal = literalAddress(host);
        const QList<QHostAddress> found = literal ? QList<QHostAddress>{*literal} : table.value(host);
        QMetaObject::invokeMethod(
            context,
            [done = std::move(done), found] {
                if (found.isEmpty())
                    done(Error{ErrorCode::ConnectionFailed, QStringLiteral("not known")});
                else
                    done(found);
            },
            Qt::QueuedConnection);
    }

    QHash<QString, QList<QHostAddress>> table;
    QStringList asked;
    bool isSilent = false;
};

} // namespace uw::test
