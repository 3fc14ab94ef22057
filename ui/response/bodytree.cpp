// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/bodytree.h"

#include "ui/widgets/textlabel.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>

namespace uw::ui {

namespace {

constexpr int NameWidth = 260;

} // namespace

BodyTree::BodyTree(const Theme &theme, QWidget *parent) : QTreeView(parent), m_model(new BodyTreeModel(theme, this))
{
    setModel(m_model);
    setAccessibleName(tr("Body as a tree"));
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTextElideMode(Qt::ElideRight);
    setAllColumnsShowFocus(true);
    header()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header()->setStretchLastSection(true);
    setColumnWidth(BodyTreeModel::NameColumn, NameWidth);
    setRoles(this, theme, TextRole::Fixed);
    const auto more = [this](const QModelIndex &index) {
        if (m_model->isMore(index))
            m_model->fetchRest(index);
    };
    connect(this, &QTreeView::activated, this, more);
    connect(this, &QTreeView::clicked, this, more);
}

void BodyTree::setBody(const std::shared_ptr<const BodyFile> &body)
{
    if (m_model->body() == body)
        return;
    m_model->setBody(body);
    expand(m_model->index(0, 0));
}

std::optional<PickedValue> BodyTree::picked(const QModelIndex &index) const
{
    if (!index.isValid() || m_model->isMore(index))
        return std::nullopt;
    const json::ValueSpan span = m_model->spanOf(index);
    if (span.end - span.begin > mostPickedBytes)
        return std::nullopt;
    const Result<json::Value> value = json::parse(m_model->body()->read(span.begin, span.end - span.begin));
    if (!value)
        return std::nullopt;
    return PickedValue{*value, m_model->pointer(index)};
}

void BodyTree::keyPressEvent(QKeyEvent *event)
{
    if (!event->matches(QKeySequence::Copy)) {
        QTreeView::keyPressEvent(event);
        return;
    }
    if (const std::optional<PickedValue> value = picked(currentIndex())) {
        QGuiApplication::clipboard()->setText(value->value.is_string()
                                                  ? json::toQString(value->value)
                                                  : QString::fromUtf8(json::serialize(value->value)));
    }
}

void BodyTree::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const std::optional<PickedValue> value = picked(index);
    if (!value)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addValueActions(*menu, *value, [this](const PickedValue &chosen) { Q_EMIT valueChosen(chosen); });
    menu->popup(byKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

} // namespace uw::ui
