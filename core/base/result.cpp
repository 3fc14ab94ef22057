// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace uw {

QLatin1StringView errorWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return QLatin1StringView("invalid_argument");
    case ErrorCode::InvalidInput:
        return QLatin1StringView("invalid_input");
    case ErrorCode::LimitExceeded:
        return QLatin1StringView("limit_exceeded");
    case ErrorCode::NotFound:
        return QLatin1StringView("not_found");
    case ErrorCode::Conflict:
        return QLatin1StringView("conflict");
    case ErrorCode::Unauthorized:
        return QLatin1StringView("unauthorized");
    case ErrorCode::Forbidden:
        return QLatin1StringView("forbidden");
    case ErrorCode::Unavailable:
        return QLatin1StringView("unavailable");
    case ErrorCode::Timeout:
        return QLatin1StringView("timeout");
    case ErrorCode::Cancelled:
        return QLatin1StringView("cancelled");
    case ErrorCode::ConnectionFailed:
        return QLatin1StringView("connection_failed");
    case ErrorCode::ResponseTooLarge:
        return QLatin1StringView("response_too_large");
    case ErrorCode::AddressRefused:
        return QLatin1StringView("address_refused");
    case ErrorCode::CredentialMissing:
        return QLatin1StringView("credential_missing");
    case ErrorCode::DocumentInvalid:
        return QLatin1StringView("document_invalid");
    case ErrorCode::OperationUnknown:
        return QLatin1StringView("operation_unknown");
    case ErrorCode::StoreUnavailable:
        return QLatin1StringView("store_unavailable");
    case ErrorCode::StoreFull:
        return QLatin1StringView("store_full");
    case ErrorCode::StoreTooNew:
        return QLatin1StringView("store_too_new");
    case ErrorCode::StoreCorrupt:
        return QLatin1StringView("store_corrupt");
    case ErrorCode::ProfileLocked:
        return QLatin1StringView("profile_locked");
    case ErrorCode::PortInUse:
        return QLatin1StringView("port_in_use");
    case ErrorCode::Io:
        return QLatin1StringView("io");
    case ErrorCode::Unsupported:
        return QLatin1StringView("unsupported");
    case ErrorCode::Internal:
        return QLatin1StringView("internal");
    }
    Q_UNREACHABLE();
}

} // namespace uw
