// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/providerdefinition.h"

#include "core/base/logging.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace uw {

namespace {

bool isRouteName(const QString &name)
{
    return !name.isEmpty() && name.size() <= limits::sourceNameLength && name != "custom"_L1
        && std::all_of(name.begin(), name.end(),
                       [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-'; });
}

template<typename T>
void readList(ObjectReader &reader, const char *name, QList<T> &list,
              Result<T> (*read)(const json::Value &, const QString &))
{
    const json::Array *array = reader.array(name);
    for (std::size_t i = 0; array && i < array->size(); ++i) {
        Result<T> element = read((*array)[i], u"%1[%2]"_s.arg(reader.pathOf(name)).arg(i));
        if (element)
            list.append(std::move(*element));
        else
            reader.fail(name, element.error().text);
    }
}

std::optional<AcceptedAnswer> readAccepted(ObjectReader &parent)
{
    const json::Value *value = parent.value("accepted");
    if (!value)
        return std::nullopt;
    ObjectReader reader(*value, parent.pathOf("accepted"));
    AcceptedAnswer answer;
    answer.when = conditionsFromJson(reader, "when");
    answer.status = reader.integer("status", 200, 204, 202);
    answer.contentType = reader.text("type").toLatin1();
    if (const Result<void> read = reader.finish(); !read)
        parent.fail("accepted", read.error().text);
    return answer;
}

void check(const ProviderDefinition &provider, ObjectReader &reader)
{
    if (!isRouteName(provider.name))
        reader.fail("name", u"\"%1\" is no name of a route: 1 to 64 of a-z 0-9 -"_s.arg(provider.name));
    for (const QString &word : provider.accepts) {
        if (word != "json"_L1 && word != "form"_L1)
            reader.fail("accepts", u"\"%1\" is neither json nor form"_s.arg(word));
    }
    QStringList names;
    for (const SignatureScheme &scheme : provider.schemes) {
        if (names.contains(scheme.name))
            reader.fail("schemes", u"two are named \"%1\""_s.arg(scheme.name));
        names << scheme.name;
    }
}

VerbTable readVerbs(ObjectReader &reader)
{
    VerbTable verbs;
    const json::Object *object = reader.object("verbs");
    if (!object)
        return verbs;
    for (const auto &[from, to] : *object)
        verbs.insert(QString::fromStdString(from), json::toQString(to));
    return verbs;
}

} // namespace

QByteArrayList ProviderDefinition::methods() const
{
    QByteArrayList methods{"POST"};
    for (const Handshake &handshake : handshakes) {
        if (!methods.contains(handshake.method))
            methods.append(handshake.method);
    }
    return methods;
}

QList<QByteArray> ProviderDefinition::allSecretHeaders() const
{
    QList<QByteArray> headers = secretHeaders;
    for (const SignatureScheme &scheme : schemes) {
        if (scheme.carriesSecret() && scheme.signature.kind == Locator::Kind::Header)
            headers.append(scheme.signature.name);
    }
    for (const Handshake &handshake : handshakes) {
        if (handshake.learnsSecret && handshake.token.kind == Locator::Kind::Header)
            headers.append(handshake.token.name);
    }
    return headers;
}

Result<ProviderDefinition> providerFromJson(const json::Value &object, const QString &path)
{
    ObjectReader reader(object, path);
    ProviderDefinition provider;
    provider.name = reader.requiredText("name");
    provider.title = reader.requiredText("title");
    provider.sampleType = reader.text("sample", provider.sampleType);
    provider.documentation = reader.text("documentation");
    readList(reader, "schemes", provider.schemes, schemeFromJson);
    provider.accepts = reader.texts("accepts");
    provider.formField = reader.text("formField").toUtf8();
    provider.events = eventRulesFromJson(reader);
    readList(reader, "handshakes", provider.handshakes, handshakeFromJson);
    provider.accepted = readAccepted(reader);
    const QStringList secretHeaders = reader.texts("secretHeaders");
    for (const QString &header : secretHeaders)
        provider.secretHeaders.append(header.toUtf8());
    provider.maximumBodyBytes = reader.integer("maximumBodyBytes", 0, int(limits::bodyBytesMaximum), 0);
    provider.enabledByDefault = reader.flag("enabledByDefault");
    check(provider, reader);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return provider;
}

const ProviderDefinition *ProviderTable::find(QStringView name) const
{
    const auto found = std::find_if(providers.begin(), providers.end(),
                                    [name](const ProviderDefinition &provider) { return provider.name == name; });
    return found == providers.end() ? nullptr : &*found;
}

Result<ProviderTable> parseProviderTable(QByteArrayView text)
{
    const Result<json::Value> document = json::parse(text, {.maximumDepth = 20, .maximumNodes = 100'000});
    if (!document)
        return Error{ErrorCode::InvalidInput, u"The table of providers is no JSON: %1"_s.arg(document.error().text)};
    ObjectReader reader(*document, u"providers.json"_s);
    ProviderTable table;
    table.verbs = readVerbs(reader);
    const json::Array *entries = reader.array("providers");
    if (!entries)
        reader.fail("providers", u"is missing"_s);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    for (std::size_t i = 0; i < entries->size(); ++i) {
        Result<ProviderDefinition> provider = providerFromJson((*entries)[i], u"providers[%1]"_s.arg(i));
        if (!provider)
            table.faults.append(provider.error());
        else if (table.find(provider->name))
            table.faults.append({ErrorCode::InvalidInput,
                                 u"providers[%1]: there is a provider \"%2\" already"_s.arg(i).arg(provider->name)});
        else
            table.providers.append(std::move(*provider));
    }
    return table;
}

ProviderTable builtInProviders()
{
    QFile file(u":/providers/providers.json"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {.faults = {{ErrorCode::Internal, u"The table of providers is not built in."_s}}};
    Result<ProviderTable> table = parseProviderTable(file.readAll());
    if (!table)
        return {.faults = {table.error()}};
    for (const Error &fault : std::as_const(table->faults))
        qCCritical(uwProviders).noquote() << fault.text;
    return std::move(*table);
}

} // namespace uw
