// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/comparesheet.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableWidget>

namespace uw::ui {

namespace {

constexpr QSize sheetSize{860, 480};
constexpr int changeWidth = 110;
constexpr int pathWidth = 260;
constexpr int valueWidth = 220;

enum Column { ChangeColumn, PathColumn, BeforeColumn, AfterColumn, ColumnCount };

struct Look {
    QString word;
    QStringView iconName;
    ColorRole role;
};

Look lookOf(json::Difference::Kind kind)
{
    switch (kind) {
    case json::Difference::Kind::Added:
        return {CompareSheet::tr("added"), u"plus", ColorRole::Success};
    case json::Difference::Kind::Removed:
        return {CompareSheet::tr("removed"), u"minus", ColorRole::Error};
    case json::Difference::Kind::Changed:
        break;
    }
    return {CompareSheet::tr("changed"), u"refresh", ColorRole::Warning};
}

QTableWidget *makeTable(const Theme &theme, const QList<ComparedPlace> &places, QWidget *parent)
{
    auto *table = new QTableWidget(static_cast<int>(places.size()), ColumnCount, parent);
    table->setObjectName(QStringLiteral("differences"));
    table->setAccessibleName(CompareSheet::tr("Differences"));
    table->setHorizontalHeaderLabels(
        {CompareSheet::tr("Change"), CompareSheet::tr("Path"), CompareSheet::tr("Before"), CompareSheet::tr("After")});
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setCornerButtonEnabled(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(
        qMax(int(Metric::RowHeight), QFontMetrics(theme.font(TextRole::Fixed)).height() + Spacing::Small));
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    table->horizontalHeader()->setHighlightSections(false);
    table->setColumnWidth(ChangeColumn, changeWidth);
    table->setColumnWidth(PathColumn, pathWidth);
    table->setColumnWidth(BeforeColumn, valueWidth);
    const QFont fixed = theme.font(TextRole::Fixed);
    for (int row = 0; row < places.size(); ++row) {
        const ComparedPlace &place = places[row];
        const Look look = lookOf(place.kind);
        table->setItem(row, ChangeColumn, new QTableWidgetItem(theme.icon(look.iconName, look.role), look.word));
        for (const auto &[column, text] :
             {std::pair{PathColumn, place.path}, std::pair{BeforeColumn, place.before}, {AfterColumn, place.after}}) {
            auto *item = new QTableWidgetItem(text);
            item->setFont(fixed);
            // Senders' words are never read as rich text.
            item->setToolTip(Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal));
            table->setItem(row, column, item);
        }
    }
    if (!places.isEmpty())
        table->setCurrentCell(0, PathColumn);
    return table;
}

QString summaryOf(const EventComparison &comparison, const QString &same)
{
    const int count = static_cast<int>(comparison.places.size());
    if (count == 0)
        return same.isEmpty() ? CompareSheet::tr("The two bodies say the same.") : same;
    if (comparison.isCut)
        return CompareSheet::tr("The first %Ln differences; there are more.", nullptr, count);
    return count == 1 ? CompareSheet::tr("One difference") : CompareSheet::tr("%Ln differences", nullptr, count);
}

} // namespace

CompareSheet::CompareSheet(const Theme &theme, const QString &before, const QString &after,
                           const EventComparison &comparison, QWidget *parent, const Words &words)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("compareSheet"));
    setWindowTitle(words.title.isEmpty() ? tr("Compare two events") : words.title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Large, Spacing::Large, Spacing::Large, Spacing::Large);
    column->setSpacing(Spacing::Small);
    auto *summary = new TextLabel(theme, TextRole::Section, ColorRole::Text, summaryOf(comparison, words.same), this);
    summary->setObjectName(QStringLiteral("comparedSummary"));
    column->addWidget(summary);
    for (const QString &line : {tr("Before: %1").arg(before), tr("After: %1").arg(after)}) {
        auto *label = new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, line, this);
        label->setTextFormat(Qt::PlainText);
        column->addWidget(label);
    }
    QTableWidget *table = makeTable(theme, comparison.places, this);
    column->addSpacing(Spacing::Small);
    column->addWidget(table, 1);
    table->setVisible(!comparison.places.isEmpty());
    auto *close = new QPushButton(tr("Close"), this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::close);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addLayout(buttons);
    if (comparison.places.isEmpty())
        adjustSize();
    else
        resize(sheetSize);
}

} // namespace uw::ui
