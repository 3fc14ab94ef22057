// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/secretmask.h"

#include "core/json/value.h"
#include "core/providers/crypto.h"
#include "core/providers/jwt.h"

namespace uw {

namespace {

constexpr const char *authenticationSchemes[] = {"Basic ", "Bearer ", "Token "};

QByteArrayView afterScheme(const QByteArray &value)
{
    for (const char *scheme : authenticationSchemes) {
        const qsizetype length = qsizetype(qstrlen(scheme));
        if (value.size() > length && QByteArrayView(value).first(length).compare(scheme, Qt::CaseInsensitive) == 0)
            return QByteArrayView(value).sliced(length);
    }
    return value;
}

// "user:password" and the password alone, of Basic credentials.
bool holdsBasicSecret(QByteArrayView credentials, const QSet<QByteArray> &secrets)
{
    const std::optional<QByteArray> pair = crypto::fromBase64(credentials);
    const qsizetype colon = pair ? pair->indexOf(':') : -1;
    return colon >= 0 && (secrets.contains(*pair) || secrets.contains(pair->sliced(colon + 1)));
}

bool holdsSecret(const QByteArray &value, const QSet<QByteArray> &secrets)
{
    if (value.isEmpty())
        return false;
    const QByteArrayView rest = afterScheme(value);
    if (secrets.isEmpty())
        return looksLikeJwt(rest);
    return secrets.contains(value) || secrets.contains(rest.toByteArray()) || holdsBasicSecret(rest, secrets)
        || looksLikeJwt(rest);
}

QByteArray digestOf(const QByteArray &value, QByteArrayView key)
{
    return crypto::hmac(crypto::Digest::Sha256, key, {value}).toHex();
}

} // namespace

MaskedHeaders maskHeaders(const HeaderList &headers, const QList<QByteArray> &secretHeaders,
                          const QSet<QByteArray> &secrets, QByteArrayView digestKey)
{
    MaskedHeaders result{.headers = headers};
    for (qsizetype i = 0; i < headers.size(); ++i) {
        const HeaderField &field = headers[i];
        const bool isNamed = std::any_of(secretHeaders.begin(), secretHeaders.end(), [&field](const QByteArray &name) {
            return field.name.compare(name, Qt::CaseInsensitive) == 0;
        });
        if (!(isNamed && !field.value.isEmpty()) && !holdsSecret(field.value, secrets))
            continue;
        result.masked.append({i, digestOf(field.value, digestKey)});
        result.headers[i].value = maskedValue.toByteArray();
    }
    return result;
}

HeaderList unmaskHeaders(const MaskedHeaders &stored, const QSet<QByteArray> &secrets,
                         const QList<QByteArray> &digestKeys)
{
    HeaderList headers = stored.headers;
    for (const MaskedHeader &masked : stored.masked) {
        if (masked.index < 0 || masked.index >= headers.size() || headers[masked.index].value != maskedValue)
            continue;
        for (const QByteArray &secret : secrets) {
            QList<QByteArray> candidates{secret, "Basic " + secret.toBase64()};
            for (const char *scheme : authenticationSchemes)
                candidates.append(scheme + secret);
            const auto found = std::find_if(candidates.begin(), candidates.end(), [&](const QByteArray &value) {
                return std::any_of(digestKeys.begin(), digestKeys.end(), [&](const QByteArray &key) {
                    return crypto::equalInConstantTime(digestOf(value, key), masked.digest);
                });
            });
            if (found != candidates.end()) {
                headers[masked.index].value = *found;
                break;
            }
        }
    }
    return headers;
}

QByteArray maskToJson(const MaskedHeaders &masked)
{
    if (masked.masked.isEmpty())
        return {};
    json::Value list = json::Value::array();
    for (const MaskedHeader &header : masked.masked) {
        json::Value object = json::Value::object();
        object["index"] = std::int64_t(header.index);
        object["name"] = json::fromQString(QString::fromLatin1(masked.headers[header.index].name));
        object["digest"] = header.digest.toStdString();
        list.push_back(std::move(object));
    }
    return json::serialize(list);
}

QList<MaskedHeader> maskFromJson(const QByteArray &text)
{
    QList<MaskedHeader> masked;
    const Result<json::Value> parsed = json::parse(text);
    const auto *list = parsed ? parsed->get_ptr<const json::Array *>() : nullptr;
    if (!list)
        return masked;
    for (const json::Value &element : *list) {
        const json::Value *index = json::member(element, "index");
        const json::Value *digest = json::member(element, "digest");
        if (index && index->is_number_integer() && digest)
            masked.append({qsizetype(index->get<std::int64_t>()), json::toQString(*digest).toLatin1()});
    }
    return masked;
}

} // namespace uw
