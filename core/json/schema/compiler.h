// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/schema/keywordreader.h"
#include "core/json/schema/program.h"
#include "core/json/schema/schemaindex.h"

namespace uw::json::schema {

// Makes a program of a schema and of all that it refers to. For one compilation, on one thread; the document outlives
// it, the program needs neither.
class Compiler final {
public:
    Compiler(const Value &document, const SchemaOptions &options) : m_options(options), m_index(document, options) {}

    [[nodiscard]] Result<std::shared_ptr<const Program>> run();

private:
    // One schema in the making.
    struct Work {
        const Place &place;
        const KeywordReader &keywords;
        Node &node;
    };

    [[nodiscard]] NodeIndex nodeFor(const Place &place);
    [[nodiscard]] NodeIndex nodeFor(const Value &schema) { return nodeFor(*m_index.place(schema)); }
    // The node of the schema under that keyword, or none.
    [[nodiscard]] NodeIndex nodeOf(const Work &work, std::string_view keyword);
    [[nodiscard]] std::vector<NodeIndex> nodesOf(const Work &work, std::string_view keyword);
    void readPending();
    [[nodiscard]] Node read(const Place &place);
    void readReferences(const Work &work);
    void addReference(const Work &work, const char *keyword);
    void readValues(const Work &work);
    void readNumbers(const Work &work);
    void readStrings(const Work &work);
    void readArrays(const Work &work);
    void readObjects(const Work &work);
    void readMembers(const Work &work, ObjectRules &rules);
    void readDependencies(const Work &work, ObjectRules &rules);
    void readCombination(const Work &work);
    void addParts(const Place &place, std::vector<const Place *> &parts);
    [[nodiscard]] bool isOtherDirection(const std::vector<const Place *> &parts, const std::string &name);
    void readRequired(const Work &work, ObjectRules &rules);
    [[nodiscard]] std::shared_ptr<const Pattern> pattern(const std::string &source, const std::string &location);
    void readDynamicAnchors();
    void refuseLoops();
    void complain(const std::string &location, const QString &message, ErrorCode code = ErrorCode::InvalidInput);

    const SchemaOptions &m_options;
    SchemaIndex m_index;
    std::shared_ptr<Program> m_program = std::make_shared<Program>();
    std::unordered_map<const Value *, NodeIndex> m_nodes;
    std::unordered_map<const Value *, const Place *> m_wholes; // what a part of an allOf is written in
    std::vector<const Place *> m_pending; // of the nodes not yet read; the next one is at m_nextPending
    std::size_t m_nextPending = 0;
    std::unordered_map<std::string, std::shared_ptr<const Pattern>> m_patterns;
    bool m_hasDynamicReferences = false;
    std::optional<Error> m_error;
};

} // namespace uw::json::schema
