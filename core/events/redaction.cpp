// SPDX-License-Identifier: GPL-3.0-or-later
// Which values of an event are masked when it leaves the program.
#include "core/events/eventexport.h"
#include "core/events/personaldata.h"
#include "core/json/value.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace uw {

namespace {

constexpr QByteArrayView mask = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";

// What is masked: values by their names, and parts of texts.
struct Rules {
    // Takes the name in lower case, without hyphens, underscores and blanks.
    bool (*hidesName)(QByteArrayView name);
    // Masks parts of a text whatever its name; true when it changed. Null: none.
    bool (*cleanText)(std::string &text);
};

template<std::size_t Count>
bool endsWithOneOf(QByteArrayView name, const std::array<QByteArrayView, Count> &ends)
{
    return std::any_of(ends.begin(), ends.end(), [name](QByteArrayView end) { return name.endsWith(end); });
}

bool isSecretName(QByteArrayView name)
{
    static constexpr std::array<QByteArrayView, 11> parts = {"authorization", "cookie",   "token",     "signature",
                                                             "secret",        "password", "passwd",    "apikey",
                                                             "privatekey",    "hmac",     "credential"};
    static constexpr std::array<QByteArrayView, 5> whole = {"sig", "key", "code", "jwt", "auth"};
    return std::find(whole.begin(), whole.end(), name) != whole.end()
        || std::any_of(parts.begin(), parts.end(), [name](QByteArrayView part) { return name.contains(part); });
}

// Names of people and things, addresses and amounts. A name of a kind of thing tells of nobody.
bool isPersonalName(QByteArrayView name)
{
    static constexpr std::array<QByteArrayView, 9> ends = {"name",  "names",  "email", "emails",  "surname",
                                                           "phone", "mobile", "iban",  "nickname"};
    static constexpr std::array<QByteArrayView, 18> amounts = {
        "amount", "amounts", "price",    "cost", "total",      "subtotal", "balance", "salary",       "fee",
        "budget", "revenue", "discount", "tax",  "hourlyrate", "costrate", "wage",    "billablerate", "unitprice"};
    static constexpr std::array<QByteArrayView, 10> ofThings = {"eventname",    "typename",   "hostname",   "filename",
                                                                "fieldname",    "domainname", "schemaname", "tablename",
                                                                "timezonename", "servername"};
    return (endsWithOneOf(name, ends) || endsWithOneOf(name, amounts)) && !endsWithOneOf(name, ofThings);
}

bool maskAddresses(std::string &text)
{
    // Also as a query writes them. Both sides are bounded, so a long text costs its length.
    static const re2::RE2 address(
        R"([A-Za-z0-9.!#$'*+^_`{|}~-]{1,64}(?:@|%40)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})",
        re2::RE2::Latin1);
    if (text.find('@') == std::string::npos && text.find("%40") == std::string::npos)
        return false;
    return re2::RE2::GlobalReplace(&text, address, std::string(mask.data(), std::size_t(mask.size()))) > 0;
}

constexpr Rules secretRules{&isSecretName, nullptr};
constexpr Rules personalRules{&isPersonalName, &maskAddresses};

bool hides(const Rules &rules, QByteArrayView name)
{
    QByteArray plain = name.toByteArray().toLower();
    plain.removeIf([](char c) { return c == '-' || c == '_' || c == ' '; });
    return rules.hidesName(plain);
}

// Masks parts of a text whatever it is named.
QByteArray cleaned(const Rules &rules, const QByteArray &bytes)
{
    std::string text = bytes.toStdString();
    return rules.cleanText && rules.cleanText(text) ? QByteArray::fromStdString(text) : bytes;
}

// Texts that hold JSON are read as well, but not for ever.
constexpr int deepestText = 3;

bool maskMembers(const Rules &rules, json::Value &root, int depth);

// JSON in `text` with what is to be masked in it masked; nothing when there is no such thing.
std::optional<QByteArray> maskJson(const Rules &rules, const QByteArray &text, int depth)
{
    Result<json::Value> tree = json::parse(text);
    if (!tree || !maskMembers(rules, *tree, depth))
        return std::nullopt;
    return json::serialize(*tree);
}

bool mayHoldJson(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    return trimmed.startsWith('{') || trimmed.startsWith('[');
}

QByteArray maskValue(const Rules &rules, const QByteArray &name, const QByteArray &value)
{
    if (hides(rules, QByteArray::fromPercentEncoding(name)))
        return mask.toByteArray().toPercentEncoding();
    QByteArray spaced = value;
    const QByteArray text = QByteArray::fromPercentEncoding(spaced.replace('+', ' '));
    const std::optional<QByteArray> masked = mayHoldJson(text) ? maskJson(rules, text, 1) : std::nullopt;
    return masked ? masked->toPercentEncoding()
                  : cleaned(rules, value).replace(mask, mask.toByteArray().toPercentEncoding());
}

// "a=1&token=2": the values of names that are hidden are masked, everything else keeps its bytes.
QByteArray maskPairs(const Rules &rules, const QByteArray &pairs)
{
    QByteArrayList parts = pairs.split('&');
    for (QByteArray &part : parts) {
        const qsizetype equals = part.indexOf('=');
        if (equals > 0)
            part = part.first(equals + 1) + maskValue(rules, part.first(equals), part.sliced(equals + 1));
    }
    return parts.join('&');
}

QByteArray maskTarget(const Rules &rules, const QByteArray &target)
{
    const qsizetype question = target.indexOf('?');
    return question < 0 ? target : target.first(question + 1) + maskPairs(rules, target.sliced(question + 1));
}

// True when something was masked.
bool maskText(const Rules &rules, json::Value &value, bool isHidden, int depth)
{
    if (isHidden) {
        value = std::string(mask.data(), std::size_t(mask.size()));
        return true;
    }
    if (!value.is_string())
        return false;
    if (depth >= deepestText)
        return rules.cleanText && rules.cleanText(value.get_ref<std::string &>());
    const QByteArray text = json::toQString(value).toUtf8();
    const std::optional<QByteArray> masked = mayHoldJson(text) ? maskJson(rules, text, depth + 1) : std::nullopt;
    if (masked)
        value = masked->toStdString();
    return masked || (rules.cleanText && rules.cleanText(value.get_ref<std::string &>()));
}

// Without recursion: what parse() bounds may still be hundreds of levels deep. Everything below a name that is hidden is
// so too. True when something was masked.
bool maskMembers(const Rules &rules, json::Value &root, int depth)
{
    struct Waiting {
        json::Value *value;
        bool isHidden;
    };
    bool changed = false;
    std::vector<Waiting> waiting{{&root, false}};
    while (!waiting.empty()) {
        const Waiting next = waiting.back();
        waiting.pop_back();
        if (next.value->is_array()) {
            for (json::Value &element : *next.value)
                waiting.push_back({&element, next.isHidden});
        } else if (next.value->is_object()) {
            for (auto member = next.value->begin(); member != next.value->end(); ++member) {
                const QByteArrayView name(member.key().data(), qsizetype(member.key().size()));
                waiting.push_back({&member.value(), next.isHidden || hides(rules, name)});
            }
        } else if (next.value->is_string() || next.value->is_number()) {
            changed |= maskText(rules, *next.value, next.isHidden, depth);
        }
    }
    return changed;
}

QByteArray maskBody(const Rules &rules, const Event &event)
{
    const QByteArray type = headerValue(event.headers, "Content-Type").toLower();
    if (type.startsWith("application/x-www-form-urlencoded"))
        return maskPairs(rules, event.body);
    return cleaned(rules, maskJson(rules, event.body, 0).value_or(event.body));
}

Event masked(const Rules &rules, const Event &event)
{
    Event copy = event;
    for (HeaderField &field : copy.headers)
        field.value = hides(rules, field.name) ? mask.toByteArray() : cleaned(rules, field.value);
    copy.target = maskTarget(rules, event.target);
    copy.publicUrl = QString::fromUtf8(maskTarget(rules, event.publicUrl.toUtf8()));
    copy.body = maskBody(rules, event);
    return copy;
}

} // namespace

Event redacted(const Event &event)
{
    return masked(secretRules, event);
}

Event withoutPersonalData(const Event &event)
{
    return masked(personalRules, event);
}

EventSummary withoutPersonalData(const EventSummary &summary)
{
    EventSummary copy = summary;
    copy.target = maskTarget(personalRules, summary.target);
    return copy;
}

} // namespace uw
