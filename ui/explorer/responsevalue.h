// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QMetaType>
#include <QString>

namespace uw::ui {

// One value of an answer that a person wants to use elsewhere ("Use as…"). Plain value.
struct ResponseValue {
    json::Value value;
    // Where it stands in the body (RFC 6901); empty: the whole body.
    QString pointer;
    // The operation that answered, by operationId.
    QString operation;
};

} // namespace uw::ui

Q_DECLARE_METATYPE(uw::ui::ResponseValue)
