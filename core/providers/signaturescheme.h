// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/providers/condition.h"
#include "core/providers/signedtemplate.h"

#include <QStringList>

namespace uw {

// How one kind of request proves who sent it: a row of the provider table, or what the owner of a custom
// source chose. The same object in JSON for both (schemeFromJson). A plain value.
struct SignatureScheme {
    enum class Algorithm {
        HmacSha1,
        HmacSha256,
        HmacSha384,
        HmacSha512,
        // A plain digest over a text that holds the secret.
        Sha256,
        Ed25519,
        EcdsaP256,
        RsaSha256,
        // The secret itself; nothing is signed.
        Token,
        // RFC 7617; the secret is "user:password", or the password alone.
        Basic,
        // RFC 7519.
        Jwt,
    };
    // What the stored text is before it becomes a key.
    enum class KeyForm {
        Utf8,
        Hex,
        Base64,
        // Standard Webhooks: base64, with "whsec_", "whpk_" or "v1,whsec_" in front or without.
        Standard,
        // A public key as base64 of its DER form, or as PEM.
        PublicKey,
        // A certificate that the sender names by its URL; the secret is only part of what is signed.
        Certificate,
    };
    enum class Encoding { Verbatim, Hex, Base64 };
    enum class Layout {
        // The whole value is one signature.
        Whole,
        // name=value items with a comma or a semicolon between.
        CommaPairs,
        SemicolonPairs,
        // version,value items with blanks between.
        Versions,
    };
    enum class TimeUnit { Seconds, Milliseconds, Rfc3339 };

    QString name;
    Algorithm algorithm = Algorithm::HmacSha256;
    KeyForm keyForm = KeyForm::Utf8;
    // Only secrets that begin so belong to this scheme; empty: those that no other scheme of the provider claims.
    QList<QByteArray> secretPrefixes;
    // Counts only while no secret of another scheme is stored: what is weaker must not help around what is stronger.
    bool onlyAlone = false;

    Locator signature;
    Layout layout = Layout::Whole;
    // Of pairs and versions: the names that hold a signature, and those that did once and never count.
    QList<QByteArray> items;
    QList<QByteArray> olderItems;
    // In front of each signature, compared without case.
    QByteArray prefix;
    bool prefixOptional = false;
    Encoding encoding = Encoding::Hex;
    SignedTemplate signedText;
    // Holds the SHA-256 of the body in hexadecimal digits, where the signature covers only the URL that carries it.
    Locator bodyHash;
    // Of a JWT: the claim that holds the SHA-256 of the body in base64; empty: none.
    QString bodyHashClaim;

    // The first that is there counts.
    QList<Locator> timestamp;
    TimeUnit timeUnit = TimeUnit::Seconds;
    // Seconds to either side; 0: time is not judged.
    int toleranceSeconds = 0;
    // Seconds from which the reason mentions the time; 0: never.
    int warnSeconds = 0;
    Locator id;
    // Where the certificate is, and how its host ends.
    Locator certificateUrl;
    QByteArray certificateHost;

    QList<Condition> when;
    // The URL is tried with its default port and without.
    bool anyUrlPort = false;
    // What a match is worth; false: the sender is known by a plain token, and that is "unsigned".
    bool provesBody = true;
    // Given up by the provider: a match is reported, never accepted.
    bool obsolete = false;

    bool operator==(const SignatureScheme &) const = default;

    [[nodiscard]] bool isHmac() const { return algorithm <= Algorithm::HmacSha512; }
    // Token, Basic and JWT compare or carry a secret in the header itself.
    [[nodiscard]] bool carriesSecret() const { return algorithm >= Algorithm::Token; }
};

// Reads a scheme strictly: unknown members and words, and combinations that could never match or would leave
// the body unprotected, are InvalidInput. `path` is what the message calls the object.
[[nodiscard]] Result<SignatureScheme> schemeFromJson(const json::Value &object, const QString &path);

// "hmac-sha256" … as in JSON.
[[nodiscard]] QLatin1StringView algorithmWord(SignatureScheme::Algorithm algorithm);

} // namespace uw
