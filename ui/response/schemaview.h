// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/openapi/responsedrift.h"

#include <QTreeWidget>

namespace uw::ui {

class Theme;

// How an answer fits its description, and how the answers of the operation have differed from it over all calls. GUI
// thread.
class SchemaView final : public QTreeWidget {
    Q_OBJECT

public:
    enum Column { PlaceColumn, WhatColumn, CallsColumn, ColumnCount };

    explicit SchemaView(const Theme &theme, QWidget *parent = nullptr);

    void setReport(const openapi::ResponseReport &report, const openapi::ResponseDrift &drift);

private:
    QTreeWidgetItem *addGroup(const QString &title);
    void addRow(QTreeWidgetItem *group, openapi::Deviation::Kind kind, const QString &place, const QString &what,
                const QString &calls);

    const Theme &m_theme;
};

// "Valid against schema", "3 deviations" and so on; empty when nothing was checked.
[[nodiscard]] QString verdictText(const openapi::ResponseReport &report);

} // namespace uw::ui
