// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/condition.h"

using namespace Qt::StringLiterals;

namespace uw::json {

struct Condition::Part {
    enum class Kind : quint8 { All, Any, Not, Rule };

    Kind kind = Kind::Rule;
    std::vector<Part> parts;
    std::optional<RootPath> path;
    std::optional<ConditionTest> test;
    bool matchesAll = false;
};

namespace {

std::string_view kindWord(bool isAll)
{
    return isAll ? "all" : "any";
}

Value wordValue(QLatin1StringView word)
{
    return Value(std::string(word.data(), static_cast<std::size_t>(word.size())));
}

} // namespace

// Reads the document; the first fault ends it.
class Condition::Compiler final {
public:
    bool read(const Value &json, const QString &field, Part &part, int depth)
    {
        if (depth > maximumDepth)
            return refuse(field, u"Conditions are nested too deeply; %1 levels are read."_s.arg(maximumDepth));
        const auto *object = json.get_ptr<const Object *>();
        if (!object)
            return refuse(
                field, u"A condition is an object with all, any, not, or path and operator; this is of type %1."_s.arg(
                           typeWord(json)));
        for (const bool isAll : {true, false}) {
            if (const Value *list = member(json, kindWord(isAll)))
                return group(*object, *list, isAll, field, part, depth);
        }
        if (const Value *inner = member(json, std::string_view("not"))) {
            part.kind = Part::Kind::Not;
            part.parts.emplace_back();
            return onlyMembers(*object, {"not"}, field)
                && read(*inner, join(field, u"not"_s), part.parts.front(), depth + 1);
        }
        return rule(json, *object, field, part);
    }

    [[nodiscard]] Error error() const
    {
        return {m_code, m_fault.field.isEmpty() ? m_fault.message : u"%1: %2"_s.arg(m_fault.field, m_fault.message)};
    }
    [[nodiscard]] const ConditionFault &fault() const { return m_fault; }

private:
    static QString join(const QString &field, const QString &name)
    {
        return field.isEmpty() ? name : QString(field + u'.' + name);
    }

    bool refuse(const QString &field, const QString &message, ErrorCode code = ErrorCode::InvalidInput)
    {
        m_fault = {.field = field, .message = message};
        m_code = code;
        return false;
    }

    bool onlyMembers(const Object &object, std::initializer_list<std::string_view> allowed, const QString &field)
    {
        for (const auto &[name, value] : object) {
            if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
                return refuse(join(field, QString::fromStdString(name)),
                              u"Nothing reads this member here; remove it."_s);
        }
        return true;
    }

    bool group(const Object &object, const Value &list, bool isAll, const QString &field, Part &part, int depth)
    {
        const std::string_view word = kindWord(isAll);
        const QString here = join(field, QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())));
        const auto *array = list.get_ptr<const Array *>();
        if (!array)
            return refuse(here, u"This is a list of conditions, not of type %1."_s.arg(typeWord(list)));
        part.kind = isAll ? Part::Kind::All : Part::Kind::Any;
        part.parts.resize(std::min(array->size(), std::size_t(maximumRules)));
        if (!onlyMembers(object, {word}, field))
            return false;
        for (std::size_t i = 0; i < array->size(); ++i) {
            const QString place = u"%1[%2]"_s.arg(here).arg(i);
            if (i >= part.parts.size())
                return refuse(place, u"There are more than %1 rules."_s.arg(maximumRules), ErrorCode::LimitExceeded);
            if (!read((*array)[i], place, part.parts[i], depth + 1))
                return false;
        }
        return true;
    }

    bool rule(const Value &json, const Object &object, const QString &field, Part &part)
    {
        if (++m_rules > maximumRules)
            return refuse(field, u"There are more than %1 rules."_s.arg(maximumRules), ErrorCode::LimitExceeded);
        return onlyMembers(object, {"path", "operator", "value", "match"}, field) && path(json, field, part)
            && test(json, field, part) && match(json, field, part);
    }

    bool path(const Value &json, const QString &field, Part &part)
    {
        const Value *text = member(json, std::string_view("path"));
        if (!text || !text->is_string())
            return refuse(join(field, u"path"_s), u"A rule names the path that it looks at, such as $.billable."_s);
        QueryFault fault;
        Result<RootPath> path = RootPath::compile(*text->get_ptr<const std::string *>(), &fault);
        if (!path)
            return refuse(join(field, u"path"_s), fault.text());
        part.path = std::move(path).value();
        return true;
    }

    bool test(const Value &json, const QString &field, Part &part)
    {
        const Value *word = member(json, std::string_view("operator"));
        const auto *text = word ? word->get_ptr<const std::string *>() : nullptr;
        const std::optional<Operator> op = text ? operatorFromWord(*text) : std::nullopt;
        if (!op)
            return refuse(join(field, u"operator"_s),
                          text ? u"There is no operator “%1”; equals would be one."_s.arg(QString::fromStdString(*text))
                               : u"A rule names its operator, such as equals."_s);
        const Value *value = member(json, std::string_view("value"));
        if (takesValue(*op) && !value)
            return refuse(join(field, u"value"_s), u"The operator %1 compares with a value."_s.arg(operatorWord(*op)));
        if (!takesValue(*op) && value && !value->is_null())
            return refuse(join(field, u"value"_s), u"The operator %1 takes no value."_s.arg(operatorWord(*op)));
        Result<ConditionTest> test = ConditionTest::compile(*op, value ? *value : Value());
        if (!test)
            return refuse(join(field, u"value"_s), test.error().text, test.error().code);
        part.test = std::move(test).value();
        return true;
    }

    bool match(const Value &json, const QString &field, Part &part)
    {
        const Value *word = member(json, std::string_view("match"));
        const QString text = word ? toQString(*word) : u"any"_s;
        part.matchesAll = text == u"all";
        return part.matchesAll || text == u"any"
            || refuse(join(field, u"match"_s), u"match is any or all: how many of the selected values must pass."_s);
    }

    ConditionFault m_fault;
    ErrorCode m_code = ErrorCode::InvalidInput;
    int m_rules = 0;
};

Result<Condition> Condition::compile(const Value &json, ConditionFault *fault)
{
    Compiler compiler;
    auto top = std::make_shared<Part>();
    if (compiler.read(json, QString(), *top, 1))
        return Condition(std::move(top));
    if (fault)
        *fault = compiler.fault();
    return compiler.error();
}

Result<bool> Condition::evaluate(const Scope &scope, EvaluationMeter &meter) const
{
    const bool result = holds(*m_top, scope, meter);
    if (meter.isExhausted())
        return meter.error();
    return result;
}

bool Condition::holds(const Part &part, const Scope &scope, EvaluationMeter &meter)
{
    const auto inner = [&scope, &meter](const Part &child) { return holds(child, scope, meter); };
    switch (part.kind) {
    case Part::Kind::All:
        return std::all_of(part.parts.begin(), part.parts.end(), inner);
    case Part::Kind::Any:
        return std::any_of(part.parts.begin(), part.parts.end(), inner);
    case Part::Kind::Not:
        return !inner(part.parts.front());
    case Part::Kind::Rule:
        return ruleHolds(part, scope, meter);
    }
    return false;
}

bool Condition::ruleHolds(const Part &part, const Scope &scope, EvaluationMeter &meter)
{
    if (part.path->isSingular()) {
        // The common case, without a list of nodes.
        const Value *value = meter.visit() ? part.path->selectSingle(scope) : nullptr;
        return value ? part.test->holds(*value, meter) : part.test->holdsForNothing();
    }
    return judge(part, part.path->select(scope, meter).valueOr({}), meter);
}

bool Condition::judge(const Part &part, const Nodes &nodes, EvaluationMeter &meter)
{
    if (nodes.empty())
        return part.test->holdsForNothing();
    const auto passes = [&part, &meter](const Value *node) { return part.test->holds(*node, meter); };
    return part.matchesAll ? std::all_of(nodes.begin(), nodes.end(), passes)
                           : std::any_of(nodes.begin(), nodes.end(), passes);
}

Result<Value> Condition::explain(const Scope &scope, EvaluationMeter &meter) const
{
    Value result = explained(*m_top, scope, meter);
    if (meter.isExhausted())
        return meter.error();
    return result;
}

Value Condition::explained(const Part &part, const Scope &scope, EvaluationMeter &meter)
{
    if (part.kind == Part::Kind::Rule)
        return explainedRule(part, scope, meter);
    Value result = Value::object();
    result["result"] = holds(part, scope, meter);
    if (part.kind == Part::Kind::Not) {
        result["not"] = explained(part.parts.front(), scope, meter);
        return result;
    }
    Value list = Value::array();
    for (const Part &child : part.parts)
        list.push_back(explained(child, scope, meter));
    result[std::string(kindWord(part.kind == Part::Kind::All))] = std::move(list);
    return result;
}

Value Condition::explainedRule(const Part &part, const Scope &scope, EvaluationMeter &meter)
{
    const Nodes nodes = part.path->select(scope, meter).valueOr({});
    Value result = Value::object();
    result["result"] = judge(part, nodes, meter);
    result["path"] = fromQString(part.path->text());
    result["operator"] = wordValue(operatorWord(part.test->op()));
    if (takesValue(part.test->op()))
        result["value"] = part.test->value();
    if (nodes.size() > 1)
        result["match"] = std::string(kindWord(part.matchesAll));
    result["count"] = static_cast<std::int64_t>(nodes.size());
    Value found = Value::array();
    for (std::size_t i = 0; i < std::min(nodes.size(), explainedValues); ++i) {
        // Written rather than copied: the text says how large the value is.
        const QByteArray text = serialize(*nodes[i]);
        if (text.size() <= explainedBytes)
            found.push_back(*nodes[i]);
        else
            found.push_back(fromQString(QString(QString::fromUtf8(text.first(explainedBytes)) + u'…')));
    }
    result["found"] = std::move(found);
    return result;
}

std::vector<RootPath> Condition::paths() const
{
    std::vector<RootPath> paths;
    collect(*m_top, paths);
    return paths;
}

void Condition::collect(const Part &part, std::vector<RootPath> &paths)
{
    if (part.path)
        paths.push_back(*part.path);
    for (const Part &child : part.parts)
        collect(child, paths);
}

} // namespace uw::json
