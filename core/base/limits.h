// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

// The bounds that untrusted input meets at the borders, in one place. Each is a
// default; what a user may change stands in core/settings.
namespace uw::limits {

inline constexpr qint64 kibibyte = 1024;
inline constexpr qint64 mebibyte = 1024 * kibibyte;
inline constexpr qint64 gibibyte = 1024 * mebibyte;

// HTTP requests that arrive.
inline constexpr int headerFields = 100;
inline constexpr qint64 headerBytes = 16 * kibibyte;
inline constexpr qint64 bodyBytesDefault = 10 * mebibyte;
inline constexpr qint64 bodyBytesMinimum = 1 * kibibyte;
inline constexpr qint64 bodyBytesMaximum = 100 * mebibyte;
inline constexpr qint64 bodyBytesInFlight = 256 * mebibyte;
inline constexpr int connections = 2000;
inline constexpr int connectionsPerAddress = 100;
inline constexpr int headerDeadlineMs = 10'000;
inline constexpr int bodyDeadlineMs = 30'000;
inline constexpr int requestDeadlineMs = 60'000;
inline constexpr int idleDeadlineMs = 60'000;
inline constexpr int customSources = 1000;
inline constexpr int sourceNameLength = 64;

// JSON text.
inline constexpr int jsonDepth = 200;
inline constexpr qint64 jsonNodes = 5'000'000;

// API descriptions.
inline constexpr qint64 documentBytes = 64 * mebibyte;
inline constexpr qint64 documentNodes = 5'000'000;
inline constexpr int documentOperations = 20'000;

// Answers of called APIs.
inline constexpr qint64 responseBytes = 100 * mebibyte;
inline constexpr int requestTimeoutMs = 30'000;

// The store.
inline constexpr qint64 storeBytesDefault = 10 * gibibyte;
inline constexpr qint64 diskReserveBytes = 1 * gibibyte;
inline constexpr int listLimitDefault = 50;
inline constexpr int listLimitMaximum = 500;

// The secret store.
inline constexpr int keychainDeadlineMs = 10'000;

} // namespace uw::limits
