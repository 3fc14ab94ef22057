// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/bodytable.h"

#include "ui/shell/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

#include <algorithm>

namespace uw::ui {

namespace {

constexpr int ColumnWidth = 160;
enum Page { EmptyPage, TablePage };

} // namespace

BodyTable::BodyTable(const Theme &theme, DialogService &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_model(new BodyTableModel(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(theme, this))
    , m_view(new QTableView(this))
{
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Body as a table"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->installEventFilter(this);
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_view->horizontalHeader()->setDefaultSectionSize(ColumnWidth);
    m_view->horizontalHeader()->setSectionsMovable(true);
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_view->horizontalHeader()->setSortIndicatorClearable(true);
    m_view->setSortingEnabled(true);
    const auto useSizes = [this] {
        m_view->verticalHeader()->setDefaultSectionSize(
            qMax(int(Metric::RowHeight), m_view->fontMetrics().height() + Spacing::Small));
    };
    setRoles(m_view, theme, TextRole::Fixed);
    connect(&theme, &Theme::changed, this, useSizes);
    useSizes();
    m_empty->setTitle(tr("No table in this answer"));
    m_empty->setText(tr("A table is made of an array: of the body itself, or of one in its members."));

    auto *table = new QWidget(this);
    auto *tableColumn = new QVBoxLayout(table);
    tableColumn->setContentsMargins(0, 0, 0, 0);
    tableColumn->setSpacing(0);
    tableColumn->addWidget(makeBar());
    tableColumn->addWidget(m_view, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(table);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    setFocusProxy(m_view);
    connect(m_model, &BodyTableModel::tablesFound, this, &BodyTable::showTables);
    connect(m_model, &BodyTableModel::grown, this, &BodyTable::showState);
    connect(m_view, &QTableView::customContextMenuRequested, this, &BodyTable::showMenu);
}

QWidget *BodyTable::makeBar()
{
    auto *bar = new QWidget(this);
    m_choice = new QComboBox(bar);
    m_choice->setAccessibleName(tr("Array that is shown"));
    m_count = new TextLabel(m_theme, TextRole::Caption, ColorRole::SecondaryText, {}, bar);
    m_count->setObjectName(QStringLiteral("tableCount"));
    m_save = new QToolButton(bar);
    m_save->setText(tr("Save as CSV…"));
    m_save->setIcon(m_theme.icon(u"save"));
    m_save->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_save->setAutoRaise(true);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Spacing::Medium, Spacing::Tiny, Spacing::Small, Spacing::Tiny);
    row->setSpacing(Spacing::Small);
    row->addWidget(m_choice);
    row->addWidget(m_count, 1);
    row->addWidget(m_save);
    connect(m_choice, &QComboBox::activated, this, [this](int table) {
        m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        m_model->showTable(table);
    });
    connect(m_save, &QToolButton::clicked, this, &BodyTable::saveCsv);
    return bar;
}

void BodyTable::setBody(const std::shared_ptr<const BodyFile> &body)
{
    if (m_model->body() == body)
        return;
    m_view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_model->setBody(body);
    m_pages->setCurrentIndex(EmptyPage);
}

void BodyTable::showTables()
{
    m_choice->clear();
    for (const json::FoundArray &table : m_model->tables())
        m_choice->addItem(table.pointer.isEmpty() ? tr("Body") : table.pointer);
    m_choice->setCurrentIndex(m_model->currentTable());
    m_choice->setVisible(m_model->tables().size() > 1);
    m_pages->setCurrentIndex(m_model->tables().isEmpty() ? EmptyPage : TablePage);
    showState();
}

void BodyTable::showState()
{
    QString text = tr("%Ln rows", nullptr, m_model->rowCount());
    if (m_model->isReading())
        text = tr("%1, reading…", "rows so far").arg(text);
    if (m_model->columns().isCut)
        text = tr("%1 · the first %2 columns only").arg(text).arg(TableColumns::Most);
    m_count->setText(text);
}

QString BodyTable::copyText() const
{
    QModelIndexList cells = m_view->selectionModel()->selectedIndexes();
    std::sort(cells.begin(), cells.end(), [](const QModelIndex &a, const QModelIndex &b) {
        return a.row() != b.row() ? a.row() < b.row() : a.column() < b.column();
    });
    QString text;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            text += cells.at(i).row() == cells.at(i - 1).row() ? u'\t' : u'\n';
        text += cells.at(i).data().toString();
    }
    return text;
}

bool BodyTable::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(copyText());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void BodyTable::showMenu(const QPoint &position)
{
    const std::optional<PickedValue> value = m_model->picked(m_view->indexAt(position));
    if (!value)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addValueActions(*menu, *value, [this](const PickedValue &chosen) { Q_EMIT valueChosen(chosen); });
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void BodyTable::saveCsv()
{
    const FileQuestion question{.title = tr("Save the table"),
                                .suggestedName = (m_fileStem.isEmpty() ? tr("answer") : m_fileStem) + u".csv",
                                .filter = tr("CSV (*.csv);;All files (*)")};
    m_dialogs.askSaveFile(this, question, [this](const QString &path) {
        if (path.isEmpty())
            return;
        m_model->saveCsv(path, [this, path](const QString &problem) {
            const QString done = tr("Saved the table as %1.").arg(QFileInfo(path).fileName());
            Q_EMIT messageRequested(savedMessage(done, path, problem));
        });
    });
}

} // namespace uw::ui
