// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/requestbuilder.h"
#include "ui/explorer/calltarget.h"
#include "ui/widgets/dialogs.h"

#include <optional>

namespace uw::ui {

// The call as a curl command while it is being filled in. What is missing in the path stands there as
// "{name}", the key as a variable of the shell, so that the line can be copied without a secret. Says
// as a comment why there is no line yet.
[[nodiscard]] QString curlPreview(const openapi::OperationDetails &operation, const openapi::RequestInput &input,
                                  const std::optional<KeyPlace> &key);

// The variable that stands for a key in a curl line: "CLOCKIFY_API_KEY", or the header's name in capitals.
[[nodiscard]] QString keyVariable(const KeyPlace &key);

// What is asked before a call that may change something goes out.
[[nodiscard]] Question writeQuestion(const openapi::OperationDetails &operation, const HttpRequest &request);

} // namespace uw::ui
