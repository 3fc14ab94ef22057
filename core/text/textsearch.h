// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/textbytes.h"

#include <QList>
#include <QString>

#include <memory>

namespace uw {

// A match in a long text, in bytes.
struct TextMatch {
    qint64 begin = 0;
    qint64 length = 0;

    bool operator==(const TextMatch &) const = default;
};

// Finds a word in a long UTF-8 text, whatever its case, a piece at a time so that it can be stopped. Matches do not
// overlap. On one thread.
class TextSearch final {
public:
    TextSearch(std::shared_ptr<const TextBytes> text, const QString &wanted);

    // Looks through about a megabyte and appends what is found there. False at the end of the text, which must not grow
    // meanwhile.
    bool step(QList<TextMatch> &found);
    [[nodiscard]] qint64 position() const { return m_position; }

private:
    void findPlain(const QByteArray &piece, qint64 until, QList<TextMatch> &found);
    void findFolded(const QByteArray &piece, qint64 until, QList<TextMatch> &found);

    const std::shared_ptr<const TextBytes> m_text;
    const QString m_wanted;
    // In lower case, when all of it is ASCII: then bytes are compared and nothing is decoded.
    QByteArray m_plain;
    qint64 m_overlap = 0;
    qint64 m_position = 0;
};

} // namespace uw
