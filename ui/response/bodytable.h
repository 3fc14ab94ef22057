// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/response/bodytablemodel.h"
#include "ui/widgets/message.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLabel;
class QStackedWidget;
class QTableView;
class QToolButton;
QT_END_NAMESPACE

namespace uw::ui {

class DialogService;
class EmptyState;
class Theme;

// An array of a JSON body as a table with a column for each member: sorts, saves as CSV, offers its values for use; a
// chooser where the body holds several arrays. GUI thread.
class BodyTable final : public QWidget {
    Q_OBJECT

public:
    BodyTable(const Theme &theme, DialogService &dialogs, QWidget *parent = nullptr);

    void setBody(const std::shared_ptr<const BodyFile> &body);
    void setFileStem(const QString &stem) { m_fileStem = stem; }
    [[nodiscard]] BodyTableModel *tableModel() const { return m_model; }
    [[nodiscard]] QTableView *view() const { return m_view; }
    // The selected cells with tabs between, rows in lines.
    [[nodiscard]] QString copyText() const;
    void saveCsv();

Q_SIGNALS:
    void valueChosen(const uw::ui::PickedValue &picked);
    void messageRequested(const uw::ui::Message &message);

private:
    QWidget *makeBar();
    void showTables();
    void showState();
    void showMenu(const QPoint &position);
    bool eventFilter(QObject *watched, QEvent *event) override;

    const Theme &m_theme;
    DialogService &m_dialogs;
    QString m_fileStem;
    BodyTableModel *m_model = nullptr;
    QStackedWidget *m_pages = nullptr;
    EmptyState *m_empty = nullptr;
    QComboBox *m_choice = nullptr;
    QLabel *m_count = nullptr;
    QToolButton *m_save = nullptr;
    QTableView *m_view = nullptr;
};

} // namespace uw::ui
