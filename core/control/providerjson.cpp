// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/control/providerjson.h"

#include "core/base/clock.h"

#include <cmath>

namespace uw::control {

namespace {

json::Value timeOrNull(qint64 ms)
{
    return ms > 0 ? json::fromQString(toRfc3339(ms)) : json::Value(nullptr);
}

json::Value textOrNull(const QString &text)
{
    return text.isEmpty() ? json::Value(nullptr) : json::fromQString(text);
}

void addSecrets(json::Value &object, const ProviderSecrets &secrets)
{
    object["configured"] = !secrets.isEmpty();
    object["activeSecrets"] = std::int64_t(secrets.current.size());
    object["previousSecrets"] = std::int64_t(secrets.previous.size());
    object["hasVerifyToken"] = !secrets.verifyToken.isEmpty();
}

void addCounts(json::Value &object, const SourceStatistics &statistics)
{
    object["events"] = std::int64_t(statistics.events);
    object["rejected"] = std::int64_t(statistics.rejected);
    object["lastEventAt"] = timeOrNull(statistics.lastReceivedMs);
    object["lastRejectedAt"] = timeOrNull(statistics.lastRejectedMs);
}

json::Value schemeNames(const QList<SignatureScheme> &schemes)
{
    json::Value names = json::Value::array();
    for (const SignatureScheme &scheme : schemes)
        names.push_back(json::fromQString(scheme.name));
    return names;
}

} // namespace

json::Value providerJson(const ProviderDefinition &provider, const ProviderSnapshot &snapshot,
                         const SourceStatistics &statistics, const QString &baseUrl)
{
    const ProviderState &state = snapshot.state(provider.name);
    json::Value object = json::Value::object();
    object["name"] = json::fromQString(provider.name);
    object["title"] = json::fromQString(provider.title);
    object["enabled"] = snapshot.isEnabled(provider.name);
    addSecrets(object, state.secrets);
    object["secretIsFixed"] = state.isFixed;
    object["fault"] = textOrNull(state.fault.text());
    object["schemes"] = schemeNames(provider.schemes);
    object["documentation"] = textOrNull(provider.documentation);
    object["url"] = textOrNull(baseUrl.isEmpty() ? QString() : baseUrl + QStringLiteral("/webhooks/") + provider.name);
    object["maximumBodyBytes"] = std::int64_t(state.settings.maximumBodyBytes);
    object["toleranceSeconds"] = state.settings.toleranceSeconds;
    addCounts(object, statistics);
    return object;
}

json::Value sourceJson(const QString &name, const ProviderSnapshot &snapshot, const SourceStatistics &statistics,
                       const QString &baseUrl)
{
    const SourceState &state = snapshot.source(name);
    json::Value object = json::Value::object();
    object["name"] = json::fromQString(name);
    object["enabled"] = state.enabled;
    addSecrets(object, state.secrets);
    object["fault"] = textOrNull(state.fault.text());
    object["schemes"] = schemeNames(state.source.definition.schemes);
    object["settings"] = state.settings;
    object["url"] = textOrNull(baseUrl.isEmpty() ? QString() : baseUrl + QStringLiteral("/webhooks/custom/") + name);
    addCounts(object, statistics);
    return object;
}

json::Value statisticsJson(const SourceStatistics &statistics)
{
    constexpr double precision = 1000;
    json::Value object = json::Value::object();
    object["events_processed"] = std::int64_t(statistics.events);
    object["events_failed"] = std::int64_t(statistics.rejected);
    object["success_rate"] =
        statistics.events > 0 ? json::Value(
            std::round(double(statistics.events - statistics.rejected) / double(statistics.events) * precision)
            / precision)
                              : json::Value(nullptr);
    object["last_processed"] = timeOrNull(statistics.lastReceivedMs);
    return object;
}

} // namespace uw::control
