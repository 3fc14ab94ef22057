// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterpopup.h"

#include "ui/shell/theme.h"
#include "ui/widgets/searchfield.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QListView>
#include <QLocale>
#include <QScreen>
#include <QStandardItemModel>

namespace uw::ui {

namespace {

constexpr int KeyRole = Qt::UserRole + 1;
constexpr int MinimumWidth = 200;
constexpr int MaximumWidth = 420;
constexpr int MaximumRows = 14;

} // namespace

FilterPopup::FilterPopup(const Theme &theme, const QList<FilterEntry> &entries, const QStringList &selected,
                         bool exclusive, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_theme(theme)
    , m_selected(selected)
    , m_exclusive(exclusive)
    , m_model(new QStandardItemModel(this))
    , m_list(new QListView(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"filterPopup"_qs);
    setFrameShape(QFrame::StyledPanel);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Tiny, Spacing::Tiny, Spacing::Tiny, Spacing::Tiny);
    column->setSpacing(Spacing::Tiny);

    if (entries.size() >= SearchFrom) {
        m_search = new SearchField(theme, tr("Find"), this, 0);
        m_search->installEventFilter(this);
        connect(m_search, &SearchField::searched, this, &FilterPopup::narrow);
        connect(m_search, &SearchField::moveDown, m_list, qOverload<>(&QWidget::setFocus));
        column->addWidget(m_search);
    }
    fill(entries);
    m_list->setModel(m_model);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("Choices"));
    m_list->setMouseTracking(true);
    m_list->installEventFilter(this);
    connect(m_list, &QListView::clicked, this, &FilterPopup::toggle);
    column->addWidget(m_list);

    if (!exclusive) {
        m_clear = new QPushButton(tr("Clear"), this);
        m_clear->setFlat(true);
        m_clear->setAutoDefault(false);
        m_clear->setEnabled(!selected.isEmpty());
        connect(m_clear, &QPushButton::clicked, this, [this] {
            Q_EMIT chosen({});
            close();
        });
        column->addWidget(m_clear);
    }
}

void FilterPopup::openBelow(const QWidget *anchor)
{
    const int rows = qBound(1, m_model->rowCount(), MaximumRows);
    const int rowHeight = qMax(m_list->sizeHintForRow(0), int(Metric::RowHeight));
    m_list->setFixedHeight(rows * rowHeight + 2);
    const int scrollBar = m_model->rowCount() > MaximumRows ? Spacing::Large : 0;
    const int wanted = m_list->sizeHintForColumn(0) + 2 * Spacing::Large + scrollBar;
    setFixedWidth(qBound(MinimumWidth, qMax(wanted, anchor->width()), MaximumWidth));
    adjustSize();

    QPoint corner =
        anchor->mapToGlobal(QPoint(anchor->isRightToLeft() ? anchor->width() - width() : 0, anchor->height() + 2));
    if (const QScreen *screen = anchor->screen()) {
        const QRect room = screen->availableGeometry();
        if (corner.y() + height() > room.bottom())
            corner.setY(qMax(room.top(), anchor->mapToGlobal(QPoint()).y() - height() - 2));
        corner.setX(qMax(room.left(), qMin(corner.x(), room.right() - width())));
    }
    move(corner);
    m_list->setCurrentIndex(m_model->index(0, 0));
    show();
    if (m_search)
        m_search->setFocus();
    else
        m_list->setFocus();
}

bool FilterPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (key->key() == Qt::Key_Escape && !(watched == m_search && !m_search->text().isEmpty())) {
            close();
            return true;
        }
        if (watched == m_list && (enter || key->key() == Qt::Key_Space)) {
            toggle(m_list->currentIndex());
            if (enter)
                close();
            return true;
        }
        if (watched == m_search && enter) {
            for (int row = 0; row < m_model->rowCount(); ++row) {
                if (!m_list->isRowHidden(row)) {
                    toggle(m_model->index(row, 0));
                    break;
                }
            }
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void FilterPopup::fill(const QList<FilterEntry> &entries)
{
    const QLocale locale;
    for (const FilterEntry &entry : entries) {
        m_order.append(entry.key);
        const bool checked =
            m_selected.contains(entry.key) || (m_exclusive && m_selected.isEmpty() && m_order.size() == 1);
        auto *item = new QStandardItem(
            entry.count < 0 ? entry.text
                            : tr("%1 (%2)", "choice and how many").arg(entry.text, locale.toString(entry.count)));
        item->setData(entry.key, KeyRole);
        item->setData(entry.text, Qt::AccessibleTextRole);
        item->setEditable(false);
        // The view's own box is not used for toggling: the whole row is the target.
        item->setCheckState(checked ? Qt::Checked : Qt::Unchecked);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        if (!entry.iconName.isEmpty())
            item->setIcon(m_theme.icon(entry.iconName));
        m_model->appendRow(item);
    }
}

void FilterPopup::toggle(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const QString key = index.data(KeyRole).toString();
    if (m_exclusive) {
        Q_EMIT chosen(key == m_order.value(0) ? QStringList() : QStringList{key});
        close();
        return;
    }
    QStandardItem *item = m_model->itemFromIndex(index);
    const bool on = item->checkState() != Qt::Checked;
    item->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    if (on)
        m_selected.append(key);
    else
        m_selected.removeAll(key);
    if (m_clear)
        m_clear->setEnabled(!m_selected.isEmpty());
    Q_EMIT chosen(m_selected);
}

void FilterPopup::narrow(const QString &text)
{
    for (int row = 0; row < m_model->rowCount(); ++row)
        m_list->setRowHidden(row, !m_model->item(row)->text().contains(text, Qt::CaseInsensitive));
}

} // namespace uw::ui
