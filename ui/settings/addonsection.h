// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/installation.h"
#include "ui/settings/section.h"

#include <QList>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace uw::ui {

class CodeLine;

// The Clockify add-on: its manifest, what its versions allow, how many webhooks a plan allows, and the workspaces it is
// or was installed in. GUI thread; owned by the page.
class AddonSection final : public Section {
    Q_OBJECT

public:
    explicit AddonSection(const Theme &theme, QWidget *parent = nullptr);

    // `baseUrl`: under which Clockify reaches the listener; empty while it does not listen.
    void setBaseUrl(const QString &baseUrl);
    // Those that were uninstalled included.
    void setInstallations(const QList<Installation> &installations, qint64 nowMs);

private:
    CodeLine *addManifest(const QString &label, const QString &objectName, const QString &copyText,
                          const QString &note);
    void addPlans();

    CodeLine *m_newest = nullptr;
    CodeLine *m_older = nullptr;
    QLabel *m_reach = nullptr;
    QLabel *m_noWorkspace = nullptr;
    QWidget *m_workspaces = nullptr;
};

} // namespace uw::ui
