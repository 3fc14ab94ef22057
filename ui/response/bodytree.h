// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/response/bodytreemodel.h"
#include "ui/response/valuemenu.h"

#include <QTreeView>

namespace uw::ui {

// A JSON body as a tree: opens what is asked for, copies values and pointers, offers values for use. GUI thread.
class BodyTree final : public QTreeView {
    Q_OBJECT

public:
    explicit BodyTree(const Theme &theme, QWidget *parent = nullptr);

    void setBody(const std::shared_ptr<const BodyFile> &body);
    [[nodiscard]] BodyTreeModel *treeModel() const { return m_model; }
    // The value of a row; nothing for one that is too large.
    [[nodiscard]] std::optional<PickedValue> picked(const QModelIndex &index) const;

Q_SIGNALS:
    void valueChosen(const uw::ui::PickedValue &picked);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    BodyTreeModel *m_model = nullptr;
};

} // namespace uw::ui
