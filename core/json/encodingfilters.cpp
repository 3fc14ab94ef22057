// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that write a value in another form: JSON, base64, URLs, digests.
#include "core/json/bindingfilters.h"
#include "core/json/utf8.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

QByteArray bytesOf(const std::string &text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

bool isUtf8(QByteArrayView bytes)
{
    for (const char *c = bytes.begin(); c != bytes.end();) {
        const std::ptrdiff_t length = utf8SequenceLength(c, bytes.end());
        if (length == 0)
            return false;
        c += length;
    }
    return true;
}

BindingValue toJson(FilterRun &run)
{
    const std::optional<qint64> cost = costOf(run.value(), run.meter());
    if (!cost || !run.meter().produce(*cost))
        return run.fail(run.meter().error());
    return run.madeText(serialize(run.value()));
}

BindingValue parseJson(FilterRun &run)
{
    const std::string *text = run.text();
    if (!text)
        return BindingValue::missing();
    Result<Value> value = parse(bytesOf(*text));
    if (!value)
        return run.fail(u"The filter parse_json cannot read its text: %1"_s.arg(value.error().text),
                        value.error().code);
    return run.made(std::move(value).value());
}

BindingValue base64(FilterRun &run)
{
    const std::string *text = run.text();
    return text ? run.madeText(bytesOf(*text).toBase64()) : BindingValue::missing();
}

BindingValue base64Decode(FilterRun &run)
{
    const std::string *text = run.text();
    if (!text)
        return BindingValue::missing();
    const bool isUrlSafe = text->find_first_of("-_") != std::string::npos;
    const auto alphabet = isUrlSafe ? QByteArray::Base64UrlEncoding : QByteArray::Base64Encoding;
    const auto decoded =
        QByteArray::fromBase64Encoding(bytesOf(*text), alphabet | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return run.fail(u"The filter base64_decode got a text that is not base64."_s);
    if (!isUtf8(*decoded))
        return run.fail(u"The filter base64_decode got bytes that are no UTF-8 text."_s);
    return run.madeText(*decoded);
}

BindingValue hex(FilterRun &run)
{
    const std::string *text = run.text();
    return text ? run.madeText(bytesOf(*text).toHex()) : BindingValue::missing();
}

BindingValue urlEncode(FilterRun &run)
{
    if (run.value().is_structured() || run.value().is_null())
        return run.failType(u"a string, a number or a boolean"_s);
    return run.madeText(asText(run.value()).toPercentEncoding());
}

BindingValue sha256(FilterRun &run)
{
    const std::string *text = run.text();
    return text ? run.madeText(QCryptographicHash::hash(bytesOf(*text), QCryptographicHash::Sha256).toHex())
                : BindingValue::missing();
}

BindingValue hmacSha256(FilterRun &run)
{
    const std::string *text = run.text();
    const std::string *key = text ? run.textArgument(0) : nullptr;
    if (!key)
        return BindingValue::missing();
    const QByteArray digest =
        QMessageAuthenticationCode::hash(bytesOf(*text), bytesOf(*key), QCryptographicHash::Sha256).toHex();
    if (run.call().arguments.front().kind == Expression::Kind::Credential)
        run.environment().tainted += digest;
    return run.madeText(digest);
}

constexpr Filter filters[] = {
    {"json", Special::None, 0, 0, toJson},   {"parse_json", Special::None, 0, 0, parseJson},
    {"base64", Special::None, 0, 0, base64}, {"base64_decode", Special::None, 0, 0, base64Decode},
    {"hex", Special::None, 0, 0, hex},       {"url_encode", Special::None, 0, 0, urlEncode},
    {"sha256", Special::None, 0, 0, sha256}, {"hmac_sha256", Special::Key, 1, 1, hmacSha256}};

} // namespace

std::span<const Filter> encodingFilters()
{
    return filters;
}

} // namespace uw::json::binding
