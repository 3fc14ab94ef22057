// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <functional>

namespace uw::ui {

// How much a notice matters; each has an icon beside its colour.
enum class Severity { Info, Success, Warning, Error };

// Something a person should know and need not answer: one sentence and at most one action
// ("Deleted 3 events", "Undo"). Shown in the message line above the status line.
struct Message {
    QString text;
    Severity severity = Severity::Info;
    // Label of the action's button; empty: no button.
    QString actionText;
    std::function<void()> action = {};
    // How long it stays, in milliseconds; 0: until it is closed.
    int showMs = 6000;
};

} // namespace uw::ui

Q_DECLARE_METATYPE(uw::ui::Message)
