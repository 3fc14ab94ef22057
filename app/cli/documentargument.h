// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/document.h"

#include <QObject>

#include <functional>
#include <memory>

class QCommandLineParser;

namespace uw {
class DocumentOpener;
class HttpClient;
} // namespace uw

namespace uw::cli {

// Opens the description a command names and answers from the event loop: a file, "-" for standard input, an http(s)
// address, or "clockify" for the one the program brings along (unless a file has that name). Files that the description
// refers to are read from its folder; those elsewhere, or on the net, only when the command line allows it. Owned by
// the command, on its thread.
class DocumentArgument final : public QObject {
    Q_OBJECT

public:
    struct Access {
        bool allowsOutside = false;
        bool allowsRemote = false;
    };
    using Done = std::function<void(Result<std::shared_ptr<const openapi::Document>>)>;

    explicit DocumentArgument(QObject *parent = nullptr);
    ~DocumentArgument() override;

    // --allow-outside and --allow-remote.
    static void addOptions(QCommandLineParser &parser);
    [[nodiscard]] static Access accessOf(const QCommandLineParser &parser);

    // `done` runs once on this thread, from the event loop. Errors are those of DocumentOpener::open().
    void open(const QString &argument, const Access &access, const Done &done);

private:
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<DocumentOpener> m_opener;
};

} // namespace uw::cli
