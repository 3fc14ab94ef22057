// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

#include <memory>

namespace uw {

// Holds a profile for one process: a file beside the database that is locked as long as
// this object lives. The operating system lets go of it when the process ends in whatever way.
// Owned by Store; any thread.
class ProfileLock final {
public:
    // `path` of the lock file, whose folder exists; the file stays there afterwards. Errors: ProfileLocked
    // (names the process that holds it), Io (the file cannot be made).
    static Result<std::unique_ptr<ProfileLock>> acquire(const QString &path);
    ~ProfileLock();
    Q_DISABLE_COPY_MOVE(ProfileLock)

private:
    class Private;
    explicit ProfileLock(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace uw
