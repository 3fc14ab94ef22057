// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clockify/addontoken.h"
#include "core/clockify/installationdirectory.h"

namespace uw::clockify {

// Says whether a webhook comes from Clockify. Its header "clockify-signature" holds a token and not a signature of
// the body: the token of a workspace's own webhook, known since that was registered; a secret that the user set; or
// a JSON Web Token made for one webhook of the add-on in one workspace. Thread-safe; owned by the composition.
class ClockifyVerifier final : public ProviderVerifier {
public:
    // `directory` outlives the verifier.
    ClockifyVerifier(AddonTokenVerifier tokens, const InstallationDirectory &directory);

    // The verdict, and the workspace that the token stands for. A body that names another workspace than its
    // token makes the request invalid.
    [[nodiscard]] Verdict verify(const RequestView &request, const ProviderState &state) const override;

private:
    [[nodiscard]] Verdict ofAddon(QByteArrayView token, const RequestView &request,
                                  const InstallationSnapshot &known) const;

    AddonTokenVerifier m_tokens;
    const InstallationDirectory &m_directory;
};

} // namespace uw::clockify
