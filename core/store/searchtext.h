// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/event.h"

namespace uw {

// What the search index knows of an event: its type, ids, names, target, the header values that are not masked, its note
// and its body, decoded: strings ("\u00fc" is an "ü"), names and numbers of JSON, the fields of a form, else the text as
// it is. Words are separated by blanks, in UTF-8, at most searchTextBytes; what is beyond is not found. A body that is no
// text adds nothing.
[[nodiscard]] QByteArray searchText(const Event &event);

inline constexpr qsizetype searchTextBytes = 1024 * 1024;

// What a person types, as a query of SQLite's FTS5: all words have to be there, in any order, the last one may go on
// ("web" finds "website"); what stands in quotes has to be there as it is. Nothing in it has a meaning to FTS5. Empty: it
// holds no word, and so nothing is found. LimitExceeded: over 1,000 characters or 50 words.
[[nodiscard]] Result<QString> searchExpression(const QString &text);

inline constexpr qsizetype searchCharacters = 1000;
inline constexpr qsizetype searchWords = 50;

// The word that stands for a kind of the log in the index. No text of an event holds one.
[[nodiscard]] QString kindWord(qint64 kind);

} // namespace uw
