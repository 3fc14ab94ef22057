// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operation.h"

#include <QByteArray>

namespace uw::ui {

// A request that belongs to no document, as an operation whose form can be filled in: its address is the server and the
// path (query and all, sent as it stands), it takes a body of the type that `contentType` says.
[[nodiscard]] openapi::OperationDetails freeOperation(const QByteArray &method, const QByteArray &url,
                                                      const QString &contentType, const QString &name);

} // namespace uw::ui
