// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replayrequest.h"

#include "core/providers/objectreader.h"
#include "core/providers/requestsigner.h"
#include "core/providers/secretmask.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// Of the connection they came over, or told anew by the one they leave by. Accept-Encoding is ours, so that the answer
// can be read.
constexpr const char *droppedFields[] = {"Connection",
                                         "Proxy-Connection",
                                         "Keep-Alive",
                                         "TE",
                                         "Trailer",
                                         "Transfer-Encoding",
                                         "Upgrade",
                                         "HTTP2-Settings",
                                         "Proxy-Authenticate",
                                         "Proxy-Authorization",
                                         "Host",
                                         "Content-Length",
                                         "Expect",
                                         "Accept-Encoding"};

bool isSameName(QByteArrayView a, QByteArrayView b)
{
    return a.compare(b, Qt::CaseInsensitive) == 0;
}

// The fields that "Connection" names belong to the connection as well.
QByteArrayList namesOfConnection(const HeaderList &headers)
{
    QByteArrayList names;
    for (const HeaderField &field : headers) {
        if (!isSameName(field.name, "Connection"))
            continue;
        const QList<QByteArray> words = field.value.split(',');
        for (const QByteArray &word : words)
            names << word.trimmed();
    }
    return names;
}

HeaderList endToEnd(const HeaderList &headers)
{
    const QByteArrayList named = namesOfConnection(headers);
    HeaderList kept;
    for (const HeaderField &field : headers) {
        const auto isIt = [&field](QByteArrayView name) { return isSameName(field.name, name); };
        if (!std::any_of(std::begin(droppedFields), std::end(droppedFields), isIt)
            && !std::any_of(named.begin(), named.end(), isIt))
            kept.append(field);
    }
    return kept;
}

// The marks of `stored`, told for `headers`: the n-th masked field of a name is the n-th one there.
MaskedHeaders marksFor(const HeaderList &headers, const MaskedHeaders &stored)
{
    MaskedHeaders result{.headers = headers};
    QList<MaskedHeader> left = stored.masked;
    for (qsizetype i = 0; i < headers.size(); ++i) {
        if (headers[i].value != maskedValue)
            continue;
        const auto found = std::find_if(left.begin(), left.end(), [&](const MaskedHeader &mark) {
            return mark.index >= 0 && mark.index < stored.headers.size()
                && isSameName(stored.headers[mark.index].name, headers[i].name);
        });
        if (found == left.end())
            continue;
        result.masked.append({i, found->digest});
        left.erase(found);
    }
    return result;
}

HeaderList headersOf(const Event &event, const ReplayOrder &order, TargetReach reach, const ReplayKeys &keys)
{
    const MaskedHeaders stored{event.headers, maskFromJson(event.maskedHeaders)};
    const MaskedHeaders wanted = order.headers ? marksFor(*order.headers, stored) : stored;
    if (reach != TargetReach::Loopback || wanted.masked.isEmpty())
        return wanted.headers;
    return unmaskHeaders(wanted, keys.providers.knownSecrets(), keys.digestKeys);
}

// How the sender of an event signs, and with what.
struct Signer {
    QList<SignatureScheme> schemes;
    QString title;
    ProviderSecrets secrets;
};

Signer signerOf(const Event &event, const ProviderSnapshot &providers)
{
    if (!event.customSource.isEmpty()) {
        const SourceState &state = providers.source(event.customSource);
        return {state.source.definition.schemes, event.customSource, state.secrets};
    }
    const ProviderDefinition *definition = providers.definition(event.provider);
    if (!definition)
        return {{}, event.provider, {}};
    return {definition->schemes, definition->title, providers.state(event.provider).secrets};
}

// Only what proves the secret without showing it goes to another computer. False: nothing is left out.
bool keepHome(Signer &signer)
{
    return signer.schemes.removeIf([](const SignatureScheme &scheme) {
        return scheme.algorithm == SignatureScheme::Algorithm::Token
            || scheme.algorithm == SignatureScheme::Algorithm::Basic;
    }) > 0;
}

Error secretStaysHome(const Signer &signer)
{
    return {ErrorCode::AddressRefused,
            u"%1 proves itself by sending its secret, and secrets are sent to this computer alone. Replay to a local "
            "address, or without signing."_s.arg(signer.title)};
}

// The delivery id that stands in the request already, so that a receiver that knows the event knows it again.
QByteArray deliveryIdOf(const Event &event, const Signer &signer, const OutgoingRequest &request)
{
    const RequestView view({.method = request.method, .headers = request.headers, .body = request.body});
    for (const SignatureScheme &scheme : signer.schemes) {
        const std::optional<QByteArray> id = locate(scheme.id, view);
        if (id && !id->isEmpty())
            return *id;
    }
    return event.deliveryId.isEmpty() ? event.id.toLatin1() : event.deliveryId.toUtf8();
}

Result<void> resign(PreparedReplay &replay, const Event &event, const ReplayTarget &target, const ReplayKeys &keys)
{
    Signer signer = signerOf(event, keys.providers);
    if (signer.schemes.isEmpty())
        return canResign(event, keys.providers);
    const bool isLess = target.reach != TargetReach::Loopback && keepHome(signer);
    if (isLess && signer.schemes.isEmpty())
        return secretStaysHome(signer);
    OutgoingRequest request{.method = replay.request.method,
                            .target = target.target(),
                            .baseUrl = target.base(),
                            .headers = replay.request.headers,
                            .body = replay.request.body};
    const QByteArray id = deliveryIdOf(event, signer, request);
    const Result<OutgoingRequest> done =
        signRequest(std::move(request), {signer.schemes, signer.title, signer.secrets, keys.nowMs, id});
    if (!done)
        return isLess && done.error().code == ErrorCode::Unsupported ? secretStaysHome(signer) : done.error();
    replay.request.url = done->baseUrl + done->target;
    replay.request.headers = done->headers;
    replay.request.body = done->body;
    return {};
}

// Masks are for people; on the wire they would be wrong values of right headers.
void withhold(PreparedReplay &replay)
{
    HeaderList sent;
    for (const HeaderField &field : std::as_const(replay.request.headers)) {
        if (field.value == maskedValue)
            replay.withheld << QString::fromLatin1(field.name);
        else
            sent.append(field);
    }
    replay.request.headers = sent;
}

// Header text of a record, back into bytes.
Result<QByteArray> fieldBytes(const json::Value &value)
{
    const QString text = json::toQString(value);
    if (text.toUtf8() == maskedValue)
        return maskedValue.toByteArray();
    const bool isLatin1 = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() <= 0xFF; });
    if (!value.is_string() || !isLatin1)
        return Error{ErrorCode::InvalidInput, u"headers holds what no header can carry: each is a pair of texts, name "
                                              "and value, of characters up to U+00FF."_s};
    return text.toLatin1();
}

Result<HeaderList> headersFromJson(const json::Array &array)
{
    HeaderList headers;
    if (array.size() > limits::headerFields)
        return Error{ErrorCode::LimitExceeded, u"A request has at most %1 headers."_s.arg(limits::headerFields)};
    for (const json::Value &entry : array) {
        const auto *pair = entry.get_ptr<const json::Array *>();
        if (!pair || pair->size() != 2)
            return Error{ErrorCode::InvalidInput, u"headers is a list of pairs: [[\"Name\",\"value\"]]."_s};
        const Result<QByteArray> name = fieldBytes((*pair)[0]);
        const Result<QByteArray> value = fieldBytes((*pair)[1]);
        if (!name || !value)
            return name ? value.error() : name.error();
        headers.append({*name, *value});
    }
    return headers;
}

Result<QByteArray> bodyFromJson(const json::Value &value, bool isBase64)
{
    if (!value.is_string())
        return Error{ErrorCode::InvalidInput, u"body is a text; bytes go in it as base64 with bodyEncoding."_s};
    const std::string &text = *value.get_ptr<const std::string *>();
    const QByteArray bytes(text.data(), qsizetype(text.size()));
    if (!isBase64)
        return bytes;
    const auto decoded = QByteArray::fromBase64Encoding(bytes, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return Error{ErrorCode::InvalidInput, u"body is no base64, as bodyEncoding says."_s};
    return *decoded;
}

} // namespace

Result<ReplayOrder> replayOrderFromJson(const json::Value &object)
{
    ObjectReader reader(object, u"the order"_s);
    ReplayOrder order;
    if (const json::Value *to = reader.value("to")) {
        if (!to->is_string())
            reader.fail("to", u"is no text"_s);
        order.to = json::toQString(*to).toUtf8();
    }
    order.resign = reader.flag("resign");
    order.publicTargets = reader.flag("allowPublic") ? PublicTargets::Allowed : PublicTargets::Refused;
    if (const QString method = reader.text("method"); !method.isEmpty())
        order.method = method.toUtf8();
    const json::Array *headers = reader.array("headers");
    const json::Value *body = reader.value("body");
    const std::array encodings = {ObjectReader::Word<bool>{QLatin1StringView("utf8"), false},
                                  ObjectReader::Word<bool>{QLatin1StringView("base64"), true}};
    const bool isBase64 = reader.word<bool>("bodyEncoding", encodings, false);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    if (headers) {
        const Result<HeaderList> list = headersFromJson(*headers);
        if (!list)
            return list.error();
        order.headers = *list;
    }
    if (body) {
        const Result<QByteArray> bytes = bodyFromJson(*body, isBase64);
        if (!bytes)
            return bytes.error();
        order.body = *bytes;
    }
    return order;
}

Result<PreparedReplay> prepareReplay(const Event &event, const ReplayOrder &order, const ReplayKeys &keys)
{
    const Result<ReplayTarget> target = parseReplayTarget(order.to, order.publicTargets);
    if (!target)
        return target.error();
    if (order.headers && order.headers->size() > limits::headerFields)
        return Error{ErrorCode::LimitExceeded, u"A request has at most %1 headers."_s.arg(limits::headerFields)};
    PreparedReplay replay{.reach = target->reach};
    replay.request.method = order.method.value_or(event.method);
    replay.request.url = target->url;
    replay.request.headers = endToEnd(headersOf(event, order, target->reach, keys));
    replay.request.body = order.body.value_or(event.body);
    if (order.resign) {
        if (const Result<void> done = resign(replay, event, *target, keys); !done)
            return done.error();
    }
    withhold(replay);
    for (const HeaderField &extra : order.extraHeaders) {
        replay.request.headers.removeIf(
            [&extra](const HeaderField &field) { return isSameName(field.name, extra.name); });
        replay.request.headers.append(extra);
    }
    return replay;
}

Result<void> canResign(const Event &event, const ProviderSnapshot &providers)
{
    const Signer signer = signerOf(event, providers);
    if (signer.schemes.isEmpty())
        return Error{ErrorCode::Unsupported,
                     u"%1 has no signature scheme, so there is nothing to sign with."_s.arg(signer.title)};
    const Result<OutgoingRequest> trial =
        signRequest({.target = "/", .baseUrl = "http://localhost"},
                    {signer.schemes, signer.title, signer.secrets, event.receivedAtMs, "trial"});
    return trial ? Result<void>() : trial.error();
}

} // namespace uw
