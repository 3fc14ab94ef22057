// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <utility>
#include <variant>

namespace uw {

// What went wrong, as a word that programs can rely on (see errorWord()).
enum class ErrorCode {
    InvalidArgument,
    InvalidInput,
    LimitExceeded,
    NotFound,
    Conflict,
    Unauthorized,
    Forbidden,
    Unavailable,
    Timeout,
    Cancelled,
    ConnectionFailed,
    ResponseTooLarge,
    AddressRefused,
    CredentialMissing,
    DocumentInvalid,
    OperationUnknown,
    StoreUnavailable,
    StoreFull,
    StoreTooNew,
    StoreCorrupt,
    ProfileLocked,
    PortInUse,
    Io,
    Unsupported,
    Internal,
};

// The stable lower-case word of a code, as it stands in JSON records and on stderr.
[[nodiscard]] QLatin1StringView errorWord(ErrorCode code);

// An expected failure: a code for programs and a sentence for a person that says
// what happened, why, and what to do next.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString text;

    bool operator==(const Error &) const = default;
};

// Either a value or an Error. A plain value type without exceptions: asking for
// the side that is not there is a bug of ours and asserts.
template<typename T>
class [[nodiscard]] Result {
public:
    // NOLINTBEGIN(google-explicit-constructor): `return value;` and `return error;` are what the type is for.
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] bool hasValue() const { return m_state.index() == 0; }
    explicit operator bool() const { return hasValue(); }

    [[nodiscard]] const T &value() const &
    {
        Q_ASSERT(hasValue());
        return *std::get_if<0>(&m_state);
    }
    [[nodiscard]] T &value() &
    {
        Q_ASSERT(hasValue());
        return *std::get_if<0>(&m_state);
    }
    [[nodiscard]] T &&value() &&
    {
        Q_ASSERT(hasValue());
        return std::move(*std::get_if<0>(&m_state));
    }
    [[nodiscard]] T valueOr(T fallback) const { return hasValue() ? value() : std::move(fallback); }

    const T &operator*() const & { return value(); }
    T &operator*() & { return value(); }
    const T *operator->() const { return &value(); }
    T *operator->() { return &value(); }

    [[nodiscard]] const Error &error() const
    {
        Q_ASSERT(!hasValue());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Error> m_state;
};

// Success without a value, or an Error.
template<>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): `return error;` is what the type is for.
    Result(Error error) : m_error(std::move(error)) {}

    [[nodiscard]] bool hasValue() const { return !m_error.has_value(); }
    explicit operator bool() const { return hasValue(); }
    [[nodiscard]] const Error &error() const
    {
        Q_ASSERT(m_error);
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

} // namespace uw
