// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/responsevalidation.h"

namespace uw::openapi {

// Something that answers of an operation keep doing differently from their description.
struct DriftEntry {
    Deviation::Kind kind = Deviation::Kind::Rule;
    // The pointer with "*" in the place of positions in arrays.
    QString place;
    // As it was said last.
    QString message;
    // Calls that showed it, and the moments of the first and the last, in UTC milliseconds.
    qint64 calls = 0;
    qint64 firstMs = 0;
    qint64 lastMs = 0;
};

// How the answers of one operation differ from its description, over many calls. Plain value.
class ResponseDrift final {
public:
    // Further places are not kept.
    static constexpr qsizetype MostEntries = 500;

    void add(const ResponseReport &report, qint64 nowMs);
    // Calls that were held against the description.
    [[nodiscard]] qint64 calls() const { return m_calls; }
    // Those seen most often first.
    [[nodiscard]] QList<DriftEntry> entries() const;

    // "/data/0/id" is "/data/*/id".
    [[nodiscard]] static QString placeOf(const QString &pointer);

private:
    QList<DriftEntry> m_entries;
    qint64 m_calls = 0;
};

} // namespace uw::openapi
