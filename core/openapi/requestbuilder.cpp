// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/requestbuilder.h"

#include "core/http/curl.h"
#include "core/http/requestrules.h"
#include "core/openapi/mediatype.h"
#include "core/openapi/parameterserializer.h"
#include "core/openapi/percentencoding.h"

namespace uw::openapi {
namespace {

// What may stand raw in the text of a path template (RFC 3986 section 3.3, and the slash), and in a query's.
constexpr QByteArrayView pathText("/:@!$&'()*+,;=");
constexpr QByteArrayView queryText("/:@!$&'()*+,;=?[]");

Error refused(const QString &text)
{
    return {ErrorCode::InvalidInput, text};
}

class Builder final {
public:
    Builder(const OperationDetails &operation, const RequestInput &input) : m_operation(operation), m_input(input) {}

    Result<HttpRequest> run()
    {
        m_request.method = m_operation.summary.method;
        for (const auto step : {&Builder::addAddress, &Builder::addQuery, &Builder::addHeaders, &Builder::addBody}) {
            if (const Result<void> done = (this->*step)(); !done)
                return done.error();
        }
        m_request.headers += m_input.extraHeaders;
        const Result<void> good = checkRequest(m_request);
        if (!good)
            return refused(good.error().text);
        const Result<QUrl> url = parseRequestUrl(m_request.url);
        if (!url)
            return refused(url.error().text);
        return m_request;
    }

private:
    Result<void> addAddress();
    Result<void> addQuery();
    Result<void> addHeaders();
    Result<void> addBody();
    [[nodiscard]] Result<QByteArray> filled(QStringView text, QByteArrayView kept) const;
    [[nodiscard]] Result<QByteArray> pathValue(const QString &placeholder) const;
    [[nodiscard]] const json::Value *valueOf(const Parameter &parameter) const;

    // Ours unless the caller brings its own field of that name.
    void addHeader(const QByteArray &name, const QByteArray &value)
    {
        if (!findHeader(m_input.extraHeaders, name) && !findHeader(m_request.headers, name))
            m_request.headers << HeaderField{name, value};
    }

    const OperationDetails &m_operation;
    const RequestInput &m_input;
    HttpRequest m_request;
    // The part of the path template behind a question mark, if it has one.
    QString m_templateQuery;
};

const json::Value *Builder::valueOf(const Parameter &parameter) const
{
    const auto found = m_input.parameters.constFind(parameter.name);
    return found == m_input.parameters.constEnd() ? nullptr : &*found;
}

Result<QByteArray> Builder::pathValue(const QString &placeholder) const
{
    for (const Parameter &parameter : m_operation.parameters) {
        if (parameter.location != ParameterLocation::Path
            || (parameter.name != placeholder && parameter.name != placeholder.section(u':', 0, 0)))
            continue;
        const json::Value *value = valueOf(parameter);
        if (!value)
            return refused(QStringLiteral("“%1” is missing: the path cannot be built without it.").arg(parameter.name));
        const QByteArray text = serializeParameter(parameter, *value, m_input.nesting);
        if (text.isEmpty())
            return refused(QStringLiteral("“%1” is empty, and the path would lead elsewhere. Give it a value.")
                               .arg(parameter.name));
        if (text == "." || text == "..")
            return refused(QStringLiteral("“%1” cannot be “%2”: a path would lose it on its way.")
                               .arg(parameter.name, QString::fromLatin1(text)));
        return text;
    }
    return refused(QStringLiteral("The operation has no path parameter “%1”.").arg(placeholder));
}

// The text with its placeholders replaced and everything else encoded where it has to be.
Result<QByteArray> Builder::filled(QStringView text, QByteArrayView kept) const
{
    QByteArray result;
    qsizetype from = 0;
    while (true) {
        const qsizetype open = text.indexOf(u'{', from);
        const qsizetype close = open < 0 ? -1 : text.indexOf(u'}', open);
        if (close < 0)
            break;
        const QString name = text.sliced(open + 1, close - open - 1).toString();
        result += percentCompleted(text.sliced(from, open - from).toUtf8(), kept);
        if (name.isEmpty()) {
            result += "%7B%7D";
        } else {
            const Result<QByteArray> value = pathValue(name);
            if (!value)
                return value;
            result += *value;
        }
        from = close + 1;
    }
    result += percentCompleted(text.sliced(from).toUtf8(), kept);
    return result;
}

Result<void> Builder::addAddress()
{
    const QString server =
        !m_input.server.isEmpty() || m_operation.servers.isEmpty() ? m_input.server : m_operation.servers.first();
    if (server.isEmpty())
        return refused(QStringLiteral("The document names no server for %1. Give its address.")
                           .arg(m_operation.summary.operationId));
    const Result<QUrl> base = parseRequestUrl(server.toUtf8());
    if (!base)
        return refused(QStringLiteral("The server cannot be used. %1").arg(base.error().text));
    if (base->hasQuery() || base->hasFragment())
        return refused(QStringLiteral("The server's address ends with a query or fragment. Give it without."));
    QByteArray url = base->toEncoded();
    while (url.endsWith('/'))
        url.chop(1);

    // Some documents tell operations of one path apart by a query or a fragment in the path's name.
    QString path = m_operation.summary.path.section(u'#', 0, 0);
    m_templateQuery = path.section(u'?', 1);
    path = path.section(u'?', 0, 0);
    if (!path.startsWith(u'/'))
        path.prepend(u'/');
    const Result<QByteArray> text = filled(path, pathText);
    if (!text)
        return text.error();
    m_request.url = url + *text;
    return {};
}

Result<void> Builder::addQuery()
{
    QByteArrayList pieces;
    if (!m_templateQuery.isEmpty()) {
        const Result<QByteArray> text = filled(m_templateQuery, queryText);
        if (!text)
            return text.error();
        pieces << *text;
    }
    for (const Parameter &parameter : m_operation.parameters) {
        const json::Value *value = parameter.location == ParameterLocation::Query ? valueOf(parameter) : nullptr;
        const QByteArray text = value ? serializeParameter(parameter, *value, m_input.nesting) : QByteArray();
        if (!text.isEmpty())
            pieces << text;
    }
    if (!pieces.isEmpty())
        m_request.url += '?' + pieces.join('&');
    return {};
}

Result<void> Builder::addHeaders()
{
    if (!m_operation.responseTypes.isEmpty())
        addHeader("Accept", m_operation.responseTypes.join(u", ").toUtf8());
    QByteArrayList cookies;
    for (const Parameter &parameter : m_operation.parameters) {
        const json::Value *value = valueOf(parameter);
        if (!value)
            continue;
        const QByteArray text = serializeParameter(parameter, *value, m_input.nesting);
        if (parameter.location == ParameterLocation::Header) {
            if (!isToken(parameter.name.toUtf8()))
                return refused(QStringLiteral("“%1” cannot be sent: it is not a header name.").arg(parameter.name));
            if (!isFieldValue(text))
                return refused(QStringLiteral("“%1” holds a line break or another control character, which a header "
                                              "cannot carry.")
                                   .arg(parameter.name));
            addHeader(parameter.name.toUtf8(), text);
        } else if (parameter.location == ParameterLocation::Cookie && !text.isEmpty()) {
            cookies << text;
        }
    }
    if (!cookies.isEmpty())
        addHeader("Cookie", cookies.join("; "));
    return {};
}

Result<void> Builder::addBody()
{
    if (!m_input.body)
        return {};
    m_request.body = *m_input.body;
    QString type = m_operation.body ? m_operation.body->mediaType : QString();
    if (type.isEmpty() || type.contains(u'*'))
        type = QStringLiteral("application/json");
    if (essence(type).startsWith(u"multipart/") && !type.contains(u"boundary=")
        && !findHeader(m_input.extraHeaders, "Content-Type"))
        return refused(QStringLiteral("The body is to be %1, which needs a boundary: give the header Content-Type with "
                                      "it.")
                           .arg(essence(type)));
    addHeader("Content-Type", type.toUtf8());
    return {};
}

} // namespace

Result<HttpRequest> buildRequest(const OperationDetails &operation, const RequestInput &input)
{
    return Builder(operation, input).run();
}

QString toCurl(const HttpRequest &request)
{
    return toCurlCommand(request);
}

} // namespace uw::openapi
