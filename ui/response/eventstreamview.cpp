// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/eventstreamview.h"

#include "core/json/prettyprinter.h"
#include "ui/shell/theme.h"
#include "ui/widgets/codeeditor.h"
#include "ui/widgets/jsonview.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>

namespace uw::ui {

namespace {

constexpr int TimeWidth = 110;

} // namespace

EventStreamView::EventStreamView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_state(new TextLabel(theme, TextRole::Caption, ColorRole::SecondaryText, {}, this))
    , m_stop(new QPushButton(tr("Stop"), this))
    , m_list(new QTableView(this))
    , m_detail(new JsonView(theme, this))
{
    m_list->setAccessibleName(tr("Events of the stream"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setShowGrid(false);
    m_list->setWordWrap(false);
    m_list->setTabKeyNavigation(false);
    m_list->verticalHeader()->hide();
    m_list->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_list->verticalHeader()->setDefaultSectionSize(Metric::RowHeight);
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_list->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    setRoles(m_list, theme, TextRole::Fixed);
    m_detail->editor()->setAccessibleName(tr("Data of the event"));
    m_detail->setWrapping(true);
    m_state->setObjectName(QStringLiteral("streamState"));

    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    bar->addWidget(m_state, 1);
    bar->addWidget(m_stop);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(m_list);
    split->addWidget(m_detail);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(split, 1);
    setFocusProxy(m_list);
    connect(m_stop, &QPushButton::clicked, this, &EventStreamView::stopPressed);
}

void EventStreamView::setEvents(const std::shared_ptr<EventStreamModel> &events, bool isOpen)
{
    m_isOpen = isOpen;
    if (m_events != events) {
        if (m_events)
            m_events->disconnect(this);
        m_events = events;
        m_detail->clear();
        m_follows = true;
        // The view does not own its model; the selection model of the one before goes with it.
        const std::unique_ptr<QItemSelectionModel> before(m_list->selectionModel());
        m_list->setModel(events.get());
        if (events) {
            m_list->setColumnWidth(EventStreamModel::TimeColumn, TimeWidth);
            connect(events.get(), &QAbstractItemModel::rowsAboutToBeInserted, this, [this] {
                m_follows = m_list->verticalScrollBar()->value() >= m_list->verticalScrollBar()->maximum();
            });
            connect(events.get(), &QAbstractItemModel::rowsInserted, this, [this] {
                if (m_follows)
                    m_list->scrollToBottom();
                showState();
            });
            connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                    &EventStreamView::showCurrent);
        }
    }
    showState();
}

void EventStreamView::showState()
{
    const qint64 total = m_events ? m_events->total() : 0;
    QString text = m_isOpen ? tr("%Ln events, more may come", nullptr, int(total))
                            : tr("%Ln events, the stream has ended", nullptr, int(total));
    if (m_events && total > m_events->rowCount())
        text = tr("%1 · the newest %2 are shown").arg(text).arg(m_events->rowCount());
    m_state->setText(text);
    m_stop->setVisible(m_isOpen);
}

void EventStreamView::showCurrent()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const QString text = m_events->data(current.row());
    const Result<QByteArray> pretty = json::prettyPrint(text.toUtf8());
    m_detail->setText(pretty ? QString::fromUtf8(*pretty) : text, pretty ? Syntax::Json : Syntax::Plain);
}

} // namespace uw::ui
