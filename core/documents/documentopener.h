// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/delivery.h"
#include "core/documents/documentfetcher.h"
#include "core/openapi/document.h"

#include <memory>
#include <optional>

namespace uw {

// What is to be opened.
struct DocumentRequest {
    // A file's path, an http(s) address, ":/…" for what the program brings along, or any name for bytes that are given.
    QString origin;
    // Instead of what is at `origin` now.
    std::optional<QByteArray> bytes = {};
    // Where such bytes once were, for their relative references; empty: `origin`.
    QString base = {};
    // Of what the caller has; an answer "unchanged" ends with Opened::isUnchanged.
    QByteArray etag = {};
    // Files that the description refers to: outside its folder, and on the net.
    bool allowsOutside = false;
    bool allowsRemote = false;
    // Files that were fetched before, by absolute address.
    QHash<QString, QByteArray> fetched = {};
};

struct OpenedDocument {
    // Null only with isUnchanged.
    std::shared_ptr<const openapi::Document> document;
    QByteArray bytes;
    // The server's; of a file on this computer a digest of its bytes, which tells whether it changed.
    QByteArray etag;
    // Where the bytes came from in the end: a path or an address.
    QString base;
    bool isUnchanged = false;
    // All that was fetched for it.
    QHash<QString, QByteArray> fetched;
};

// Opens descriptions wherever they are: reads or fetches, parses on a worker thread, fetches the files that the
// description refers to where that is allowed, and parses again until none is missing. Lives on HttpClient's thread;
// each call is independent of the others.
class DocumentOpener final : public QObject {
    Q_OBJECT

public:
    // Files of files of files: each round parses the description once more.
    static constexpr int maximumRounds = 16;
    // At the same time.
    static constexpr int maximumFetches = 4;

    // `client` may be null: then nothing is fetched, and addresses end with Unsupported.
    explicit DocumentOpener(HttpClient *client, QObject *parent = nullptr);
    ~DocumentOpener() override;

    using Done = std::function<void(Result<OpenedDocument>)>;
    // `done` runs once on this thread, from the event loop, unless `context` is gone by then. Errors are those of
    // Document::load(), Document::loadFile() and DocumentFetcher::fetch(), and name the origin.
    void open(const DocumentRequest &request, QObject *context, const Done &done);

    // For tests: how long one fetch may take, in milliseconds.
    void setTimeout(int ms);

private:
    struct Job;
    void parse(const std::shared_ptr<Job> &job);
    void parsed(const std::shared_ptr<Job> &job, const Result<OpenedDocument> &result);
    void fetchMissing(const std::shared_ptr<Job> &job, const QStringList &addresses);
    void fetchNext(const std::shared_ptr<Job> &job);

    std::unique_ptr<DocumentFetcher> m_fetcher;
    DeliveryHub m_hub;
};

// Whether `origin` is an http(s) address.
[[nodiscard]] bool isWebAddress(QStringView origin);

} // namespace uw
