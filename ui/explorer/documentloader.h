// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"
#include "ui/explorer/latestjob.h"
#include "ui/explorer/operationcatalog.h"

#include <QObject>

namespace uw::ui {

// A document as the explorer uses it: immutable, shared between threads.
struct LoadedDocument {
    std::shared_ptr<const openapi::Document> document;
    std::shared_ptr<const OperationCatalog> catalog;
    // The file it came from; ":/…" for what the program brings along.
    QString path;

    [[nodiscard]] bool isBuiltIn() const { return path.startsWith(u":/"); }
};

// Reads, parses and indexes documents on a worker thread; a later load() replaces one that is still
// running. GUI thread; owned by the page.
class DocumentLoader final : public QObject {
    Q_OBJECT

public:
    // Clockify's description inside the program.
    static constexpr QLatin1StringView ClockifyPath{":/openapi/clockify.json"};

    using QObject::QObject;

    void load(const QString &path);
    // The path being loaded; empty when nothing is.
    [[nodiscard]] const QString &loading() const { return m_loading; }

Q_SIGNALS:
    void started(const QString &path);
    void loaded(const uw::ui::LoadedDocument &document);
    // `text`: what is wrong with the document and what to do.
    void failed(const QString &path, const QString &text);

private:
    LatestJob<Result<LoadedDocument>> m_job;
    QString m_loading;
};

} // namespace uw::ui
