// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/store/savedrequest.h"
#include "ui/widgets/message.h"

#include <QHash>
#include <QSet>
#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QMenu;
class QStackedWidget;
class QTreeView;
QT_END_NAMESPACE

namespace uw {

class CallHistory;
class Connection;

} // namespace uw

namespace uw::ui {

class DialogService;
class EmptyState;
class SavedModel;
class Theme;

// The tree of saved requests. Enter opens one; F2 renames; dragging, or Alt with an arrow, moves; Del deletes, with
// Undo. GUI thread; owned by the shelf.
class SavedView final : public QWidget {
    Q_OBJECT

public:
    SavedView(const Theme &theme, DialogService &dialogs, CallHistory &history, QWidget *parent = nullptr);

    // Reads the tree, once; then it follows.
    void load();
    // Keeps a request under a name that a person is asked for, in the folder that is selected; its id is made here.
    void save(SavedRequest request);
    // Keeps several as they are, in one change.
    void add(const SavedRequests &saved);
    // Requests that a document no longer takes, with the reason; shown with a warning.
    void setBroken(const QHash<QString, QString> &broken);

    [[nodiscard]] SavedModel *model() const { return m_model; }
    [[nodiscard]] QTreeView *tree() const { return m_tree; }
    void newFolder();
    // Alt+Up, Down: within the folder. Alt+Left: out of it. Alt+Right: into the folder in front.
    void moveCurrent(Qt::Key arrow);
    void removeCurrent();

Q_SIGNALS:
    void openRequested(const uw::SavedRequest &request);
    void saveCurrentRequested();
    void importRequested();
    void exportRequested();
    void messageRequested(const uw::ui::Message &message);
    // The tree shows what is stored.
    void shown();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeBar();
    void makeTree();
    void read();
    void showSaved(const SavedRequests &saved);
    void change(std::function<Result<void>(Connection &)> job, const QString &success = {},
                std::function<void()> undo = {});
    void rename(const QModelIndex &index, const QString &name);
    void moveToFolder();
    void restore(const SavedRequests &removed);
    void showMenu(const QPoint &position);
    [[nodiscard]] QString selectedFolder() const;

    const Theme &m_theme;
    DialogService &m_dialogs;
    CallHistory &m_history;
    SavedModel *m_model = nullptr;
    QStackedWidget *m_pages = nullptr;
    QTreeView *m_tree = nullptr;
    EmptyState *m_empty = nullptr;
    QSet<QString> m_collapsed;
    QHash<QString, QString> m_broken;
    // What is to be selected once the store has it.
    QString m_wantedId;
    QString m_wantedFolder;
    bool m_isAsked = false;
    bool m_isArranging = false;
};

} // namespace uw::ui
