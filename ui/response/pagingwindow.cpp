// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/pagingwindow.h"

#include "ui/response/bodytable.h"
#include "ui/shell/theme.h"
#include "ui/widgets/format.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

namespace uw::ui {

namespace {

using openapi::PagingKind;
using openapi::PagingProgress;
using State = PagingProgress::State;

constexpr QSize usualSize(860, 560);
constexpr int tickMs = 250;

QString stateText(const PagingProgress &progress)
{
    switch (progress.state) {
    case State::Idle:
        return {};
    case State::Running:
        return PagingWindow::tr("Fetching page %1…").arg(progress.pages + 1);
    case State::Waiting:
        return PagingWindow::tr("Waiting before page %1").arg(progress.pages + 1);
    case State::Done:
        return PagingWindow::tr("All pages are here");
    case State::Stopped:
        return PagingWindow::tr("Stopped");
    case State::Failed:
        return PagingWindow::tr("Stopped by a fault");
    }
    Q_UNREACHABLE();
}

} // namespace

QString pagingText(const PagingProgress &progress)
{
    switch (progress.kind) {
    case PagingKind::None:
        return {};
    case PagingKind::LinkHeader:
        return PagingWindow::tr("by the Link header");
    case PagingKind::NextAddress:
        return PagingWindow::tr("by the address at %1").arg(progress.by);
    case PagingKind::Cursor:
        return PagingWindow::tr("by a cursor in “%1”").arg(progress.by);
    case PagingKind::LastItem:
        return PagingWindow::tr("by the last item in “%1”").arg(progress.by);
    case PagingKind::PageNumber:
        return PagingWindow::tr("by page number in “%1”").arg(progress.by);
    case PagingKind::Offset:
        return PagingWindow::tr("by position in “%1”").arg(progress.by);
    }
    Q_UNREACHABLE();
}

PagingWindow::PagingWindow(const Theme &theme, DialogService &dialogs, const openapi::PagingRunner::Parts &parts,
                           QWidget *parent)
    : QDialog(parent)
    , m_runner(parts)
    , m_state(new TextLabel(theme, TextRole::Section, ColorRole::Text, {}, this))
    , m_facts(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, {}, this))
    , m_note(new TextLabel(theme, TextRole::Body, ColorRole::Text, {}, this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_table(new BodyTable(theme, dialogs, this))
{
    setObjectName(QStringLiteral("pagingWindow"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(usualSize);
    m_state->setObjectName(QStringLiteral("pagingState"));
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("pagingNote"));
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Pages fetched"));
    m_cancel->setAutoDefault(false);
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(Spacing::Tiny);
    words->addWidget(m_state);
    words->addWidget(m_facts);
    words->addWidget(m_note);
    head->addLayout(words, 1);
    head->addWidget(m_cancel, 0, Qt::AlignTop);
    head->setContentsMargins(Spacing::Large, Spacing::Medium, Spacing::Large, Spacing::Small);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_bar);
    column->addWidget(m_table, 1);

    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &PagingWindow::showProgress);
    connect(&m_runner, &openapi::PagingRunner::progressed, this, &PagingWindow::showProgress);
    connect(&m_runner, &openapi::PagingRunner::finished, this, &PagingWindow::showPages);
    connect(m_cancel, &QPushButton::clicked, &m_runner, &openapi::PagingRunner::cancel);
    connect(m_table, &BodyTable::valueChosen, this, &PagingWindow::valueChosen);
    connect(m_table, &BodyTable::messageRequested, this, &PagingWindow::messageRequested);
}

void PagingWindow::start(const QString &name, const HttpRequest &first, const QStringList &queryParameters,
                         const QString &folder, const openapi::PagingLimits &bounds)
{
    setWindowTitle(tr("All pages of %1").arg(name));
    m_table->setFileStem(name);
    m_table->setBody({});
    m_tick.start();
    m_runner.start(first, queryParameters, folder, bounds);
    showProgress();
}

void PagingWindow::showProgress()
{
    const PagingProgress progress = m_runner.progress();
    const QLocale locale;
    m_state->setText(stateText(progress));
    QStringList facts{tr("%Ln pages", nullptr, progress.pages), tr("%Ln items", nullptr, int(progress.items)),
                      longSize(progress.bytes), shortDuration(progress.elapsedMs)};
    if (progress.remainingMs >= 0 && !progress.isOver())
        facts << tr("about %1 left").arg(shortDuration(progress.remainingMs));
    if (const QString how = pagingText(progress); !how.isEmpty())
        facts << how;
    m_facts->setText(facts.join(u" · "));
    m_note->setText(progress.note);
    m_note->setVisible(!progress.note.isEmpty());
    const bool isKnown = progress.totalPages > 0 || progress.totalItems > 0;
    m_bar->setRange(0, isKnown || progress.isOver() ? 100 : 0);
    if (progress.isOver())
        m_bar->setValue(100);
    else if (progress.totalPages > 0)
        m_bar->setValue(int(qMin<qint64>(100, 100 * progress.pages / progress.totalPages)));
    else if (progress.totalItems > 0)
        m_bar->setValue(int(qMin<qint64>(100, 100 * progress.items / progress.totalItems)));
    m_bar->setVisible(!progress.isOver());
    m_cancel->setVisible(!progress.isOver());
}

void PagingWindow::showPages()
{
    m_tick.stop();
    showProgress();
    m_table->setBody(m_runner.joined());
}

void PagingWindow::done(int result)
{
    m_runner.cancel();
    QDialog::done(result);
}

} // namespace uw::ui
