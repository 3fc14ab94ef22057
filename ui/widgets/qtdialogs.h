// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/dialogs.h"

namespace uw::ui {

class Theme;

// The real dialogs: window-modal, opened without a loop of their own. GUI thread, owned by main.
class QtDialogService final : public DialogService {
public:
    explicit QtDialogService(const Theme &theme);

    void confirm(QWidget *parent, const Question &question, std::function<void(bool)> done) override;
    void askText(QWidget *parent, const TextQuestion &question,
                 std::function<void(const std::optional<QString> &)> done) override;
    void askOpenFile(QWidget *parent, const FileQuestion &question, std::function<void(const QString &)> done) override;
    void askSaveFile(QWidget *parent, const FileQuestion &question, std::function<void(const QString &)> done) override;

private:
    const Theme &m_theme;
    // Where the last file was opened or saved.
    QString m_folder;
};

} // namespace uw::ui
