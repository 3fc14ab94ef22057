// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/requestpreview.h"

#include "core/http/curl.h"
#include "core/secrets/secretstore.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace uw::ui {

namespace {

struct PreviewTexts {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::PreviewTexts)
};

// Stand-ins of unreserved characters that no encoding changes; put back once the line is made.
constexpr QLatin1StringView missingMark{"uw-missing-value-"};
constexpr QLatin1StringView keyMark{"uw-key-goes-here"};
constexpr qsizetype longestDetails = 2000;

// What a document calls a parameter; a terminal obeys control characters even between quotes.
QByteArray braced(const QString &name)
{
    const bool isPrintable = std::all_of(name.begin(), name.end(), [](QChar c) { return c.isPrint(); });
    return '{' + (isPrintable ? name.toUtf8() : QUrl::toPercentEncoding(name)) + '}';
}

} // namespace

QString keyVariable(const KeyPlace &key)
{
    if (key.secretKey == secretkeys::clockifyApiKey)
        return u"CLOCKIFY_API_KEY"_qs;
    QString name;
    for (const QChar c : key.header.toUpper())
        name += (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') ? c : QChar(u'_');
    // A variable cannot start with a digit.
    return name.isEmpty() || name.front().isDigit() ? QString(u'_' % name) : name;
}

QString curlPreview(const openapi::OperationDetails &operation, const openapi::RequestInput &input,
                    const std::optional<KeyPlace> &key)
{
    openapi::RequestInput filled = input;
    QStringList missing;
    for (const openapi::Parameter &parameter : operation.parameters) {
        if (parameter.location != openapi::ParameterLocation::Path || filled.parameters.contains(parameter.name))
            continue;
        filled.parameters.insert(parameter.name,
                                 json::fromQString(QString(missingMark % QString::number(missing.size()) % u'-')));
        missing << parameter.name;
    }
    const bool withKey = key && key->isPrivate && !findHeader(input.extraHeaders, key->header.toLatin1());
    if (withKey)
        filled.extraHeaders << HeaderField{key->header.toLatin1(), QByteArray(keyMark.data(), keyMark.size())};
    Result<HttpRequest> request = openapi::buildRequest(operation, filled);
    if (!request)
        return u"# " % request.error().text;

    // Before anything is quoted: names are what a document says, and nothing of it may reach the shell.
    for (qsizetype i = 0; i < missing.size(); ++i)
        request->url.replace((missingMark % QString::number(i) % u'-').toUtf8(), braced(missing.at(i)));
    const QString line = toCurlCommand(*request);
    return withKey ? withHeaderVariable(line, key->header, keyMark, keyVariable(*key)) : line;
}

Question writeQuestion(const openapi::OperationDetails &operation, const HttpRequest &request)
{
    const QString method = QString::fromLatin1(request.method);
    const QString host = QUrl(QString::fromUtf8(request.url)).host();
    QString details = method % u' ' % QString::fromUtf8(request.url);
    if (!request.body.isEmpty()) {
        const QString body = QString::fromUtf8(request.body);
        details += u"\n\n" % (body.size() > longestDetails ? body.left(longestDetails) % u'…' : body);
    }
    const QString what =
        operation.summary.summary.isEmpty() ? operation.summary.operationId : operation.summary.summary;
    return Question{
        .title = PreviewTexts::tr("Send %1 to %2?").arg(method, host),
        .text = method == u"DELETE"
                  ? PreviewTexts::tr("“%1” deletes data on the server. It cannot be undone from here.").arg(what)
                  : PreviewTexts::tr("“%1” may change data on the server.").arg(what),
        .verb = PreviewTexts::tr("Send %1").arg(method),
        .details = details,
        .destructive = method == u"DELETE",
    };
}

} // namespace uw::ui
