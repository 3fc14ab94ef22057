// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/limits.h"
#include "core/base/result.h"
#include "core/text/textbytes.h"

#include <QMutex>
#include <QString>

#include <memory>

class QTemporaryFile;

namespace uw {

// The body of an answer as it arrives, and texts made of one: a small one stays in memory, a larger one goes to a file
// that only this user can read and that is gone with the object (on Linux it never has a name, so that no crash leaves
// it behind). One thread appends, every thread reads; shared by who shows it.
class BodyFile final : public TextBytes {
public:
    static constexpr qint64 keptInMemory = 1 * limits::mebibyte;

    // `folder` is made when it is needed.
    explicit BodyFile(const QString &folder, qint64 inMemory = keptInMemory);
    // A whole one of bytes that are in memory anyway.
    explicit BodyFile(const QByteArray &bytes);
    ~BodyFile() override;

    // Errors: Io when the file cannot be made or written (a full disk); what was there before stays readable.
    [[nodiscard]] Result<void> append(QByteArrayView bytes);
    [[nodiscard]] qint64 size() const override;
    [[nodiscard]] QByteArray read(qint64 offset, qint64 length) const override;
    [[nodiscard]] bool isOnDisk() const;

    // All bytes in one piece, for readers that need them so; nothing is appended afterwards. Valid as long as the
    // object. Errors: Io when the file cannot be mapped.
    [[nodiscard]] Result<QByteArrayView> view() const;
    // Those bytes of the view are not needed for now: they leave this process's memory, and come back when they are
    // read again.
    void release(qint64 from, qint64 until) const;

    // Writes a copy. Errors: Io with the system's reason.
    [[nodiscard]] Result<void> copyTo(const QString &path) const;

    // Removes what earlier runs of the program may have left in `folder`.
    static void sweep(const QString &folder);

private:
    [[nodiscard]] Result<void> moveToDisk();

    const QString m_folder;
    const qint64 m_inMemory;
    mutable QMutex m_mutex;
    QByteArray m_memory;
    std::unique_ptr<QTemporaryFile> m_file;
    qint64 m_size = 0;
    mutable uchar *m_map = nullptr;
};

} // namespace uw
