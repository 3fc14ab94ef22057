// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/savedrequestjson.h"

#include "core/history/callarguments.h"
#include "core/json/value.h"
#include "core/store/savedrequestrepository.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr std::string_view formatName = "universal-webhook/saved-requests";
constexpr json::ParseLimits fileLimits{.maximumDepth = 100, .maximumBytes = 64 * limits::mebibyte};

Error refused(const QString &text)
{
    return {ErrorCode::InvalidInput, u"The saved requests cannot be read: %1"_s.arg(text)};
}

QString textOf(const json::Value &object, std::string_view name)
{
    const json::Value *member = json::member(object, name);
    return member ? json::toQString(*member) : QString();
}

Result<SavedRequest> readRequest(const json::Value &item)
{
    SavedRequest request{.folder = textOf(item, "folder"),
                         .name = textOf(item, "name"),
                         .document = textOf(item, "document"),
                         .operation = textOf(item, "operation"),
                         .method = textOf(item, "method").toUtf8(),
                         .url = textOf(item, "url").toUtf8()};
    if (const Result<void> name = savedrequestrepository::checkName(request.name); !name)
        return refused(name.error().text);
    const Result<void> folder =
        request.folder.isEmpty() ? Result<void>() : savedrequestrepository::checkFolder(request.folder);
    if (!folder)
        return refused(folder.error().text);
    if (request.operation.isEmpty() && request.url.isEmpty())
        return refused(u"“%1” names neither an operation nor an address."_s.arg(request.name));
    const json::Value *arguments = json::member(item, "arguments");
    if (!arguments)
        return request;
    const Result<CallArguments> read = callArgumentsFromJson(*arguments);
    if (!read)
        return refused(u"“%1”: %2"_s.arg(request.name, read.error().text));
    request.arguments = json::serialize(toJson(withoutSecrets(*read)));
    return request;
}

} // namespace

QByteArray toSavedRequestsJson(const SavedRequests &saved)
{
    json::Value folders = json::Value::array();
    for (const QString &folder : saved.folders)
        folders.push_back(json::fromQString(folder));
    json::Value requests = json::Value::array();
    for (const SavedRequest &request : saved.requests) {
        json::Value item =
            json::Object{{"name", json::fromQString(request.name)}, {"folder", json::fromQString(request.folder)}};
        const auto add = [&item](const char *name, const QString &value) {
            if (!value.isEmpty())
                item[name] = json::fromQString(value);
        };
        add("document", request.document);
        add("operation", request.operation);
        add("method", QString::fromUtf8(request.method));
        add("url", QString::fromUtf8(request.url));
        if (const Result<CallArguments> arguments = parseCallArguments(request.arguments))
            item["arguments"] = toJson(withoutSecrets(*arguments));
        requests.push_back(std::move(item));
    }
    const json::Value file = json::Object{{"format", json::Value(std::string(formatName))},
                                          {"version", 1},
                                          {"folders", std::move(folders)},
                                          {"requests", std::move(requests)}};
    return json::serialize(file, json::Indent::Two) + '\n';
}

Result<SavedRequests> fromSavedRequestsJson(const QByteArray &text)
{
    const Result<json::Value> file = json::parse(text, fileLimits);
    if (!file)
        return Error{file.error().code, refused(file.error().text).text};
    if (textOf(*file, "format").toStdString() != formatName)
        return refused(u"the file is of another kind. Choose one that was exported from Saved."_s);
    const json::Value *version = json::member(*file, "version");
    if (!version || json::compareNumbers(*version, json::Value(1)) != std::partial_ordering::equivalent)
        return refused(u"it was written by a newer version of the program."_s);
    const json::Value *folders = json::member(*file, "folders");
    const json::Value *requests = json::member(*file, "requests");
    if (!requests || !requests->is_array() || (folders && !folders->is_array()))
        return refused(u"“requests” and “folders” have to be arrays."_s);
    if (qint64(requests->size()) > savedrequestrepository::maximumRequests
        || (folders && qint64(folders->size()) > savedrequestrepository::maximumFolders)) {
        return Error{ErrorCode::LimitExceeded, u"The file has more than the %1 requests or %2 folders that are kept."_s
                                                   .arg(savedrequestrepository::maximumRequests)
                                                   .arg(savedrequestrepository::maximumFolders)};
    }
    SavedRequests saved;
    if (folders) {
        for (const json::Value &folder : *folders) {
            const QString path = json::toQString(folder);
            if (const Result<void> valid = savedrequestrepository::checkFolder(path); !valid)
                return refused(valid.error().text);
            saved.folders << path;
        }
    }
    QHash<QString, qint64> positions;
    for (const json::Value &item : *requests) {
        Result<SavedRequest> request = readRequest(item);
        if (!request)
            return request.error();
        request->position = positions[request->folder]++;
        saved.requests << std::move(*request);
    }
    return saved;
}

} // namespace uw
