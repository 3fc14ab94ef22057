// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringConverter>

namespace uw {

// What a Content-Type field says of a body (RFC 9110 section 8.3).
struct ContentType {
    // "application/json", in lower case.
    QByteArray type;
    // Of the parameter, in lower case; empty without one.
    QByteArray charset;

    [[nodiscard]] static ContentType read(const QByteArray &field);

    // application/json, text/json and any "+json".
    [[nodiscard]] bool saysJson() const;
    // The encodings that Qt knows by itself; UTF-8 for any other and for none.
    [[nodiscard]] QStringConverter::Encoding encoding() const;
};

} // namespace uw
