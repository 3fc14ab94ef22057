// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/json/diff.h"
#include "core/store/event.h"

#include <QList>
#include <QString>

namespace uw::ui {

// One place where the bodies of two events differ, as a row shows it.
struct ComparedPlace {
    json::Difference::Kind kind = json::Difference::Kind::Changed;
    // JSON pointer, in the later event; of what was removed, in the earlier one. "/" is the whole body.
    QString path;
    // JSON text on one line, cut where it is long; empty where there is no value.
    QString before;
    QString after;

    bool operator==(const ComparedPlace &) const = default;
};

struct EventComparison {
    QList<ComparedPlace> places;
    // There are more places than are listed.
    bool isCut = false;
};

// What a comparison lists at most.
inline constexpr qsizetype comparedPlaces = 2'000;

// Compares two JSON values. Takes as long as they are large: belongs on a worker thread, as the next one does.
[[nodiscard]] EventComparison compareValues(const json::Value &before, const json::Value &after);

// Compares the JSON bodies of two events. InvalidInput names the event whose body is not JSON; LimitExceeded one that is
// too large to be compared.
[[nodiscard]] Result<EventComparison> compareBodies(const Event &before, const Event &after);

} // namespace uw::ui
