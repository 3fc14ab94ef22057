// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/signedtemplate.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

struct PartWord {
    SignedTemplate::Part part;
    QLatin1StringView word;
};

constexpr PartWord partWords[] = {
    {SignedTemplate::Part::Body, "body"_L1},     {SignedTemplate::Part::Timestamp, "ts"_L1},
    {SignedTemplate::Part::Id, "id"_L1},         {SignedTemplate::Part::Method, "METHOD"_L1},
    {SignedTemplate::Part::Url, "url"_L1},       {SignedTemplate::Part::UrlDecoded, "url_decoded"_L1},
    {SignedTemplate::Part::Form, "form"_L1},     {SignedTemplate::Part::Crc32, "crc32"_L1},
    {SignedTemplate::Part::Secret, "secret"_L1},
};

// The escapes that HubSpot's documentation lists for its version 3; any other stays as it is.
QByteArray decodeListedEscapes(QByteArrayView url)
{
    static constexpr std::pair<const char *, char> escapes[] = {
        {"3A", ':'},  {"2F", '/'}, {"3F", '?'}, {"40", '@'}, {"21", '!'}, {"24", '$'},
        {"27", '\''}, {"28", '('}, {"29", ')'}, {"2A", '*'}, {"2C", ','}, {"3B", ';'},
    };
    QByteArray decoded;
    decoded.reserve(url.size());
    for (qsizetype i = 0; i < url.size(); ++i) {
        if (url[i] == '%' && i + 2 < url.size()) {
            const QByteArrayView digits = url.sliced(i + 1, 2);
            const auto *found = std::find_if(std::begin(escapes), std::end(escapes), [digits](const auto &entry) {
                return digits.compare(entry.first, Qt::CaseInsensitive) == 0;
            });
            if (found != std::end(escapes)) {
                decoded += found->second;
                i += 2;
                continue;
            }
        }
        decoded += url[i];
    }
    return decoded;
}

} // namespace

Result<SignedTemplate> SignedTemplate::parse(const QString &text)
{
    SignedTemplate result;
    result.m_text = text;
    QStringView rest(text);
    while (!rest.isEmpty()) {
        const qsizetype brace = rest.indexOf(u'{');
        if (brace != 0) {
            const QStringView literal = brace < 0 ? rest : rest.first(brace);
            result.m_pieces.append({Part::Literal, literal.toUtf8()});
            rest = rest.sliced(literal.size());
            continue;
        }
        const qsizetype end = rest.indexOf(u'}');
        const QStringView word = end < 0 ? QStringView() : rest.sliced(1, end - 1);
        const auto *found = std::find_if(std::begin(partWords), std::end(partWords),
                                         [word](const PartWord &entry) { return word == entry.word; });
        if (found == std::end(partWords))
            return Error{
                ErrorCode::InvalidInput,
                u"\"%1\" is no place of a signed text; there are {body} {ts} {id} {url} {url_decoded} {METHOD} "
                "{form} {crc32} {secret}"_s.arg(end < 0 ? rest : rest.first(end + 1))};
        result.m_pieces.append({found->part, {}});
        rest = rest.sliced(end + 1);
    }
    return result;
}

bool SignedTemplate::uses(Part part) const
{
    return std::any_of(m_pieces.begin(), m_pieces.end(), [part](const Piece &piece) { return piece.part == part; });
}

crypto::Segments SignedTemplate::render(const Values &values, QList<QByteArray> &storage) const
{
    crypto::Segments message;
    const auto keep = [&storage, &message](QByteArray text) {
        storage.append(std::move(text));
        message.append(storage.constLast());
    };
    for (const Piece &piece : m_pieces) {
        switch (piece.part) {
        case Part::Literal:
            message.append(piece.literal);
            break;
        case Part::Body:
            message.append(values.body);
            break;
        case Part::Timestamp:
            message.append(values.timestamp);
            break;
        case Part::Id:
            message.append(values.id);
            break;
        case Part::Method:
            keep(values.method.toByteArray().toUpper());
            break;
        case Part::Url:
            message.append(values.url);
            break;
        case Part::UrlDecoded:
            keep(decodeListedEscapes(values.url));
            break;
        case Part::Form:
            message.append(values.form);
            break;
        case Part::Crc32:
            keep(QByteArray::number(crypto::crc32(values.body)));
            break;
        case Part::Secret:
            message.append(values.secret);
            break;
        }
    }
    return message;
}

} // namespace uw
