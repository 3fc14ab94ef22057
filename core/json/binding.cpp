// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/binding.h"

#include "core/base/limits.h"
#include "core/json/bindingevaluator.h"
#include "core/json/bindingfilters.h"
#include "core/json/bindingparser.h"

using namespace Qt::StringLiterals;

namespace uw::json {

using binding::Expression;
using binding::FilterCall;
using binding::Template;

// Walks the tree once; what holds no binding is kept as it is.
class BindingTemplate::Compiler final {
public:
    bool read(const Value &value, const QString &pointer, Template &target, int depth)
    {
        if (depth > limits::jsonDepth)
            return refuse(pointer, {.message = u"The tree is nested deeper than %1 levels."_s.arg(limits::jsonDepth)});
        if (const auto *text = value.get_ptr<const std::string *>())
            return readText(*text, pointer, target);
        const auto *array = value.get_ptr<const Array *>();
        const auto *object = value.get_ptr<const Object *>();
        if (array) {
            target.kind = Template::Kind::Array;
            for (std::size_t i = 0; i < array->size(); ++i) {
                if (!read((*array)[i], u"%1/%2"_s.arg(pointer).arg(i), target.parts.emplace_back(), depth + 1))
                    return false;
            }
        } else if (object) {
            target.kind = Template::Kind::Object;
            for (const auto &[name, member] : *object) {
                target.names.push_back(name);
                const QString token = escapePointerToken(QString::fromStdString(name));
                if (!read(member, u"%1/%2"_s.arg(pointer, token), target.parts.emplace_back(), depth + 1))
                    return false;
            }
        }
        const bool isConstant = std::all_of(target.parts.begin(), target.parts.end(),
                                            [](const Template &part) { return part.kind == Template::Kind::Constant; });
        if (isConstant) {
            target = Template();
            target.constant = value;
        }
        return true;
    }

    std::vector<BindingRead> reads;
    QStringList credentials;
    BindingFault fault;

private:
    bool refuse(const QString &pointer, const QueryFault &reason)
    {
        fault = {.pointer = pointer, .fault = reason};
        return false;
    }

    bool readText(const std::string &text, const QString &pointer, Template &target)
    {
        if (text.find("{{") == std::string::npos) {
            target.constant = text;
            return true;
        }
        QueryText cursor(text);
        std::optional<std::vector<Template::Piece>> pieces = binding::Parser(cursor).pieces();
        if (!pieces)
            return refuse(pointer, *cursor.fault());
        target.kind = Template::Kind::Text;
        target.pointer = pointer.toStdString();
        target.pieces = std::move(*pieces);
        for (const Template::Piece &piece : target.pieces) {
            if (piece.expression)
                note(*piece.expression, pointer, false);
        }
        return true;
    }

    void note(const Expression &expression, const QString &pointer, bool mayBeMissing)
    {
        const bool isCaught =
            mayBeMissing
            || std::any_of(expression.filters.begin(), expression.filters.end(),
                           [](const FilterCall &call) { return call.filter->special == binding::Special::Missing; });
        if (expression.path)
            reads.push_back({.path = *expression.path, .mayBeMissing = isCaught, .pointer = pointer});
        if (expression.kind == Expression::Kind::Credential && !credentials.contains(expression.credential))
            credentials += expression.credential;
        for (const FilterCall &call : expression.filters) {
            const bool isChoice = call.filter->special == binding::Special::Missing && call.arguments.size() > 1;
            for (const Expression &argument : call.arguments)
                note(argument, pointer, isChoice);
        }
    }
};

Result<BindingTemplate> BindingTemplate::compile(const Value &tree, BindingFault *fault)
{
    Compiler compiler;
    auto root = std::make_shared<Template>();
    if (!compiler.read(tree, QString(), *root, 1)) {
        const BindingFault &found = compiler.fault;
        if (fault)
            *fault = found;
        return Error{ErrorCode::InvalidInput,
                     found.pointer.isEmpty() ? found.fault.text() : u"%1: %2"_s.arg(found.pointer, found.fault.text())};
    }
    BindingTemplate result;
    result.m_template = std::move(root);
    result.m_reads = std::move(compiler.reads);
    result.m_credentials = std::move(compiler.credentials);
    return result;
}

Result<BindingTemplate> BindingTemplate::compile(QStringView text, BindingFault *fault)
{
    return compile(fromQString(text), fault);
}

bool BindingTemplate::isConstant() const
{
    return m_template->kind == Template::Kind::Constant;
}

Result<std::optional<Value>> BindingTemplate::evaluate(BindingEnvironment &environment) const
{
    return binding::Evaluator(environment).tree(*m_template);
}

QLatin1StringView bindingErrorWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return "binding_missing"_L1;
    case ErrorCode::InvalidInput:
        return "binding_invalid"_L1;
    default:
        return errorWord(code);
    }
}

} // namespace uw::json
