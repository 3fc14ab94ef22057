// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/message.h"

#include <QKeySequence>
#include <QList>
#include <QWidget>

#include <functional>

QT_BEGIN_NAMESPACE
class QSettings;
QT_END_NAMESPACE

namespace uw::ui {

// Something that can be done by name: an entry of the Ctrl+K search.
struct Command {
    // Stable and unique inside its page ("webhooks.pause").
    QString id;
    QString title;
    // Second, quieter text: a path, a page's name. May be empty.
    QString detail = {};
    // The key that does the same, as shown to people ("R"). May be empty.
    QString shortcutText = {};
    // Name of a line icon. May be empty.
    QString iconName = {};
    std::function<void()> run = {};
};

// One line of the shortcut sheet (F1).
struct ShortcutInfo {
    QKeySequence keys;
    QString text;
};

// One page of the main window. Lives in the GUI thread; the main window owns it and gives it the
// place, the rail entry and the words of its shortcut sheet. A page never blocks.
class Page : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Page)

public:
    explicit Page(QWidget *parent = nullptr) : QWidget(parent) {}
    ~Page() override;

    // Stable word for settings and commands ("webhooks").
    [[nodiscard]] virtual QString id() const = 0;
    // Short word under the icon of the rail.
    [[nodiscard]] virtual QString title() const = 0;
    // Name of the line icon.
    [[nodiscard]] virtual QString iconName() const = 0;

    // What F1 lists for this page.
    [[nodiscard]] virtual QList<ShortcutInfo> shortcuts() const { return {}; }
    // The page's own commands; asked each time the search opens.
    [[nodiscard]] virtual QList<Command> commands() const { return {}; }
    // Things of the page found by `text` (operations, events by id), best first, at most `limit`.
    // Called on every key: answers from memory in under 5 ms.
    [[nodiscard]] virtual QList<Command> find(const QString &text, int limit) const;

    // Splitters, columns, filters, selection. Called inside a group of the page's own.
    virtual void saveState(QSettings &settings) const;
    virtual void restoreState(QSettings &settings);
    // The page was brought to the front.
    virtual void activated() {}

    // There is something a person has not seen: a dot on the rail's icon until the page is opened.
    [[nodiscard]] bool hasNews() const { return m_news; }
    void setNews(bool news);

Q_SIGNALS:
    void messageRequested(const uw::ui::Message &message);
    void newsChanged(bool news);
    // The page asks to be brought to the front.
    void showRequested();

private:
    bool m_news = false;
};

} // namespace uw::ui
