// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/documentloader.h"

namespace uw::ui {

namespace {

Result<LoadedDocument> read(const QString &path)
{
    const Result<std::shared_ptr<const openapi::Document>> document = openapi::Document::loadFile(path);
    if (!document)
        return document.error();
    return LoadedDocument{
        .document = *document,
        .catalog = OperationCatalog::make((*document)->operations(), (*document)->tags()),
        .path = path,
    };
}

} // namespace

void DocumentLoader::load(const QString &path)
{
    m_loading = path;
    Q_EMIT started(path);
    m_job.start([path] { return read(path); },
                [this, path](const Result<LoadedDocument> &result) {
                    m_loading.clear();
                    if (result)
                        Q_EMIT loaded(*result);
                    else
                        Q_EMIT failed(path, result.error().text);
                });
}

} // namespace uw::ui
