// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/document.h"

#include "core/base/limits.h"
#include "core/openapi/documentindex.h"
#include "core/openapi/documenttext.h"
#include "core/openapi/operationreader.h"
#include "core/openapi/reference.h"
#include "core/openapi/swaggerupgrade.h"

namespace uw::openapi {
namespace {

// What another kind of file is, when it can be told.
QString kindOf(const json::Value &root)
{
    if (json::member(root, "asyncapi"))
        return QStringLiteral("is an AsyncAPI description. Only OpenAPI can be read.");
    const json::Value *info = json::member(root, "info");
    if (info && json::member(*info, "_postman_id"))
        return QStringLiteral("is a Postman collection. Export or fetch the OpenAPI description of the API instead.");
    if (!root.is_object())
        return QStringLiteral("holds a value of type %1: an OpenAPI description is an object. Check that it is the "
                              "right file.")
            .arg(json::typeWord(root));
    return QStringLiteral("has no member “openapi” and no “swagger”: it is not an OpenAPI description. Check that it "
                          "is the right file.");
}

QString versionText(const json::Value &member, const QString &pointer, WarningList &warnings)
{
    if (!member.is_number())
        return json::toQString(member).trimmed();
    warnings.add(QStringLiteral("version_type"), QStringLiteral("The version of OpenAPI should be text."), pointer);
    return QString::fromUtf8(json::serialize(member));
}

// "2.0" for Swagger, else as the document has it.
Result<QString> readVersion(const json::Value &root, const QString &origin, WarningList &warnings)
{
    const json::Value *swagger = json::member(root, "swagger");
    const json::Value *member = swagger ? swagger : json::member(root, "openapi");
    if (!member)
        return documentError(origin, kindOf(root));
    const QString pointer = swagger ? QStringLiteral("/swagger") : QStringLiteral("/openapi");
    const QString version = versionText(*member, pointer, warnings);
    if (version == u"2.0" || version == u"2") {
        if (!swagger)
            warnings.add(QStringLiteral("version_member"),
                         QStringLiteral("Version 2.0 is written as “swagger”, not as “openapi”."), pointer);
        return QStringLiteral("2.0");
    }
    if (swagger || (version != u"3" && !version.startsWith(u"3.")))
        return documentError(origin,
                             QStringLiteral("says it is %1 “%2”. Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 can be read.")
                                 .arg(swagger ? u"Swagger" : u"OpenAPI", version.left(40)));
    const int minor = version.section(u'.', 1, 1).toInt();
    if (minor > 2)
        warnings.add(QStringLiteral("version_newer"),
                     QStringLiteral("OpenAPI %1 is newer than what is known here and is read like 3.2.").arg(version),
                     pointer);
    return version;
}

void warnOfDuplicates(const json::ParseReport &report, WarningList &warnings)
{
    for (const json::DuplicateMember &duplicate : report.duplicates)
        warnings.add(QStringLiteral("duplicate_member"),
                     QStringLiteral("The member stands more than once; the last one counts."), duplicate.pointer);
}

} // namespace

Result<std::shared_ptr<const Document>> Document::load(const QByteArray &bytes, const QString &origin)
{
    FileAccess access;
    if (origin.startsWith(u"https://") || origin.startsWith(u"http://"))
        access.base = origin;
    return load(bytes, origin, access);
}

Result<std::shared_ptr<const Document>> Document::load(const QByteArray &bytes, const QString &origin,
                                                       const FileAccess &access)
{
    json::ParseReport report;
    Result<json::Value> root = parseDocumentText(bytes, origin, report);
    if (!root)
        return root.error();
    WarningList warnings;
    const Result<QString> version = readVersion(*root, origin, warnings);
    if (!version)
        return version.error();
    warnOfDuplicates(report, warnings);
    ReferencedFiles files;
    if (mayReferToFiles(bytes))
        files = joinReferencedFiles(*root, access, warnings);
    if (*version == u"2.0")
        upgradeSwagger(*root, origin, warnings);
    Result<DocumentIndex> index = indexDocument(*root, origin, warnings);
    if (!index)
        return index.error();

    const std::shared_ptr<Document> document(new Document);
    document->m_version = *version;
    document->m_origin = origin;
    if (const json::Value *info = json::member(*root, "info")) {
        if (const json::Value *title = json::member(*info, "title"))
            document->m_title = json::toQString(*title).simplified();
    }
    if (document->m_title.isEmpty())
        warnings.add(QStringLiteral("title_missing"), QStringLiteral("The document has no title."),
                     QStringLiteral("/info/title"));
    document->m_root = std::move(*root);
    document->m_servers = std::move(index->servers);
    document->m_usualHost = std::move(index->usualHost);
    document->m_tags = std::move(index->tags);
    document->m_operations = std::move(index->operations);
    document->m_webhooks = std::move(index->webhooks);
    document->m_warnings = warnings.take();
    document->m_files = std::move(files);
    document->indexNames();
    return std::shared_ptr<const Document>(document);
}

Result<std::shared_ptr<const Document>> Document::loadFile(const QString &path, FileAccess access)
{
    const Result<QByteArray> bytes = readDocumentFile(path);
    if (!bytes)
        return bytes.error();
    if (access.base.isEmpty())
        access.base = path;
    return load(*bytes, path, access);
}

void Document::indexNames()
{
    m_byId.reserve(m_operations.size());
    m_byRoute.reserve(m_operations.size());
    for (qsizetype position = 0; position < m_operations.size(); ++position) {
        const OperationSummary &operation = m_operations.at(position);
        if (!m_byId.contains(operation.operationId))
            m_byId.insert(operation.operationId, position);
        m_byRoute.insert(QString::fromLatin1(operation.method) + u' ' + operation.path, position);
    }
}

const OperationSummary *Document::find(const QString &operation) const
{
    qsizetype position = m_byId.value(operation, -1);
    const qsizetype space = operation.indexOf(u' ');
    if (position < 0 && space > 0)
        position = m_byRoute.value(operation.left(space).toUpper() + u' ' + operation.mid(space + 1).trimmed(), -1);
    return position < 0 ? nullptr : &m_operations.at(position);
}

Result<OperationDetails> Document::details(const OperationSummary &operation) const
{
    return readOperation(*this, operation);
}

Result<const json::Value *> Document::resolve(QStringView reference) const
{
    return findReference(m_root, reference);
}

} // namespace uw::openapi
