// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clockify/addon.h"
#include "core/clockify/clockifyverifier.h"
#include "core/clockify/manifest.h"

#include <functional>
#include <memory>

namespace uw {

class HttpClient;
class Router;

// Clockify's part of the runtime, put together: who is installed, how its webhooks are verified, what the public port
// answers to it. Made and owned by the runtime on the main thread; outlives listener and judge.
class AddonComposition final {
public:
    struct Parts {
        Store &store;
        SecretStore &secrets;
        const Clock &clock;
        SettingService &settings;
        // Of Clockify's tokens, in PEM.
        QByteArray publicKey;
    };

    // InvalidArgument or DocumentInvalid when key or manifest cannot be used.
    static Result<std::unique_ptr<AddonComposition>> make(const Parts &parts);

    [[nodiscard]] clockify::Addon &addon() { return m_addon; }
    [[nodiscard]] const WorkspaceGate &workspaces() const { return m_directory; }
    // In how many workspaces the add-on is installed. Any thread.
    [[nodiscard]] qsizetype installedCount() const { return m_directory.snapshot()->installedCount(); }
    [[nodiscard]] const ProviderVerifier &verifier() const { return m_verifier; }
    // Manifest and lifecycle; before the server of the router starts. `baseUrl`: what the manifest says, without a slash at
    // its end; called on the server's thread.
    void addRoutes(Router &router, std::function<QString()> baseUrl);
    // Learns the tokens of webhooks from what Clockify's API answers, be it to the Explorer or to a flow. `baseUrl`: where
    // the API is just now besides Clockify's own hosts; asked on the thread of `http`.
    void learnFrom(HttpClient &http, std::function<QString()> baseUrl);

private:
    AddonComposition(const Parts &parts, clockify::Manifest manifest, const clockify::AddonTokenVerifier &tokens);

    clockify::Manifest m_manifest;
    clockify::AddonTokenVerifier m_tokens;
    clockify::InstallationDirectory m_directory;
    clockify::ClockifyVerifier m_verifier;
    clockify::Addon m_addon;
};

} // namespace uw
