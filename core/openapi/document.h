// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/openapi/operation.h"

#include <QHash>

#include <memory>

namespace uw::openapi {

// An OpenAPI description, versions 2.0 (Swagger) to 3.2, in JSON or YAML: the tree as parsed and an index of its
// operations. Swagger's tree is turned into what 3.0 says (upgradeSwagger()). Nothing is
// dereferenced before an operation is opened. Immutable after load(), so it is shared
// between threads by shared_ptr; load() belongs on a worker thread.
class Document final {
public:
    // `origin` is the file or address the bytes came from; messages name it.
    // Errors: DocumentInvalid (neither JSON nor YAML, not OpenAPI, unsupported version; says where), LimitExceeded.
    static Result<std::shared_ptr<const Document>> load(const QByteArray &bytes, const QString &origin);
    // The same from a file of at most limits::documentBytes; Io and NotFound for what cannot be read.
    static Result<std::shared_ptr<const Document>> loadFile(const QString &path);

    [[nodiscard]] const QString &version() const { return m_version; }
    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] const QString &origin() const { return m_origin; }
    // Every absolute address the document names: the root's first, then those of paths and operations.
    [[nodiscard]] const QStringList &servers() const { return m_servers; }
    [[nodiscard]] const QList<OperationSummary> &operations() const { return m_operations; }
    // What the API calls by itself (`webhooks`, `x-webhooks`): names in place of paths; details() opens them too, and
    // the body's sample is a sample of what is sent.
    [[nodiscard]] const QList<OperationSummary> &webhooks() const { return m_webhooks; }
    [[nodiscard]] const QList<Warning> &warnings() const { return m_warnings; }
    // The names of tags in the document's order, those only used by operations last.
    [[nodiscard]] const QStringList &tags() const { return m_tags; }
    [[nodiscard]] const json::Value &root() const { return m_root; }

    // By operationId, or by "METHOD /path". Null when there is none.
    [[nodiscard]] const OperationSummary *find(const QString &operation) const;
    // Opens one operation: follows its references (cycles end), reads parameters and body.
    [[nodiscard]] Result<OperationDetails> details(const OperationSummary &operation) const;
    // Follows a local reference ("#/components/…"): NotFound names the pointer.
    [[nodiscard]] Result<const json::Value *> resolve(QStringView reference) const;

private:
    Document() = default;
    void indexNames();

    json::Value m_root;
    QString m_version;
    QString m_title;
    QString m_origin;
    QStringList m_servers;
    QStringList m_tags;
    QList<OperationSummary> m_operations;
    QList<OperationSummary> m_webhooks;
    QList<Warning> m_warnings;
    // Positions in m_operations; of two operations with one id the first counts.
    QHash<QString, qsizetype> m_byId;
    QHash<QString, qsizetype> m_byRoute;
};

} // namespace uw::openapi
