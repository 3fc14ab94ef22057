// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "ui/widgets/message.h"

#include <QMetaType>
#include <QString>

#include <functional>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

// A value of a body that a menu was opened on.
struct PickedValue {
    json::Value value;
    QString pointer;
};

// The longest value that is taken out of a body to be used elsewhere.
inline constexpr qint64 mostPickedBytes = 1024 * 1024;

// Adds what can be done with a value: copy it, copy its pointer, use it elsewhere. `use` runs on "Use as…".
void addValueActions(QMenu &menu, const PickedValue &picked, const std::function<void(const PickedValue &)> &use);

// What a person is told after a file was written: `done` is a whole sentence ("Saved the body as a.json."), `problem`
// why it was not.
[[nodiscard]] Message savedMessage(const QString &done, const QString &path, const QString &problem);

} // namespace uw::ui

Q_DECLARE_METATYPE(uw::ui::PickedValue)
