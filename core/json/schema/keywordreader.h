// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/dialect.h"

#include <functional>

namespace uw::json::schema {

// The keywords of one schema object that are spelt as they should be. Short-lived; the object outlives it.
class KeywordReader final {
public:
    // Is told of each fault: the name of the keyword and a clause.
    using Complain = std::function<void(std::string_view keyword, const QString &message)>;

    // With `isBareReference`, nothing but $ref counts.
    KeywordReader(const Object &object, SchemaDialect dialect, bool isBareReference, const Complain &complain);

    // Null when there is none, or a faulty one.
    [[nodiscard]] const Value *value(std::string_view keyword) const;
    [[nodiscard]] const Array *array(std::string_view keyword) const;
    [[nodiscard]] const Object *object(std::string_view keyword) const;
    [[nodiscard]] const std::string *text(std::string_view keyword) const;
    [[nodiscard]] bool flag(std::string_view keyword) const;
    [[nodiscard]] std::optional<std::size_t> size(std::string_view keyword) const;

private:
    std::vector<std::pair<std::string_view, const Value *>> m_good;
};

// The texts of an array of texts.
[[nodiscard]] std::vector<std::string> textsOf(const Value &array);

} // namespace uw::json::schema
