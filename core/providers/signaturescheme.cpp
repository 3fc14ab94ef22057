// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/signaturescheme.h"

#include "core/providers/objectreader.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;
using Algorithm = Scheme::Algorithm;

constexpr int longestTolerance = 7 * 24 * 3600;

constexpr ObjectReader::Word<Algorithm> algorithms[] = {
    {"hmac-sha1"_L1, Algorithm::HmacSha1},
    {"hmac-sha256"_L1, Algorithm::HmacSha256},
    {"hmac-sha384"_L1, Algorithm::HmacSha384},
    {"hmac-sha512"_L1, Algorithm::HmacSha512},
    {"sha256"_L1, Algorithm::Sha256},
    {"ed25519"_L1, Algorithm::Ed25519},
    {"ecdsa-p256"_L1, Algorithm::EcdsaP256},
    {"rsa-sha256"_L1, Algorithm::RsaSha256},
    {"token"_L1, Algorithm::Token},
    {"basic"_L1, Algorithm::Basic},
    {"jwt"_L1, Algorithm::Jwt},
};
constexpr ObjectReader::Word<Scheme::KeyForm> keyForms[] = {
    {"utf8"_L1, Scheme::KeyForm::Utf8},
    {"hex"_L1, Scheme::KeyForm::Hex},
    {"base64"_L1, Scheme::KeyForm::Base64},
    {"standard"_L1, Scheme::KeyForm::Standard},
    {"public-key"_L1, Scheme::KeyForm::PublicKey},
    {"certificate"_L1, Scheme::KeyForm::Certificate},
};
constexpr ObjectReader::Word<Scheme::Encoding> encodings[] = {
    {"verbatim"_L1, Scheme::Encoding::Verbatim},
    {"hex"_L1, Scheme::Encoding::Hex},
    {"base64"_L1, Scheme::Encoding::Base64},
};
constexpr ObjectReader::Word<Scheme::Layout> layouts[] = {
    {"whole"_L1, Scheme::Layout::Whole},
    {"comma-pairs"_L1, Scheme::Layout::CommaPairs},
    {"semicolon-pairs"_L1, Scheme::Layout::SemicolonPairs},
    {"versions"_L1, Scheme::Layout::Versions},
};
constexpr ObjectReader::Word<Scheme::TimeUnit> timeUnits[] = {
    {"s"_L1, Scheme::TimeUnit::Seconds},
    {"ms"_L1, Scheme::TimeUnit::Milliseconds},
    {"rfc3339"_L1, Scheme::TimeUnit::Rfc3339},
};
constexpr ObjectReader::Word<bool> matchedWords[] = {{"valid"_L1, true}, {"unsigned"_L1, false}};

QList<QByteArray> utf8(const QStringList &texts)
{
    QList<QByteArray> result;
    for (const QString &text : texts)
        result.append(text.toUtf8());
    return result;
}

SignedTemplate readSignedText(ObjectReader &reader)
{
    const Result<SignedTemplate> parsed = SignedTemplate::parse(reader.text("signed"));
    if (parsed)
        return *parsed;
    reader.fail("signed", parsed.error().text);
    return {};
}

bool isPairs(Scheme::Layout layout)
{
    return layout == Scheme::Layout::CommaPairs || layout == Scheme::Layout::SemicolonPairs;
}

bool usesItem(const Scheme &scheme)
{
    const auto isItem = [](const Locator &locator) { return locator.kind == Locator::Kind::Item; };
    return isItem(scheme.id) || std::any_of(scheme.timestamp.begin(), scheme.timestamp.end(), isItem);
}

bool isPublicKeyAlgorithm(Algorithm algorithm)
{
    return algorithm == Algorithm::Ed25519 || algorithm == Algorithm::EcdsaP256 || algorithm == Algorithm::RsaSha256;
}

void checkSignedText(const Scheme &scheme, ObjectReader &reader)
{
    const SignedTemplate &text = scheme.signedText;
    if (scheme.carriesSecret()) {
        if (!text.text().isEmpty())
            reader.fail("signed", u"nothing is signed by this algorithm"_s);
        return;
    }
    if (!text.bindsBody() && scheme.bodyHash.isNone())
        reader.fail("signed", u"the body is not part of it, so anybody could change the body"_s);
    if (text.uses(SignedTemplate::Part::Timestamp) && scheme.timestamp.isEmpty())
        reader.fail("timestamp", u"{ts} is signed, but where the time stands is missing"_s);
    if (text.uses(SignedTemplate::Part::Id) && scheme.id.isNone())
        reader.fail("id", u"{id} is signed, but where the id stands is missing"_s);
    if ((scheme.algorithm == Algorithm::Sha256) && !text.uses(SignedTemplate::Part::Secret))
        reader.fail("signed", u"a plain digest without {secret} can be made by anybody"_s);
    if (scheme.isHmac() && text.uses(SignedTemplate::Part::Secret))
        reader.fail("signed", u"the secret is the key already"_s);
}

void checkTime(const Scheme &scheme, ObjectReader &reader)
{
    if (scheme.toleranceSeconds == 0 && scheme.warnSeconds == 0)
        return;
    if (scheme.timestamp.isEmpty()) {
        reader.fail("tolerance", u"there is no timestamp to judge"_s);
        return;
    }
    const bool isInBody = std::any_of(scheme.timestamp.begin(), scheme.timestamp.end(),
                                      [](const Locator &place) { return place.kind == Locator::Kind::Body; });
    if (!isInBody && !scheme.signedText.uses(SignedTemplate::Part::Timestamp))
        reader.fail("tolerance", u"the time is not part of what is signed, so anybody could change it"_s);
}

// Combinations that could never match, or would match what nobody signed.
void check(const Scheme &scheme, ObjectReader &reader)
{
    const bool isList = scheme.layout != Scheme::Layout::Whole;
    if (isList == scheme.items.isEmpty())
        reader.fail("items", isList ? u"a list needs the names that hold a signature"_s
                                    : u"only a list of pairs or versions has items"_s);
    if (isList && scheme.signature.kind != Locator::Kind::Header)
        reader.fail("layout", u"a list stands in a header"_s);
    if (usesItem(scheme) && !isPairs(scheme.layout))
        reader.fail("layout", u"item: needs a header of pairs"_s);
    if (scheme.signature.isNone() || scheme.signature.kind == Locator::Kind::Item)
        reader.fail("signature", u"is missing or names no place of its own"_s);
    if (scheme.prefixOptional && scheme.prefix.isEmpty())
        reader.fail("prefixOptional", u"there is no prefix"_s);
    const bool hasPublicKey = scheme.keyForm == Scheme::KeyForm::PublicKey
                           || scheme.keyForm == Scheme::KeyForm::Certificate
                           || (scheme.algorithm == Algorithm::Ed25519 && scheme.keyForm != Scheme::KeyForm::Utf8);
    if (isPublicKeyAlgorithm(scheme.algorithm) != hasPublicKey)
        reader.fail("key", u"this form of key does not go with the algorithm"_s);
    const bool isCertificate = scheme.keyForm == Scheme::KeyForm::Certificate;
    if (isCertificate == (scheme.certificateUrl.isNone() || scheme.certificateHost.isEmpty()))
        reader.fail("certificate", u"a certificate needs its place and the end of its host's name"_s);
    if (!scheme.bodyHashClaim.isEmpty() && scheme.algorithm != Algorithm::Jwt)
        reader.fail("bodyHashClaim", u"only a JWT has claims"_s);
    checkSignedText(scheme, reader);
    checkTime(scheme, reader);
}

} // namespace

Result<SignatureScheme> schemeFromJson(const json::Value &object, const QString &path)
{
    ObjectReader reader(object, path);
    Scheme scheme;
    scheme.name = reader.requiredText("name");
    if (!reader.text("algorithm").isEmpty())
        scheme.algorithm = reader.word<Algorithm>("algorithm", algorithms, Algorithm::HmacSha256);
    else
        reader.fail("algorithm", u"is missing"_s);
    scheme.keyForm = reader.word<Scheme::KeyForm>("key", keyForms, Scheme::KeyForm::Utf8);
    scheme.secretPrefixes = utf8(reader.texts("secretPrefixes"));
    scheme.onlyAlone = reader.flag("onlyAlone");
    scheme.signature = reader.locator("signature");
    scheme.layout = reader.word<Scheme::Layout>("layout", layouts, Scheme::Layout::Whole);
    scheme.items = utf8(reader.texts("items"));
    scheme.olderItems = utf8(reader.texts("olderItems"));
    scheme.prefix = reader.text("prefix").toUtf8();
    scheme.prefixOptional = reader.flag("prefixOptional");
    const Scheme::Encoding usual = scheme.carriesSecret() ? Scheme::Encoding::Verbatim : Scheme::Encoding::Hex;
    scheme.encoding = reader.word<Scheme::Encoding>("encoding", encodings, usual);
    scheme.signedText = readSignedText(reader);
    scheme.bodyHash = reader.locator("bodyHash");
    scheme.bodyHashClaim = reader.text("bodyHashClaim");
    scheme.timestamp = reader.locators("timestamp");
    scheme.timeUnit = reader.word<Scheme::TimeUnit>("timeUnit", timeUnits, Scheme::TimeUnit::Seconds);
    scheme.toleranceSeconds = reader.integer("tolerance", 1, longestTolerance, 0);
    scheme.warnSeconds = reader.integer("warnAfter", 1, longestTolerance, 0);
    scheme.id = reader.locator("id");
    scheme.certificateUrl = reader.locator("certificate");
    scheme.certificateHost = reader.text("certificateHost").toUtf8();
    scheme.when = conditionsFromJson(reader, "when");
    scheme.anyUrlPort = reader.flag("anyUrlPort");
    const bool isPlain = scheme.algorithm == Algorithm::Token || scheme.algorithm == Algorithm::Basic;
    scheme.provesBody = reader.word<bool>("matched", matchedWords, !isPlain);
    scheme.obsolete = reader.flag("obsolete");
    check(scheme, reader);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return scheme;
}

QLatin1StringView algorithmWord(SignatureScheme::Algorithm algorithm)
{
    for (const auto &entry : algorithms) {
        if (entry.value == algorithm)
            return entry.word;
    }
    Q_UNREACHABLE();
}

} // namespace uw
