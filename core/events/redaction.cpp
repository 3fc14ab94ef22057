// SPDX-License-Identifier: GPL-3.0-or-later
// Which values of an event are masked when it leaves the program.
#include "core/events/eventexport.h"
#include "core/json/value.h"

#include <algorithm>
#include <array>
#include <vector>

namespace uw {

namespace {

constexpr QByteArrayView mask = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

// Parts of names, compared without case, hyphens and underscores.
constexpr std::array<QByteArrayView, 11> secretParts = {"authorization", "cookie",   "token",     "signature",
                                                        "secret",        "password", "passwd",    "apikey",
                                                        "privatekey",    "hmac",     "credential"};
// Whole names.
constexpr std::array<QByteArrayView, 5> secretNames = {"sig", "key", "code", "jwt", "auth"};

bool isSecretName(QByteArrayView name)
{
    QByteArray plain = name.toByteArray().toLower();
    plain.removeIf([](char c) { return c == '-' || c == '_'; });
    return std::find(secretNames.begin(), secretNames.end(), QByteArrayView(plain)) != secretNames.end()
        || std::any_of(secretParts.begin(), secretParts.end(),
                       [&plain](QByteArrayView part) { return plain.contains(part); });
}

// "a=1&token=2": the values of names that are secret are masked, everything else keeps its bytes.
QByteArray maskPairs(const QByteArray &pairs)
{
    QByteArrayList parts = pairs.split('&');
    for (QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0 && isSecretName(QByteArray::fromPercentEncoding(part.first(equals))))
            part = part.first(equals + 1) + mask.toByteArray().toPercentEncoding();
    }
    return parts.join('&');
}

QByteArray maskTarget(const QByteArray &target)
{
    const qsizetype question = target.indexOf('?');
    return question < 0 ? target : target.first(question + 1) + maskPairs(target.sliced(question + 1));
}

// Without recursion: what parse() bounds may still be hundreds of levels deep. True when something was masked.
bool maskMembers(json::Value &root)
{
    bool changed = false;
    std::vector<json::Value *> waiting{&root};
    while (!waiting.empty()) {
        json::Value &value = *waiting.back();
        waiting.pop_back();
        if (value.is_array()) {
            for (json::Value &element : value)
                waiting.push_back(&element);
        } else if (value.is_object()) {
            for (auto member = value.begin(); member != value.end(); ++member) {
                json::Value &held = member.value();
                const bool isText = held.is_string() || held.is_number();
                if (isText && isSecretName(QByteArrayView(member.key().data(), qsizetype(member.key().size())))) {
                    held = std::string(mask.data(), std::size_t(mask.size()));
                    changed = true;
                } else if (held.is_structured()) {
                    waiting.push_back(&held);
                }
            }
        }
    }
    return changed;
}

QByteArray maskBody(const Event &event)
{
    const QByteArray type = headerValue(event.headers, "Content-Type").toLower();
    if (type.startsWith("application/x-www-form-urlencoded"))
        return maskPairs(event.body);
    Result<json::Value> tree = json::parse(event.body);
    if (!tree || !maskMembers(*tree))
        return event.body;
    return json::serialize(*tree);
}

} // namespace

Event redacted(const Event &event)
{
    Event copy = event;
    for (HeaderField &field : copy.headers) {
        if (isSecretName(field.name))
            field.value = mask.toByteArray();
    }
    copy.target = maskTarget(event.target);
    copy.body = maskBody(event);
    return copy;
}

} // namespace uw
