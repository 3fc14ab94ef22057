// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/textformats.h"

#include "core/json/schema/characters.h"

#include <algorithm>

namespace uw::json::schema::formats {

namespace {

enum class Alphabet { Uri, Iri };

// Unreserved characters, sub-delimiters, `also` and whole percent escapes.
bool isMadeOf(std::string_view text, std::string_view also, Alphabet alphabet)
{
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size() || !isHex(text[i + 1]) || !isHex(text[i + 2]))
                return false;
            i += 2;
            continue;
        }
        const bool isForeign = static_cast<unsigned char>(c) >= 0x80;
        if (isForeign ? alphabet == Alphabet::Uri
                      : !isLetter(c) && !isDigit(c) && !contains("-._~!$&'()*+,;=", c) && !contains(also, c))
            return false;
    }
    return true;
}

bool isAuthority(std::string_view text, Alphabet alphabet)
{
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        if (!isMadeOf(text.substr(0, at), ":", alphabet))
            return false;
        text.remove_prefix(at + 1);
    }
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos)
            return false;
        const std::string_view address = text.substr(1, end - 1);
        if (!isIpv6(address) && !(address.starts_with('v') && isMadeOf(address, ":", Alphabet::Uri)))
            return false;
        port = text.substr(end + 1);
    } else {
        const std::size_t colon = text.find(':');
        if (!isMadeOf(text.substr(0, colon), "", alphabet))
            return false;
        port = colon == std::string_view::npos ? std::string_view() : text.substr(colon);
    }
    return port.empty() || (port.front() == ':' && std::all_of(port.begin() + 1, port.end(), isDigit));
}

// What comes after the scheme.
bool isHierarchy(std::string_view text, Alphabet alphabet)
{
    const std::size_t hash = text.find('#');
    if (hash != std::string_view::npos && !isMadeOf(text.substr(hash + 1), ":@/?", alphabet))
        return false;
    text = text.substr(0, hash);
    const std::size_t question = text.find('?');
    if (question != std::string_view::npos && !isMadeOf(text.substr(question + 1), ":@/?", alphabet))
        return false;
    text = text.substr(0, question);
    if (text.starts_with("//")) {
        const std::size_t slash = text.find('/', 2);
        if (!isAuthority(text.substr(2, slash == std::string_view::npos ? slash : slash - 2), alphabet))
            return false;
        text = slash == std::string_view::npos ? std::string_view() : text.substr(slash);
    }
    return isMadeOf(text, ":@/", alphabet);
}

// The length of "scheme:", or 0.
std::size_t schemeLength(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !isLetter(text.front()))
        return 0;
    const bool isScheme = std::all_of(text.begin(), text.begin() + std::ptrdiff_t(colon), [](char c) {
        return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
    });
    return isScheme ? colon + 1 : 0;
}

bool isAbsolute(std::string_view text, Alphabet alphabet)
{
    const std::size_t scheme = schemeLength(text);
    return scheme > 0 && isHierarchy(text.substr(scheme), alphabet);
}

bool isReference(std::string_view text, Alphabet alphabet)
{
    if (isAbsolute(text, alphabet))
        return true;
    // The first segment of a relative path has no colon: it would read as a scheme.
    const std::string_view first = text.substr(0, text.find_first_of("/?#"));
    return !contains(first, ':') && isHierarchy(text, alphabet);
}

bool isTemplateVariable(std::string_view text)
{
    if (text.ends_with('*'))
        text.remove_suffix(1);
    if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        const std::string_view length = text.substr(colon + 1);
        if (length.empty() || length.size() > 4 || !std::all_of(length.begin(), length.end(), isDigit))
            return false;
        text = text.substr(0, colon);
    }
    return !text.empty() && text.front() != '.' && text.back() != '.'
        && std::all_of(text.begin(), text.end(),
                       [](char c) { return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '%'; });
}

bool isTemplateExpression(std::string_view text)
{
    if (!text.empty() && contains("+#./;?&=,!@|", text.front()))
        text.remove_prefix(1);
    for (;;) {
        const std::size_t comma = text.find(',');
        if (!isTemplateVariable(text.substr(0, comma)))
            return false;
        if (comma == std::string_view::npos)
            return true;
        text.remove_prefix(comma + 1);
    }
}

} // namespace

bool isUri(std::string_view text)
{
    return isAbsolute(text, Alphabet::Uri);
}

bool isUriReference(std::string_view text)
{
    return isReference(text, Alphabet::Uri);
}

bool isIri(std::string_view text)
{
    return isAbsolute(text, Alphabet::Iri);
}

bool isIriReference(std::string_view text)
{
    return isReference(text, Alphabet::Iri);
}

bool isUriTemplate(std::string_view text)
{
    while (!text.empty()) {
        const char c = text.front();
        if (c == '{') {
            const std::size_t end = text.find('}');
            if (end == std::string_view::npos || !isTemplateExpression(text.substr(1, end - 1)))
                return false;
            text.remove_prefix(end + 1);
            continue;
        }
        if (static_cast<unsigned char>(c) <= 0x20 || contains("\"'<>\\^`|}", c))
            return false;
        text.remove_prefix(1);
    }
    return true;
}

} // namespace uw::json::schema::formats
