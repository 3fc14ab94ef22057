// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/operationreader.h"

#include "core/openapi/mediatype.h"
#include "core/openapi/reference.h"
#include "core/openapi/samplebuilder.h"
#include "core/openapi/schemareader.h"
#include "core/openapi/serverlist.h"

namespace uw::openapi {
namespace {

bool isTrue(const json::Value &object, std::string_view name)
{
    const json::Value *value = json::member(object, name);
    return value && value->is_boolean() && value->get<bool>();
}

QString textOf(const json::Value &object, std::string_view name)
{
    const json::Value *value = json::member(object, name);
    return value ? json::toQString(*value) : QString();
}

std::optional<ParameterLocation> locationOf(const QString &word)
{
    if (word == u"path")
        return ParameterLocation::Path;
    if (word == u"query")
        return ParameterLocation::Query;
    if (word == u"header")
        return ParameterLocation::Header;
    if (word == u"cookie")
        return ParameterLocation::Cookie;
    return std::nullopt;
}

class OperationReader final {
public:
    OperationReader(const Document &document, const OperationSummary &summary)
        : m_document(document)
        , m_root(document.root())
        , m_schemas(m_root, !document.version().startsWith(u"3.0") && !isSwagger())
    {
        m_details.summary = summary;
    }

    Result<OperationDetails> run()
    {
        const OperationSummary &summary = m_details.summary;
        m_operation = json::resolvePointer(m_root, summary.pointer);
        if (!m_operation || !m_operation->is_object())
            return Error{ErrorCode::OperationUnknown,
                         QStringLiteral("“%1” has no operation %2. Open the document again.")
                             .arg(m_document.origin(), summary.operationId)};
        m_details.description = textOf(*m_operation, "description");
        readPathItems();
        readAllParameters();
        readBody();
        readServersThatApply();
        readKeys();
        readResponseTypes();
        m_details.warnings = m_warnings.take();
        return std::move(m_details);
    }

private:
    [[nodiscard]] bool isSwagger() const { return m_document.version() == u"2.0"; }
    void warn(const char *code, const QString &message, const QString &pointer)
    {
        m_warnings.add(QString::fromLatin1(code), message, pointer);
    }

    // Follows `value`; a dead end is a warning and null.
    const json::Value *follow(const json::Value &value, const QString &pointer)
    {
        const Result<const json::Value *> target = followReferences(m_root, value);
        if (!target)
            warn("reference", target.error().text, pointer);
        return target ? *target : nullptr;
    }

    void readPathItems();
    void readAllParameters();
    void readParameters(const json::Value &owner, const QString &pointer);
    void readParameter(const json::Value &parameter, const QString &pointer);
    void readSchemaOf(const json::Value &source, Parameter &parameter);
    void readInnerDelimiters(const json::Value &schema, Parameter &parameter);
    void checkPlaceholders();
    void readBody();
    QByteArray sampleOf(const QString &type, const json::Value &media);
    void readServersThatApply();
    void readKeys();
    void readResponseTypes();

    const Document &m_document;
    const json::Value &m_root;
    const SchemaReader m_schemas;
    WarningList m_warnings;
    OperationDetails m_details;
    const json::Value *m_operation = nullptr;
    // The path item and those its reference leads to, the last one first.
    QList<const json::Value *> m_items;
};

void OperationReader::readPathItems()
{
    constexpr int maximumHops = 8;
    const json::Value *paths = json::member(m_root, "paths");
    if (const Result<const json::Value *> target = followReferences(m_root, paths ? *paths : m_root); paths && target)
        paths = *target;
    const json::Value *item = paths ? json::member(*paths, m_details.summary.path.toStdString()) : nullptr;
    for (int hop = 0; item && hop <= maximumHops; ++hop) {
        m_items.prepend(item);
        const QString reference = referenceOf(*item);
        const Result<const json::Value *> target =
            reference.isEmpty() ? Result<const json::Value *>(nullptr) : findReference(m_root, reference);
        item = target ? *target : nullptr;
    }
}

void OperationReader::readAllParameters()
{
    for (const json::Value *item : std::as_const(m_items))
        readParameters(*item, u"/paths/" + json::escapePointerToken(m_details.summary.path));
    readParameters(*m_operation, m_details.summary.pointer);
    checkPlaceholders();
}

void OperationReader::readParameters(const json::Value &owner, const QString &pointer)
{
    const json::Value *parameters = json::member(owner, "parameters");
    if (!parameters)
        return;
    const QString place = pointer + u"/parameters";
    if (!parameters->is_array()) {
        warn("parameters_type", QStringLiteral("“parameters” is not a list and is ignored."), place);
        return;
    }
    qsizetype position = 0;
    for (const json::Value &entry : *parameters) {
        const QString entryPlace = place + u'/' + QString::number(position++);
        if (const json::Value *parameter = follow(entry, entryPlace))
            readParameter(*parameter, entryPlace);
    }
}

void OperationReader::readParameter(const json::Value &source, const QString &pointer)
{
    Parameter parameter;
    parameter.name = textOf(source, "name");
    const QString place = textOf(source, "in");
    if (isSwagger() && (place == u"body" || place == u"formData"))
        return; // a part of the body since the document was upgraded
    const std::optional<ParameterLocation> location = locationOf(place);
    if (parameter.name.isEmpty() || !location) {
        warn("parameter", QStringLiteral("A parameter without a name or a known place (“in”) is ignored."), pointer);
        return;
    }
    parameter.location = *location;
    if (*location == ParameterLocation::Header
        && QStringList({u"accept"_qs, u"content-type"_qs, u"authorization"_qs}).contains(parameter.name.toLower())) {
        warn("parameter_header",
             QStringLiteral("The header %1 is no parameter: it follows from the body, the answer or the credential.")
                 .arg(parameter.name),
             pointer);
        return;
    }
    parameter.required = isTrue(source, "required") || *location == ParameterLocation::Path;
    parameter.deprecated = isTrue(source, "deprecated");
    // Before 3.2 allowReserved is for queries alone.
    parameter.allowReserved = isTrue(source, "allowReserved")
                           && (*location == ParameterLocation::Query || m_document.version().startsWith(u"3.2"));
    parameter.description = textOf(source, "description");
    readSchemaOf(source, parameter);

    const bool isForm = *location == ParameterLocation::Query || *location == ParameterLocation::Cookie;
    parameter.style = textOf(source, "style");
    if (parameter.style.isEmpty())
        parameter.style = isForm ? QStringLiteral("form") : QStringLiteral("simple");
    const json::Value *explode = json::member(source, "explode");
    parameter.explode = explode && explode->is_boolean() ? explode->get<bool>()
                                                         : parameter.style == u"form" || parameter.style == u"cookie"
                                                               || parameter.style == u"deepObject";

    // The operation's own parameter takes the place of the path's.
    const auto same = std::find_if(m_details.parameters.begin(), m_details.parameters.end(), [&](const Parameter &p) {
        return p.name == parameter.name && p.location == parameter.location;
    });
    if (same == m_details.parameters.end())
        m_details.parameters << parameter;
    else
        *same = parameter;
}

void OperationReader::readSchemaOf(const json::Value &source, Parameter &parameter)
{
    const json::Value *schema = json::member(source, "schema");
    const json::Value *owner = &source;
    const json::Value *content = json::member(source, "content");
    if (!schema && content && content->is_object() && !content->empty()) {
        const auto &[type, media] = *content->get_ptr<const json::Object *>()->begin();
        parameter.contentType = QString::fromStdString(type);
        owner = &media;
        schema = json::member(media, "schema");
    }
    if (schema)
        parameter.schema = m_schemas.read(*schema);
    if (schema && isSwagger())
        readInnerDelimiters(*schema, parameter);
    if (const json::Value *example = json::member(*owner, "example"))
        parameter.schema.example = *example;
    const json::Value *examples = json::member(*owner, "examples");
    if (!examples || !examples->is_object() || examples->empty())
        return;
    const Result<const json::Value *> first =
        followReferences(m_root, examples->get_ptr<const json::Object *>()->begin()->second);
    if (const json::Value *value = first ? json::member(**first, "value") : nullptr)
        parameter.schema.example = *value;
}

// Swagger 2.0 gives each array among items a collectionFormat of its own, csv unless it says another.
void OperationReader::readInnerDelimiters(const json::Value &schema, Parameter &parameter)
{
    constexpr qsizetype most = 8;
    const json::Value *items = json::member(schema, "items");
    while (items && textOf(*items, "type") == u"array" && parameter.innerDelimiters.size() < most) {
        const QString format = textOf(*items, "collectionFormat");
        parameter.innerDelimiters << (format == u"ssv"     ? " "
                                      : format == u"tsv"   ? "\t"
                                      : format == u"pipes" ? "|"
                                                           : ",");
        items = json::member(*items, "items");
    }
}

// Every placeholder has its parameter, and every path parameter its placeholder.
void OperationReader::checkPlaceholders()
{
    const QStringList names = placeholdersOf(m_details.summary.path);
    QStringList known;
    for (const Parameter &parameter : std::as_const(m_details.parameters)) {
        if (parameter.location == ParameterLocation::Path)
            known << parameter.name;
    }
    for (const QString &name : names) {
        // "{id:[0-9]+}" is how some frameworks write the parameter id.
        if (known.contains(name) || known.contains(name.section(u':', 0, 0)))
            continue;
        warn("placeholder", QStringLiteral("{%1} in the path is described nowhere; it is taken for text.").arg(name),
             m_details.summary.pointer);
        Parameter parameter;
        parameter.name = name;
        parameter.location = ParameterLocation::Path;
        parameter.required = true;
        parameter.style = QStringLiteral("simple");
        parameter.schema.type = QStringLiteral("string");
        m_details.parameters << parameter;
    }
    m_details.parameters.removeIf([&](const Parameter &parameter) {
        const bool useless = parameter.location == ParameterLocation::Path && !names.contains(parameter.name)
                          && std::none_of(names.begin(), names.end(), [&](const QString &name) {
                                 return name.section(u':', 0, 0) == parameter.name;
                             });
        if (useless)
            warn("path_parameter",
                 QStringLiteral("The path has no place for its parameter “%1”; it is ignored.").arg(parameter.name),
                 m_details.summary.pointer);
        return useless;
    });
}

void OperationReader::readBody()
{
    const json::Value *entry = json::member(*m_operation, "requestBody");
    const QString pointer = m_details.summary.pointer + u"/requestBody";
    const json::Value *source = entry ? follow(*entry, pointer) : nullptr;
    if (!source)
        return;
    const json::Value *content = json::member(*source, "content");
    if (!content || !content->is_object() || content->empty()) {
        warn("body_content", QStringLiteral("The body has no media type; JSON is taken."), pointer);
        m_details.body = RequestBody{
            QStringLiteral("application/json"), isTrue(*source, "required"), textOf(*source, "description"), {}};
        return;
    }
    const auto &members = *content->get_ptr<const json::Object *>();
    const auto score = [](const std::string &name) {
        const QString type = QString::fromStdString(name);
        return essence(type) == u"application/json" ? 2 : isJsonType(type) ? 1 : 0;
    };
    const auto best = std::max_element(members.begin(), members.end(), [&score](const auto &a, const auto &b) {
        return score(a.first) < score(b.first);
    });
    RequestBody body;
    body.mediaType = QString::fromStdString(best->first);
    body.required = isTrue(*source, "required");
    body.description = textOf(*source, "description");
    body.sample = sampleOf(body.mediaType, best->second);
    m_details.body = body;
}

QByteArray OperationReader::sampleOf(const QString &type, const json::Value &media)
{
    std::optional<json::Value> sample;
    const json::Value *examples = json::member(media, "examples");
    if (const json::Value *example = json::member(media, "example")) {
        sample = *example;
    } else if (examples && examples->is_object() && !examples->empty()) {
        const Result<const json::Value *> first =
            followReferences(m_root, examples->get_ptr<const json::Object *>()->begin()->second);
        if (const json::Value *value = first ? json::member(**first, "value") : nullptr)
            sample = *value;
    }
    if (!isJsonType(type))
        return sample && sample->is_string() ? QByteArray::fromStdString(*sample->get_ptr<const std::string *>())
                                             : QByteArray();
    // JSON written into a JSON string is a common slip in examples.
    if (sample && sample->is_string()) {
        Result<json::Value> inner = json::parse(QByteArrayView(*sample->get_ptr<const std::string *>()));
        if (inner && inner->is_structured())
            sample = std::move(*inner);
    }
    const json::Value *schema = json::member(media, "schema");
    if (!sample && schema)
        sample = SampleBuilder(m_root).build(*schema);
    return sample ? json::serialize(*sample, json::Indent::Two) : QByteArray();
}

void OperationReader::readServersThatApply()
{
    const QString &origin = m_document.origin();
    const auto read = [&](const json::Value &owner, const QString &pointer) {
        const json::Value *servers = json::member(owner, "servers");
        m_details.servers = readServers(servers, origin, pointer + u"/servers", m_warnings);
        if (m_details.servers.isEmpty())
            return;
        m_details.servers += readServerVariants(servers, origin);
        m_details.servers.removeDuplicates();
    };
    read(*m_operation, m_details.summary.pointer);
    for (auto item = m_items.crbegin(); m_details.servers.isEmpty() && item != m_items.crend(); ++item)
        read(**item, u"/paths/" + json::escapePointerToken(m_details.summary.path));
    if (m_details.servers.isEmpty())
        read(m_root, QString());
    if (m_details.servers.isEmpty())
        m_details.servers = defaultServers(origin);
}

void OperationReader::readKeys()
{
    const json::Value *security = json::member(*m_operation, "security");
    if (!security)
        security = json::member(m_root, "security");
    const json::Value *components = json::member(m_root, "components");
    const json::Value *schemes = components ? json::member(*components, "securitySchemes") : nullptr;
    if (!security || !security->is_array() || !schemes)
        return;
    for (const json::Value &alternative : *security) {
        const auto *names = alternative.get_ptr<const json::Object *>();
        if (!names)
            continue;
        for (const auto &[name, scopes] : *names) {
            const json::Value *entry = json::member(*schemes, name);
            const json::Value *scheme = entry ? follow(*entry, QStringLiteral("/components/securitySchemes")) : nullptr;
            if (!scheme || textOf(*scheme, "type") != u"apiKey" || textOf(*scheme, "in") != u"header")
                continue;
            const QString header = textOf(*scheme, "name");
            if (!header.isEmpty() && !m_details.apiKeyHeaders.contains(header, Qt::CaseInsensitive))
                m_details.apiKeyHeaders << header;
        }
    }
}

void OperationReader::readResponseTypes()
{
    const json::Value *responses = json::member(*m_operation, "responses");
    if (responses)
        responses = follow(*responses, m_details.summary.pointer + u"/responses");
    const auto *members = responses ? responses->get_ptr<const json::Object *>() : nullptr;
    if (!members)
        return;
    for (const auto &[status, entry] : *members) {
        if (!status.starts_with('2') && status != "default")
            continue;
        const json::Value *response = follow(entry, m_details.summary.pointer + u"/responses");
        const json::Value *content = response ? json::member(*response, "content") : nullptr;
        const auto *types = content ? content->get_ptr<const json::Object *>() : nullptr;
        if (!types)
            continue;
        for (const auto &[type, media] : *types) {
            const QString name = QString::fromStdString(type);
            if (!name.isEmpty() && !m_details.responseTypes.contains(name))
                m_details.responseTypes << name;
        }
    }
}

} // namespace

Result<OperationDetails> readOperation(const Document &document, const OperationSummary &summary)
{
    return OperationReader(document, summary).run();
}

QStringList placeholdersOf(const QString &path)
{
    QStringList names;
    qsizetype from = 0;
    while (true) {
        const qsizetype open = path.indexOf(u'{', from);
        const qsizetype close = open < 0 ? -1 : path.indexOf(u'}', open);
        if (close < 0)
            return names;
        const QString name = path.mid(open + 1, close - open - 1);
        if (!name.isEmpty() && !names.contains(name))
            names << name;
        from = close + 1;
    }
}

} // namespace uw::openapi
