// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>

namespace uw::ui {

// What of a text a search found: the words and phrases of `search` (see searchExpression()) in any case, with or without
// accents, and also where JSON writes a letter as "\u00fc". An empty pattern, which marks nothing, for a search without a
// word and for what is too long to be looked for as it is read.
[[nodiscard]] QRegularExpression searchMarks(const QString &search);

// Of a longer search the first so many characters are marked.
inline constexpr qsizetype markedCharacters = 200;

} // namespace uw::ui
