// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/textformats.h"

#include "core/json/schema/characters.h"

#include <algorithm>

namespace uw::json::schema::formats {

namespace {

// Takes pieces off the front of a text.
class Cursor final {
public:
    explicit Cursor(std::string_view text) : m_text(text) {}

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    bool take(char c)
    {
        if (m_text.empty() || m_text.front() != c)
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    bool takeOneOf(std::string_view set)
    {
        if (m_text.empty() || !contains(set, m_text.front()))
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    // Exactly `count` digits as a number, or -1.
    int number(std::size_t count)
    {
        if (m_text.size() < count || !std::all_of(m_text.begin(), m_text.begin() + std::ptrdiff_t(count), isDigit))
            return -1;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i)
            value = 10 * value + (m_text[i] - '0');
        m_text.remove_prefix(count);
        return value;
    }
    // How many digits there were.
    std::size_t digits()
    {
        const auto end = std::find_if_not(m_text.begin(), m_text.end(), isDigit);
        const auto count = static_cast<std::size_t>(end - m_text.begin());
        m_text.remove_prefix(count);
        return count;
    }

private:
    std::string_view m_text;
};

bool takeDate(Cursor &cursor)
{
    const int year = cursor.number(4);
    const bool first = cursor.take('-');
    const int month = cursor.number(2);
    const bool second = cursor.take('-');
    const int day = cursor.number(2);
    if (year < 0 || !first || month < 1 || month > 12 || !second || day < 1)
        return false;
    const bool isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    const int longest = month == 2                                              ? (isLeap ? 29 : 28)
                      : (month == 4 || month == 6 || month == 9 || month == 11) ? 30
                                                                                : 31;
    return day <= longest;
}

bool takeTime(Cursor &cursor)
{
    const int hour = cursor.number(2);
    const bool first = cursor.take(':');
    const int minute = cursor.number(2);
    const bool second = cursor.take(':');
    const int seconds = cursor.number(2);
    if (hour < 0 || hour > 23 || !first || minute < 0 || minute > 59 || !second || seconds < 0 || seconds > 60)
        return false;
    if (cursor.take('.') && cursor.digits() == 0)
        return false;
    int minutes = hour * 60 + minute;
    if (!cursor.takeOneOf("zZ")) {
        const bool isPlus = cursor.take('+');
        if (!isPlus && !cursor.take('-'))
            return false;
        const int zoneHour = cursor.number(2);
        const bool colon = cursor.take(':');
        const int zoneMinute = cursor.number(2);
        if (zoneHour < 0 || zoneHour > 23 || !colon || zoneMinute < 0 || zoneMinute > 59)
            return false;
        minutes += (isPlus ? -1 : 1) * (zoneHour * 60 + zoneMinute);
    }
    // A leap second comes at the end of a day of UTC.
    return seconds < 60 || ((minutes % 1440) + 1440) % 1440 == 1439;
}

// Calls `check` with each piece between separators; false as soon as that says so.
template<typename Check>
bool allPieces(std::string_view text, char separator, Check check)
{
    for (;;) {
        const std::size_t end = text.find(separator);
        if (!check(text.substr(0, end)))
            return false;
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

bool isHostLabel(std::string_view label)
{
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-'
        && std::all_of(label.begin(), label.end(), [](char c) { return isLetter(c) || isDigit(c) || c == '-'; });
}

bool isAddressLocalPart(std::string_view local, bool isInternational)
{
    if (local.size() >= 2 && local.front() == '"' && local.back() == '"') {
        const std::string_view inside = local.substr(1, local.size() - 2);
        for (std::size_t i = 0; i < inside.size(); ++i) {
            if (inside[i] == '\\')
                ++i;
            else if (inside[i] == '"' || static_cast<unsigned char>(inside[i]) < 0x20)
                return false;
        }
        return true;
    }
    return allPieces(local, '.', [isInternational](std::string_view atom) {
        return !atom.empty() && std::all_of(atom.begin(), atom.end(), [isInternational](char c) {
            return isLetter(c) || isDigit(c) || contains("!#$%&'*+-/=?^_`{|}~", c)
                || (isInternational && isBeyondAscii(c));
        });
    });
}

bool isAddress(std::string_view text, bool isInternational)
{
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || !isAddressLocalPart(text.substr(0, at), isInternational))
        return false;
    const std::string_view domain = text.substr(at + 1);
    if (domain.starts_with("[IPv6:") && domain.ends_with(']'))
        return isIpv6(domain.substr(6, domain.size() - 7));
    if (domain.starts_with('[') && domain.ends_with(']'))
        return isIpv4(domain.substr(1, domain.size() - 2));
    return isInternational ? isInternationalHostname(domain) : isHostname(domain);
}

} // namespace

bool isDate(std::string_view text)
{
    Cursor cursor(text);
    return takeDate(cursor) && cursor.atEnd();
}

bool isTime(std::string_view text)
{
    Cursor cursor(text);
    return takeTime(cursor) && cursor.atEnd();
}

bool isDateTime(std::string_view text)
{
    Cursor cursor(text);
    return takeDate(cursor) && cursor.takeOneOf("tT") && takeTime(cursor) && cursor.atEnd();
}

bool isDuration(std::string_view text)
{
    if (text.size() < 3 || text.front() != 'P')
        return false;
    text.remove_prefix(1);
    if (text.back() == 'W')
        return text.size() > 1 && std::all_of(text.begin(), text.end() - 1, isDigit);
    // Units in their order, none left out between the first and the last of a part.
    const auto takePart = [&text](std::string_view units) {
        std::size_t next = std::string_view::npos;
        while (!text.empty() && text.front() != 'T') {
            const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
            if (end == text.begin() || end == text.end())
                return false;
            const std::size_t unit = units.find(*end);
            if (unit == std::string_view::npos || (next != std::string_view::npos && unit != next))
                return false;
            next = unit + 1;
            text.remove_prefix(static_cast<std::size_t>(end - text.begin()) + 1);
        }
        return true;
    };
    if (!takePart("YMD"))
        return false;
    if (text.empty())
        return true;
    text.remove_prefix(1);
    return !text.empty() && takePart("HMS") && text.empty();
}

bool isHostname(std::string_view text)
{
    return !text.empty() && text.size() <= 253 && allPieces(text, '.', isHostLabel);
}

bool isInternationalHostname(std::string_view text)
{
    // The ideographic full stops that UTS 46 takes for a dot are left to the resolver.
    return !text.empty() && text.size() <= 1000 && allPieces(text, '.', [](std::string_view label) {
        return !label.empty() && label.size() <= 252 && label.front() != '-' && label.back() != '-'
            && std::all_of(label.begin(), label.end(),
                           [](char c) { return isLetter(c) || isDigit(c) || c == '-' || isBeyondAscii(c); });
    });
}

bool isEmail(std::string_view text)
{
    return isAddress(text, false);
}

bool isInternationalEmail(std::string_view text)
{
    return isAddress(text, true);
}

bool isIpv4(std::string_view text)
{
    int count = 0;
    return allPieces(text, '.',
                     [&count](std::string_view part) {
                         Cursor cursor(part);
                         const int value = cursor.number(part.size() > 3 ? 0 : part.size());
                         const bool hasZeroInFront = part.size() > 1 && part.front() == '0';
                         return ++count <= 4 && !part.empty() && cursor.atEnd() && value >= 0 && value <= 255
                             && !hasZeroInFront;
                     })
        && count == 4;
}

bool isIpv6(std::string_view text)
{
    const std::size_t gap = text.find("::");
    const auto groups = [](std::string_view part, bool mayEndInIpv4) {
        if (part.empty())
            return 0;
        int count = 0;
        std::string_view last;
        const bool isGood = allPieces(part, ':', [&](std::string_view group) {
            const bool isGroup = !group.empty() && group.size() <= 4 && std::all_of(group.begin(), group.end(), isHex);
            const bool mayGoOn = last.empty(); // an IPv4 address comes last
            if (!isGroup)
                last = group;
            ++count;
            return mayGoOn && (isGroup || (mayEndInIpv4 && isIpv4(group)));
        });
        return !isGood ? 100 : last.empty() ? count : count + 1;
    };
    if (gap == std::string_view::npos)
        return groups(text, true) == 8;
    if (text.find("::", gap + 1) != std::string_view::npos)
        return false;
    return groups(text.substr(0, gap), false) + groups(text.substr(gap + 2), true) <= 7;
}

bool isUuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? text[i] != '-' : !isHex(text[i]))
            return false;
    }
    return true;
}

bool isJsonPointer(std::string_view text)
{
    if (!text.empty() && text.front() != '/')
        return false;
    for (std::size_t i = text.find('~'); i != std::string_view::npos; i = text.find('~', i + 1)) {
        if (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))
            return false;
    }
    return true;
}

bool isRelativeJsonPointer(std::string_view text)
{
    const auto end = std::find_if_not(text.begin(), text.end(), isDigit);
    const auto digits = static_cast<std::size_t>(end - text.begin());
    if (digits == 0 || (digits > 1 && text.front() == '0'))
        return false;
    const std::string_view rest = text.substr(digits);
    return rest == "#" || isJsonPointer(rest);
}

bool isBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return false;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    return std::all_of(text.begin(), text.end() - std::ptrdiff_t(padding),
                       [](char c) { return isLetter(c) || isDigit(c) || c == '+' || c == '/'; });
}

} // namespace uw::json::schema::formats
