// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/syntaxcolors.h"

namespace uw::ui {

using json::Tokenizer;

ColorRole syntaxRole(Tokenizer::Kind kind)
{
    switch (kind) {
    case Tokenizer::Kind::Name:
        return ColorRole::Accent;
    case Tokenizer::Kind::String:
        return ColorRole::Success;
    case Tokenizer::Kind::Number:
        return ColorRole::Warning;
    case Tokenizer::Kind::Keyword:
        return ColorRole::MethodPatch;
    case Tokenizer::Kind::Brace:
    case Tokenizer::Kind::Bracket:
    case Tokenizer::Kind::Colon:
    case Tokenizer::Kind::Comma:
        return ColorRole::SecondaryText;
    case Tokenizer::Kind::Invalid:
        return ColorRole::Error;
    }
    Q_UNREACHABLE();
}

} // namespace uw::ui
