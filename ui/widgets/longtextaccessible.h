// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace uw::ui {

class LongTextView;

// Tells assistive programs about long texts: what is seen of one is its text. Called by the view; calling again does
// nothing.
void installLongTextAccessibility();
// The cursor of the view moved.
void announceLongTextCursor(LongTextView *view);
// It shows another text.
void announceLongText(LongTextView *view);

} // namespace uw::ui
