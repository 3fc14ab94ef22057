// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/documentindex.h"

#include "core/base/limits.h"
#include "core/openapi/reference.h"
#include "core/openapi/serverlist.h"

#include <QHash>
#include <QSet>
#include <QUrl>

namespace uw::openapi {
namespace {

constexpr std::string_view methods[] = {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"};
// Members of a path item that are no methods.
constexpr std::string_view otherMembers[] = {"$ref",    "summary",    "description",
                                             "servers", "parameters", "additionalOperations"};

bool isExtension(std::string_view name)
{
    return name.starts_with("x-");
}

template<std::size_t count>
bool contains(const std::string_view (&names)[count], std::string_view name)
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

class Indexer final {
public:
    Indexer(const json::Value &root, const QString &origin, WarningList &warnings)
        : m_root(root)
        , m_origin(origin)
        , m_warnings(warnings)
    {}

    Result<DocumentIndex> run()
    {
        readDeclaredTags();
        readServersOf(m_root, QString());
        if (m_index.servers.isEmpty())
            m_index.servers = defaultServers(m_origin);
        readPaths();
        readWebhooks("webhooks");
        readWebhooks("x-webhooks");
        if (m_index.operations.size() > limits::documentOperations)
            return Error{ErrorCode::LimitExceeded,
                         QStringLiteral("The document describes more than %1 operations. Split it into smaller ones.")
                             .arg(limits::documentOperations)};
        nameTheNameless(m_index.operations);
        nameTheNameless(m_index.webhooks);
        return std::move(m_index);
    }

private:
    void warn(const char *code, const QString &message, const QString &pointer)
    {
        m_warnings.add(QString::fromLatin1(code), message, pointer);
    }

    // Of one into another file was told when the files were read.
    void warnOfReference(const QString &reference, const Error &error, const QString &pointer)
    {
        if (reference.startsWith(u'#'))
            warn("reference", error.text, pointer);
    }

    void readDeclaredTags();
    void addTag(const QString &name);
    void readServersOf(const json::Value &owner, const QString &pointer);
    void readPaths();
    void readWebhooks(const char *name);
    void readPathItem(const QString &path, const json::Value &item, const QString &pointer, int hops);
    void readReferencedItem(const QString &path, const json::Value &item, const QString &pointer, int hops);
    [[nodiscard]] const json::Value *followed(const json::Value &value, QString &pointer);
    void readOperation(const QByteArray &method, const QString &path, const json::Value &source, QString pointer);
    QStringList readTagsOf(const json::Value &operation, const QString &pointer);
    QString readId(const json::Value &operation, const QString &pointer);
    void nameTheNameless(QList<OperationSummary> &operations);

    const json::Value &m_root;
    const QString &m_origin;
    WarningList &m_warnings;
    DocumentIndex m_index;
    // Where operations go now.
    QList<OperationSummary> *m_target = &m_index.operations;
    QHash<QString, int> m_hosts;
    QSet<QString> m_tags;
    QSet<QString> m_ids;
    QSet<QString> m_routes;
};

void Indexer::readDeclaredTags()
{
    const json::Value *tags = json::member(m_root, "tags");
    if (!tags)
        return;
    if (!tags->is_array()) {
        warn("tags_type", QStringLiteral("“tags” is not a list and is ignored."), QStringLiteral("/tags"));
        return;
    }
    qsizetype position = 0;
    for (const json::Value &tag : *tags) {
        const QString pointer = QStringLiteral("/tags/%1").arg(position++);
        const json::Value *name = json::member(tag, "name");
        if (name && name->is_string())
            addTag(json::toQString(*name));
        else
            warn("tag_name", QStringLiteral("A tag without a name is ignored."), pointer);
    }
}

void Indexer::addTag(const QString &name)
{
    if (m_tags.contains(name))
        return;
    m_tags.insert(name);
    m_index.tags << name;
}

void Indexer::readServersOf(const json::Value &owner, const QString &pointer)
{
    const json::Value *servers = json::member(owner, "servers");
    if (!servers)
        return;
    const QStringList addresses = readServers(servers, m_origin, pointer + u"/servers", m_warnings);
    for (const QString &server : addresses) {
        if (!m_index.servers.contains(server))
            m_index.servers << server;
    }
    if (addresses.isEmpty())
        return;
    const QString host = QUrl(addresses.first()).host();
    // The root's counts whatever paths say.
    const int uses = m_hosts[host] += pointer.isEmpty() ? limits::documentOperations * 2 : 1;
    if (uses > m_hosts.value(m_index.usualHost))
        m_index.usualHost = host;
}

void Indexer::readPaths()
{
    const json::Value *paths = json::member(m_root, "paths");
    QString place = QStringLiteral("/paths");
    paths = paths ? followed(*paths, place) : nullptr;
    if (!paths) {
        if (!json::member(m_root, "webhooks") && !json::member(m_root, "components"))
            warn("paths_missing", QStringLiteral("The document has no “paths”: there is nothing to call."), QString());
        return;
    }
    const auto *members = paths->get_ptr<const json::Object *>();
    if (!members) {
        warn("paths_type", QStringLiteral("“paths” is not an object: there is nothing to call."),
             QStringLiteral("/paths"));
        return;
    }
    for (const auto &[name, item] : *members) {
        if (isExtension(name))
            continue;
        const QString path = QString::fromStdString(name);
        const QString pointer = place + u'/' + json::escapePointerToken(path);
        if (!path.startsWith(u'/'))
            warn("path_slash", QStringLiteral("The path “%1” does not begin with a slash; one is added.").arg(path),
                 pointer);
        readPathItem(path, item, pointer, 0);
        if (m_index.operations.size() > limits::documentOperations)
            return;
    }
}

// Their own name counts for nothing as an address, so what is odd about one is not told.
void Indexer::readWebhooks(const char *name)
{
    const json::Value *webhooks = json::member(m_root, name);
    const auto *members = webhooks ? webhooks->get_ptr<const json::Object *>() : nullptr;
    if (!members)
        return;
    const QString pointer = u'/' + QString::fromLatin1(name) + u'/';
    m_target = &m_index.webhooks;
    for (const auto &[key, item] : *members) {
        if (isExtension(key) || m_index.webhooks.size() >= limits::documentOperations)
            continue;
        const QString title = QString::fromStdString(key);
        readPathItem(title, item, pointer + json::escapePointerToken(title), 0);
    }
    m_target = &m_index.operations;
}

void Indexer::readPathItem(const QString &path, const json::Value &item, const QString &pointer, int hops)
{
    const auto *members = item.get_ptr<const json::Object *>();
    if (!members) {
        warn("path_type", QStringLiteral("The path “%1” is not an object and is ignored.").arg(path), pointer);
        return;
    }
    for (const auto &[name, value] : *members) {
        const QByteArray method = QByteArray::fromStdString(name);
        if (contains(methods, name)) {
            readOperation(method.toUpper(), path, value, pointer + u'/' + QString::fromStdString(name));
        } else if (contains(methods, method.toLower().toStdString())) {
            warn("method_case",
                 QStringLiteral("The method “%1” should be in lower case.").arg(QString::fromLatin1(method)), pointer);
            readOperation(method.toUpper(), path, value, pointer + u'/' + QString::fromStdString(name));
        } else if (name == "additionalOperations" && value.is_object()) {
            for (const auto &[custom, operation] : *value.get_ptr<const json::Object *>())
                readOperation(QByteArray::fromStdString(custom), path, operation,
                              pointer + u"/additionalOperations/"
                                  + json::escapePointerToken(QString::fromStdString(custom)));
        } else if (name == "servers") {
            readServersOf(item, pointer);
        } else if (!contains(otherMembers, name) && !isExtension(name)) {
            warn("path_member",
                 QStringLiteral("“%1” is neither a method nor anything else a path may hold; it is ignored.")
                     .arg(QString::fromStdString(name)),
                 pointer);
        }
    }
    if (!referenceOf(item).isEmpty())
        readReferencedItem(path, item, pointer, hops);
}

void Indexer::readReferencedItem(const QString &path, const json::Value &item, const QString &pointer, int hops)
{
    constexpr int maximumHops = 8;
    const QString reference = referenceOf(item);
    const Result<const json::Value *> target = findReference(m_root, reference);
    if (!target) {
        warnOfReference(reference, target.error(), pointer);
        return;
    }
    if (hops == maximumHops) {
        warn("reference", QStringLiteral("The reference “%1” leads back to itself.").arg(reference), pointer);
        return;
    }
    // Operations beside the reference came first and count.
    const QString place = QString::fromUtf8(QByteArray::fromPercentEncoding(reference.mid(1).toUtf8()));
    readPathItem(path, **target, place, hops + 1);
}

// What references from `value` lead to, with `pointer` moved there; `value` itself where they lead nowhere.
const json::Value *Indexer::followed(const json::Value &value, QString &pointer)
{
    constexpr int maximumHops = 8;
    const json::Value *current = &value;
    for (int hop = 0; hop < maximumHops; ++hop) {
        const QString reference = referenceOf(*current);
        if (reference.isEmpty())
            return current;
        const Result<const json::Value *> target = findReference(m_root, reference);
        if (!target) {
            warnOfReference(reference, target.error(), pointer);
            return &value;
        }
        current = *target;
        pointer = QString::fromUtf8(QByteArray::fromPercentEncoding(reference.mid(1).toUtf8()));
    }
    warn("reference", QStringLiteral("The reference “%1” leads back to itself.").arg(referenceOf(value)), pointer);
    return &value;
}

void Indexer::readOperation(const QByteArray &method, const QString &path, const json::Value &source, QString pointer)
{
    const json::Value &operation = *followed(source, pointer);
    if (!operation.is_object()) {
        warn("operation_type",
             QStringLiteral("%1 %2 is not an object and is ignored.").arg(QString::fromLatin1(method), path), pointer);
        return;
    }
    const QString route =
        (m_target == &m_index.webhooks ? u"webhook "_qs : QString()) + QString::fromLatin1(method) + u' ' + path;
    if (m_routes.contains(route))
        return;
    m_routes.insert(route);
    OperationSummary summary;
    summary.operationId = readId(operation, pointer);
    summary.method = method;
    summary.path = path;
    summary.tags = readTagsOf(operation, pointer);
    if (const json::Value *text = json::member(operation, "summary"))
        summary.summary = json::toQString(*text).simplified();
    const json::Value *deprecated = json::member(operation, "deprecated");
    summary.deprecated = deprecated && deprecated->is_boolean() && deprecated->get<bool>();
    summary.pointer = pointer;
    *m_target << summary;
    readServersOf(operation, pointer);
}

QString Indexer::readId(const json::Value &operation, const QString &pointer)
{
    const json::Value *value = json::member(operation, "operationId");
    if (!value || !value->is_string() || value->get_ptr<const std::string *>()->empty()) {
        if (m_target == &m_index.webhooks)
            return {};
        warn("operation_id_missing",
             QStringLiteral("The operation has no operationId; one is made from its method and path."), pointer);
        return {};
    }
    const QString id = json::toQString(*value);
    if (m_ids.contains(id))
        warn("operation_id_duplicate",
             QStringLiteral("The operationId “%1” is used more than once; this one is called by method and path.")
                 .arg(id),
             pointer);
    m_ids.insert(id);
    return id;
}

QStringList Indexer::readTagsOf(const json::Value &operation, const QString &pointer)
{
    QStringList names;
    const json::Value *tags = json::member(operation, "tags");
    if (!tags)
        return names;
    if (!tags->is_array()) {
        warn("tags_type", QStringLiteral("“tags” is not a list and is ignored."), pointer);
        return names;
    }
    for (const json::Value &tag : *tags) {
        const QString name = json::toQString(tag);
        if (name.isEmpty()) {
            warn("tag_name", QStringLiteral("A tag without a name is ignored."), pointer);
        } else if (!names.contains(name)) {
            names << name;
            addTag(name);
        }
    }
    return names;
}

// "GET /pets/{petId}" becomes get_pets_petId: readable, the same at each load, and never an id the document uses.
void Indexer::nameTheNameless(QList<OperationSummary> &operations)
{
    for (OperationSummary &operation : operations) {
        if (!operation.operationId.isEmpty())
            continue;
        QString base = QString::fromLatin1(operation.method.toLower());
        bool gap = true;
        for (const QChar c : std::as_const(operation.path)) {
            if (!c.isLetterOrNumber()) {
                gap = true;
                continue;
            }
            if (std::exchange(gap, false))
                base += u'_';
            base += c;
        }
        QString id = base;
        for (int number = 2; m_ids.contains(id); ++number)
            id = base + u'_' + QString::number(number);
        m_ids.insert(id);
        operation.operationId = id;
    }
}

} // namespace

Result<DocumentIndex> indexDocument(const json::Value &root, const QString &origin, WarningList &warnings)
{
    return Indexer(root, origin, warnings).run();
}

} // namespace uw::openapi
