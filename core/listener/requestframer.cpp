// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/listener/requestframer.h"

#include "core/listener/httpsyntax.h"
#include "core/listener/requesttarget.h"

#include <array>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// RFC 9112 section 2.2: a stray line end after an earlier message is forgiven, not more than a few.
constexpr int forgivenEmptyLines = 2;
// A declared length is believed from here on; before, the buffer grows with what really came.
constexpr qint64 believedBodyBytes = 256 * limits::kibibyte;

bool isKnownMethod(QByteArrayView method)
{
    constexpr std::array<QByteArrayView, 9> known{"POST",  "GET",     "HEAD",    "PUT",  "DELETE",
                                                  "PATCH", "OPTIONS", "CONNECT", "TRACE"};
    return std::find(known.begin(), known.end(), method) != known.end();
}

bool isVersion(QByteArrayView version)
{
    return version.size() == 8 && version.startsWith("HTTP/1.") && version[7] >= '0' && version[7] <= '9';
}

bool isHostValue(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char byte) {
        return byte > 0x20 && byte < 0x7f && byte != '/' && byte != '?' && byte != '#' && byte != '@' && byte != '\\'
            && byte != ',';
    });
}

bool isName(QByteArrayView name, QByteArrayView wanted)
{
    return name.size() == wanted.size() && name.compare(wanted, Qt::CaseInsensitive) == 0;
}

// What nearly every request says in the same spelling needs no memory of its own, which another thread would have to
// look at before it is freed.
QByteArray kept(QByteArrayView bytes)
{
    static const std::array<QByteArray, 14> usual{
        QByteArrayLiteral("POST"),         QByteArrayLiteral("GET"),
        QByteArrayLiteral("HTTP/1.1"),     QByteArrayLiteral("Host"),
        QByteArrayLiteral("Accept"),       QByteArrayLiteral("*/*"),
        QByteArrayLiteral("Connection"),   QByteArrayLiteral("keep-alive"),
        QByteArrayLiteral("User-Agent"),   QByteArrayLiteral("Content-Type"),
        QByteArrayLiteral("content-type"), QByteArrayLiteral("Content-Length"),
        QByteArrayLiteral("gzip"),         QByteArrayLiteral("application/json")};
    const auto found = std::find(usual.begin(), usual.end(), bytes);
    return found == usual.end() ? bytes.toByteArray() : *found;
}

} // namespace

RequestFramer::RequestFramer(const FramingLimits &limits) : m_limits(limits) {}

qsizetype RequestFramer::feed(QByteArrayView bytes)
{
    switch (m_state) {
    case State::Idle:
    case State::Head:
        return feedHead(bytes);
    case State::HeadComplete:
    case State::Body:
        m_state = State::Body;
        return m_chunked ? feedChunks(bytes) : feedLength(bytes);
    case State::Complete:
    case State::Refused:
        return 0;
    }
    return 0;
}

qsizetype RequestFramer::feedHead(QByteArrayView bytes)
{
    qsizetype lineStart = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const char byte = bytes[i];
        if (++m_headBytes > m_limits.headerBytes) {
            refuse(431, "The header is larger than this server takes."_L1);
            return i + 1;
        }
        if (byte == '\r' && !m_lastWasCr) {
            m_lastWasCr = true;
        } else if (byte == '\n' && m_lastWasCr) {
            m_lastWasCr = false;
            QByteArrayView line = bytes.sliced(lineStart, i + 1 - lineStart);
            if (!m_line.isEmpty()) {
                m_line.append(line);
                line = m_line;
            }
            // A stray empty line before a request does not start its deadline.
            if (m_hasRequestLine || line.size() > 2)
                m_state = State::Head;
            const bool goesOn = endLine(line.chopped(2));
            m_line.clear();
            if (!goesOn)
                return i + 1;
            lineStart = i + 1;
        } else if (m_lastWasCr || !httpsyntax::isFieldByte(byte)) {
            refuse(400, "The header holds a control character or a line that does not end with CR LF."_L1);
            return i + 1;
        }
    }
    if (lineStart < bytes.size()) {
        m_state = State::Head;
        m_line.append(bytes.sliced(lineStart));
    }
    return bytes.size();
}

// One line of the header without its end. False when the header is complete or refused.
bool RequestFramer::endLine(QByteArrayView line)
{
    if (!m_hasRequestLine) {
        if (!line.isEmpty())
            return readRequestLine(line);
        if (++m_emptyLines > forgivenEmptyLines)
            return refuse(400, "Empty lines stand before the request."_L1);
        return true;
    }
    return line.isEmpty() ? finishHead() : readField(line);
}

// method SP request-target SP HTTP-version (RFC 9112 section 3), each separated by exactly one blank.
bool RequestFramer::readRequestLine(QByteArrayView line)
{
    m_hasRequestLine = true;
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first + 1)
        return refuse(400, "The request line is not \"METHOD target HTTP/1.1\"."_L1);
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);
    if (!httpsyntax::isToken(method) || !isVersion(version))
        return refuse(400, "The request line is not \"METHOD target HTTP/1.1\"."_L1);
    if (!isKnownMethod(method))
        return refuse(501, "The method is not known here."_L1);
    std::optional<RequestTarget> parts = parseRequestTarget(target);
    if (!parts) {
        return refuse(400, "The target of the request is not an absolute path: it starts with one slash and has no "
                           "dot segments, no %00 and no broken percent-encoding."_L1);
    }
    m_request.method = kept(method);
    m_request.target = target.toByteArray();
    m_request.path = std::move(parts->path);
    m_request.query = std::move(parts->query);
    m_request.httpVersion = kept(version);
    return true;
}

bool RequestFramer::readField(QByteArrayView line)
{
    if (line.front() == ' ' || line.front() == '\t')
        return refuse(400, "A header field is folded over two lines."_L1);
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !httpsyntax::isToken(line.first(colon)))
        return refuse(400, "A header line is not \"name: value\", or a blank stands before its colon."_L1);
    if (m_request.headers.size() >= m_limits.headerFields)
        return refuse(431, "The header has more fields than this server takes."_L1);
    if (m_request.headers.isEmpty())
        m_request.headers.reserve(12);
    m_request.headers.append({kept(line.first(colon)), kept(httpsyntax::trimmed(line.sliced(colon + 1)))});
    return noteField(m_request.headers.constLast());
}

// Remembers what the fields say about framing and about the connection.
bool RequestFramer::noteField(const HeaderField &field)
{
    const QByteArrayView name = field.name;
    switch (name.size()) {
    case 4:
        if (isName(name, "Host")) {
            ++m_hosts;
            if (!isHostValue(field.value))
                return refuse(400, "The Host field is not a host."_L1);
        }
        break;
    case 6:
        if (isName(name, "Expect"))
            m_expectsContinue = field.value.compare("100-continue", Qt::CaseInsensitive) == 0;
        break;
    case 10:
        if (isName(name, "Connection")) {
            m_saysClose = m_saysClose || httpsyntax::listContains(field.value, "close");
            m_saysKeepAlive = m_saysKeepAlive || httpsyntax::listContains(field.value, "keep-alive");
        }
        break;
    case 14:
        if (isName(name, "Content-Length"))
            return noteContentLength(field.value);
        break;
    case 17:
        if (isName(name, "Transfer-Encoding")) {
            m_chunked = !m_hasTransferEncoding && field.value.compare("chunked", Qt::CaseInsensitive) == 0;
            m_hasTransferEncoding = true;
        }
        break;
    default:
        break;
    }
    return true;
}

// RFC 9112 section 6.3: anything but one plain number is a framing error, a list of equal numbers too.
bool RequestFramer::noteContentLength(QByteArrayView value)
{
    if (m_hasLength)
        return refuse(400, "Content-Length stands there twice."_L1);
    m_hasLength = true;
    if (value.isEmpty())
        return refuse(400, "Content-Length is not a number."_L1);
    m_length = 0;
    for (const char byte : value) {
        if (byte < '0' || byte > '9')
            return refuse(400, "Content-Length is not a number."_L1);
        if (qMulOverflow(m_length, qint64(10), &m_length) || qAddOverflow(m_length, qint64(byte - '0'), &m_length))
            return refuse(400, "Content-Length is too large a number."_L1);
    }
    return true;
}

// Decides how the body is framed (RFC 9112 section 6.3). False: the caller looks at the state.
bool RequestFramer::finishHead()
{
    const bool isOld = m_request.httpVersion == "HTTP/1.0";
    if (m_hosts > 1 || (m_hosts == 0 && !isOld))
        return refuse(400, "There must be exactly one Host field."_L1);
    if (m_hasTransferEncoding && (m_hasLength || isOld))
        return refuse(400, "Transfer-Encoding stands beside Content-Length or in HTTP/1.0."_L1);
    if (m_hasTransferEncoding && !m_chunked)
        return refuse(501, "The only transfer coding known here is \"chunked\"."_L1);
    if (isOld && !m_hasLength
        && (m_request.method == "POST" || m_request.method == "PUT" || m_request.method == "PATCH"))
        return refuse(411, "An HTTP/1.0 request with a body needs a Content-Length."_L1);
    if (m_length > m_limits.bodyBytes)
        return refuseBody();
    m_keepsAlive = !m_saysClose && (!isOld || m_saysKeepAlive);
    if (m_chunked)
        m_chunks.start(m_limits, m_limits.headerFields - int(m_request.headers.size()));
    m_state = m_chunked || m_length > 0 ? State::HeadComplete : State::Complete;
    m_expectsContinue = m_expectsContinue && !isOld;
    return false;
}

qsizetype RequestFramer::feedLength(QByteArrayView bytes)
{
    if (m_length > m_limits.bodyBytes) {
        refuseBody();
        return 0;
    }
    const qsizetype part = qsizetype(qMin<qint64>(bytes.size(), m_length - m_request.body.size()));
    growBody();
    m_request.body.append(bytes.first(part));
    if (m_request.body.size() == m_length)
        m_state = State::Complete;
    return part;
}

qsizetype RequestFramer::feedChunks(QByteArrayView bytes)
{
    m_chunks.setBodyLimit(m_limits.bodyBytes);
    qsizetype taken = 0;
    switch (m_chunks.feed(bytes, m_request.body, taken)) {
    case ChunkedDecoder::Status::NeedMore:
        break;
    case ChunkedDecoder::Status::Complete:
        m_state = State::Complete;
        break;
    case ChunkedDecoder::Status::Malformed:
        refuse(400, "The chunked body is not framed as RFC 9112 has it."_L1);
        break;
    case ChunkedDecoder::Status::BodyTooLarge:
        refuseBody();
        break;
    case ChunkedDecoder::Status::TrailerTooLarge:
        refuse(431, "Extensions or trailer of the chunked body are larger than this server takes."_L1);
        break;
    }
    return taken;
}

void RequestFramer::growBody()
{
    QByteArray &body = m_request.body;
    if (m_length <= believedBodyBytes ? body.isEmpty() : body.size() >= believedBodyBytes)
        body.reserve(qsizetype(m_length));
}

bool RequestFramer::refuse(int status, QLatin1StringView detail)
{
    m_state = State::Refused;
    m_refusal = {status, detail};
    return false;
}

bool RequestFramer::refuseBody()
{
    m_state = State::Refused;
    m_refusal = {413, u"The body is larger than %1 bytes, the most this server takes."_s.arg(m_limits.bodyBytes)};
    return false;
}

ServerRequest RequestFramer::take()
{
    Q_ASSERT(m_state == State::Complete);
    ServerRequest request = std::move(m_request);
    reset();
    return request;
}

void RequestFramer::reset()
{
    const FramingLimits limits = m_limits;
    *this = RequestFramer(limits);
}

} // namespace uw
