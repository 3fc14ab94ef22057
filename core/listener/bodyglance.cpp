// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/bodyglance.h"

#include "core/json/reader.h"

namespace uw {

namespace {

QByteArrayView bytesOf(const json::Scanner &token)
{
    return {token.begin(), token.end() - token.begin()};
}

// A string token's text. What cannot be decoded, such as half a surrogate pair, is no text.
QString decoded(const json::Scanner &token)
{
    if (!token.hasEscapes())
        return QString::fromUtf8(bytesOf(token).sliced(1).chopped(1));
    const Result<json::Value> value = json::parse(bytesOf(token));
    return value ? json::toQString(*value) : QString();
}

bool isNamed(const json::Scanner &token, std::string_view name)
{
    if (!token.hasEscapes())
        return bytesOf(token).sliced(1).chopped(1) == QByteArrayView(name.data(), qsizetype(name.size()));
    return decoded(token) == QLatin1StringView(name.data(), qsizetype(name.size()));
}

} // namespace

Result<QString> topLevelString(QByteArrayView text, std::string_view name)
{
    using Event = json::Reader::Event;
    const json::ParseLimits limits;
    json::Reader reader(text, limits);
    QString found;
    bool isWanted = false; // the value that comes next
    for (;;) {
        const Event event = reader.next();
        if (event == Event::End)
            return found;
        if (event == Event::Failed)
            return reader.error();
        if (event == Event::Name) {
            isWanted = reader.depth() == 1 && isNamed(reader.token(), name);
        } else if (isWanted) {
            found = event == Event::String ? decoded(reader.token()) : QString();
            isWanted = false;
        }
    }
}

} // namespace uw
