// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/binding.h"

namespace uw::json {

// The address a template became.
struct RenderedUrl {
    QByteArray url; // as it goes on the wire
    // Some part of scheme, host or port came out of a binding, so that private addresses are to be refused.
    bool isHostBound = false;
};

// An URL with bindings. Each value is percent-encoded by where it stands: in a path segment everything but RFC 3986's
// unreserved characters (so that "/" stays within the segment, and "." and ".." are refused), in query and fragment
// likewise. Only the first value may be a whole address, when the template begins with it. In the host a value is a
// name or an address and nothing else. Immutable and cheap to copy; any thread.
class UrlTemplate final {
public:
    static constexpr qint64 maximumBytes = 8192;

    // Errors: InvalidInput with column and reason.
    static Result<UrlTemplate> compile(QStringView text, BindingFault *fault = nullptr);

    [[nodiscard]] const std::vector<BindingRead> &reads() const { return m_template.reads(); }
    // Whether scheme, host or port hold a binding.
    [[nodiscard]] bool isHostBound() const { return m_isHostBound; }

    // Errors: as of BindingTemplate::evaluate(); InvalidInput also for a value that has no place in an URL (null, arrays,
    // objects), a scheme other than http and https, a user or password, and an URL without a host.
    [[nodiscard]] Result<RenderedUrl> render(BindingEnvironment &environment) const;

private:
    explicit UrlTemplate(BindingTemplate source);

    BindingTemplate m_template;
    bool m_isHostBound = false;
};

// Checks a resolved value of a header: text, numbers and booleans without line breaks or other control characters.
// `name` stands in the error (InvalidInput). Gives the bytes of UTF-8.
[[nodiscard]] Result<QByteArray> headerValue(QStringView name, const Value &value);

// The resolved members of an object as a query, "a=1&b=x%20y", each encoded; an array repeats its name, null is left
// out. Errors: InvalidInput for a nested value, naming the member.
[[nodiscard]] Result<QByteArray> queryText(const Value &members);

} // namespace uw::json
