// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/documentchanges.h"

#include "ui/widgets/severity.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTreeView>

#include <algorithm>

namespace uw::ui {

namespace {

enum Role { RouteRole = Qt::UserRole, SeverityRole };

using Kind = openapi::DocumentChange::Kind;

Severity severityOf(const openapi::DocumentChange &change)
{
    if (change.isBreaking)
        return Severity::Warning;
    return change.kind == Kind::OperationAdded || change.kind == Kind::ParameterAdded ? Severity::Success
                                                                                      : Severity::Info;
}

} // namespace

DocumentChanges::DocumentChanges(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new TextLabel(theme, TextRole::Section, ColorRole::Text, {}, this))
    , m_summary(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_view(new QTreeView(this))
    , m_model(new QStandardItemModel(this))
{
    m_view->setModel(m_model);
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAlternatingRowColors(false);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Changes of the document"));
    m_view->header()->setStretchLastSection(true);
    auto *close = new QPushButton(tr("Close"), this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Spacing::Medium, 0, Spacing::Medium, 0);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addWidget(m_title);
    texts->addWidget(m_summary);
    head->addLayout(texts, 1);
    head->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Spacing::Small);
    column->addLayout(head);
    column->addWidget(m_view, 1);
    connect(close, &QPushButton::clicked, this, &DocumentChanges::closePressed);
    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        const QString route = index.siblingAtColumn(0).data(RouteRole).toString();
        if (!route.isEmpty())
            Q_EMIT operationRequested(route);
    });
    connect(&theme, &Theme::changed, this, &DocumentChanges::refreshIcons);
}

void DocumentChanges::setChanges(const QString &title, const QList<openapi::DocumentChange> &changes)
{
    m_title->setText(title);
    QList<openapi::DocumentChange> sorted = changes;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto &a, const auto &b) { return a.isBreaking > b.isBreaking; });
    m_model->clear();
    m_model->setHorizontalHeaderLabels({tr("Operation"), tr("Change")});
    for (const openapi::DocumentChange &change : std::as_const(sorted)) {
        const QString route = QString::fromLatin1(change.method) % u' ' % change.path;
        auto *operation = new QStandardItem(change.method.isEmpty() ? QString() : route);
        operation->setData(change.kind == Kind::OperationRemoved || change.method.isEmpty() ? QString() : route,
                           RouteRole);
        operation->setToolTip(change.operationId);
        auto *text = new QStandardItem(change.text);
        text->setData(int(severityOf(change)), SeverityRole);
        text->setToolTip(change.text);
        // Colour alone tells nobody who cannot see it.
        text->setAccessibleText(change.isBreaking ? tr("Breaks calls: %1").arg(change.text) : change.text);
        m_model->appendRow({operation, text});
    }
    const auto breaking = int(std::count_if(changes.begin(), changes.end(),
                                            [](const openapi::DocumentChange &change) { return change.isBreaking; }));
    const QString count = changes.size() == 1 ? tr("One change") : tr("%n changes", nullptr, int(changes.size()));
    m_summary->setText(breaking == 0   ? tr("%1, none of them breaks calls").arg(count)
                       : breaking == 1 ? tr("%1, one of them may break calls").arg(count)
                                       : tr("%1, %n of them may break calls", nullptr, breaking).arg(count));
    refreshIcons();
    constexpr int widest = 320;
    m_view->resizeColumnToContents(0);
    m_view->setColumnWidth(0, qMin(m_view->columnWidth(0) + Spacing::Medium, widest));
    m_view->setCurrentIndex(m_model->index(0, 0));
}

void DocumentChanges::addBroken(const QList<QPair<QString, QStringList>> &requests)
{
    int row = 0;
    for (const auto &[name, reasons] : requests) {
        const QString text = reasons.join(u' ');
        auto *change = new QStandardItem(text);
        change->setData(int(Severity::Error), SeverityRole);
        change->setToolTip(text);
        change->setAccessibleText(tr("No longer fits: %1").arg(text));
        m_model->insertRow(row++, {new QStandardItem(tr("Saved: %1", "a request").arg(name)), change});
    }
    if (row > 0)
        m_summary->setText(row == 1 ? tr("%1. One saved request no longer fits").arg(m_summary->text())
                                    : tr("%1. %n saved requests no longer fit", nullptr, row).arg(m_summary->text()));
    refreshIcons();
}

QString DocumentChanges::summary() const
{
    return m_summary->text();
}

void DocumentChanges::refreshIcons()
{
    for (int row = 0; row < m_model->rowCount(); ++row) {
        QStandardItem *text = m_model->item(row, 1);
        text->setIcon(severityPixmap(m_theme, Severity(text->data(SeverityRole).toInt()), devicePixelRatioF()));
    }
}

} // namespace uw::ui
