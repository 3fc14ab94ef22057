// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/settings/settingservice.h"
#include "ui/settings/computersection.h"
#include "ui/shell/page.h"

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QListWidget;
class QScrollArea;
QT_END_NAMESPACE

namespace uw {
class Store;
namespace clockify {
class Addon;
} // namespace clockify
} // namespace uw

namespace uw::ui {

class AddonSection;
class GroupSection;
class SearchField;
class SettingField;

// What the page is built on. Everything outlives the page; functions are called in the GUI thread.
struct SettingsContext {
    Theme &theme;
    Store &store;
    const Clock &clock;
    SettingService &service;
    // Null: there are no workspaces.
    clockify::Addon *addon = nullptr;
    // Under which senders reach the listener; empty while it does not listen.
    std::function<QString()> baseUrl;
    std::function<ComputerFacts()> facts;
    std::function<void(ThemeMode)> chooseLook;
};

// The Settings page: the settings of a workspace, made from the table in core/settings, the add-on, and what belongs to
// this computer. A change is stored at once and says so. GUI thread; owned by the window.
class SettingsPage final : public Page {
    Q_OBJECT

public:
    explicit SettingsPage(const SettingsContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("settings"); }
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override { return QStringLiteral("settings"); }
    [[nodiscard]] QList<ShortcutInfo> shortcuts() const override;
    [[nodiscard]] QList<Command> find(const QString &text, int limit) const override;
    void saveState(QSettings &settings) const override;
    void restoreState(QSettings &settings) override;
    void activated() override;

    // Shows what is so now: addresses, installations, values.
    void refresh();

Q_SIGNALS:
    // What the store holds was read and is shown.
    void storeShown();

private:
    void build();
    QWidget *buildBar();
    QWidget *buildSections();
    void addSection(Section *section);
    void showWorkspaces();
    void showValues();
    void filter(const QString &text);
    void change(SettingId id, std::optional<qint64> value);
    void readStore();
    void scrollTo(const QWidget *target);
    // Marks the section that is in view in the list of sections.
    void markSection();

    SettingsContext m_context;
    // Whose settings are shown; empty: those of no workspace.
    QString m_workspace;
    // Who was chosen last; shown as soon as it is known that the add-on is installed there.
    QString m_chosenWorkspace;
    // The page goes to a section by itself; what it passes is not marked.
    bool m_isJumping = false;
    SearchField *m_search = nullptr;
    QLabel *m_workspaceLabel = nullptr;
    QComboBox *m_workspaces = nullptr;
    QLabel *m_note = nullptr;
    QListWidget *m_list = nullptr;
    QScrollArea *m_scroll = nullptr;
    QLabel *m_nothing = nullptr;
    QList<GroupSection *> m_groups;
    QList<Section *> m_sections;
    QList<SettingField *> m_fields;
    AddonSection *m_addonSection = nullptr;
    ComputerSection *m_computer = nullptr;
};

} // namespace uw::ui
