// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/responsedrift.h"

#include <QSet>

#include <algorithm>

namespace uw::openapi {

QString ResponseDrift::placeOf(const QString &pointer)
{
    QStringList tokens = pointer.split(u'/');
    for (QString &token : tokens) {
        const bool isIndex =
            !token.isEmpty() && std::all_of(token.begin(), token.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        if (isIndex)
            token = QStringLiteral("*");
    }
    return tokens.join(u'/');
}

void ResponseDrift::add(const ResponseReport &report, qint64 nowMs)
{
    ++m_calls;
    // A place counts once a call, however many elements of an array show it.
    QSet<QString> seen;
    for (const Deviation &deviation : report.deviations) {
        const QString place = placeOf(deviation.pointer);
        const QString key = QString::number(int(deviation.kind)) + place;
        if (seen.contains(key))
            continue;
        seen.insert(key);
        const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const DriftEntry &entry) {
            return entry.kind == deviation.kind && entry.place == place;
        });
        if (known == m_entries.end()) {
            if (m_entries.size() < MostEntries)
                m_entries.append({deviation.kind, place, deviation.message, 1, nowMs, nowMs});
            continue;
        }
        known->message = deviation.message;
        known->lastMs = nowMs;
        ++known->calls;
    }
}

QList<DriftEntry> ResponseDrift::entries() const
{
    QList<DriftEntry> entries = m_entries;
    std::stable_sort(entries.begin(), entries.end(),
                     [](const DriftEntry &a, const DriftEntry &b) { return a.calls > b.calls; });
    return entries;
}

} // namespace uw::openapi
