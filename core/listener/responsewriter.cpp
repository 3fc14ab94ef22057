// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/responsewriter.h"

#include "core/base/logging.h"
#include "core/json/textbuffer.h"

namespace uw::responsewriter {

namespace {

bool isFramingField(const QByteArray &name)
{
    switch (name.size()) {
    case 4:
        return name.compare("Date", Qt::CaseInsensitive) == 0;
    case 10:
        return name.compare("Connection", Qt::CaseInsensitive) == 0;
    case 12:
        return name.compare("Content-Type", Qt::CaseInsensitive) == 0;
    case 14:
        return name.compare("Content-Length", Qt::CaseInsensitive) == 0;
    case 17:
        return name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0;
    default:
        return false;
    }
}

// RFC 9110 section 6.4.1: these never have a body, and 204 no length either.
bool isBodiless(int status)
{
    return status == 204 || status == 304;
}

std::string_view view(QByteArrayView bytes)
{
    return {bytes.data(), std::size_t(bytes.size())};
}

void appendField(json::TextBuffer &out, const HeaderField &field)
{
    if (!isValidHeaderField(field)) {
        qCWarning(uwListener) << "a response header was left out because its name or value is not valid:" << field.name;
        return;
    }
    out.append(view(field.name));
    out.append(": ");
    out.append(view(field.value));
    out.append("\r\n");
}

} // namespace

QByteArray write(const ServerResponse &response, Connection connection, Framing framing, const QByteArray &date)
{
    const bool withBody = framing == Framing::Whole && !isBodiless(response.status);
    json::TextBuffer out;
    out.reserve(256 + response.headers.size() * 64 + (withBody ? response.body.size() : 0));
    out.append("HTTP/1.1 ");
    out.append(response.status);
    out.append(' ');
    out.append(view(reasonPhrase(response.status)));
    out.append("\r\nDate: ");
    out.append(view(date));
    out.append("\r\n");
    if (!response.contentType.isEmpty())
        appendField(out, {"Content-Type", response.contentType});
    if (framing == Framing::Chunked) {
        out.append("Transfer-Encoding: chunked\r\n");
    } else if (framing != Framing::UntilClose && !isBodiless(response.status)) {
        out.append("Content-Length: ");
        out.append(response.body.size());
        out.append("\r\n");
    }
    if (connection == Connection::Close)
        out.append("Connection: close\r\n");
    else if (connection == Connection::KeepAliveOld)
        out.append("Connection: keep-alive\r\n");
    for (const HeaderField &field : response.headers) {
        if (!isFramingField(field.name))
            appendField(out, field);
    }
    out.append("\r\n");
    if (withBody)
        out.append(view(response.body));
    return out.take();
}

QByteArray chunk(const QByteArray &bytes)
{
    return QByteArray::number(bytes.size(), 16) + "\r\n" + bytes + "\r\n";
}

QByteArray lastChunk()
{
    return QByteArrayLiteral("0\r\n\r\n");
}

} // namespace uw::responsewriter
