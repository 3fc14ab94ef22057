// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/openapi/referencedfiles.h"

#include "core/openapi/documenttext.h"
#include "core/openapi/filereader.h"
#include "core/openapi/reference.h"

#include <QSet>
#include <QUrl>

#include <algorithm>
#include <deque>

namespace uw::openapi {
namespace {

using namespace std::string_view_literals;

// Members that hold data, whatever stands in them.
constexpr std::string_view dataMembers[] = {"example"sv, "default"sv, "enum"sv, "const"sv, "value"sv};
// Members whose own members are named by the author.
constexpr std::string_view nameMembers[] = {"properties"sv,
                                            "patternProperties"sv,
                                            "definitions"sv,
                                            "$defs"sv,
                                            "dependentSchemas"sv,
                                            "dependencies"sv,
                                            "paths"sv,
                                            "webhooks"sv,
                                            "x-webhooks"sv,
                                            "pathItems"sv,
                                            "responses"sv,
                                            "parameters"sv,
                                            "schemas"sv,
                                            "examples"sv,
                                            "requestBodies"sv,
                                            "headers"sv,
                                            "securitySchemes"sv,
                                            "links"sv,
                                            "callbacks"sv,
                                            "content"sv,
                                            "encoding"sv,
                                            "additionalOperations"sv};

template<std::size_t count>
bool isOneOf(std::string_view name, const std::string_view (&names)[count])
{
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// What a value is, by where it stands.
enum class Place { Object, Names, Mapping, Data };

class Joiner final {
public:
    Joiner(json::Value &root, const FileAccess &access, WarningList &warnings)
        : m_root(root)
        , m_reader(access)
        , m_warnings(warnings)
        , m_isSwagger(json::member(root, "swagger") != nullptr)
    {}

    ReferencedFiles run()
    {
        walk(m_root, Place::Object, nullptr, QString());
        // What references lead to is walked after what holds them: no recursion from file to file.
        while (!m_targets.empty()) {
            const Target target = m_targets.front();
            m_targets.pop_front();
            walkTarget(target);
        }
        if (!m_files.empty())
            addToRoot();
        return std::move(m_result);
    }

private:
    struct File {
        QUrl address;
        QString name;
        json::Value tree;
        // 1: the description itself refers to it.
        int depth;
    };
    struct Target {
        File *file;
        QString pointer;
        Place place;
    };

    [[nodiscard]] Place placeOf(std::string_view name, const json::Value &value) const;
    void walk(json::Value &value, Place place, File *file, const QString &pointer);
    void walkMembers(json::Object &members, Place place, File *file, const QString &pointer);
    void walkTarget(const Target &target);
    void rewrite(json::Value &reference, Place place, File *file, const QString &pointer, bool mayBeAName = false);
    File *fileAt(const QUrl &address, const File *from, const QString &pointer);
    void addToRoot();
    void warn(const QString &message, const QString &pointer)
    {
        m_warnings.add(QStringLiteral("reference_file"), message, pointer);
    }
    [[nodiscard]] static QString placeIn(const File *file)
    {
        return file ? u'/' + QLatin1StringView(referencedFilesMember) + u'/' + json::escapePointerToken(file->name)
                    : QString();
    }

    json::Value &m_root;
    FileReader m_reader;
    WarningList &m_warnings;
    const bool m_isSwagger;
    std::vector<std::unique_ptr<File>> m_files;
    // By address; null: it cannot be had.
    QHash<QString, File *> m_byAddress;
    std::deque<Target> m_targets;
    // Containers of files that were walked.
    QSet<const json::Value *> m_walked;
    ReferencedFiles m_result;
};

Place Joiner::placeOf(std::string_view name, const json::Value &value) const
{
    if (isOneOf(name, dataMembers))
        return Place::Data;
    // A list in a schema and, in Swagger, a table by media type: examples themselves.
    if (name == "examples" && (m_isSwagger || value.is_array()))
        return Place::Data;
    if (name == "mapping")
        return Place::Mapping;
    if (isOneOf(name, nameMembers))
        return value.is_object() ? Place::Names : Place::Object;
    return name.starts_with("x-") ? Place::Data : Place::Object;
}

void Joiner::walk(json::Value &value, Place place, File *file, const QString &pointer)
{
    if (place == Place::Data || !value.is_structured())
        return;
    if (file) {
        if (m_walked.contains(&value))
            return;
        m_walked.insert(&value);
    }
    if (auto *elements = value.get_ptr<json::Array *>()) {
        for (std::size_t i = 0; i < elements->size(); ++i) {
            if ((*elements)[i].is_structured())
                walk((*elements)[i], place, file, pointer + u'/' + QString::number(i));
        }
        return;
    }
    walkMembers(*value.get_ptr<json::Object *>(), place, file, pointer);
}

void Joiner::walkMembers(json::Object &members, Place place, File *file, const QString &pointer)
{
    for (auto &[name, member] : members) {
        if (place == Place::Mapping) {
            if (member.is_string())
                rewrite(member, Place::Object, file, pointer, true);
        } else if (name == "$ref" && member.is_string()) {
            rewrite(member, place, file, pointer);
        } else if (member.is_structured()) {
            const Place inner = place == Place::Names ? Place::Object : placeOf(name, member);
            if (inner != Place::Data)
                walk(member, inner, file, pointer + u'/' + json::escapePointerToken(QString::fromStdString(name)));
        }
    }
}

void Joiner::walkTarget(const Target &target)
{
    // As far as the pointer goes by itself: the rest may stand behind a reference there.
    QString pointer = target.pointer;
    const json::Value *found = json::resolvePointer(target.file->tree, pointer);
    const bool isWhole = found != nullptr;
    while (!found && !pointer.isEmpty()) {
        pointer.truncate(pointer.lastIndexOf(u'/'));
        found = json::resolvePointer(target.file->tree, pointer);
    }
    if (!found)
        return;
    // The trees are ours and not const; only the look-up is.
    auto *value = const_cast<json::Value *>(found);
    walk(*value, isWhole ? target.place : Place::Object, target.file, placeIn(target.file) + pointer);
}

// `mayBeAName`: the text need not be a reference at all.
void Joiner::rewrite(json::Value &reference, Place place, File *file, const QString &pointer, bool mayBeAName)
{
    const QString text = json::toQString(reference);
    const qsizetype mark = text.indexOf(u'#');
    const QString path = mark < 0 ? text : text.left(mark);
    const QString fragment = mark < 0 ? QString() : text.mid(mark + 1);
    if (mayBeAName && mark < 0 && !path.contains(u'/') && !path.contains(u'.'))
        return;
    if (path.isEmpty() && !file)
        return;
    File *target = file;
    if (!path.isEmpty()) {
        const QUrl relative(path);
        if (m_reader.base().isEmpty() && relative.isRelative()) {
            if (!mayBeAName)
                warn(QStringLiteral("“%1” is a file beside the description, which has no folder here. Open it from "
                                    "its file or address.")
                         .arg(path.left(200)),
                     pointer);
            return;
        }
        const QUrl address = (file ? file->address : m_reader.base()).resolved(relative).adjusted(QUrl::RemoveFragment);
        if (address == m_reader.base()) {
            reference = "#" + fragment.toStdString();
            return;
        }
        target = fileAt(address, file, pointer);
        if (!target)
            return;
    }
    const QByteArray prefix = target ? QUrl::toPercentEncoding(placeIn(target), "/~!$&'()*+,;=:@") : QByteArray();
    const bool isPointer = fragment.isEmpty() || fragment.startsWith(u'/');
    reference = "#" + prefix.toStdString() + (isPointer ? "" : "/") + fragment.toStdString();
    m_targets.push_back({target, QString::fromUtf8(QByteArray::fromPercentEncoding(fragment.toUtf8())), place});
}

Joiner::File *Joiner::fileAt(const QUrl &address, const File *from, const QString &pointer)
{
    const QString key = address.toString(QUrl::FullyEncoded);
    const auto known = m_byAddress.constFind(key);
    if (known != m_byAddress.constEnd())
        return *known;
    m_byAddress.insert(key, nullptr);
    if (qsizetype(m_files.size()) >= maximumReferencedFiles) {
        warn(QStringLiteral("The description refers to more than %1 files; “%2” is left out.")
                 .arg(maximumReferencedFiles)
                 .arg(m_reader.nameOf(address)),
             pointer);
        return nullptr;
    }
    const int depth = from ? from->depth + 1 : 1;
    if (depth > maximumFileDepth) {
        warn(QStringLiteral("Files that refer to files go deeper than %1 levels; “%2” is left out.")
                 .arg(maximumFileDepth)
                 .arg(m_reader.nameOf(address)),
             pointer);
        return nullptr;
    }
    bool withheld = false;
    const Result<QByteArray> bytes = m_reader.read(address, withheld);
    if (withheld)
        m_result.withheld << WithheldFile{key, !address.isLocalFile()};
    if (!bytes) {
        warn(bytes.error().text, pointer);
        return nullptr;
    }
    json::ParseReport report;
    const QString name = m_reader.nameOf(address);
    Result<json::Value> tree = parseDocumentText(*bytes, name, report);
    if (!tree) {
        warn(tree.error().text, pointer);
        return nullptr;
    }
    m_files.push_back(std::make_unique<File>(File{address, name, std::move(*tree), depth}));
    m_result.read << key;
    m_byAddress.insert(key, m_files.back().get());
    return m_files.back().get();
}

void Joiner::addToRoot()
{
    json::Value files = json::Value::object();
    for (const std::unique_ptr<File> &file : m_files)
        files[file->name.toStdString()] = std::move(file->tree);
    m_root[referencedFilesMember] = std::move(files);
}

} // namespace

bool mayReferToFiles(QByteArrayView text)
{
    constexpr QByteArrayView word("$ref");
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.size())) {
        qsizetype next = at + word.size();
        while (next < text.size() && QByteArrayView("\"':= \t\r\n").contains(text.at(next)))
            ++next;
        if (next < text.size() && text.at(next) != '#')
            return true;
    }
    return false;
}

ReferencedFiles joinReferencedFiles(json::Value &root, const FileAccess &access, WarningList &warnings)
{
    return Joiner(root, access, warnings).run();
}

} // namespace uw::openapi
