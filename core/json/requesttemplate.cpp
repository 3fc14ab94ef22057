// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/requesttemplate.h"

#include "core/json/bindingevaluator.h"
#include "core/json/bindingfilters.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace uw::json {

using binding::Expression;
using binding::Template;

namespace {

// Where in an URL the next piece stands.
enum class Position : quint8 { Start, Scheme, Authority, Path, Query, Fragment };

Error invalid(const QString &sentence)
{
    return {ErrorCode::InvalidInput, sentence};
}

// Follows an URL from piece to piece.
class UrlPosition final {
public:
    [[nodiscard]] Position position() const { return m_position; }

    // Text that stands as it is.
    void follow(QByteArrayView text)
    {
        for (const char c : text)
            step(c);
    }

private:
    void step(char c)
    {
        switch (m_position) {
        case Position::Start:
            m_position = Position::Scheme;
            [[fallthrough]];
        case Position::Scheme:
            m_slashes = c == '/' ? m_slashes + 1 : 0;
            if (m_slashes == 2)
                m_position = Position::Authority;
            return;
        case Position::Authority:
            m_position = c == '/' ? Position::Path
                       : c == '?' ? Position::Query
                       : c == '#' ? Position::Fragment
                                  : m_position;
            return;
        case Position::Path:
            m_position = c == '?' ? Position::Query : c == '#' ? Position::Fragment : m_position;
            return;
        case Position::Query:
            m_position = c == '#' ? Position::Fragment : m_position;
            return;
        case Position::Fragment:
            return;
        }
    }

    Position m_position = Position::Start;
    int m_slashes = 0;
};

bool isHostText(QByteArrayView text)
{
    const auto isAllowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
            || c == ':' || c == '[' || c == ']';
    };
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isAllowed);
}

Result<QByteArray> placed(const QByteArray &text, Position position, const Expression &expression)
{
    const QString spelt = QString::fromStdString(expression.text);
    switch (position) {
    case Position::Start:
        return text;
    case Position::Scheme:
        return invalid(u"{{ %1 }} stands in the scheme of an URL, where only http or https can."_s.arg(spelt));
    case Position::Authority:
        if (isHostText(text))
            return text;
        return invalid(u"{{ %1 }} stands in the host of an URL, but its value is no host."_s.arg(spelt));
    case Position::Path:
        // DELETE /items/{{ $.id }} must never become DELETE /items/.
        if (text.isEmpty())
            return invalid(u"{{ %1 }} is empty, which would leave a hole in the URL's path."_s.arg(spelt));
        [[fallthrough]];
    case Position::Query:
    case Position::Fragment:
        return text.toPercentEncoding();
    }
    return text;
}

// A segment "." or ".." would be folded away by whoever reads the URL, and lead elsewhere.
bool hasDotSegment(QByteArrayView url)
{
    const qsizetype authority = url.indexOf("://");
    const qsizetype begin = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    if (begin < 0)
        return false;
    QByteArray path = url.sliced(begin).toByteArray();
    path.truncate(std::min(path.size(), std::min(path.indexOf('?') < 0 ? path.size() : path.indexOf('?'),
                                                 path.indexOf('#') < 0 ? path.size() : path.indexOf('#'))));
    const QList<QByteArray> segments = path.split('/');
    return std::any_of(segments.begin(), segments.end(), [](QByteArray segment) {
        segment.replace("%2e", ".").replace("%2E", ".");
        return segment == "." || segment == "..";
    });
}

Result<QByteArray> checked(QByteArray url)
{
    if (url.size() > UrlTemplate::maximumBytes)
        return Error{ErrorCode::LimitExceeded, u"The URL is longer than %1 bytes."_s.arg(UrlTemplate::maximumBytes)};
    const bool hasControls = std::any_of(
        url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\'; });
    if (hasControls)
        return invalid(u"The URL holds blanks, line breaks or backslashes; write them percent-encoded."_s);
    const QUrl parsed(QString::fromUtf8(url), QUrl::StrictMode);
    if (!parsed.isValid() || (parsed.scheme() != u"http" && parsed.scheme() != u"https") || parsed.host().isEmpty())
        return invalid(u"The URL is not of the form https://host/path."_s);
    if (!parsed.userInfo().isEmpty() || parsed.authority().contains(u'@'))
        return invalid(u"The URL holds a user or password; store them as a credential instead."_s);
    if (hasDotSegment(url))
        return invalid(u"The URL's path holds the segment “.” or “..”, which would lead elsewhere."_s);
    return url;
}

Result<QByteArray> scalarText(const Value &value, const QString &what)
{
    if (value.is_structured() || value.is_null())
        return invalid(u"%1 takes a string, a number or a boolean, not %2."_s.arg(what, typeWord(value)));
    return binding::asText(value);
}

std::vector<Template::Piece> piecesOf(const Template &source)
{
    if (source.kind == Template::Kind::Text)
        return source.pieces;
    return {{.text = binding::asText(source.constant).toStdString(), .expression = {}}};
}

} // namespace

Result<UrlTemplate> UrlTemplate::compile(QStringView text, BindingFault *fault)
{
    Result<BindingTemplate> source = BindingTemplate::compile(text, fault);
    if (!source)
        return source.error();
    return UrlTemplate(std::move(source).value());
}

UrlTemplate::UrlTemplate(BindingTemplate source) : m_template(std::move(source))
{
    UrlPosition position;
    for (const Template::Piece &piece : piecesOf(*m_template.m_template)) {
        if (piece.expression && position.position() <= Position::Authority)
            m_isHostBound = true;
        position.follow(piece.expression && position.position() == Position::Start ? "https://h" : piece.text);
    }
}

Result<RenderedUrl> UrlTemplate::render(BindingEnvironment &environment) const
{
    binding::Evaluator evaluator(environment);
    UrlPosition position;
    QByteArray url;
    for (const Template::Piece &piece : piecesOf(*m_template.m_template)) {
        if (!piece.expression) {
            url += QByteArrayView(piece.text.data(), static_cast<qsizetype>(piece.text.size()));
            position.follow(piece.text);
            continue;
        }
        const Result<BindingValue> value = evaluator.value(*piece.expression);
        if (!value)
            return value.error();
        const QString spelt = QString::fromStdString(piece.expression->text);
        if (value->isOmitted())
            return Error{ErrorCode::NotFound, u"{{ %1 }} stands in an URL, where nothing can be omitted."_s.arg(spelt)};
        const Result<QByteArray> text = scalarText(value->get(), u"The URL's part {{ %1 }}"_s.arg(spelt));
        const Result<QByteArray> part = text ? placed(*text, position.position(), *piece.expression) : text;
        if (!part)
            return part.error();
        url += *part;
        if (position.position() == Position::Start)
            position.follow(*part);
    }
    const Result<QByteArray> complete = checked(std::move(url));
    if (!complete)
        return complete.error();
    return RenderedUrl{.url = *complete, .isHostBound = m_isHostBound};
}

Result<QByteArray> headerValue(QStringView name, const Value &value)
{
    Result<QByteArray> text = scalarText(value, u"The header %1"_s.arg(name));
    if (!text)
        return text;
    const bool hasControls = std::any_of(text->begin(), text->end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
    if (hasControls)
        return invalid(u"The header %1 would hold a line break or another control character."_s.arg(name));
    return text;
}

Result<QByteArray> queryText(const Value &members)
{
    const auto *object = members.get_ptr<const Object *>();
    if (!object)
        return invalid(u"A query is an object of names and values, not of type %1."_s.arg(typeWord(members)));
    QByteArray query;
    for (const auto &[name, value] : *object) {
        const QByteArray encodedName = QByteArray::fromStdString(name).toPercentEncoding();
        const auto *list = value.get_ptr<const Array *>();
        const Array alone = list ? Array() : Array{value};
        for (const Value &element : list ? *list : alone) {
            if (element.is_null())
                continue;
            const Result<QByteArray> text =
                scalarText(element, u"The query parameter %1"_s.arg(QString::fromStdString(name)));
            if (!text)
                return text.error();
            if (!query.isEmpty())
                query += '&';
            query += encodedName;
            query += '=';
            query += text->toPercentEncoding();
        }
    }
    return query;
}

} // namespace uw::json
