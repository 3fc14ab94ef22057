// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/operationwords.h"

#include <QList>
#include <QStringList>

#include <array>
#include <memory>

namespace uw::ui {

// The operations of one document as people look for them: grouped by tag and searchable. Immutable
// once made; made on a worker thread, read from any.
class OperationCatalog final {
public:
    // One branch of the tree.
    struct Group {
        // The tag, or the first telling part of the path ("/users") for operations without a tag.
        QString title;
        bool isTag = true;
        // Positions in operations(), in the document's order.
        QList<int> operations;

        bool operator==(const Group &) const = default;
    };

    // `tags`: the document's order of tags; tags that only operations name come after them. An
    // operation with several tags stands in each of their groups.
    static std::shared_ptr<const OperationCatalog> make(const QList<openapi::OperationSummary> &operations,
                                                        const QStringList &tags);

    [[nodiscard]] const QList<openapi::OperationSummary> &operations() const { return m_operations; }
    // The operations of a document and, behind them, what it sends by itself: those stand in one group of their own.
    static std::shared_ptr<const OperationCatalog> make(const openapi::Document &document);
    // The same catalog with a search that also finds what stands inside operations.
    [[nodiscard]] std::shared_ptr<const OperationCatalog>
    withWords(const std::shared_ptr<const openapi::OperationWords> &words) const;

    // Whether that position in operations() is a webhook: its path is a name.
    [[nodiscard]] bool isWebhook(int operation) const { return operation >= m_firstWebhook; }
    // Without empty groups.
    [[nodiscard]] const QList<Group> &groups() const { return m_groups; }
    // The methods that occur: GET POST PUT PATCH DELETE first, then the others by name.
    [[nodiscard]] const QStringList &methods() const { return m_methods; }

    // Positions of the operations that fit, best first. Every word has to occur in summary,
    // operationId, path, tag or as the method; a word's start counts more than its middle, a summary
    // more than an id, path or tag, and those more than parameters, fields, values and descriptions. A path or an address with values in it ("…/users/42") finds the
    // template that it fits. An empty text finds nothing.
    [[nodiscard]] QList<int> search(const QString &text) const;

private:
    // One field of an operation, case folded: as it stands, and cut into words with a space around each.
    struct Field {
        QString text;
        QString words;
    };
    enum FieldKind { SummaryField, IdField, PathField, TagField, FieldCount };
    struct Entry {
        std::array<Field, FieldCount> fields;
        QString method;
        QStringList segments;
    };

    OperationCatalog() = default;
    OperationCatalog(const OperationCatalog &) = default;
    void arrange(const QStringList &tags);
    void group(const QStringList &tags);
    void collectMethods();
    void indexWords();
    [[nodiscard]] static int wordScore(const Entry &entry, const QString &word, const QString &wordStart);
    [[nodiscard]] static int templateScore(const Entry &entry, const QStringList &segments);

    QList<openapi::OperationSummary> m_operations;
    QList<Group> m_groups;
    QStringList m_methods;
    QList<Entry> m_entries;
    int m_firstWebhook = 0;
    std::shared_ptr<const openapi::OperationWords> m_words;
};

} // namespace uw::ui
