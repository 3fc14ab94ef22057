// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/listener/requestjudge.h"
#include "core/providers/providerregistry.h"
#include "core/providers/secretmask.h"

namespace uw {

class SecretLearner;

// A provider's own way to verify, where its entry in the table does not say everything (Clockify's JSON Web
// Tokens). Called on the judging threads.
class ProviderVerifier {
public:
    struct Verdict {
        Verification verification;
        // The workspace that the proof itself names; empty: none.
        QString workspaceId;
    };

    virtual ~ProviderVerifier() = default;
    [[nodiscard]] virtual Verdict verify(const RequestView &request, const ProviderState &state) const = 0;
};

// Which workspaces may be heard. Called on the judging threads.
class WorkspaceGate {
public:
    // Who says that an event is of that workspace.
    enum class NamedBy {
        // The sender whose workspaces these are: one that is not known is not installed.
        Owner,
        // Any other sender: a name that is not known means nothing here, and its own system something else.
        Other,
    };

    virtual ~WorkspaceGate() = default;
    // Why events of that workspace are refused, as a sentence: Forbidden, or Unavailable while that is not known. Nothing
    // when they are taken.
    [[nodiscard]] virtual std::optional<Error> refusal(const QString &workspaceId, NamedBy by) const = 0;
};

// Judges every request of the public port by the provider table and the registry: verdict and cause, handshake,
// limits, type and identity, and which headers are not stored. Thread-safe; owned by the composition.
class ProviderJudge final : public RequestJudge {
public:
    // Everything outlives the judge; what is null is not there.
    struct Parts {
        const ProviderRegistry &registry;
        const Clock &clock;
        // The profile's own key for the digests of masked headers.
        QByteArray digestKey;
        SecretLearner *learner = nullptr;
        const CertificateSource *certificates = nullptr;
        const WorkspaceGate *workspaces = nullptr;
        // By route name.
        QHash<QString, const ProviderVerifier *> verifiers;
    };

    explicit ProviderJudge(Parts parts);

    [[nodiscard]] QByteArrayList methods(const QString &route, const QString &customSource) const override;
    [[nodiscard]] bool allowsBrowsers(const QString &route, const QString &customSource) const override;
    [[nodiscard]] Judgement judge(const ReceivedRequest &received) const override;

private:
    // What one judgement works on.
    struct Case;

    [[nodiscard]] Case makeCase(const ReceivedRequest &received) const;
    [[nodiscard]] ProviderVerifier::Verdict verify(const Case &item) const;
    [[nodiscard]] std::optional<Judgement> handshake(const Case &item, const Verification &verification) const;
    [[nodiscard]] std::optional<ServerResponse> bodyProblem(const Case &item) const;
    [[nodiscard]] std::optional<ServerResponse> contentProblem(const Case &item) const;
    [[nodiscard]] Judgement reject(const Case &item, Verification verification) const;
    [[nodiscard]] Judgement describe(const Case &item, const Verification &verification) const;
    [[nodiscard]] std::optional<ServerResponse> acceptedAnswer(const Case &item) const;
    [[nodiscard]] bool mayDiagnose() const;

    Parts m_parts;
    // The search for causes is for a few mistakes, not for a flood of forgeries.
    mutable QMutex m_mutex;
    mutable double m_diagnoses;
    mutable qint64 m_lastDiagnosisNs = 0;
};

} // namespace uw
