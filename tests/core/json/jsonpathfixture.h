// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/jsonpath.h"

#include <QTest>

namespace uw::test {

// A query, a document and what is selected of it.
struct PathRow {
    const char *query;
    const char *document;
    const char *values;          // the array of what is selected
    const char *paths = nullptr; // the array of the normalized paths, where the row is about them
};

// The tree of a text that is JSON, the path of a query that is one; anything else ends the test program.
[[nodiscard]] json::Value tree(QByteArrayView text);
[[nodiscard]] json::JsonPath compiled(std::string_view query);
// An array of copies.
[[nodiscard]] json::Value valuesOf(const json::Nodes &nodes);

// A document with a bit of everything, and one with a value of every kind.
extern const char *const shop;
extern const char *const kinds;

// For tests whose tables are rows of queries. Their slots have no more to do than selectsRow().
class JsonPathFixture : public QObject {
    Q_OBJECT

protected:
    static void columns();
    template<std::size_t Count>
    static void add(const PathRow (&rows)[Count]);
    static void selectsRow();
};

template<std::size_t Count>
void JsonPathFixture::add(const PathRow (&rows)[Count])
{
    columns();
    for (std::size_t i = 0; i < Count; ++i)
        QTest::addRow("%zu: %s", i, rows[i].query) << QByteArray(rows[i].query) << QByteArray(rows[i].document)
                                                   << QByteArray(rows[i].values) << QByteArray(rows[i].paths);
}

} // namespace uw::test
