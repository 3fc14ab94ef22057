// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QSet>
#include <QStringList>

namespace uw::openapi {

// Compares two schemas, each in its own document, as far as those who send or read values notice: types, formats, enums,
// properties, which of them are required, variants. References are followed, pairs that were seen are not gone into
// again, and after enough differences it stops. A short-lived helper.
class SchemaComparison final {
public:
    // What is sent has to satisfy the newer schema; what is received was made for it.
    enum class Direction { Request, Response };

    struct Difference {
        // "name.first", "[]", empty: the value itself.
        QString place;
        // "is required now", without a subject.
        QString what;
        bool isBreaking = false;
    };

    SchemaComparison(const json::Value &olderRoot, const json::Value &newerRoot, Direction direction)
        : m_olderRoot(olderRoot)
        , m_newerRoot(newerRoot)
        , m_direction(direction)
    {}

    [[nodiscard]] QList<Difference> compare(const json::Value &before, const json::Value &after);

private:
    // Properties and what else a schema says by itself and through allOf.
    struct Flat {
        QStringList types;
        QString format;
        QStringList enumValues;
        QList<QPair<QString, const json::Value *>> properties;
        QSet<QString> required;
        const json::Value *items = nullptr;
        const json::Value *additional = nullptr;
        QList<const json::Value *> variants;
    };

    void walk(const json::Value &before, const json::Value &after, const QString &place, int depth);
    void compareValues(const Flat &before, const Flat &after, const QString &place);
    void compareProperties(const Flat &before, const Flat &after, const QString &place, int depth);
    [[nodiscard]] static Flat flatten(const json::Value &root, const json::Value &schema);
    static void addTo(Flat &flat, const json::Value &root, const json::Value &schema, int depth);
    void add(const QString &place, const QString &what, bool isBreaking);

    const json::Value &m_olderRoot;
    const json::Value &m_newerRoot;
    const Direction m_direction;
    QSet<QPair<const json::Value *, const json::Value *>> m_seen;
    QList<Difference> m_differences;
};

} // namespace uw::openapi
