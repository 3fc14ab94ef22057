// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <QHash>

#include <memory>

namespace uw::json {

namespace schema {
struct Program;
}

// Which rules a schema follows. OpenApi30 is the schema object of OpenAPI 3.0 and, near enough, of Swagger 2.0:
// draft 4's boolean exclusiveMinimum, `nullable` (a null then meets the whole schema), nothing beside a $ref.
// OpenAPI 3.1 and later use Draft2020.
enum class SchemaDialect : quint8 { Draft4, Draft6, Draft7, Draft2019, Draft2020, OpenApi30 };

// Something about a schema that is not as it should be.
struct SchemaProblem {
    QString pointer; // RFC 6901, into the document
    QString message; // a clause without the place

    [[nodiscard]] QString text() const; // "at /properties/a: <message>"
};

struct SchemaOptions {
    // What is written here flows which way: members that are readOnly are not required of requests, those that are
    // writeOnly not of responses.
    enum class Direction : quint8 { Any, Request, Response };

    SchemaDialect dialect = SchemaDialect::Draft2020; // where no $schema names another
    Direction direction = Direction::Any;
    bool assertsFormats = false;             // else `format` says nothing about validity
    bool isLenient = false;                  // faulty keywords are left out with a warning instead of refused
    QString entry;                           // where in the document the schema stands (RFC 6901)
    QString baseUri;                         // of the document; relative references start from it
    QHash<QString, const Value *> documents; // what else a $ref may lead to, by absolute URI without fragment
    int maximumSchemas = 50'000;
    int maximumPatterns = 2'000;
};

struct SchemaCheckLimits {
    qsizetype maximumViolations = 100;
    qint64 maximumSteps = 10'000'000; // values and schemas looked at, about 50 ns each
    int maximumDepth = 1'000;         // schemas within schemas
};

// One keyword that a value does not meet.
struct SchemaViolation {
    QString instancePointer; // RFC 6901; of the object for members that are missing
    QString schemaPointer;   // of the keyword, in the document that holds it
    QString keyword;
    QString message; // a clause without the place: "a string stands where an integer is wanted"
    QString member;  // the name that is missing or too much; else empty

    [[nodiscard]] QString text() const; // "\"/a/b\": <message>", "the whole: <message>" at the root
    // The pointer to the member where there is one, else instancePointer.
    [[nodiscard]] QString field() const;
};

struct SchemaReport {
    QList<SchemaViolation> violations;
    // There are more violations than the limit.
    bool isCut = false;
    // What of the limits ended the check before its end, as a sentence; the value is then not known to be valid.
    QString unfinished;

    [[nodiscard]] bool isValid() const { return violations.isEmpty() && unfinished.isEmpty(); }
};

// A JSON Schema, compiled once and then held against any number of values: drafts 4, 6, 7, 2019-09 and 2020-12 and
// the dialect of OpenAPI 3.0. An immutable value that keeps nothing of the document it was read from; check() from any
// thread. Patterns run on RE2; what RE2 cannot express (look-around, back-references) on PCRE2 with a bound on its
// steps. Nothing is ever fetched. Left out: content* and $vocabulary, which are annotations here.
class Schema final {
public:
    // Reads the schema at `options.entry` of the document, and all it refers to. InvalidInput with the pointer for a
    // faulty keyword, a $ref that leads nowhere or only to itself; LimitExceeded beyond the limits.
    [[nodiscard]] static Result<Schema> compile(const Value &document, const SchemaOptions &options = {});

    // Holds a value against the schema. Takes at most `limits` of time and memory, whatever the value.
    [[nodiscard]] SchemaReport check(const Value &instance, const SchemaCheckLimits &limits = {}) const;
    // check() that stops at the first violation and makes no sentence.
    [[nodiscard]] bool accepts(const Value &instance, const SchemaCheckLimits &limits = {}) const;

    // What a lenient compile() left out.
    [[nodiscard]] const QList<SchemaProblem> &warnings() const;

private:
    explicit Schema(std::shared_ptr<const schema::Program> program) : m_program(std::move(program)) {}

    std::shared_ptr<const schema::Program> m_program;
};

} // namespace uw::json
