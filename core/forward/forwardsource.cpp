// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forward/forwardsource.h"

#include "core/listener/sourcename.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr QLatin1StringView customPrefix{"custom:"};

} // namespace

QString forwardSourceOf(const QString &name, bool isCustom)
{
    return isCustom ? customPrefix + name : name;
}

Result<EventFilter> forwardFilter(const QString &source, const QStringList &providers)
{
    // What was refused is in the log for its owner alone.
    EventFilter filter{.verdicts = {Verdict::Valid, Verdict::Unsigned, Verdict::NotConfigured}};
    if (source.startsWith(customPrefix) && isSourceName(source.sliced(customPrefix.size()))) {
        filter.sources = {u"CUSTOM"_s};
        filter.customSources = {source.sliced(customPrefix.size())};
        return filter;
    }
    if (providers.contains(source)) {
        filter.sources = {source.toUpper()};
        return filter;
    }
    return Error{ErrorCode::NotFound, u"There is no source \"%1\". A provider is named as in its address, a custom "
                                      "source as custom:name."_s.arg(source.left(100))};
}

} // namespace uw
