// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/mainwindow.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
QT_END_NAMESPACE

namespace uw::ui {

class Theme;

// The lasting faults at the top of the window, the gravest first. A fault stays until it is cleared;
// one that is no error can be closed by the person. GUI thread, owned by the main window.
class BannerStrip final : public QWidget {
    Q_OBJECT

public:
    explicit BannerStrip(const Theme &theme, QWidget *parent = nullptr);

    // A fault with the same id is replaced where it stands.
    void raise(const Fault &fault);
    void clear(const QString &id);
    [[nodiscard]] QStringList ids() const;

private:
    struct Entry {
        Fault fault;
        QWidget *banner = nullptr;
    };

    QWidget *makeBanner(const Fault &fault);

    const Theme &m_theme;
    QBoxLayout *m_column = nullptr;
    QList<Entry> m_entries;
};

} // namespace uw::ui
