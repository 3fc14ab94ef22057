// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/swaggerupgrade.h"

#include "core/openapi/reference.h"
#include "core/openapi/swaggerparameter.h"

#include <QSet>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace uw::openapi {
namespace {

constexpr std::string_view methods[] = {"get", "put", "post", "delete", "options", "head", "patch"};
constexpr QLatin1StringView multipart{"multipart/form-data"};
constexpr QLatin1StringView urlencoded{"application/x-www-form-urlencoded"};

// No document has more media types or schemes in one list.
constexpr qsizetype mostTexts = 32;
// Media types of all bodies and answers that are made of the shared lists: a short list stands for every answer of a
// document, so that both together are far more than its text.
constexpr qsizetype mostMediaTypes = 200'000;

QStringList textsOf(const json::Value &owner, const char *name)
{
    QStringList texts;
    const json::Value *list = json::member(owner, name);
    if (const auto *array = list ? list->get_ptr<const json::Array *>() : nullptr) {
        for (const json::Value &text : *array) {
            if (texts.size() >= mostTexts)
                break;
            if (text.is_string() && !texts.contains(json::toQString(text)))
                texts << json::toQString(text);
        }
    }
    return texts;
}

QString textOf(const json::Value &owner, const char *name)
{
    const json::Value *text = json::member(owner, name);
    return text ? json::toQString(*text) : QString();
}

json::Object *objectOf(json::Value &owner, std::string_view name)
{
    json::Value *member = memberOf(owner, name);
    return member ? member->get_ptr<json::Object *>() : nullptr;
}

json::Array *parametersOf(json::Value &owner)
{
    json::Value *parameters = memberOf(owner, "parameters");
    return parameters ? parameters->get_ptr<json::Array *>() : nullptr;
}

json::Value referenceTo(const QString &pointer)
{
    json::Value reference = json::Value::object();
    // A "%" in a name would be taken for an escape.
    reference["$ref"] = '#' + QUrl::toPercentEncoding(pointer, "/~!$&'()*+,;=:@{}").toStdString();
    return reference;
}

class Upgrade final {
public:
    Upgrade(json::Value &root, const QString &origin, WarningList &warnings)
        : m_root(root)
        , m_origin(origin)
        , m_warnings(warnings)
    {}

    void run()
    {
        m_consumes = textsOf(m_root, "consumes");
        m_produces = textsOf(m_root, "produces");
        addServers(m_root, textsOf(m_root, "schemes"));
        upgradePaths();
        // After the operations that refer to them, which want to know what they were.
        upgradeShared("parameters", [](json::Value &parameter, const QString &) { upgradeParameter(parameter); });
        upgradeShared("responses", [this](json::Value &response, const QString &pointer) {
            upgradeResponse(response, pointer, m_produces);
        });
        upgradeElsewhere();
        upgradeSecurity();
    }

private:
    // One parameter of a body, where it stands.
    struct BodyPart {
        const json::Value *parameter;
        QString pointer;
        json::Value *own; // null when it is used by others too
    };
    struct Parts {
        std::vector<BodyPart> bodies;
        std::vector<BodyPart> fields;
    };

    void warn(const char *code, const QString &message, const QString &pointer)
    {
        m_warnings.add(QString::fromLatin1(code), message, pointer);
    }

    // One type is always there; the others as long as there is room for them.
    void bound(QStringList &types, const QString &pointer)
    {
        if (types.isEmpty())
            types << u"application/json"_s;
        if (types.size() > m_mediaTypesLeft) {
            if (!std::exchange(m_isCut, true))
                warn("media_types",
                     u"There are more than %L1 media types of bodies and answers; from here on the first one counts."_s
                         .arg(mostMediaTypes),
                     pointer);
            types.resize(1);
        }
        m_mediaTypesLeft -= std::min(m_mediaTypesLeft, types.size());
    }

    // What `value` refers to, and where that is; `value` itself when it is no reference.
    json::Value *follow(json::Value &value, QString &pointer);
    void noteTarget(const json::Value &value, QStringList &targets);
    void upgradeElsewhere();
    void upgradeParameters(json::Value &owner);
    void addServers(json::Value &owner, QStringList schemes);
    void upgradePaths();
    void upgradeOnce(json::Value &item, const QString &pointer);
    void upgradePath(json::Value &item, const QString &pointer);
    void upgradeOperation(json::Value &operation, const QString &pointer, const Parts &inherited);
    void collect(json::Value &owner, const QString &pointer, bool isShared, Parts &parts);
    void addBody(json::Value &operation, const QString &pointer, const Parts &parts);
    void addForm(json::Value &operation, const QString &pointer, const Parts &parts);
    void upgradeResponse(json::Value &response, const QString &pointer, const QStringList &produces);
    template<typename Change>
    void upgradeShared(const char *name, Change change);
    void upgradeSecurity();

    json::Value &m_root;
    const QString &m_origin;
    WarningList &m_warnings;
    QStringList m_consumes;
    QStringList m_produces;
    qsizetype m_mediaTypesLeft = mostMediaTypes;
    bool m_isCut = false;
    // Pointers of path items and operations that were upgraded, and references to what is to be afterwards.
    QSet<QString> m_seen;
    QStringList m_parameterTargets;
    QStringList m_responseTargets;
};

json::Value *Upgrade::follow(json::Value &value, QString &pointer)
{
    const QString reference = referenceOf(value);
    if (reference.isEmpty())
        return &value;
    const Result<const json::Value *> target = findReference(m_root, reference);
    if (!target)
        return nullptr; // told when the operation is read
    pointer = QString::fromUtf8(QByteArray::fromPercentEncoding(reference.sliced(1).toUtf8()));
    // The tree is ours to change; only the look-up is const.
    return const_cast<json::Value *>(*target);
}

void Upgrade::noteTarget(const json::Value &value, QStringList &targets)
{
    const QString reference = referenceOf(value);
    if (reference.isEmpty() || reference.startsWith(u"#/parameters/"_s) || reference.startsWith(u"#/responses/"_s)
        || m_seen.contains(reference))
        return;
    m_seen.insert(reference);
    targets << reference;
}

// Parameters and responses that stand neither at their operation nor among the shared ones: in other files, mostly.
void Upgrade::upgradeElsewhere()
{
    const auto each = [this](QStringList &targets, const auto &change) {
        // A target may be a reference itself, which adds one.
        for (qsizetype i = 0; i < targets.size(); ++i) {
            json::Value reference = json::Value::object();
            reference["$ref"] = json::fromQString(targets.at(i));
            QString pointer;
            json::Value *target = follow(reference, pointer);
            if (!target || target == &reference)
                continue;
            noteTarget(*target, targets);
            change(*target, pointer);
        }
    };
    each(m_parameterTargets, [](json::Value &parameter, const QString &) { upgradeParameter(parameter); });
    each(m_responseTargets,
         [this](json::Value &response, const QString &pointer) { upgradeResponse(response, pointer, m_produces); });
}

void Upgrade::upgradeParameters(json::Value &owner)
{
    if (auto *parameters = parametersOf(owner)) {
        for (json::Value &parameter : *parameters) {
            noteTarget(parameter, m_parameterTargets);
            upgradeParameter(parameter);
        }
    }
}

void Upgrade::addServers(json::Value &owner, QStringList schemes)
{
    if (json::member(owner, "servers"))
        return;
    const QString host = textOf(m_root, "host").trimmed();
    QString basePath = textOf(m_root, "basePath").trimmed();
    if (!basePath.isEmpty() && !basePath.startsWith(u'/'))
        basePath.prepend(u'/');
    const QUrl origin(m_origin);
    const bool isWeb = origin.scheme() == "http"_L1 || origin.scheme() == "https"_L1;
    if (schemes.isEmpty())
        schemes << (isWeb ? origin.scheme() : u"https"_s);
    json::Value servers = json::Value::array();
    const auto add = [&servers](const QString &url) {
        json::Value server = json::Value::object();
        server["url"] = json::fromQString(url);
        servers.push_back(std::move(server));
    };
    if (host.isEmpty()) {
        // Where the document itself came from (Swagger 2.0, "host").
        if (!basePath.isEmpty() || isWeb)
            add(basePath.isEmpty() ? u"/"_s : basePath);
    } else {
        for (const QString &scheme : std::as_const(schemes)) {
            if (scheme == "http"_L1 || scheme == "https"_L1)
                add(scheme + u"://"_s + host + basePath);
            else
                warn("scheme", u"Nothing can be called by the scheme “%1”."_s.arg(scheme.left(40)), u"/schemes"_s);
        }
    }
    if (!servers.empty())
        owner["servers"] = std::move(servers);
}

void Upgrade::upgradePaths()
{
    auto *paths = objectOf(m_root, "paths");
    if (!paths)
        return;
    for (auto &[name, item] : *paths) {
        QString pointer = u"/paths/"_s + json::escapePointerToken(QString::fromStdString(name));
        upgradeOnce(item, pointer);
        json::Value *target = follow(item, pointer);
        if (target && target != &item)
            upgradeOnce(*target, pointer);
    }
}

// A path item may be met by its own name and by references to it.
void Upgrade::upgradeOnce(json::Value &item, const QString &pointer)
{
    if (!item.is_object() || m_seen.contains(pointer))
        return;
    m_seen.insert(pointer);
    upgradePath(item, pointer);
}

void Upgrade::upgradePath(json::Value &item, const QString &pointer)
{
    Parts inherited;
    collect(item, pointer, true, inherited);
    for (const std::string_view method : methods) {
        json::Value *own = memberOf(item, method);
        QString place = pointer + u'/' + QLatin1StringView(method.data(), qsizetype(method.size()));
        json::Value *operation = own ? follow(*own, place) : nullptr;
        if (!operation || !operation->is_object() || m_seen.contains(place))
            continue;
        m_seen.insert(place);
        upgradeOperation(*operation, place, inherited);
    }
    upgradeParameters(item);
}

// The parameters that are parts of a body; references are followed one step, to the shared ones.
void Upgrade::collect(json::Value &owner, const QString &pointer, bool isShared, Parts &parts)
{
    auto *parameters = parametersOf(owner);
    if (!parameters)
        return;
    for (std::size_t i = 0; i < parameters->size(); ++i) {
        BodyPart part{&(*parameters)[i], pointer + u"/parameters/%1"_s.arg(i), isShared ? nullptr : &(*parameters)[i]};
        const QString reference = referenceOf(*part.parameter);
        if (!reference.isEmpty()) {
            const Result<const json::Value *> target = findReference(m_root, reference);
            if (!target)
                continue; // told when the operation is read
            part = {*target, QString::fromUtf8(QByteArray::fromPercentEncoding(reference.sliced(1).toUtf8())), nullptr};
        }
        const QString place = textOf(*part.parameter, "in");
        if (place == "body"_L1)
            parts.bodies.push_back(part);
        else if (place == "formData"_L1)
            parts.fields.push_back(part);
    }
}

void Upgrade::upgradeOperation(json::Value &operation, const QString &pointer, const Parts &inherited)
{
    Parts parts = inherited;
    collect(operation, pointer, false, parts);
    if (!parts.bodies.empty() && !parts.fields.empty())
        warn("body_and_form", u"An operation has a body or form fields, not both; the fields are left out."_s, pointer);
    if (!parts.bodies.empty())
        addBody(operation, pointer, parts);
    else if (!parts.fields.empty())
        addForm(operation, pointer, parts);
    upgradeParameters(operation);
    const QStringList own = textsOf(operation, "produces");
    const QStringList &produces = json::member(operation, "produces") ? own : m_produces;
    if (auto *members = objectOf(operation, "responses")) {
        for (auto &[status, response] : *members) {
            noteTarget(response, m_responseTargets);
            upgradeResponse(response,
                            pointer + u"/responses/"_s + json::escapePointerToken(QString::fromStdString(status)),
                            produces);
        }
    }
    if (const QStringList schemes = textsOf(operation, "schemes"); !schemes.isEmpty())
        addServers(operation, schemes);
}

void Upgrade::addBody(json::Value &operation, const QString &pointer, const Parts &parts)
{
    // The operation's own comes last and counts.
    const BodyPart &part = parts.bodies.back();
    if (parts.bodies.size() > 1)
        warn("several_bodies", u"The operation has several bodies; the last one counts."_s, pointer);
    QStringList types = json::member(operation, "consumes") ? textsOf(operation, "consumes") : m_consumes;
    types.removeAll(multipart);
    types.removeAll(urlencoded);
    bound(types, pointer);
    json::Value body = json::Value::object();
    const QString description = textOf(*part.parameter, "description");
    if (!description.isEmpty())
        body["description"] = json::fromQString(description);
    const json::Value *required = json::member(*part.parameter, "required");
    body["required"] = required && *required == json::Value(true);
    QString schemaPointer = part.pointer + u"/schema"_s;
    json::Value content = json::Value::object();
    for (const QString &type : std::as_const(types)) {
        json::Value media = json::Value::object();
        json::Value *own = part.own && content.empty() ? memberOf(*part.own, "schema") : nullptr;
        if (own) {
            media["schema"] = std::move(*own);
            schemaPointer = pointer + u"/requestBody/content/"_s + json::escapePointerToken(type) + u"/schema"_s;
        } else {
            media["schema"] = referenceTo(schemaPointer);
        }
        content[type.toStdString()] = std::move(media);
    }
    body["content"] = std::move(content);
    operation["requestBody"] = std::move(body);
}

void Upgrade::addForm(json::Value &operation, const QString &pointer, const Parts &parts)
{
    json::Value properties = json::Value::object();
    json::Value encoding = json::Value::object();
    json::Value required = json::Value::array();
    bool hasFile = false;
    for (const BodyPart &part : parts.fields) {
        const json::Value *name = json::member(*part.parameter, "name");
        const auto *text = name ? name->get_ptr<const std::string *>() : nullptr;
        if (!text)
            continue; // told when the operation is read
        hasFile = hasFile || textOf(*part.parameter, "type") == "file"_L1;
        if (const json::Value *needed = json::member(*part.parameter, "required");
            needed && *needed == json::Value(true))
            required.push_back(*name);
        if (json::Value style = fieldStyle(*part.parameter); !style.is_null())
            encoding[*text] = std::move(style);
        properties[*text] = part.own ? takeFieldSchema(*part.own) : referenceTo(part.pointer);
    }
    QStringList types = json::member(operation, "consumes") ? textsOf(operation, "consumes") : m_consumes;
    types.removeIf([](const QString &type) { return type != multipart && type != urlencoded; });
    if (hasFile && !types.isEmpty() && !types.contains(multipart))
        warn("file_in_form", u"A file cannot be sent as %1; multipart/form-data is taken."_s.arg(urlencoded), pointer);
    if (hasFile || types.isEmpty())
        types = {hasFile ? multipart : urlencoded};
    json::Value schema = json::Value::object();
    schema["type"] = "object";
    schema["properties"] = std::move(properties);
    const bool isRequired = !required.empty();
    if (isRequired)
        schema["required"] = std::move(required);
    json::Value content = json::Value::object();
    const QString schemaPointer =
        pointer + u"/requestBody/content/"_s + json::escapePointerToken(types.first()) + u"/schema"_s;
    for (const QString &type : std::as_const(types)) {
        json::Value media = json::Value::object();
        // It stands once, under the first type; the others point there.
        media["schema"] = content.empty() ? std::exchange(schema, {}) : referenceTo(schemaPointer);
        if (!encoding.empty())
            media["encoding"] = encoding;
        content[type.toStdString()] = std::move(media);
    }
    json::Value body = json::Value::object();
    body["required"] = isRequired;
    body["content"] = std::move(content);
    operation["requestBody"] = std::move(body);
}

void Upgrade::upgradeResponse(json::Value &response, const QString &pointer, const QStringList &produces)
{
    if (!response.is_object() || json::member(response, "content") || !referenceOf(response).isEmpty())
        return;
    json::Value content = json::Value::object();
    if (json::Value *schema = memberOf(response, "schema")) {
        if (schema->is_object())
            replaceFileType(*schema);
        QStringList types = produces;
        bound(types, pointer);
        const QString first = pointer + u"/content/"_s + json::escapePointerToken(types.first()) + u"/schema"_s;
        for (const QString &type : std::as_const(types)) {
            json::Value media = json::Value::object();
            media["schema"] = content.empty() ? std::move(*schema) : referenceTo(first);
            content[type.toStdString()] = std::move(media);
        }
        response.get_ptr<json::Object *>()->erase("schema");
    }
    if (auto *examples = objectOf(response, "examples")) {
        for (auto &[type, example] : *examples)
            content[type]["example"] = std::move(example);
        response.get_ptr<json::Object *>()->erase("examples");
    }
    if (!content.empty())
        response["content"] = std::move(content);
    if (auto *members = objectOf(response, "headers")) {
        for (auto &[name, header] : *members)
            moveSchemaKeywords(header);
    }
}

template<typename Change>
void Upgrade::upgradeShared(const char *name, Change change)
{
    auto *members = objectOf(m_root, name);
    if (!members)
        return;
    const QString pointer = u'/' + QString::fromLatin1(name) + u'/';
    for (auto &[key, value] : *members)
        change(value, pointer + json::escapePointerToken(QString::fromStdString(key)));
}

void Upgrade::upgradeSecurity()
{
    const json::Value *definitions = json::member(m_root, "securityDefinitions");
    const auto *members = definitions ? definitions->get_ptr<const json::Object *>() : nullptr;
    const json::Value *components = json::member(m_root, "components");
    if (!members || (components && !components->is_object()))
        return;
    json::Value schemes = json::Value::object();
    for (const auto &[name, definition] : *members)
        schemes[name] = securityScheme(definition);
    json::Value &target = m_root["components"];
    if (!components)
        target = json::Value::object();
    if (!json::member(target, "securitySchemes"))
        target["securitySchemes"] = std::move(schemes);
}

} // namespace

void upgradeSwagger(json::Value &root, const QString &origin, WarningList &warnings)
{
    Upgrade(root, origin, warnings).run();
}

} // namespace uw::openapi
