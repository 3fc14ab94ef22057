// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

namespace uw::openapi {

// Gathers what is odd in a document while it is read. Bounded, so that a document that is wrong in
// a hundred thousand places stays cheap.
class WarningList final {
public:
    static constexpr qsizetype maximum = 1000;

    void add(const QString &code, const QString &message, const QString &pointer)
    {
        if (m_warnings.size() < maximum)
            m_warnings << Warning{code, message, pointer};
        else
            ++m_more;
    }
    // The warnings, with a last one that counts those left out.
    [[nodiscard]] QList<Warning> take()
    {
        if (m_more > 0)
            m_warnings << Warning{QStringLiteral("more_warnings"),
                                  QStringLiteral("%1 more oddities are not listed.").arg(m_more), QString()};
        return std::move(m_warnings);
    }

private:
    QList<Warning> m_warnings;
    qsizetype m_more = 0;
};

} // namespace uw::openapi
