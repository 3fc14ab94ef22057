// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/providerrow.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

bool offersItsKey(const ProviderDefinition &provider)
{
    return std::any_of(provider.handshakes.begin(), provider.handshakes.end(),
                       [](const Handshake &handshake) { return handshake.learnsSecret; });
}

bool asksForToken(const ProviderDefinition &provider)
{
    return std::any_of(provider.handshakes.begin(), provider.handshakes.end(),
                       [](const Handshake &handshake) { return !handshake.verifyToken.isNone(); });
}

ProviderRow rowOf(const ProviderDefinition &provider, const ProviderSnapshot &snapshot,
                  const SourceStatistics &statistics)
{
    const ProviderState &state = snapshot.state(provider.name);
    return {.name = provider.name,
            .title = provider.title,
            .isEnabled = snapshot.isEnabled(provider.name),
            .isSwitchedOff = state.settings.enabled == std::optional(false),
            .signsRequests = !provider.schemes.isEmpty(),
            .offersKey = offersItsKey(provider),
            .asksVerifyToken = asksForToken(provider),
            .hasVerifyToken = !state.secrets.verifyToken.isEmpty(),
            .isFixed = state.isFixed,
            .activeSecrets = state.secrets.current.size(),
            .previousSecrets = state.secrets.previous.size(),
            .fault = state.fault.text(),
            .hasSecretFault = state.fault.settings.isEmpty() && !state.fault.secret.isEmpty(),
            .documentation = provider.documentation,
            .statistics = statistics};
}

ProviderRow rowOf(const QString &name, const ProviderSnapshot &snapshot, const SourceStatistics &statistics)
{
    const SourceState &state = snapshot.source(name);
    const json::Value *scheme = json::member(state.settings, "scheme");
    return {.name = name,
            .title = name,
            .isSource = true,
            .isEnabled = state.enabled,
            .isSwitchedOff = !state.enabled,
            .hasSettings = snapshot.sources().contains(name),
            .signsRequests = !state.source.definition.schemes.isEmpty(),
            .activeSecrets = state.secrets.current.size(),
            .previousSecrets = state.secrets.previous.size(),
            .fault = state.fault.text(),
            .hasSecretFault = state.fault.settings.isEmpty() && !state.fault.secret.isEmpty(),
            .schemeOf = scheme ? json::toQString(*scheme) : QString(),
            .statistics = statistics};
}

} // namespace

QString ProviderRow::path() const
{
    return (isSource ? u"/webhooks/custom/"_s : u"/webhooks/"_s) + name;
}

Badge ProviderRow::badge() const
{
    if (!fault.isEmpty())
        return {.text = tr("Fault"), .role = ColorRole::Error, .iconName = u"error"_s};
    if (!isEnabled)
        return {.text = tr("Off"), .role = ColorRole::SecondaryText, .iconName = u"circle-off"_s};
    if (!signsRequests)
        return {.text = tr("Unsigned"), .role = ColorRole::SecondaryText, .iconName = u"circle"_s};
    if (activeSecrets == 0)
        return {.text = tr("No secret"), .role = ColorRole::Warning, .iconName = u"warning"_s};
    return {.text = tr("Verified"), .role = ColorRole::Success, .iconName = u"check"_s};
}

QString ProviderRow::explanation() const
{
    if (!fault.isEmpty())
        return tr("Nothing is taken from it: %1").arg(fault);
    if (!isEnabled)
        return isSwitchedOff ? tr("Its address answers 404, because it was switched off.")
                             : tr("Its address answers 404. Storing a secret switches it on.");
    if (!signsRequests)
        return isSource
                 ? tr("Everything is taken, from whomever it comes. Choose a scheme to have signatures verified.")
                 : tr("It signs nothing, so everything is taken.");
    if (activeSecrets == 0)
        return tr("It signs its webhooks, but without its secret that cannot be verified. Events are taken and marked "
                  "as not verified; flows do not start on them unless they say so.");
    return tr("Each webhook is verified. What is wrongly signed is answered 401 and kept in the log as rejected.");
}

QList<ProviderRow> providerRows(const ProviderSnapshot &snapshot, const LogStatistics &statistics)
{
    QList<ProviderRow> rows;
    for (const ProviderDefinition &provider : snapshot.table().providers)
        rows.append(rowOf(provider, snapshot, statistics.bySource.value(provider.name.toUpper())));
    QStringList names = snapshot.sources().keys() + statistics.byCustomSource.keys();
    names.removeDuplicates();
    for (const QString &name : std::as_const(names))
        rows.append(rowOf(name, snapshot, statistics.byCustomSource.value(name)));
    std::sort(rows.begin(), rows.end(), [](const ProviderRow &a, const ProviderRow &b) {
        if (a.isInUse() != b.isInUse())
            return a.isInUse();
        const int order = QString::compare(a.title, b.title, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.isSource < b.isSource;
    });
    return rows;
}

} // namespace uw::ui
