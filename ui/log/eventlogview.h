// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <QVariantAnimation>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace uw::ui {

class EventLogModel;
class Theme;

// The table of events. Stays where it was scrolled to while rows come above; at the top it follows. Keys beside a
// table's own: J and K, Home and End, Enter, Space, Escape, D, S, N, /, Del, Ctrl+C. The current event is the one whose details are
// shown; more can be selected. GUI thread.
class EventLogView final : public QTableView {
    Q_OBJECT

public:
    EventLogView(const Theme &theme, EventLogModel &model, QWidget *parent = nullptr);

    // The newest event is in view, so that new ones are seen as they come.
    [[nodiscard]] bool isAtTop() const;
    // Below 0: none.
    [[nodiscard]] qint64 selectedSequence() const;
    // Every selected event, in no order.
    [[nodiscard]] QList<qint64> selectedSequences() const;
    [[nodiscard]] int selectedCount() const;
    // Selects the event and brings it into view; an event that is not in the list selects nothing.
    void selectSequence(qint64 sequence);
    // The same without scrolling.
    void selectQuietly(qint64 sequence);
    void goToNewest();
    void goToOldest();
    // The text of the current cell; empty when there is none.
    [[nodiscard]] QString currentText() const;

    // Widths, order and hidden columns.
    [[nodiscard]] QByteArray columnState() const;
    // False for a state that does not fit; then nothing changes.
    bool restoreColumns(const QByteArray &state);
    void resetColumns();
    // Entries that show, hide and move columns; the menu owns them.
    void fillColumnMenu(QMenu &menu);
    // Copies the current cell's whole text; does nothing without one.
    void copyCell();

Q_SIGNALS:
    // Another event is selected (below 0: none). Not emitted when the same one moves.
    void sequenceSelected(qint64 sequence);
    // Enter or double click.
    void opened();
    void pauseToggled();
    void selectedCountChanged();
    // Del.
    void deleteRequested();
    // D.
    void compareRequested();
    // S, N and /.
    void starToggled();
    void noteRequested();
    void searchRequested();
    // The menu of a row is wanted there, in global coordinates.
    void menuRequested(QPoint position);
    void escaped();
    void atTopChanged(bool atTop);
    void viewportResized();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    // Typing is for shortcuts; a search would ask for every row of the log.
    void keyboardSearch(const QString &search) override { Q_UNUSED(search) }
    void focusInEvent(QFocusEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void moveBy(int rows);
    void moveTo(int row);
    void moveColumn(int step);
    void applyFont();
    void noteScroll();
    void highlightNewest(int rows);

    const Theme &m_theme;
    EventLogModel &m_model;
    qint64 m_selected = -1;
    bool m_atTop = true;
    bool m_takingFocus = false;
    QVariantAnimation m_arrival;
    int m_arrived = 0;
};

} // namespace uw::ui
