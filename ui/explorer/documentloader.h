// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/documents/documentlibrary.h"
#include "ui/explorer/latestjob.h"
#include "ui/explorer/operationcatalog.h"

#include <QObject>

#include <atomic>

namespace uw::ui {

// A document as the explorer uses it: immutable, shared between threads.
struct LoadedDocument {
    std::shared_ptr<const openapi::Document> document;
    std::shared_ptr<const OperationCatalog> catalog;
    // Its origin: a file, an address, "paste:…", ":/…" for what the program brings along.
    QString path;
    // As the library knows it.
    DocumentRecord record = {};
    // What a person should know of how it was opened; may be empty.
    QString notice = {};

    [[nodiscard]] bool isBuiltIn() const { return path.startsWith(u":/"); }
};

// Opens documents through the library and makes catalogs of them on a worker thread; a later load() replaces one that
// is still running. GUI thread; owned by the page, like the library, which outlives it.
class DocumentLoader final : public QObject {
    Q_OBJECT

public:
    // Clockify's description inside the program.
    static constexpr QLatin1StringView ClockifyPath{":/openapi/clockify.json"};

    explicit DocumentLoader(DocumentLibrary &library, QObject *parent = nullptr);
    ~DocumentLoader() override;

    void load(const QString &path);
    void paste(const QByteArray &text);
    // Gets a document from its source anew; `shown` is what it is compared with.
    void refresh(const LoadedDocument &shown);
    // The path being loaded; empty when nothing is.
    [[nodiscard]] const QString &loading() const { return m_loading; }

Q_SIGNALS:
    void started(const QString &path);
    void loaded(const uw::ui::LoadedDocument &document);
    // `text`: what is wrong with the document and what to do.
    void failed(const QString &path, const QString &text);
    // After loaded() of a newer version than `older`.
    void refreshed(const std::shared_ptr<const uw::openapi::Document> &older,
                   const QList<uw::openapi::DocumentChange> &changes);
    void unchanged(const QString &path);
    // The search of the document that was loaded last finds what stands inside operations now.
    void indexed(const std::shared_ptr<const uw::ui::OperationCatalog> &catalog);

private:
    void begin(const QString &path);
    void opened(quint64 run, const QString &path, const Result<DocumentLibrary::Loaded> &result);
    void makeCatalog(const QString &path, const DocumentLibrary::Loaded &source,
                     const std::function<void()> &afterwards = {});
    void indexWords(const LoadedDocument &document);
    void fail(const QString &path, const Error &error);

    DocumentLibrary &m_library;
    LatestJob<LoadedDocument> m_catalogJob;
    LatestJob<std::shared_ptr<const OperationCatalog>> m_wordsJob;
    // Tells the words of a document that is no longer shown to end.
    std::shared_ptr<std::atomic<bool>> m_stop;
    quint64 m_run = 0;
    QString m_loading;
};

} // namespace uw::ui
