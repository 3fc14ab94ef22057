// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringView>

namespace uw::ui {

enum class JsonToken { Key, String, Number, Keyword, Punctuation, Invalid };

struct JsonSpan {
    int start = 0;
    int length = 0;
    JsonToken token = JsonToken::Punctuation;

    bool operator==(const JsonSpan &) const = default;
};

struct JsonLine {
    QList<JsonSpan> spans;
    // The line ends inside a string: only where a long line was broken for showing.
    bool endsInString = false;
};

// Cuts one line of JSON into coloured spans. Knows nothing of structure: strings end with the line, a
// string before a colon is a key, what is no JSON is Invalid. `startsInString`: the line goes on from a
// broken one that ended inside a string. Linear in the length of the line.
[[nodiscard]] JsonLine lexJsonLine(QStringView line, bool startsInString = false);

} // namespace uw::ui
