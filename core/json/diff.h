// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QList>

#include <vector>

namespace uw::json {

// The bounds of a comparison.
struct DiffLimits {
    qsizetype maximumDifferences = 10'000;
    // Steps that may be spent on finding which elements of arrays belong together. Beyond, the elements of
    // the arrays that are left are compared place by place.
    qint64 maximumWork = 20'000'000;
};

// One place where two trees differ.
struct Difference {
    enum class Kind : quint8 { Added, Removed, Changed };

    Kind kind = Kind::Changed;
    const Value *before = nullptr; // null when added
    const Value *after = nullptr;  // null when removed
    qint32 path = -1;              // for Diff's own use
};

// What must change to turn one tree into another. Members are compared by name, in whatever order
// they stand. Elements of arrays are aligned: first by a longest common subsequence of equal elements;
// what lies between is paired by equal "id" members, or else in order. Containers of one type are
// compared inside, so what is reported is as small as possible; values are compared by equal(). The
// differences come in document order, those of an object's new members last. A value with pointers into
// both trees, which must outlive it. Time and memory are linear in the trees and the limits.
class Diff final {
public:
    [[nodiscard]] static Diff between(const Value &before, const Value &after, const DiffLimits &limits = {});

    [[nodiscard]] const QList<Difference> &differences() const { return m_differences; }
    // False when there were more differences than the limit allows.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] qsizetype count(Difference::Kind kind) const;

    // Where the value stands in the tree before (RFC 6901); null when it was added. Array indexes of the
    // two pointers differ where elements came or went in front.
    [[nodiscard]] QString pointerBefore(const Difference &difference) const;
    // Where it stands in the tree after; null when it was removed.
    [[nodiscard]] QString pointerAfter(const Difference &difference) const;

private:
    friend class DiffBuilder;

    // One step from a container to a child. Differences share the steps that lead to them, so that long
    // names cost nothing more.
    struct Step {
        qint32 parent;           // -1: the root
        const std::string *name; // null for an element
        std::size_t before;
        std::size_t after;
    };

    [[nodiscard]] QString pointer(qint32 path, bool isBefore) const;

    std::vector<Step> m_steps;
    QList<Difference> m_differences;
    bool m_isComplete = true;
};

} // namespace uw::json
