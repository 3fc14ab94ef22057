// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/decimal.h"

#include <charconv>
#include <cmath>

namespace uw::json::schema {

namespace {

// digits * 10^exponent, without the sign.
struct Decimal {
    std::uint64_t digits = 0;
    int exponent = 0;
};

// The shortest spelling of the double has 17 digits at most, so they fit.
Decimal decimalOf(double number)
{
    std::array<char, 40> buffer;
#if defined(__cpp_lib_to_chars)
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(number), std::chars_format::scientific);
    const std::string_view text(buffer.data(), written.ptr);
#else
    const QByteArray spelling = QByteArray::number(std::fabs(number), 'e', QLocale::FloatingPointShortest);
    const std::string_view text(spelling.constData(), std::size_t(spelling.size()));
#endif
    Decimal decimal;
    const std::size_t e = text.find('e');
    bool isFraction = false;
    for (const char c : text.substr(0, e)) {
        if (c == '.') {
            isFraction = true;
            continue;
        }
        decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(c - '0');
        decimal.exponent -= isFraction ? 1 : 0;
    }
    int exponent = 0;
    if (e != std::string_view::npos) {
        const char *begin = text.data() + e + 1;
        begin += *begin == '+' ? 1 : 0;
        if (std::from_chars(begin, text.data() + text.size(), exponent).ec != std::errc())
            exponent = 0; // a spelling of our own always has one
    }
    decimal.exponent += exponent;
    return decimal;
}

Decimal decimalOf(const Value &number)
{
    if (const auto *floating = number.get_ptr<const double *>())
        return decimalOf(*floating);
    if (number.is_number_unsigned())
        return {*number.get_ptr<const std::uint64_t *>(), 0};
    const std::int64_t integer = *number.get_ptr<const std::int64_t *>();
    return {integer < 0 ? ~static_cast<std::uint64_t>(integer) + 1 : static_cast<std::uint64_t>(integer), 0};
}

// a * 10 modulo m without running over; a is below m.
std::uint64_t timesTenModulo(std::uint64_t a, std::uint64_t m)
{
    const auto add = [m](std::uint64_t x, std::uint64_t y) { return x >= m - y ? x - (m - y) : x + y; };
    const std::uint64_t twice = add(a, a);
    const std::uint64_t fourTimes = add(twice, twice);
    return add(add(fourTimes, fourTimes), twice);
}

} // namespace

bool isMultipleOf(const Value &number, const Value &divisor)
{
    Decimal a = decimalOf(number);
    const Decimal b = decimalOf(divisor);
    if (a.digits == 0)
        return true;
    if (b.digits == 0)
        return false;
    // a.digits * 10^shift has to be a multiple of b.digits; a negative shift needs that many zeros at the end of a.
    int shift = a.exponent - b.exponent;
    for (; shift < 0 && a.digits % 10 == 0; ++shift)
        a.digits /= 10;
    if (shift < 0)
        return false;
    std::uint64_t rest = a.digits % b.digits;
    for (; shift > 0 && rest != 0; --shift)
        rest = timesTenModulo(rest, b.digits);
    return rest == 0;
}

bool isWhole(const Value &number)
{
    const auto *floating = number.get_ptr<const double *>();
    return number.is_number() && (!floating || (std::isfinite(*floating) && std::trunc(*floating) == *floating));
}

} // namespace uw::json::schema
