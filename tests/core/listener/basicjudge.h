// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/listener/requestjudge.h"

namespace uw::test {

// The judge of the listener's tests, without providers: a Clockify event is "not configured", a custom one "unsigned".
// Stateless.
class BasicJudge final : public RequestJudge {
public:
    [[nodiscard]] QByteArrayList methods(const QString &route, const QString &customSource) const override;
    [[nodiscard]] bool allowsBrowsers(const QString &route, const QString &customSource) const override;
    [[nodiscard]] Judgement judge(const ReceivedRequest &received) const override;
};

} // namespace uw::test
