// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/prettyprinter.h"

#include "core/json/prettystream.h"

namespace uw::json {

namespace {

constexpr qint64 growthLimit = 4;

} // namespace

Result<QByteArray> prettyPrint(QByteArrayView text, const ParseLimits &limits, Indent indent)
{
    PrettyStream stream(text, limits, indent);
    stream.reserve(text.size());
    const qint64 mostBytes = growthLimit * limits.maximumBytes;
    PrettyStream::State state = stream.step(mostBytes + 1);
    if (state == PrettyStream::State::More)
        state = stream.refuse(
            ErrorCode::LimitExceeded,
            QStringLiteral("the text laid out would be over the limit of %1 bytes; look at it raw").arg(mostBytes));
    if (state == PrettyStream::State::Failed)
        return stream.error();
    return stream.take();
}

Result<QByteArray> compact(QByteArrayView text, const ParseLimits &limits)
{
    return prettyPrint(text, limits, Indent::None);
}

} // namespace uw::json
