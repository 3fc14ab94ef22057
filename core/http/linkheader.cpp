// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/linkheader.h"

namespace uw {

namespace {

constexpr qsizetype mostLinks = 100;

// Cuts at `separator` where it stands neither between quotes nor between angle brackets.
QList<QByteArray> cutAt(const QByteArray &text, char separator)
{
    QList<QByteArray> parts{QByteArray()};
    bool isQuoted = false;
    bool isAngled = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        if (isQuoted && c == '\\' && i + 1 < text.size()) {
            parts.last() += text.mid(i++, 2);
            continue;
        }
        if (c == '"' && !isAngled)
            isQuoted = !isQuoted;
        else if ((c == '<' || c == '>') && !isQuoted)
            isAngled = c == '<';
        if (c == separator && !isQuoted && !isAngled)
            parts.append(QByteArray());
        else
            parts.last() += c;
    }
    return parts;
}

WebLink linkIn(const QByteArray &text)
{
    WebLink link;
    const QList<QByteArray> parts = cutAt(text, ';');
    const QByteArray target = parts.constFirst().trimmed();
    if (!target.startsWith('<') || !target.endsWith('>'))
        return link;
    link.target = target.mid(1, target.size() - 2).trimmed();
    for (const QByteArray &part : parts.sliced(1)) {
        const qsizetype equals = part.indexOf('=');
        // Of several "rel" the first counts (section 3.3).
        if (equals < 0 || part.first(equals).trimmed().toLower() != "rel" || !link.relations.isEmpty())
            continue;
        QByteArray value = part.mid(equals + 1).trimmed().toLower();
        if (value.startsWith('"') && value.endsWith('"') && value.size() > 1)
            value = value.mid(1, value.size() - 2);
        for (const QByteArray &relation : value.simplified().split(' '))
            link.relations.append(relation);
    }
    return link;
}

} // namespace

QList<WebLink> linksOf(const HeaderList &headers)
{
    QList<WebLink> links;
    for (const HeaderField &field : headers) {
        if (field.name.compare("Link", Qt::CaseInsensitive) != 0)
            continue;
        for (const QByteArray &one : cutAt(field.value, ',')) {
            const WebLink link = linkIn(one);
            if (!link.relations.isEmpty() && links.size() < mostLinks)
                links.append(link);
        }
    }
    return links;
}

QByteArray linkTarget(const HeaderList &headers, const QByteArray &relation)
{
    for (const WebLink &link : linksOf(headers)) {
        if (link.relations.contains(relation))
            return link.target;
    }
    return {};
}

} // namespace uw
