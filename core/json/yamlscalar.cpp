// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/yamlscalar.h"

#include "core/json/number.h"

#include <charconv>

namespace uw::json {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), text) != words.end();
}

// Digits from `position` on; moves past them and says how many there were.
std::size_t skipDigits(std::string_view text, std::size_t &position)
{
    const std::size_t begin = position;
    while (position < text.size() && isDigit(text[position]))
        ++position;
    return position - begin;
}

// 0o17 and 0x1F; nothing beyond 64 bits.
std::optional<Value> otherBase(std::string_view text)
{
    if (text.size() < 3 || text[0] != '0' || (text[1] != 'o' && text[1] != 'x'))
        return std::nullopt;
    std::uint64_t number = 0;
    const char *const end = text.data() + text.size();
    const auto [last, error] = std::from_chars(text.data() + 2, end, number, text[1] == 'o' ? 8 : 16);
    return error == std::errc() && last == end ? std::optional(Value(number)) : std::nullopt;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
std::optional<Value> decimal(std::string_view text)
{
    std::size_t position = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const bool isNegative = position == 1 && text[0] == '-';
    const std::size_t wholeBegin = position;
    const std::size_t whole = skipDigits(text, position);
    std::size_t fraction = 0;
    bool isInteger = true;
    if (position < text.size() && text[position] == '.') {
        isInteger = false;
        ++position;
        fraction = skipDigits(text, position);
    }
    if (whole + fraction == 0)
        return std::nullopt;
    if (position < text.size() && (text[position] | 0x20) == 'e') {
        isInteger = false;
        ++position;
        if (position < text.size() && (text[position] == '-' || text[position] == '+'))
            ++position;
        if (skipDigits(text, position) == 0)
            return std::nullopt;
    }
    if (position != text.size())
        return std::nullopt;
    // As JSON spells it: no plus in front, no zeros in front of others, digits on both sides of the point.
    std::string_view rest = text.substr(wholeBegin);
    while (rest.size() > 1 && rest[0] == '0' && isDigit(rest[1]))
        rest.remove_prefix(1);
    std::string spelling = isNegative ? "-" : "";
    if (rest.front() == '.')
        spelling += '0';
    spelling += rest;
    if (const std::size_t point = spelling.find('.');
        point != std::string::npos && (point + 1 == spelling.size() || !isDigit(spelling[point + 1])))
        spelling.insert(point + 1, 1, '0');
    return readNumber(spelling.data(), spelling.data() + spelling.size(), isInteger);
}

std::optional<Value> number(std::string_view text)
{
    // Most scalars are words.
    if (text.empty() || (!isDigit(text[0]) && text[0] != '-' && text[0] != '+' && text[0] != '.'))
        return std::nullopt;
    if (std::optional<Value> other = otherBase(text))
        return other;
    return decimal(text);
}

std::optional<Value> boolean(std::string_view text)
{
    if (isOneOf(text, {"true", "True", "TRUE"}))
        return Value(true);
    if (isOneOf(text, {"false", "False", "FALSE"}))
        return Value(false);
    return std::nullopt;
}

bool isNull(std::string_view text)
{
    return isOneOf(text, {"", "~", "null", "Null", "NULL"});
}

} // namespace

Value plainScalar(std::string_view text)
{
    if (std::optional<Value> value = number(text))
        return std::move(*value);
    // The longest word that is not text has five letters.
    if (text.size() <= 5) {
        if (isNull(text))
            return {};
        if (std::optional<Value> value = boolean(text))
            return std::move(*value);
    }
    return Value(std::string(text));
}

std::optional<Value> taggedScalar(std::string_view text, std::string_view type)
{
    if (type == "null")
        return isNull(text) ? std::optional(Value()) : std::nullopt;
    if (type == "bool")
        return boolean(text);
    std::optional<Value> value = number(text);
    if (type == "float")
        return value;
    return value && value->is_number_integer() ? value : std::nullopt;
}

} // namespace uw::json
