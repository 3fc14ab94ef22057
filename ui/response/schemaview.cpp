// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/schemaview.h"

#include "ui/shell/theme.h"
#include "ui/widgets/severity.h"

#include <QHeaderView>
#include <QLocale>

namespace uw::ui {

namespace {

using openapi::Deviation;
using openapi::DriftEntry;

constexpr int PlaceWidth = 260;
constexpr int CallsWidth = 90;

QString shownPlace(const QString &pointer)
{
    return pointer.isEmpty() ? SchemaView::tr("the whole") : pointer;
}

} // namespace

QString verdictText(const openapi::ResponseReport &report)
{
    const int faults = int(report.faults());
    const int undocumented = int(report.undocumented());
    if (faults > 0)
        return report.isCut ? SchemaView::tr("%Ln deviations or more", nullptr, faults)
                            : SchemaView::tr("%Ln deviations", nullptr, faults);
    if (!report.isChecked)
        return {};
    return undocumented > 0 ? SchemaView::tr("Valid, %Ln undocumented members", nullptr, undocumented)
                            : SchemaView::tr("Valid against schema");
}

SchemaView::SchemaView(const Theme &theme, QWidget *parent) : QTreeWidget(parent), m_theme(theme)
{
    setColumnCount(ColumnCount);
    setHeaderLabels({tr("Place"), tr("What differs"), tr("Calls")});
    setAccessibleName(tr("Check against the description"));
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setTextElideMode(Qt::ElideMiddle);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(WhatColumn, QHeaderView::Stretch);
    header()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    setColumnWidth(PlaceColumn, PlaceWidth);
    setColumnWidth(CallsColumn, CallsWidth);
}

QTreeWidgetItem *SchemaView::addGroup(const QString &title)
{
    auto *group = new QTreeWidgetItem(this, {title});
    group->setFirstColumnSpanned(true);
    group->setFlags(Qt::ItemIsEnabled);
    group->setFont(0, m_theme.font(TextRole::Section));
    return group;
}

void SchemaView::addRow(QTreeWidgetItem *group, Deviation::Kind kind, const QString &place, const QString &what,
                        const QString &calls)
{
    const bool isFault = kind != Deviation::Kind::Undocumented;
    const Severity severity = isFault ? Severity::Warning : Severity::Info;
    auto *row = new QTreeWidgetItem(group, {shownPlace(place), what, calls});
    row->setIcon(PlaceColumn, m_theme.icon(severityIcon(severity), severityRole(severity)));
    row->setFont(PlaceColumn, m_theme.font(TextRole::Fixed));
    row->setToolTip(PlaceColumn, shownPlace(place));
    row->setToolTip(WhatColumn, what);
}

void SchemaView::setReport(const openapi::ResponseReport &report, const openapi::ResponseDrift &drift)
{
    clear();
    const QString verdict = verdictText(report);
    QString title = verdict.isEmpty() ? tr("Not checked") : verdict;
    if (!report.describedBy.isEmpty())
        title = tr("%1 · described by “%2”").arg(title, report.describedBy);
    if (!report.mediaType.isEmpty())
        title = tr("%1 · %2").arg(title, report.mediaType);
    QTreeWidgetItem *answer = addGroup(title);
    if (!report.note.isEmpty())
        addRow(answer, Deviation::Kind::Undocumented, {}, report.note, {});
    for (const Deviation &deviation : report.deviations)
        addRow(answer, deviation.kind, deviation.pointer, deviation.message, {});
    const QList<DriftEntry> entries = drift.entries();
    QTreeWidgetItem *group =
        addGroup(entries.isEmpty() ? tr("No differences over %Ln calls", nullptr, int(drift.calls()))
                                   : tr("Over %Ln calls", nullptr, int(drift.calls())));
    const QLocale locale;
    for (const DriftEntry &entry : entries)
        addRow(group, entry.kind, entry.place, entry.message,
               tr("%1 of %2", "calls that differ, of all")
                   .arg(locale.toString(entry.calls), locale.toString(drift.calls())));
    expandAll();
}

} // namespace uw::ui
