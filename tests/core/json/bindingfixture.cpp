// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/json/bindingfixture.h"

using namespace uw::json;

namespace uw::test {

namespace {

constexpr auto contextText = R"({
    "payload": {"name": "Zoë 😀", "n": 5, "d": 2.5, "t": true, "nil": null, "empty": "", "list": [3, 1, 2],
        "tags": [{"name": "a", "w": 2}, {"name": "b", "w": 1}, {"w": 3}], "none": [], "o": {"x": 1, "y": {"z": 2}},
        "words": ["b", "a", "c", "a"], "at": "2026-01-31T23:30:00.5+01:00", "big": 9007199254740993, "js": "{\"k\": [1]}",
        "mixed": [1, "a"], "re": "^Z", "evil": "\", \"admin\": true, \"x\": \"", "badre": "(", "nested": "{{ $.n }}", "limit": 2,
        "people": [{"id": 1, "age": 30}, {"id": 2, "age": 20}, {"id": 3}], "url": "a b/ü?&="},
    "trigger": {"id": "e1", "headers": {"x-id": "h"}, "workspaceId": null},
    "steps": {"lookup": {"status": 200, "body": {"items": [1, 2]}}, "look-up": {"status": 201}},
    "workspace": {"id": "w1"}, "item": 7, "execution": {"id": "x1"}})";

} // namespace

const Value &context()
{
    static const Value tree = parse(contextText).valueOr(Value());
    return tree;
}

BindingEnvironment environmentOn(const Scope &scope)
{
    return {.scope = scope,
            .nowMs = [] { return Q_INT64_C(1767323045678); },
            .uuid = [] { return QString::fromLatin1(fixedUuid); },
            .credential = [](const QString &name) -> Result<QByteArray> {
                if (name == u"key")
                    return "secret"_qba;
                return Error{ErrorCode::CredentialMissing, u"There is no credential %1."_qs.arg(name)};
            }};
}

Result<std::optional<Value>> evaluated(const Value &source)
{
    const Result<BindingTemplate> binding = BindingTemplate::compile(source);
    if (!binding)
        return binding.error();
    const TreeScope scope(context());
    BindingEnvironment environment = environmentOn(scope);
    return binding->evaluate(environment);
}

Result<std::optional<Value>> evaluated(QStringView text)
{
    return evaluated(fromQString(text));
}

} // namespace uw::test
