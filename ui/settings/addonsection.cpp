// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/addonsection.h"

#include "core/clockify/eventcatalogue.h"
#include "core/clockify/planlimits.h"
#include "core/replay/replaytarget.h"
#include "ui/shell/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/codeline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

using clockify::ManifestVersion;

qsizetype eventsOf(ManifestVersion version)
{
    const auto kinds = clockify::eventKinds();
    return std::count_if(kinds.begin(), kinds.end(),
                         [version](const clockify::EventKind &kind) { return kind.since <= version; });
}

Badge badgeOf(const Installation &installation)
{
    if (!installation.isInstalled())
        return {AddonSection::tr("uninstalled"), ColorRole::SecondaryText, u"circle-off"_s};
    if (!installation.isActive())
        return {AddonSection::tr("switched off"), ColorRole::Warning, u"pause"_s};
    return {AddonSection::tr("installed"), ColorRole::Success, u"check"_s};
}

QString whenOf(const Installation &installation, qint64 nowMs)
{
    if (!installation.isInstalled())
        return AddonSection::tr("Uninstalled %1; its events are hidden until it is installed again, and go with time.")
            .arg(relativeTime(installation.deletedAtMs, nowMs));
    const QString installed = AddonSection::tr("Installed %1.").arg(relativeTime(installation.installedAtMs, nowMs));
    return installation.isActive()
             ? installed
             : installed + u' ' + AddonSection::tr("Its events are refused until it is switched on in Clockify.");
}

} // namespace

AddonSection::AddonSection(const Theme &theme, QWidget *parent)
    : Section(theme, tr("Clockify add-on"),
              tr("Give Clockify the address of a manifest, and it sends every event of the workspaces that install the "
                 "add-on, signed."),
              parent)
{
    const qsizetype all = eventsOf(ManifestVersion::V1_6);
    const qsizetype few = eventsOf(ManifestVersion::V1_3);
    m_newest = addManifest(tr("Manifest"), u"manifestAddress"_s, tr("Copy the manifest's address"),
                           tr("Version 1.6, with all %1 events.").arg(all));
    m_older = addManifest(
        tr("Manifest for Clockify's older schema"), u"olderManifestAddress"_s, tr("Copy the older manifest's address"),
        tr("Version 1.3, which allows %1 of the %2 events. With events=NEW_TASK,… in its query, either "
           "subscribes to fewer.")
            .arg(few)
            .arg(all));
    m_reach = addCaption({}, u"manifestReach"_s);
    addPlans();
    addLabel(tr("Workspaces"));
    m_noWorkspace = addCaption(tr("The add-on is installed in no workspace."), u"noInstallation"_s);
    m_workspaces = new QWidget;
    m_workspaces->setObjectName(u"installations"_s);
    column()->addWidget(m_workspaces);
}

CodeLine *AddonSection::addManifest(const QString &label, const QString &objectName, const QString &copyText,
                                    const QString &note)
{
    addLabel(label);
    auto *line = new CodeLine(theme(), copyText);
    line->setObjectName(objectName);
    line->setAccessibleName(label);
    column()->addWidget(line);
    addCaption(note);
    return line;
}

void AddonSection::addPlans()
{
    addLabel(tr("Webhooks that a workspace may have, by its plan in Clockify"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(Spacing::Huge);
    grid->setVerticalSpacing(Spacing::Tiny / 2);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const clockify::PlanLimit &plan : clockify::planLimits) {
        const QString limit = plan.perUser > 0
                                ? tr("%1 for each user, %2 in all").arg(plan.perUser).arg(plan.perWorkspace)
                                : tr("%1 in all").arg(plan.perWorkspace);
        grid->addWidget(new TextLabel(theme(), TextRole::Body, ColorRole::SecondaryText, plan.plans), row, 0);
        grid->addWidget(new TextLabel(theme(), TextRole::Body, ColorRole::SecondaryText, limit), row, 1);
        ++row;
    }
    column()->addLayout(grid);
    addCaption(tr("One webhook serves one event. The numbers are those of Clockify's API document of 2026; where "
                  "Clockify answers otherwise, its answer counts."));
}

void AddonSection::setBaseUrl(const QString &baseUrl)
{
    m_newest->setCode(baseUrl.isEmpty() ? QString() : baseUrl + u"/manifest"_s);
    m_older->setCode(baseUrl.isEmpty() ? QString() : baseUrl + u"/manifest?version=1.3"_s);
    m_newest->setEnabled(!baseUrl.isEmpty());
    m_older->setEnabled(!baseUrl.isEmpty());
    const QUrl url(baseUrl);
    const bool isReached = url.scheme() == "https"_L1 && reachOf(url) == TargetReach::Public;
    m_reach->setVisible(!isReached);
    m_reach->setText(baseUrl.isEmpty() ? tr("The listener is not running, so there is no address.")
                                       : tr("Clockify reaches public https addresses alone: put a tunnel before the "
                                            "listener, and start uwh serve with its address as --public-url."));
}

void AddonSection::setInstallations(const QList<Installation> &installations, qint64 nowMs)
{
    m_noWorkspace->setVisible(installations.isEmpty());
    m_workspaces->setVisible(!installations.isEmpty());
    qDeleteAll(m_workspaces->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete m_workspaces->layout();
    auto *grid = new QGridLayout(m_workspaces);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Spacing::Medium);
    grid->setVerticalSpacing(Spacing::Small);
    grid->setColumnStretch(2, 1);
    for (int row = 0; row < int(installations.size()); ++row) {
        const Installation &installation = installations.at(row);
        auto *name = new TextLabel(theme(), TextRole::Fixed, ColorRole::Text, installation.workspaceId);
        name->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto *badge = new BadgeLabel(theme());
        badge->setBadge(badgeOf(installation));
        auto *when = new TextLabel(theme(), TextRole::Caption, ColorRole::SecondaryText, whenOf(installation, nowMs));
        when->setWordWrap(true);
        when->setToolTip(exactTime(installation.isInstalled() ? installation.installedAtMs : installation.deletedAtMs));
        grid->addWidget(name, row, 0, Qt::AlignTop);
        grid->addWidget(badge, row, 1, Qt::AlignTop);
        grid->addWidget(when, row, 2, Qt::AlignTop);
    }
}

} // namespace uw::ui
