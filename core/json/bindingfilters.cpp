// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/bindingfilters.h"

#include "core/base/limits.h"

using namespace Qt::StringLiterals;

namespace uw::json::binding {

const Filter *findFilter(std::string_view name)
{
    for (const auto list : {textFilters(), encodingFilters(), listFilters(), objectFilters(), numberFilters(),
                            timeFilters(), choiceFilters()}) {
        const auto found = std::find_if(list.begin(), list.end(), [name](const Filter &f) { return f.name == name; });
        if (found != list.end())
            return &*found;
    }
    return nullptr;
}

std::optional<qint64> costOf(const Value &value, EvaluationMeter &meter, int outerDepth)
{
    // Scalars are most of what is measured.
    if (!value.is_structured()) {
        const auto *text = value.get_ptr<const std::string *>();
        return text ? static_cast<qint64>(text->size()) + 2 : 8;
    }
    struct Pending {
        const Value *value;
        int depth;
    };
    qint64 cost = 0;
    std::vector<Pending> pending{{&value, outerDepth + 1}};
    while (!pending.empty()) {
        const auto [current, depth] = pending.back();
        pending.pop_back();
        if (depth > limits::jsonDepth || !meter.visit())
            return std::nullopt;
        cost += 8;
        if (const auto *array = current->get_ptr<const Array *>()) {
            for (const Value &element : *array)
                pending.push_back({&element, depth + 1});
        } else if (const auto *object = current->get_ptr<const Object *>()) {
            for (const auto &[name, member] : *object) {
                cost += static_cast<qint64>(name.size());
                pending.push_back({&member, depth + 1});
            }
        } else if (const auto *text = current->get_ptr<const std::string *>()) {
            cost += static_cast<qint64>(text->size());
        }
    }
    return cost;
}

QByteArray asText(const Value &value)
{
    const auto *text = value.get_ptr<const std::string *>();
    return text ? QByteArray(text->data(), static_cast<qsizetype>(text->size())) : serialize(value);
}

QString FilterRun::name() const
{
    return QString::fromUtf8(m_call.filter->name.data(), static_cast<qsizetype>(m_call.filter->name.size()));
}

BindingValue FilterRun::fail(const QString &sentence, ErrorCode code)
{
    if (!m_error)
        m_error = Error{code, sentence};
    return BindingValue::missing();
}

BindingValue FilterRun::failType(const QString &wanted)
{
    return fail(u"The filter %1 takes %2, but %3 is of type %4."_s.arg(
        name(), wanted, m_call.input.empty() ? u"what comes in"_s : QString::fromStdString(m_call.input),
        typeWord(value())));
}

const std::string *FilterRun::text()
{
    const auto *text = value().get_ptr<const std::string *>();
    if (!text)
        failType(u"a string"_s);
    return text;
}

const Array *FilterRun::array()
{
    const auto *array = value().get_ptr<const Array *>();
    if (!array)
        failType(u"an array"_s);
    return array;
}

const Object *FilterRun::object()
{
    const auto *object = value().get_ptr<const Object *>();
    if (!object)
        failType(u"an object"_s);
    return object;
}

bool FilterRun::number()
{
    if (!value().is_number())
        failType(u"a number"_s);
    return value().is_number();
}

const std::string *FilterRun::textArgument(std::size_t i)
{
    const auto *text = argument(i).get().get_ptr<const std::string *>();
    if (!text)
        fail(u"Argument %1 of the filter %2 is a string, not of type %3."_s.arg(i + 1).arg(
            name(), typeWord(argument(i).get())));
    return text;
}

std::optional<qint64> FilterRun::integerArgument(std::size_t i)
{
    const Value &value = argument(i).get();
    const auto *integer = value.get_ptr<const std::int64_t *>();
    const auto *natural = value.get_ptr<const std::uint64_t *>();
    constexpr qint64 largest = (Q_INT64_C(1) << 53) - 1;
    const bool fits = value.is_number_unsigned() ? natural && *natural <= static_cast<std::uint64_t>(largest)
                                                 : integer && *integer >= -largest && *integer <= largest;
    if (!fits) {
        fail(u"Argument %1 of the filter %2 is a whole number, not %3."_s.arg(i + 1).arg(
            name(), value.is_number() ? QString::fromUtf8(serialize(value)) : u"of type "_s + typeWord(value)));
        return std::nullopt;
    }
    return value.is_number_unsigned() ? static_cast<qint64>(*natural) : *integer;
}

BindingValue FilterRun::ofElement(const Value &element)
{
    if (!m_call.elementPath)
        return BindingValue::view(element);
    static const Value none;
    const Value *payload = m_environment.scope.tree(Root::Payload, {});
    const Result<Nodes> nodes = m_call.elementPath->selectFrom(element, payload ? *payload : none, meter());
    if (!nodes)
        return fail(nodes.error());
    if (m_call.elementPath->isSingular())
        return nodes->empty() ? BindingValue::missing() : BindingValue::view(*nodes->front());
    Array list;
    for (const Value *node : *nodes) {
        if (!append(list, *node))
            return BindingValue::missing();
    }
    return BindingValue::made(std::move(list));
}

bool FilterRun::pay(qint64 bytes)
{
    if (!meter().produce(bytes))
        fail(meter().error());
    return !m_error;
}

BindingValue FilterRun::made(Value value)
{
    const std::optional<qint64> cost = costOf(value, meter());
    if (!cost)
        return fail(meter().isExhausted()
                        ? meter().error()
                        : Error{ErrorCode::LimitExceeded, u"The filter %1 would make a value that is nested "
                                                          "too deeply."_s.arg(name())});
    return pay(*cost) ? BindingValue::made(std::move(value)) : BindingValue::missing();
}

BindingValue FilterRun::madeText(const QByteArray &utf8)
{
    if (!pay(utf8.size()))
        return BindingValue::missing();
    return BindingValue::made(Value(std::string(utf8.constData(), static_cast<std::size_t>(utf8.size()))));
}

bool FilterRun::append(Array &list, const Value &value)
{
    const std::optional<qint64> cost = costOf(value, meter());
    if (!cost) {
        fail(meter().isExhausted() ? meter().error()
                                   : Error{ErrorCode::LimitExceeded, u"The value %1 is nested too deeply."_s.arg(
                                                                         QString::fromStdString(m_call.input))});
        return false;
    }
    if (!pay(*cost))
        return false;
    list.push_back(value);
    return true;
}

} // namespace uw::json::binding
