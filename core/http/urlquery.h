// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace uw {

// Names and values of an address's query, decoded ("+" is a space), in order; empty items are left out.
[[nodiscard]] QList<std::pair<QByteArray, QByteArray>> queryItems(const QByteArray &url);

} // namespace uw
