// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/handshake.h"

#include "core/base/uuidv7.h"
#include "core/providers/objectreader.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qsizetype maximumToken = 128;

constexpr ObjectReader::Word<Handshake::Signed> signedWords[] = {
    {"always"_L1, Handshake::Signed::Always},
    {"if-present"_L1, Handshake::Signed::IfPresent},
    {"never"_L1, Handshake::Signed::Never},
};
constexpr ObjectReader::Word<SignatureScheme::Encoding> macEncodings[] = {
    {"hex"_L1, SignatureScheme::Encoding::Hex},
    {"base64"_L1, SignatureScheme::Encoding::Base64},
};

void readAnswer(Handshake &handshake, ObjectReader &parent)
{
    const json::Value *value = parent.value("answer");
    if (!value)
        return;
    ObjectReader reader(*value, parent.pathOf("answer"));
    handshake.status = reader.integer("status", 200, 299, 200);
    handshake.contentType = reader.text("type").toLatin1();
    handshake.body = reader.text("body").toUtf8();
    const json::Object *headers = reader.object("headers");
    if (headers) {
        for (const auto &[name, text] : *headers)
            handshake.headers.append({QByteArray::fromStdString(name), json::toQString(text).toLatin1()});
    }
    if (const Result<void> read = reader.finish(); !read)
        parent.fail("answer", read.error().text);
}

// A fixed sentence in which {uuid} may stand for any UUID.
bool isSentence(const QString &form, QByteArrayView text)
{
    const QString given = QString::fromUtf8(text);
    const qsizetype place = form.indexOf("{uuid}"_L1);
    if (place < 0)
        return given == form;
    const QString after = form.sliced(place + 6);
    constexpr qsizetype uuidLength = 36;
    return given.size() == place + uuidLength + after.size() && given.startsWith(form.first(place))
        && given.endsWith(after) && isUuid(QStringView(given).sliced(place, uuidLength));
}

HandshakeAnswer refused(int status, const QString &why)
{
    return {.status = status, .refusal = why};
}

// Whether what the provider repeats is what the user told it.
bool isExpected(const ProviderSecrets &secrets, QByteArrayView given)
{
    if (!secrets.verifyToken.isEmpty())
        return crypto::sameSecret(secrets.verifyToken, given);
    return std::any_of(secrets.current.begin(), secrets.current.end(),
                       [given](const QByteArray &secret) { return crypto::sameSecret(secret, given); });
}

QByteArray filledIn(QByteArray text, const QByteArray &token, const QByteArray &mac)
{
    // The token last: it may hold no brace, but then nothing of it is read as a place either.
    return text.replace("{mac}", mac).replace("{token}", token);
}

} // namespace

bool isHandshakeToken(QByteArrayView text)
{
    return !text.isEmpty() && text.size() <= maximumToken && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
            || c == '~' || c == '-';
    });
}

Result<Handshake> handshakeFromJson(const json::Value &object, const QString &path)
{
    ObjectReader reader(object, path);
    Handshake handshake;
    handshake.name = reader.requiredText("name");
    handshake.method = reader.text("method", u"POST"_s).toLatin1();
    handshake.when = conditionsFromJson(reader, "when");
    handshake.signature = reader.word<Handshake::Signed>("signed", signedWords, Handshake::Signed::Never);
    handshake.token = reader.locator("token");
    handshake.sentences = reader.texts("sentences");
    handshake.verifyToken = reader.locator("verifyToken");
    handshake.macEncoding =
        reader.word<SignatureScheme::Encoding>("mac", macEncodings, SignatureScheme::Encoding::Verbatim);
    handshake.learnsSecret = reader.flag("learnsSecret");
    readAnswer(handshake, reader);
    const bool usesToken = handshake.body.contains("{token}") || handshake.body.contains("{mac}")
                        || std::any_of(handshake.headers.begin(), handshake.headers.end(),
                                       [](const HeaderField &field) { return field.value.contains("{token}"); });
    if (usesToken && handshake.token.isNone())
        reader.fail("token", u"the answer uses a token, but where it stands is missing"_s);
    if (handshake.body.contains("{mac}") != (handshake.macEncoding != SignatureScheme::Encoding::Verbatim))
        reader.fail("mac", u"hex or base64 is wanted where the answer holds {mac}, and only there"_s);
    if (handshake.learnsSecret && handshake.token.isNone())
        reader.fail("learnsSecret", u"the token is the key to learn"_s);
    if (handshake.method == "POST" && handshake.when.isEmpty())
        reader.fail("when", u"without a condition every event would be taken for this handshake"_s);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return handshake;
}

const Handshake *findHandshake(const QList<Handshake> &handshakes, const RequestView &request)
{
    for (const Handshake &handshake : handshakes) {
        if (handshake.method == request.method() && allHold(handshake.when, request))
            return &handshake;
    }
    return nullptr;
}

HandshakeAnswer answerHandshake(const Handshake &handshake, const RequestView &request, const ProviderSecrets &secrets)
{
    QByteArray token;
    if (!handshake.token.isNone()) {
        token = locate(handshake.token, request).value_or(QByteArray());
        const bool isKnownSentence = std::any_of(handshake.sentences.begin(), handshake.sentences.end(),
                                                 [&token](const QString &form) { return isSentence(form, token); });
        if (!isHandshakeToken(token) && !isKnownSentence)
            return refused(400, u"The handshake's token is not 1 to 128 of A-Z a-z 0-9 . _ ~ - (%1)."_s.arg(
                                    handshake.token.description()));
    }
    if (!handshake.verifyToken.isNone()
        && !isExpected(secrets, locate(handshake.verifyToken, request).value_or(QByteArray())))
        return refused(401, u"The verify token is not the one that is stored here."_s);
    QByteArray mac;
    if (handshake.macEncoding != SignatureScheme::Encoding::Verbatim) {
        if (secrets.isEmpty())
            return refused(401, u"No secret is stored that could answer this handshake."_s);
        mac = crypto::hmac(crypto::Digest::Sha256, secrets.current.first(), {token});
        mac = handshake.macEncoding == SignatureScheme::Encoding::Hex ? mac.toHex() : mac.toBase64();
    }
    HandshakeAnswer answer{
        .status = handshake.status, .contentType = handshake.contentType, .body = filledIn(handshake.body, token, mac)};
    for (const HeaderField &field : handshake.headers)
        answer.headers.append({field.name, filledIn(field.value, token, mac)});
    answer.headers.append(HeaderField{"X-Content-Type-Options", "nosniff"});
    if (handshake.learnsSecret)
        answer.offeredSecret = token;
    return answer;
}

} // namespace uw
