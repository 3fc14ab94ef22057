// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/computersection.h"

#include "ui/widgets/codeline.h"
#include "ui/widgets/format.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace uw::ui {

namespace {

void showLine(CodeLine *line, QLabel *none, const QString &text)
{
    line->setCode(text);
    line->setVisible(!text.isEmpty());
    none->setVisible(text.isEmpty());
}

} // namespace

ComputerSection::ComputerSection(const Theme &theme, std::function<void(ThemeMode)> chooseLook, QWidget *parent)
    : Section(theme, tr("This computer"), {}, parent)
{
    addAppearance(std::move(chooseLook));
    m_listen = addAddress(tr("Public listener"), u"listenAddress"_s, tr("Copy the listener's address"), &m_noListen,
                          tr("It is not running."),
                          tr("Set UW_LISTEN to another address, as 127.0.0.1:8001, and start the program again."));
    m_public = addAddress(tr("Public address"), u"publicAddress"_s, tr("Copy the public address"), &m_noPublic,
                          tr("None: senders on this computer use the address above."),
                          tr("Start uwh serve with --public-url when a tunnel or a proxy stands before the listener."));
    m_control = addAddress(tr("Control API"), u"controlAddress"_s, tr("Copy the control API's address"), &m_noControl,
                           tr("It is off."), tr("Set UW_CONTROL to another loopback address, or to off."));
    m_path = addAddress(tr("Database"), u"databasePath"_s, tr("Copy the path of the database"), &m_noPath, {},
                        tr("Another folder: --data-dir. The largest size: UW_STORE_MAX_BYTES, in bytes."));
    m_size = addCaption({}, u"storeSize"_s);
}

void ComputerSection::addAppearance(std::function<void(ThemeMode)> chooseLook)
{
    QLabel *label = addLabel(tr("Appearance"));
    m_look = new QComboBox;
    m_look->setObjectName(u"appearance"_s);
    m_look->setAccessibleName(tr("Appearance"));
    m_look->addItem(tr("As the system"), int(ThemeMode::System));
    m_look->addItem(tr("Light"), int(ThemeMode::Light));
    m_look->addItem(tr("Dark"), int(ThemeMode::Dark));
    label->setBuddy(m_look);
    column()->addWidget(m_look, 0, Qt::AlignLeft);
    connect(m_look, &QComboBox::activated, this,
            [this, choose = std::move(chooseLook)](int index) { choose(ThemeMode(m_look->itemData(index).toInt())); });
}

CodeLine *ComputerSection::addAddress(const QString &label, const QString &objectName, const QString &copyText,
                                      QLabel **none, const QString &noneText, const QString &where)
{
    addLabel(label);
    auto *line = new CodeLine(theme(), copyText);
    line->setObjectName(objectName);
    line->setAccessibleName(label);
    column()->addWidget(line);
    *none = addCaption(noneText);
    addCaption(where);
    return line;
}

void ComputerSection::setFacts(const ComputerFacts &facts)
{
    m_look->setCurrentIndex(qMax(0, m_look->findData(int(theme().mode()))));
    showLine(m_listen, m_noListen, facts.listenUrl);
    showLine(m_public, m_noPublic, facts.publicUrl);
    showLine(m_control, m_noControl, facts.controlUrl);
    showLine(m_path, m_noPath, QDir::toNativeSeparators(facts.databasePath));
    m_maximumBytes = facts.storeMaximumBytes;
}

void ComputerSection::setStore(const StoreFacts &store, qint64 keptDays, qint64 nowMs)
{
    const QString size =
        m_maximumBytes > 0
            ? tr("%1 on disk, of at most %2.").arg(longSize(store.counts.databaseBytes), longSize(m_maximumBytes))
            : tr("%1 on disk.").arg(longSize(store.counts.databaseBytes));
    const QString received = relativeTime(store.oldestMs, nowMs);
    QString events = tr("It holds no events.");
    if (store.counts.events == 1)
        events = tr("It holds one event, received %1.").arg(received);
    else if (store.counts.events > 1)
        events =
            tr("It holds %1 events, the oldest received %2.").arg(QLocale().toString(store.counts.events), received);
    const QString kept = keptDays == 1
                           ? tr("Those without a workspace are kept for one day; what is older goes within the hour.")
                           : tr("Those without a workspace are kept for %1 days; what is older goes within the hour.")
                                 .arg(QLocale().toString(keptDays));
    m_size->setText(size + u' ' + events + u' ' + kept);
}

} // namespace uw::ui
