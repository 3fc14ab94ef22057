// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/bodyformat.h"

#include "core/json/prettyprinter.h"
#include "ui/log/eventtext.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <algorithm>

namespace uw::ui {

namespace {

struct BodyFormat {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::BodyFormat)
};

constexpr qsizetype bytesPerLine = 16;

struct ContentType {
    // "application/json", lower case.
    QByteArray type;
    QByteArray charset;
};

ContentType readContentType(const QByteArray &field)
{
    ContentType content;
    const QList<QByteArray> parts = field.toLower().split(';');
    content.type = parts.constFirst().trimmed();
    for (const QByteArray &part : parts.sliced(1)) {
        const QByteArray parameter = part.trimmed();
        if (parameter.startsWith("charset="))
            content.charset = parameter.sliced(8).replace('"', "").trimmed();
    }
    return content;
}

bool saysJson(const ContentType &content)
{
    return content.type == "application/json" || content.type.endsWith("+json") || content.type == "text/json";
}

// The bytes as text, or nothing when they are none.
std::optional<QString> decode(const QByteArray &body, const ContentType &content)
{
    QStringDecoder::Encoding encoding = QStringDecoder::Utf8;
    if (content.charset == "iso-8859-1" || content.charset == "latin1" || content.charset == "us-ascii")
        encoding = QStringDecoder::Latin1;
    else if (content.charset == "utf-16")
        encoding = QStringDecoder::Utf16;
    if (encoding != QStringDecoder::Utf16 && body.contains('\0'))
        return std::nullopt;
    QStringDecoder decoder(encoding);
    QString text = decoder.decode(body);
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

// One decoded "name = value" a line.
QString formText(const QByteArray &body)
{
    const auto decoded = [](QByteArray part) {
        part.replace('+', ' ');
        return wireText(QByteArray::fromPercentEncoding(part));
    };
    QString text;
    for (const QByteArray &pair : body.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        if (!text.isEmpty())
            text += u'\n';
        text += decoded(equals < 0 ? pair : pair.left(equals)) + u" = "
              + (equals < 0 ? QString() : decoded(pair.sliced(equals + 1)));
    }
    return text;
}

char printable(char byte)
{
    return byte >= 0x20 && byte < 0x7F ? byte : '.';
}

QString hexLine(QByteArrayView bytes, qsizetype offset)
{
    QString line = QString::number(offset, 16).rightJustified(8, u'0') + u"  ";
    for (qsizetype i = 0; i < bytesPerLine; ++i) {
        if (i < bytes.size())
            line += QString::number(static_cast<uchar>(bytes[i]), 16).rightJustified(2, u'0') + u' ';
        else
            line += u"   ";
        if (i == bytesPerLine / 2 - 1)
            line += u' ';
    }
    line += u" |";
    for (const char byte : bytes)
        line += QLatin1Char(printable(byte));
    return line + u'|';
}

BodyText hexText(const QByteArray &body)
{
    BodyText result{.form = BodyForm::Hex};
    const qsizetype shown = std::min(body.size(), hexBytesShown);
    result.text.reserve((shown / bytesPerLine + 1) * 80);
    for (qsizetype offset = 0; offset < shown; offset += bytesPerLine) {
        if (offset > 0)
            result.text += u'\n';
        result.text += hexLine(QByteArrayView(body).sliced(offset, std::min(bytesPerLine, shown - offset)), offset);
    }
    if (shown < body.size()) {
        result.note = BodyFormat::tr("The first %1 of %2. Save the body to get the whole of it.")
                          .arg(sizeText(shown), sizeText(body.size()));
    }
    return result;
}

std::optional<BodyText> prettyText(const QByteArray &body, const ContentType &content, QString *problem)
{
    const Result<QByteArray> json = json::prettyPrint(body);
    if (json)
        return BodyText{.form = BodyForm::Pretty, .text = QString::fromUtf8(*json), .syntax = Syntax::Json};
    // After JSON: `curl -d` says that everything is a form.
    if (content.type == "application/x-www-form-urlencoded")
        return BodyText{.form = BodyForm::Pretty, .text = formText(body)};
    if (saysJson(content))
        *problem = BodyFormat::tr("The header says JSON, but the body is not: %1").arg(json.error().text);
    return std::nullopt;
}

} // namespace

BodyText formatBody(const QByteArray &body, const QByteArray &contentType, std::optional<BodyForm> wanted)
{
    if (body.isEmpty())
        return {};
    const ContentType content = readContentType(contentType);
    if (wanted == BodyForm::Hex)
        return hexText(body);
    QString problem;
    if (wanted != BodyForm::Raw) {
        if (std::optional<BodyText> pretty = prettyText(body, content, &problem))
            return *pretty;
    }
    const std::optional<QString> text = decode(body, content);
    if (!text)
        return hexText(body);
    return {.form = BodyForm::Raw,
            .text = *text,
            .syntax =
                saysJson(content) || text->startsWith(u'{') || text->startsWith(u'[') ? Syntax::Json : Syntax::Plain,
            .note = problem};
}

} // namespace uw::ui
