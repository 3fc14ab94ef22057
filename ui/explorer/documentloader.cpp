// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/documentloader.h"

#include "core/openapi/operationwords.h"

namespace uw::ui {

DocumentLoader::DocumentLoader(DocumentLibrary &library, QObject *parent) : QObject(parent), m_library(library) {}

DocumentLoader::~DocumentLoader()
{
    if (m_stop)
        m_stop->store(true);
}

void DocumentLoader::begin(const QString &path)
{
    ++m_run;
    m_catalogJob.drop();
    m_loading = path;
    Q_EMIT started(path);
}

void DocumentLoader::load(const QString &path)
{
    begin(path);
    m_library.open(path, this, [this, path, run = m_run](const Result<DocumentLibrary::Loaded> &result) {
        opened(run, path, result);
    });
}

void DocumentLoader::paste(const QByteArray &text)
{
    begin(tr("the pasted text"));
    m_library.openPasted(text, this, [this, run = m_run](const Result<DocumentLibrary::Loaded> &result) {
        opened(run, result ? result->record.origin : m_loading, result);
    });
}

void DocumentLoader::refresh(const LoadedDocument &shown)
{
    const QString path = shown.path;
    begin(path);
    m_library.refresh(
        path, shown.document, this,
        [this, path, older = shown.document, run = m_run](const Result<DocumentLibrary::Refreshed> &result) {
            if (run != m_run)
                return;
            if (!result)
                return fail(path, result.error());
            if (!result->isUnchanged)
                return makeCatalog(path, result->loaded,
                                   [this, older, changes = result->changes] { Q_EMIT refreshed(older, changes); });
            m_loading.clear();
            Q_EMIT unchanged(path);
        });
}

void DocumentLoader::opened(quint64 run, const QString &path, const Result<DocumentLibrary::Loaded> &result)
{
    if (run != m_run)
        return;
    if (result)
        makeCatalog(path, *result);
    else
        fail(path, result.error());
}

void DocumentLoader::fail(const QString &path, const Error &error)
{
    m_loading.clear();
    Q_EMIT failed(path, error.text);
}

void DocumentLoader::makeCatalog(const QString &path, const DocumentLibrary::Loaded &source,
                                 const std::function<void()> &afterwards)
{
    const LoadedDocument document{
        .document = source.document, .catalog = {}, .path = path, .record = source.record, .notice = source.notice};
    m_catalogJob.start(
        [document] {
            LoadedDocument made = document;
            made.catalog = OperationCatalog::make(*made.document);
            return made;
        },
        [this, afterwards](const LoadedDocument &made) {
            m_loading.clear();
            Q_EMIT loaded(made);
            if (afterwards)
                afterwards();
            indexWords(made);
        });
}

void DocumentLoader::indexWords(const LoadedDocument &document)
{
    if (m_stop)
        m_stop->store(true);
    m_stop = std::make_shared<std::atomic<bool>>(false);
    m_wordsJob.start(
        [document, stop = m_stop]() -> std::shared_ptr<const OperationCatalog> {
            const std::shared_ptr<const openapi::OperationWords> words =
                openapi::OperationWords::make(*document.document, *stop);
            return words ? document.catalog->withWords(words) : nullptr;
        },
        [this](const std::shared_ptr<const OperationCatalog> &catalog) {
            if (catalog)
                Q_EMIT indexed(catalog);
        });
}

} // namespace uw::ui
