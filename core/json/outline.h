// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QVarLengthArray>

#include <optional>

namespace uw::json {

// Where the values of one JSON text stand, found in one pass and without a copy of any: for those who want a few
// members of a body and no tree, which costs several times as much. What it answers is what the tree that parse()
// builds would. The text must outlive it.
class Outline final {
public:
    // Nothing when the text is no JSON within the limits, and for the few texts that only a tree can judge (a
    // character written by its number, a name or number out of the ordinary): ask parse() then.
    [[nodiscard]] static std::optional<Outline> make(QByteArrayView text, const ParseLimits &limits = {});

    // Whether a pointer can be followed here: one with "~" cannot.
    [[nodiscard]] static bool isPlainPointer(QByteArrayView pointer) { return pointer.indexOf('~') < 0; }
    // The text, number or boolean at a plain RFC 6901 pointer, a number as serialize() spells it. Nothing for another
    // type and where there is none.
    [[nodiscard]] std::optional<QByteArray> scalar(QByteArrayView pointer) const;
    // The same for a text alone.
    [[nodiscard]] std::optional<QByteArray> text(QByteArrayView pointer) const;
    // The first name of a member of the outermost object that ends in `suffix`.
    [[nodiscard]] std::optional<QByteArray> nameEndingIn(QByteArrayView suffix) const;

private:
    enum class Kind : quint8 { Members, Elements, Name, String, EscapedString, Scalar, Null };
    struct Entry {
        // In bytes from the start of the text.
        quint32 begin;
        quint32 end;
        // The entry after this one and all that it holds; while it is open, the one that it stands in.
        quint32 next;
        Kind kind;
    };

    [[nodiscard]] bool fill(const ParseLimits &limits);
    void append(Kind kind, qsizetype begin, qsizetype end);
    [[nodiscard]] QByteArrayView bytesOf(const Entry &entry) const;
    [[nodiscard]] const Entry *find(QByteArrayView pointer) const;
    [[nodiscard]] const Entry *child(qsizetype parent, QByteArrayView token) const;

    QByteArrayView m_text;
    // A member is its name and then its value. Room for a usual body is part of the object.
    QVarLengthArray<Entry, 80> m_entries;
};

} // namespace uw::json
