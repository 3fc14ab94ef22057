// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPushButton>
#include <QStringList>

namespace uw::ui {

class Theme;

// One choice of a filter.
struct FilterEntry {
    // What is filtered by; stable.
    QString key;
    // What is shown.
    QString text;
    // Name of a line icon; may be empty.
    QString iconName = {};
    // How many there are; below 0: not shown.
    qint64 count = -1;

    bool operator==(const FilterEntry &) const = default;
};

// "Source ▾": opens a list of checkable entries. Its label says what is chosen. With many entries the
// list has a search field. GUI thread.
class FilterButton final : public QPushButton {
    Q_OBJECT

public:
    FilterButton(const Theme &theme, const QString &title, QWidget *parent = nullptr);

    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] const QList<FilterEntry> &entries() const { return m_entries; }
    // Keeps what is selected, also keys that are not among the entries.
    void setEntries(const QList<FilterEntry> &entries);
    // One of the entries instead of any (a time range); then the first is the one that means "all".
    void setExclusive(bool exclusive);

    // Keys in order of the entries; empty: no filter.
    [[nodiscard]] const QStringList &selected() const { return m_selected; }
    // Does not emit.
    void setSelected(const QStringList &keys);
    // Text of a key, or the key itself.
    [[nodiscard]] QString textOf(const QString &key) const;
    // Opens the list as a click does.
    void openPopup();

    QSize sizeHint() const override;

Q_SIGNALS:
    // The person chose otherwise.
    void selectionChanged(const QStringList &keys);
    // The list is about to open: the moment to bring counts up to date.
    void aboutToOpen();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void choose(const QStringList &keys);
    void updateLabel();

    const Theme &m_theme;
    QString m_title;
    QList<FilterEntry> m_entries;
    QStringList m_selected;
    bool m_exclusive = false;
};

} // namespace uw::ui
