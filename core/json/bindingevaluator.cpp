// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/bindingevaluator.h"

#include "core/base/limits.h"
#include "core/json/bindingfilters.h"

using namespace Qt::StringLiterals;

namespace uw::json::binding {

namespace {

Error missing(const Expression &expression)
{
    return {ErrorCode::NotFound,
            u"There is no value for {{ %1 }}. Where it may be missing, add | default(…) or | omit."_s.arg(
                QString::fromStdString(expression.text))};
}

bool seesMissing(const Filter &filter)
{
    return filter.special == Special::Missing || filter.special == Special::Generator;
}

} // namespace

Result<BindingValue> Evaluator::value(const Expression &expression)
{
    Result<BindingValue> value = resolve(expression);
    if (value && value->isMissing())
        return missing(expression);
    return value;
}

// The value of an expression, which may be missing: an argument's fate is for its filter to say.
Result<BindingValue> Evaluator::resolve(const Expression &expression)
{
    Result<BindingValue> value = term(expression);
    for (const FilterCall &call : expression.filters) {
        if (!value || value->isOmitted())
            return value;
        if (value->isMissing() && !seesMissing(*call.filter))
            continue;
        const bool isVoid = value->isVoid() && !seesMissing(*call.filter);
        value = apply(call, std::move(value).value());
        if (value && isVoid)
            value->setVoid(true);
    }
    return value;
}

Result<BindingValue> Evaluator::term(const Expression &expression)
{
    switch (expression.kind) {
    case Expression::Kind::Literal:
        return BindingValue::view(expression.literal);
    case Expression::Kind::Path:
        return pathValue(*expression.path);
    case Expression::Kind::Call:
        return BindingValue::missing();
    case Expression::Kind::Credential:
        break;
    }
    if (!m_environment.credential)
        return Error{ErrorCode::CredentialMissing, u"There are no credentials here."_s};
    Result<QByteArray> secret = m_environment.credential(expression.credential);
    if (!secret)
        return secret.error();
    return BindingValue::made(Value(secret->toStdString()));
}

Result<BindingValue> Evaluator::pathValue(const RootPath &path)
{
    if (!m_environment.meter.visit())
        return m_environment.meter.error();
    if (path.isSingular()) {
        const Value *value = path.selectSingle(m_environment.scope);
        return value ? BindingValue::view(*value) : BindingValue::missing();
    }
    const Result<Nodes> nodes = path.select(m_environment.scope, m_environment.meter);
    if (!nodes)
        return nodes.error();
    Array list;
    list.reserve(nodes->size());
    for (const Value *node : *nodes) {
        const std::optional<qint64> cost = costOf(*node, m_environment.meter);
        if (!cost || !m_environment.meter.produce(*cost))
            return m_environment.meter.isExhausted()
                     ? m_environment.meter.error()
                     : Error{ErrorCode::LimitExceeded, u"What %1 selects is nested too deeply."_s.arg(path.text())};
        list.push_back(*node);
    }
    BindingValue value = BindingValue::made(std::move(list));
    value.setVoid(nodes->empty());
    return value;
}

Result<BindingValue> Evaluator::apply(const FilterCall &call, BindingValue input)
{
    if (!m_environment.meter.visit())
        return m_environment.meter.error();
    std::vector<BindingValue> arguments;
    arguments.reserve(call.arguments.size());
    for (const Expression &expression : call.arguments) {
        Result<BindingValue> argument = resolve(expression);
        if (!argument)
            return argument.error();
        if ((argument->isMissing() && !seesMissing(*call.filter)) || argument->isOmitted())
            return missing(expression);
        arguments.push_back(std::move(argument).value());
    }
    FilterRun run(call, std::move(input), std::move(arguments), m_environment);
    BindingValue result = call.filter->function(run);
    if (run.error())
        return *run.error();
    if (m_environment.meter.isExhausted())
        return m_environment.meter.error();
    return result;
}

Result<std::optional<Value>> Evaluator::copied(BindingValue value, int depth)
{
    // With what it lies within, a value may be as deep as a JSON text: what one step makes, the next one can read.
    const std::optional<qint64> cost = costOf(value.get(), m_environment.meter, depth);
    if (cost && m_environment.meter.produce(*cost))
        return std::optional<Value>(std::move(value).take());
    if (m_environment.meter.isExhausted())
        return m_environment.meter.error();
    return Error{ErrorCode::LimitExceeded, u"A value is nested deeper than %1 levels."_s.arg(limits::jsonDepth)};
}

Result<std::optional<Value>> Evaluator::text(const Template &source, int depth)
{
    if (source.isOneBinding()) {
        Result<BindingValue> only = value(*source.pieces.front().expression);
        if (!only)
            return only.error();
        return only->isOmitted() ? std::optional<Value>() : copied(std::move(only).value(), depth);
    }
    std::string result;
    for (const Template::Piece &piece : source.pieces) {
        if (!piece.expression) {
            result += piece.text;
            continue;
        }
        const Result<BindingValue> part = value(*piece.expression);
        if (!part)
            return part.error();
        if (part->isOmitted())
            return std::optional<Value>();
        const QByteArray spelt = asText(part->get());
        if (!m_environment.meter.produce(spelt.size()))
            return m_environment.meter.error();
        result.append(spelt.constData(), static_cast<std::size_t>(spelt.size()));
    }
    return std::optional<Value>(std::in_place, std::move(result));
}

Result<std::optional<Value>> Evaluator::tree(const Template &source, int depth)
{
    const auto failure = [](const Error &error, const std::string &pointer) {
        return pointer.empty() ? error
                               : Error{error.code, u"%1: %2"_s.arg(QString::fromStdString(pointer), error.text)};
    };
    switch (source.kind) {
    case Template::Kind::Constant:
        return copied(BindingValue::view(source.constant), depth);
    case Template::Kind::Text: {
        Result<std::optional<Value>> result = text(source, depth);
        if (!result)
            return failure(result.error(), source.pointer);
        return result;
    }
    case Template::Kind::Array:
    case Template::Kind::Object:
        break;
    }
    const bool isArray = source.kind == Template::Kind::Array;
    Value result = isArray ? Value::array() : Value::object();
    for (std::size_t i = 0; i < source.parts.size(); ++i) {
        Result<std::optional<Value>> part = tree(source.parts[i], depth + 1);
        if (!part)
            return part.error();
        if (!part->has_value())
            continue;
        if (isArray)
            result.push_back(std::move(**part));
        else
            result[source.names[i]] = std::move(**part);
    }
    return std::optional<Value>(std::move(result));
}

} // namespace uw::json::binding
