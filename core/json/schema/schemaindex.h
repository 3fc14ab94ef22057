// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/dialect.h"

#include <deque>
#include <map>
#include <unordered_map>

namespace uw::json::schema {

// A schema as it stands in its document.
struct Place {
    const Value *value = nullptr;
    int resource = 0;
    SchemaDialect dialect = SchemaDialect::Draft2020;
    std::string location; // RFC 6901; cut with "…" where it is long
};

// Knows where each schema of the documents stands, and finds what references lead to. Documents are walked when they
// are needed, along the keywords that hold schemas, so that $id and $anchor within data stay data. On one thread, for
// the time of one compilation; the documents outlive it.
class SchemaIndex final {
public:
    struct DynamicAnchor {
        int resource;
        std::string name;
        const Value *value;
    };

    SchemaIndex(const Value &document, const SchemaOptions &options);

    // The place of the schema to start with; walks what is below it.
    [[nodiscard]] Result<const Place *> entry();
    // What `reference` leads to from a schema of `resource`. InvalidInput when there is nothing.
    [[nodiscard]] Result<const Place *> resolve(const QString &reference, const Place &from);
    // A schema below one that is known; known itself from then on. Null is never returned.
    [[nodiscard]] const Place *place(const Value &value) const;

    // The start of a resource: the schema that has the $id, or the document.
    [[nodiscard]] const Value *rootOf(int resource) const;
    [[nodiscard]] const std::vector<DynamicAnchor> &dynamicAnchors() const { return m_dynamicAnchors; }
    // The name at the end of a $dynamicRef when it leads to a $dynamicAnchor of that name.
    [[nodiscard]] std::optional<std::string> dynamicName(const QString &reference, const Place &target) const;

private:
    struct Resource {
        QString uri;
        const Value *root;
        std::string location;
        SchemaDialect dialect;
    };
    struct Pending {
        const Value *value;
        int resource;
        SchemaDialect dialect;
        std::string location;
    };

    // Notes a document or a part of one under its address; the number of it.
    int addResource(const QString &uri, const Value *root, const std::string &location, SchemaDialect dialect);
    [[nodiscard]] std::optional<int> findResource(const QString &uri);
    [[nodiscard]] Result<void> walk(Pending first);
    [[nodiscard]] Result<void> visit(const Pending &item, std::vector<Pending> &pending);
    void identify(Pending &item);
    void addChildren(const Pending &item, std::vector<Pending> &pending) const;
    [[nodiscard]] Result<const Place *> atPointer(int resource, const QString &pointer, const QString &reference);

    const SchemaOptions &m_options;
    std::deque<Resource> m_resources;
    std::map<QString, int> m_byUri;
    std::map<std::pair<int, QString>, const Value *> m_anchors;
    std::unordered_map<const Value *, Place> m_places;
    std::vector<DynamicAnchor> m_dynamicAnchors;
    std::deque<Value> m_metaschemas;
};

// A pointer with one token more.
[[nodiscard]] std::string childLocation(const std::string &parent, std::string_view token);

} // namespace uw::json::schema
