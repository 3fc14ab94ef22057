// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clockify/manifest.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace uw::clockify {

namespace {

constexpr qsizetype keyMinimum = 2;
constexpr qsizetype keyMaximum = 50;

Error invalid(const QString &what)
{
    return {ErrorCode::DocumentInvalid, u"The add-on's manifest cannot be used: %1."_s.arg(what)};
}

Result<void> checkEvents(const Manifest::Request &request)
{
    for (const QString &name : request.events) {
        const EventKind *kind = findEventKind(name);
        // What a stranger wrote is repeated only if it is short.
        if (!kind)
            return Error{ErrorCode::InvalidInput,
                         u"Clockify has no event named \"%1\". The names are those of its API."_s.arg(name.left(100))};
        if (kind->since > request.version)
            return Error{ErrorCode::InvalidInput, u"Version %1 of the manifest does not know the event %2."_s.arg(
                                                      versionWord(request.version), name)};
    }
    return {};
}

} // namespace

Result<Manifest> Manifest::builtIn()
{
    QFile file(u":/clockify/manifest.universal-webhook.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::Internal, u"The add-on's manifest is missing from the program."_s};
    return parse(file.readAll());
}

Result<Manifest> Manifest::parse(QByteArrayView text)
{
    Result<json::Value> document = json::parse(text);
    if (!document)
        return invalid(document.error().text);
    const json::Value *key = json::member(*document, "key");
    const json::Value *webhooks = json::member(*document, "webhooks");
    Manifest manifest;
    manifest.m_key = key ? json::toQString(*key) : QString();
    if (manifest.m_key.size() < keyMinimum || manifest.m_key.size() > keyMaximum)
        return invalid(u"its key has to have %1 to %2 characters"_s.arg(keyMinimum).arg(keyMaximum));
    if (!webhooks || !webhooks->is_array())
        return invalid(u"it has no list of webhooks"_s);
    manifest.m_document = std::move(*document);
    return manifest;
}

Result<QByteArray> Manifest::toJson(const Request &request) const
{
    if (const Result<void> checked = checkEvents(request); !checked)
        return checked.error();
    json::Value manifest = m_document;
    manifest["schemaVersion"] = std::string(versionWord(request.version).data());
    manifest["baseUrl"] = json::fromQString(request.baseUrl);
    json::Value webhooks = json::Value::array();
    const json::Value *declared = json::member(m_document, "webhooks");
    for (const json::Value &webhook : *declared) {
        const json::Value *event = json::member(webhook, "event");
        const QString name = event ? json::toQString(*event) : QString();
        const EventKind *kind = findEventKind(name);
        if (kind && kind->since <= request.version && (request.events.isEmpty() || request.events.contains(name)))
            webhooks.push_back(webhook);
    }
    manifest["webhooks"] = std::move(webhooks);
    return json::serialize(manifest, json::Indent::Two);
}

} // namespace uw::clockify
