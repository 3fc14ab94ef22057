// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/savedrequest.h"

#include <QSet>
#include <QStandardItemModel>

namespace uw::ui {

class Theme;

// Saved requests and their folders as a tree. Dragging asks for a move; the tree follows when the store has it. GUI
// thread; owned by the view.
class SavedModel final : public QStandardItemModel {
    Q_OBJECT

public:
    enum Role { FolderRole = Qt::UserRole + 1, IdRole, MethodRole, BrokenRole };

    explicit SavedModel(const Theme &theme, QObject *parent = nullptr);

    // `broken`: ids of requests that a refreshed document no longer takes, each with the reason.
    void setSaved(const SavedRequests &saved, const QHash<QString, QString> &broken);
    [[nodiscard]] const SavedRequests &saved() const { return m_saved; }
    // Null for a folder or when there is none.
    [[nodiscard]] const SavedRequest *request(const QModelIndex &index) const;
    // The path of a folder, of a request that of its folder; empty at the top.
    [[nodiscard]] static QString folderOf(const QModelIndex &index);
    [[nodiscard]] static bool isFolder(const QModelIndex &index);
    [[nodiscard]] QModelIndex indexOfRequest(const QString &id) const;
    [[nodiscard]] QModelIndex indexOfFolder(const QString &path) const;

    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool canDropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                         const QModelIndex &parent) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                      const QModelIndex &parent) override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }

Q_SIGNALS:
    // Position -1: at the end of the folder.
    void moveRequested(const QString &id, const QString &folder, qint64 position);
    void folderMoveRequested(const QString &from, const QString &to);
    // A name was typed in place.
    void renameRequested(const QModelIndex &index, const QString &name);

private:
    const Theme &m_theme;
    SavedRequests m_saved;
    QHash<QString, QStandardItem *> m_folders;
    QHash<QString, QStandardItem *> m_requests;
};

} // namespace uw::ui
