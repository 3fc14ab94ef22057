// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/customsource.h"

#include "core/listener/httpsyntax.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

// A fixed answer is small; a page is not served from here.
constexpr qsizetype maximumAnswer = 64 * 1024;

QList<Locator> usualTypePlaces()
{
    using Kind = Locator::Kind;
    return {{Kind::Header, "X-Event-Type"}, {Kind::Header, "X-Event"}, {Kind::Header, "ce-type"},
            {Kind::Body, "/event"},         {Kind::Body, "/type"},     {Kind::Body, "/eventType"},
            {Kind::Body, "/event_type"},    {Kind::Form, "event"},     {Kind::Form, "type"}};
}

void readScheme(CustomSource &source, ObjectReader &reader, const ProviderTable &table)
{
    const json::Value *value = reader.value("scheme");
    if (!value || value->is_null())
        return;
    if (value->is_string()) {
        const ProviderDefinition *provider = table.find(json::toQString(*value));
        if (provider)
            source.definition.schemes = provider->schemes;
        else
            reader.fail("scheme", u"there is no provider \"%1\""_s.arg(json::toQString(*value)));
        return;
    }
    const Result<SignatureScheme> scheme = schemeFromJson(*value, reader.pathOf("scheme"));
    if (scheme)
        source.definition.schemes = {*scheme};
    else
        reader.fail("scheme", scheme.error().text);
}

void readAnswer(CustomSource &source, ObjectReader &parent)
{
    const json::Value *value = parent.value("answer");
    if (!value)
        return;
    ObjectReader reader(*value, parent.pathOf("answer"));
    CustomSource::Answer answer;
    answer.status = reader.integer("status", 200, 204, 202);
    if (answer.status != 200 && answer.status != 202 && answer.status != 204)
        reader.fail("status", u"200, 202 or 204 is wanted"_s);
    answer.contentType = reader.text("type").toLatin1();
    const json::Value *body = reader.value("body");
    if (body)
        answer.body = json::toQString(*body).toUtf8();
    if (body && (!body->is_string() || answer.body.size() > maximumAnswer))
        reader.fail("body", u"a text of at most %1 bytes is wanted"_s.arg(maximumAnswer));
    if (answer.status == 204 && !answer.body.isEmpty())
        reader.fail("body", u"204 has none"_s);
    if (!httpsyntax::isFieldValue(answer.contentType))
        reader.fail("type", u"is no media type"_s);
    if (const Result<void> read = reader.finish(); !read)
        parent.fail("answer", read.error().text);
    source.answer = answer;
}

void readMethods(CustomSource &source, ObjectReader &reader)
{
    const QStringList words = reader.texts("methods");
    if (words.isEmpty())
        return;
    source.methods.clear();
    for (const QString &word : words) {
        static const QStringList known{u"POST"_s, u"PUT"_s, u"PATCH"_s, u"DELETE"_s, u"GET"_s, u"HEAD"_s, u"OPTIONS"_s};
        if (!known.contains(word))
            reader.fail("methods", u"\"%1\" is none of %2"_s.arg(word, known.join(u", "_s)));
        source.methods.append(word.toLatin1());
    }
}

} // namespace

CustomSource defaultCustomSource()
{
    CustomSource source;
    source.definition.name = u"custom"_s;
    source.definition.title = u"this source"_s;
    source.definition.enabledByDefault = true;
    source.definition.events.type = usualTypePlaces();
    return source;
}

Result<CustomSource> customSourceFromJson(const json::Value &settings, const ProviderTable &table)
{
    ObjectReader reader(settings, u"the source's settings"_s);
    CustomSource source = defaultCustomSource();
    readScheme(source, reader, table);
    readMethods(source, reader);
    readAnswer(source, reader);
    source.allowsBrowsers = reader.flag("allowBrowsers");
    source.workspaceId = reader.text("workspaceId");
    source.definition.maximumBodyBytes = reader.integer("maximumBodyBytes", 0, int(limits::bodyBytesMaximum), 0);
    const EventRules rules = eventRulesFromJson(reader);
    source.definition.events = rules;
    if (rules.type.isEmpty())
        source.definition.events.type = usualTypePlaces();
    if (const json::Value *schema = reader.value("schema"); schema && !schema->is_null()) {
        const Result<BodySchema> read = BodySchema::fromJson(*schema);
        if (read)
            source.schema = *read;
        else
            reader.fail("schema", read.error().text);
    }
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return source;
}

} // namespace uw
