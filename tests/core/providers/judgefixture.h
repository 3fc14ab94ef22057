// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/providerjudge.h"
#include "tests/support/manualclock.h"

#include <QTest>

#include <memory>

namespace uw::test {

// HMAC-SHA256 in hexadecimal digits, and the headers of a request of GitHub that is signed with `key`.
[[nodiscard]] QByteArray hex(const QByteArray &key, const QByteArray &message);
[[nodiscard]] HeaderList github(const QByteArray &key, const QByteArray &body,
                                const QByteArray &mediaType = "application/json");

// A judge over the built-in providers, for its tests. Each test has a registry of its own.
class JudgeFixture : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

protected:
    void set(const QString &provider, const ProviderSecrets &secrets, const ProviderSettings &settings = {});
    [[nodiscard]] ReceivedRequest request(const QString &route, const HeaderList &headers, const QByteArray &body,
                                          const QByteArray &method = "POST", const QByteArray &query = {}) const;
    [[nodiscard]] ProviderJudge judge() const;

    ManualClock m_clock;
    std::unique_ptr<ProviderRegistry> m_registry;
};

} // namespace uw::test
