// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/savedmodel.h"

#include "ui/shell/theme.h"

#include <QMimeData>

#include <algorithm>

namespace uw::ui {

namespace {

// What is dragged: "r" and an id, or "f" and a path.
constexpr QLatin1StringView dragType{"application/x-universal-webhook-saved"};

QString lastPart(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

QString joined(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? name : QString(folder + u'/' + name);
}

} // namespace

SavedModel::SavedModel(const Theme &theme, QObject *parent) : QStandardItemModel(parent), m_theme(theme) {}

void SavedModel::setSaved(const SavedRequests &saved, const QHash<QString, QString> &broken)
{
    clear();
    m_folders.clear();
    m_requests.clear();
    m_saved = saved;
    const auto parentOf = [this](const QString &folder) {
        QStandardItem *parent = m_folders.value(folder);
        return parent ? parent : invisibleRootItem();
    };
    for (const QString &path : saved.folders) {
        auto *item = new QStandardItem(m_theme.icon(u"folder", ColorRole::SecondaryText), lastPart(path));
        item->setData(path, FolderRole);
        item->setData(tr("Folder %1").arg(lastPart(path)), Qt::AccessibleTextRole);
        const qsizetype slash = path.lastIndexOf(u'/');
        parentOf(slash < 0 ? QString() : path.left(slash))->appendRow(item);
        m_folders.insert(path, item);
    }
    for (const SavedRequest &request : saved.requests) {
        auto *item = new QStandardItem(request.name);
        const QString method = QString::fromLatin1(request.method);
        const QString target = request.operation.isEmpty() ? QString::fromUtf8(request.url) : request.operation;
        const QString reason = broken.value(request.id);
        item->setData(request.folder, FolderRole);
        item->setData(request.id, IdRole);
        item->setData(method, MethodRole);
        item->setData(!reason.isEmpty(), BrokenRole);
        if (!reason.isEmpty())
            item->setIcon(m_theme.icon(u"warning", ColorRole::Warning));
        QString told = method.isEmpty() ? target : method + u' ' + target;
        if (!reason.isEmpty())
            told += u'\n' + reason;
        item->setToolTip(Qt::convertFromPlainText(told, Qt::WhiteSpaceNormal));
        item->setData(QString(request.name + u", " + told), Qt::AccessibleTextRole);
        parentOf(request.folder)->appendRow(item);
        m_requests.insert(request.id, item);
    }
}

const SavedRequest *SavedModel::request(const QModelIndex &index) const
{
    const QString id = index.data(IdRole).toString();
    const auto found = std::find_if(m_saved.requests.begin(), m_saved.requests.end(),
                                    [&id](const SavedRequest &request) { return request.id == id; });
    return id.isEmpty() || found == m_saved.requests.end() ? nullptr : &*found;
}

QString SavedModel::folderOf(const QModelIndex &index)
{
    return index.data(FolderRole).toString();
}

bool SavedModel::isFolder(const QModelIndex &index)
{
    return index.isValid() && index.data(IdRole).toString().isEmpty();
}

QModelIndex SavedModel::indexOfRequest(const QString &id) const
{
    const QStandardItem *item = m_requests.value(id);
    return item ? item->index() : QModelIndex();
}

QModelIndex SavedModel::indexOfFolder(const QString &path) const
{
    const QStandardItem *item = m_folders.value(path);
    return item ? item->index() : QModelIndex();
}

Qt::ItemFlags SavedModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags common = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled;
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    return isFolder(index) ? common | Qt::ItemIsDropEnabled : common | Qt::ItemNeverHasChildren;
}

QStringList SavedModel::mimeTypes() const
{
    return {dragType};
}

QMimeData *SavedModel::mimeData(const QModelIndexList &indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    const QModelIndex index = indexes.constFirst();
    const QString text =
        isFolder(index) ? QString(u'f' + folderOf(index)) : QString(u'r' + index.data(IdRole).toString());
    auto *data = new QMimeData;
    data->setData(dragType, text.toUtf8());
    return data;
}

bool SavedModel::canDropMimeData(const QMimeData *data, Qt::DropAction, int, int, const QModelIndex &parent) const
{
    if (!data->hasFormat(dragType) || (parent.isValid() && !isFolder(parent)))
        return false;
    const QString text = QString::fromUtf8(data->data(dragType));
    const QString to = folderOf(parent);
    const QString from = text.mid(1);
    // Not into itself.
    return !text.startsWith(u'f') || (to != from && !to.startsWith(from + u'/'));
}

bool SavedModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column,
                              const QModelIndex &parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const QString text = QString::fromUtf8(data->data(dragType));
    const QString folder = folderOf(parent);
    if (text.startsWith(u'f')) {
        const QString to = joined(folder, lastPart(text.mid(1)));
        if (to != text.mid(1))
            Q_EMIT folderMoveRequested(text.mid(1), to);
        // The store moves it, not the view.
        return false;
    }
    // In front of the request on whose place it was dropped.
    const SavedRequest *before = row < 0 ? nullptr : request(index(row, 0, parent));
    Q_EMIT moveRequested(text.mid(1), folder, before ? before->position : -1);
    return false;
}

bool SavedModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole)
        return QStandardItemModel::setData(index, value, role);
    const QString name = value.toString().trimmed();
    if (!name.isEmpty() && name != index.data().toString())
        Q_EMIT renameRequested(index, name);
    // Shown when it is stored.
    return false;
}

} // namespace uw::ui
