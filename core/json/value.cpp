// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/value.h"

#include "core/json/treehash.h"

namespace uw::json {

bool equal(const Value &a, const Value &b)
{
    qint64 work = 0;
    return equalCounting(a, b, work);
}

bool equalCounting(const Value &a, const Value &b, qint64 &work)
{
    // A list of pairs still to compare instead of recursion: trees that were not parsed may be deep.
    std::vector<std::pair<const Value *, const Value *>> pending{{&a, &b}};
    while (!pending.empty()) {
        const auto [left, right] = pending.back();
        pending.pop_back();
        ++work;
        if (left->is_number() || right->is_number()) {
            if (compareNumbers(*left, *right) != std::partial_ordering::equivalent)
                return false;
            continue;
        }
        if (left->type() != right->type())
            return false;
        if (const auto *array = left->get_ptr<const Array *>()) {
            const auto *other = right->get_ptr<const Array *>();
            if (array->size() != other->size())
                return false;
            for (std::size_t i = 0; i < array->size(); ++i)
                pending.emplace_back(&(*array)[i], &(*other)[i]);
        } else if (const auto *object = left->get_ptr<const Object *>()) {
            const auto *other = right->get_ptr<const Object *>();
            if (object->size() != other->size())
                return false;
            for (const auto &[name, value] : *object) {
                const auto found = other->find(name);
                if (found == other->end())
                    return false;
                pending.emplace_back(&value, &found->second);
            }
        } else if (*left != *right) {
            return false;
        }
    }
    return true;
}

QString toQString(const Value &value)
{
    const auto *text = value.get_ptr<const std::string *>();
    return text ? QString::fromUtf8(text->data(), static_cast<qsizetype>(text->size())) : QString();
}

Value fromQString(QStringView text)
{
    const QByteArray utf8 = text.toUtf8();
    return Value(std::string(utf8.constData(), static_cast<std::size_t>(utf8.size())));
}

QString typeWord(const Value &value)
{
    switch (value.type()) {
    case Value::value_t::boolean:
        return QStringLiteral("boolean");
    case Value::value_t::number_integer:
    case Value::value_t::number_unsigned:
    case Value::value_t::number_float:
        return QStringLiteral("number");
    case Value::value_t::string:
        return QStringLiteral("string");
    case Value::value_t::array:
        return QStringLiteral("array");
    case Value::value_t::object:
        return QStringLiteral("object");
    default:
        return QStringLiteral("null");
    }
}

const Value *member(const Value &object, std::string_view name)
{
    const auto *members = object.get_ptr<const Object *>();
    if (!members)
        return nullptr;
    const auto found = members->find(name);
    return found == members->end() ? nullptr : &found->second;
}

const Value *member(const Value &object, QStringView name)
{
    const QByteArray utf8 = name.toUtf8();
    return member(object, std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size())));
}

} // namespace uw::json
