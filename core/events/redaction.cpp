// SPDX-License-Identifier: GPL-3.0-or-later
// Which values of an event are masked when it leaves the program.
#include "core/events/eventexport.h"
#include "core/json/value.h"

#include <algorithm>
#include <array>
#include <optional>
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

// Texts that hold JSON are read as well, but not for ever.
constexpr int deepestText = 3;

bool maskMembers(json::Value &root, int depth);

// JSON in `text` with what is secret in it masked; nothing when there is no such thing.
std::optional<QByteArray> maskJson(const QByteArray &text, int depth)
{
    Result<json::Value> tree = json::parse(text);
    if (!tree || !maskMembers(*tree, depth))
        return std::nullopt;
    return json::serialize(*tree);
}

bool mayHoldJson(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    return trimmed.startsWith('{') || trimmed.startsWith('[');
}

QByteArray maskValue(const QByteArray &name, const QByteArray &value)
{
    if (isSecretName(QByteArray::fromPercentEncoding(name)))
        return mask.toByteArray().toPercentEncoding();
    QByteArray spaced = value;
    const QByteArray text = QByteArray::fromPercentEncoding(spaced.replace('+', ' '));
    const std::optional<QByteArray> masked = mayHoldJson(text) ? maskJson(text, 1) : std::nullopt;
    return masked ? masked->toPercentEncoding() : value;
}

// "a=1&token=2": the values of names that are secret are masked, everything else keeps its bytes.
QByteArray maskPairs(const QByteArray &pairs)
{
    QByteArrayList parts = pairs.split('&');
    for (QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0)
            part = part.first(equals + 1) + maskValue(part.first(equals), part.sliced(equals + 1));
    }
    return parts.join('&');
}

QByteArray maskTarget(const QByteArray &target)
{
    const qsizetype question = target.indexOf('?');
    return question < 0 ? target : target.first(question + 1) + maskPairs(target.sliced(question + 1));
}

// True when something was masked.
bool maskText(json::Value &value, bool isSecret, int depth)
{
    if (isSecret) {
        value = std::string(mask.data(), std::size_t(mask.size()));
        return true;
    }
    if (!value.is_string() || depth >= deepestText)
        return false;
    const QByteArray text = json::toQString(value).toUtf8();
    const std::optional<QByteArray> masked = mayHoldJson(text) ? maskJson(text, depth + 1) : std::nullopt;
    if (masked)
        value = masked->toStdString();
    return masked.has_value();
}

// Without recursion: what parse() bounds may still be hundreds of levels deep. Everything below a name that is secret is
// so too. True when something was masked.
bool maskMembers(json::Value &root, int depth)
{
    struct Waiting {
        json::Value *value;
        bool isSecret;
    };
    bool changed = false;
    std::vector<Waiting> waiting{{&root, false}};
    while (!waiting.empty()) {
        const Waiting next = waiting.back();
        waiting.pop_back();
        if (next.value->is_array()) {
            for (json::Value &element : *next.value)
                waiting.push_back({&element, next.isSecret});
        } else if (next.value->is_object()) {
            for (auto member = next.value->begin(); member != next.value->end(); ++member) {
                const QByteArrayView name(member.key().data(), qsizetype(member.key().size()));
                waiting.push_back({&member.value(), next.isSecret || isSecretName(name)});
            }
        } else if (next.value->is_string() || next.value->is_number()) {
            changed |= maskText(*next.value, next.isSecret, depth);
        }
    }
    return changed;
}

QByteArray maskBody(const Event &event)
{
    const QByteArray type = headerValue(event.headers, "Content-Type").toLower();
    if (type.startsWith("application/x-www-form-urlencoded"))
        return maskPairs(event.body);
    return maskJson(event.body, 0).value_or(event.body);
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
    copy.publicUrl = QString::fromUtf8(maskTarget(event.publicUrl.toUtf8()));
    copy.body = maskBody(event);
    return copy;
}

} // namespace uw
