// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/responsevalidation.h"

#include "core/json/schema/schema.h"
#include "core/openapi/mediatype.h"
#include "core/openapi/reference.h"
#include "core/openapi/undocumentedmembers.h"

#include <algorithm>

namespace uw::openapi {

namespace {

// A value of the document and the pointer to it.
struct Placed {
    const json::Value *value = nullptr;
    QString pointer;
};

constexpr int maximumHops = 32;

// Follows references, keeping where they lead to.
Placed followed(const json::Value &root, Placed from)
{
    for (int hop = 0; from.value && hop < maximumHops; ++hop) {
        const QString reference = referenceOf(*from.value);
        if (reference.isEmpty())
            return from;
        const Result<const json::Value *> target = findReference(root, reference);
        if (!target)
            return {};
        from = {*target, QString::fromUtf8(QByteArray::fromPercentEncoding(reference.mid(1).toUtf8()))};
    }
    return {};
}

Placed memberOf(const Placed &parent, const QString &name)
{
    return {parent.value ? json::member(*parent.value, name) : nullptr,
            parent.pointer + u'/' + json::escapePointerToken(name)};
}

json::SchemaDialect dialectOf(const QString &version)
{
    const bool isOld = version.startsWith(u"2.") || version.startsWith(u"3.0");
    return isOld ? json::SchemaDialect::OpenApi30 : json::SchemaDialect::Draft2020;
}

Deviation::Kind kindOf(const QString &keyword)
{
    if (keyword == u"required" || keyword == u"dependentRequired")
        return Deviation::Kind::MissingMember;
    return keyword == u"type" ? Deviation::Kind::WrongType : Deviation::Kind::Rule;
}

QString namesOf(const json::Value &object)
{
    QStringList names;
    if (const auto *members = object.get_ptr<const json::Object *>()) {
        for (const auto &[name, value] : *members)
            names << QString::fromUtf8(name.data(), qsizetype(name.size()));
    }
    return names.join(QLatin1StringView(", "));
}

void holdAgainst(const Document &document, const Placed &schema, const json::Value &body, ResponseReport &report)
{
    const json::SchemaOptions options{.dialect = dialectOf(document.version()),
                                      .direction = json::SchemaOptions::Direction::Response,
                                      .isLenient = true,
                                      .entry = schema.pointer};
    const Result<json::Schema> compiled = json::Schema::compile(document.root(), options);
    if (!compiled) {
        report.note = QStringLiteral("The description's schema cannot be used: %1.").arg(compiled.error().text);
        return;
    }
    const json::SchemaReport checked = compiled->check(body, {.maximumViolations = ResponseReport::MostDeviations});
    report.isChecked = true;
    report.isCut = checked.isCut;
    report.note = checked.unfinished;
    for (const json::SchemaViolation &violation : checked.violations)
        report.deviations.append({kindOf(violation.keyword), violation.field(), violation.message});
    const qsizetype room = ResponseReport::MostDeviations - report.deviations.size();
    const UndocumentedMembers members = findUndocumentedMembers(document.root(), *schema.value, body, room);
    report.isCut = report.isCut || members.isCut;
    for (const QString &pointer : members.pointers) {
        const bool isFault = std::any_of(report.deviations.begin(), report.deviations.end(),
                                         [&pointer](const Deviation &one) { return one.pointer == pointer; });
        if (!isFault)
            report.deviations.append(
                {Deviation::Kind::Undocumented, pointer, QStringLiteral("the description does not name this member")});
    }
}

// `contentType` is the answer's own: the description may name a range only.
void checkBody(const Document &document, const Placed &media, const QString &contentType, const QByteArray &body,
               qint64 bodyBytes, ResponseReport &report)
{
    const Placed schema = memberOf(media, QStringLiteral("schema"));
    if (!schema.value) {
        report.note = QStringLiteral("The description has no schema for this answer.");
        return;
    }
    if (!isJsonType(contentType)) {
        report.note = QStringLiteral("Only JSON is held against its schema.");
        return;
    }
    if (bodyBytes > mostCheckedBytes) {
        report.note = QStringLiteral("Answers of more than %1 MB are not held against their schema.")
                          .arg(mostCheckedBytes / limits::mebibyte);
        return;
    }
    json::ParseReport parsed;
    const Result<json::Value> value = json::parse(body, {}, &parsed);
    if (value)
        holdAgainst(document, schema, *value, report);
    else
        report.deviations.append({Deviation::Kind::NotJson, QString(),
                                  QStringLiteral("the body is no JSON (%1)")
                                      .arg(parsed.failure ? parsed.failure->text() : value.error().text)});
}

} // namespace

qsizetype ResponseReport::faults() const
{
    return std::count_if(deviations.begin(), deviations.end(), [](const Deviation &one) { return one.isFault(); });
}

QString responseEntryFor(const json::Value &responses, int status)
{
    const QString exact = QString::number(status);
    const QString range = exact.first(1) + u"XX";
    for (const QString &name : {exact, range, range.toLower(), QStringLiteral("default")}) {
        if (json::member(responses, name))
            return name;
    }
    return {};
}

QString mediaTypeFor(const json::Value &content, const QString &contentType)
{
    const QString type = essence(contentType);
    const QString range = type.section(u'/', 0, 0) + u"/*";
    const auto *members = content.get_ptr<const json::Object *>();
    if (!members)
        return {};
    for (const QString &wanted : {type, range, QStringLiteral("*/*")}) {
        for (const auto &[name, value] : *members) {
            const QString named = QString::fromUtf8(name.data(), qsizetype(name.size()));
            if (essence(named) == wanted)
                return named;
        }
    }
    return {};
}

ResponseReport checkResponse(const Document &document, const OperationSummary &operation, int status,
                             const QString &contentType, const QByteArray &body, qint64 bodyBytes)
{
    ResponseReport report;
    const json::Value &root = document.root();
    const Placed described = followed(root, {json::resolvePointer(root, operation.pointer), operation.pointer});
    const Placed responses = memberOf(described, QStringLiteral("responses"));
    if (!responses.value || !responses.value->is_object() || responses.value->empty()) {
        report.note = QStringLiteral("The description says nothing about answers.");
        return report;
    }
    report.describedBy = responseEntryFor(*responses.value, status);
    if (report.describedBy.isEmpty()) {
        report.deviations.append(
            {Deviation::Kind::Status, QString(),
             QStringLiteral("the description knows no answer %1, only %2").arg(status).arg(namesOf(*responses.value))});
        return report;
    }
    const Placed entry = followed(root, memberOf(responses, report.describedBy));
    const Placed content = memberOf(entry, QStringLiteral("content"));
    if (!entry.value || !content.value || content.value->empty()) {
        report.note = QStringLiteral("The description says nothing about the body of this answer.");
        return report;
    }
    if (bodyBytes == 0) {
        report.note = QStringLiteral("The answer has no body.");
        return report;
    }
    report.mediaType = mediaTypeFor(*content.value, contentType);
    if (report.mediaType.isEmpty()) {
        report.deviations.append(
            {Deviation::Kind::MediaType, QString(),
             QStringLiteral("the description knows no body of the type %1, only %2")
                 .arg(contentType.isEmpty() ? QStringLiteral("“”") : essence(contentType), namesOf(*content.value))});
        return report;
    }
    checkBody(document, memberOf(content, report.mediaType), contentType, body, bodyBytes, report);
    return report;
}

} // namespace uw::openapi
