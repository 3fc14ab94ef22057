// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/compiler.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

constexpr qsizetype maximumWarnings = 100;
// Where schemas are put together of more, the others are not looked at for which way a member flows.
constexpr std::size_t maximumParts = 64;

Types typeOf(const Value &name)
{
    const QString word = toQString(name);
    if (word == "null"_L1)
        return NullType;
    if (word == "boolean"_L1)
        return BooleanType;
    if (word == "integer"_L1)
        return IntegerType;
    if (word == "number"_L1)
        return NumberType;
    if (word == "string"_L1)
        return StringType;
    return word == "array"_L1 ? ArrayType : ObjectType;
}

} // namespace

Result<std::shared_ptr<const Program>> Compiler::run()
{
    const Result<const Place *> entry = m_index.entry();
    if (!entry)
        return entry.error();
    m_program->entry = nodeFor(**entry);
    readPending();
    if (m_hasDynamicReferences)
        readDynamicAnchors();
    refuseLoops();
    if (m_error)
        return *m_error;
    return std::shared_ptr<const Program>(m_program);
}

void Compiler::complain(const std::string &location, const QString &message, ErrorCode code)
{
    const SchemaProblem problem{QString::fromStdString(location), message};
    if (!m_options.isLenient || code == ErrorCode::LimitExceeded) {
        if (!m_error)
            m_error = Error{code, problem.text()};
    } else if (m_program->warnings.size() < maximumWarnings) {
        m_program->warnings.append(problem);
    }
}

NodeIndex Compiler::nodeFor(const Place &place)
{
    const auto [known, isNew] = m_nodes.emplace(place.value, static_cast<NodeIndex>(m_pending.size()));
    if (isNew)
        m_pending.push_back(&place);
    return known->second;
}

NodeIndex Compiler::nodeOf(const Work &work, std::string_view keyword)
{
    const Value *schema = work.keywords.value(keyword);
    return schema ? nodeFor(*schema) : none;
}

std::vector<NodeIndex> Compiler::nodesOf(const Work &work, std::string_view keyword)
{
    std::vector<NodeIndex> nodes;
    if (const Array *schemas = work.keywords.array(keyword)) {
        for (const Value &schema : *schemas)
            nodes.push_back(nodeFor(schema));
    }
    return nodes;
}

void Compiler::readPending()
{
    for (; m_nextPending < m_pending.size() && !m_error; ++m_nextPending)
        m_program->nodes.push_back(read(*m_pending[m_nextPending]));
}

Node Compiler::read(const Place &place)
{
    Node node;
    node.location = place.location;
    node.resource = place.resource;
    const auto *object = place.value->get_ptr<const Object *>();
    if (!object || object->empty()) {
        node.kind =
            place.value->is_boolean() && *place.value == Value(false) ? Node::Kind::Nothing : Node::Kind::Anything;
        if (!object && !place.value->is_boolean())
            complain(place.location, u"a schema is an object, true or false"_s);
        return node;
    }
    const auto reference = object->find("$ref");
    const bool isBare = reference != object->end() && reference->second.is_string() && refStandsAlone(place.dialect);
    const KeywordReader keywords(*object, place.dialect, isBare,
                                 [this, &place](std::string_view keyword, const QString &message) {
                                     complain(childLocation(place.location, keyword), message);
                                 });
    if (const std::string *named = keywords.text("$schema");
        named && !dialectOf(QString::fromStdString(*named)) && !m_options.isLenient)
        complain(childLocation(place.location, "$schema"),
                 u"this version of JSON Schema is not known; drafts 4, 6, 7, 2019-09 and 2020-12 are"_s);
    const Work work{place, keywords, node};
    readReferences(work);
    readValues(work);
    readNumbers(work);
    readStrings(work);
    readArrays(work);
    readObjects(work);
    readCombination(work);
    return node;
}

void Compiler::readReferences(const Work &work)
{
    for (const char *keyword : {"$ref", "$dynamicRef", "$recursiveRef"})
        addReference(work, keyword);
}

void Compiler::addReference(const Work &work, const char *keyword)
{
    const std::string *text = work.keywords.text(keyword);
    if (!text)
        return;
    const QString address = QString::fromStdString(*text);
    const Result<const Place *> target = m_index.resolve(address, work.place);
    if (!target) {
        complain(childLocation(work.place.location, keyword), target.error().text, target.error().code);
        return;
    }
    Reference reference{.target = nodeFor(**target), .keyword = keyword};
    if (keyword == std::string_view("$dynamicRef"))
        reference.dynamicAnchor = m_index.dynamicName(address, **target);
    const Value *recursive = member(*(*target)->value, "$recursiveAnchor");
    if (keyword == std::string_view("$recursiveRef") && recursive && *recursive == Value(true))
        reference.dynamicAnchor = std::string();
    m_hasDynamicReferences = m_hasDynamicReferences || reference.dynamicAnchor;
    work.node.references.push_back(std::move(reference));
}

void Compiler::readValues(const Work &work)
{
    Node &node = work.node;
    if (const Value *type = work.keywords.value("type")) {
        if (const auto *several = type->get_ptr<const Array *>()) {
            for (const Value &name : *several)
                node.types |= typeOf(name);
        } else {
            node.types = typeOf(*type);
        }
    }
    node.hasStrictIntegers = work.place.dialect == SchemaDialect::Draft4;
    node.isNullable = work.keywords.flag("nullable");
    if (const Value *constant = work.keywords.value("const"))
        node.constant = *constant;
    if (const Array *allowed = work.keywords.array("enum"))
        node.allowed = std::make_unique<std::vector<Value>>(*allowed);
    const std::string *format = work.keywords.text("format");
    if (format && m_options.assertsFormats)
        node.format = findFormat(*format);
}

void Compiler::readNumbers(const Work &work)
{
    NumberRules rules;
    const auto add = [&](const char *keyword, const char *exclusiveKeyword, bool isUpper) {
        const Value *limit = work.keywords.value(keyword);
        const Value *exclusive = work.keywords.value(exclusiveKeyword);
        const bool isFlag = exclusive && exclusive->is_boolean();
        if (limit)
            rules.bounds.push_back({*limit, isUpper, isFlag && *exclusive == Value(true), keyword});
        if (exclusive && !isFlag)
            rules.bounds.push_back({*exclusive, isUpper, true, exclusiveKeyword});
    };
    add("minimum", "exclusiveMinimum", false);
    add("maximum", "exclusiveMaximum", true);
    if (const Value *divisor = work.keywords.value("multipleOf"))
        rules.multipleOf = *divisor;
    if (!rules.bounds.empty() || rules.multipleOf)
        work.node.numbers = std::make_unique<NumberRules>(std::move(rules));
}

void Compiler::readStrings(const Work &work)
{
    StringRules rules;
    rules.minLength = work.keywords.size("minLength");
    rules.maxLength = work.keywords.size("maxLength");
    if (const std::string *source = work.keywords.text("pattern"))
        rules.pattern = pattern(*source, childLocation(work.place.location, "pattern"));
    if (rules.minLength || rules.maxLength || rules.pattern)
        work.node.strings = std::make_unique<StringRules>(std::move(rules));
}

std::shared_ptr<const Pattern> Compiler::pattern(const std::string &source, const std::string &location)
{
    if (const auto known = m_patterns.find(source); known != m_patterns.end())
        return known->second;
    if (m_patterns.size() >= static_cast<std::size_t>(m_options.maximumPatterns)) {
        complain(location, u"there are more than %1 patterns"_s.arg(m_options.maximumPatterns),
                 ErrorCode::LimitExceeded);
        return nullptr;
    }
    const Result<std::shared_ptr<const Pattern>> compiled = Pattern::compile(source);
    if (!compiled) {
        complain(location, u"this is no regular expression: %1"_s.arg(compiled.error().text));
        return nullptr;
    }
    m_patterns.emplace(source, *compiled);
    return *compiled;
}

void Compiler::readArrays(const Work &work)
{
    const SchemaDialect dialect = work.place.dialect;
    ArrayRules rules;
    rules.minItems = work.keywords.size("minItems");
    rules.maxItems = work.keywords.size("maxItems");
    rules.isUnique = work.keywords.flag("uniqueItems");
    if (work.keywords.array("items")) {
        rules.prefix = nodesOf(work, "items");
        rules.prefixKeyword = "items";
        rules.rest = nodeOf(work, "additionalItems");
        rules.restKeyword = "additionalItems";
    } else {
        rules.prefix = nodesOf(work, "prefixItems");
        rules.rest = nodeOf(work, "items");
    }
    rules.contains = nodeOf(work, "contains");
    rules.minContains = work.keywords.size("minContains").value_or(1);
    rules.maxContains = work.keywords.size("maxContains");
    rules.containsEvaluates = dialect == SchemaDialect::Draft2020;
    rules.unevaluated = nodeOf(work, "unevaluatedItems");
    m_program->tracksEvaluated = m_program->tracksEvaluated || rules.unevaluated != none;
    if (rules.minItems || rules.maxItems || rules.isUnique || !rules.prefix.empty() || rules.rest != none
        || rules.contains != none || rules.unevaluated != none)
        work.node.arrays = std::make_unique<ArrayRules>(std::move(rules));
}

// The schema with all that holds beside it for every value: what it refers to and the parts of its allOf.
void Compiler::addParts(const Place &place, std::vector<const Place *> &parts)
{
    if (parts.size() >= maximumParts || std::find(parts.begin(), parts.end(), &place) != parts.end())
        return;
    parts.push_back(&place);
    const Value *reference = member(*place.value, "$ref");
    if (reference && reference->is_string()) {
        if (const Result<const Place *> target = m_index.resolve(toQString(*reference), place))
            addParts(**target, parts);
        if (refStandsAlone(place.dialect))
            return;
    }
    const Value *all = member(*place.value, "allOf");
    for (std::size_t i = 0; all && all->is_array() && i < all->size() && parts.size() < maximumParts; ++i)
        addParts(*m_index.place((*all)[i]), parts);
}

// Whether a member flows the other way than what is checked. It does when any schema that holds for it says so.
bool Compiler::isOtherDirection(const std::vector<const Place *> &parts, const std::string &name)
{
    const bool isRequest = m_options.direction == SchemaOptions::Direction::Request;
    const std::string_view keyword = isRequest ? "readOnly" : "writeOnly";
    std::vector<const Place *> ofMember;
    for (const Place *part : parts) {
        const Value *reference = member(*part->value, "$ref");
        const bool isBare = reference && reference->is_string() && refStandsAlone(part->dialect);
        const Value *properties = isBare ? nullptr : member(*part->value, "properties");
        if (const Value *schema = properties ? member(*properties, name) : nullptr)
            addParts(*m_index.place(*schema), ofMember);
    }
    return std::any_of(ofMember.begin(), ofMember.end(), [keyword](const Place *schema) {
        const Value *flag = member(*schema->value, keyword);
        return flag && *flag == Value(true);
    });
}

void Compiler::readRequired(const Work &work, ObjectRules &rules)
{
    const Value *required = work.keywords.value("required");
    if (!required)
        return;
    rules.required = textsOf(*required);
    if (m_options.direction == SchemaOptions::Direction::Any || rules.required.empty())
        return;
    // What one part of an allOf requires, another may describe.
    const Place *whole = &work.place;
    for (auto around = m_wholes.find(whole->value); around != m_wholes.end(); around = m_wholes.find(whole->value))
        whole = around->second;
    std::vector<const Place *> parts;
    addParts(work.place, parts);
    addParts(*whole, parts);
    std::erase_if(rules.required, [&](const std::string &name) { return isOtherDirection(parts, name); });
}

void Compiler::readObjects(const Work &work)
{
    ObjectRules rules;
    rules.minProperties = work.keywords.size("minProperties");
    rules.maxProperties = work.keywords.size("maxProperties");
    readRequired(work, rules);
    readMembers(work, rules);
    readDependencies(work, rules);
    rules.additional = nodeOf(work, "additionalProperties");
    rules.names = nodeOf(work, "propertyNames");
    rules.unevaluated = nodeOf(work, "unevaluatedProperties");
    m_program->tracksEvaluated = m_program->tracksEvaluated || rules.unevaluated != none;
    if (rules.minProperties || rules.maxProperties || !rules.required.empty() || !rules.properties.empty()
        || !rules.patterns.empty() || rules.additional != none || rules.names != none || !rules.dependencies.empty()
        || rules.unevaluated != none)
        work.node.objects = std::make_unique<ObjectRules>(std::move(rules));
}

void Compiler::readMembers(const Work &work, ObjectRules &rules)
{
    if (const Object *properties = work.keywords.object("properties")) {
        for (const auto &[name, schema] : *properties) {
            rules.properties.emplace_back(name, nodeFor(schema));
            rules.propertyIndex.appended(rules.properties);
        }
    }
    if (const Object *patterns = work.keywords.object("patternProperties")) {
        const std::string location = childLocation(work.place.location, "patternProperties");
        for (const auto &[source, schema] : *patterns) {
            if (std::shared_ptr<const Pattern> compiled = pattern(source, childLocation(location, source)))
                rules.patterns.emplace_back(std::move(compiled), nodeFor(schema));
        }
    }
}

void Compiler::readDependencies(const Work &work, ObjectRules &rules)
{
    for (const char *keyword : {"dependencies", "dependentRequired", "dependentSchemas"}) {
        const Object *members = work.keywords.object(keyword);
        if (!members)
            continue;
        for (const auto &[name, value] : *members) {
            if (value.is_array())
                rules.dependencies.push_back({name, textsOf(value), none, keyword});
            else
                rules.dependencies.push_back({name, {}, nodeFor(value), keyword});
        }
    }
}

void Compiler::readCombination(const Work &work)
{
    Combination rules;
    rules.allOf = nodesOf(work, "allOf");
    if (const Array *parts = work.keywords.array("allOf")) {
        for (const Value &part : *parts)
            m_wholes.emplace(&part, &work.place);
    }
    rules.anyOf = nodesOf(work, "anyOf");
    rules.oneOf = nodesOf(work, "oneOf");
    rules.negated = nodeOf(work, "not");
    rules.condition = nodeOf(work, "if");
    if (rules.condition != none) {
        rules.consequence = nodeOf(work, "then");
        rules.alternative = nodeOf(work, "else");
    }
    if (!rules.allOf.empty() || !rules.anyOf.empty() || !rules.oneOf.empty() || rules.negated != none
        || rules.condition != none)
        work.node.combination = std::make_unique<Combination>(std::move(rules));
}

// A dynamic reference may lead to any of them; reading one may show more.
void Compiler::readDynamicAnchors()
{
    for (std::size_t i = 0; i < m_index.dynamicAnchors().size() && !m_error; ++i) {
        const SchemaIndex::DynamicAnchor anchor = m_index.dynamicAnchors()[i];
        m_program->dynamicAnchors.emplace(std::pair(anchor.resource, anchor.name), nodeFor(*anchor.value));
        readPending();
    }
}

// References that lead to each other in a circle say nothing and never end.
void Compiler::refuseLoops()
{
    if (m_error)
        return;
    // 0: not looked at, else the walk that came by.
    std::vector<NodeIndex> visitedBy(m_program->nodes.size(), 0);
    for (NodeIndex start = 0; start < static_cast<NodeIndex>(m_program->nodes.size()); ++start) {
        NodeIndex current = start;
        while (current != none && visitedBy[static_cast<std::size_t>(current)] == 0) {
            visitedBy[static_cast<std::size_t>(current)] = start + 1;
            const std::vector<Reference> &references = m_program->nodes[static_cast<std::size_t>(current)].references;
            current = references.empty() || references.front().dynamicAnchor ? none : references.front().target;
        }
        if (current == none || visitedBy[static_cast<std::size_t>(current)] != start + 1)
            continue;
        const Node &node = m_program->nodes[static_cast<std::size_t>(current)];
        complain(childLocation(node.location, node.references.front().keyword),
                 u"the reference leads back to itself"_s);
    }
}

} // namespace uw::json::schema
