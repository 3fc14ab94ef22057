// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/schema/schema.h"

#include "core/json/schema/compiler.h"
#include "core/json/schema/evaluator.h"

using namespace Qt::StringLiterals;

namespace uw::json {

QString SchemaProblem::text() const
{
    return u"at %1: %2"_s.arg(pointer.isEmpty() ? u"the root"_s : pointer, message);
}

QString SchemaViolation::text() const
{
    return instancePointer.isEmpty() ? u"the whole: %1"_s.arg(message) : u"\"%1\": %2"_s.arg(instancePointer, message);
}

QString SchemaViolation::field() const
{
    return member.isEmpty() ? instancePointer : instancePointer + u'/' + escapePointerToken(member);
}

Result<Schema> Schema::compile(const Value &document, const SchemaOptions &options)
{
    Result<std::shared_ptr<const schema::Program>> program = schema::Compiler(document, options).run();
    if (!program)
        return program.error();
    return Schema(std::move(*program));
}

SchemaReport Schema::check(const Value &instance, const SchemaCheckLimits &limits) const
{
    return schema::Evaluator(*m_program, limits).run(instance);
}

bool Schema::accepts(const Value &instance, const SchemaCheckLimits &limits) const
{
    return schema::Evaluator(*m_program, limits).accepts(instance);
}

const QList<SchemaProblem> &Schema::warnings() const
{
    return m_program->warnings;
}

} // namespace uw::json
