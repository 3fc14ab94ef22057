// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace uw::json {

namespace {

// Whether the number's size is below one: then a double that cannot hold it is zero, not infinite.
bool isSmall(const char *begin, const char *end)
{
    qint64 exponent = 0;
    const char *mantissaEnd = std::find_if(begin, end, [](char c) { return c == 'e' || c == 'E'; });
    if (mantissaEnd != end) {
        const char *digits = mantissaEnd + 1;
        const bool negative = digits != end && *digits == '-';
        if (digits != end && (*digits == '-' || *digits == '+'))
            ++digits;
        const auto [last, error] = std::from_chars(digits, end, exponent);
        if (error != std::errc())
            return negative;
        if (negative)
            exponent = -exponent;
    }
    // Only called for sizes far from one, so the place of the first digit decides nothing but long runs of digits.
    const char *point = std::find(begin, mantissaEnd, '.');
    const char *first = std::find_if(begin, mantissaEnd, [](char c) { return c >= '1' && c <= '9'; });
    if (first == mantissaEnd)
        return true;
    return exponent + (point - first) < 0;
}

std::strong_ordering compareIntegers(const Value &a, const Value &b)
{
    const auto *negativeA = a.is_number_unsigned() ? nullptr : a.get_ptr<const std::int64_t *>();
    const auto *negativeB = b.is_number_unsigned() ? nullptr : b.get_ptr<const std::int64_t *>();
    if (negativeA && negativeB)
        return *negativeA <=> *negativeB;
    if (negativeA && *negativeA < 0)
        return std::strong_ordering::less;
    if (negativeB && *negativeB < 0)
        return std::strong_ordering::greater;
    const auto magnitude = [](const Value &v, const std::int64_t *signedValue) {
        return signedValue ? static_cast<std::uint64_t>(*signedValue) : *v.get_ptr<const std::uint64_t *>();
    };
    return magnitude(a, negativeA) <=> magnitude(b, negativeB);
}

// No rounding: the double is cut into its whole part, which an integer holds exactly, and the rest.
std::partial_ordering compareWithDouble(const Value &integer, double number)
{
    if (std::isnan(number))
        return std::partial_ordering::unordered;
    if (number >= twoTo64)
        return std::partial_ordering::less;
    if (number < -twoTo63)
        return std::partial_ordering::greater;
    const double whole = std::trunc(number);
    const Value part = whole < 0 ? Value(static_cast<std::int64_t>(whole)) : Value(static_cast<std::uint64_t>(whole));
    const std::strong_ordering order = compareIntegers(integer, part);
    if (order != std::strong_ordering::equal)
        return order;
    return 0.0 <=> number - whole;
}

} // namespace

std::optional<Value> readNumber(const char *begin, const char *end, bool isInteger)
{
    if (isInteger && *begin == '-') {
        std::int64_t integer = 0;
        if (std::from_chars(begin, end, integer).ec == std::errc())
            return Value(integer);
    } else if (isInteger) {
        std::uint64_t integer = 0;
        if (std::from_chars(begin, end, integer).ec == std::errc())
            return Value(integer);
    }
    double number = 0;
#if defined(__cpp_lib_to_chars)
    const bool inRange = std::from_chars(begin, end, number).ec == std::errc() && std::isfinite(number);
#else
    bool inRange = false;
    number = QByteArrayView(begin, end).toDouble(&inRange);
#endif
    if (!inRange) {
        if (!isSmall(begin, end))
            return std::nullopt;
        number = *begin == '-' ? -0.0 : 0.0;
    }
    return Value(number);
}

void appendNumber(TextBuffer &text, double number)
{
#if defined(__cpp_lib_to_chars)
    std::array<char, 32> buffer;
    const std::to_chars_result result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    const std::string_view spelling(buffer.data(), result.ptr);
#else
    const std::string spelling = QByteArray::number(number, 'g', QLocale::FloatingPointShortest).toStdString();
#endif
    text.append(spelling);
    const bool looksLikeInteger =
        std::all_of(spelling.begin(), spelling.end(), [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
    if (looksLikeInteger)
        text.append(".0");
}

std::partial_ordering compareNumbers(const Value &a, const Value &b)
{
    if (!a.is_number() || !b.is_number())
        return std::partial_ordering::unordered;
    const auto *doubleA = a.get_ptr<const double *>();
    const auto *doubleB = b.get_ptr<const double *>();
    if (doubleA && doubleB)
        return *doubleA <=> *doubleB;
    if (doubleB)
        return compareWithDouble(a, *doubleB);
    if (doubleA)
        return 0 <=> compareWithDouble(b, *doubleA);
    return compareIntegers(a, b);
}

} // namespace uw::json
