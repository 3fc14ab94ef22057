// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/documentreport.h"

namespace uw::openapi {
namespace {

json::Value arrayOf(const QStringList &texts)
{
    json::Value array = json::Value::array();
    for (const QString &text : texts)
        array.push_back(json::fromQString(text));
    return array;
}

json::Value operationReport(const OperationSummary &operation)
{
    json::Value report = json::Value::object();
    report["operationId"] = json::fromQString(operation.operationId);
    report["method"] = operation.method.toStdString();
    report["path"] = json::fromQString(operation.path);
    report["tags"] = arrayOf(operation.tags);
    report["summary"] = json::fromQString(operation.summary);
    report["deprecated"] = operation.deprecated;
    return report;
}

json::Value webhookReport(const OperationSummary &webhook)
{
    json::Value report = json::Value::object();
    report["name"] = json::fromQString(webhook.path);
    report["operationId"] = json::fromQString(webhook.operationId);
    report["method"] = webhook.method.toStdString();
    report["summary"] = json::fromQString(webhook.summary);
    return report;
}

json::Value warningReport(const Warning &warning)
{
    json::Value report = json::Value::object();
    report["code"] = json::fromQString(warning.code);
    report["message"] = json::fromQString(warning.message);
    report["pointer"] = json::fromQString(warning.pointer);
    return report;
}

// Text of a document on its way to a terminal: control characters could drive it.
QString harmless(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = QChar::ReplacementCharacter;
    }
    return text;
}

QString operationLine(const OperationSummary &operation)
{
    QString line = u"  " + QString::fromLatin1(operation.method).leftJustified(8) + operation.path;
    line += u"  " + operation.operationId;
    if (operation.deprecated)
        line += u"  (deprecated)"_qs;
    if (!operation.summary.isEmpty())
        line += u"  " + operation.summary;
    return harmless(line);
}

} // namespace

json::Value documentReport(const Document &document)
{
    json::Value report = json::Value::object();
    report["openapi"] = json::fromQString(document.version());
    report["title"] = json::fromQString(document.title());
    report["servers"] = arrayOf(document.servers());
    json::Value operations = json::Value::array();
    for (const OperationSummary &operation : document.operations())
        operations.push_back(operationReport(operation));
    report["operations"] = std::move(operations);
    json::Value webhooks = json::Value::array();
    for (const OperationSummary &webhook : document.webhooks())
        webhooks.push_back(webhookReport(webhook));
    if (!webhooks.empty())
        report["webhooks"] = std::move(webhooks);
    json::Value warnings = json::Value::array();
    for (const Warning &warning : document.warnings())
        warnings.push_back(warningReport(warning));
    report["warnings"] = std::move(warnings);
    return report;
}

QString documentText(const Document &document)
{
    QStringList lines{
        harmless(QStringLiteral("%1 (OpenAPI %2), %3 operations")
                     .arg(document.title().isEmpty() ? document.origin() : document.title(), document.version())
                     .arg(document.operations().size()))};
    for (const QString &server : document.servers())
        lines << harmless(u"Server " + server);
    QStringList headings = document.tags();
    headings << QString();
    for (const QString &tag : std::as_const(headings)) {
        QStringList listed;
        for (const OperationSummary &operation : document.operations()) {
            // Under its first tag, so that each operation stands once.
            if (operation.tags.value(0) == tag)
                listed << operationLine(operation);
        }
        if (!listed.isEmpty())
            lines << QString() << (tag.isEmpty() ? QStringLiteral("Without a tag") : harmless(tag)) << listed;
    }
    if (!document.webhooks().isEmpty())
        lines << QString() << QStringLiteral("Webhooks (sent by the API)");
    for (const OperationSummary &webhook : document.webhooks())
        lines << operationLine(webhook);
    if (!document.warnings().isEmpty())
        lines << QString() << QStringLiteral("Warnings");
    for (const Warning &warning : document.warnings())
        lines << harmless(u"  " + warning.message
                          + (warning.pointer.isEmpty() ? QString() : u" (" + warning.pointer + u')'));
    return lines.join(u'\n') + u'\n';
}

} // namespace uw::openapi
