// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/openapi/operation.h"
#include "core/openapi/referencedfiles.h"

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
    // The same with the files that the description refers to, as far as `access` allows: they become a part of root(),
    // and references to them local ones. See joinReferencedFiles(), and withheldFiles() for what was not allowed.
    static Result<std::shared_ptr<const Document>> load(const QByteArray &bytes, const QString &origin,
                                                        const FileAccess &access);
    // The same from a file of at most limits::documentBytes; Io and NotFound for what cannot be read. References count
    // from its folder unless `access` names another base.
    static Result<std::shared_ptr<const Document>> loadFile(const QString &path, FileAccess access = {});

    [[nodiscard]] const QString &version() const { return m_version; }
    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] const QString &origin() const { return m_origin; }
    // Every absolute address the document names: the root's first, then those of paths and operations.
    [[nodiscard]] const QStringList &servers() const { return m_servers; }
    // The host the description is of, as its servers tell; empty when it names none. See serverConcern().
    [[nodiscard]] const QString &usualHost() const { return m_usualHost; }
    [[nodiscard]] const QList<OperationSummary> &operations() const { return m_operations; }
    // What the API calls by itself (`webhooks`, `x-webhooks`): names in place of paths; details() opens them too, and
    // the body's sample is a sample of what is sent.
    [[nodiscard]] const QList<OperationSummary> &webhooks() const { return m_webhooks; }
    [[nodiscard]] const QList<Warning> &warnings() const { return m_warnings; }
    // The names of tags in the document's order, those only used by operations last.
    [[nodiscard]] const QStringList &tags() const { return m_tags; }
    // The whole description; the files it refers to stand in its member "x-uw-files".
    [[nodiscard]] const json::Value &root() const { return m_root; }
    // Absolute addresses of the files that were read beside the description itself.
    [[nodiscard]] const QStringList &referencedFiles() const { return m_files.read; }
    // Files that were not read because that was not allowed. Load again with more access to have them.
    [[nodiscard]] const QList<WithheldFile> &withheldFiles() const { return m_files.withheld; }

    // By operationId, or by "METHOD /path". Null when there is none.
    [[nodiscard]] const OperationSummary *find(const QString &operation) const;
    // Opens one operation: follows its references (cycles end), reads parameters and body.
    [[nodiscard]] Result<OperationDetails> details(const OperationSummary &operation) const;
    // Follows a local reference ("#/components/…"), which may be one that led into another file in the document's
    // text: NotFound names the pointer. The value lives as long as the document.
    [[nodiscard]] Result<const json::Value *> resolve(QStringView reference) const;

private:
    Document() = default;
    void indexNames();

    json::Value m_root;
    QString m_version;
    QString m_title;
    QString m_origin;
    QStringList m_servers;
    QString m_usualHost;
    QStringList m_tags;
    QList<OperationSummary> m_operations;
    QList<OperationSummary> m_webhooks;
    QList<Warning> m_warnings;
    ReferencedFiles m_files;
    // Positions in m_operations; of two operations with one id the first counts.
    QHash<QString, qsizetype> m_byId;
    QHash<QString, qsizetype> m_byRoute;
};

} // namespace uw::openapi
