// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/locator.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

struct KindWord {
    Locator::Kind kind;
    QLatin1StringView word;
    bool takesName;
    QLatin1StringView description;
};

constexpr KindWord kindWords[] = {
    {Locator::Kind::Header, "header"_L1, true, "the header %1"_L1},
    {Locator::Kind::Item, "item"_L1, true, "the item %1 of the signature header"_L1},
    {Locator::Kind::Body, "body"_L1, true, "the body's member %1"_L1},
    {Locator::Kind::Key, "key"_L1, true, "a member of the body whose name ends in %1"_L1},
    {Locator::Kind::Form, "form"_L1, true, "the form's field %1"_L1},
    {Locator::Kind::Query, "query"_L1, true, "the query's parameter %1"_L1},
    {Locator::Kind::Media, "media"_L1, false, "the media type%1"_L1},
    {Locator::Kind::Method, "method"_L1, false, "the method%1"_L1},
};

const KindWord *wordOf(Locator::Kind kind)
{
    for (const KindWord &entry : kindWords) {
        if (entry.kind == kind)
            return &entry;
    }
    return nullptr;
}

} // namespace

QString Locator::text() const
{
    const KindWord *entry = wordOf(kind);
    return entry ? entry->word + u':' + QString::fromUtf8(name) : QString();
}

QString Locator::description() const
{
    const KindWord *entry = wordOf(kind);
    return entry ? QString(entry->description).arg(QString::fromUtf8(name)) : QString();
}

Result<Locator> parseLocator(const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    for (const KindWord &entry : kindWords) {
        if (QStringView(text).first(qMax<qsizetype>(colon, 0)) != entry.word)
            continue;
        const QString name = text.sliced(colon + 1);
        const bool mayBeEmpty = !entry.takesName || entry.kind == Locator::Kind::Key;
        if (name.isEmpty() ? !mayBeEmpty : !entry.takesName)
            break;
        if (entry.kind == Locator::Kind::Body && !name.startsWith(u'/'))
            break;
        return Locator{entry.kind, name.toUtf8()};
    }
    return Error{ErrorCode::InvalidInput,
                 u"\"%1\" names no place in a request; write header:NAME, item:NAME, body:/POINTER, key:SUFFIX, "
                 "form:NAME, query:NAME, media: or method:"_s.arg(text)};
}

std::optional<QByteArray> locate(const Locator &locator, const RequestView &request, QByteArrayView formField)
{
    switch (locator.kind) {
    case Locator::Kind::None:
    case Locator::Kind::Item:
        return std::nullopt;
    case Locator::Kind::Header:
        return request.header(locator.name);
    case Locator::Kind::Body:
        return request.jsonScalar(locator.name, formField);
    case Locator::Kind::Key:
        return request.jsonName(locator.name, formField);
    case Locator::Kind::Form:
        for (const auto &[name, value] : request.formFields()) {
            if (name == locator.name)
                return value;
        }
        return std::nullopt;
    case Locator::Kind::Query:
        return request.queryValue(locator.name);
    case Locator::Kind::Media:
        return request.mediaType();
    case Locator::Kind::Method:
        return request.method();
    }
    Q_UNREACHABLE();
}

std::optional<QByteArray> locateFirst(const QList<Locator> &locators, const RequestView &request,
                                      QByteArrayView formField)
{
    for (const Locator &locator : locators) {
        std::optional<QByteArray> value = locate(locator, request, formField);
        if (value && !value->isEmpty())
            return value;
    }
    return std::nullopt;
}

} // namespace uw
