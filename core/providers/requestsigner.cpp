// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/requestsigner.h"

#include "core/base/clock.h"
#include "core/providers/signaturecheck.h"
#include "core/providers/signatureverifier.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

using Scheme = SignatureScheme;

constexpr qsizetype largestIndex = 15;

void setHeader(HeaderList &headers, const QByteArray &name, const QByteArray &value)
{
    headers.removeIf([&name](const HeaderField &field) { return field.name.compare(name, Qt::CaseInsensitive) == 0; });
    headers.append({name, value});
}

// Makes what the pointer names, with objects and arrays on the way.
void putAt(json::Value &root, const QByteArray &pointer, json::Value value)
{
    json::Value *place = &root;
    const QList<QByteArray> tokens = pointer.mid(1).split('/');
    for (const QByteArray &token : tokens) {
        bool isIndex = false;
        const qsizetype index = qMin<qsizetype>(token.toLongLong(&isIndex), largestIndex);
        if (isIndex && index >= 0) {
            if (!place->is_array())
                *place = json::Value::array();
            while (qsizetype(place->size()) <= index)
                place->push_back(json::Value::object());
            place = &(*place)[std::size_t(index)];
        } else {
            if (!place->is_object())
                *place = json::Value::object();
            place = &(*place)[token.toStdString()];
        }
    }
    *place = std::move(value);
}

QByteArray encoded(const QByteArray &text)
{
    return text.toPercentEncoding();
}

void appendPair(QByteArray &list, const QByteArray &name, const QByteArray &value)
{
    if (!list.isEmpty())
        list += '&';
    list += encoded(name) + '=' + encoded(value);
}

// Writes a value where a locator will find it. Items of the signature's header are written with it.
void put(OutgoingRequest &request, const Locator &place, const QByteArray &value, bool isNumber = false)
{
    switch (place.kind) {
    case Locator::Kind::Header:
        setHeader(request.headers, place.name, value);
        break;
    case Locator::Kind::Body: {
        json::Value body = json::parse(request.body).valueOr(json::Value::object());
        putAt(body, place.name, isNumber ? json::Value(value.toLongLong()) : json::Value(value.toStdString()));
        request.body = json::serialize(body);
        break;
    }
    case Locator::Kind::Key: {
        json::Value body = json::parse(request.body).valueOr(json::Value::object());
        putAt(body, "/sample" + place.name, json::Value::array());
        request.body = json::serialize(body);
        break;
    }
    case Locator::Kind::Form:
        appendPair(request.body, place.name, value);
        break;
    case Locator::Kind::Query:
        request.target += (request.target.contains('?') ? '&' : '?') + encoded(place.name) + '=' + encoded(value);
        break;
    case Locator::Kind::None:
    case Locator::Kind::Item:
    case Locator::Kind::Media:
    case Locator::Kind::Method:
        break;
    }
}

QByteArray timeText(qint64 nowMs, Scheme::TimeUnit unit)
{
    switch (unit) {
    case Scheme::TimeUnit::Seconds:
        return QByteArray::number(nowMs / 1000);
    case Scheme::TimeUnit::Milliseconds:
        return QByteArray::number(nowMs);
    case Scheme::TimeUnit::Rfc3339:
        return toRfc3339(nowMs).toLatin1();
    }
    Q_UNREACHABLE();
}

std::optional<crypto::Digest> digestOf(Scheme::Algorithm algorithm)
{
    switch (algorithm) {
    case Scheme::Algorithm::HmacSha1:
        return crypto::Digest::Sha1;
    case Scheme::Algorithm::HmacSha256:
    case Scheme::Algorithm::Sha256:
        return crypto::Digest::Sha256;
    case Scheme::Algorithm::HmacSha384:
        return crypto::Digest::Sha384;
    case Scheme::Algorithm::HmacSha512:
        return crypto::Digest::Sha512;
    default:
        return std::nullopt;
    }
}

// A condition that asks for something of its own there cannot be met by writing a fixed word.
bool canBeMet(const Scheme &scheme)
{
    return std::none_of(scheme.when.begin(), scheme.when.end(),
                        [](const Condition &condition) { return condition.value == "*"; });
}

bool canSign(const Scheme &scheme)
{
    return digestOf(scheme.algorithm) || scheme.carriesSecret();
}

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QByteArray signedToken(const Scheme &scheme, const QByteArray &key, const OutgoingRequest &request, qint64 nowMs)
{
    constexpr qint64 validSeconds = 300;
    json::Value claims = json::Value::object();
    claims["iat"] = std::int64_t(nowMs / 1000);
    claims["exp"] = std::int64_t(nowMs / 1000 + validSeconds);
    if (!scheme.bodyHashClaim.isEmpty())
        claims[scheme.bodyHashClaim.toStdString()] =
            crypto::hash(crypto::Digest::Sha256, {request.body}).toBase64().toStdString();
    const QByteArray text = base64Url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64Url(json::serialize(claims));
    return text + '.' + base64Url(crypto::hmac(crypto::Digest::Sha256, key, {text}));
}

QByteArray mac(const Scheme &scheme, const SignatureKey &key, const QByteArray &secret, const OutgoingRequest &request,
               const QByteArray &time, const QByteArray &id)
{
    const RequestView view({.method = request.method, .headers = request.headers, .body = request.body});
    const QByteArray url = request.baseUrl + request.target;
    const QByteArray form = joinedForm(view, request.body).value_or(QByteArray());
    QList<QByteArray> storage;
    const crypto::Segments message = scheme.signedText.render({.body = request.body,
                                                               .timestamp = time,
                                                               .id = id,
                                                               .method = request.method,
                                                               .url = url,
                                                               .form = form,
                                                               .secret = secret},
                                                              storage);
    const crypto::Digest digest = *digestOf(scheme.algorithm);
    const QByteArray bytes = scheme.isHmac() ? crypto::hmac(digest, key.bytes, message) : crypto::hash(digest, message);
    return scheme.encoding == Scheme::Encoding::Base64 ? bytes.toBase64() : bytes.toHex();
}

QByteArray laidOut(const Scheme &scheme, const QByteArray &signature, const QByteArray &time)
{
    if (scheme.layout == Scheme::Layout::Whole)
        return scheme.prefix + signature;
    if (scheme.layout == Scheme::Layout::Versions)
        return scheme.items.first() + ',' + signature;
    const char separator = scheme.layout == Scheme::Layout::CommaPairs ? ',' : ';';
    QByteArray text;
    for (const Locator &place : scheme.timestamp) {
        if (place.kind == Locator::Kind::Item)
            text += place.name + '=' + time + separator;
    }
    return text + scheme.items.first() + '=' + scheme.prefix + signature;
}

Result<OutgoingRequest> signWith(const Scheme &scheme, const QByteArray &secret, OutgoingRequest request,
                                 const SigningTask &task)
{
    const Result<SignatureKey> key = deriveKey(scheme, secret);
    if (!key)
        return key.error();
    for (const Condition &condition : scheme.when) {
        if (!condition.value.isEmpty())
            put(request, condition.where, condition.value);
    }
    const QByteArray time = timeText(task.nowMs, scheme.timeUnit);
    if (!scheme.timestamp.isEmpty())
        put(request, scheme.timestamp.first(), time, scheme.timeUnit != Scheme::TimeUnit::Rfc3339);
    if (!scheme.id.isNone())
        put(request, scheme.id, task.id);
    QByteArray signature;
    if (scheme.algorithm == Scheme::Algorithm::Jwt)
        signature = signedToken(scheme, key->bytes, request, task.nowMs);
    else if (scheme.algorithm == Scheme::Algorithm::Basic)
        signature = (secret.contains(':') ? secret : "sample:" + secret).toBase64();
    else if (scheme.algorithm == Scheme::Algorithm::Token)
        signature = secret;
    else
        signature = mac(scheme, *key, secret, request, time, task.id);
    put(request, scheme.signature, laidOut(scheme, signature, time));
    return request;
}

} // namespace

Result<OutgoingRequest> signRequest(OutgoingRequest request, const SigningTask &task)
{
    if (task.schemes.isEmpty())
        return request;
    if (task.secrets.isEmpty())
        return Error{ErrorCode::CredentialMissing,
                     u"There is no secret of %1 to sign with. Store it first."_s.arg(task.title)};
    std::optional<Error> problem;
    for (const Scheme &scheme : task.schemes) {
        const QList<QByteArray> secrets = secretsOf(scheme, task.schemes, task.secrets.current);
        if (scheme.obsolete || secrets.isEmpty() || !canBeMet(scheme) || !canSign(scheme))
            continue;
        Result<OutgoingRequest> result = signWith(scheme, secrets.first(), request, task);
        if (result)
            return result;
        if (!problem)
            problem = result.error();
    }
    return problem
             ? *problem
             : Error{ErrorCode::Unsupported, u"%1 signs with a private key that it keeps to itself, so nobody else "
                                             "can make a signed request."_s.arg(task.title)};
}

OutgoingRequest sampleRequest(const ProviderDefinition &definition, const QByteArray &target, const QByteArray &id)
{
    OutgoingRequest request{.target = target};
    const EventRules &events = definition.events;
    const bool isForm = !definition.accepts.isEmpty()
                     && (!definition.accepts.contains("json"_L1)
                         || (!events.type.isEmpty() && events.type.first().kind == Locator::Kind::Form));
    request.headers = {
        {"Content-Type", isForm ? QByteArray("application/x-www-form-urlencoded") : QByteArray("application/json")}};
    if (!isForm)
        request.body = "{}";
    if (!events.type.isEmpty())
        put(request, events.type.first(), definition.sampleType.toUtf8());
    if (!events.deliveryId.isEmpty())
        put(request, events.deliveryId.first(), id);
    const QList<Locator> &required = events.required;
    for (const Locator &place : required) {
        const RequestView view({.target = request.target, .headers = request.headers, .body = request.body});
        if (!locate(place, view))
            put(request, place, "sample");
    }
    if (!isForm) {
        json::Value body = json::parse(request.body).valueOr(json::Value::object());
        if (body.is_object() && !json::member(body, "sample"))
            body["sample"] = json::fromQString(u"Made by Universal Webhook to try this address out."_s);
        request.body = json::serialize(body);
    }
    return request;
}

} // namespace uw
