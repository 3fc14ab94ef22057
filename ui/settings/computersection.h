// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/eventrepository.h"
#include "ui/settings/section.h"
#include "ui/shell/theme.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
QT_END_NAMESPACE

namespace uw::ui {

class CodeLine;

// What the program was started with, as the Settings page shows it. A plain value; empty: there is none.
struct ComputerFacts {
    QString listenUrl;
    QString controlUrl;
    QString publicUrl;
    QString databasePath;
    qint64 storeMaximumBytes = 0;
};

// What the store holds just now.
struct StoreFacts {
    StoreCounts counts;
    // UTC milliseconds; 0: it holds nothing.
    qint64 oldestMs = 0;
};

// Appearance, addresses and the database: what belongs to this computer and to no workspace. GUI thread; owned by the
// page.
class ComputerSection final : public Section {
    Q_OBJECT

public:
    ComputerSection(const Theme &theme, std::function<void(ThemeMode)> chooseLook, QWidget *parent = nullptr);

    void setFacts(const ComputerFacts &facts);
    // `keptDays`: how long events without a workspace stay.
    void setStore(const StoreFacts &store, qint64 keptDays, qint64 nowMs);

private:
    void addAppearance(std::function<void(ThemeMode)> chooseLook);
    CodeLine *addAddress(const QString &label, const QString &objectName, const QString &copyText, QLabel **none,
                         const QString &noneText, const QString &where);

    QComboBox *m_look = nullptr;
    CodeLine *m_listen = nullptr;
    QLabel *m_noListen = nullptr;
    CodeLine *m_public = nullptr;
    QLabel *m_noPublic = nullptr;
    CodeLine *m_control = nullptr;
    QLabel *m_noControl = nullptr;
    CodeLine *m_path = nullptr;
    QLabel *m_noPath = nullptr;
    QLabel *m_size = nullptr;
    qint64 m_maximumBytes = 0;
};

} // namespace uw::ui
