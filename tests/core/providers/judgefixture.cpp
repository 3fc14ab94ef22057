// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/providers/judgefixture.h"

using namespace Qt::StringLiterals;
using uw::crypto::Digest;

namespace uw::test {

QByteArray hex(const QByteArray &key, const QByteArray &message)
{
    return crypto::hmac(Digest::Sha256, key, {message}).toHex();
}

HeaderList github(const QByteArray &key, const QByteArray &body, const QByteArray &mediaType)
{
    return {
        {"Content-Type", mediaType}, {"X-GitHub-Event", "issues"}, {"X-Hub-Signature-256", "sha256=" + hex(key, body)}};
}

void JudgeFixture::init()
{
    m_registry = std::make_unique<ProviderRegistry>(builtInProviders());
}

void JudgeFixture::set(const QString &provider, const ProviderSecrets &secrets, const ProviderSettings &settings)
{
    m_registry->setProvider(provider, {.settings = settings, .secrets = secrets});
}

ReceivedRequest JudgeFixture::request(const QString &route, const HeaderList &headers, const QByteArray &body,
                                      const QByteArray &method, const QByteArray &query) const
{
    ReceivedRequest received;
    received.route = route.section(u'/', 0, 0);
    received.customSource = route.section(u'/', 1);
    received.request.method = method;
    received.request.path = "/webhooks/" + route.toLatin1();
    received.request.target = received.request.path + (query.isEmpty() ? QByteArray() : '?' + query);
    received.request.query = query;
    received.request.headers = headers;
    received.request.body = body;
    received.request.receivedAtMs = m_clock.nowMs();
    return received;
}

ProviderJudge JudgeFixture::judge() const
{
    return ProviderJudge({.registry = *m_registry, .clock = m_clock, .digestKey = "digest key"});
}

} // namespace uw::test
