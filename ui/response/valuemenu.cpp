// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/response/valuemenu.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>

namespace uw::ui {

namespace {

struct ValueMenu {
    Q_DECLARE_TR_FUNCTIONS(uw::ui::ValueMenu)
};

QString copied(const json::Value &value)
{
    return value.is_string() ? json::toQString(value) : QString::fromUtf8(json::serialize(value, json::Indent::Two));
}

} // namespace

void addValueActions(QMenu &menu, const PickedValue &picked, const std::function<void(const PickedValue &)> &use)
{
    menu.addAction(ValueMenu::tr("Copy value"), &menu,
                   [picked] { QGuiApplication::clipboard()->setText(copied(picked.value)); });
    menu.addAction(ValueMenu::tr("Copy pointer"), &menu,
                   [picked] { QGuiApplication::clipboard()->setText(picked.pointer); });
    QAction *useAction = menu.addAction(ValueMenu::tr("Use as…"), &menu, [picked, use] { use(picked); });
    useAction->setToolTip(ValueMenu::tr("Fill a parameter of another operation with this value"));
}

Message savedMessage(const QString &done, const QString &path, const QString &problem)
{
    if (problem.isEmpty())
        return {.text = done, .severity = Severity::Success};
    return {.text = ValueMenu::tr("%1 could not be written: %2. Choose another folder.")
                        .arg(QFileInfo(path).fileName(), problem),
            .severity = Severity::Error};
}

} // namespace uw::ui
