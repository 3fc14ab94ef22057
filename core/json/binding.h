// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/bindingenvironment.h"

namespace uw::json {

namespace binding {
struct Template;
}

// One path that a template reads.
struct BindingRead {
    RootPath path;
    bool mayBeMissing = false; // default, omit or coalesce follows
    QString pointer;           // of the string that holds the binding, RFC 6901
};

// Where in a template something is wrong.
struct BindingFault {
    QString pointer; // of the string, RFC 6901
    QueryFault fault;
};

// A JSON tree with bindings at its leaves: "{{ $.name | upper }}". A string that is exactly one binding becomes the
// value with its type; a string with other text around becomes a string; names of members are never looked at. No
// text is ever pasted into JSON, so that no value can change the tree's shape. Compiled once, evaluated many times;
// immutable and cheap to copy; any thread.
class BindingTemplate final {
public:
    // Errors: InvalidInput naming pointer, column and reason (also in `fault`, which may be null).
    static Result<BindingTemplate> compile(const Value &tree, BindingFault *fault = nullptr);
    // Of one string.
    static Result<BindingTemplate> compile(QStringView text, BindingFault *fault = nullptr);

    // Whether there is any binding at all.
    [[nodiscard]] bool isConstant() const;
    // Every path that is read, in the template's order: for validation, completion and taint.
    [[nodiscard]] const std::vector<BindingRead> &reads() const { return m_reads; }
    // The names of the credentials that are used.
    [[nodiscard]] const QStringList &credentials() const { return m_credentials; }

    // The resolved tree; nothing when `omit` removed the whole. Errors, each with a sentence that names pointer,
    // binding and path: NotFound for a missing value, InvalidInput for a filter that got the wrong type,
    // LimitExceeded, CredentialMissing. bindingErrorWord() gives their words.
    [[nodiscard]] Result<std::optional<Value>> evaluate(BindingEnvironment &environment) const;

private:
    friend class UrlTemplate;
    class Compiler;

    BindingTemplate() = default;

    std::shared_ptr<const binding::Template> m_template;
    std::vector<BindingRead> m_reads;
    QStringList m_credentials;
};

// The stable word of an error of bindings, as records show it: binding_missing, binding_invalid, limit_exceeded,
// credential_missing; another error keeps its own.
[[nodiscard]] QLatin1StringView bindingErrorWord(ErrorCode code);

} // namespace uw::json
