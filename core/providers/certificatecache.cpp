// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/certificatecache.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <vector>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qint64 keptMs = 24 * 3'600'000LL;
constexpr qint64 refusalKeptMs = 60'000;
constexpr qint64 failureKeptMs = 15'000;
constexpr qint64 pendingMs = 60'000;
// A provider has a handful; a sender may not fill the memory with addresses.
constexpr qsizetype maximumEntries = 64;
constexpr qsizetype maximumPem = 256 * 1024;

struct Deleter {
    void operator()(BIO *object) const { BIO_free(object); }
    void operator()(X509 *object) const { X509_free(object); }
    void operator()(X509_STORE *object) const { X509_STORE_free(object); }
    void operator()(X509_STORE_CTX *object) const { X509_STORE_CTX_free(object); }
    void operator()(GENERAL_NAMES *object) const { GENERAL_NAMES_free(object); }
    // The certificates belong to somebody else.
    void operator()(STACK_OF(X509) * object) const { sk_X509_free(object); }
};
template<typename T>
using Handle = std::unique_ptr<T, Deleter>;
using Chain = std::vector<Handle<X509>>;

Chain readChain(const QByteArray &pem)
{
    Chain chain;
    const Handle<BIO> source(BIO_new_mem_buf(pem.constData(), int(pem.size())));
    while (source) {
        X509 *certificate = PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr);
        if (!certificate)
            break;
        chain.emplace_back(certificate);
    }
    ERR_clear_error();
    return chain;
}

bool isForHost(X509 *certificate, QByteArrayView hostSuffix)
{
    const Handle<GENERAL_NAMES> names(
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_DNS)
            continue;
        const QByteArrayView dns(ASN1_STRING_get0_data(name->d.dNSName), ASN1_STRING_length(name->d.dNSName));
        if (dns.size() > hostSuffix.size() && dns.last(hostSuffix.size()).compare(hostSuffix, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

Error untrusted(const QString &why)
{
    return {ErrorCode::InvalidInput, why};
}

} // namespace

class CertificateCache::TrustStore {
public:
    explicit TrustStore(const QList<QByteArray> &pems) : m_store(X509_STORE_new())
    {
        for (const QByteArray &pem : pems) {
            for (const Handle<X509> &authority : readChain(pem))
                X509_STORE_add_cert(m_store.get(), authority.get());
        }
        ERR_clear_error();
    }

    // Nothing when one of them vouches for the first of the chain at that time, else why not.
    [[nodiscard]] QString objection(const Chain &chain, qint64 nowMs) const
    {
        const Handle<X509_STORE_CTX> context(X509_STORE_CTX_new());
        const Handle<STACK_OF(X509)> others(sk_X509_new_null());
        for (std::size_t i = 1; i < chain.size(); ++i)
            sk_X509_push(others.get(), chain[i].get());
        if (!context || X509_STORE_CTX_init(context.get(), m_store.get(), chain.front().get(), others.get()) != 1)
            return u"OpenSSL failed"_s;
        X509_STORE_CTX_set_time(context.get(), 0, time_t(nowMs / 1000));
        const bool isTrusted = X509_verify_cert(context.get()) == 1;
        ERR_clear_error();
        return isTrusted ? QString()
                         : QString::fromUtf8(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
    }

private:
    Handle<X509_STORE> m_store;
};

CertificateCache::CertificateCache(const Clock &clock, Authorities authorities)
    : m_clock(clock)
    , m_authorities(std::move(authorities))
    , m_lastFetchNs(clock.monotonicNs())
{}

CertificateCache::~CertificateCache() = default;

void CertificateCache::setFetcher(Fetch fetch)
{
    m_fetch = std::move(fetch);
}

CertificateSource::Answer CertificateCache::find(const QString &url, QByteArrayView hostSuffix) const
{
    const Answer pending{.state = State::Pending, .reason = u"It is being fetched; the sender may try again soon."_s};
    {
        const QMutexLocker locker(&m_mutex);
        const auto found = m_entries.constFind(url);
        if (found != m_entries.cend() && found->validUntilMs > m_clock.nowMs())
            return found->answer;
        if (!m_fetch)
            return {.reason = u"Nothing here fetches certificates."_s};
        if (!mayFetch())
            return {.reason = u"Too many certificates are asked for just now; the sender may try again soon."_s};
        put(url, {pending, m_clock.nowMs() + pendingMs});
    }
    m_fetch(url, hostSuffix.toByteArray());
    return pending;
}

CertificateSource::Answer CertificateCache::known(const QString &url) const
{
    const QMutexLocker locker(&m_mutex);
    const auto found = m_entries.constFind(url);
    const bool isKnown = found != m_entries.cend() && found->validUntilMs > m_clock.nowMs();
    return isKnown ? found->answer : Answer{.reason = u"It has not been fetched."_s};
}

bool CertificateCache::mayFetch() const
{
    const qint64 nowMs = m_clock.nowMs();
    const auto pending = std::count_if(m_entries.begin(), m_entries.end(), [nowMs](const Entry &entry) {
        return entry.answer.state == State::Pending && entry.validUntilMs > nowMs;
    });
    const qint64 nowNs = m_clock.monotonicNs();
    m_fetches = qMin<double>(fetchBurst, m_fetches + double(nowNs - m_lastFetchNs) / 60e9 * fetchesPerMinute);
    m_lastFetchNs = nowNs;
    if (pending >= maximumPending || m_fetches < 1)
        return false;
    m_fetches -= 1;
    return true;
}

Result<void> CertificateCache::add(const QString &url, const QByteArray &pem, QByteArrayView hostSuffix)
{
    Result<Entry> entry = check(pem, hostSuffix);
    if (!entry) {
        refuse(url, entry.error().text);
        return entry.error();
    }
    const QMutexLocker locker(&m_mutex);
    put(url, std::move(*entry));
    return {};
}

void CertificateCache::refuse(const QString &url, const QString &reason)
{
    const QMutexLocker locker(&m_mutex);
    put(url, {{.state = State::Refused, .reason = reason}, m_clock.nowMs() + refusalKeptMs});
}

void CertificateCache::fail(const QString &url, const QString &reason)
{
    const QMutexLocker locker(&m_mutex);
    put(url, {{.state = State::Unavailable, .reason = reason}, m_clock.nowMs() + failureKeptMs});
}

Result<CertificateCache::Entry> CertificateCache::check(const QByteArray &pem, QByteArrayView hostSuffix) const
{
    const Chain chain = pem.size() <= maximumPem ? readChain(pem) : Chain();
    if (chain.empty())
        return untrusted(u"What is at its address is no certificate."_s);
    if (!isForHost(chain.front().get(), hostSuffix))
        return untrusted(u"The certificate is for another host than the provider's."_s);
    std::call_once(m_trustOnce, [this] { m_trust = std::make_unique<TrustStore>(m_authorities()); });
    if (const QString objection = m_trust->objection(chain, m_clock.nowMs()); !objection.isEmpty())
        return untrusted(u"No authority vouches for the certificate: %1."_s.arg(objection));
    std::optional<crypto::PublicKey> key = crypto::PublicKey::adopt(X509_get_pubkey(chain.front().get()));
    if (!key || key->kind() != crypto::PublicKey::Kind::Rsa)
        return untrusted(u"The certificate holds no RSA key."_s);
    return Entry{{.state = State::Ready, .key = std::move(key)}, m_clock.nowMs() + keptMs};
}

void CertificateCache::put(const QString &url, Entry entry) const
{
    if (m_entries.size() >= maximumEntries && !m_entries.contains(url)) {
        const auto oldest = std::min_element(m_entries.begin(), m_entries.end(), [](const Entry &a, const Entry &b) {
            return a.validUntilMs < b.validUntilMs;
        });
        m_entries.erase(oldest);
    }
    m_entries.insert(url, std::move(entry));
}

} // namespace uw
