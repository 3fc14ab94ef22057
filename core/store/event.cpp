// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/event.h"

namespace uw {

QLatin1StringView verdictWord(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Valid:
        return QLatin1StringView("valid");
    case Verdict::Invalid:
        return QLatin1StringView("invalid");
    case Verdict::Stale:
        return QLatin1StringView("stale");
    case Verdict::Unsigned:
        return QLatin1StringView("unsigned");
    case Verdict::NotConfigured:
        return QLatin1StringView("not_configured");
    }
    Q_UNREACHABLE();
}

std::optional<Verdict> verdictFromWord(QStringView word)
{
    for (const Verdict verdict :
         {Verdict::Valid, Verdict::Invalid, Verdict::Stale, Verdict::Unsigned, Verdict::NotConfigured}) {
        if (word == verdictWord(verdict))
            return verdict;
    }
    return std::nullopt;
}

} // namespace uw
