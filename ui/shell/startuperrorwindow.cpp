// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/startuperrorwindow.h"

#include "ui/shell/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDesktopServices>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QUrl>

namespace uw::ui {

namespace {

constexpr int WindowWidth = 560;
constexpr int IconSize = 32;
constexpr int DetailLines = 10;

} // namespace

StartupErrorWindow::StartupErrorWindow(const Theme &theme, const QString &text, const QString &details,
                                       const QString &dataFolder, QWidget *parent)
    : QWidget(parent)
{
    setWindowTitle(tr("Universal Webhook cannot start"));
    setMinimumWidth(WindowWidth);
    auto *icon = new QLabel(this);
    const auto tint = [this, icon, &theme] {
        icon->setPixmap(theme.pixmap(severityIcon(Severity::Error), IconSize, ColorRole::Error, devicePixelRatioF()));
    };
    connect(&theme, &Theme::changed, icon, tint);
    tint();
    auto *title = new TextLabel(theme, TextRole::Section, ColorRole::Text, windowTitle(), this);
    auto *sentence = new TextLabel(theme, TextRole::Body, ColorRole::Text, text, this);
    sentence->setObjectName(u"sentence"_qs);
    sentence->setWordWrap(true);
    sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *words = new QVBoxLayout;
    words->setSpacing(Spacing::Small);
    words->addWidget(title);
    words->addWidget(sentence);
    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::Large);
    head->addWidget(icon, 0, Qt::AlignTop);
    head->addLayout(words, 1);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Huge, Spacing::Huge, Spacing::Huge, Spacing::Large);
    column->setSpacing(Spacing::Large);
    column->addLayout(head);
    if (!details.isEmpty()) {
        auto *box = new QPlainTextEdit(details, this);
        box->setReadOnly(true);
        box->setTabChangesFocus(true);
        box->setAccessibleName(tr("Details"));
        setRoles(box, theme, TextRole::Fixed);
        const int lines = qBound(2, int(details.count(u'\n')) + 1, DetailLines);
        box->setFixedHeight(lines * box->fontMetrics().lineSpacing() + Spacing::Large);
        column->addWidget(box);
    }
    column->addStretch();
    auto *copy = new CopyButton(theme, tr("Copy text and details"), this);
    copy->setCopyText(details.isEmpty() ? text : text + u'\n' + details);
    auto *quit = new QPushButton(tr("Quit"), this);
    quit->setObjectName(u"quit"_qs);
    quit->setAutoDefault(true);
    quit->setDefault(true);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(Spacing::Small);
    foot->addWidget(copy);
    foot->addStretch();
    if (!dataFolder.isEmpty()) {
        auto *folder = new QPushButton(tr("Open data folder"), this);
        folder->setObjectName(u"openFolder"_qs);
        connect(folder, &QPushButton::clicked, this,
                [dataFolder] { QDesktopServices::openUrl(QUrl::fromLocalFile(dataFolder)); });
        foot->addWidget(folder);
    }
    foot->addWidget(quit);
    column->addLayout(foot);
    quit->setFocus();
    // close() and not the signal itself, so that it is sent once whichever way is taken.
    connect(quit, &QPushButton::clicked, this, &QWidget::close);
    for (const QKeySequence &keys : {QKeySequence(Qt::CTRL | Qt::Key_Q), QKeySequence(Qt::Key_Escape)})
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &QWidget::close);
}

void StartupErrorWindow::closeEvent(QCloseEvent *event)
{
    QWidget::closeEvent(event);
    Q_EMIT quitRequested();
}

} // namespace uw::ui
