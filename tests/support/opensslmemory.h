// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <openssl/bio.h>
#include <openssl/evp.h>

#include <memory>

namespace uw::test {

// Owners of what OpenSSL's C functions hand out, for tests that make keys and certificates of their own.
template<typename T, void (*release)(T *)>
struct Release {
    void operator()(T *object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Memory = std::unique_ptr<BIO, Release<BIO, BIO_free_all>>;

// What was written to a memory BIO so far.
inline QByteArray contents(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    return QByteArray(data, qsizetype(size));
}

} // namespace uw::test
