// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/filterbutton.h"

#include <QFrame>

QT_BEGIN_NAMESPACE
class QListView;
class QStandardItemModel;
QT_END_NAMESPACE

namespace uw::ui {

class SearchField;

// The list that a FilterButton opens: check marks, or one choice; Space and Enter choose, Escape
// closes. Deletes itself when it closes.
class FilterPopup final : public QFrame {
    Q_OBJECT

public:
    // From this many entries on there is a search field.
    static constexpr int SearchFrom = 12;

    FilterPopup(const Theme &theme, const QList<FilterEntry> &entries, const QStringList &selected, bool exclusive,
                QWidget *parent);

    // Below `anchor`, inside its screen.
    void openBelow(const QWidget *anchor);

Q_SIGNALS:
    void chosen(const QStringList &keys);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill(const QList<FilterEntry> &entries);
    void toggle(const QModelIndex &index);
    void narrow(const QString &text);

    const Theme &m_theme;
    QStringList m_order;
    QStringList m_selected;
    bool m_exclusive;
    QStandardItemModel *m_model = nullptr;
    QListView *m_list = nullptr;
    SearchField *m_search = nullptr;
    QPushButton *m_clear = nullptr;
};

} // namespace uw::ui
