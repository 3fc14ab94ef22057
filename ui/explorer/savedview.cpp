// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/savedview.h"

#include "core/history/callhistory.h"
#include "core/store/readerpool.h"
#include "core/store/savedrequestrepository.h"
#include "core/store/store.h"
#include "ui/explorer/savedmodel.h"
#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/emptystate.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace uw::ui {

namespace saved = savedrequestrepository;

namespace {

enum Page { TreePage, EmptyPage };

QString parentFolder(const QString &path)
{
    const qsizetype slash = path.lastIndexOf(u'/');
    return slash < 0 ? QString() : path.left(slash);
}

QString joined(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? name : QString(folder + u'/' + name);
}

QString problemOf(const Result<void> &result)
{
    return result ? QString() : result.error().text;
}

// A name is one part of a path.
QString checkFolderName(const QString &name)
{
    return name.contains(u'/') ? SavedView::tr("A folder's name has no slash.") : problemOf(saved::checkFolder(name));
}

// Folders first: one without requests is kept too.
Result<void> putAll(Connection &connection, const SavedRequests &requests)
{
    for (const QString &folder : requests.folders) {
        if (const Result<void> done = saved::addFolder(connection, folder); !done)
            return done;
    }
    for (const SavedRequest &request : requests.requests) {
        if (const Result<void> done = saved::put(connection, request); !done)
            return done;
    }
    return {};
}

} // namespace

SavedView::SavedView(const Theme &theme, DialogService &dialogs, CallHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_history(history)
    , m_model(new SavedModel(theme, this))
    , m_pages(new QStackedWidget(this))
{
    makeTree();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, Spacing::Small, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addWidget(makeBar());
    column->addWidget(m_pages, 1);
    connect(&history, &CallHistory::savedChanged, this, [this] {
        if (m_isAsked)
            read();
    });
    connect(m_model, &SavedModel::renameRequested, this, &SavedView::rename);
    connect(m_model, &SavedModel::moveRequested, this,
            [this](const QString &id, const QString &folder, qint64 position) {
                m_wantedId = id;
                change([id, folder, position](Connection &connection) {
                    return saved::move(connection, id, folder, position);
                });
            });
    connect(m_model, &SavedModel::folderMoveRequested, this, [this](const QString &from, const QString &to) {
        m_wantedFolder = to;
        change([from, to](Connection &connection) { return saved::moveFolder(connection, from, to); });
    });
}

QWidget *SavedView::makeBar()
{
    auto *bar = new QWidget(this);
    auto *save = new QPushButton(m_theme.icon(u"save"), tr("Save this request…"), bar);
    save->setToolTip(tr("Keeps what is filled in now under a name"));
    auto *folder = new QToolButton(bar);
    folder->setIcon(m_theme.icon(u"folder"));
    folder->setToolTip(tr("New folder"));
    auto *more = new QToolButton(bar);
    more->setIcon(m_theme.icon(u"more"));
    more->setToolTip(tr("More of the saved requests"));
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    menu->addAction(m_theme.icon(u"plus"), tr("Import…"), this, &SavedView::importRequested);
    menu->addAction(m_theme.icon(u"external"), tr("Export all…"), this, &SavedView::exportRequested);
    more->setMenu(menu);
    for (QToolButton *button : {folder, more}) {
        button->setAutoRaise(true);
        button->setAccessibleName(button->toolTip());
    }
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(Spacing::Small, 0, Spacing::Small, 0);
    line->setSpacing(Spacing::Tiny);
    line->addWidget(save);
    line->addStretch(1);
    line->addWidget(folder);
    line->addWidget(more);
    connect(save, &QPushButton::clicked, this, &SavedView::saveCurrentRequested);
    connect(folder, &QToolButton::clicked, this, &SavedView::newFolder);
    return bar;
}

void SavedView::makeTree()
{
    m_tree = new QTreeView(m_pages);
    m_tree->setObjectName(QStringLiteral("savedTree"));
    m_tree->setModel(m_model);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(Spacing::Large);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAccessibleName(tr("Saved requests"));
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setDragDropMode(QAbstractItemView::InternalMove);
    m_tree->setDefaultDropAction(Qt::MoveAction);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);
    m_empty = new EmptyState(m_theme, m_pages);
    m_empty->setIcon(u"folder");
    m_empty->setTitle(tr("No saved requests"));
    m_empty->setText(tr("Fill in an operation and keep it here under a name, or import what another tool knows."));
    connect(m_empty->addAction(tr("Save this request…"), true), &QPushButton::clicked, this,
            &SavedView::saveCurrentRequested);
    connect(m_empty->addAction(tr("Import…")), &QPushButton::clicked, this, &SavedView::importRequested);
    m_pages->addWidget(m_tree);
    m_pages->addWidget(m_empty);
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (const SavedRequest *request = m_model->request(index))
            Q_EMIT openRequested(*request);
        else
            m_tree->setExpanded(index, !m_tree->isExpanded(index));
    });
    connect(m_tree, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        if (!m_isArranging)
            m_collapsed.insert(SavedModel::folderOf(index));
    });
    connect(m_tree, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_isArranging)
            m_collapsed.remove(SavedModel::folderOf(index));
    });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &SavedView::showMenu);
}

void SavedView::load()
{
    if (!std::exchange(m_isAsked, true))
        read();
}

void SavedView::read()
{
    m_history.store().readers().run<SavedRequests>(this, &saved::all, [this](const Result<SavedRequests> &all) {
        if (all)
            showSaved(*all);
        else
            Q_EMIT messageRequested({.text = tr("The saved requests cannot be read. %1").arg(all.error().text),
                                     .severity = Severity::Error});
    });
}

void SavedView::showSaved(const SavedRequests &all)
{
    const QScopedValueRollback arranging(m_isArranging, true);
    const QModelIndex current = m_tree->currentIndex();
    const bool hadFolder = SavedModel::isFolder(current);
    const QString id = m_wantedId.isEmpty() ? current.data(SavedModel::IdRole).toString() : m_wantedId;
    const QString folder = !m_wantedFolder.isEmpty() ? m_wantedFolder
                         : hadFolder                 ? SavedModel::folderOf(current)
                                                     : QString();
    const int row = current.row();
    m_model->setSaved(all, m_broken);
    m_tree->expandAll();
    for (const QString &path : std::as_const(m_collapsed))
        m_tree->collapse(m_model->indexOfFolder(path));
    QModelIndex wanted = !m_wantedFolder.isEmpty() ? QModelIndex() : m_model->indexOfRequest(id);
    if (!wanted.isValid() && !folder.isEmpty())
        wanted = m_model->indexOfFolder(folder);
    // What was selected is gone: the selection stays near.
    if (!wanted.isValid() && row >= 0)
        wanted = m_model->index(qMin(row, m_model->rowCount() - 1), 0);
    if (wanted.isValid()) {
        m_tree->setCurrentIndex(wanted);
        m_tree->scrollTo(wanted);
    }
    m_wantedId.clear();
    m_wantedFolder.clear();
    m_pages->setCurrentIndex(all.requests.isEmpty() && all.folders.isEmpty() ? EmptyPage : TreePage);
    Q_EMIT shown();
}

void SavedView::setBroken(const QHash<QString, QString> &broken)
{
    m_broken = broken;
    if (m_isAsked)
        showSaved(SavedRequests(m_model->saved()));
}

void SavedView::change(std::function<Result<void>(Connection &)> job, const QString &success,
                       std::function<void()> undo)
{
    m_isAsked = true;
    m_history.changeSaved(std::move(job), this, [this, success, undo = std::move(undo)](const Result<void> &done) {
        if (!done) {
            m_wantedId.clear();
            m_wantedFolder.clear();
            Q_EMIT messageRequested({.text = done.error().text, .severity = Severity::Error});
        } else if (!success.isEmpty()) {
            Q_EMIT messageRequested({.text = success,
                                     .severity = Severity::Success,
                                     .actionText = undo ? tr("Undo") : QString(),
                                     .action = undo});
        }
    });
}

QString SavedView::selectedFolder() const
{
    return SavedModel::folderOf(m_tree->currentIndex());
}

void SavedView::save(SavedRequest request)
{
    const QString folder = selectedFolder();
    const TextQuestion question{.title = tr("Save this request"),
                                .text = folder.isEmpty() ? tr("It is kept without secrets: they come from the keychain "
                                                              "when it is sent.")
                                                         : tr("It is kept in “%1”, without secrets: they come from the "
                                                              "keychain when it is sent.")
                                                               .arg(folder),
                                .verb = tr("Save request"),
                                .initial = request.name,
                                .check = [](const QString &name) { return problemOf(saved::checkName(name)); }};
    m_dialogs.askText(this, question, [this, folder, request](const std::optional<QString> &name) mutable {
        if (!name)
            return;
        request.id = m_history.newId();
        request.name = name->trimmed();
        request.folder = folder;
        request.position = -1;
        request.createdAtMs = request.updatedAtMs = m_history.nowMs();
        m_wantedId = request.id;
        change([request](Connection &connection) { return saved::put(connection, request); },
               tr("Saved “%1”").arg(request.name));
    });
}

void SavedView::add(const SavedRequests &more)
{
    SavedRequests added = more;
    for (SavedRequest &request : added.requests) {
        request.id = m_history.newId();
        request.createdAtMs = request.updatedAtMs = m_history.nowMs();
        // Behind what is there, in the order of the file.
        request.position = -1;
    }
    change([added](Connection &connection) { return putAll(connection, added); },
           tr("%Ln requests were saved", nullptr, int(added.requests.size())));
}

void SavedView::newFolder()
{
    const QString parent = selectedFolder();
    const TextQuestion question{.title = tr("New folder"),
                                .text = parent.isEmpty() ? tr("It stands at the top.")
                                                         : tr("It stands in “%1”.").arg(parent),
                                .verb = tr("Make folder"),
                                .check = &checkFolderName};
    m_dialogs.askText(this, question, [this, parent](const std::optional<QString> &name) {
        if (!name)
            return;
        const QString path = joined(parent, name->trimmed());
        m_wantedFolder = path;
        change([path](Connection &connection) { return saved::addFolder(connection, path); });
    });
}

void SavedView::rename(const QModelIndex &index, const QString &name)
{
    if (const SavedRequest *request = m_model->request(index)) {
        SavedRequest renamed = *request;
        renamed.name = name;
        renamed.updatedAtMs = m_history.nowMs();
        m_wantedId = renamed.id;
        change([renamed](Connection &connection) { return saved::put(connection, renamed); });
        return;
    }
    const QString from = SavedModel::folderOf(index);
    if (const QString problem = checkFolderName(name); !problem.isEmpty()) {
        Q_EMIT messageRequested({.text = problem, .severity = Severity::Warning});
        return;
    }
    const QString to = joined(parentFolder(from), name);
    m_wantedFolder = to;
    change([from, to](Connection &connection) { return saved::moveFolder(connection, from, to); });
}

void SavedView::moveCurrent(Qt::Key arrow)
{
    const QModelIndex current = m_tree->currentIndex();
    if (!current.isValid())
        return;
    const QModelIndex above = current.siblingAtRow(current.row() - 1);
    const SavedRequest *request = m_model->request(current);
    const QString path = SavedModel::folderOf(current);
    if (arrow == Qt::Key_Left || arrow == Qt::Key_Right) {
        // A folder's own parent is one up, a request's folder is where it lies.
        const QString lies = request ? path : parentFolder(path);
        QModelIndex before = above;
        while (before.isValid() && !SavedModel::isFolder(before))
            before = before.siblingAtRow(before.row() - 1);
        if (arrow == Qt::Key_Left ? lies.isEmpty() : !before.isValid())
            return;
        const QString to = arrow == Qt::Key_Left ? parentFolder(lies) : SavedModel::folderOf(before);
        if (request)
            Q_EMIT m_model->moveRequested(request->id, to, -1);
        else
            Q_EMIT m_model->folderMoveRequested(path, joined(to, current.data().toString()));
        return;
    }
    // Folders stand by name; requests can be moved among each other.
    const SavedRequest *other = m_model->request(arrow == Qt::Key_Up ? above : current.siblingAtRow(current.row() + 1));
    if (!request || !other)
        return;
    const SavedRequest &lower = arrow == Qt::Key_Up ? *request : *other;
    const SavedRequest &upper = arrow == Qt::Key_Up ? *other : *request;
    m_wantedId = request->id;
    change([id = lower.id, folder = upper.folder, position = upper.position](Connection &connection) {
        return saved::move(connection, id, folder, position);
    });
}

void SavedView::moveToFolder()
{
    const SavedRequest *request = m_model->request(m_tree->currentIndex());
    if (!request)
        return;
    const TextQuestion question{
        .title = tr("Move “%1”").arg(request->name),
        .text = tr("The path of the folder, such as Reports/Monthly. One that is missing is "
                   "made; left empty, the request stands at the top."),
        .verb = tr("Move request"),
        .initial = request->folder,
        .mayBeEmpty = true,
        .check = [](const QString &path) { return path.isEmpty() ? QString() : problemOf(saved::checkFolder(path)); }};
    m_dialogs.askText(this, question, [this, id = request->id](const std::optional<QString> &path) {
        if (path)
            Q_EMIT m_model->moveRequested(id, *path, -1);
    });
}

void SavedView::removeCurrent()
{
    const QModelIndex current = m_tree->currentIndex();
    if (!current.isValid())
        return;
    SavedRequests removed;
    if (const SavedRequest *request = m_model->request(current)) {
        removed.requests << *request;
        change([id = request->id](Connection &connection) { return saved::remove(connection, id); },
               tr("Deleted “%1”").arg(request->name), [this, removed] { restore(removed); });
        return;
    }
    const QString path = SavedModel::folderOf(current);
    const auto lies = [&path](const QString &folder) { return folder == path || folder.startsWith(path + u'/'); };
    for (const QString &folder : m_model->saved().folders) {
        if (lies(folder))
            removed.folders << folder;
    }
    for (const SavedRequest &request : m_model->saved().requests) {
        if (lies(request.folder))
            removed.requests << request;
    }
    change([path](Connection &connection) { return saved::removeFolder(connection, path); },
           tr("Deleted the folder “%1” with %Ln requests", nullptr, int(removed.requests.size())).arg(path),
           [this, removed] { restore(removed); });
}

void SavedView::restore(const SavedRequests &removed)
{
    if (!removed.requests.isEmpty())
        m_wantedId = removed.requests.constFirst().id;
    change([removed](Connection &connection) { return putAll(connection, removed); });
}

void SavedView::showMenu(const QPoint &position)
{
    const QModelIndex index = m_tree->indexAt(position);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const SavedRequest *request = m_model->request(index)) {
        menu->addAction(m_theme.icon(u"replay"), tr("Open"), this,
                        [this, chosen = *request] { Q_EMIT openRequested(chosen); });
        menu->addAction(tr("Move to…"), this, &SavedView::moveToFolder);
    }
    if (index.isValid()) {
        m_tree->setCurrentIndex(index);
        menu->addAction(tr("Rename"), QKeySequence(Qt::Key_F2), this, [this, index = QPersistentModelIndex(index)] {
            if (index.isValid())
                m_tree->edit(index);
        });
        menu->addAction(m_theme.icon(u"trash"), tr("Delete"), QKeySequence(Qt::Key_Delete), this,
                        &SavedView::removeCurrent);
        menu->addSeparator();
    }
    menu->addAction(m_theme.icon(u"folder"), tr("New folder…"), this, &SavedView::newFolder);
    menu->popup(m_tree->viewport()->mapToGlobal(position));
}

bool SavedView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isArrow = key->key() >= Qt::Key_Left && key->key() <= Qt::Key_Down;
        if (key->modifiers().testFlag(Qt::AltModifier) && isArrow) {
            moveCurrent(Qt::Key(key->key()));
            return true;
        }
        if (key->key() == Qt::Key_Delete && key->modifiers() == Qt::NoModifier) {
            removeCurrent();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace uw::ui
