// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/jsonview.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace uw::ui {

enum class BodyForm { Pretty, Raw, Hex };

// A body as a text to look at. The bytes themselves stay in the event.
struct BodyText {
    BodyForm form = BodyForm::Raw;
    QString text;
    Syntax syntax = Syntax::Plain;
    // What the reader should know about the text (a part of it, not JSON although it says so); may be empty.
    QString note;

    bool operator==(const BodyText &) const = default;
};

// Bytes of a body that are shown as hexadecimal numbers, at most.
inline constexpr qsizetype hexBytesShown = 256 * 1024;

// Lays a body out. Without a wanted form: pretty for JSON and forms, raw for other text, numbers for what is no
// text; bytes that are no text are never shown raw. Of `contentType` the charset counts, and what it claims the body
// to be. Takes as long as the body is large: belongs on a worker thread.
[[nodiscard]] BodyText formatBody(const QByteArray &body, const QByteArray &contentType,
                                  std::optional<BodyForm> wanted = {});

} // namespace uw::ui
