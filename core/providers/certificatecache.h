// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/providers/signaturekey.h"

#include <QHash>
#include <QMutex>

#include <functional>
#include <mutex>

namespace uw {

// The certificates of senders who name theirs by URL, by that URL. Judges it is asked by on any thread; whoever
// fetches fills it. A certificate is kept for a day and used only when an authority vouches for it and it is
// for a host of the provider. Owned by the composition, outlives the judges.
class CertificateCache final : public CertificateSource {
public:
    using Authorities = std::function<QList<QByteArray>()>;

    // `authorities`: certificates in PEM, each on its own or several in a row; nothing else is trusted. Asked for when
    // the first certificate comes, since a system has many and most programs never need them.
    CertificateCache(const Clock &clock, Authorities authorities);
    ~CertificateCache() override;
    Q_DISABLE_COPY_MOVE(CertificateCache)

    using Fetch = std::function<void(const QString &url, const QByteArray &hostSuffix)>;

    // How many are fetched at the same time; how many at once, and then each minute.
    static constexpr int maximumPending = 4;
    static constexpr int fetchBurst = 12;
    static constexpr int fetchesPerMinute = 6;

    // Called, on a judging thread, once for each address that is wanted and not there, as long as that is not asked
    // too often: whoever names addresses is not known yet. Set before judging begins; without it nothing is ever
    // pending.
    void setFetcher(Fetch fetch);

    [[nodiscard]] Answer find(const QString &url, QByteArrayView hostSuffix) const override;
    [[nodiscard]] Answer known(const QString &url) const override;
    // What was fetched: a chain in PEM, the sender's own first. InvalidInput says why it is not to be trusted;
    // that is remembered for a minute. Any thread; reads the authorities the first time, which takes long.
    Result<void> add(const QString &url, const QByteArray &pem, QByteArrayView hostSuffix);
    // There is no certificate at that address; remembered for a minute.
    void refuse(const QString &url, const QString &reason);
    // It could not be fetched; tried again after a quarter of a minute.
    void fail(const QString &url, const QString &reason);

private:
    struct Entry {
        Answer answer;
        qint64 validUntilMs = 0;
    };
    class TrustStore;

    [[nodiscard]] Result<Entry> check(const QByteArray &pem, QByteArrayView hostSuffix) const;
    // With the mutex held.
    void put(const QString &url, Entry entry) const;
    [[nodiscard]] bool mayFetch() const;

    const Clock &m_clock;
    Authorities m_authorities;
    mutable std::once_flag m_trustOnce;
    mutable std::unique_ptr<TrustStore> m_trust;
    Fetch m_fetch;
    mutable QMutex m_mutex;
    mutable QHash<QString, Entry> m_entries;
    mutable double m_fetches = fetchBurst;
    mutable qint64 m_lastFetchNs = 0;
};

} // namespace uw
