// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/schemaindex.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

// Where documents without an address stand, so that relative addresses within them have something to start from.
constexpr QLatin1StringView nowhere{"schema://document/"};
constexpr std::size_t longestLocation = 2000;

QString absolute(const QString &base, const QString &reference)
{
    const QUrl relative(reference);
    return QUrl(base).resolved(relative).adjusted(QUrl::RemoveFragment).toString(QUrl::FullyEncoded);
}

// What follows the first "#", its percent escapes undone; nothing when there is none.
std::optional<QString> fragmentOf(const QString &reference)
{
    const qsizetype hash = reference.indexOf(u'#');
    if (hash < 0)
        return std::nullopt;
    return QUrl::fromPercentEncoding(reference.sliced(hash + 1).toUtf8());
}

Error notFound(const QString &reference, const QString &why)
{
    return {ErrorCode::InvalidInput, u"\"%1\" leads nowhere: %2"_s.arg(reference.left(300), why)};
}

} // namespace

std::string childLocation(const std::string &parent, std::string_view token)
{
    if (parent.size() >= longestLocation)
        return parent;
    std::string location = parent;
    location.push_back('/');
    for (const char c : token.substr(0, longestLocation)) {
        if (c == '~')
            location += "~0";
        else if (c == '/')
            location += "~1";
        else
            location.push_back(c);
    }
    if (location.size() > longestLocation)
        location += "\xE2\x80\xA6";
    return location;
}

SchemaIndex::SchemaIndex(const Value &document, const SchemaOptions &options) : m_options(options)
{
    const QString uri = options.baseUri.isEmpty() ? QString(nowhere) : absolute(nowhere, options.baseUri);
    addResource(uri, &document, {}, options.dialect);
    for (auto known = options.documents.cbegin(); known != options.documents.cend(); ++known)
        addResource(absolute(nowhere, known.key()), known.value(), {}, options.dialect);
}

int SchemaIndex::addResource(const QString &uri, const Value *root, const std::string &location, SchemaDialect dialect)
{
    const int number = static_cast<int>(m_resources.size());
    m_resources.push_back({uri, root, location, dialect});
    m_byUri.emplace(uri, number); // the first of several under one address counts
    return number;
}

std::optional<int> SchemaIndex::findResource(const QString &uri)
{
    if (const auto known = m_byUri.find(uri); known != m_byUri.end())
        return known->second;
    std::optional<Value> schema = metaschema(uri);
    if (!schema)
        return std::nullopt;
    m_metaschemas.push_back(std::move(*schema));
    return addResource(uri, &m_metaschemas.back(), {}, *dialectOf(uri));
}

Result<const Place *> SchemaIndex::entry()
{
    const Value *document = m_resources.front().root;
    const Value *value = resolvePointer(*document, m_options.entry);
    if (!value)
        return notFound(m_options.entry, u"the document has nothing there"_s);
    if (const Result<void> walked = walk({value, 0, m_options.dialect, m_options.entry.toStdString()}); !walked)
        return walked.error();
    return place(*value);
}

const Place *SchemaIndex::place(const Value &value) const
{
    const auto found = m_places.find(&value);
    Q_ASSERT(found != m_places.end());
    return &found->second;
}

const Value *SchemaIndex::rootOf(int resource) const
{
    return m_resources[static_cast<std::size_t>(resource)].root;
}

// A list of places still to visit instead of recursion. What is known already is not walked again.
Result<void> SchemaIndex::walk(Pending first)
{
    std::vector<Pending> pending;
    pending.push_back(std::move(first));
    while (!pending.empty()) {
        const Pending item = std::move(pending.back());
        pending.pop_back();
        if (m_places.contains(item.value))
            continue;
        if (const Result<void> visited = visit(item, pending); !visited)
            return visited.error();
    }
    return {};
}

Result<void> SchemaIndex::visit(const Pending &item, std::vector<Pending> &pending)
{
    if (m_places.size() >= static_cast<std::size_t>(m_options.maximumSchemas))
        return Error{ErrorCode::LimitExceeded,
                     u"the schema consists of more than %1 schemas"_s.arg(m_options.maximumSchemas)};
    Pending known = item;
    if (known.value->is_object())
        identify(known);
    m_places.emplace(known.value, Place{known.value, known.resource, known.dialect, known.location});
    if (known.value->is_object())
        addChildren(known, pending);
    return {};
}

// $schema, $id and the anchors.
void SchemaIndex::identify(Pending &item)
{
    if (const Value *named = member(*item.value, "$schema"); named && named->is_string())
        item.dialect = dialectOf(toQString(*named)).value_or(item.dialect);
    const Value *reference = member(*item.value, "$ref");
    if (reference && reference->is_string() && refStandsAlone(item.dialect))
        return;
    const Value *id = item.dialect == SchemaDialect::OpenApi30 ? nullptr : member(*item.value, idKeyword(item.dialect));
    const QString address = id ? toQString(*id) : QString();
    const std::optional<QString> fragment = fragmentOf(address);
    if (!address.isEmpty() && !address.startsWith(u'#')) {
        const QString uri = absolute(m_resources[static_cast<std::size_t>(item.resource)].uri, address);
        item.resource = addResource(uri, item.value, item.location, item.dialect);
    }
    // Before 2019-09, an anchor was an $id that begins with "#".
    if (fragment && !fragment->isEmpty())
        m_anchors.emplace(std::pair(item.resource, *fragment), item.value);
    if (refStandsAlone(item.dialect))
        return;
    if (const Value *anchor = member(*item.value, "$anchor"); anchor && anchor->is_string())
        m_anchors.emplace(std::pair(item.resource, toQString(*anchor)), item.value);
    if (const Value *anchor = member(*item.value, "$dynamicAnchor"); anchor && anchor->is_string()) {
        m_anchors.emplace(std::pair(item.resource, toQString(*anchor)), item.value);
        m_dynamicAnchors.push_back({item.resource, *anchor->get_ptr<const std::string *>(), item.value});
    }
    // The name of 2019-09's only dynamic anchor is empty: it is the resource itself.
    const Value *recursive = member(*item.value, "$recursiveAnchor");
    if (item.dialect == SchemaDialect::Draft2019 && recursive && *recursive == Value(true)
        && rootOf(item.resource) == item.value)
        m_dynamicAnchors.push_back({item.resource, {}, item.value});
}

void SchemaIndex::addChildren(const Pending &item, std::vector<Pending> &pending) const
{
    const auto add = [&](const Value &value, const std::string &location) {
        pending.push_back({&value, item.resource, item.dialect, location});
    };
    const Value *reference = member(*item.value, "$ref");
    const bool isBareReference = reference && reference->is_string() && refStandsAlone(item.dialect);
    for (const auto &[name, value] : *item.value->get_ptr<const Object *>()) {
        const Keyword *keyword = findKeyword(name, item.dialect);
        // Definitions beside a $ref can be referred to all the same.
        if (!keyword || (isBareReference && keyword->shape != Shape::SchemaMap))
            continue;
        const std::string location = childLocation(item.location, name);
        const auto *array = value.get_ptr<const Array *>();
        const auto *object = value.get_ptr<const Object *>();
        switch (keyword->shape) {
        case Shape::SchemaOrArray:
        case Shape::SchemaArray:
            for (std::size_t i = 0; array && i < array->size(); ++i)
                add((*array)[i], childLocation(location, std::to_string(i)));
            if (keyword->shape == Shape::SchemaArray || array)
                break;
            [[fallthrough]];
        case Shape::Schema:
            add(value, location);
            break;
        case Shape::SchemaMap:
        case Shape::PatternMap:
        case Shape::SchemaOrTextsMap:
            if (!object)
                break;
            for (const auto &[key, schema] : *object) {
                if (!schema.is_array() || keyword->shape != Shape::SchemaOrTextsMap)
                    add(schema, childLocation(location, key));
            }
            break;
        default:
            break;
        }
    }
}

Result<const Place *> SchemaIndex::resolve(const QString &reference, const Place &from)
{
    const std::optional<QString> fragment = fragmentOf(reference);
    int resource = from.resource;
    if (!reference.startsWith(u'#')) {
        const QString uri = absolute(m_resources[static_cast<std::size_t>(resource)].uri, reference);
        std::optional<int> found = findResource(uri);
        if (!found)
            return notFound(reference, u"that document is not here, and nothing is fetched"_s);
        resource = *found;
        const Resource &target = m_resources[static_cast<std::size_t>(resource)];
        // A part that has its own $id is walked with the document around it.
        if (!m_places.contains(target.root)) {
            const Result<void> walked = walk({target.root, resource, target.dialect, target.location});
            if (!walked)
                return walked.error();
        }
        // Walking may have shown that the document calls itself something else.
        resource = place(*target.root)->resource;
    }
    if (!fragment || fragment->isEmpty() || fragment->startsWith(u'/'))
        return atPointer(resource, fragment.value_or(QString()), reference);
    const auto anchor = m_anchors.find(std::pair(resource, *fragment));
    if (anchor == m_anchors.end())
        return notFound(reference, u"there is no anchor of that name"_s);
    return place(*anchor->second);
}

Result<const Place *> SchemaIndex::atPointer(int resource, const QString &pointer, const QString &reference)
{
    const Resource &document = m_resources[static_cast<std::size_t>(resource)];
    Pending target{document.root, resource, document.dialect, document.location};
    QStringView rest(pointer);
    while (!rest.isEmpty()) {
        const qsizetype slash = rest.indexOf(u'/', 1);
        const QStringView step = slash < 0 ? rest : rest.first(slash);
        const Value *next = resolvePointer(*target.value, step);
        if (!next)
            return notFound(reference, u"the document has nothing there"_s);
        target.value = next;
        target.location += step.toUtf8().toStdString();
        // Below a schema that is known, its $id and its dialect hold.
        if (const auto known = m_places.find(next); known != m_places.end()) {
            target.resource = known->second.resource;
            target.dialect = known->second.dialect;
        }
        rest = rest.sliced(step.size());
    }
    const Value *value = target.value;
    if (const Result<void> walked = walk(std::move(target)); !walked)
        return walked.error();
    return place(*value);
}

std::optional<std::string> SchemaIndex::dynamicName(const QString &reference, const Place &target) const
{
    const Value *anchor = member(*target.value, "$dynamicAnchor");
    const std::optional<QString> fragment = fragmentOf(reference);
    if (!anchor || !fragment || toQString(*anchor) != *fragment)
        return std::nullopt;
    return fragment->toStdString();
}

} // namespace uw::json::schema
