// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a template, a condition and an URL. Whatever a template does, it ends, and what it makes is JSON no
// deeper than what can be read again.
#include "core/json/binding.h"
#include "core/json/condition.h"
#include "core/json/requesttemplate.h"

#include <cstdlib>

using namespace uw;

namespace {

const json::Value &context()
{
    static const json::Value tree =
        json::parse(
            R"({"payload": {"a": [3, 1, 2.5, "x"], "t": "ä😀b", "o": {"k": [1]}, "n": null, "at": "2026-01-31T23:00:00Z",
            "p": [{"v": 1}, {"v": 2}]}, "trigger": {"id": "e"}, "steps": {"s": {"body": {}}}, "item": 1})")
            .valueOr(json::Value());
    return tree;
}

json::BindingEnvironment environmentOn(const json::Scope &scope)
{
    return {.scope = scope,
            .nowMs = [] { return qint64(0); },
            .uuid = [] { return QStringLiteral("u"); },
            .credential = [](const QString &) -> Result<QByteArray> { return QByteArray("hidden-value"); },
            .meter = json::EvaluationMeter(50'000, 1'000'000)};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const json::TreeScope scope(context());
    json::BindingFault fault;
    if (const Result<json::BindingTemplate> binding = json::BindingTemplate::compile(text, &fault)) {
        json::BindingEnvironment environment = environmentOn(scope);
        const Result<std::optional<json::Value>> value = binding->evaluate(environment);
        if (value && value->has_value()) {
            const QByteArray made = json::serialize(**value);
            if (!json::parse(made) || made.contains("hidden-value"))
                std::abort();
        }
        if (!value && value.error().text.contains(QStringLiteral("hidden-value")))
            std::abort();
    } else if (fault.fault.message.isEmpty()) {
        std::abort();
    }
    if (const Result<json::UrlTemplate> url = json::UrlTemplate::compile(text)) {
        json::BindingEnvironment environment = environmentOn(scope);
        const Result<json::RenderedUrl> rendered = url->render(environment);
        if (rendered && (rendered->url.contains('\n') || rendered->url.contains(' ')))
            std::abort();
    }
    if (const Result<json::Value> tree = json::parse(QByteArrayView(data, qsizetype(size)))) {
        if (const Result<json::Condition> condition = json::Condition::compile(*tree)) {
            json::EvaluationMeter meter(50'000);
            const Result<bool> holds = condition->evaluate(scope, meter);
            json::EvaluationMeter again(500'000);
            const Result<json::Value> explained = condition->explain(scope, again);
            if (holds && explained && *json::member(*explained, "result")->get_ptr<const bool *>() != *holds)
                std::abort();
        }
    }
    return 0;
}
