// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/capturedrequest.h"

#include "core/listener/chunkeddecoder.h"
#include "core/listener/httpsyntax.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qsizetype maximumHead = 256 * 1024;

Error unreadable(const QString &why)
{
    return {ErrorCode::InvalidInput, u"This is no HTTP request as it goes over the wire: %1."_s.arg(why)};
}

// The next line without its end; nothing when there is no line end any more.
std::optional<QByteArrayView> takeLine(QByteArrayView &rest)
{
    const qsizetype end = rest.indexOf('\n');
    if (end < 0)
        return std::nullopt;
    QByteArrayView line = rest.first(end);
    rest = rest.sliced(end + 1);
    if (line.endsWith('\r'))
        line.chop(1);
    return line;
}

Result<void> readRequestLine(QByteArrayView line, RequestView::Parts &parts)
{
    const QList<QByteArray> words = line.toByteArray().split(' ');
    if (words.size() != 3 || !httpsyntax::isToken(words[0]) || words[1].isEmpty() || !words[2].startsWith("HTTP/"))
        return unreadable(u"the first line is not \"METHOD TARGET HTTP/1.1\""_s);
    parts.method = words[0];
    parts.target = words[1];
    if (const qsizetype question = parts.target.indexOf('?'); question >= 0)
        parts.query = parts.target.sliced(question + 1);
    return {};
}

Result<QByteArray> decodeChunks(QByteArrayView bytes)
{
    ChunkedDecoder decoder;
    decoder.start({.bodyBytes = limits::bodyBytesMaximum}, limits::headerFields);
    QByteArray body;
    qsizetype taken = 0;
    if (decoder.feed(bytes, body, taken) != ChunkedDecoder::Status::Complete)
        return unreadable(u"the chunked body is cut short or malformed"_s);
    return body;
}

Result<QByteArray> cutBody(QByteArrayView bytes, QByteArrayView length)
{
    bool isNumber = false;
    const qlonglong wanted = length.toByteArray().trimmed().toLongLong(&isNumber);
    if (!isNumber || wanted < 0)
        return unreadable(u"Content-Length is no number"_s);
    if (bytes.size() < wanted)
        return unreadable(u"the body has %1 bytes, Content-Length says %2"_s.arg(bytes.size()).arg(wanted));
    const QByteArrayView after = bytes.sliced(wanted);
    if (!after.isEmpty() && after != "\n" && after != "\r\n")
        return unreadable(u"%1 bytes follow after the body"_s.arg(after.size()));
    return bytes.first(wanted).toByteArray();
}

} // namespace

Result<RequestView::Parts> parseCapturedRequest(const QByteArray &bytes)
{
    RequestView::Parts parts;
    QByteArrayView rest(bytes);
    const std::optional<QByteArrayView> first = takeLine(rest);
    if (!first)
        return unreadable(u"the first line does not end"_s);
    if (const Result<void> read = readRequestLine(*first, parts); !read)
        return read.error();
    for (int number = 2;; ++number) {
        const std::optional<QByteArrayView> line = takeLine(rest);
        if (!line || bytes.size() - rest.size() > maximumHead)
            return unreadable(u"there is no empty line after the header"_s);
        if (line->isEmpty())
            break;
        const qsizetype colon = line->indexOf(':');
        if (colon <= 0 || !httpsyntax::isToken(line->first(colon)))
            return unreadable(u"line %1 is no \"Name: value\""_s.arg(number));
        parts.headers.append(
            {line->first(colon).toByteArray(), httpsyntax::trimmed(line->sliced(colon + 1)).toByteArray()});
    }
    Result<QByteArray> body = rest.toByteArray();
    if (const HeaderField *coding = findHeader(parts.headers, "Transfer-Encoding"))
        body = coding->value.compare("chunked", Qt::CaseInsensitive) == 0
                 ? decodeChunks(rest)
                 : Result<QByteArray>(unreadable(u"Transfer-Encoding is not chunked"_s));
    else if (const HeaderField *length = findHeader(parts.headers, "Content-Length"))
        body = cutBody(rest, length->value);
    if (!body)
        return body.error();
    parts.body = *body;
    return parts;
}

QStringList publicUrlCandidates(const QString &given, const QByteArray &target)
{
    const bool isHttp = given.startsWith("https://"_L1) || given.startsWith("http://"_L1);
    const qsizetype host = given.indexOf("://"_L1) + 3;
    if (!isHttp || host >= given.size() || given[host] == u'/')
        return {};
    const qsizetype slash = given.indexOf(u'/', host);
    const bool hasPath = slash >= 0 && slash + 1 < given.size();
    QStringList candidates{given};
    // Absolute form names its own host, which was the proxy's business.
    QString path = QString::fromLatin1(target);
    if (!path.startsWith(u'/')) {
        const qsizetype start = path.indexOf(u'/', path.indexOf("://"_L1) + 3);
        path = start < 0 ? u"/"_s : path.sliced(start);
    }
    QString base = given;
    while (base.endsWith(u'/'))
        base.chop(1);
    if (!given.contains(u'?') && base + path != given)
        candidates.insert(hasPath ? 1 : 0, base + path);
    return candidates;
}

} // namespace uw
