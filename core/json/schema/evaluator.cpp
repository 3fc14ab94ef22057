// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/evaluator.h"

#include "core/json/schema/decimal.h"
#include "core/json/treehash.h"

#include <array>

using namespace Qt::StringLiterals;

namespace uw::json::schema {

namespace {

// What a violation costs beside a look: its texts are made.
constexpr qint64 violationSteps = 20;
constexpr qsizetype violationsPerVariant = 10;
constexpr qsizetype longestPointer = 2000;
constexpr std::size_t valuesInSentence = 5;

std::size_t codePoints(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

// Whether a variant that failed so may still be the one that was meant: nothing says that it is of another kind.
bool mayBeMeant(const Sink &variant, const QString &here)
{
    return std::none_of(variant.violations.begin(), variant.violations.end(), [&here](const SchemaViolation &v) {
        return v.keyword == "const"_L1 || v.keyword == "enum"_L1
            || (v.keyword == "type"_L1 && v.instancePointer == here);
    });
}

} // namespace

void Evaluated::mark(std::size_t position)
{
    if (position >= m_seen.size())
        m_seen.resize(position + 1);
    m_seen[position] = true;
}

void Evaluated::merge(const Evaluated &other)
{
    m_isAll = m_isAll || other.m_isAll;
    for (std::size_t i = 0; i < other.m_seen.size() && !m_isAll; ++i) {
        if (other.m_seen[i])
            mark(i);
    }
}

SchemaReport Evaluator::run(const Value &instance)
{
    Sink sink{.maximum = std::max<qsizetype>(m_limits.maximumViolations, 1)};
    const bool isGood = check(m_program.entry, instance, &sink, nullptr);
    Q_ASSERT(isGood || !sink.violations.isEmpty() || !m_unfinished.isEmpty());
    SchemaReport report;
    report.isCut = sink.isCut;
    report.unfinished = m_unfinished;
    // What was found after the limits were reached may be wrong.
    if (isGood || !m_unfinished.isEmpty())
        return report;
    report.violations = std::move(sink.violations);
    return report;
}

bool Evaluator::accepts(const Value &instance)
{
    return check(m_program.entry, instance, nullptr, nullptr) && m_unfinished.isEmpty();
}

bool Evaluator::spend(qint64 steps)
{
    m_steps += steps;
    if (m_steps > m_limits.maximumSteps && m_unfinished.isEmpty())
        m_unfinished = u"The check against the schema was ended after %1 steps."_s.arg(m_limits.maximumSteps);
    return m_unfinished.isEmpty();
}

bool Evaluator::isActive(NodeIndex index, const Value &instance) const
{
    for (auto frame = m_frames.rbegin(); frame != m_frames.rend() && frame->instance == &instance; ++frame) {
        if (frame->node == index)
            return true;
    }
    return false;
}

bool Evaluator::check(NodeIndex index, const Value &instance, Sink *sink, Evaluated *outer)
{
    const Node &node = m_program.nodes[static_cast<std::size_t>(index)];
    if (!spend(1))
        return false;
    if (node.kind == Node::Kind::Anything || isActive(index, instance))
        return true;
    const bool isTracking = m_program.tracksEvaluated && instance.is_structured();
    Evaluated own;
    const Case c{node, instance, sink, isTracking ? &own : nullptr};
    if (node.kind == Node::Kind::Nothing)
        return fail(c, "false", u"nothing is allowed here"_s);
    if (m_frames.size() >= static_cast<std::size_t>(m_limits.maximumDepth)) {
        m_unfinished = u"The schemas lead more than %1 levels deep on this value."_s.arg(m_limits.maximumDepth);
        return false;
    }
    m_frames.push_back({index, &instance});
    const bool isNewScope = m_scope.empty() || m_scope.back() != node.resource;
    if (isNewScope)
        m_scope.push_back(node.resource);
    const bool isGood = (node.isNullable && instance.is_null()) || checkRules(c);
    if (isNewScope)
        m_scope.pop_back();
    m_frames.pop_back();
    if (isGood && outer && isTracking)
        outer->merge(own);
    return isGood;
}

bool Evaluator::checkRules(const Case &c)
{
    if (!isType(c))
        return fail(c, "type", u"%1 stands where %2 is wanted"_s.arg(typeText(c.instance), typesText(c.node.types)));
    constexpr auto checks = std::to_array<bool (Evaluator::*)(const Case &)>({
        &Evaluator::checkReferences,
        &Evaluator::checkValues,
        &Evaluator::checkNumber,
        &Evaluator::checkString,
        &Evaluator::checkFormat,
        &Evaluator::checkArray,
        &Evaluator::checkObject,
        &Evaluator::checkCombination,
        // Last, because it asks what the others have looked at.
        &Evaluator::checkUnevaluated,
    });
    bool isGood = true;
    for (const auto step : checks) {
        isGood = (this->*step)(c) && isGood;
        if (!isGood && !c.goesOn())
            return false;
    }
    return isGood;
}

bool Evaluator::checkChild(const Case &c, NodeIndex index, const Value &child, Step step)
{
    m_path.push_back(step);
    const bool isGood = check(index, child, c.sink, nullptr);
    m_path.pop_back();
    return isGood;
}

bool Evaluator::isType(const Case &c) const
{
    const Types types = c.node.types;
    if (types == 0)
        return true;
    switch (c.instance.type()) {
    case Value::value_t::null:
        return (types & NullType) != 0;
    case Value::value_t::boolean:
        return (types & BooleanType) != 0;
    case Value::value_t::string:
        return (types & StringType) != 0;
    case Value::value_t::array:
        return (types & ArrayType) != 0;
    case Value::value_t::object:
        return (types & ObjectType) != 0;
    default:
        break;
    }
    if ((types & NumberType) != 0)
        return true;
    if ((types & IntegerType) == 0 || !isWhole(c.instance))
        return false;
    // An integer beyond 64 bits is a double here, whose spelling is not known any more.
    const auto *floating = c.instance.get_ptr<const double *>();
    return !c.node.hasStrictIntegers || !floating || std::abs(*floating) >= 9223372036854775808.0;
}

NodeIndex Evaluator::targetOf(const Reference &reference) const
{
    if (!reference.dynamicAnchor)
        return reference.target;
    for (const int resource : m_scope) {
        const auto found = m_program.dynamicAnchors.find(std::pair(resource, *reference.dynamicAnchor));
        if (found != m_program.dynamicAnchors.end())
            return found->second;
    }
    return reference.target;
}

bool Evaluator::checkReferences(const Case &c)
{
    bool isGood = true;
    for (const Reference &reference : c.node.references) {
        isGood = apply(c, targetOf(reference)) && isGood;
        if (!isGood && !c.goesOn())
            return false;
    }
    return isGood;
}

bool Evaluator::isEqual(const Value &a, const Value &b)
{
    if (a.is_string() || b.is_string())
        return spend(1) && a.is_string() && b.is_string()
            && *a.get_ptr<const std::string *>() == *b.get_ptr<const std::string *>();
    qint64 work = 0;
    const bool isSame = equalCounting(a, b, work);
    return spend(work) && isSame;
}

bool Evaluator::checkValues(const Case &c)
{
    if (c.node.constant && !isEqual(*c.node.constant, c.instance))
        return fail(c, "const", u"only %1 is allowed here"_s.arg(preview(*c.node.constant)));
    if (!c.node.allowed)
        return true;
    const std::vector<Value> &allowed = *c.node.allowed;
    if (std::any_of(allowed.begin(), allowed.end(), [&](const Value &value) { return isEqual(value, c.instance); }))
        return true;
    if (!c.sink)
        return false;
    QStringList values;
    for (std::size_t i = 0; i < std::min(allowed.size(), valuesInSentence); ++i)
        values.append(preview(allowed[i]));
    if (allowed.size() > valuesInSentence)
        values.append(u"… (%1 in all)"_s.arg(allowed.size()));
    return fail(c, "enum", u"%1 is none of the allowed values: %2"_s.arg(preview(c.instance), values.join(u", "_s)));
}

bool Evaluator::checkNumber(const Case &c)
{
    if (!c.node.numbers || !c.instance.is_number())
        return true;
    bool isGood = true;
    for (const Bound &bound : c.node.numbers->bounds) {
        const std::partial_ordering order = compareNumbers(c.instance, bound.limit);
        if ((bound.isUpper ? order < 0 : order > 0) || (order == 0 && !bound.isExclusive))
            continue;
        const QString relation = bound.isUpper
                                   ? (bound.isExclusive ? u"%1 is not less than %2"_s : u"%1 is more than %2"_s)
                                   : (bound.isExclusive ? u"%1 is not more than %2"_s : u"%1 is less than %2"_s);
        isGood = fail(c, bound.keyword, relation.arg(preview(c.instance), preview(bound.limit)));
    }
    const std::optional<Value> &divisor = c.node.numbers->multipleOf;
    if (divisor && !isMultipleOf(c.instance, *divisor))
        isGood = fail(c, "multipleOf", u"%1 is no multiple of %2"_s.arg(preview(c.instance), preview(*divisor)));
    return isGood;
}

bool Evaluator::checkString(const Case &c)
{
    const auto *text = c.instance.get_ptr<const std::string *>();
    if (!text || !c.node.strings)
        return true;
    const StringRules &rules = *c.node.strings;
    bool isGood = spend(std::ssize(*text) / 64);
    const std::size_t length = rules.minLength || rules.maxLength ? codePoints(*text) : 0;
    if (rules.minLength && length < *rules.minLength)
        isGood = fail(c, "minLength",
                      u"there are %1 characters; at least %2 are wanted"_s.arg(length).arg(*rules.minLength));
    if (rules.maxLength && length > *rules.maxLength)
        isGood = fail(c, "maxLength",
                      u"there are %1 characters; at most %2 are allowed"_s.arg(length).arg(*rules.maxLength));
    if (rules.pattern && !matches(c, *rules.pattern, *text))
        isGood = fail(c, "pattern",
                      u"%1 does not match the pattern %2"_s.arg(preview(c.instance), shown(rules.pattern->source())));
    return isGood;
}

bool Evaluator::matches(const Case &c, const Pattern &pattern, const std::string &text)
{
    // What a backtracking one really takes is not told: half of the most that it may.
    if (!spend(pattern.isBacktracking() ? 20'000 : 1 + std::ssize(text) / 16))
        return false;
    const Pattern::Outcome outcome = pattern.find(text);
    if (outcome == Pattern::Outcome::TooLong && m_unfinished.isEmpty())
        m_unfinished =
            u"The pattern at %1 takes too long on %2."_s.arg(QString::fromStdString(c.node.location), shown(text));
    return outcome == Pattern::Outcome::Matches;
}

bool Evaluator::checkFormat(const Case &c)
{
    const Format *format = c.node.format;
    if (!format)
        return true;
    const auto *text = c.instance.get_ptr<const std::string *>();
    spend(text ? std::ssize(*text) / 16 : 1);
    const bool isGood = text ? !format->text || format->text(*text)
                             : !format->number || !c.instance.is_number() || format->number(c.instance);
    return isGood
        || fail(c, "format",
                u"%1 is no %2"_s.arg(preview(c.instance),
                                     QString::fromUtf8(format->name.data(), std::ssize(format->name))));
}

bool Evaluator::checkCombination(const Case &c)
{
    if (!c.node.combination)
        return true;
    const Combination &rules = *c.node.combination;
    bool isGood = true;
    for (const NodeIndex part : rules.allOf) {
        isGood = apply(c, part) && isGood;
        if (!isGood && !c.goesOn())
            return false;
    }
    if (!rules.anyOf.empty())
        isGood = checkVariants(c, rules.anyOf, false) && isGood;
    if (!rules.oneOf.empty() && (isGood || c.goesOn()))
        isGood = checkVariants(c, rules.oneOf, true) && isGood;
    if (rules.negated != none && check(rules.negated, c.instance, nullptr, nullptr))
        isGood = fail(c, "not", u"what stands here is just what is not allowed"_s);
    if (rules.condition != none) {
        const NodeIndex next = applySilently(c, rules.condition) ? rules.consequence : rules.alternative;
        isGood = (next == none || apply(c, next)) && isGood;
    }
    return isGood;
}

bool Evaluator::checkVariants(const Case &c, const std::vector<NodeIndex> &variants, bool onlyOne)
{
    const char *keyword = onlyOne ? "oneOf" : "anyOf";
    std::vector<std::size_t> good;
    std::vector<Sink> meant;
    const QString here = c.sink ? pointer() : QString();
    for (std::size_t i = 0; i < variants.size() && m_unfinished.isEmpty(); ++i) {
        Sink sink{.maximum = violationsPerVariant};
        if (check(variants[i], c.instance, c.goesOn() ? &sink : nullptr, c.evaluated))
            good.push_back(i);
        else if (c.goesOn() && good.empty() && meant.size() < 2 && mayBeMeant(sink, here))
            meant.push_back(std::move(sink));
        // Of the others, only what they looked at could still matter.
        if (onlyOne ? good.size() == 2 : !good.empty() && !c.evaluated)
            break;
    }
    if (onlyOne && good.size() == 2)
        return fail(c, keyword, u"the variants %1 and %2 both fit; just one may"_s.arg(good[0] + 1).arg(good[1] + 1));
    if (!good.empty())
        return true;
    if (!c.sink)
        return false;
    fail(c, keyword,
         variants.size() == 1 ? u"what stands here does not fit"_s
                              : u"what stands here fits none of the %1 variants"_s.arg(variants.size()));
    // Where one variant alone may be meant, what it lacks is of use.
    if (meant.size() != 1)
        return false;
    for (const SchemaViolation &violation : std::as_const(meant.front().violations)) {
        if (c.sink->violations.size() < c.sink->maximum)
            c.sink->violations.append(violation);
    }
    return false;
}

bool Evaluator::fail(const Case &c, const char *keyword, const QString &message, const std::string &member)
{
    if (!c.sink)
        return false;
    if (c.sink->violations.size() >= c.sink->maximum) {
        c.sink->isCut = true;
        return false;
    }
    spend(violationSteps);
    const bool isItself = c.node.kind == Node::Kind::Nothing;
    c.sink->violations.append(
        {.instancePointer = pointer(),
         .schemaPointer = QString::fromStdString(isItself ? c.node.location : c.node.location + '/' + keyword),
         .keyword = QString::fromLatin1(keyword),
         .message = message,
         .member = QString::fromStdString(member)});
    return false;
}

QString Evaluator::pointer() const
{
    QString text;
    for (const Step &step : m_path) {
        if (text.size() > longestPointer)
            return text + u"/…"_s;
        text += u'/';
        text += step.name ? escapePointerToken(QString::fromStdString(step.name->substr(0, longestPointer)))
                          : QString::number(step.index);
    }
    return text;
}

QString shown(std::string_view text)
{
    constexpr std::size_t longest = 60;
    QString start = QString::fromUtf8(text.data(), std::ssize(text.substr(0, 4 * longest)));
    if (start.size() > qsizetype(longest))
        start = start.left(qsizetype(longest)) + u'…';
    return QString::fromUtf8(serialize(fromQString(start)));
}

QString preview(const Value &value)
{
    if (const auto *text = value.get_ptr<const std::string *>())
        return shown(*text);
    return value.is_structured() ? typeText(value) : QString::fromUtf8(serialize(value));
}

QString typeText(const Value &value)
{
    if (value.is_null())
        return u"null"_s;
    const QString word = typeWord(value);
    return (word.startsWith(u'a') || word.startsWith(u'o') ? u"an "_s : u"a "_s) + word;
}

QString typesText(Types types)
{
    static const QStringList words{u"null"_s,     u"a boolean"_s, u"an integer"_s, u"a number"_s,
                                   u"a string"_s, u"an array"_s,  u"an object"_s};
    QStringList wanted;
    for (int i = 0; i < words.size(); ++i) {
        if ((types & (1 << i)) != 0)
            wanted.append(words[i]);
    }
    if (wanted.size() < 2)
        return wanted.join(QString());
    const QString last = wanted.takeLast();
    return wanted.join(u", "_s) + u" or "_s + last;
}

} // namespace uw::json::schema
