// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"

namespace uw {

// What a forward rule is for, as one word: a provider's route name ("github"), or "custom:" and the name of a custom
// source ("custom:shop").
[[nodiscard]] QString forwardSourceOf(const QString &name, bool isCustom);

// The events that a rule passes on: those of its source that were accepted. NotFound for a word that names no provider
// of `providers` and no custom source.
[[nodiscard]] Result<EventFilter> forwardFilter(const QString &source, const QStringList &providers);

} // namespace uw
