// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/longtextaccessible.h"

#include "ui/widgets/longtextview.h"

#include <QAccessibleWidget>
#include <QScrollBar>

#include <algorithm>

namespace uw::ui {

namespace {

// The view for assistive programs: its text is what is seen, offsets count from the first visible character. Owned by
// Qt's accessibility.
class LongTextAccessible final : public QAccessibleWidget, public QAccessibleTextInterface {
public:
    explicit LongTextAccessible(LongTextView *view) : QAccessibleWidget(view, QAccessible::EditableText), m_view(view)
    {}

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TextInterface ? static_cast<QAccessibleTextInterface *>(this)
                                                  : QAccessibleWidget::interface_cast(type);
    }
    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        state.selectableText = true;
        return state;
    }
    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_view->visibleText() : QAccessibleWidget::text(kind);
    }

    void selection(int index, int *start, int *end) const override
    {
        *start = index == 0 ? visibleOffset(m_view->selectionBegin()) : 0;
        *end = index == 0 ? visibleOffset(m_view->selectionEnd()) : 0;
    }
    int selectionCount() const override { return m_view->selectionBegin() == m_view->selectionEnd() ? 0 : 1; }
    void addSelection(int start, int end) override { setSelection(0, start, end); }
    void removeSelection(int) override { m_view->select(m_view->cursorPosition()); }
    void setSelection(int, int start, int end) override
    {
        const qint64 begin = byteOffset(start);
        m_view->select(begin, byteOffset(end) - begin);
    }
    int cursorPosition() const override { return visibleOffset(m_view->cursorPosition()); }
    void setCursorPosition(int position) override { m_view->select(byteOffset(position)); }
    QString text(int start, int end) const override { return m_view->visibleText().mid(start, end - start); }
    int characterCount() const override { return int(m_view->visibleText().size()); }
    QRect characterRect(int offset) const override
    {
        int unit = 0;
        const int row = rowOf(offset, &unit);
        const QRect local = m_view->characterRect(row, unit);
        return {m_view->viewport()->mapToGlobal(local.topLeft()), local.size()};
    }
    int offsetAtPoint(const QPoint &point) const override
    {
        return visibleOffset(m_view->offsetAt(m_view->viewport()->mapFromGlobal(point)));
    }
    void scrollToSubstring(int start, int) override { m_view->select(byteOffset(start)); }
    QString attributes(int offset, int *start, int *end) const override
    {
        *start = offset;
        *end = offset;
        return {};
    }

private:
    // The row and the unit in it of a visible character.
    int rowOf(int offset, int *unit) const
    {
        const QList<LongTextRow> rows = m_view->visibleRows();
        int begin = 0;
        for (int i = 0; i < rows.size(); ++i) {
            begin += i > 0 && !rows.at(i).line().isContinued ? 1 : 0;
            const int length = int(rows.at(i).text().size());
            if (offset <= begin + length || i + 1 == rows.size()) {
                *unit = std::clamp(offset - begin, 0, length);
                return i;
            }
            begin += length;
        }
        return -1;
    }
    qint64 byteOffset(int offset) const
    {
        int unit = 0;
        const int row = rowOf(offset, &unit);
        return row < 0 ? 0 : m_view->visibleRows().at(row).offsetOf(unit);
    }
    int visibleOffset(qint64 byte) const
    {
        const QList<LongTextRow> rows = m_view->visibleRows();
        int begin = 0;
        for (int i = 0; i < rows.size(); ++i) {
            begin += i > 0 && !rows.at(i).line().isContinued ? 1 : 0;
            if (byte <= rows.at(i).line().end || i + 1 == rows.size())
                return begin + rows.at(i).unitOf(byte);
            begin += int(rows.at(i).text().size());
        }
        return 0;
    }

    LongTextView *m_view;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    Q_UNUSED(className)
    auto *view = qobject_cast<LongTextView *>(object);
    return view ? new LongTextAccessible(view) : nullptr;
}

} // namespace

void installLongTextAccessibility()
{
    // Qt asks the last one installed first; the same one twice would only be asked twice.
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

void announceLongTextCursor(LongTextView *view)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleInterface *known = QAccessible::queryAccessibleInterface(view);
    QAccessibleTextInterface *text = known ? known->textInterface() : nullptr;
    if (!text)
        return;
    QAccessibleTextCursorEvent event(view, text->cursorPosition());
    QAccessible::updateAccessibility(&event);
}

void announceLongText(LongTextView *view)
{
    if (!QAccessible::isActive())
        return;
    QAccessibleEvent event(view, QAccessible::ValueChanged);
    QAccessible::updateAccessibility(&event);
}

} // namespace uw::ui
