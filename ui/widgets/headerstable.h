// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/headerlist.h"

#include <QTableView>

namespace uw::ui {

class HeadersModel;
class MarkDelegate;
class Theme;

// Names and values of header fields exactly in their order, duplicates kept. Ctrl+C copies the selected
// fields as "name: value" lines; bytes that are not UTF-8 are shown as Latin-1.
class HeadersTable final : public QTableView {
    Q_OBJECT

public:
    explicit HeadersTable(const Theme &theme, QWidget *parent = nullptr);

    void setHeaders(const HeaderList &headers);
    [[nodiscard]] const HeaderList &headers() const;
    // Marks what the pattern finds in the values; an empty one marks nothing.
    void setMarks(const QRegularExpression &pattern);
    // "name: value" lines of the selection, or of all fields when nothing is selected.
    [[nodiscard]] QString copyText() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void copyValue(const QModelIndex &index) const;

    HeadersModel *m_model = nullptr;
    MarkDelegate *m_marks = nullptr;
};

} // namespace uw::ui
