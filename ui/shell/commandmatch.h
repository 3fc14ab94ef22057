// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

namespace uw::ui {

// How well a command answers what was typed: every word has to occur in title or detail, case aside; a
// word at the start of the title counts most, then at the start of a word, then inside one, then in the
// detail. 0: not at all.
[[nodiscard]] int matchScore(const Command &command, const QString &typed);

// The commands that match, best first; equal ones keep their order. All of them for an empty text.
[[nodiscard]] QList<Command> matching(const QList<Command> &commands, const QString &typed);

} // namespace uw::ui
