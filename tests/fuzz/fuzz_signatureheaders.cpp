// SPDX-License-Identifier: GPL-3.0-or-later
// Holds any request against the schemes of any provider. The first line names the provider, the rest is a request as
// parseCapturedRequest() reads it. No request may be found to be signed: nobody has the keys.
#include "core/providers/capturedrequest.h"
#include "core/providers/diagnosis.h"

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace uw;

namespace {

// One of each form that a secret has; no private half of theirs is known to anybody.
const ProviderSecrets secrets{
    .current = {"7c1d5f0e9ab84c1fa2d39e6077c5b1e4-fuzz"_ba, "whsec_Q2xvc2VkIGRvb3JzIG5lZWQgbm8ga2V5cyBhdCBhbGw="_ba,
                "9549070c0c16dd14ddad29bfda513f60566431930a71309b1fca7a4a80dea1aa"_ba,
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMELHMGK3Axgy1c+rfE+dsp/wK7jj6qQ0mmaff3EE43/F6kReRat8O5eE//cXzf+"
                "jYzbQeHdlOU8Pt7bL8SYLtQ=="_ba},
    .previous = {"0f1e2d3c4b5a69788796a5b4c3d2e1f0"_ba}};

const ProviderTable &table()
{
    static const ProviderTable all = builtInProviders();
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArrayView bytes(data, qsizetype(size));
    const qsizetype lineEnd = bytes.indexOf('\n');
    const ProviderDefinition *provider =
        lineEnd < 0 ? nullptr : table().find(QString::fromLatin1(bytes.first(lineEnd)));
    if (!provider || provider->schemes.isEmpty())
        return -1; // not worth a place in the corpus
    Result<RequestView::Parts> parts = parseCapturedRequest(bytes.sliced(lineEnd + 1).toByteArray());
    if (!parts)
        return 0;
    parts->publicUrl = u"https://hooks.example"_s + QString::fromLatin1(parts->target);
    parts->receivedAtMs = 1'767'323'045'000;
    const RequestView request(std::move(*parts));
    const VerificationTask task{provider->schemes, provider->title, secrets, request};
    const Verification verification = verifyRequest(task);
    if (verification.verdict != Verdict::Invalid && verification.verdict != Verdict::NotConfigured)
        std::abort();
    if (verification.reason.isEmpty())
        std::abort();
    if (verification.verdict == Verdict::Invalid) {
        const QList<ForeignSecrets> others;
        const VerdictCause cause = findCause({task, provider->name, table(), others, 8 * limits::kibibyte});
        if (cause.message.isEmpty() || cause.code == VerdictCause::Code::OtherSecret)
            std::abort();
    }
    return 0;
}
