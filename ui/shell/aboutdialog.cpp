// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/aboutdialog.h"

#include "core/base/version.h"
#include "ui/shell/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/textlabel.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLibraryInfo>
#include <QPushButton>
#include <QSysInfo>

namespace uw::ui {

namespace {

constexpr int DialogWidth = 480;
constexpr int IconSize = 56;

} // namespace

AboutDialog::AboutDialog(const Theme &theme, const QString &dataFolder, QWidget *parent) : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"aboutDialog"_qs);
    setWindowTitle(tr("About Universal Webhook"));
    setMinimumWidth(DialogWidth);

    auto *icon = new QLabel(this);
    icon->setPixmap(QIcon(u":/icons/universal-webhook.svg"_qs).pixmap(QSize(IconSize, IconSize), devicePixelRatioF()));
    auto *name = new TextLabel(theme, TextRole::Title, ColorRole::Text, tr("Universal Webhook"), this);
    auto *purpose = new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText,
                                  tr("Receives and keeps webhooks, shows them live and calls APIs."), this);
    purpose->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setSpacing(Spacing::Large);
    auto *words = new QVBoxLayout;
    words->setSpacing(Spacing::Tiny);
    words->addWidget(name);
    words->addWidget(purpose);
    head->addWidget(icon, 0, Qt::AlignTop);
    head->addLayout(words, 1);

    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(Spacing::Large);
    facts->setVerticalSpacing(Spacing::Small);
    QStringList report;
    const auto addFact = [&](const QString &label, const QString &value) {
        auto *text = new TextLabel(theme, TextRole::Body, ColorRole::Text, value, this);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        text->setAccessibleName(label);
        facts->addRow(new TextLabel(theme, TextRole::Body, ColorRole::SecondaryText, label, this), text);
        report.append(label % u": " % value);
    };
    addFact(tr("Version"), QString(productVersion));
    addFact(tr("Qt"),
            tr("%1, built with %2").arg(QLibraryInfo::version().toString(), QString::fromLatin1(QT_VERSION_STR)));
    addFact(tr("System"), QSysInfo::prettyProductName());
    addFact(tr("Data folder"), dataFolder);
    addFact(tr("Licence"), tr("GPL 3.0 or later, without any warranty"));

    auto *copy = new CopyButton(theme, tr("Copy these facts"), this);
    copy->setCopyText(report.join(u'\n'));
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    close->setDefault(true);
    close->setFocus();
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *foot = new QHBoxLayout;
    foot->addWidget(copy);
    foot->addStretch();
    foot->addWidget(buttons);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Spacing::Huge, Spacing::Huge, Spacing::Huge, Spacing::Large);
    column->setSpacing(Spacing::Large);
    column->addLayout(head);
    column->addLayout(facts);
    column->addStretch();
    column->addLayout(foot);
}

} // namespace uw::ui
