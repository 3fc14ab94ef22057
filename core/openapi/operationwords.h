// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

#include <atomic>
#include <memory>
#include <vector>

namespace uw::openapi {

// The words that stand inside the operations of a document and not in their heads: descriptions, parameters, fields of
// bodies and answers, enum values. Made once in the background, then immutable and read from any thread; it does not
// need the document any more. Words are case folded; "createdAt" is also found as "created" and "at".
class OperationWords final {
public:
    // What a word is worth by where it stands; the same operation counts with its best place.
    enum Weight : std::uint8_t { Answer = 4, Description = 6, Value = 8, Field = 10, Parameter = 14 };

    // How deep fields of bodies and of answers count: deeper ones are shared by most operations and tell nothing.
    static constexpr int bodyDepth = 4;
    static constexpr int answerDepth = 2;

    // Null when `stop` became true meanwhile. At most a few hundred milliseconds for 3,500 operations.
    static std::shared_ptr<const OperationWords> make(const Document &document, const std::atomic<bool> &stop);

    // For each operation (by its position in Document::operations()) what `word` is worth there, 0: it is not there. A
    // word's beginning counts whole, its middle half, and needs three letters; of "page-size" both parts have to be
    // there. `word` is case folded and not empty.
    [[nodiscard]] std::vector<std::uint8_t> scores(QStringView word) const;

    [[nodiscard]] qsizetype wordCount() const { return qsizetype(m_words.size()); }

private:
    friend class OperationWordsBuilder;
    struct Use {
        quint32 operation;
        std::uint8_t weight;
    };
    struct Word {
        // In m_text.
        quint32 begin;
        quint32 size;
        // In m_uses.
        quint32 firstUse;
        quint32 uses;
    };

    OperationWords() = default;
    [[nodiscard]] std::vector<std::uint8_t> scoresOfOne(QStringView word) const;
    [[nodiscard]] QStringView textOf(const Word &word) const
    {
        return QStringView(m_text).sliced(word.begin, word.size);
    }

    // All words one after the other, in the order of m_words, which is sorted.
    QString m_text;
    std::vector<Word> m_words;
    std::vector<Use> m_uses;
    std::size_t m_operations = 0;
};

} // namespace uw::openapi
