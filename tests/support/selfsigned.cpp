// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/selfsigned.h"

#include "tests/support/opensslmemory.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <QSslCertificate>
#include <QSslKey>

#include <memory>

namespace uw::test {
namespace {

using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;

bool fill(X509 *certificate, EVP_PKEY *key)
{
    constexpr long day = 24 * 60 * 60;
    X509_NAME *name = X509_get_subject_name(certificate);
    const auto *text = reinterpret_cast<const unsigned char *>("localhost");
    return X509_set_version(certificate, X509_VERSION_3) == 1
        && ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1
        && X509_gmtime_adj(X509_getm_notBefore(certificate), -day) != nullptr
        && X509_gmtime_adj(X509_getm_notAfter(certificate), day) != nullptr
        && X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1
        && X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1
        && X509_sign(certificate, key, EVP_sha256()) > 0;
}

} // namespace

QSslConfiguration selfSignedServer()
{
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    const Memory keyText(BIO_new(BIO_s_mem()));
    const Memory certificateText(BIO_new(BIO_s_mem()));
    if (!key || !certificate || !keyText || !certificateText || !fill(certificate.get(), key.get())
        || PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1
        || PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1)
        return {};
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPrivateKey(QSslKey(contents(keyText.get()), QSsl::Ec));
    tls.setLocalCertificate(QSslCertificate(contents(certificateText.get())));
    return tls;
}

} // namespace uw::test
