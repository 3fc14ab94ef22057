// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/openapi/referencedfiles.h"

#include <QByteArray>
#include <QUrl>

namespace uw::openapi {

// Decides which files beside a description may be read, and reads them. A short-lived helper of
// joinReferencedFiles(), on its thread.
class FileReader final {
public:
    explicit FileReader(const FileAccess &access);

    // The description's own address; empty when it has none.
    [[nodiscard]] const QUrl &base() const { return m_base; }
    // How a file is called in the tree and in messages: by its path from the description's folder, else by its address.
    [[nodiscard]] QString nameOf(const QUrl &address) const;

    // Forbidden: nobody has allowed it yet, and `withheld` is set. Otherwise NotFound, Io, LimitExceeded or Unsupported.
    [[nodiscard]] Result<QByteArray> read(const QUrl &address, bool &withheld);

private:
    [[nodiscard]] Result<QByteArray> readDisk(const QUrl &address, bool &withheld) const;
    [[nodiscard]] static bool isInside(const QString &path, const QString &folder);

    const FileAccess &m_access;
    QUrl m_base;
    // Of the description on this computer, with a slash at its end, as written and with its links followed.
    QString m_folder;
    QString m_realFolder;
    qint64 m_bytes = 0;
};

} // namespace uw::openapi
