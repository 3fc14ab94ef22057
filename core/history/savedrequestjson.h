// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/savedrequest.h"

namespace uw {

// Saved requests as a file: {"format":"universal-webhook/saved-requests","version":1,"folders":["A","A/B"],"requests":[
// {"name","folder","document","operation","method","url","arguments":{…}}]}, in the order of the tree.
[[nodiscard]] QByteArray toSavedRequestsJson(const SavedRequests &saved);

// The same back, without ids and times; positions count from 0 in each folder. Errors: InvalidInput names the request
// that is wrong, LimitExceeded: over 64 MiB, or more requests or folders than are kept.
[[nodiscard]] Result<SavedRequests> fromSavedRequestsJson(const QByteArray &text);

} // namespace uw
