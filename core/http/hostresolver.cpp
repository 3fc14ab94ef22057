// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/hostresolver.h"

#include "core/http/addressguard.h"

#include <QHostInfo>

using namespace Qt::StringLiterals;

namespace uw {

void SystemHostResolver::resolve(const QString &host, QObject *context, Done done)
{
    if (const std::optional<QHostAddress> address = literalAddress(host)) {
        QMetaObject::invokeMethod(
            context, [done = std::move(done), address = *address] { done(QList<QHostAddress>{address}); },
            Qt::QueuedConnection);
        return;
    }
    QHostInfo::lookupHost(host, context, [host, done = std::move(done)](const QHostInfo &info) {
        if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
            done(Error{ErrorCode::ConnectionFailed,
                       u"The host %1 was not found (%2). Check its spelling and the network."_s.arg(
                           host, info.errorString())});
        else
            done(info.addresses());
    });
}

} // namespace uw
