// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"

namespace uw::json {

namespace {

// RFC 6901, section 4: "~1" is "/", "~0" is "~"; a "~" before anything else is an error.
std::optional<QString> unescapeToken(QStringView token)
{
    QString name;
    name.reserve(token.size());
    for (qsizetype i = 0; i < token.size(); ++i) {
        if (token[i] != u'~') {
            name += token[i];
            continue;
        }
        ++i;
        if (i == token.size() || (token[i] != u'0' && token[i] != u'1'))
            return std::nullopt;
        name += token[i] == u'0' ? u'~' : u'/';
    }
    return name;
}

// "0" or digits without a leading zero.
std::optional<std::size_t> arrayIndex(QStringView token)
{
    const bool isPlain = std::all_of(token.begin(), token.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (token.isEmpty() || !isPlain || (token.size() > 1 && token.front() == u'0'))
        return std::nullopt;
    bool inRange = false;
    const qulonglong index = token.toULongLong(&inRange);
    return inRange ? std::optional<std::size_t>(index) : std::nullopt;
}

const Value *child(const Value &parent, QStringView token)
{
    if (const auto *array = parent.get_ptr<const Array *>()) {
        const std::optional<std::size_t> index = arrayIndex(token);
        return index && *index < array->size() ? &(*array)[*index] : nullptr;
    }
    const std::optional<QString> name = unescapeToken(token);
    return name ? member(parent, *name) : nullptr;
}

} // namespace

const Value *resolvePointer(const Value &root, QStringView pointer)
{
    const Value *current = &root;
    while (current && !pointer.isEmpty()) {
        if (pointer.front() != u'/')
            return nullptr;
        pointer = pointer.sliced(1);
        const qsizetype slash = pointer.indexOf(u'/');
        const QStringView token = slash < 0 ? pointer : pointer.first(slash);
        current = child(*current, token);
        pointer = pointer.sliced(token.size());
    }
    return current;
}

QString escapePointerToken(QStringView name)
{
    QString token;
    token.reserve(name.size());
    for (const QChar c : name) {
        if (c == u'~')
            token += QStringLiteral("~0");
        else if (c == u'/')
            token += QStringLiteral("~1");
        else
            token += c;
    }
    return token;
}

} // namespace uw::json
