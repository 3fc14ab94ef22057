// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/headerstable.h"

#include "ui/shell/theme.h"
#include "ui/widgets/headersmodel.h"
#include "ui/widgets/markdelegate.h"
#include "ui/widgets/textlabel.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

namespace uw::ui {

namespace {

constexpr int NameWidth = 200;

} // namespace

HeadersTable::HeadersTable(const Theme &theme, QWidget *parent)
    : QTableView(parent)
    , m_model(new HeadersModel(this))
    , m_marks(new MarkDelegate(theme, this))
{
    setModel(m_model);
    setItemDelegateForColumn(HeadersModel::ValueColumn, m_marks);
    setAccessibleName(tr("Headers"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setStretchLastSection(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    setColumnWidth(HeadersModel::NameColumn, NameWidth);
    setRoles(this, theme, TextRole::Fixed);
    const auto useSizes = [this, &theme] {
        verticalHeader()->setDefaultSectionSize(qMax(int(Metric::RowHeight), fontMetrics().height() + Spacing::Small));
        horizontalHeader()->setFont(theme.font(TextRole::Caption));
    };
    connect(&theme, &Theme::changed, this, useSizes);
    useSizes();
}

void HeadersTable::setHeaders(const HeaderList &headers)
{
    m_model->setHeaders(headers);
}

const HeaderList &HeadersTable::headers() const
{
    return m_model->headers();
}

void HeadersTable::setMarks(const QRegularExpression &pattern)
{
    m_marks->setPattern(pattern);
    viewport()->update();
}

QString HeadersTable::copyText() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows.append(index.row());
    if (rows.isEmpty()) {
        for (int row = 0; row < m_model->rowCount(); ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const int row : std::as_const(rows)) {
        const HeaderField &field = m_model->headers().at(row);
        lines.append(headerText(field.name) % u": " % headerText(field.value));
    }
    return lines.join(u'\n');
}

void HeadersTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(copyText());
        return;
    }
    QTableView::keyPressEvent(event);
}

void HeadersTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_model->rowCount() == 0)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex index = indexAt(event->pos());
    if (index.isValid())
        menu->addAction(tr("Copy value"), this, [this, index] { copyValue(index); });
    menu->addAction(tr("Copy lines"), QKeySequence(QKeySequence::Copy), this,
                    [this] { QGuiApplication::clipboard()->setText(copyText()); });
    menu->popup(event->globalPos());
}

void HeadersTable::copyValue(const QModelIndex &index) const
{
    if (index.isValid())
        QGuiApplication::clipboard()->setText(headerText(m_model->headers().at(index.row()).value));
}

} // namespace uw::ui
