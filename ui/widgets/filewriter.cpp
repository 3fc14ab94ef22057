// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filewriter.h"

#include <QSaveFile>

namespace uw::ui {

QString writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit();
    return isWritten ? QString() : file.errorString();
}

} // namespace uw::ui
