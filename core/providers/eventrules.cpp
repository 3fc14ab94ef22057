// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/providers/eventrules.h"

using namespace Qt::StringLiterals;

namespace uw {

namespace {

constexpr qsizetype maximumName = 256;

constexpr ObjectReader::Word<TypeStyle> styles[] = {
    {"plain"_L1, TypeStyle::Plain},
    {"camel"_L1, TypeStyle::Camel},
    {"camel-verb-first"_L1, TypeStyle::CamelVerbFirst},
    {"snake-verb-last"_L1, TypeStyle::SnakeVerbLast},
    {"snake-verb-first"_L1, TypeStyle::SnakeVerbFirst},
};

QHash<QString, QString> readTexts(ObjectReader &reader, const char *name)
{
    QHash<QString, QString> texts;
    const json::Object *object = reader.object(name);
    if (!object)
        return texts;
    for (const auto &[key, value] : *object) {
        if (!value.is_string())
            reader.fail(name, u"\"%1\" is no text"_s.arg(QString::fromStdString(key)));
        texts.insert(QString::fromStdString(key), json::toQString(value));
    }
    return texts;
}

Result<EntityRule> entityFromJson(const json::Value &value, const QString &path)
{
    ObjectReader reader(value, path);
    EntityRule rule;
    rule.events = reader.texts("events");
    rule.id = reader.locators("id");
    rule.type = reader.text("type");
    rule.typeFrom = reader.locator("typeFrom");
    if (rule.id.isEmpty())
        reader.fail("id", u"is missing"_s);
    if (const Result<void> read = reader.finish(); !read)
        return read.error();
    return rule;
}

// "taskStatusUpdated" → task, Status, Updated.
QStringList camelWords(const QString &text)
{
    QStringList words;
    for (const QChar c : text) {
        if (words.isEmpty() || c.isUpper())
            words << QString();
        words.last() += c;
    }
    return words;
}

QString withSeparators(const QString &text)
{
    QString result;
    for (const QChar c : text.trimmed().toLower()) {
        if (c == u':' || c == u'/')
            result += u'.';
        else if (c == u' ' || c == u'-')
            result += u'_';
        else
            result += c;
        if (result == u'.')
            result.clear();
    }
    return result;
}

QString joined(const QStringList &words, bool verbFirst)
{
    if (words.size() < 2)
        return words.value(0).toLower();
    const QString first = words.first().toLower();
    const QString rest = words.sliced(1).join(u'_').toLower();
    return verbFirst ? rest + u'.' + first : first + u'.' + rest;
}

QString styled(const QString &type, TypeStyle style)
{
    switch (style) {
    case TypeStyle::Plain:
        return withSeparators(type);
    case TypeStyle::Camel:
        return joined(camelWords(type), false);
    case TypeStyle::CamelVerbFirst:
        return joined(camelWords(type), true);
    case TypeStyle::SnakeVerbFirst: {
        const qsizetype first = type.indexOf(u'_');
        return first <= 0 ? withSeparators(type)
                          : withSeparators(type.sliced(first + 1)) + u'.' + withSeparators(type.first(first));
    }
    case TypeStyle::SnakeVerbLast: {
        const qsizetype last = type.lastIndexOf(u'_');
        return last <= 0 ? withSeparators(type)
                         : withSeparators(type.first(last)) + u'.' + withSeparators(type.sliced(last + 1));
    }
    }
    Q_UNREACHABLE();
}

} // namespace

QString nameFrom(const std::optional<QByteArray> &bytes)
{
    // No character takes more than three bytes for each of its UTF-16 units, so a longer text is not even decoded.
    if (!bytes || bytes->size() > 3 * maximumName)
        return {};
    QString text = QString::fromUtf8(*bytes);
    const bool isNamelike =
        text.size() <= maximumName && std::all_of(text.begin(), text.end(), [](QChar c) {
            return c.unicode() >= 0x20 && c.unicode() != 0x7f && !(c.unicode() >= 0x80 && c.unicode() < 0xa0);
        });
    return isNamelike ? text : QString();
}

EventRules eventRulesFromJson(ObjectReader &provider)
{
    EventRules rules;
    rules.required = provider.locators("required");
    if (const json::Value *event = provider.value("event")) {
        ObjectReader reader(*event, provider.pathOf("event"));
        rules.type = reader.locators("type");
        rules.action = reader.locators("action");
        rules.deliveryId = reader.locators("id");
        rules.style = reader.word<TypeStyle>("style", styles, TypeStyle::Plain);
        rules.stripPrefix = reader.text("stripPrefix");
        rules.stripSuffix = reader.text("stripSuffix");
        rules.exceptions = readTexts(reader, "exceptions");
        if (const Result<void> read = reader.finish(); !read)
            provider.fail("event", read.error().text);
    }
    const json::Array *entities = provider.array("entities");
    for (std::size_t i = 0; entities && i < entities->size(); ++i) {
        const Result<EntityRule> rule =
            entityFromJson((*entities)[i], u"%1[%2]"_s.arg(provider.pathOf("entities")).arg(i));
        if (rule)
            rules.entities.append(*rule);
        else
            provider.fail("entities", rule.error().text);
    }
    return rules;
}

QString normalizeType(const EventRules &rules, const QString &type, const QString &action, const VerbTable &verbs)
{
    if (type.isEmpty())
        return {};
    QString result = rules.exceptions.value(type);
    if (result.isEmpty()) {
        QString own = type;
        if (own.startsWith(rules.stripPrefix, Qt::CaseInsensitive))
            own = own.sliced(rules.stripPrefix.size());
        if (own.endsWith(rules.stripSuffix, Qt::CaseInsensitive))
            own.chop(rules.stripSuffix.size());
        result = styled(own, rules.style);
        if (!action.isEmpty())
            result += u'.' + withSeparators(action);
    }
    const qsizetype dot = result.lastIndexOf(u'.');
    const QString verb = dot > 0 ? verbs.value(result.sliced(dot + 1)) : QString();
    return verb.isEmpty() ? result : result.first(dot + 1) + verb;
}

EventIdentity identify(const EventRules &rules, const RequestView &request, QByteArrayView formField,
                       const VerbTable &verbs)
{
    EventIdentity identity;
    identity.eventType = nameFrom(locateFirst(rules.type, request, formField));
    identity.deliveryId = nameFrom(locateFirst(rules.deliveryId, request, formField));
    const QString action = nameFrom(locateFirst(rules.action, request, formField));
    identity.normalizedType = normalizeType(rules, identity.eventType, action, verbs);
    for (const EntityRule &rule : rules.entities) {
        if (!rule.events.isEmpty() && !rule.events.contains(identity.eventType))
            continue;
        identity.entityId = nameFrom(locateFirst(rule.id, request, formField));
        if (identity.entityId.isEmpty())
            continue;
        identity.entityType = rule.type;
        if (identity.entityType.isEmpty())
            identity.entityType = nameFrom(locate(rule.typeFrom, request, formField));
        break;
    }
    if (identity.entityType.isEmpty() && identity.normalizedType.contains(u'.'))
        identity.entityType = identity.normalizedType.first(identity.normalizedType.indexOf(u'.'));
    return identity;
}

std::optional<Locator> missingMember(const EventRules &rules, const RequestView &request, QByteArrayView formField)
{
    for (const Locator &locator : rules.required) {
        const std::optional<QByteArray> value = locate(locator, request, formField);
        if (!value || value->isEmpty())
            return locator;
    }
    return std::nullopt;
}

} // namespace uw
