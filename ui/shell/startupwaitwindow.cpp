// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/startupwaitwindow.h"

#include "ui/shell/theme.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QProgressBar>

namespace uw::ui {

namespace {

constexpr int WindowWidth = 480;

} // namespace

StartupWaitWindow::StartupWaitWindow(const Theme &theme, const QString &text, QWidget *parent) : QWidget(parent)
{
    setWindowTitle(tr("Universal Webhook is starting"));
    setMinimumWidth(WindowWidth);
    auto *title = new TextLabel(theme, TextRole::Section, ColorRole::Text, windowTitle(), this);
    auto *sentence = new TextLabel(theme, TextRole::Body, ColorRole::Text, text, this);
    sentence->setObjectName(u"sentence"_qs);
    sentence->setWordWrap(true);
    auto *bar = new QProgressBar(this);
    bar->setRange(0, 0);
    bar->setTextVisible(false);
    bar->setAccessibleName(windowTitle());
    bar->setAccessibleDescription(text);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Huge, Spacing::Huge, Spacing::Huge, Spacing::Huge);
    column->setSpacing(Spacing::Large);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addWidget(bar);
    column->addStretch();
}

void StartupWaitWindow::closeEvent(QCloseEvent *event)
{
    QWidget::closeEvent(event);
    Q_EMIT quitRequested();
}

} // namespace uw::ui
